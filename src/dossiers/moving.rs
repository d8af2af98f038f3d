//! One dossier goes on by another revision: its answers, its work, its event.

use super::Dossier;
use super::move_report::Reason;
use super::moves::Move;
use super::step::{self, Act};
use crate::Result;
use crate::db::Tx;
use crate::form::{Context, Form};
use crate::procedures::{self, Revision};
use crate::schema::{dossiers, invocations, tasks};
use crate::workflow::moving::{Mapping, Unmoved, Version, move_to};
use crate::workflow::{Command, Inputs, Snapshot, Step};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// From one revision to another.
pub struct Turn {
    pub from: Arc<Revision>,
    pub to: Arc<Revision>,
    documents: (Value, Value),
    /// Whether applicants are asked the same.
    asks_alike: bool,
    /// The agents' forms that are not there any more as they were.
    changed: BTreeSet<String>,
}

impl Turn {
    pub fn read(db: &mut PgConnection, from: Uuid, to: Uuid) -> Result<Self> {
        let documents = (procedures::document(db, from)?, procedures::document(db, to)?);
        let (from, to) = (procedures::revision(db, from)?, procedures::revision(db, to)?);
        let (old, new) = (&from.definition, &to.definition);
        let asks_alike = old.form == new.form && old.territory == new.territory;
        let changed = old.forms.iter().filter(|(id, form)| new.forms.get(*id) != Some(form));
        let changed = changed.map(|(id, _)| id.clone()).collect();
        Ok(Self { from, to, documents, asks_alike, changed })
    }

    /// The step by which a dossier goes on.
    pub fn step(
        &self,
        mapping: &Mapping,
        snapshot: &Snapshot,
        inputs: &Inputs<'_>,
        now: DateTime<Utc>,
    ) -> Result<Step, Unmoved> {
        let versions = (version(&self.from, &self.documents.0), version(&self.to, &self.documents.1));
        move_to(versions, mapping, snapshot, inputs, now)
    }
}

fn version<'v>(revision: &'v Revision, document: &'v Value) -> Version<'v> {
    Version { document, workflow: &revision.workflow, data: &revision.definition.data }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Moved {
    Gone,
    Stays(Vec<Reason>),
    /// It is none of those to move: it was closed, or has gone on, meanwhile.
    Other,
}

/// Moves one dossier, after what has fallen due by the former revision.
pub(super) fn carry(tx: &mut Tx<'_>, this: &Move, turn: &Turn, id: Uuid, now: DateTime<Utc>) -> Result<Moved> {
    let locked = |tx: &mut Tx<'_>| -> Result<Dossier> {
        Ok(dossiers::table.find(id).select(Dossier::as_select()).for_update().first(&mut **tx)?)
    };
    if !locked(tx)?.runs_by(turn.from.id) {
        return Ok(Moved::Other);
    }
    step::catch_up(tx, id, now)?;
    let dossier = locked(tx)?;
    if !dossier.runs_by(turn.from.id) {
        return Ok(Moved::Other);
    }
    if !keeps_answers(&dossier, turn) || !keeps_work(tx, &dossier, turn)? {
        return Ok(Moved::Stays(vec![Reason::Answers]));
    }
    let (snapshot, mapping, revision) = (dossier.snapshot()?, this.mapping()?, &turn.to);
    let key = format!("move:{}", this.id);
    let mut act = Act {
        actor_id: Some(this.created_by),
        command: Command::Move { version: u32::try_from(revision.number).unwrap_or_default() },
        key: Some(&key),
        ..Act::timer("", &dossier, revision, now)
    };
    step::meet(tx, &dossier, revision, &snapshot, &mut act)?;
    match turn.step(&mapping, &snapshot, &act.facts.inputs(), now) {
        Err(unmoved) => Ok(Reason::of(unmoved).map_or(Moved::Other, Moved::Stays)),
        Ok(step) => {
            let moved = super::events::Moved { from: turn.from.id, to: revision.id, mapping };
            follow_places(tx, &dossier, &step)?;
            act.group = super::reassignment::given_to(revision, &step);
            step::keep(tx, &dossier, revision, &step, &act, Some(&moved))?;
            Ok(Moved::Gone)
        }
    }
}

/// Outside work that is still awaited is answered where the dossier now stands.
fn follow_places(tx: &mut Tx<'_>, dossier: &Dossier, step: &Step) -> Result<()> {
    for (name, place) in &step.snapshot.invoked {
        let open = invocations::dossier_id.eq(dossier.id).and(invocations::ended_at.is_null());
        diesel::update(invocations::table.filter(open.and(invocations::name.eq(name))))
            .set(invocations::place.eq(place))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Whether the new form holds every answer as it is, and asks for no other. A correction that is being written is of the form
/// that it was begun with.
fn keeps_answers(dossier: &Dossier, turn: &Turn) -> bool {
    if turn.asks_alike {
        return true;
    }
    let answers = dossier.answers.clone().unwrap_or_default();
    let context = Context {
        today: turn.to.date(dossier.submitted_at.unwrap_or(dossier.created_at)),
        applicant: dossier.applicant.clone(),
        data: Value::Object(turn.to.definition.data.clone()),
        dossiers: None,
    };
    dossier.draft.is_none() && holds_all((&turn.from.form, &turn.to.form), &answers, &context)
}

fn holds_all((old, new): (&Form, &Form), answers: &Value, context: &Context) -> bool {
    let seen = new.check(answers, context);
    new.unfit().is_none()
        && new.has_room_for(old, answers)
        && seen.errors.is_empty()
        && is_within(answers, &seen.values)
}

fn is_within(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(name, value)| whole.get(name).is_some_and(|other| is_within(value, other)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.len() == whole.len() && part.iter().zip(whole).all(|(value, other)| is_within(value, other))
        }
        _ => part == whole,
    }
}

impl Dossier {
    /// Whether it has answers in force and runs by this revision.
    fn runs_by(&self, revision: Uuid) -> bool {
        self.revision_id == revision && self.submitted_at.is_some() && self.decided_at.is_none()
    }
}

/// Whether what agents have answered, or are writing, is of forms that both revisions have alike.
fn keeps_work(tx: &mut Tx<'_>, dossier: &Dossier, turn: &Turn) -> Result<bool> {
    if turn.changed.is_empty() {
        return Ok(true);
    }
    let asks = |name: &str| {
        let task = turn.from.workflow.definition().task_called(name);
        let form = task.and_then(|task| turn.from.own_form_id(task.form.as_ref()?));
        form.is_some_and(|id| turn.changed.contains(id))
    };
    let written = tasks::answers.is_not_null().or(tasks::draft.is_not_null());
    let names: Vec<String> =
        tasks::table.filter(tasks::dossier_id.eq(dossier.id)).filter(written).select(tasks::name).load(&mut **tx)?;
    Ok(!names.iter().any(|name| asks(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_is_never_lost() {
        let answers = json!({"a": 1, "rows": [{"b": "x"}]});
        assert!(is_within(&answers, &json!({"a": 1, "rows": [{"b": "x"}], "total": 2})));
        for other in [
            json!({"a": 1}),
            json!({"a": 2, "rows": [{"b": "x"}]}),
            json!({"a": 1, "rows": []}),
            json!({"a": 1, "rows": [{}]}),
        ] {
            assert!(!is_within(&answers, &other), "{other}");
        }
    }
}
