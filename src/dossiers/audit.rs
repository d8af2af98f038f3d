//! Whether the history of a dossier holds: every hash is computed again from content, every step is run again, and what the
//! dossier shows is what they lead to.

use super::Dossier;
use super::events::Event;
use super::facts::Facts;
use super::moving::Turn;
use crate::procedures::{self, Revision};
use crate::schema::{decisions, dossiers, events, ledgers};
use crate::workflow::{Actor, Command, Decision, People, Snapshot, outsider};
use crate::{Error, Result};
use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// The rows of the ledgers of a dossier, by the names of the clocks.
type Clocks = BTreeMap<String, Vec<Value>>;

/// A decision as it was kept.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = decisions, check_for_backend(diesel::pg::Pg))]
struct Decided {
    dossier_id: Uuid,
    seq: i32,
    outcome: String,
    motivation: String,
    tacit: bool,
    effective_on: Option<NaiveDate>,
}

/// A dossier with all that was kept of what happened to it.
pub struct Record {
    pub dossier: Dossier,
    /// The oldest first.
    pub history: Vec<Event>,
    clocks: Clocks,
    decided: Vec<Decided>,
}

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("event {0} is missing")]
    Missing(i32),
    #[error("event {0} is not what was sealed")]
    Changed(i32),
    #[error("the last events are missing")]
    Cut,
    #[error("its ledgers are not what the engine remembers")]
    Ledgers,
    #[error("event {seq} can't be run again: {error}")]
    Stuck { seq: i32, error: String },
    #[error("what it stands on ({kept}) is not what its history leads to ({found})")]
    State { kept: String, found: String },
    #[error("its answers are not those that its history holds")]
    Answers,
    #[error("its decisions are not those that its history leads to")]
    Decisions,
}

/// What is looked at, in this order: what comes after a fault was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    /// Each hash is that of the content and of the hash before.
    Chain,
    /// The last one is what the dossier keeps apart.
    Head,
    /// The rows of the clocks.
    Ledgers,
    /// The steps lead to what the dossier shows.
    Steps,
}

impl Check {
    pub const ALL: [Self; 4] = [Self::Chain, Self::Head, Self::Ledgers, Self::Steps];
}

impl Fault {
    /// Which look found it.
    pub fn check(&self) -> Check {
        match self {
            Self::Missing(_) | Self::Changed(_) => Check::Chain,
            Self::Cut => Check::Head,
            Self::Ledgers => Check::Ledgers,
            Self::Stuck { .. } | Self::State { .. } | Self::Answers | Self::Decisions => Check::Steps,
        }
    }

    /// Stable name: the end of the key of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing(_) => "missing",
            Self::Changed(_) => "changed",
            Self::Cut => "cut",
            Self::Ledgers => "ledgers",
            Self::Stuck { .. } => "stuck",
            Self::State { .. } => "state",
            Self::Answers => "answers",
            Self::Decisions => "decisions",
        }
    }

    /// The step that does not hold; those after it rest on it. None where each step holds, and what the dossier shows does not.
    pub fn step(&self) -> Option<i32> {
        match self {
            Self::Missing(seq) | Self::Changed(seq) | Self::Stuck { seq, .. } => Some(*seq),
            Self::Cut | Self::Ledgers | Self::State { .. } | Self::Answers | Self::Decisions => None,
        }
    }
}

/// One dossier, that the caller may read.
pub fn record(db: &mut PgConnection, dossier: Dossier) -> Result<Record> {
    records(db, vec![dossier])?.pop().ok_or(Error::NotFound)
}

/// The next dossiers in the order of their ids.
pub fn after(db: &mut PgConnection, last: Uuid, count: i64) -> Result<Vec<Record>> {
    let rows = dossiers::table.filter(dossiers::id.gt(last)).order(dossiers::id).limit(count);
    let rows = rows.select(Dossier::as_select()).load(db)?;
    records(db, rows)
}

fn records(db: &mut PgConnection, rows: Vec<Dossier>) -> Result<Vec<Record>> {
    let ids: Vec<Uuid> = rows.iter().map(|dossier| dossier.id).collect();
    let all: Vec<Event> = events::table
        .filter(events::dossier_id.eq_any(&ids))
        .order((events::dossier_id, events::seq))
        .select(Event::as_select())
        .load(db)?;
    let mut histories: HashMap<Uuid, Vec<Event>> = HashMap::new();
    for event in all {
        histories.entry(event.dossier_id).or_default().push(event);
    }
    let rows_of_clocks: Vec<(Uuid, String, Value)> = ledgers::table
        .filter(ledgers::dossier_id.eq_any(&ids))
        .order((ledgers::dossier_id, ledgers::deadline, ledgers::row))
        .select((ledgers::dossier_id, ledgers::deadline, ledgers::content))
        .load(db)?;
    let mut clocks: HashMap<Uuid, Clocks> = HashMap::new();
    for (dossier, deadline, row) in rows_of_clocks {
        clocks.entry(dossier).or_default().entry(deadline).or_default().push(row);
    }
    let all: Vec<Decided> = decisions::table
        .filter(decisions::dossier_id.eq_any(&ids))
        .order((decisions::dossier_id, decisions::seq))
        .select(Decided::as_select())
        .load(db)?;
    let mut decided: HashMap<Uuid, Vec<Decided>> = HashMap::new();
    for decision in all {
        decided.entry(decision.dossier_id).or_default().push(decision);
    }
    let record = |dossier: Dossier| Record {
        history: histories.remove(&dossier.id).unwrap_or_default(),
        clocks: clocks.remove(&dossier.id).unwrap_or_default(),
        decided: decided.remove(&dossier.id).unwrap_or_default(),
        dossier,
    };
    Ok(rows.into_iter().map(record).collect())
}

impl Record {
    /// The first thing that does not hold, if any. The error is that nobody could look: the database is away.
    pub fn fault(&self, db: &mut PgConnection) -> Result<Option<Fault>> {
        if let Some(fault) = self.chain()? {
            return Ok(Some(fault));
        }
        // One that nobody can read is none that the history leads to.
        let kept = self.dossier.snapshot().ok();
        let rows = kept.as_ref().map(|kept| serde_json::to_value(&kept.deadlines)).transpose();
        if rows.map_err(Error::internal)?.is_some_and(|rows| rows != json!(self.clocks)) {
            return Ok(Some(Fault::Ledgers));
        }
        if self.history.is_empty() {
            return Ok(None);
        }
        match Replay::of(self, db) {
            Ok(replay) => Ok(self.compared(kept.as_ref(), &replay)),
            Err((_, error @ Error::Unavailable(_))) => Err(error),
            Err((seq, error)) => Ok(Some(Fault::Stuck { seq, error: error.to_string() })),
        }
    }

    fn chain(&self) -> Result<Option<Fault>> {
        let mut head: Option<&[u8]> = None;
        for (event, seq) in self.history.iter().zip(1..) {
            if event.seq != seq {
                return Ok(Some(Fault::Missing(seq)));
            }
            if event.link(head)?[..] != event.hash[..] {
                return Ok(Some(Fault::Changed(seq)));
            }
            head = Some(&event.hash);
        }
        let is_whole = usize::try_from(self.dossier.rev) == Ok(self.history.len());
        Ok((head != self.dossier.head.as_deref() || !is_whole).then_some(Fault::Cut))
    }

    fn compared(&self, kept: Option<&Snapshot>, replay: &Replay<'_>) -> Option<Fault> {
        let (state, found) = (&self.dossier.state, &replay.snapshot);
        if kept != Some(found) || *state != found.state {
            return Some(Fault::State { kept: state.clone(), found: found.state.clone() });
        }
        if replay.past.answers != self.dossier.answers {
            return Some(Fault::Answers);
        }
        let is_same = |(kept, (event, found)): (&Decided, &(&Event, Decision))| kept.is(event, found);
        let alike = self.decided.len() == replay.decided.len();
        let alike = alike && self.decided.iter().zip(&replay.decided).all(is_same);
        (!alike).then_some(Fault::Decisions)
    }
}

impl Decided {
    /// Whether this event decided it, as it is found when the step is run again.
    fn is(&self, event: &Event, found: &Decision) -> bool {
        let written = event.content["input"]["motivation"].as_str().map(str::trim);
        // What was written with the step, or nothing: former versions of the program took reasons from steps that give none now.
        let says = self.motivation.is_empty() || written == Some(self.motivation.trim());
        // A former version kept no day.
        let counts = self.effective_on.is_none_or(|day| day == found.effective_on);
        (self.seq, &self.outcome, self.tacit) == (event.seq, &found.outcome, found.tacit) && says && counts
    }
}

/// The steps of a history, run again.
struct Replay<'r> {
    revision: Arc<Revision>,
    snapshot: Snapshot,
    /// The dossier as it was.
    past: Dossier,
    decided: Vec<(&'r Event, Decision)>,
}

impl<'r> Replay<'r> {
    /// All of them. The error comes with the number of the step that it is of.
    fn of(record: &'r Record, db: &mut PgConnection) -> Result<Self, (i32, Error)> {
        let mut replay = Self::begin(record, db).map_err(|error| (1, error))?;
        for event in &record.history {
            replay.again(event, db).map_err(|error| (event.seq, error))?;
        }
        Ok(replay)
    }

    fn begin(Record { dossier, history, .. }: &'r Record, db: &mut PgConnection) -> Result<Self> {
        let first = history.iter().map(Event::moved).find_map(Result::transpose).transpose()?;
        let revision = procedures::revision(db, first.map_or(dossier.revision_id, |moved| moved.from))?;
        let snapshot = revision.start(dossier.created_at)?.snapshot;
        let past = Dossier { answers: None, submitted_at: None, ..dossier.clone() };
        Ok(Self { revision, snapshot, past, decided: Vec::new() })
    }

    fn again(&mut self, event: &'r Event, db: &mut PgConnection) -> Result<()> {
        let content = &event.content;
        if let Some(answers) = content.get("answers") {
            self.past.answers = Some(answers.clone());
            self.past.applicant = content.get("applicant").cloned().unwrap_or_default();
        }
        let moved = event.moved()?;
        let turn = moved.as_ref().map(|moved| Turn::read(db, moved.from, moved.to)).transpose()?;
        if let Some(turn) = &turn {
            self.revision = turn.to.clone();
        }
        let input = content.get("input").cloned().unwrap_or_default();
        let mut facts = Facts::of(&self.past, &self.revision, None, input, event.at);
        // Before seats were given up, events told of who had a part each, as `people`.
        facts.knows_holders = content.get("holders").is_some();
        if let Some(people) = content.get("holders").or_else(|| content.get("people")) {
            facts.people = People::deserialize(people).map_err(Error::internal)?;
        }
        let (inputs, at, workflow) = (facts.inputs(), event.at, &self.revision.workflow);
        let step = match moved.zip(turn) {
            Some((moved, turn)) => turn.step(&moved.mapping, &self.snapshot, &inputs, at).map_err(Error::internal)?,
            None => workflow.step(&self.snapshot, &Command::named(&event.command), &actor(event), &inputs, at)?,
        };
        self.snapshot = step.snapshot;
        self.decided.extend(step.decision.map(|decision| (event, decision)));
        self.past.submitted_at = self.past.submitted_at.or(self.past.answers.is_some().then_some(at));
        Ok(())
    }
}

fn actor(event: &Event) -> Actor {
    let roles = event.content.get("roles").and_then(Value::as_array).cloned().unwrap_or_default();
    let roles = roles.iter().filter_map(|role| role.as_str().map(str::to_owned)).collect();
    let on_behalf = event.content.get("on_behalf").and_then(Value::as_str).map(str::to_owned);
    let id = event.actor_id.map(|id| id.to_string()).or_else(|| event.external().map(outsider));
    Actor { id, on_behalf, roles }
}
