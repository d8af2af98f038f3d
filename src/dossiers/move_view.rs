//! A move as its official reads it: what was found, and what each part that changed may become.

use super::move_report::Reason;
use super::moves::{self, Move, Status};
use super::moving::Turn;
use crate::procedures::{self, Procedure, Revision};
use crate::schema::revisions;
use crate::web::i18n::text;
use crate::web::{Lang, Pairs};
use crate::workflow::moving::{Mapping, Missing};
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What a part may become beside another: nothing more.
const NOTHING: &str = "-";

/// The versions of a procedure.
#[derive(Serialize)]
pub(super) struct Listed {
    slug: String,
    title: String,
    versions: Vec<VersionRow>,
    moves: Vec<MoveRow>,
}

#[derive(Serialize)]
struct VersionRow {
    number: i32,
    created_at: DateTime<FixedOffset>,
    /// Dossiers that run by it.
    running: i64,
    is_current: bool,
}

#[derive(Serialize)]
struct MoveRow {
    id: Uuid,
    from: i32,
    to: i32,
    status: Status,
    at: DateTime<FixedOffset>,
}

/// The page of the versions.
pub(super) fn listed(db: &mut PgConnection, procedure: &Procedure, lang: Lang) -> Result<Listed> {
    let current = procedures::revision(db, procedure.revision_id)?;
    let running: HashMap<Uuid, i64> = moves::running(db, procedure.id)?.into_iter().collect();
    let rows: Vec<(Uuid, i32, DateTime<Utc>)> = revisions::table
        .filter(revisions::procedure_id.eq(procedure.id))
        .order(revisions::number.desc())
        .select((revisions::id, revisions::number, revisions::created_at))
        .load(db)?;
    let number = |id: Uuid| rows.iter().find(|(known, ..)| *known == id).map_or(0, |(_, number, _)| *number);
    let row = |this: &Move| {
        let (from, to, at) = (number(this.from_id), number(this.to_id), current.local(this.created_at));
        Ok(MoveRow { id: this.id, from, to, status: this.status()?, at })
    };
    let versions = rows.iter().map(|(id, number, at)| VersionRow {
        number: *number,
        created_at: current.local(*at),
        running: running.get(id).copied().unwrap_or_default(),
        is_current: *id == procedure.revision_id,
    });
    Ok(Listed {
        slug: procedure.slug.clone(),
        title: current.title(lang.code()).to_owned(),
        moves: moves::of(db, procedure.id)?.iter().map(row).collect::<Result<_>>()?,
        versions: versions.collect(),
    })
}

/// One move.
#[derive(Serialize)]
pub(super) struct Shown {
    slug: String,
    title: String,
    id: Uuid,
    from: i32,
    to: i32,
    status: Status,
    is_under_way: bool,
    seen: u64,
    moved: u64,
    stays: Vec<Line>,
    parts: Vec<Part>,
}

/// Dossiers that stay for one reason.
#[derive(Serialize)]
struct Line {
    text: String,
    count: u64,
    dossiers: String,
}

/// Something in use that changed, and what it may become.
#[derive(Serialize)]
struct Part {
    /// The field, as `state:review`.
    field: String,
    label: String,
    options: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

/// The page of a move.
pub(super) fn shown(this: &Move, turn: &Turn, slug: String, lang: Lang) -> Result<Shown> {
    let (report, status) = (this.report()?, this.status()?);
    let lines = report.stays.iter().map(|stay| Line {
        text: told(&stay.reason, turn, lang),
        count: stay.count,
        dossiers: stay.dossiers.join(", "),
    });
    Ok(Shown {
        title: turn.to.title(lang.code()).to_owned(),
        id: this.id,
        from: turn.from.number,
        to: turn.to.number,
        is_under_way: status.is_under_way(),
        seen: report.seen,
        moved: report.moved,
        stays: lines.collect(),
        parts: parts(this, turn, lang)?,
        status,
        slug,
    })
}

fn told(reason: &Reason, turn: &Turn, lang: Lang) -> String {
    let named = |key: &str, name: String| text(lang, key, &[("name", name.into())]);
    match reason {
        Reason::Missing(part) => named("moves-stays-missing", name(part, &turn.from, lang)),
        Reason::Answers => text(lang, "moves-stays-answers", &[]),
        Reason::Configuration => text(lang, "moves-stays-configuration", &[]),
        Reason::Clash { what } => named("moves-stays-clash", what.clone()),
        Reason::Outcome { what } => named("moves-stays-outcome", task(what, &turn.to, lang)),
        Reason::Decides => text(lang, "moves-stays-decides", &[]),
        Reason::Refused => text(lang, "moves-stays-refused", &[]),
        Reason::Failed => text(lang, "moves-stays-failed", &[]),
    }
}

/// What is to be mapped: what the last try missed, and what was mapped already.
fn parts(this: &Move, turn: &Turn, lang: Lang) -> Result<Vec<Part>> {
    let (mapping, report) = (this.mapping()?, this.report()?);
    let missed = report.stays.into_iter().filter_map(|stay| match stay.reason {
        Reason::Missing(part) => Some(part),
        _ => None,
    });
    let states = mapping.states.keys().cloned().map(Missing::State);
    let known = states.chain(mapping.tasks.keys().cloned().map(Missing::Task));
    let known = known.chain(mapping.deadlines.keys().cloned().map(Missing::Deadline));
    let all: BTreeSet<Missing> = missed.chain(known).collect();
    Ok(all.iter().map(|part| self::part(part, &mapping, turn, lang)).collect())
}

fn part(part: &Missing, mapping: &Mapping, turn: &Turn, lang: Lang) -> Part {
    let chosen = chosen(part, mapping);
    let options = options(part, &turn.to, lang);
    // What is still there under its name is most often the same.
    let own = match part {
        Missing::State(name) | Missing::Task(name) | Missing::Deadline(name) => name,
    };
    let selected = chosen.unwrap_or_else(|| own.clone());
    let option = |(value, label): (String, String)| Choice { selected: value == selected, value, label };
    Part { field: field(part), label: name(part, &turn.from, lang), options: options.into_iter().map(option).collect() }
}

/// What was chosen before.
fn chosen(part: &Missing, mapping: &Mapping) -> Option<String> {
    let or_nothing = |new: &Option<String>| new.clone().unwrap_or_else(|| NOTHING.to_owned());
    match part {
        Missing::State(name) => {
            mapping.states.get(name).map(|new| new.first().cloned().unwrap_or_else(|| NOTHING.to_owned()))
        }
        Missing::Task(name) => mapping.tasks.get(name).map(or_nothing),
        Missing::Deadline(name) => mapping.deadlines.get(name).map(or_nothing),
    }
}

fn field(part: &Missing) -> String {
    match part {
        Missing::State(name) => format!("state:{name}"),
        Missing::Task(name) => format!("task:{name}"),
        Missing::Deadline(name) => format!("deadline:{name}"),
    }
}

/// What a part may become, with its words.
fn options(part: &Missing, new: &Revision, lang: Lang) -> Vec<(String, String)> {
    let definition = new.workflow.definition();
    let nothing = |key: &str| (NOTHING.to_owned(), text(lang, key, &[]));
    match part {
        Missing::State(path) => {
            let mut found: Vec<(String, String)> =
                places(new).into_iter().map(|path| (path.clone(), state(&path, new, lang))).collect();
            // The dossier itself must stand somewhere; within a parallel state, a region may be no more.
            found.extend(path.contains('.').then(|| nothing("moves-nowhere")));
            found
        }
        Missing::Task(_) => {
            let mut found: Vec<(String, String)> =
                definition.tasks().map(|(name, _)| (name.to_owned(), task(name, new, lang))).collect();
            found.push(nothing("moves-task-ends"));
            found
        }
        Missing::Deadline(_) => {
            let mut found: Vec<(String, String)> =
                definition.deadlines.names().map(|name| (name.to_owned(), clock(name, new, lang))).collect();
            found.push(nothing("moves-clock-ends"));
            found
        }
    }
}

/// Every state where a dossier may stand, those of regions too.
fn places(revision: &Revision) -> Vec<String> {
    let open = revision.workflow.definition().states.iter().filter(|(_, state)| !state.is_final());
    let mut found = Vec::new();
    for (name, state) in open.filter(|(_, state)| state.phase() != "draft") {
        found.push(name.to_owned());
        for (region, machine) in state.regions.iter() {
            found.extend(machine.states.names().map(|inner| format!("{name}.{region}.{inner}")));
        }
    }
    found
}

fn name(part: &Missing, revision: &Revision, lang: Lang) -> String {
    match part {
        Missing::State(path) => text(lang, "moves-part-state", &[("name", state(path, revision, lang).into())]),
        Missing::Task(name) => text(lang, "moves-part-task", &[("name", task(name, revision, lang).into())]),
        Missing::Deadline(name) => text(lang, "moves-part-deadline", &[("name", clock(name, revision, lang).into())]),
    }
}

/// A state by the way to it, in words.
fn state(path: &str, revision: &Revision, lang: Lang) -> String {
    let outer = path.split('.').next().unwrap_or_default();
    let inner = if path == outer { None } else { revision.workflow.definition().place(path) };
    let label = revision.label(outer, lang).to_owned();
    inner.map_or(label.clone(), |inner| format!("{label} › {}", revision.said(&inner.label, lang.code())))
}

fn task(name: &str, revision: &Revision, lang: Lang) -> String {
    let task = revision.workflow.definition().task_called(name);
    task.map_or(name, |task| revision.said(&task.label, lang.code())).to_owned()
}

fn clock(name: &str, revision: &Revision, lang: Lang) -> String {
    let clock = revision.workflow.definition().deadlines.get(name);
    clock.map_or(name, |clock| revision.said(&clock.label, lang.code())).to_owned()
}

/// The mapping that a form gives. The error is `Invalid` for what its page did not offer.
pub(super) fn mapping(this: &Move, turn: &Turn, pairs: &Pairs, lang: Lang) -> Result<Mapping> {
    let mut mapping = Mapping::default();
    for part in parts(this, turn, lang)? {
        let given = pairs.iter().find(|(name, _)| *name == part.field).map_or("", |(_, value)| value.as_str());
        if given.is_empty() {
            continue;
        }
        if !part.options.iter().any(|option| option.value == given) {
            return Err(Error::Invalid("malformed"));
        }
        let new = (given != NOTHING).then(|| given.to_owned());
        match part.field.split_once(':') {
            Some(("state", name)) => drop(mapping.states.insert(name.to_owned(), new.into_iter().collect())),
            Some(("task", name)) => drop(mapping.tasks.insert(name.to_owned(), new)),
            Some(("deadline", name)) => drop(mapping.deadlines.insert(name.to_owned(), new)),
            _ => {}
        }
    }
    Ok(mapping)
}
