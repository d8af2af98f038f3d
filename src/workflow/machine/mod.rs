//! The engine: a pure function from a definition, a snapshot, a command and a moment to a new snapshot and effects.

mod clocks;
mod timers;

pub(super) use clocks::readings;

use super::actions::Action;
use super::command::{Actor, Command, Inputs, Refusal};
use super::definition::{Definition, Motivation, RETURN, State};
use super::facts::Facts;
use super::step::{Decision, Effect, Snapshot, Step};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Automatic branches that one command may follow.
const MICRO_STEPS: usize = 100;

pub(super) fn start(
    definition: &Definition,
    data: &Map<String, Value>,
    inputs: &Inputs<'_>,
    now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    let mut values: Map<String, Value> =
        definition.defaults().map(|(name, value)| (name.to_owned(), value.clone())).collect();
    let declared = data.iter().filter(|(name, _)| definition.data.contains(name));
    values.extend(declared.map(|(name, value)| (name.clone(), value.clone())));
    let snapshot = Snapshot::new(values, now);
    let mut machine = Machine::new(definition, snapshot, &Actor::system(), inputs, (now, inputs.today));
    machine.enter(&definition.initial, None)?;
    machine.settle()?;
    Ok(machine.finish())
}

pub(super) fn step(
    definition: &Definition,
    snapshot: &Snapshot,
    command: &Command,
    actor: &Actor,
    inputs: &Inputs<'_>,
    now: DateTime<Utc>,
) -> Result<Step, Refusal> {
    if snapshot.comes_first(command, now) {
        return Err(Refusal::Overdue);
    }
    let Command::Timer { id } = command else {
        let mut machine = Machine::new(definition, snapshot.clone(), actor, inputs, (now, inputs.today));
        match command {
            Command::Void { deadline, row } => machine.void(deadline, *row, actor)?,
            other => machine.press(other.name().as_ref(), actor)?,
        }
        machine.settle()?;
        return Ok(machine.finish());
    };
    // What time does, it does on the day that it was due: a machine that stood still only tells it later.
    if !actor.is_system() {
        return Err(Refusal::WrongRole);
    }
    let at = snapshot.timers.get(id).copied().filter(|due| *due <= now).ok_or(Refusal::NotEnabled)?;
    let when = (at, inputs.territory.date(at));
    let mut machine = Machine::new(definition, snapshot.clone(), actor, inputs, when);
    match machine.fire(id).and_then(|()| machine.settle()) {
        Ok(()) => Ok(machine.finish()),
        // A timer that can't do its work must not hold the dossier for ever: it is told, and gone.
        Err(refusal) => {
            let mut machine = Machine::new(definition, snapshot.clone(), actor, inputs, when);
            machine.spend(id);
            Ok(Step { stuck: Some(refusal), ..machine.finish() })
        }
    }
}

/// A step under way. Actions write to it through [`Machine::emit`], [`Machine::order`] and `facts`.
pub(super) struct Machine<'a> {
    definition: &'a Definition,
    snapshot: Snapshot,
    pub(super) facts: Facts<'a>,
    /// When it happens; of what time does, when it was due.
    now: DateTime<Utc>,
    /// The civil date of `now`, in the procedure's territory.
    today: NaiveDate,
    /// The timers as they were.
    planned: BTreeMap<String, DateTime<Utc>>,
    trail: Vec<String>,
    effects: Vec<Effect>,
    decision: Option<Decision>,
    /// The date of a decision that a time limit takes: its due date.
    legal_date: Option<NaiveDate>,
    /// Why this step asks for a correction.
    reason: Option<String>,
    reopened: bool,
    /// A person decides, and so can be asked why.
    by_person: bool,
}

impl<'a> Machine<'a> {
    pub(super) fn new(
        definition: &'a Definition,
        mut snapshot: Snapshot,
        actor: &Actor,
        inputs: &'a Inputs<'a>,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Self {
        let clocks = readings(definition, &snapshot, inputs.territory, today);
        let facts = Facts::new(std::mem::take(&mut snapshot.data), actor, inputs, (today, clocks));
        let planned = snapshot.timers.clone();
        Self {
            definition,
            snapshot,
            facts,
            now,
            today,
            planned,
            trail: Vec::new(),
            effects: Vec::new(),
            decision: None,
            legal_date: None,
            reason: None,
            reopened: false,
            by_person: false,
        }
    }

    /// Adds an effect. A correction that is asked for again replaces the one that is pending.
    pub(super) fn emit(&mut self, effect: Effect) {
        match &effect {
            Effect::RequestCorrection { reason, .. } => {
                self.reason = Some(reason.clone());
                self.resolve_correction();
                self.snapshot.correcting = true;
            }
            Effect::ResolveCorrection => self.snapshot.correcting = false,
            _ => {}
        }
        self.effects.push(effect);
    }

    fn here(&self) -> Result<&'a State, Refusal> {
        self.definition.states.get(&self.snapshot.state).ok_or(Refusal::NotEnabled)
    }

    /// A button is pressed.
    fn press(&mut self, name: &str, actor: &Actor) -> Result<(), Refusal> {
        let transition = self.definition.transition(&self.snapshot.state, name).ok_or(Refusal::NotEnabled)?;
        if !transition.roles.iter().any(|role| actor.roles.contains(role)) {
            return Err(Refusal::WrongRole);
        }
        if !self.facts.allow(transition.guard.as_ref()) {
            return Err(Refusal::Guard);
        }
        self.by_person = true;
        if transition.target.is_some() {
            self.resolve_correction();
        }
        self.take(transition.target.as_deref(), &transition.actions)
    }

    /// Follows the automatic branches until none is open.
    fn settle(&mut self) -> Result<(), Refusal> {
        for _ in 0..=MICRO_STEPS {
            let open = self.here()?.always.iter().find(|branch| self.facts.allow(branch.guard.as_ref()));
            let Some(branch) = open else { return Ok(()) };
            self.take(Some(&branch.target), &branch.actions)?;
        }
        Err(Refusal::Endless)
    }

    /// Exit, actions, entry; the actions alone when there is no target.
    fn take(&mut self, target: Option<&str>, actions: &[Action]) -> Result<(), Refusal> {
        let Some(target) = target else {
            self.perform(actions);
            self.suspend_again();
            return Ok(());
        };
        let from = self.here()?;
        let back = target == RETURN;
        let target = if back { self.way_back()? } else { target.to_owned() };
        self.reopened |= from.is_final();
        self.perform(&from.exit);
        self.leave_timers();
        self.perform(actions);
        let left = std::mem::take(&mut self.snapshot.state);
        if !back && left != target && self.definition.returns_from(&target) {
            self.snapshot.returns.insert(target.clone(), left.clone());
        }
        self.enter(&target, Some(&left))
    }

    fn way_back(&mut self) -> Result<String, Refusal> {
        self.snapshot.returns.remove(&self.snapshot.state).ok_or(Refusal::NotEnabled)
    }

    fn enter(&mut self, name: &str, left: Option<&str>) -> Result<(), Refusal> {
        let state = self.definition.states.get(name).ok_or(Refusal::NotEnabled)?;
        self.snapshot.state = name.to_owned();
        self.snapshot.visit += 1;
        self.snapshot.entered_at = self.now;
        self.trail.push(name.to_owned());
        self.decide(state)?;
        self.follow_clocks(name, left);
        self.perform(&state.entry);
        self.plan_timers(name, state);
        Ok(())
    }

    fn decide(&mut self, state: &State) -> Result<(), Refusal> {
        let Some(rule) = &state.decision else { return Ok(()) };
        let written = self.facts.inputs.text("motivation").map(str::to_owned);
        let motivation = match rule.motivation {
            Motivation::Required if self.by_person && written.is_none() => return Err(Refusal::MotivationRequired),
            Motivation::None => None,
            _ => written,
        };
        let effective_on = self.legal_date.unwrap_or(self.today);
        self.decision = Some(Decision { outcome: rule.outcome.clone(), tacit: rule.tacit, motivation, effective_on });
        Ok(())
    }

    fn resolve_correction(&mut self) {
        if self.snapshot.correcting {
            self.emit(Effect::ResolveCorrection);
        }
    }

    fn perform(&mut self, actions: &[Action]) {
        actions.iter().for_each(|action| action.perform(self));
    }

    pub(super) fn finish(mut self) -> Step {
        self.plan_clocks();
        self.tell_timers();
        self.snapshot.data = self.facts.into_data();
        Step {
            snapshot: self.snapshot,
            trail: self.trail,
            effects: self.effects,
            decision: self.decision,
            reopened: self.reopened,
            stuck: None,
        }
    }
}
