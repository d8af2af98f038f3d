//! A running dossier goes on by a new version of its workflow.
//!
//! A state, task or clock in use that the new version has unchanged, but for its texts, stays what it is. One that it lacks or
//! changed must be mapped, to itself at the least: somebody has looked at it. Clocks keep their ledgers, timers that are
//! written alike keep their dates, work that is under way goes on; what is new where the dossier stands is begun, and automatic
//! branches are followed. A closed dossier is never touched, and moving decides nothing.
//!
//! It is a pure function: the event of a move keeps the mapping, and replaying it is calling this again, between the history
//! before, by the old version, and the history after, by the new one.
//!
//! | file | what |
//! |---|---|
//! | `written` | the parts of a definition as they are written, to tell what changed |
//! | `work` | tasks and outside work under way |
//! | `timers` | what is planned, and what is to be begun |

mod timers;
mod work;
mod written;

use super::command::{Inputs, Refusal};
use super::deadline::{Op, Phase};
use super::step::{Effect, Snapshot, Step};
use super::work::Work;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
pub use written::Version;

/// What of the old version is what in the new one. What it does not name keeps its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// States by the way to them (`examination.law.asking`): several where one becomes parallel, none where regions go.
    pub states: BTreeMap<String, Vec<String>>,
    /// None ends the task without outcome.
    pub tasks: BTreeMap<String, Option<String>>,
    /// None ends the clock.
    pub deadlines: BTreeMap<String, Option<String>>,
}

/// What is in use, was changed or is gone, and the mapping says nothing of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "part", content = "name", rename_all = "snake_case")]
pub enum Missing {
    State(String),
    Task(String),
    Deadline(String),
}

/// Why a dossier stays with its version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unmoved {
    #[error("the dossier is closed")]
    Closed,
    #[error("the mapping says nothing of what is in use")]
    Missing(BTreeSet<Missing>),
    #[error("the states that the mapping names can't be active together, or one is final")]
    Configuration,
    #[error("two of its tasks or clocks would have the name {0:?}")]
    Clash(String),
    #[error("an outcome that was given is none of the new task {0:?}")]
    Outcome(String),
    #[error("the new version would decide at once")]
    Decides,
    #[error("the new version can't go on: {0}")]
    Refused(#[from] Refusal),
}

/// What of a place is new, so that it is to be begun.
#[derive(Debug, Default)]
pub(super) struct Begun {
    /// It was entered by the move, as the start of a region that the old version lacks.
    pub(super) entered: bool,
    /// By their place among the timers of the state.
    pub(super) timers: Vec<usize>,
    pub(super) tasks: Vec<String>,
    /// Tasks under way whose time is counted anew.
    pub(super) dues: Vec<String>,
    pub(super) invokes: Vec<String>,
}

/// What the new version takes over.
pub(super) struct TakenOver {
    pub(super) snapshot: Snapshot,
    pub(super) effects: Vec<Effect>,
    /// The timers as they were.
    pub(super) planned: BTreeMap<String, DateTime<Utc>>,
    pub(super) begun: BTreeMap<String, Begun>,
    /// The clocks that the former state stopped, by their new names.
    pub(super) stopped: BTreeSet<String>,
}

/// The dossier by the new version, with what follows. Between two versions that are alike it is the same snapshot.
pub fn move_to(
    (old, new): (Version<'_>, Version<'_>),
    mapping: &Mapping,
    snapshot: &Snapshot,
    inputs: &Inputs<'_>,
    now: DateTime<Utc>,
) -> Result<Step, Unmoved> {
    if old.workflow.state(&snapshot.state).is_none_or(super::State::is_final) {
        return Err(Unmoved::Closed);
    }
    let mut moving = Moving::new((old, new), mapping, snapshot);
    let missing = moving.missing(inputs);
    if !missing.is_empty() {
        return Err(Unmoved::Missing(missing));
    }
    moving.places()?;
    moving.clocks(inputs)?;
    moving.tasks()?;
    moving.timers();
    let taken = moving.taken_over();
    let step = new.workflow.take_over(taken, inputs, now).map_err(|refusal| match refusal {
        Refusal::NotEnabled => Unmoved::Configuration,
        other => Unmoved::Refused(other),
    })?;
    let ended = new.workflow.state(&step.snapshot.state).is_none_or(super::State::is_final);
    if ended { Err(Unmoved::Decides) } else { Ok(step) }
}

struct Moving<'m> {
    old: Version<'m>,
    new: Version<'m>,
    mapping: &'m Mapping,
    snapshot: &'m Snapshot,
    moved: Snapshot,
    /// Where the new regions start.
    entered: BTreeSet<String>,
    effects: Vec<Effect>,
}

impl<'m> Moving<'m> {
    fn new((old, new): (Version<'m>, Version<'m>), mapping: &'m Mapping, snapshot: &'m Snapshot) -> Self {
        let (moved, entered) = (snapshot.clone(), BTreeSet::new());
        Self { old, new, mapping, snapshot, moved, entered, effects: Vec::new() }
    }

    /// The states that the dossier stands in, regions aside.
    fn active(&self) -> impl Iterator<Item = &String> {
        let all = [&self.snapshot.state].into_iter().chain(&self.snapshot.inner);
        all.filter(|path| self.old.workflow.definition().place(path).is_some())
    }

    fn missing(&self, inputs: &Inputs<'_>) -> BTreeSet<Missing> {
        let states = self.active().filter(|path| !self.mapping.states.contains_key(*path));
        let states = states.filter(|path| self.old.state(path) != self.new.state(path));
        let mut found: BTreeSet<Missing> = states.cloned().map(Missing::State).collect();
        let open = self.snapshot.tasks.iter().filter(|(_, work)| work.is_open());
        let tasks = open.filter(|(name, work)| {
            let alike = |place: &String| self.old.task(&work.place, name) == self.new.task(place, name);
            !self.mapping.tasks.contains_key(*name) && !self.targets(&work.place).iter().any(alike)
        });
        found.extend(tasks.map(|(name, _)| Missing::Task(name.clone())));
        let clocks = self.snapshot.deadlines.keys().filter(|name| self.runs(name, inputs));
        let clocks = clocks.filter(|name| !self.mapping.deadlines.contains_key(*name));
        let clocks = clocks.filter(|name| self.old.clock(name) != self.new.clock(name));
        found.extend(clocks.cloned().map(Missing::Deadline));
        found
    }

    /// Whether a clock is not over.
    fn runs(&self, name: &str, inputs: &Inputs<'_>) -> bool {
        let deadline = self.old.workflow.definition().deadlines.get(name);
        let reading = deadline
            .zip(self.snapshot.deadlines.get(name))
            .and_then(|(deadline, ledger)| deadline.read(ledger, inputs.territory, inputs.today));
        reading.is_some_and(|reading| matches!(reading.phase, Phase::Running | Phase::Suspended))
    }

    /// What a state becomes.
    fn targets(&self, place: &str) -> Vec<String> {
        self.mapping.states.get(place).cloned().unwrap_or_else(|| vec![place.to_owned()])
    }

    /// The state of the dossier that another becomes.
    fn outer(&self, state: &str) -> Option<String> {
        let first = self.targets(state).into_iter().next()?;
        first.split('.').next().map(str::to_owned)
    }

    /// Where the dossier stands; a region that the old version lacks is at its start.
    fn places(&mut self) -> Result<(), Unmoved> {
        let mut active = BTreeSet::new();
        for target in self.active().flat_map(|place| self.targets(place)) {
            let names: Vec<&str> = target.split('.').collect();
            active.extend((1..=names.len()).map(|n| names[..n].join(".")));
        }
        let outer = active.iter().find(|path| !path.contains('.')).cloned().ok_or(Unmoved::Configuration)?;
        let state = self.new.workflow.state(&outer).filter(|state| !state.is_final()).ok_or(Unmoved::Configuration)?;
        for (region, machine) in state.regions.iter() {
            let path = format!("{outer}.{region}");
            if active.insert(path.clone()) {
                self.entered.insert(format!("{path}.{}", machine.initial));
            }
        }
        active.extend(self.entered.iter().cloned());
        self.moved.inner = active.into_iter().filter(|path| *path != outer).collect();
        self.moved.state = outer;
        let known = |state: &String| self.new.workflow.state(state).is_some();
        let returns = self.snapshot.returns.iter();
        let returns = returns.filter_map(|(from, back)| Some((self.outer(from)?, self.outer(back)?)));
        self.moved.returns = returns.filter(|(from, back)| known(from) && known(back)).collect();
        Ok(())
    }

    /// What a clock is called; none, when it ends.
    fn clock(&self, name: &str) -> Option<String> {
        self.mapping.deadlines.get(name).cloned().unwrap_or_else(|| Some(name.to_owned()))
    }

    /// A clock with a new name has all its rows under it; under the former one, as one that ends, it is stopped. Rows are never
    /// taken out of a ledger.
    fn clocks(&mut self, inputs: &Inputs<'_>) -> Result<(), Unmoved> {
        for (name, ledger) in &self.snapshot.deadlines {
            let new = self.clock(name);
            if new.as_ref() == Some(name) {
                continue;
            }
            if let Some(new) = new {
                for row in ledger.rows().iter().cloned() {
                    self.effects.push(Effect::Ledger { deadline: new.clone(), row });
                }
                if self.moved.deadlines.insert(new.clone(), ledger.clone()).is_some() {
                    return Err(Unmoved::Clash(new));
                }
            }
            if self.runs(name, inputs) {
                let row = self.moved.deadlines.entry(name.clone()).or_default().append(inputs.today, Op::Stop, None);
                self.effects.push(Effect::Ledger { deadline: name.clone(), row });
            }
        }
        let fired = self.snapshot.fired.iter().map(|(id, date)| (self.timer_of_clock(id), *date));
        self.moved.fired = fired.filter_map(|(id, date)| Some((id?, date))).collect();
        Ok(())
    }

    /// A timer of a clock, by the clock's new name.
    fn timer_of_clock(&self, id: &str) -> Option<String> {
        let (kind, rest) = id.split_once(':')?;
        let (name, index) = rest.split_once(':').map_or((rest, None), |(name, index)| (name, Some(index)));
        let name = self.clock(name)?;
        Some(index.map_or_else(|| format!("{kind}:{name}"), |index| format!("{kind}:{name}:{index}")))
    }

    fn taken_over(self) -> TakenOver {
        let begun = self.begun();
        let definition = self.old.workflow.definition();
        let stopping = definition.deadlines.iter();
        let stopping = stopping.filter(|(_, deadline)| deadline.suspend_in.contains(&self.snapshot.state));
        let stopped = stopping.filter_map(|(name, _)| self.clock(name)).collect();
        let Self { new, mut moved, effects, snapshot, .. } = self;
        for (name, value) in new.values() {
            moved.data.entry(name).or_insert_with(|| value.clone());
        }
        TakenOver { snapshot: moved, effects, planned: snapshot.timers.clone(), begun, stopped }
    }
}

/// Whether anything of a task is kept that its new definition must cope with.
fn given(work: &Work) -> impl Iterator<Item = &String> {
    work.parts.iter().filter_map(|part| part.outcome.as_ref())
}

#[cfg(test)]
mod tests;
