//! The engine: a pure function from a definition, a snapshot, a command and a moment to a new snapshot and effects.

use super::actions::Action;
use super::command::{Actor, Command, Inputs, Refusal, TIMER};
use super::definition::{Definition, Motivation, RETURN, State};
use super::facts::Facts;
use super::step::{Decision, Effect, Snapshot, Step};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

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
    let snapshot = Snapshot {
        state: String::new(),
        data: values,
        returns: Default::default(),
        timers: Default::default(),
        correcting: false,
        visit: 0,
        entered_at: now,
    };
    let mut machine = Machine::new(definition, snapshot, &Actor::system(), inputs, now);
    machine.enter(&definition.initial)?;
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
    let mut machine = Machine::new(definition, snapshot.clone(), actor, inputs, now);
    match command {
        Command::Transition { name } => machine.press(name, actor)?,
        Command::Timer { id } => machine.fire(id)?,
    }
    machine.settle()?;
    Ok(machine.finish())
}

/// A step under way. Actions write to it through [`Machine::emit`] and `facts`.
pub(super) struct Machine<'a> {
    definition: &'a Definition,
    snapshot: Snapshot,
    pub(super) facts: Facts<'a>,
    now: DateTime<Utc>,
    trail: Vec<String>,
    effects: Vec<Effect>,
    decision: Option<Decision>,
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
        now: DateTime<Utc>,
    ) -> Self {
        let facts = Facts::new(std::mem::take(&mut snapshot.data), actor, inputs);
        let (trail, effects) = (Vec::new(), Vec::new());
        Self { definition, snapshot, facts, now, trail, effects, decision: None, reopened: false, by_person: false }
    }

    /// Adds an effect. A correction that is asked for again replaces the one that is pending.
    pub(super) fn emit(&mut self, effect: Effect) {
        match effect {
            Effect::RequestCorrection { .. } => {
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

    /// A timer falls due. One that is no longer pending belongs to a state that was left.
    fn fire(&mut self, id: &str) -> Result<(), Refusal> {
        self.snapshot.timers.remove(id).ok_or(Refusal::NotEnabled)?;
        let index = id.split(':').nth(2).and_then(|index| index.parse::<usize>().ok());
        let timer = index.and_then(|index| self.here().ok()?.after.get(index)).ok_or(Refusal::NotEnabled)?;
        if !self.facts.allow(timer.guard.as_ref()) {
            return Ok(());
        }
        if timer.target.is_some() {
            self.resolve_correction();
        }
        self.take(timer.target.as_deref(), &timer.actions)
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
            return Ok(());
        };
        let from = self.here()?;
        let back = target == RETURN;
        let target = if back { self.way_back()? } else { target.to_owned() };
        self.reopened |= from.is_final();
        self.perform(&from.exit);
        self.snapshot.timers.clear();
        if !from.after.is_empty() {
            self.emit(Effect::CancelTimers);
        }
        self.perform(actions);
        let left = std::mem::take(&mut self.snapshot.state);
        if !back && left != target && self.definition.returns_from(&target) {
            self.snapshot.returns.insert(target.clone(), left);
        }
        self.enter(&target)
    }

    fn way_back(&mut self) -> Result<String, Refusal> {
        self.snapshot.returns.remove(&self.snapshot.state).ok_or(Refusal::NotEnabled)
    }

    fn enter(&mut self, name: &str) -> Result<(), Refusal> {
        let state = self.definition.states.get(name).ok_or(Refusal::NotEnabled)?;
        self.snapshot.state = name.to_owned();
        self.snapshot.visit += 1;
        self.snapshot.entered_at = self.now;
        self.trail.push(name.to_owned());
        self.decide(state)?;
        self.perform(&state.entry);
        for (index, timer) in state.after.iter().enumerate() {
            let id = format!("{TIMER}{name}:{index}:{}", self.snapshot.visit);
            let due = timer.delay.duration().after(self.now);
            self.snapshot.timers.insert(id.clone(), due);
            self.emit(Effect::SetTimer { id, due });
        }
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
        self.decision = Some(Decision { outcome: rule.outcome.clone(), tacit: rule.tacit, motivation });
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
        self.snapshot.data = self.facts.into_data();
        Step {
            snapshot: self.snapshot,
            trail: self.trail,
            effects: self.effects,
            decision: self.decision,
            reopened: self.reopened,
        }
    }
}
