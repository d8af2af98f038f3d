//! One step of a dossier's workflow: the state, the event, the decision, the request for correction, the timers and
//! the effects change together or not at all.

use super::Dossier;
use super::events::Event;
use crate::db::{Both, Tx};
use crate::messages;
use crate::outbox;
use crate::procedures::{Revision, words};
use crate::schema::{accounts, corrections, decisions, dossiers, events, timers};
use crate::web::Lang;
use crate::web::format::civil_date;
use crate::workflow::{Actor, Command, Decision, Effect, Inputs, Step};
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// A command on a dossier, and what it rests on.
pub struct Act<'a> {
    /// Who acts; none for a timer.
    pub actor_id: Option<Uuid>,
    pub actor: Actor,
    pub command: Command,
    /// The revision that the person saw. None for a timer, which fires on whatever is there.
    pub expected_rev: Option<i32>,
    /// The same for each try of one click.
    pub key: Option<&'a str>,
    /// What the workflow's rules may read.
    pub facts: Facts,
    /// New answers that this command brings into force.
    pub answers: Option<Value>,
    /// The group that the answers lead to.
    pub group: Option<Uuid>,
    pub now: DateTime<Utc>,
}

/// What the workflow's rules may read of a dossier, beside its snapshot. All of it can be found again in the history.
pub struct Facts {
    form: Value,
    applicant: Value,
    dossier: Value,
    today: NaiveDate,
    /// What the step's own form was filled with.
    pub input: Value,
}

impl Facts {
    /// With new answers, or those in force.
    pub fn of(dossier: &Dossier, answers: Option<&Value>, input: Value, now: DateTime<Utc>) -> Self {
        Self {
            form: answers.or(dossier.answers.as_ref()).cloned().unwrap_or_default(),
            applicant: dossier.applicant.clone(),
            dossier: json!({ "number": dossier.number, "submitted_at": dossier.submitted_at }),
            today: civil_date(now),
            input,
        }
    }

    /// As the engine reads them. Answers in force are valid: nothing else is ever kept as such.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            form: &self.form,
            valid: true,
            ineligible: false,
            applicant: &self.applicant,
            dossier: &self.dossier,
            today: self.today,
            input: &self.input,
            ..Inputs::default()
        }
    }
}

impl<'a> Act<'a> {
    /// A timer that fires, on whatever is there.
    pub fn timer(name: &str, dossier: &Dossier, now: DateTime<Utc>) -> Self {
        Self {
            actor_id: None,
            actor: Actor::system(),
            command: Command::named(name),
            expected_rev: None,
            key: None,
            facts: Facts::of(dossier, None, json!({}), now),
            answers: None,
            group: None,
            now,
        }
    }
}

/// What came of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The same key came before: what it did then stands.
    Replayed,
}

/// Takes a step on a locked dossier. The errors are `Conflict` when somebody was first, `Refused` when the workflow
/// does not allow it.
pub fn perform(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, act: Act<'_>) -> Result<Outcome> {
    if act.expected_rev.is_some_and(|expected| expected != dossier.rev) {
        return if replayed(tx, dossier, act.key)? { Ok(Outcome::Replayed) } else { Err(Error::Conflict) };
    }
    let step = revision.workflow.step(&dossier.snapshot()?, &act.command, &act.actor, &act.facts.inputs(), act.now)?;
    let event = record(dossier, &step, &act)?;
    keep_state(tx, dossier, revision, &step, &act, &event)?;
    keep_decision(tx, dossier, &step, &act, event.seq)?;
    for effect in &step.effects {
        carry(tx, dossier, revision, effect, &act)?;
    }
    outbox::enqueue(tx, &leaving(dossier, &step, event.seq), act.now)?;
    Ok(Outcome::Done)
}

/// Whether the command with this key was carried out before. Each command that was has made a new revision: it is worth
/// asking of a command that expects an older one, and of no other.
pub fn replayed(tx: &mut Tx<'_>, dossier: &Dossier, key: Option<&str>) -> Result<bool> {
    let Some(key) = key else { return Ok(false) };
    let known = events::table.filter(events::dossier_id.eq(dossier.id).and(events::key.eq(key)));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(&mut **tx)?)
}

fn record(dossier: &Dossier, step: &Step, act: &Act<'_>) -> Result<Event> {
    let mut content = json!({
        "from": dossier.state,
        "trail": step.trail,
        "to": step.snapshot.state,
        "roles": act.actor.roles,
        "input": act.facts.input,
    });
    // New answers stand in the history whole: what was in force on any day can be told, and every step run again.
    if let Some(answers) = &act.answers {
        content["answers"] = answers.clone();
        content["applicant"] = dossier.applicant.clone();
    }
    let event = Event {
        dossier_id: dossier.id,
        seq: dossier.rev + 1,
        at: act.now,
        actor_id: act.actor_id,
        command: act.command.name().to_owned(),
        key: act.key.map(str::to_owned),
        content,
        hash: Vec::new(),
    };
    event.chained(dossier.head.as_deref())
}

/// The state, and the event that led to it.
fn keep_state(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    step: &Step,
    act: &Act<'_>,
    event: &Event,
) -> Result<()> {
    let brings = act.answers.is_some();
    let answers = act.answers.clone().or_else(|| dossier.answers.clone());
    let draft = if brings { None } else { dossier.draft.clone() };
    let decided_at = match (&step.decision, step.reopened) {
        (Some(_), _) => Some(act.now),
        (None, true) => None,
        (None, false) => dossier.decided_at,
    };
    let state = diesel::update(dossiers::table.find(dossier.id)).set((
        dossiers::state.eq(&step.snapshot.state),
        dossiers::phase.eq(revision.workflow.phase(&step.snapshot.state)),
        dossiers::snapshot.eq(serde_json::to_value(&step.snapshot).map_err(Error::internal)?),
        dossiers::rev.eq(event.seq),
        dossiers::head.eq(&event.hash),
        dossiers::answers.eq(answers),
        dossiers::draft.eq(draft),
        dossiers::expires_at.eq(dossier.expires_at.filter(|_| !brings)),
        dossiers::remind_at.eq(dossier.remind_at.filter(|_| !brings)),
        dossiers::group_id.eq(dossier.group_id.or(act.group)),
        dossiers::submitted_at.eq(dossier.submitted_at.or(brings.then_some(act.now))),
        dossiers::decided_at.eq(decided_at),
        dossiers::updated_at.eq(act.now),
    ));
    Both(state, diesel::insert_into(events::table).values(event)).execute(&mut **tx)?;
    Ok(())
}

/// A new decision; leaving a decided state takes the former one out of force, and keeps it.
fn keep_decision(tx: &mut Tx<'_>, dossier: &Dossier, step: &Step, act: &Act<'_>, seq: i32) -> Result<()> {
    if step.reopened {
        let in_force = decisions::dossier_id.eq(dossier.id).and(decisions::superseded_at.is_null());
        diesel::update(decisions::table.filter(in_force))
            .set(decisions::superseded_at.eq(act.now))
            .execute(&mut **tx)?;
    }
    let Some(Decision { outcome, tacit, motivation }) = &step.decision else { return Ok(()) };
    diesel::insert_into(decisions::table)
        .values((
            decisions::id.eq(Uuid::now_v7()),
            decisions::dossier_id.eq(dossier.id),
            decisions::seq.eq(seq),
            decisions::outcome.eq(outcome),
            decisions::motivation.eq(motivation.as_deref().unwrap_or_default()),
            decisions::tacit.eq(tacit),
            decisions::decided_by.eq(act.actor_id),
            decisions::decided_at.eq(act.now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// What stays inside: who is in charge, what is to be corrected, what falls due.
fn carry(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, effect: &Effect, act: &Act<'_>) -> Result<()> {
    match effect {
        Effect::Assign { to } => assign(tx, dossier, to, act),
        Effect::RequestCorrection { reason, message, fields } => {
            diesel::insert_into(corrections::table)
                .values((
                    corrections::id.eq(Uuid::now_v7()),
                    corrections::dossier_id.eq(dossier.id),
                    corrections::reason.eq(reason),
                    corrections::message.eq(message),
                    corrections::fields.eq(json!(fields)),
                    corrections::requested_by.eq(act.actor_id),
                    corrections::requested_at.eq(act.now),
                ))
                .execute(&mut **tx)?;
            Ok(())
        }
        Effect::ResolveCorrection => {
            let pending = corrections::dossier_id.eq(dossier.id).and(corrections::resolved_at.is_null());
            diesel::update(corrections::table.filter(pending))
                .set(corrections::resolved_at.eq(act.now))
                .execute(&mut **tx)?;
            Ok(())
        }
        Effect::SetTimer { id, due } => set_timer(tx, dossier.id, id, *due),
        Effect::CancelTimers => {
            diesel::delete(timers::table.filter(timers::dossier_id.eq(dossier.id))).execute(&mut **tx)?;
            Ok(())
        }
        Effect::Message { template } => leave_message(tx, dossier, revision, template, act),
        Effect::Notify { .. } => Ok(()),
    }
}

/// Plans what falls due in a state.
pub fn set_timer(tx: &mut Tx<'_>, dossier: Uuid, name: &str, due: DateTime<Utc>) -> Result<()> {
    diesel::insert_into(timers::table)
        .values((timers::dossier_id.eq(dossier), timers::name.eq(name), timers::due_at.eq(due)))
        .on_conflict((timers::dossier_id, timers::name))
        .do_update()
        .set((timers::due_at.eq(due), timers::attempts.eq(0)))
        .execute(&mut **tx)?;
    Ok(())
}

fn assign(tx: &mut Tx<'_>, dossier: &Dossier, to: &str, act: &Act<'_>) -> Result<()> {
    let assignee = if to == "me" { act.actor_id } else { None };
    diesel::update(dossiers::table.find(dossier.id)).set(dossiers::assignee_id.eq(assignee)).execute(&mut **tx)?;
    Ok(())
}

/// A message of the workflow, in the thread: in the applicant's language, which is the procedure's when it is not known.
fn leave_message(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, template: &str, act: &Act<'_>) -> Result<()> {
    let language: String = accounts::table.find(dossier.applicant_id).select(accounts::language).first(&mut **tx)?;
    let values = dossier.words(act.answers.as_ref());
    match words::body(revision, template, &values, Lang::from_code(&language).unwrap_or_default()) {
        Some(body) => messages::leave(tx, dossier.id, &body, act.now),
        None => Ok(()),
    }
}

/// What leaves: a row of the outbox for each role to tell.
fn leaving(dossier: &Dossier, step: &Step, seq: i32) -> Vec<outbox::Effect> {
    let notify = |(template, role): (&String, &String)| outbox::Effect {
        dedup_key: format!("dossier:{}:{seq}:{template}:{role}", dossier.id),
        kind: "notify",
        payload: json!({ "dossier": dossier.id, "seq": seq, "template": template, "role": role }),
    };
    let told = step.effects.iter().filter_map(|effect| match effect {
        Effect::Notify { to, template } => Some(to.iter().map(move |role| (template, role))),
        _ => None,
    });
    told.flatten().map(notify).collect()
}
