//! Where a scenario is played.

use super::{Configuration, Given, ScenarioStep};
use crate::workflow::Workflow;
use crate::workflow::command::{Actor, Command, Inputs, People, Refusal};
use crate::workflow::deadline::Count;
use crate::workflow::definition::Role;
use crate::workflow::duration::Duration;
use crate::workflow::step::{Decision, Effect, Snapshot, Step};
use crate::workflow::work::Part;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Timers that one `wait` may let fall due: a timer that arms itself again can't hold the simulation.
const MOST_TIMERS: usize = 1_000;

/// The scenario's world: its clock and its values.
pub(super) struct Stage<'s> {
    workflow: &'s Workflow,
    given: &'s Given,
    people: People,
    now: DateTime<Utc>,
}

/// As many people for each role of the administration as it takes: `committee_1`, `committee_2`…
fn people(workflow: &Workflow) -> People {
    let roles = workflow.definition().roles.iter().filter(|(_, role)| role.kind.is_administration());
    let named = |name: &str, role: &Role| (1..=role.min.unwrap_or(1)).map(|n| format!("{name}_{n}")).collect();
    roles.map(|(name, role)| (name.to_owned(), named(name, role))).collect()
}

impl<'s> Stage<'s> {
    pub(super) fn new(workflow: &'s Workflow, given: &'s Given, now: DateTime<Utc>) -> Self {
        Self { workflow, given, people: people(workflow), now }
    }

    fn inputs<'a>(&'a self, input: &'a Value) -> Inputs<'a> {
        let says = |name: &str| self.given.form.get(name).and_then(Value::as_bool);
        Inputs {
            form: &self.given.form,
            valid: says("valid").unwrap_or(true),
            ineligible: says("ineligible").unwrap_or(false),
            review: &self.given.review,
            applicant: &self.given.applicant,
            dossier: &self.given.dossier,
            today: self.given.territory.date(self.now),
            territory: self.given.territory,
            people: &self.people,
            knows_holders: true,
            input,
        }
    }

    pub(super) fn start(&self) -> Result<Step, Refusal> {
        self.workflow.start(&self.given.data, &self.inputs(&Value::Null), self.now)
    }

    /// One step; what it takes is added to `taken`.
    pub(super) fn play(
        &mut self,
        snapshot: Snapshot,
        step: &ScenarioStep,
        taken: &mut BTreeSet<String>,
    ) -> (Snapshot, Configuration) {
        let mut done = Done { snapshot, taken, effects: Vec::new(), decision: None, refused: None };
        if let Some(delay) = step.wait {
            self.wait(delay, &mut done);
        }
        let actor = step.actor.as_deref().map_or_else(Actor::system, |name| self.actor(name));
        let mut input = step.with.clone().unwrap_or_else(|| json!({"motivation": "Scénario", "message": "Scénario"}));
        if let (Some(outcome), Some(fields)) = (&step.outcome, input.as_object_mut()) {
            fields.insert("outcome".to_owned(), Value::from(outcome.as_str()));
        }
        if let Some(name) = &step.transition {
            let command = Command::Transition { name: name.clone() };
            done.take(self.step(&done.snapshot, &command, &actor, &input));
        }
        if let Some(name) = &step.task {
            let (actor, part) = own_part(&done.snapshot, name, actor.clone());
            let command = Command::Task { name: name.clone(), part };
            done.take(self.step(&done.snapshot, &command, &actor, &input));
        }
        if let Some(name) = &step.recuse {
            let (actor, part) = own_part(&done.snapshot, name, actor);
            let command = Command::Recuse { name: name.clone(), part };
            done.take(self.step(&done.snapshot, &command, &actor, &input));
        }
        self.answer(&mut done, step.fails.as_deref());
        let Done { snapshot, effects, decision, refused, .. } = done;
        let configuration = Configuration {
            state: snapshot.state.clone(),
            inner: snapshot.inner.clone(),
            tasks: self.workflow.definition().work_facts(&snapshot),
            phase: self.workflow.phase(&snapshot.state).to_owned(),
            data: snapshot.data.clone(),
            deadlines: self.workflow.clocks(&snapshot, self.given.territory, self.given.territory.date(self.now)),
            effects,
            decision,
            refused,
            at: self.now,
        };
        (snapshot, configuration)
    }

    fn step(&self, snapshot: &Snapshot, command: &Command, actor: &Actor, input: &Value) -> Result<Step, Refusal> {
        self.workflow.step(snapshot, command, actor, &self.inputs(input), self.now)
    }

    /// Outside work succeeds at once, or fails.
    fn answer(&self, done: &mut Done<'_>, fails: Option<&str>) {
        for _ in 0..MOST_TIMERS {
            let Some(id) = done.snapshot.invoked.keys().next().cloned() else { return };
            let command = Command::Answer { id: id.clone(), done: fails != Some(&id) };
            let step = self.step(&done.snapshot, &command, &Actor::system(), &Value::Null);
            done.take(step);
            done.snapshot.invoked.remove(&id);
        }
    }

    /// Lets time pass; what falls due fires at its own time, in order.
    fn wait(&mut self, delay: Duration, done: &mut Done<'_>) {
        let end = Count::Calendar.moment_after(&delay, self.now, self.given.territory);
        for _ in 0..MOST_TIMERS {
            let next = done.snapshot.timers.iter().map(|(id, due)| (*due, id.clone())).min();
            let Some((due, id)) = next.filter(|(due, _)| *due <= end) else { break };
            self.now = self.now.max(due);
            let command = Command::Timer { id: id.clone() };
            done.take(self.step(&done.snapshot, &command, &Actor::system(), &Value::Null));
            // A refused timer would come back for ever.
            done.snapshot.timers.remove(&id);
        }
        self.now = end;
    }

    fn actor(&self, name: &str) -> Actor {
        let roles = &self.workflow.definition().roles;
        let role = match name.rsplit_once('_') {
            Some((role, number)) if !roles.contains(name) && number.parse::<u32>().is_ok() => role,
            _ => name,
        };
        if roles.contains(role) {
            return Actor::new(name, [role]);
        }
        let all = roles.iter().filter(|(_, role)| role.kind.is_administration()).map(|(name, _)| name);
        Actor::new(name, all)
    }
}

/// The part of a task that somebody would do: their own, that of a role of theirs, or the first that is open. Who is named by a role alone is whoever
/// that part waits for.
fn own_part(snapshot: &Snapshot, task: &str, actor: Actor) -> (Actor, usize) {
    let parts = snapshot.tasks.get(task).map(|work| work.parts.as_slice()).unwrap_or_default();
    let own = parts.iter().position(|part| part.person.is_some() && part.person == actor.id);
    let of_role = |part: &Part| part.is_open() && part.role.as_ref().is_some_and(|role| actor.roles.contains(role));
    let index = own
        .or_else(|| parts.iter().position(of_role))
        .or_else(|| parts.iter().position(Part::is_open))
        .unwrap_or_default();
    let awaited = parts.get(index).and_then(|part| part.person.clone());
    let by_role = actor.id.as_ref().is_some_and(|id| actor.roles.contains(id));
    match awaited.filter(|_| by_role) {
        Some(person) => (Actor { id: Some(person), ..actor }, index),
        None => (actor, index),
    }
}

/// What a step did so far.
struct Done<'t> {
    snapshot: Snapshot,
    taken: &'t mut BTreeSet<String>,
    effects: Vec<Effect>,
    decision: Option<Decision>,
    refused: Option<&'static str>,
}

impl Done<'_> {
    fn take(&mut self, result: Result<Step, Refusal>) {
        match result {
            Ok(step) => {
                self.refused = step.stuck.map(Refusal::code).or(self.refused.take());
                self.snapshot = step.snapshot;
                self.taken.extend(step.taken);
                self.effects.extend(step.effects);
                self.decision = step.decision.or(self.decision.take());
            }
            Err(refusal) => self.refused = Some(refusal.code()),
        }
    }
}
