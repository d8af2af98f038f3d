//! A dossier goes to another group of its procedure, as its circuit says: the action `assign` to `group:<id>`.

use super::Dossier;
use super::people::Groups;
use super::step::Act;
use crate::Result;
use crate::db::Tx;
use crate::procedures::Revision;
use crate::schema::{concerned_groups, tasks};
use crate::workflow::{Effect, Step};
use diesel::prelude::*;
use uuid::Uuid;

/// How the action names a group.
const GROUP: &str = "group:";

/// The group that a step gives the dossier to; none where it gives it to no other.
pub(super) fn given_to(revision: &Revision, step: &Step) -> Option<Uuid> {
    let named = step.effects.iter().rev().find_map(|effect| match effect {
        Effect::Assign { to } => to.strip_prefix(GROUP),
        _ => None,
    });
    revision.group(named?)
}

/// What is open for the group that had the dossier waits for the one that has it now. Who had it goes on reading it.
pub(super) fn pass_on(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, act: &Act<'_>) -> Result<()> {
    let (Some(before), Some(now)) = (dossier.group_id, act.received(dossier)) else { return Ok(()) };
    if before == now {
        return Ok(());
    }
    let (of_before, of_now) = (Groups::of(tx, revision, Some(before))?, Groups::of(tx, revision, Some(now))?);
    // A role that is bound to a group stays with it, whoever received the dossier.
    let roles = revision.workflow.definition().roles.names();
    let follow: Vec<&str> = roles.filter(|role| of_before.group(role) != of_now.group(role)).collect();
    let open = tasks::dossier_id.eq(dossier.id).and(tasks::status.eq("open")).and(tasks::role.eq_any(follow));
    diesel::update(tasks::table.filter(open))
        .set((tasks::group_id.eq(now), tasks::assignee_id.eq(tasks::person_id)))
        .execute(&mut **tx)?;
    diesel::insert_into(concerned_groups::table)
        .values((concerned_groups::dossier_id.eq(dossier.id), concerned_groups::group_id.eq(before)))
        .on_conflict_do_nothing()
        .execute(&mut **tx)?;
    Ok(())
}
