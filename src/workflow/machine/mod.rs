//! The engine: a pure function from a definition, a snapshot, a command and a moment to a new snapshot and effects. The kernel
//! (`chart`) says which states follow; what that means for a dossier is here.

mod clocks;
mod engine;
mod host;
mod invokes;
mod replace;
mod seats;
mod take_over;
mod tasks;
mod timers;

pub(super) use clocks::readings;

use super::chart::{self, Interpreter};
use super::command::{Actor, Command, Inputs, Refusal};
use super::definition::Definition;
use super::facts::Facts;
use super::plan::Guard;
use super::state::{Motivation, State};
use super::step::{Decision, Effect, Snapshot, Step};
use super::task::Exclusion;
use super::transition::Kind;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// The kernel under way.
type Running<'a> = Interpreter<'a, Guard, super::plan::Act>;

impl From<chart::Error> for Refusal {
    fn from(error: chart::Error) -> Self {
        match error {
            chart::Error::Endless => Self::Endless,
            chart::Error::Choice | chart::Error::Configuration => Self::NotEnabled,
        }
    }
}

/// A step under way. Actions write to it through [`Machine::emit`], [`Machine::order`] and `facts`.
pub(super) struct Machine<'a> {
    definition: &'a Definition,
    snapshot: Snapshot,
    actor: &'a Actor,
    pub(super) facts: Facts<'a>,
    /// When it happens; of what time does, when it was due.
    now: DateTime<Utc>,
    /// The civil date of `now`, in the procedure's territory.
    today: NaiveDate,
    /// The timers as they were.
    planned: BTreeMap<String, DateTime<Utc>>,
    trail: Vec<String>,
    taken: Vec<String>,
    effects: Vec<Effect>,
    decision: Option<Decision>,
    /// The date of a decision that a time limit takes: its due date.
    legal_date: Option<NaiveDate>,
    /// Why this step asks for a correction.
    reason: Option<String>,
    reopened: bool,
    /// A person decides, in their own name, and so can be asked why.
    by_person: bool,
    /// The button that is pressed: kept once its own guard has been looked at, for what is entered then.
    pressed: Option<Exclusion>,
    /// The state that was just left.
    left: Option<String>,
    /// Where `@return` leads, as the kernel has last asked.
    back: Option<String>,
    /// Leaving this state answers the correction that was asked for.
    resolves: bool,
    /// Why the step may not be, as was found on its way.
    refused: Option<Refusal>,
}

impl<'a> Machine<'a> {
    pub(super) fn new(
        definition: &'a Definition,
        mut snapshot: Snapshot,
        actor: &'a Actor,
        inputs: &'a Inputs<'a>,
        (now, today): (DateTime<Utc>, NaiveDate),
    ) -> Self {
        let clocks = readings(definition, &snapshot, inputs.territory, today);
        let facts = Facts::new(std::mem::take(&mut snapshot.data), actor, inputs, (today, clocks));
        let planned = snapshot.timers.clone();
        let mut machine = Self {
            definition,
            snapshot,
            actor,
            facts,
            now,
            today,
            planned,
            trail: Vec::new(),
            taken: Vec::new(),
            effects: Vec::new(),
            decision: None,
            legal_date: None,
            reason: None,
            reopened: false,
            by_person: false,
            pressed: None,
            left: None,
            back: None,
            resolves: false,
            refused: None,
        };
        machine.tell_tasks();
        machine
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

    /// What somebody does.
    fn obey(&mut self, command: &Command, running: &mut Running<'_>) -> Result<(), Refusal> {
        let actor = self.actor;
        let done = match command {
            Command::Void { deadline, row } => {
                self.void(deadline, *row, actor)?;
                None
            }
            Command::Task { name, part } => self.complete(name, *part, actor)?,
            Command::Recuse { name, part } => self.recuse(name, *part, actor)?,
            Command::Replace { name, part } => self.replace(name, *part, actor)?,
            Command::Transition { name } => {
                self.press(name, running)?;
                self.give_up_seats(running)?;
                return Ok(());
            }
            Command::Answer { id, done } => return self.answer(id, *done, running),
            Command::Seats if !actor.is_system() => return Err(Refusal::WrongRole),
            Command::Seats => {
                self.resolves = true;
                let is_any = self.give_up_seats(running)?;
                return if is_any { Ok(()) } else { Err(Refusal::NotEnabled) };
            }
            Command::Timer { .. } | Command::Move { .. } => return Err(Refusal::NotEnabled),
        };
        self.follow_work(done, running)?;
        self.give_up_seats(running)?;
        Ok(())
    }

    /// A button is pressed.
    fn press(&mut self, name: &str, running: &mut Running<'_>) -> Result<(), Refusal> {
        let offered = self.definition.offered(&self.snapshot, name);
        let mut refusals = offered.iter().map(|transition| self.refusal_of(&Guard::of(transition)));
        // The nearest to being open says why it is not.
        let why = refusals.try_fold(Refusal::NotEnabled, |nearest, refusal| Some(nearest.max(refusal?)));
        if let Some(why) = why {
            return Err(why);
        }
        self.by_person = true;
        self.resolves = offered.iter().any(|transition| transition.target.is_some());
        self.pressed = Some(Exclusion::Transition(name.to_owned()));
        let reopens = offered.iter().any(|transition| transition.kind == Kind::Reopen);
        let taken = if reopens { running.reopen(name, self)? } else { running.send(name, self)? };
        self.remember_press();
        self.moved(taken)
    }

    fn remember_press(&mut self) {
        if let Some(act) = self.pressed.take() {
            self.remember(&act, self.actor);
        }
    }

    /// Something of the work was done, or of a clock: `always` looks at it, and what follows the work if a state has no more.
    fn follow_work(&mut self, done: Option<String>, running: &mut Running<'_>) -> Result<(), Refusal> {
        self.resolves = true;
        running.follow(done.as_deref().map(super::plan::done_event), self)?;
        Ok(())
    }

    /// What was done may keep people from other work that is open: seats that nobody is left for are given up. Returns whether any
    /// was.
    fn give_up_seats(&mut self, running: &mut Running<'_>) -> Result<bool, Refusal> {
        let Some(over) = self.reseat_all() else { return Ok(false) };
        // What was written with it is not why a vote ends otherwise.
        self.by_person = false;
        for place in over {
            running.follow(Some(super::plan::done_event(&place)), self)?;
        }
        running.follow(None, self)?;
        Ok(true)
    }

    /// What was done without leaving a state may still have asked for a correction.
    fn moved(&mut self, taken: bool) -> Result<(), Refusal> {
        if !taken {
            return Err(Refusal::NotEnabled);
        }
        if self.trail.is_empty() {
            self.suspend_again();
        }
        Ok(())
    }

    /// Why a way is closed to who acts; none, when it is open.
    pub(super) fn refusal_of(&self, guard: &Guard) -> Option<Refusal> {
        let Guard { rule, roles, exclude } = guard;
        if !roles.is_empty() && !roles.iter().any(|role| self.actor.roles.contains(role)) {
            return Some(Refusal::WrongRole);
        }
        if exclude.iter().any(|rule| self.excludes(rule, self.actor)) {
            return Some(Refusal::Excluded);
        }
        (!self.facts.allow(rule.as_ref())).then_some(Refusal::Guard)
    }

    /// Whether the dossier stands in a final state.
    fn is_ended(&self) -> bool {
        self.definition.states.get(&self.snapshot.state).is_some_and(State::is_final)
    }

    fn decide(&mut self, state: &State) {
        let Some(rule) = &state.decision else { return };
        // Why somebody is recused or replaced is not why it is decided so.
        let written = self.facts.inputs.text("motivation").filter(|_| self.by_person).map(str::to_owned);
        let motivation = match rule.motivation {
            Motivation::Required if self.by_person && written.is_none() => {
                self.refused = Some(Refusal::MotivationRequired);
                None
            }
            Motivation::None => None,
            _ => written,
        };
        let effective_on = self.legal_date.unwrap_or(self.today);
        self.decision = Some(Decision { outcome: rule.outcome.clone(), tacit: rule.tacit, motivation, effective_on });
    }

    fn resolve_correction(&mut self) {
        if self.snapshot.correcting {
            self.emit(Effect::ResolveCorrection);
        }
    }

    fn finish(mut self, running: &Running<'_>) -> Result<Step, Refusal> {
        if let Some(refusal) = self.refused {
            return Err(refusal);
        }
        let inner = running.configuration().active.into_iter().filter(|name| *name != self.snapshot.state);
        self.snapshot.inner = inner.collect();
        self.plan_clocks();
        self.tell_timers();
        self.snapshot.data = self.facts.into_data();
        Ok(Step {
            snapshot: self.snapshot,
            trail: self.trail,
            taken: self.taken,
            effects: self.effects,
            decision: self.decision,
            reopened: self.reopened,
            stuck: None,
        })
    }
}
