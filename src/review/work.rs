//! The work on a dossier as its pages show it: what is to be done and by whom, what was done and what came of it.

use super::outside::{self, Outside};
use crate::Result;
use crate::dossiers::agents::Sheet;
use crate::dossiers::facts::Facts;
use crate::dossiers::{Dossier, people};
use crate::form::SummarySection;
use crate::procedures::{Revision, words};
use crate::schema::{accounts, tasks};
use crate::web::Lang;
use crate::workflow::task::Task;
use crate::workflow::work::Work;
use crate::workflow::{Actor, Inputs, Refusal, Snapshot};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A row of the table of tasks.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(diesel::pg::Pg))]
pub struct Row {
    pub id: Uuid,
    pub place: String,
    pub name: String,
    pub visit: i32,
    pub part: i32,
    pub role: String,
    pub assignee_id: Option<Uuid>,
    pub draft: Option<Value>,
    pub opened_at: DateTime<Utc>,
    pub due_at: Option<DateTime<Utc>>,
    pub status: String,
    pub outcome: Option<String>,
    pub answers: Option<Value>,
    pub done_by: Option<Uuid>,
    pub on_behalf: Option<Uuid>,
    pub closed_at: Option<DateTime<Utc>>,
}

impl Row {
    pub fn is_open(&self) -> bool {
        self.status == "open"
    }
}

/// An opening of a task.
#[derive(Debug, Serialize)]
pub struct Shown {
    pub name: String,
    pub label: String,
    pub role: String,
    pub is_open: bool,
    pub opened_at: DateTime<FixedOffset>,
    /// In words.
    pub due: Option<String>,
    pub is_late: bool,
    /// What it came to, once it is over.
    pub outcome: Option<String>,
    /// Whether who reads may do some of it.
    pub is_mine: bool,
    pub parts: Vec<Part>,
    pub vote: Option<Count>,
}

/// What one person does, or did, of a task.
#[derive(Debug, Serialize)]
pub struct Part {
    /// `open`, `done`, `tacit`, `recused` or `cancelled`.
    pub status: String,
    /// Who it waits for.
    pub who: Option<String>,
    pub by: Option<String>,
    pub on_behalf: Option<String>,
    pub at: Option<DateTime<FixedOffset>>,
    pub outcome: Option<String>,
    pub answers: Vec<SummarySection>,
    /// Of a part that is asked of those who have no account: whom, since when.
    pub outside: Option<Outside>,
}

/// The count of a vote.
#[derive(Debug, Serialize)]
pub struct Count {
    pub members: u32,
    pub cast: u32,
    /// How many must take part.
    pub needed: Option<u32>,
    pub is_secret: bool,
    /// How many for each outcome, whoever broke a tie left out; none while a secret vote is open.
    pub counts: Vec<(String, usize)>,
    /// What whoever broke a tie chose.
    pub casting: Option<String>,
}

/// The rows of a dossier's work, the first opened first.
pub fn rows(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Row>> {
    let rows = tasks::table
        .filter(tasks::dossier_id.eq(dossier))
        .order((tasks::visit, tasks::name, tasks::part))
        .select(Row::as_select());
    Ok(rows.load(db)?)
}

/// For whom the work is shown.
pub struct Reader<'r> {
    pub dossier: &'r Dossier,
    pub revision: &'r Revision,
    pub snapshot: &'r Snapshot,
    pub actor: &'r Actor,
    pub lang: Lang,
    pub now: DateTime<Utc>,
}

impl Reader<'_> {
    /// Every opening of every task, in order.
    pub fn work(&self, db: &mut PgConnection, rows: &[Row], inputs: &Inputs<'_>) -> Result<Vec<Shown>> {
        let names = names(db, rows)?;
        let mut outside = outside::of(db, self, rows)?;
        let duties = self.revision.workflow.duties(self.snapshot, self.actor, inputs);
        let mine: BTreeSet<&str> =
            duties.iter().filter(|duty| duty.refusal.is_none()).map(|duty| duty.task.as_str()).collect();
        let openings = rows.chunk_by(|one, next| (one.visit, &one.name) == (next.visit, &next.name));
        Ok(openings.filter_map(|parts| self.opening(parts, &mine, &names, &mut outside)).collect())
    }

    fn opening(
        &self,
        rows: &[Row],
        mine: &BTreeSet<&str>,
        names: &BTreeMap<Uuid, String>,
        outside: &mut BTreeMap<Uuid, Outside>,
    ) -> Option<Shown> {
        let first = rows.first()?;
        let task = self.revision.workflow.definition().task(&first.place, &first.name)?;
        let hides = task.vote.as_ref().is_some_and(|vote| vote.secret);
        let part = |row: &Row| self.part(row, task, hides, names).of_outside(outside.remove(&row.id), self.lang);
        let parts = rows.iter().map(part).collect();
        let work = self.snapshot.tasks.get(&first.name).filter(|work| i64::from(work.visit) == i64::from(first.visit));
        // Nobody may be left to do what is still waited for.
        let is_open = work.map_or_else(|| rows.iter().any(Row::is_open), Work::is_open);
        let due = rows.iter().filter_map(|row| row.due_at).min();
        Some(Shown {
            name: first.name.clone(),
            label: self.revision.said(&task.label, self.lang.code()).to_owned(),
            role: words::role(self.revision, &first.role, self.lang),
            is_open,
            opened_at: self.revision.local(first.opened_at),
            due: due.map(|due| words::due(self.revision, due, self.lang)),
            is_late: is_open && due.is_some_and(|due| due < self.now),
            outcome: outcome_of(rows, work).map(|outcome| words::outcome(self.revision, task, &outcome, self.lang)),
            is_mine: is_open && mine.contains(first.name.as_str()),
            parts,
            vote: task.vote.as_ref().zip(work).map(|(vote, work)| {
                let tally = work.tally(vote);
                let counted = !vote.secret || !work.is_open();
                Count {
                    members: tally.members,
                    cast: tally.members - tally.missing(),
                    needed: vote.needed(tally.members),
                    is_secret: vote.secret,
                    counts: if counted { self.counts(task, work) } else { Vec::new() },
                    casting: work
                        .casting()
                        .and_then(|part| Some(words::outcome(self.revision, task, part.outcome.as_ref()?, self.lang))),
                }
            }),
        })
    }

    /// The ballots that were counted.
    fn counts(&self, task: &Task, work: &Work) -> Vec<(String, usize)> {
        let ballots = || work.parts.iter().filter(|part| part.role.is_none());
        let count = |outcome: &String| ballots().filter(|part| part.outcome.as_ref() == Some(outcome)).count();
        task.outcomes.iter().map(|name| (words::outcome(self.revision, task, name, self.lang), count(name))).collect()
    }

    fn part(&self, row: &Row, task: &Task, hides: bool, names: &BTreeMap<Uuid, String>) -> Part {
        let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id)).cloned();
        let reads = task.is_read_by(&self.actor.roles);
        let form = task.form.as_deref().and_then(|form| self.revision.own_form(form));
        let answers = row.answers.as_ref().filter(|_| reads && !hides).zip(form).map(|(answers, form)| {
            let at = row.closed_at.unwrap_or(self.now);
            let label = self.revision.said(&task.label, self.lang.code());
            Sheet::new(form, self.dossier, self.revision, at).summary(answers, label, self.lang)
        });
        let outcome = row.outcome.as_ref().filter(|_| !hides);
        Part {
            status: row.status.clone(),
            who: name(row.assignee_id.filter(|_| row.is_open())),
            by: name(row.done_by),
            on_behalf: name(row.on_behalf),
            at: row.closed_at.map(|at| self.revision.local(at)),
            outcome: outcome.map(|outcome| words::outcome(self.revision, task, outcome, self.lang)),
            answers: answers.unwrap_or_default(),
            outside: None,
        }
    }
}

impl Part {
    fn of_outside(self, outside: Option<Outside>, lang: Lang) -> Self {
        let by = outside.as_ref().and_then(|outside| outside.author(lang));
        Self { by: by.or(self.by), outside, ..self }
    }
}

/// What an opening came to: as the engine says of the last one, as its one part says of those before.
fn outcome_of(rows: &[Row], work: Option<&Work>) -> Option<String> {
    match (work, rows) {
        (Some(work), _) => work.outcome.clone(),
        (None, [only]) => only.outcome.clone(),
        _ => None,
    }
}

fn names(db: &mut PgConnection, rows: &[Row]) -> Result<BTreeMap<Uuid, String>> {
    let ids: BTreeSet<Uuid> =
        rows.iter().flat_map(|row| [row.assignee_id, row.done_by, row.on_behalf]).flatten().collect();
    named(db, ids)
}

/// The names of accounts.
pub fn named(db: &mut PgConnection, ids: BTreeSet<Uuid>) -> Result<BTreeMap<Uuid, String>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let found: Vec<(Uuid, String, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::given_name, accounts::family_name))
        .load(db)?;
    Ok(found.into_iter().map(|(id, given, family)| (id, format!("{given} {family}"))).collect())
}

/// A way in which somebody may do a part of a task: by themselves, or for somebody who is absent.
#[derive(Debug, Clone)]
pub struct Way {
    pub on_behalf: Option<Uuid>,
    pub part: i32,
}

/// How somebody may do a task that is open, their own way first; else why they may not.
pub fn ways(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    (who, name): (Uuid, &str),
    (inputs, now): (&Inputs<'_>, DateTime<Utc>),
) -> Result<Result<Vec<Way>, Refusal>> {
    let snapshot = dossier.snapshot()?;
    let absent = people::absent(db, who, now)?.into_iter().map(Some);
    let (mut found, mut why) = (Vec::new(), Refusal::NotEnabled);
    for on_behalf in std::iter::once(None).chain(absent) {
        let actor = people::actor(db, dossier, revision, (who, on_behalf), now)?;
        let duties = revision.workflow.duties(&snapshot, &actor, inputs).into_iter().filter(|duty| duty.task == name);
        for duty in duties {
            match duty.refusal {
                Some(refusal) => why = why.max(refusal),
                None => found.push(Way { on_behalf, part: i32::try_from(duty.part).map_err(crate::Error::internal)? }),
            }
        }
    }
    Ok(if found.is_empty() { Err(why) } else { Ok(found) })
}

/// Refuses a part that somebody may not do, by themselves or for whom they say to act for.
pub fn may(
    db: &mut PgConnection,
    (dossier, revision): (&Dossier, &Revision),
    (who, name): (Uuid, &str),
    (part, on_behalf): (i32, Option<Uuid>),
    now: DateTime<Utc>,
) -> Result<()> {
    let facts = Facts::of(dossier, revision, None, Value::Null, now);
    let ways = ways(db, dossier, revision, (who, name), (&facts.inputs(), now))??;
    let is_own = ways.iter().any(|way| way.part == part && way.on_behalf == on_behalf);
    if is_own { Ok(()) } else { Err(Refusal::WrongRole.into()) }
}
