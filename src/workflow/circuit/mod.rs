//! A definition as drawings and exports tell it: states and the ways between them, in one language. It is read from the JSON
//! document, so that it tells every block of the published schema, whether the engine runs it or not.

mod clocks;
mod read;
mod ways;

use super::problem::Problem;
use serde_json::Value;

/// A whole definition.
#[derive(Debug, Clone)]
pub struct Circuit {
    pub id: String,
    pub label: String,
    pub scope: Scope,
    pub clocks: Vec<Clock>,
}

/// States that know each other: those of the definition, or of a region.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The number of the state where it begins.
    pub initial: usize,
    pub states: Vec<State>,
}

#[derive(Debug, Clone)]
pub struct State {
    pub name: String,
    pub label: String,
    pub phase: String,
    pub is_final: bool,
    pub tasks: Vec<Task>,
    pub calls: Vec<Call>,
    pub regions: Vec<Region>,
    /// What leads out of it or happens in it: its automatic branches, its buttons and the global ones, its timers, what follows
    /// work, then the clocks.
    pub ways: Vec<Way>,
}

impl State {
    /// What is taken as soon as it is open, up to what always is. Where there is no work, what follows work is.
    pub fn ways_at_once(&self) -> Vec<&Way> {
        let at_once = |way: &&Way| match way.trigger {
            Trigger::Always => true,
            Trigger::Done => !self.has_work(),
            _ => false,
        };
        let mut ways: Vec<&Way> = self.ways.iter().filter(at_once).collect();
        let last = ways.iter().position(|way| way.guard.is_none());
        ways.truncate(last.map_or(ways.len(), |last| last + 1));
        ways
    }

    /// Whether one of these is always open: no dossier rests here.
    pub fn is_passing(&self) -> bool {
        self.ways_at_once().last().is_some_and(|way| way.guard.is_none())
    }

    /// The ways that may be taken: nobody has the time for the others where no dossier rests.
    pub fn open_ways(&self) -> Vec<&Way> {
        if self.is_passing() { self.ways_at_once() } else { self.ways.iter().collect() }
    }

    /// Whether a trigger opens any way.
    pub fn follows(&self, trigger: &Trigger) -> bool {
        self.ways.iter().any(|way| way.trigger == *trigger)
    }

    /// What is done here, by people and services.
    pub fn own_work(&self) -> Vec<String> {
        let tasks = self.tasks.iter().map(|task| format!("{} ({})", task.label, task.role_label));
        tasks.chain(self.calls.iter().map(|call| call.name.clone())).collect()
    }

    /// The same, with what is done in its regions.
    pub fn work(&self) -> Vec<String> {
        let inside = self.regions.iter().flat_map(|region| region.scope.states.iter().flat_map(Self::work));
        self.own_work().into_iter().chain(inside).collect()
    }

    /// Whether anything is done here besides waiting.
    pub fn has_work(&self) -> bool {
        !(self.tasks.is_empty() && self.calls.is_empty() && self.regions.is_empty())
    }
}

/// A small machine inside of a state, beside others.
#[derive(Debug, Clone)]
pub struct Region {
    pub name: String,
    pub label: String,
    pub scope: Scope,
}

/// A work item of people.
#[derive(Debug, Clone)]
pub struct Task {
    pub name: String,
    pub label: String,
    pub role: String,
    pub role_label: String,
    /// What it may come to; those of a vote are the outcomes of the vote.
    pub outcomes: Vec<String>,
    pub when: Option<Value>,
    pub is_required: bool,
    /// How many people do it, as the document says; none for one.
    pub instances: Option<Value>,
    pub vote: Option<Value>,
    pub due: Option<Due>,
}

/// When a task must be done.
#[derive(Debug, Clone)]
pub struct Due {
    pub delay: String,
    /// What silence means.
    pub outcome: Option<String>,
}

/// Outside work.
#[derive(Debug, Clone)]
pub struct Call {
    pub name: String,
    pub service: String,
}

/// A clock that outlives states.
#[derive(Debug, Clone)]
pub struct Clock {
    pub name: String,
    pub label: String,
    /// As the document says.
    pub value: Value,
}

#[derive(Debug, Clone)]
pub struct Way {
    pub trigger: Trigger,
    /// The words of a button, or the name of a clock; empty for the rest.
    pub label: String,
    /// None when it is always open. One that never opens is not a way.
    pub guard: Option<Value>,
    pub to: To,
}

/// What makes one take a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    Always,
    Command {
        name: String,
        roles: Vec<String>,
        /// It is one of the definition's, offered in many states.
        is_global: bool,
    },
    After {
        /// Its number among the state's timers.
        number: usize,
        delay: String,
        /// Counted in business days.
        business: bool,
    },
    /// The required tasks are closed, or all regions are at their end.
    Done,
    /// Outside work has a result.
    Answered(String),
    /// Outside work has failed for good.
    Failed(String),
    /// The time of a clock is over.
    Expiry(String),
}

impl Trigger {
    /// Whether time alone opens the way.
    pub fn is_of_time(&self) -> bool {
        matches!(self, Self::After { .. } | Self::Expiry(_))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// The state stays.
    Stay,
    /// A state of the same scope, by its number.
    State(usize),
    /// `@return`: one of the states that lead here.
    Back(Vec<usize>),
}

impl To {
    /// The states that it may lead to.
    pub fn states(&self) -> &[usize] {
        match self {
            Self::Stay => &[],
            Self::State(state) => std::slice::from_ref(state),
            Self::Back(states) => states,
        }
    }
}

impl Circuit {
    /// Reads a definition, its texts in `lang` where they are, else in `base`. The error lists what keeps it from being told:
    /// its shape, and names that stand for no state.
    pub fn read(document: &Value, lang: &str, base: &str) -> Result<Self, Vec<Problem>> {
        read::circuit(document, lang, base)
    }
}

impl Scope {
    /// The states that a dossier may come to.
    pub fn reachable(&self) -> Vec<bool> {
        self.after([self.initial])
    }

    /// The states that a dossier may come to from these, which are among them.
    fn after(&self, starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut known = vec![false; self.states.len()];
        let mut left: Vec<usize> = starts.into_iter().collect();
        while let Some(state) = left.pop() {
            if !std::mem::replace(&mut known[state], true) {
                left.extend(self.states[state].open_ways().into_iter().flat_map(|way| way.to.states()));
            }
        }
        known
    }
}

#[cfg(test)]
mod tests;
