//! One step of a dossier's workflow: the state, the event, the decision, the request for correction, the timers and
//! the effects change together or not at all.

use super::events::{Event, Moved};
use super::facts::Facts;
use super::people::Groups;
use super::{Dossier, effects, opinions, reassignment};
use crate::db::{Both, Tx};
use crate::procedures::{self, Revision};
use crate::schema::{decisions, dossiers, events};
use crate::workflow::{Actor, Command, Decision, Effect, Refusal, Snapshot, Step};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
use serde_json::{Value, json};
use uuid::Uuid;

/// What may fall due at once on one dossier: a timer that plans itself again can't hold a worker.
const MOST_DUE: usize = 1_000;

/// A command on a dossier, and what it rests on.
pub struct Act<'a> {
    /// Who acts; none for a timer.
    pub actor_id: Option<Uuid>,
    /// The address of who acts without an account.
    pub external: Option<String>,
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
    /// The group that the answers lead to, or that the step gives the dossier to.
    pub group: Option<Uuid>,
    pub now: DateTime<Utc>,
}

impl<'a> Act<'a> {
    /// Outside work has its answer, or has failed: `key` is that of the work, so that the history holds one answer.
    pub fn answer(
        (name, done): (&str, bool),
        input: Value,
        key: &'a str,
        (dossier, revision): (&Dossier, &Revision),
        now: DateTime<Utc>,
    ) -> Self {
        let command = Command::Answer { id: name.to_owned(), done };
        let facts = Facts::of(dossier, revision, None, input, now);
        Self { command, key: Some(key), facts, ..Self::timer("", dossier, revision, now) }
    }

    /// A timer that fires, on whatever is there.
    pub fn timer(name: &str, dossier: &Dossier, revision: &Revision, now: DateTime<Utc>) -> Self {
        Self {
            actor_id: None,
            external: None,
            actor: Actor::system(),
            command: Command::named(name),
            expected_rev: None,
            key: None,
            facts: Facts::of(dossier, revision, None, json!({}), now),
            answers: None,
            group: None,
            now,
        }
    }
}

impl Act<'_> {
    /// The group that has the dossier once this is done.
    pub fn received(&self, dossier: &Dossier) -> Option<Uuid> {
        self.group.or(dossier.group_id)
    }
}

/// What came of a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The same key came before: what it did then stands.
    Replayed,
    /// A time limit had run out: what follows from it was carried out instead, and stands.
    Overtaken,
}

/// Takes a step on a locked dossier. The errors are `Conflict` when somebody was first, `Refused` when the workflow
/// does not allow it.
pub fn perform(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, mut act: Act<'_>) -> Result<Outcome> {
    if act.expected_rev.is_some_and(|expected| expected != dossier.rev) {
        let same = Same { key: act.key, actor_id: act.actor_id, command: &act.command.name() };
        return if replayed(tx, dossier, &same)? { Ok(Outcome::Replayed) } else { Err(Error::Conflict) };
    }
    let snapshot = dossier.snapshot()?;
    meet(tx, dossier, revision, &snapshot, &mut act)?;
    let step = match revision.workflow.step(&snapshot, &act.command, &act.actor, &act.facts.inputs(), act.now) {
        Err(Refusal::Overdue) => {
            catch_up(tx, dossier.id, act.now)?;
            return Ok(Outcome::Overtaken);
        }
        step => step?,
    };
    act.group = reassignment::given_to(revision, &step).or(act.group);
    keep(tx, dossier, revision, &step, &act, None)?;
    Ok(Outcome::Done)
}

/// Finds who holds the roles of those who have seats.
pub(super) fn meet(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    snapshot: &Snapshot,
    act: &mut Act<'_>,
) -> Result<()> {
    let seated = revision.workflow.definition().roles_with_seats();
    if !seated.is_empty() {
        let outside = opinions::holders(tx, revision, snapshot, &seated, &act.facts)?;
        act.facts.people = Groups::of(tx, revision, act.received(dossier))?.holders(tx, seated)?;
        act.facts.people.extend(outside);
        act.facts.knows_holders = true;
    }
    Ok(())
}

/// Writes a step, with its event. `moved` tells of one that goes on by another revision.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    step: &Step,
    act: &Act<'_>,
    moved: Option<&Moved>,
) -> Result<()> {
    let event = record(dossier, step, act, moved)?;
    keep_state(tx, dossier, revision, step, act, &event)?;
    keep_decision(tx, dossier, step, act, event.seq)?;
    effects::carry_out(tx, effects::Taken { dossier, revision, step, act, seq: event.seq })
}

/// Fires what is due on a dossier, the oldest first: each may plan another. Locks the dossier.
pub fn catch_up(tx: &mut Tx<'_>, dossier: Uuid, now: DateTime<Utc>) -> Result<()> {
    for _ in 0..MOST_DUE {
        let found: Dossier =
            dossiers::table.find(dossier).select(Dossier::as_select()).for_update().first(&mut **tx)?;
        let Some(name) = found.snapshot()?.due(now).map(str::to_owned) else { return Ok(()) };
        let revision = procedures::revision(tx, found.revision_id)?;
        let act = Act::timer(&name, &found, &revision, now);
        perform(tx, &found, &revision, act)?;
    }
    Err(Error::internal(format!("dossier {dossier}: what falls due does not end")))
}

/// What makes two tries of one click the same.
pub struct Same<'a> {
    pub key: Option<&'a str>,
    pub actor_id: Option<Uuid>,
    /// The command as the history keeps it.
    pub command: &'a str,
}

/// Whether this very command was carried out before: another of the same key, or somebody else's, was not. Each command that was
/// has made a new revision: it is worth asking of a command that expects an older one, and of no other.
pub fn replayed(tx: &mut Tx<'_>, dossier: &Dossier, same: &Same<'_>) -> Result<bool> {
    let Some(key) = same.key else { return Ok(false) };
    let known = events::table.filter(events::dossier_id.eq(dossier.id).and(events::key.eq(key)));
    let known = known.filter(events::command.eq(same.command));
    let known = known.filter(events::actor_id.is_not_distinct_from(same.actor_id));
    Ok(diesel::select(diesel::dsl::exists(known)).get_result(&mut **tx)?)
}

fn record(dossier: &Dossier, step: &Step, act: &Act<'_>, moved: Option<&Moved>) -> Result<Event> {
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
    // The same work is to be opened for the same people when the step is run again, and the same seats given up.
    let seats = |effect: &Effect| {
        matches!(
            effect,
            Effect::OpenTask { .. } | Effect::DropPart { .. } | Effect::HandPart { .. } | Effect::EndTask { .. }
        )
    };
    let has_seats = moved.is_some() || !step.trail.is_empty() || step.effects.iter().any(seats);
    if has_seats && act.facts.knows_holders {
        content["holders"] = json!(act.facts.people);
    }
    if let Some(moved) = moved {
        content["moved"] = json!(moved);
    }
    if let Some(absent) = &act.actor.on_behalf {
        content["on_behalf"] = absent.as_str().into();
    }
    if let Some(address) = &act.external {
        content["external"] = address.as_str().into();
    }
    if let Some(refusal) = step.stuck {
        content["stuck"] = refusal.code().into();
    }
    let event = Event {
        dossier_id: dossier.id,
        seq: dossier.rev + 1,
        at: act.now,
        actor_id: act.actor_id,
        command: act.command.name().into_owned(),
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
        dossiers::revision_id.eq(revision.id),
        dossiers::snapshot.eq(serde_json::to_value(&step.snapshot).map_err(Error::internal)?),
        dossiers::rev.eq(event.seq),
        dossiers::head.eq(&event.hash),
        dossiers::answers.eq(answers),
        dossiers::draft.eq(draft),
        dossiers::expires_at.eq(dossier.expires_at.filter(|_| !brings)),
        dossiers::remind_at.eq(dossier.remind_at.filter(|_| !brings)),
        dossiers::group_id.eq(act.received(dossier)),
        dossiers::submitted_at.eq(dossier.submitted_at.or(brings.then_some(act.now))),
        dossiers::decided_at.eq(decided_at),
        dossiers::updated_at.eq(act.now),
    ));
    match Both(state, diesel::insert_into(events::table).values(event)).execute(&mut **tx) {
        // The key is that of another command, on which the dossier has gone on.
        Err(Db::DatabaseError(Kind::UniqueViolation, at)) if at.constraint_name() == Some("events_key") => {
            Err(Error::Conflict)
        }
        done => Ok(done.map(drop)?),
    }
}

/// A new decision; leaving a decided state takes the former one out of force, and keeps it.
fn keep_decision(tx: &mut Tx<'_>, dossier: &Dossier, step: &Step, act: &Act<'_>, seq: i32) -> Result<()> {
    if step.reopened {
        let in_force = decisions::dossier_id.eq(dossier.id).and(decisions::superseded_at.is_null());
        diesel::update(decisions::table.filter(in_force))
            .set(decisions::superseded_at.eq(act.now))
            .execute(&mut **tx)?;
    }
    let Some(Decision { outcome, tacit, motivation, effective_on }) = &step.decision else { return Ok(()) };
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
            decisions::effective_on.eq(effective_on),
        ))
        .execute(&mut **tx)?;
    Ok(())
}
