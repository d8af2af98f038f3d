//! Handing work out: a manager gives the open tasks of their group to a member, or back to the queue. It is kept, and told to
//! who receives it. Only what one person alone could do is a step of the engine: their part is then somebody else's, or
//! nobody's.

use super::Dossier;
use super::facts::Facts;
use super::people::{self, today};
use super::step::{self, Act, Outcome};
use crate::civil::Territory;
use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::procedures::{self, Revision};
use crate::schema::{absences, accounts, assignments, dossiers, group_members, tasks};
use crate::web::{Account, Lang};
use crate::workflow::Command;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Tasks that one click hands out: each dossier is locked while it is done.
pub const MOST: usize = 200;

/// Where tasks go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Person(Uuid),
    /// Whoever of the group takes them.
    Queue,
    /// Nobody: the part of somebody who left is not done. Why stays in the history.
    Nobody(String),
}

/// What became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Handed {
    pub done: usize,
    /// Those that could not go there: something else that the person did keeps them from it, or it is somebody's alone.
    pub kept: usize,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(diesel::pg::Pg))]
struct Open {
    id: Uuid,
    dossier_id: Uuid,
    place: String,
    name: String,
    visit: i32,
    part: i32,
    person_id: Option<Uuid>,
    assignee_id: Option<Uuid>,
    due_at: Option<DateTime<Utc>>,
}

/// The days until which people are away, of those who are today.
pub fn away(db: &mut PgConnection, ids: &[Uuid], now: DateTime<Utc>) -> Result<BTreeMap<Uuid, NaiveDate>> {
    let day = today(now);
    let rows: Vec<(Uuid, NaiveDate)> = absences::table
        .filter(absences::account_id.eq_any(ids))
        .filter(absences::starts_on.le(day).and(absences::ends_on.ge(day)))
        .order(absences::ends_on)
        .select((absences::account_id, absences::ends_on))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Hands open tasks of a group on. `by` manages it: the caller knows. The error is `member-unknown` for whoever is not in it.
pub fn hand(
    tx: &mut Tx<'_>,
    by: &Account,
    (group, ids): (Uuid, &[Uuid]),
    to: &To,
    now: DateTime<Utc>,
) -> Result<Handed> {
    if let To::Person(person) = to {
        let member = group_members::table.find((group, *person)).count().get_result::<i64>(&mut **tx)?;
        if member == 0 {
            return Err(Error::Invalid("member-unknown"));
        }
    }
    // One writer per dossier, in one order: nobody waits for another in a circle.
    let asked: Vec<(Uuid, Uuid)> = tasks::table
        .filter(tasks::id.eq_any(ids).and(tasks::group_id.eq(group)))
        .order((tasks::dossier_id, tasks::id))
        .limit(MOST as i64)
        .select((tasks::dossier_id, tasks::id))
        .load(&mut **tx)?;
    let mut handed = Handed::default();
    for (dossier, task) in asked {
        let dossier: Dossier =
            dossiers::table.find(dossier).select(Dossier::as_select()).for_update().first(&mut **tx)?;
        let open = tasks::table.find(task).filter(tasks::status.eq("open").and(tasks::group_id.eq(group)));
        let Some(open) = open.select(Open::as_select()).first(&mut **tx).optional()? else { continue };
        let revision = procedures::revision(tx, dossier.revision_id)?;
        match one(tx, by, (&dossier, &revision), &open, (group, to), now)? {
            true => handed.done += 1,
            false => handed.kept += 1,
        }
    }
    if let (To::Person(person), true) = (to, handed.done > 0) {
        tell(tx, by, *person, handed.done, now)?;
    }
    Ok(handed)
}

/// Hands one on. Returns whether that may be.
fn one(
    tx: &mut Tx<'_>,
    by: &Account,
    (dossier, revision): (&Dossier, &Revision),
    open: &Open,
    (group, to): (Uuid, &To),
    now: DateTime<Utc>,
) -> Result<bool> {
    let goes_to = match to {
        To::Person(person) => Some(*person),
        To::Queue | To::Nobody(_) => None,
    };
    if goes_to == open.assignee_id && !matches!(to, To::Nobody(_)) {
        return Ok(true);
    }
    let done = match (open.person_id, to) {
        (Some(person), To::Person(_) | To::Nobody(_)) => {
            // Nobody's part is taken from them while they may still do it.
            is_gone(tx, (group, person), open.due_at, now)? && replace(tx, by, (dossier, revision), open, to, now)?
        }
        (Some(_), To::Queue) | (None, To::Nobody(_)) => false,
        (None, To::Queue) => true,
        (None, To::Person(person)) => is_free(tx, (dossier, revision), open, *person)?,
    };
    if !done {
        return Ok(false);
    }
    if open.person_id.is_none() {
        diesel::update(tasks::table.find(open.id)).set(tasks::assignee_id.eq(goes_to)).execute(&mut **tx)?;
    }
    diesel::insert_into(assignments::table)
        .values((
            assignments::id.eq(Uuid::now_v7()),
            assignments::task_id.eq(open.id),
            assignments::dossier_id.eq(open.dossier_id),
            assignments::from_id.eq(open.assignee_id),
            assignments::to_id.eq(goes_to),
            assignments::by_id.eq(by.id),
            assignments::at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(true)
}

/// Whether somebody left the group, or is away and not back before the time for it is over.
fn is_gone(
    tx: &mut Tx<'_>,
    (group, person): (Uuid, Uuid),
    due_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<bool> {
    if group_members::table.find((group, person)).count().get_result::<i64>(&mut **tx)? == 0 {
        return Ok(true);
    }
    let until = away(tx, &[person], now)?.remove(&person);
    let back = until.and_then(|last| Some(Territory::default().midnight(last.succ_opt()?)));
    Ok(back.is_some_and(|back| due_at.is_none_or(|due| due <= back)))
}

/// Whether nothing that they did keeps them from it, nor another part of the same work that waits for them.
fn is_free(tx: &mut Tx<'_>, (dossier, revision): (&Dossier, &Revision), open: &Open, person: Uuid) -> Result<bool> {
    let snapshot = dossier.snapshot()?;
    let Some(task) = revision.workflow.definition().task(&open.place, &open.name) else { return Ok(false) };
    if revision.workflow.kept_from(&snapshot, &open.name, task).contains(&person.to_string()) {
        return Ok(false);
    }
    let others = tasks::table
        .filter(tasks::dossier_id.eq(dossier.id).and(tasks::name.eq(&open.name)).and(tasks::visit.eq(open.visit)))
        .filter(tasks::status.eq("open").and(tasks::assignee_id.eq(person)));
    Ok(others.count().get_result::<i64>(&mut **tx)? == 0)
}

/// Whose alone a part was is replaced, by a step of the engine.
fn replace(
    tx: &mut Tx<'_>,
    by: &Account,
    (dossier, revision): (&Dossier, &Revision),
    open: &Open,
    to: &To,
    now: DateTime<Utc>,
) -> Result<bool> {
    let part = usize::try_from(open.part).map_err(Error::internal)?;
    let input = match to {
        To::Person(person) => json!({ "person": person }),
        To::Nobody(why) => json!({ "motivation": why }),
        To::Queue => return Ok(false),
    };
    let act = Act {
        actor_id: Some(by.id),
        external: None,
        actor: people::actor(tx, dossier, revision, (by.id, None), now)?,
        command: Command::Replace { name: open.name.clone(), part },
        expected_rev: None,
        key: None,
        facts: Facts::of(dossier, revision, None, input, now),
        answers: None,
        group: None,
        now,
    };
    match step::perform(tx, dossier, revision, act) {
        Ok(outcome) => Ok(outcome == Outcome::Done),
        // The engine refuses before anything is written.
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// One letter, however many they are.
fn tell(tx: &mut Tx<'_>, by: &Account, to: Uuid, count: usize, now: DateTime<Utc>) -> Result<()> {
    if to == by.id {
        return Ok(());
    }
    let (email, language): (String, String) =
        accounts::table.find(to).select((accounts::email, accounts::language)).first(&mut **tx)?;
    let lang = Lang::from_code(&language).unwrap_or_default();
    let data = json!({ "from": by.name(), "number": count.to_string(), "path": "/taches" });
    let key = format!("handed:{}", Uuid::now_v7());
    outbox::enqueue(tx, &[Effect::mail(key, &email, "tasks-handed", lang.code(), &data)], now)
}

/// What was handed on of a dossier, the last first: the task, from whom, to whom, by whom.
pub fn of(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Line>> {
    let name =
        |id: &str| format!("(SELECT a.given_name || ' ' || a.family_name FROM accounts a WHERE a.id = h.{id}) AS {id}");
    let query = format!(
        "SELECT h.at, t.place, t.name, {}, {}, {} FROM assignments h JOIN tasks t ON t.id = h.task_id
         WHERE h.dossier_id = $1 ORDER BY h.at DESC, h.id DESC",
        name("from_id"),
        name("to_id"),
        name("by_id"),
    );
    Ok(diesel::sql_query(query).bind::<diesel::sql_types::Uuid, _>(dossier).load(db)?)
}

/// A task that went from one to another; nobody is the queue.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(check_for_backend(diesel::pg::Pg))]
pub struct Line {
    #[diesel(sql_type = diesel::sql_types::Timestamptz)]
    pub at: DateTime<Utc>,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub place: String,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub name: String,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>, column_name = "from_id")]
    pub from: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>, column_name = "to_id")]
    pub to: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>, column_name = "by_id")]
    pub by: Option<String>,
}
