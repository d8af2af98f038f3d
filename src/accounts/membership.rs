//! The members of groups: known by their accounts, or expected by their addresses until they have one.

use super::normalised;
use crate::Result;
use crate::db::Tx;
use crate::schema::{accounts, expected_members, group_members};
use diesel::prelude::*;
use uuid::Uuid;

/// Makes an account a member of a group.
pub fn add(tx: &mut Tx<'_>, group: Uuid, account: Uuid) -> Result<()> {
    diesel::insert_into(group_members::table)
        .values((group_members::group_id.eq(group), group_members::account_id.eq(account)))
        .on_conflict_do_nothing()
        .execute(&mut **tx)?;
    Ok(())
}

/// Puts somebody in a group by their address: now, or when they have proved that it is theirs.
pub fn expect(tx: &mut Tx<'_>, group: Uuid, email: &str) -> Result<()> {
    let email = normalised(email);
    let known: Option<Uuid> = accounts::table
        .filter(accounts::email.eq(&email).and(accounts::confirmed_at.is_not_null()))
        .select(accounts::id)
        .first(&mut **tx)
        .optional()?;
    if let Some(account) = known {
        return add(tx, group, account);
    }
    diesel::insert_into(expected_members::table)
        .values((expected_members::group_id.eq(group), expected_members::email.eq(&email)))
        .on_conflict_do_nothing()
        .execute(&mut **tx)?;
    Ok(())
}

/// Somebody has proved that their address is theirs: they join the groups that expected it.
pub(super) fn join(tx: &mut Tx<'_>, account: Uuid) -> Result<()> {
    let email: String = accounts::table.find(account).select(accounts::email).first(&mut **tx)?;
    let expected = diesel::delete(expected_members::table.filter(expected_members::email.eq(email)))
        .returning(expected_members::group_id);
    let groups: Vec<Uuid> = expected.get_results(&mut **tx)?;
    groups.into_iter().try_for_each(|group| add(tx, group, account))
}
