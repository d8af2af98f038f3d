//! `guichet audit verify`: recomputes every hash from content, and runs every step again.

use super::{Database, Failure, output};
use crate::config::Config;
use crate::dossiers::facts::Facts;
use crate::dossiers::moving::Turn;
use crate::dossiers::{Dossier, events::Event};
use crate::procedures;
use crate::schema::{dossiers, events, ledgers};
use crate::workflow::{Actor, Command, People, Snapshot, outsider};
use crate::{Error, Result};
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::process::ExitCode;
use uuid::Uuid;

/// The rows of the ledgers of a dossier, by the names of the clocks.
type Clocks = BTreeMap<String, Vec<Value>>;

/// Dossiers read at a time: memory does not grow with their number.
const BATCH: i64 = 500;

/// Verifies the whole database. Exit 1 if any history does not hold, each told on its line.
pub fn verify(config: Config) -> Result<ExitCode, Failure> {
    let database = Database::open(&config)?;
    let mut db = PgConnection::establish(&database.url).map_err(Failure::new)?;
    let (mut last, mut dossiers, mut events, mut broken) = (Uuid::nil(), 0, 0, 0);
    loop {
        let batch = batch(&mut db, last)?;
        let Some((final_one, ..)) = batch.last() else { break };
        last = final_one.id;
        for (dossier, history, clocks) in batch {
            dossiers += 1;
            events += history.len();
            if let Err(reason) = holds(&mut db, &dossier, &history, &clocks) {
                broken += 1;
                output::line(format_args!("{}: {reason}", dossier.number))?;
            }
        }
    }
    output::line(format_args!("{dossiers} dossiers, {events} events, {broken} broken"))?;
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn batch(db: &mut PgConnection, after: Uuid) -> Result<Vec<(Dossier, Vec<Event>, Clocks)>> {
    let rows: Vec<Dossier> = dossiers::table
        .filter(dossiers::id.gt(after))
        .order(dossiers::id)
        .limit(BATCH)
        .select(Dossier::as_select())
        .load(db)?;
    let ids: Vec<Uuid> = rows.iter().map(|dossier| dossier.id).collect();
    let mut history: Vec<Event> = events::table
        .filter(events::dossier_id.eq_any(&ids))
        .order((events::dossier_id, events::seq))
        .select(Event::as_select())
        .load(db)?;
    let kept: Vec<(Uuid, String, Value)> = ledgers::table
        .filter(ledgers::dossier_id.eq_any(&ids))
        .order((ledgers::dossier_id, ledgers::deadline, ledgers::row))
        .select((ledgers::dossier_id, ledgers::deadline, ledgers::content))
        .load(db)?;
    let mut clocks: HashMap<Uuid, Clocks> = HashMap::new();
    for (dossier, deadline, row) in kept {
        clocks.entry(dossier).or_default().entry(deadline).or_default().push(row);
    }
    let mut with_history = |dossier: Dossier| {
        let (own, others) = std::mem::take(&mut history).into_iter().partition(|event| event.dossier_id == dossier.id);
        history = others;
        let clocks = clocks.remove(&dossier.id).unwrap_or_default();
        (dossier, own, clocks)
    };
    Ok(rows.into_iter().map(&mut with_history).collect())
}

/// Why a history does not hold, if it does not.
fn holds(db: &mut PgConnection, dossier: &Dossier, history: &[Event], clocks: &Clocks) -> Result<(), String> {
    let mut head: Option<Vec<u8>> = None;
    for (index, event) in history.iter().enumerate() {
        if usize::try_from(event.seq) != Ok(index + 1) {
            return Err(format!("event {} is missing", index + 1));
        }
        let expected = event.link(head.as_deref()).map_err(|error| error.to_string())?;
        if expected[..] != event.hash[..] {
            return Err(format!("event {} is not what was sealed", event.seq));
        }
        head = Some(event.hash.clone());
    }
    if head != dossier.head || usize::try_from(dossier.rev) != Ok(history.len()) {
        return Err("the last events are missing".to_owned());
    }
    let kept: Snapshot = serde_json::from_value(dossier.snapshot.clone()).map_err(|error| error.to_string())?;
    let rows = serde_json::to_value(&kept.deadlines).map_err(|error| error.to_string())?;
    if rows != json!(clocks) {
        return Err("its ledgers are not what the engine remembers".to_owned());
    }
    match replayed(db, dossier, history) {
        Err(error) => Err(format!("the steps can't be run again: {error}")),
        Ok(Some(found)) if found != kept => {
            Err(format!("its state is {}, its history leads to {}", kept.state, found.state))
        }
        Ok(_) => Ok(()),
    }
}

/// The snapshot that the history leads to; none for a draft, which has no history yet.
fn replayed(db: &mut PgConnection, dossier: &Dossier, history: &[Event]) -> Result<Option<Snapshot>> {
    if history.is_empty() {
        return Ok(None);
    }
    let mut revision = match history.iter().map(Event::moved).find_map(Result::transpose).transpose()? {
        Some(first) => procedures::revision(db, first.from)?,
        None => procedures::revision(db, dossier.revision_id)?,
    };
    let mut snapshot = revision.start(dossier.created_at)?.snapshot;
    let mut past = Dossier { answers: None, submitted_at: None, ..dossier.clone() };
    for event in history {
        let content = &event.content;
        if let Some(answers) = content.get("answers") {
            past.answers = Some(answers.clone());
            past.applicant = content.get("applicant").cloned().unwrap_or_default();
        }
        let moved = event.moved()?;
        let turn = moved.as_ref().map(|moved| Turn::read(db, moved.from, moved.to)).transpose()?;
        if let Some(turn) = &turn {
            revision = turn.to.clone();
        }
        let mut facts = Facts::of(&past, &revision, None, content.get("input").cloned().unwrap_or_default(), event.at);
        // Before seats were given up, events told of who had a part each, as `people`.
        facts.knows_holders = content.get("holders").is_some();
        if let Some(people) = content.get("holders").or_else(|| content.get("people")) {
            facts.people = People::deserialize(people).map_err(Error::internal)?;
        }
        let (inputs, at) = (facts.inputs(), event.at);
        let step = match moved.zip(turn) {
            Some((moved, turn)) => turn.step(&moved.mapping, &snapshot, &inputs, at).map_err(Error::internal)?,
            None => revision.workflow.step(&snapshot, &Command::named(&event.command), &actor(event), &inputs, at)?,
        };
        snapshot = step.snapshot;
        past.submitted_at = past.submitted_at.or(past.answers.is_some().then_some(event.at));
    }
    Ok(Some(snapshot))
}

fn actor(event: &Event) -> Actor {
    let roles = event.content.get("roles").and_then(Value::as_array).cloned().unwrap_or_default();
    let roles = roles.iter().filter_map(|role| role.as_str().map(str::to_owned)).collect();
    let on_behalf = event.content.get("on_behalf").and_then(Value::as_str).map(str::to_owned);
    let id = event.actor_id.map(|id| id.to_string()).or_else(|| event.external().map(outsider));
    Actor { id, on_behalf, roles }
}
