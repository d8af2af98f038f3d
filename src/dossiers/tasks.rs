//! The work of people, as rows: opened, done and closed in the transaction of the step that says so. The engine's snapshot knows
//! the same work; these rows are what queues, people and reports look for.

use super::people::{Groups, today};
use super::step::Act;
use super::{Dossier, reassignment};
use crate::db::Tx;
use crate::procedures::Revision;
use crate::schema::{concerned_groups, group_members, tasks};
use crate::workflow::task::Assign;
use crate::workflow::{Command, Effect, Snapshot, Step};
use crate::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Date, Nullable, Text, Uuid as SqlUuid};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Where what is due on no day stands in a queue: this long after it was opened.
const PATIENCE: TimeDelta = TimeDelta::days(365);

/// Writes what a step does to the work of people.
pub(super) fn keep(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, step: &Step, act: &Act<'_>) -> Result<()> {
    let received = act.received(dossier);
    reassignment::pass_on(tx, dossier, revision, act)?;
    let is_moved = matches!(act.command, Command::Move { .. });
    let told = step.effects.iter().any(|effect| !effect.told().is_empty());
    if (is_moved || told || !step.trail.is_empty()) && revision.binds_roles() {
        concern(tx, dossier, revision, step, received)?;
    }
    open(tx, dossier, revision, (step, act, received))?;
    for effect in &step.effects {
        match effect {
            Effect::ClosePart { task, visit, part, outcome } => {
                close(tx, (dossier.id, task), (*visit, *part), outcome.as_deref(), act)?;
            }
            Effect::DropPart { task, visit, part } => give_up(tx, (dossier.id, task), (*visit, *part), act.now)?,
            Effect::HandPart { task, visit, part, person } => hand(tx, (dossier.id, task), (*visit, *part), person)?,
            Effect::CarryTask { .. } => carry(tx, (dossier, revision), received, effect, &step.snapshot)?,
            Effect::EndTask { task, visit, .. } => cancel(tx, (dossier.id, task), *visit, act.now)?,
            _ => {}
        }
    }
    if let Command::Recuse { name, part } = &act.command {
        // Somebody else takes it.
        let own = of(dossier.id, name).filter(tasks::part.eq(number(*part)?).and(tasks::status.eq("open")));
        let me = act.actor.on_behalf.as_deref().and_then(|id| id.parse().ok()).or(act.actor_id);
        let own = own.filter(tasks::person_id.is_null().and(tasks::assignee_id.eq(me)));
        diesel::update(own).set(tasks::assignee_id.eq(None::<Uuid>)).execute(&mut **tx)?;
    }
    Ok(())
}

/// The rows of a task of a dossier.
#[diesel::dsl::auto_type(no_type_alias)]
fn of<'a>(dossier: Uuid, name: &'a str) -> _ {
    tasks::table.filter(tasks::dossier_id.eq(dossier).and(tasks::name.eq(name)))
}

/// The groups that have something to do or to press where a dossier stands may read it, from now on; so may those that a step
/// gives work or tells of it: who breaks a tie, who is told that others are late.
fn concern(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, step: &Step, received: Option<Uuid>) -> Result<()> {
    let groups = Groups::of(tx, revision, received)?;
    let roles = step.effects.iter().flat_map(Effect::told).chain(revision.workflow.concerned(&step.snapshot));
    let concerned: BTreeSet<Uuid> = roles.filter_map(|role| groups.group(role)).collect();
    let rows = concerned.into_iter().filter(|group| Some(*group) != received);
    let rows: Vec<_> =
        rows.map(|group| (concerned_groups::dossier_id.eq(dossier.id), concerned_groups::group_id.eq(group))).collect();
    if !rows.is_empty() {
        diesel::insert_into(concerned_groups::table).values(rows).on_conflict_do_nothing().execute(&mut **tx)?;
    }
    Ok(())
}

fn open(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    (step, act, received): (&Step, &Act<'_>, Option<Uuid>),
) -> Result<()> {
    let mut groups = None;
    for effect in &step.effects {
        let Effect::OpenTask { task, visit, part, role, person, assign } = effect else { continue };
        if groups.is_none() {
            groups = Some(Groups::of(tx, revision, received)?);
        }
        let group = groups.as_ref().and_then(|groups| groups.group(role));
        // Whoever has no account is known by the links that they are sent.
        let person = person.as_deref().filter(|_| !revision.workflow.definition().is_outside(role));
        let person = person.map(str::parse).transpose().map_err(Error::internal)?;
        let assignee = match (person, group) {
            (Some(person), _) => Some(person),
            (None, Some(group)) => {
                let place = (group, task.as_str(), *part, *assign);
                assignee(tx, dossier, revision, &step.snapshot, place, act.now)?
            }
            (None, None) => None,
        };
        let place = step.snapshot.tasks.get(task).map_or("", |work| work.place.as_str());
        let delegable = revision.workflow.definition().task(place, task).is_none_or(|task| task.delegable);
        let due = step.snapshot.due_of(task, *visit);
        diesel::insert_into(tasks::table)
            .values((
                (tasks::id.eq(Uuid::now_v7()), tasks::dossier_id.eq(dossier.id)),
                tasks::procedure_id.eq(dossier.procedure_id),
                tasks::place.eq(place),
                tasks::name.eq(task),
                tasks::visit.eq(i32::try_from(*visit).map_err(Error::internal)?),
                tasks::part.eq(number(*part)?),
                tasks::role.eq(role),
                tasks::group_id.eq(group),
                tasks::person_id.eq(person),
                tasks::assignee_id.eq(assignee),
                tasks::opened_at.eq(act.now),
                tasks::due_at.eq(due),
                tasks::urgency.eq(due.unwrap_or(act.now + PATIENCE)),
                tasks::status.eq("open"),
                tasks::delegable.eq(delegable),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// To whom a new task goes first; nobody, for one that whoever of the group takes.
fn assignee(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    snapshot: &Snapshot,
    (group, name, part, assign): (Uuid, &str, usize, Assign),
    now: DateTime<Utc>,
) -> Result<Option<Uuid>> {
    // Of those who may do it and are there.
    const PRESENT: &str = "
        SELECT m.account_id AS id FROM group_members m
        WHERE m.group_id = $1 AND m.account_id <> ALL($2) AND ($4::uuid IS NULL OR m.account_id = $4) AND NOT EXISTS (
            SELECT FROM absences a WHERE a.account_id = m.account_id AND $3 BETWEEN a.starts_on AND a.ends_on)
          AND NOT EXISTS (SELECT FROM tasks o WHERE o.dossier_id = $5 AND o.name = $6 AND o.status = 'open'
            AND o.assignee_id = m.account_id AND NOT $7)";
    let order = match assign {
        Assign::Queue => return Ok(None),
        Assign::CaseOwner if dossier.assignee_id.is_none() => return Ok(None),
        Assign::CaseOwner | Assign::RoundRobin => "m.assigned_at NULLS FIRST, m.account_id",
        Assign::LeastLoaded => {
            "(SELECT count(*) FROM tasks t WHERE t.assignee_id = m.account_id AND t.status = 'open'), m.account_id"
        }
    };
    let work = snapshot.tasks.get(name);
    let task = work.and_then(|work| revision.workflow.definition().task(&work.place, name));
    let kept = task.map(|task| revision.workflow.kept_from(snapshot, name, task)).unwrap_or_default();
    let kept: Vec<Uuid> = kept.iter().filter_map(|id| id.parse().ok()).collect();
    // Of parts that are alike, nobody does two; of those about an item each, one person may do all.
    let of_item = work.and_then(|work| work.parts.get(part)).is_some_and(|part| part.item.is_some());
    let owner = dossier.assignee_id.filter(|_| assign == Assign::CaseOwner);
    // Two steps at once hand work to two people.
    let query = diesel::sql_query(format!("{PRESENT} ORDER BY {order} LIMIT 1 FOR UPDATE OF m SKIP LOCKED"))
        .bind::<SqlUuid, _>(group)
        .bind::<Array<SqlUuid>, _>(kept)
        .bind::<Date, _>(today(now))
        .bind::<Nullable<SqlUuid>, _>(owner)
        .bind::<SqlUuid, _>(dossier.id)
        .bind::<Text, _>(name)
        .bind::<Bool, _>(of_item);
    let Some(Found { id }) = query.get_result(&mut **tx).optional()? else { return Ok(None) };
    diesel::update(group_members::table.find((group, id)))
        .set(group_members::assigned_at.eq(now))
        .execute(&mut **tx)?;
    Ok(Some(id))
}

#[derive(QueryableByName)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// A part is done: by who acts, or by silence.
fn close(
    tx: &mut Tx<'_>,
    (dossier, name): (Uuid, &str),
    (visit, part): (u32, usize),
    outcome: Option<&str>,
    act: &Act<'_>,
) -> Result<()> {
    let is_own = matches!(&act.command, Command::Task { name: own, part: index } if own == name && *index == part);
    let status = match &act.command {
        _ if is_own => "done",
        Command::Recuse { name: own, .. } | Command::Replace { name: own, .. } if own == name => "recused",
        _ => "tacit",
    };
    let done_by = act.actor_id.filter(|_| status != "tacit");
    let on_behalf: Option<Uuid> = act.actor.on_behalf.as_deref().and_then(|id| id.parse().ok());
    let answers = act.facts.input.get("answers").filter(|_| is_own);
    let row = of(dossier, name)
        .filter(tasks::visit.eq(i32::try_from(visit).map_err(Error::internal)?).and(tasks::part.eq(number(part)?)));
    diesel::update(row)
        .set((
            tasks::status.eq(status),
            tasks::outcome.eq(outcome),
            tasks::done_by.eq(done_by),
            tasks::on_behalf.eq(on_behalf.filter(|_| done_by.is_some())),
            tasks::answers.eq(answers),
            tasks::draft.eq(None::<serde_json::Value>),
            tasks::closed_at.eq(act.now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A part that was one person's alone is another's; what was written of it went with that person.
fn hand(tx: &mut Tx<'_>, (dossier, name): (Uuid, &str), (visit, part): (u32, usize), person: &str) -> Result<()> {
    let person: Uuid = person.parse().map_err(Error::internal)?;
    let row = of(dossier, name)
        .filter(tasks::visit.eq(i32::try_from(visit).map_err(Error::internal)?).and(tasks::part.eq(number(part)?)));
    let own = (tasks::person_id.eq(person), tasks::assignee_id.eq(person), tasks::draft.eq(None::<serde_json::Value>));
    diesel::update(row).set(own).execute(&mut **tx)?;
    Ok(())
}

/// A task goes on by another version of the workflow. A part that is another role's now is nobody's yet, and what was written of
/// it went with the former role.
fn carry(
    tx: &mut Tx<'_>,
    (dossier, revision): (&Dossier, &Revision),
    received: Option<Uuid>,
    effect: &Effect,
    snapshot: &Snapshot,
) -> Result<()> {
    let Effect::CarryTask { from, task, visit, place, roles } = effect else { return Ok(()) };
    let due = snapshot.due_of(task, *visit);
    let visit = i32::try_from(*visit).map_err(Error::internal)?;
    let delegable = revision.workflow.definition().task(place, task).is_none_or(|task| task.delegable);
    diesel::update(of(dossier.id, from).filter(tasks::visit.eq(visit)))
        .set((tasks::name.eq(task), tasks::place.eq(place), tasks::delegable.eq(delegable)))
        .execute(&mut **tx)?;
    let open = of(dossier.id, task).filter(tasks::visit.eq(visit).and(tasks::status.eq("open")));
    match due {
        Some(at) => diesel::update(open).set((tasks::due_at.eq(due), tasks::urgency.eq(at))).execute(&mut **tx)?,
        None => diesel::update(open).set(tasks::due_at.eq(due)).execute(&mut **tx)?,
    };
    let groups = Groups::of(tx, revision, received)?;
    for (part, role) in roles {
        let given_up = (tasks::assignee_id.eq(tasks::person_id), tasks::draft.eq(None::<serde_json::Value>));
        diesel::update(open.filter(tasks::part.eq(number(*part)?).and(tasks::role.ne(role))))
            .set((tasks::role.eq(role), tasks::group_id.eq(groups.group(role)), given_up))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Nobody is left to do a part.
fn give_up(
    tx: &mut Tx<'_>,
    (dossier, name): (Uuid, &str),
    (visit, part): (u32, usize),
    now: DateTime<Utc>,
) -> Result<()> {
    let row = of(dossier, name)
        .filter(tasks::visit.eq(i32::try_from(visit).map_err(Error::internal)?).and(tasks::part.eq(number(part)?)));
    let gone = (tasks::status.eq("cancelled"), tasks::assignee_id.eq(None::<Uuid>), tasks::closed_at.eq(now));
    diesel::update(row).set(gone).execute(&mut **tx)?;
    Ok(())
}

/// Nobody is to do what is left of a task.
fn cancel(tx: &mut Tx<'_>, (dossier, name): (Uuid, &str), visit: u32, now: DateTime<Utc>) -> Result<()> {
    let left = of(dossier, name)
        .filter(tasks::visit.eq(i32::try_from(visit).map_err(Error::internal)?).and(tasks::status.eq("open")));
    diesel::update(left).set((tasks::status.eq("cancelled"), tasks::closed_at.eq(now))).execute(&mut **tx)?;
    Ok(())
}

fn number(part: usize) -> Result<i32> {
    i32::try_from(part).map_err(Error::internal)
}
