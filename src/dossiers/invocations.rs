//! Outside work that a dossier awaits: asked for with the step that enters a state, answered once by a command of the system,
//! dropped when the state is left.

use super::effects::Taken;
use super::step::{self, Act, Outcome};
use super::{Dossier, linked};
use crate::db::Tx;
use crate::outbox;
use crate::procedures::{self, Revision};
use crate::rules::Context;
use crate::schema::{dossiers, invocations};
use crate::web::without_nul;
use crate::workflow::invoke::{Invoke, Request};
use crate::workflow::{Effect, Refusal, State, Step};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The kind of the effect that asks.
pub const ASK: &str = "invoke";
/// The kind of the effect that brings an answer from within the site.
pub const ANSWER: &str = "answer";

/// What is awaited.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invocations, check_for_backend(diesel::pg::Pg))]
pub struct Invocation {
    pub id: Uuid,
    pub dossier_id: Uuid,
    name: String,
    place: String,
    request: Option<Value>,
    pub fault: Option<String>,
    pub link: Option<String>,
    pub case_id: Option<Uuid>,
    pub asked_at: DateTime<Utc>,
}

impl Invocation {
    /// What is asked; none where it can't be.
    pub fn request(&self) -> Result<Option<Request>> {
        let read = |request: &Value| serde_json::from_value(request.clone()).map_err(Error::internal);
        self.request.as_ref().map(read).transpose()
    }

    fn invoke<'r>(&self, revision: &'r Revision) -> Option<&'r Invoke> {
        revision.workflow.definition().invoke(&self.place, &self.name)
    }

    pub(super) fn effect(&self, more: &Value) -> outbox::Effect {
        let mut payload = json!({ "dossier": self.dossier_id, "invocation": self.id });
        if let (Some(payload), Some(more)) = (payload.as_object_mut(), more.as_object()) {
            payload.extend(more.clone());
        }
        outbox::Effect { dedup_key: key(self.id), kind: ASK, payload }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    Done(Value),
    /// Why not, as a code.
    Failed(String),
}

impl Answer {
    /// As the history keeps it.
    fn input(&self) -> Value {
        match self {
            Self::Done(result) => json!({ "result": kept(result.clone()) }),
            Self::Failed(reason) => json!({ "error": without_nul(reason.clone()) }),
        }
    }
}

/// PostgreSQL can't keep U+0000.
fn kept(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_nul(text)),
        Value::Array(items) => items.into_iter().map(kept).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, field)| (without_nul(name), kept(field))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

fn key(id: Uuid) -> String {
    format!("{ASK}:{id}")
}

/// After a step: what is no longer awaited is dropped, what is newly awaited is planned, and who awaits this dossier is told
/// when it comes to its end.
pub(super) fn follow(tx: &mut Tx<'_>, taken: Taken<'_>) -> Result<()> {
    let Taken { dossier, revision, step, act, seq } = taken;
    let invoked = &step.snapshot.invoked;
    let asked = step.effects.iter().filter_map(|effect| match effect {
        Effect::Invoke { id } => invoked.get_key_value(id),
        _ => None,
    });
    let asked: BTreeSet<(&String, &String)> = asked.collect();
    if dossier.snapshot.get("invoked").is_some() {
        let is_new = |name: &&String| asked.iter().any(|(new, _)| new == name);
        end(tx, dossier.id, &invoked.keys().filter(|name| !is_new(name)).collect::<Vec<_>>(), act.now)?;
    }
    for (name, place) in asked {
        plan(tx, (dossier, revision, step), act, (name, place, seq))?;
    }
    for effect in &step.effects {
        let Effect::Unanswered { id } = effect else { continue };
        let open = invocations::dossier_id.eq(dossier.id).and(invocations::name.eq(id));
        let open = invocations::table.filter(open).filter(invocations::ended_at.is_null());
        let late: Invocation = open.select(Invocation::as_select()).first(&mut **tx)?;
        outbox::give_up(tx, &late.effect(&json!({})), "no answer in its time", act.now)?;
    }
    let ended = revision.workflow.state(&step.snapshot.state).is_some_and(State::is_final);
    if ended && !step.trail.is_empty() { linked::tell(tx, dossier, revision, step, (seq, act.now)) } else { Ok(()) }
}

/// What a dossier awaits no longer, but for these names.
fn end(tx: &mut Tx<'_>, dossier: Uuid, kept: &[&String], now: DateTime<Utc>) -> Result<()> {
    let open = invocations::dossier_id.eq(dossier).and(invocations::ended_at.is_null());
    let gone = invocations::table.filter(open.and(invocations::name.ne_all(kept)));
    let gone: Vec<Uuid> = diesel::update(gone)
        .set((
            invocations::ended_at.eq(now),
            invocations::request.eq(None::<Value>),
            invocations::link.eq(None::<String>),
        ))
        .returning(invocations::id)
        .get_results(&mut **tx)?;
    outbox::withdraw(tx, &gone.into_iter().map(key).collect::<Vec<_>>())
}

fn plan(
    tx: &mut Tx<'_>,
    (dossier, revision, step): (&Dossier, &Revision, &Step),
    act: &Act<'_>,
    (name, place, seq): (&str, &str, i32),
) -> Result<()> {
    let known = revision.workflow.definition().invoke(place, name);
    let invoke = known.ok_or_else(|| Error::internal(format!("no outside work {name} in {place}")))?;
    let inputs = act.facts.inputs();
    let own = json!({ "data": step.snapshot.data, "applicant": inputs.applicant, "dossier": inputs.dossier });
    let base = Context::new(&own);
    let (request, fault) = match invoke.request(&base.with("form", inputs.form)) {
        Ok(request) => (Some(serde_json::to_value(request).map_err(Error::internal)?), None),
        Err(fault) => (None, Some(fault.to_string())),
    };
    let awaited: Invocation = diesel::insert_into(invocations::table)
        .values((
            invocations::id.eq(Uuid::now_v7()),
            invocations::dossier_id.eq(dossier.id),
            invocations::name.eq(name),
            invocations::place.eq(place),
            invocations::seq.eq(seq),
            invocations::request.eq(request),
            invocations::fault.eq(fault),
            invocations::asked_at.eq(act.now),
        ))
        .returning(Invocation::as_returning())
        .get_result(&mut **tx)?;
    let wait = invoke.retry.wait(act.now, revision.definition.territory).num_seconds();
    let pace = json!({ "pace": { "tries": invoke.retry.tries(), "wait": wait } });
    outbox::enqueue(tx, &[awaited.effect(&pace)], act.now)
}

/// One that is still awaited.
pub fn open(db: &mut PgConnection, id: Uuid) -> Result<Option<Invocation>> {
    let open = invocations::table.find(id).filter(invocations::ended_at.is_null());
    Ok(open.select(Invocation::as_select()).first(db).optional()?)
}

/// All that a dossier awaits, the oldest first.
pub fn awaited(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Invocation>> {
    let open = invocations::dossier_id.eq(dossier).and(invocations::ended_at.is_null());
    Ok(invocations::table.filter(open).order(invocations::id).select(Invocation::as_select()).load(db)?)
}

/// A provider has taken the request, and will call back; somebody may have to go to its page.
pub fn wait(tx: &mut Tx<'_>, id: Uuid, link: Option<&str>) -> Result<()> {
    let open = invocations::table.find(id).filter(invocations::ended_at.is_null());
    diesel::update(open).set(invocations::link.eq(link)).execute(&mut **tx)?;
    Ok(())
}

/// Gives an answer to whoever awaits it, by a step like any other. What nobody awaits any more does nothing. Returns whether
/// the answer is settled: a failure that nothing follows is not, and the dossier stays.
pub fn answer(tx: &mut Tx<'_>, id: Uuid, answer: &Answer, now: DateTime<Utc>) -> Result<bool> {
    let Some(found) = open(tx, id)? else { return Ok(true) };
    let dossier = |tx: &mut Tx<'_>| -> Result<Dossier> {
        let row = dossiers::table.find(found.dossier_id).select(Dossier::as_select());
        Ok(row.for_update().first(&mut **tx)?)
    };
    let key = format!("{ANSWER}:{id}");
    // What time does comes first; the answer may still be awaited after that.
    for _ in 0..2 {
        let dossier = dossier(tx)?;
        let Some(found) = open(tx, id)? else { return Ok(true) };
        let revision = procedures::revision(tx, dossier.revision_id)?;
        let is_followed = found.invoke(&revision).is_some_and(|invoke| !invoke.on_error.is_empty());
        let done = matches!(answer, Answer::Done(_));
        if !done && !is_followed {
            return Ok(false);
        }
        let act = Act::answer((&found.name, done), answer.input(), &key, (&dossier, &revision), now);
        match step::perform(tx, &dossier, &revision, act) {
            Ok(Outcome::Overtaken) => {}
            Err(Error::Refused(Refusal::NotEnabled)) => return Ok(true),
            result => return result.map(|_| true),
        }
    }
    Err(Error::Conflict)
}

/// A failure that nothing follows: the dossier stays, and those in charge see it.
pub fn give_up(tx: &mut Tx<'_>, id: Uuid, reason: &str, now: DateTime<Utc>) -> Result<()> {
    match open(tx, id)? {
        Some(found) => outbox::give_up(tx, &found.effect(&json!({})), &without_nul(reason.to_owned()), now),
        None => Ok(()),
    }
}
