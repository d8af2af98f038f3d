//! Who is told about a dossier: the people of a role, or those who are to do a task of it.

use crate::Result;
use crate::dossiers::Dossier;
use crate::dossiers::people::Groups;
use crate::procedures::Revision;
use crate::schema::{accounts, group_members, tasks};
use diesel::prelude::*;
use uuid::Uuid;

#[derive(Queryable)]
pub(super) struct Recipient {
    pub id: Uuid,
    pub email: String,
    pub given_name: String,
    pub language: String,
}

/// What is read of an account to write to it.
const COLUMNS: (accounts::id, accounts::email, accounts::given_name, accounts::language) =
    (accounts::id, accounts::email, accounts::given_name, accounts::language);

/// The people of a role.
pub(super) fn of_role(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    role: &str,
) -> Result<Vec<Recipient>> {
    if revision.workflow.definition().is_applicant(role) {
        return Ok(accounts::table.filter(accounts::id.eq(dossier.applicant_id)).select(COLUMNS).load(db)?);
    }
    let Some(group) = Groups::of(db, revision, dossier.group_id)?.group(role) else { return Ok(Vec::new()) };
    let members = group_members::table.inner_join(accounts::table).filter(group_members::group_id.eq(group));
    // Once somebody is in charge, the others are left in peace.
    match dossier.assignee_id.filter(|_| Some(group) == dossier.group_id) {
        Some(assignee) => Ok(members.filter(accounts::id.eq(assignee)).select(COLUMNS).load(db)?),
        None => Ok(members.select(COLUMNS).load(db)?),
    }
}

/// Those who are to do what is open of a task: whom it was given to, else whoever of its group may take it.
pub(super) fn of_task(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    name: &str,
) -> Result<Vec<Recipient>> {
    let open = tasks::dossier_id.eq(dossier.id).and(tasks::name.eq(name)).and(tasks::status.eq("open"));
    let rows: Vec<(Option<Uuid>, Option<Uuid>)> =
        tasks::table.filter(open).select((tasks::group_id, tasks::assignee_id)).load(db)?;
    let given: Vec<Uuid> = rows.iter().filter_map(|(_, assignee)| *assignee).collect();
    let queues: Vec<Uuid> =
        rows.iter().filter(|(_, assignee)| assignee.is_none()).filter_map(|(group, _)| *group).collect();
    let members = group_members::table.filter(group_members::group_id.eq_any(queues)).select(group_members::account_id);
    let (snapshot, definition) = (dossier.snapshot()?, revision.workflow.definition());
    let task = snapshot.tasks.get(name).and_then(|work| definition.task(&work.place, name));
    let kept = task.map(|task| revision.workflow.kept_from(&snapshot, name, task)).unwrap_or_default();
    let kept: Vec<Uuid> = kept.iter().filter_map(|id| id.parse().ok()).collect();
    let found = accounts::table
        .filter(accounts::id.eq_any(given).or(accounts::id.eq_any(members).and(accounts::id.ne_all(kept))))
        .select(COLUMNS)
        .load(db)?;
    Ok(found)
}
