//! The members of groups: known by their accounts, or expected by their addresses until they have one.

use super::normalised;
use crate::db::Tx;
use crate::schema::{accounts, expected_members, group_members};
use crate::{Error, Result};
use diesel::prelude::*;
use uuid::Uuid;

/// Makes an account a member of a group. Returns whether it was not one.
pub fn add(tx: &mut Tx<'_>, group: Uuid, account: Uuid) -> Result<bool> {
    let added = diesel::insert_into(group_members::table)
        .values((group_members::group_id.eq(group), group_members::account_id.eq(account)))
        .on_conflict_do_nothing()
        .execute(&mut **tx)?;
    Ok(added > 0)
}

/// Puts somebody in a group by their address: now, or when they have proved that it is theirs. Returns whether that is new.
pub fn expect(tx: &mut Tx<'_>, group: Uuid, email: &str) -> Result<bool> {
    let email = normalised(email);
    let known: Option<Uuid> = accounts::table
        .filter(accounts::email.eq(&email).and(accounts::confirmed_at.is_not_null()))
        .select(accounts::id)
        .first(&mut **tx)
        .optional()?;
    if let Some(account) = known {
        return add(tx, group, account);
    }
    let added = diesel::insert_into(expected_members::table)
        .values((expected_members::group_id.eq(group), expected_members::email.eq(&email)))
        .on_conflict_do_nothing()
        .execute(&mut **tx)?;
    Ok(added > 0)
}

/// Takes an account out of a group. The error is 404 for one that is not in it.
pub fn remove(tx: &mut Tx<'_>, group: Uuid, account: Uuid) -> Result<()> {
    if diesel::delete(group_members::table.find((group, account))).execute(&mut **tx)? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Expects an address no longer. The error is 404 for one that was not.
pub fn forget(tx: &mut Tx<'_>, group: Uuid, email: &str) -> Result<()> {
    if diesel::delete(expected_members::table.find((group, email))).execute(&mut **tx)? == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// Lets a member hand out the work of their group, or no longer. The error is 404 for one that is not in it.
pub fn set_manager(tx: &mut Tx<'_>, group: Uuid, account: Uuid, manager: bool) -> Result<()> {
    let row = diesel::update(group_members::table.find((group, account))).set(group_members::manager.eq(manager));
    if row.execute(&mut **tx)? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Somebody has proved that their address is theirs: they join the groups that expected it.
pub(super) fn join(tx: &mut Tx<'_>, account: Uuid) -> Result<()> {
    let email: String = accounts::table.find(account).select(accounts::email).first(&mut **tx)?;
    let expected = diesel::delete(expected_members::table.filter(expected_members::email.eq(email)))
        .returning(expected_members::group_id);
    let groups: Vec<Uuid> = expected.get_results(&mut **tx)?;
    groups.into_iter().try_for_each(|group| add(tx, group, account).map(drop))
}
