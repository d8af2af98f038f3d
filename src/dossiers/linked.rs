//! The outside work `case`: a dossier of another procedure of the site, whose end is the answer.

use super::invocations::{ANSWER, Invocation, open};
use super::origin::Origin;
use super::{Dossier, decisions, start};
use crate::db::Tx;
use crate::outbox;
use crate::procedures::{self, Procedure, Revision};
use crate::schema::{accounts, dossiers, invocations};
use crate::web::Lang;
use crate::workflow::invoke::{Case, Request};
use crate::workflow::{State, Step};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// What came of looking for it.
pub enum Linked {
    /// It is not at its end yet.
    Waits,
    /// It was there, and at its end.
    Over(Value),
    /// The applicant has no such dossier.
    Unknown,
}

/// Links the dossier that the applicant named, or opens a draft for them: once. That dossier is locked before what awaits it, as
/// by whoever throws it away: nobody waits for another in a circle.
pub fn link(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<Linked> {
    let Some(seen) = open(tx, id)? else { return Ok(Linked::Waits) };
    if let Some(known) = seen.case_id {
        // It was linked before. Its end may have been seen then, and not told: the process died between.
        let linked = dossiers::table.find(known).select(Dossier::as_select()).for_share();
        let linked: Option<Dossier> = linked.first(&mut **tx).optional()?;
        return linked.map_or(Ok(Linked::Waits), |linked| end_of(tx, &linked));
    }
    let Some(Request::Case(case)) = seen.request()? else { return Ok(Linked::Waits) };
    let (procedure, revision) = procedures::find(tx, &case.procedure)?;
    let (applicant, language): (Uuid, String) = dossiers::table
        .inner_join(accounts::table.on(accounts::id.eq(dossiers::applicant_id)))
        .filter(dossiers::id.eq(seen.dossier_id))
        .select((accounts::id, accounts::language))
        .first(&mut **tx)?;
    let named = match &case.dossier {
        Some(number) => {
            // Its own end would answer itself.
            let named = dossiers::number.eq(number).and(dossiers::id.ne(seen.dossier_id));
            let own = dossiers::applicant_id.eq(applicant).and(dossiers::procedure_id.eq(procedure.id));
            let named = dossiers::table.filter(named.and(own)).select(Dossier::as_select());
            // Nobody ends it meanwhile.
            let named: Option<Dossier> = named.for_share().first(&mut **tx).optional()?;
            if named.is_none() {
                return Ok(Linked::Unknown);
            }
            named
        }
        None => None,
    };
    let awaited = invocations::table.find(id).filter(invocations::ended_at.is_null());
    let awaited: Option<Option<Uuid>> =
        awaited.select(invocations::case_id).for_update().first(&mut **tx).optional()?;
    match awaited {
        None => return Ok(Linked::Waits),
        // Another worker was first, and may not live to tell what it found.
        Some(Some(_)) => return Err(Error::Conflict),
        Some(None) => {}
    }
    let (linked, case) = match named {
        Some(named) => (end_of(tx, &named)?, named.id),
        None => (Linked::Waits, begin(tx, case, (&procedure, &revision), (applicant, &language), now)?),
    };
    diesel::update(invocations::table.find(id)).set(invocations::case_id.eq(case)).execute(&mut **tx)?;
    Ok(linked)
}

fn end_of(db: &mut PgConnection, dossier: &Dossier) -> Result<Linked> {
    Ok(over(db, dossier)?.map_or(Linked::Waits, Linked::Over))
}

fn begin(
    tx: &mut Tx<'_>,
    case: Case,
    (procedure, revision): (&Procedure, &Revision),
    (applicant, language): (Uuid, &str),
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let (form, lang) = (&revision.form, Lang::from_code(language).unwrap_or_default());
    let answers: Map<String, Value> = case.answers.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let (id, _) = start::start(tx, applicant, procedure, revision, now, |context| {
        let prefilled = form.prefill(form.given_in(&Value::Object(answers)), context);
        let origin = Origin::of(form, &prefilled, lang);
        (prefilled.draft, origin)
    })?;
    Ok(id)
}

/// What a dossier has come to, if it is at its end.
fn over(db: &mut PgConnection, dossier: &Dossier) -> Result<Option<Value>> {
    let revision = procedures::revision(db, dossier.revision_id)?;
    let ended = revision.workflow.state(&dossier.state).is_some_and(State::is_final);
    if ended { result(db, dossier, &revision, &dossier.phase).map(Some) } else { Ok(None) }
}

fn result(db: &mut PgConnection, dossier: &Dossier, revision: &Revision, phase: &str) -> Result<Value> {
    let mut decisions = decisions(db, dossier.id, revision)?.into_iter();
    let decision = decisions.find(|decision| decision.superseded_at.is_none());
    Ok(json!({
        "dossier": dossier.number,
        "outcome": decision.as_ref().map_or(phase, |decision| &decision.outcome),
        "tacit": decision.as_ref().is_some_and(|decision| decision.tacit),
        "effective_on": decision.and_then(|decision| decision.effective_on),
    }))
}

/// Tells whoever awaits the end of this dossier, once its decision is written.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    step: &Step,
    (seq, now): (i32, DateTime<Utc>),
) -> Result<()> {
    let awaiting = awaiting(tx, dossier.id)?;
    if awaiting.is_empty() {
        return Ok(());
    }
    let result = result(tx, dossier, revision, revision.workflow.phase(&step.snapshot.state))?;
    bring(tx, &awaiting, &json!({ "result": result }), seq, now)
}

/// A draft goes: whoever awaits its decision awaits it in vain.
pub(super) fn abandon(tx: &mut Tx<'_>, dossier: Uuid, now: DateTime<Utc>) -> Result<()> {
    let awaiting = awaiting(tx, dossier)?;
    bring(tx, &awaiting, &json!({ "error": "abandoned" }), 0, now)
}

fn awaiting(db: &mut PgConnection, case: Uuid) -> Result<Vec<Invocation>> {
    let awaiting = invocations::case_id.eq(case).and(invocations::ended_at.is_null());
    Ok(invocations::table.filter(awaiting).select(Invocation::as_select()).load(db)?)
}

/// The answer goes by the outbox: two dossiers are never locked at once to be changed.
fn bring(tx: &mut Tx<'_>, awaiting: &[Invocation], answer: &Value, seq: i32, now: DateTime<Utc>) -> Result<()> {
    let effects = awaiting.iter().map(|found| {
        let asked = found.effect(answer);
        outbox::Effect { dedup_key: format!("{ANSWER}:{}:{seq}", found.id), kind: ANSWER, ..asked }
    });
    outbox::enqueue(tx, &effects.collect::<Vec<_>>(), now)
}
