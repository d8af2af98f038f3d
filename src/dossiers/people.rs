//! Who holds which role of a dossier's workflow: by the groups that the procedure binds to its roles, by the group that received
//! the dossier, or on behalf of somebody else.

use super::Dossier;
use crate::Result;
use crate::civil::Territory;
use crate::procedures::Revision;
use crate::schema::{delegations, group_members, groups, role_holders};
use crate::workflow::{Actor, People, RoleKind};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The groups that hold the roles of a workflow, for one dossier.
pub struct Groups {
    by_role: BTreeMap<String, Uuid>,
}

impl Groups {
    /// `received` is the group that received the dossier: it holds what nobody else is named for.
    pub fn of(db: &mut PgConnection, revision: &Revision, received: Option<Uuid>) -> Result<Self> {
        let bound = if revision.binds_roles() { bound(db, revision.procedure_id)? } else { BTreeMap::new() };
        let roles = revision.workflow.definition().roles.iter();
        let held = roles.filter_map(|(name, role)| {
            let group = match bound.get(name) {
                Some(group) => *group,
                None if role.kind == RoleKind::Group => received,
                None => None,
            };
            Some((name.to_owned(), group?))
        });
        Ok(Self { by_role: held.collect() })
    }

    /// The group whose members hold a role.
    pub fn group(&self, role: &str) -> Option<Uuid> {
        self.by_role.get(role).copied()
    }

    /// The roles that somebody holds.
    pub fn roles_of(&self, db: &mut PgConnection, account: Uuid) -> Result<BTreeSet<String>> {
        let all: Vec<Uuid> = self.by_role.values().copied().collect();
        let own = group_members::account_id.eq(account).and(group_members::group_id.eq_any(all));
        let own: Vec<Uuid> = group_members::table.filter(own).select(group_members::group_id).load(db)?;
        let held = self.by_role.iter().filter(|(_, group)| own.contains(group));
        Ok(held.map(|(role, _)| role.clone()).collect())
    }

    /// Who holds each of these roles, in the order of their accounts.
    pub fn holders<'r>(&self, db: &mut PgConnection, roles: impl IntoIterator<Item = &'r str>) -> Result<People> {
        let wanted: Vec<(&str, Uuid)> = roles.into_iter().filter_map(|role| Some((role, self.group(role)?))).collect();
        if wanted.is_empty() {
            return Ok(People::new());
        }
        let members: Vec<(Uuid, Uuid)> = group_members::table
            .filter(group_members::group_id.eq_any(wanted.iter().map(|(_, group)| *group)))
            .order(group_members::account_id)
            .select((group_members::group_id, group_members::account_id))
            .load(db)?;
        let of = |group: Uuid| {
            members.iter().filter(|(known, _)| *known == group).map(|(_, account)| account.to_string()).collect()
        };
        Ok(wanted.into_iter().map(|(role, group)| (role.to_owned(), of(group))).collect())
    }
}

/// The roles of a procedure's workflow that somebody holds for some dossier: for any, or for those that their group receives.
pub fn roles_in(db: &mut PgConnection, revision: &Revision, account: Uuid) -> Result<BTreeSet<String>> {
    let receiving: Vec<Uuid> = groups::table
        .inner_join(group_members::table)
        .filter(groups::procedure_id.eq(revision.procedure_id).and(groups::role.is_null()))
        .filter(group_members::account_id.eq(account))
        .select(groups::id)
        .load(db)?;
    let mut held = Groups::of(db, revision, None)?.roles_of(db, account)?;
    for group in receiving {
        held.extend(Groups::of(db, revision, Some(group))?.roles_of(db, account)?);
    }
    Ok(held)
}

fn bound(db: &mut PgConnection, procedure: Uuid) -> Result<BTreeMap<String, Option<Uuid>>> {
    let rows = role_holders::table
        .filter(role_holders::procedure_id.eq(procedure))
        .select((role_holders::role, role_holders::group_id));
    let rows: Vec<(String, Option<Uuid>)> = rows.load(db)?;
    Ok(rows.into_iter().collect())
}

/// Somebody as the workflow of a dossier sees them: with the roles that they hold, or those of whom they act for.
pub fn actor(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    (who, on_behalf): (Uuid, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<Actor> {
    let groups = Groups::of(db, revision, dossier.group_id)?;
    let Some(absent) = on_behalf.filter(|absent| *absent != who) else {
        return Ok(Actor::new(who.to_string(), groups.roles_of(db, who)?));
    };
    let scopes = scopes(db, dossier, (who, absent), now)?;
    let mut roles = groups.roles_of(db, absent)?;
    roles.retain(|role| scopes.iter().any(|scope| scope.as_ref().is_none_or(|only| only == role)));
    Ok(Actor { on_behalf: Some(absent.to_string()), ..Actor::new(who.to_string(), roles) })
}

/// The roles for which one acts for the other on a dossier, on this day; none in the list is all.
fn scopes(
    db: &mut PgConnection,
    dossier: &Dossier,
    (who, absent): (Uuid, Uuid),
    now: DateTime<Utc>,
) -> Result<Vec<Option<String>>> {
    let day = today(now);
    let found = delegations::table
        .filter(delegations::delegate_id.eq(who).and(delegations::account_id.eq(absent)))
        .filter(delegations::revoked_at.is_null())
        .filter(delegations::starts_on.le(day).and(delegations::ends_on.ge(day)))
        .filter(delegations::procedure_id.is_null().or(delegations::procedure_id.eq(dossier.procedure_id)))
        .select(delegations::role)
        .load(db)?;
    Ok(found)
}

/// Whom somebody acts for on this day, for whatever.
pub fn absent(db: &mut PgConnection, who: Uuid, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let day = today(now);
    let found = delegations::table
        .filter(delegations::delegate_id.eq(who).and(delegations::revoked_at.is_null()))
        .filter(delegations::starts_on.le(day).and(delegations::ends_on.ge(day)))
        .select(delegations::account_id)
        .distinct()
        .load(db)?;
    Ok(found)
}

/// The day on which people are away or back: that of no procedure, but of the site.
pub fn today(now: DateTime<Utc>) -> NaiveDate {
    Territory::default().date(now)
}
