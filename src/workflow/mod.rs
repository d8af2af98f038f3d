//! The approval workflow: a document that says through which states a dossier goes, who moves it, and what follows.
//!
//! SCXML's semantics, with two deviations: what a person does is a *command*, refused when it is not enabled, never queued;
//! and a transition of `kind: reopen` may leave a final state.
//!
//! | file | what |
//! |---|---|
//! | `definition`, `state`, `transition`, `task`, `vote` | the document as Rust sees it |
//! | `invoke`, `template` | outside work: what is asked of whom, how often |
//! | `branches` | the automatic branches of a state |
//! | `plan` | a definition as a chart of the kernel |
//! | `work` | the tasks of a dossier as the engine remembers them |
//! | `machine/` | `(definition, snapshot, command, now) → (snapshot, effects)`: pure, so that replaying rebuilds; clocks and timers |
//! | `moving/` | a running dossier goes on by a new version |
//! | `offers` | the buttons that a person may press now |
//! | `bulk` | the buttons that may be pressed on many dossiers at once |
//! | `actions/` | what a state or a transition does on the way: one file each |
//! | `check/` | every reason not to publish a definition |
//! | `deadline/` | clocks that outlive states, read from their ledgers |
//! | `scenario` | the tests that ship with a definition |
//! | `chain` | the hash chain that shows any change of the history |
//! | `circuit/` | a definition as drawings and exports tell it, in one language |
//! | `diagram/` | a circuit drawn, with the same as a list |
//! | `stage` | how far a dossier is, in simple words |
//! | `export/` | Mermaid, SCXML, BPMN: one file or folder each |
//! | `layout/` | where the boxes and lines of a drawing stand |
//! | `chart/` | the general kernel of statecharts that the engine stands on |
//!
//! The engine runs all of it. What this version has nothing to carry out with, the checker refuses (`E-unsupported`, in
//! `check/unsupported.rs`), so that it is not published; `guichet simulate` and `guichet test` play it.

mod actions;
mod branches;
mod bulk;
pub mod chain;
pub mod chart;
mod check;
pub mod circuit;
mod command;
pub mod deadline;
mod definition;
pub mod diagram;
mod duration;
pub mod export;
mod facts;
pub mod invoke;
pub mod layout;
mod machine;
pub mod moving;
mod offers;
mod plan;
mod problem;
mod scenario;
mod stage;
mod state;
mod step;
mod table;
pub mod task;
mod template;
mod transition;
pub mod vote;
pub mod work;

pub use actions::Correction;
pub use bulk::BulkButton;
pub use check::{check, check_for, groups, templates, unmet, words};
pub use command::{Actor, Command, Inputs, People, Refusal, outsider};
pub use definition::{Definition, Role, RoleKind};
pub use duration::Duration;
pub use offers::{Duty, Offer};
pub use problem::{Problem, Severity};
pub use scenario::{Configuration, Failure, Run, Scenario, ScenarioStep};
pub use stage::Stage;
pub use state::{DecisionRule, May, Motivation, Region, State, StateType};
pub use step::{Decision, Effect, Entry, Snapshot, Step};
pub use table::Table;
pub use transition::{Auto, Delay, Kind, Origin, Timer, Transition};

use crate::civil::Territory;
use chrono::NaiveDate;
use plan::Plan;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The phases that lists across procedures and statistics stand on.
pub const PHASES: [&str; 8] = ["draft", "submitted", "review", "waiting", "accepted", "refused", "closed", "withdrawn"];

/// A definition that the engine can run.
#[derive(Debug, Clone)]
pub struct Workflow {
    definition: Definition,
    plan: Arc<Plan>,
}

impl Workflow {
    /// Reads a definition. The error lists what keeps it from running: shape, rules, references.
    /// [`check`] says more (dead ends, scenarios, missing labels) and is what publishing asks for.
    pub fn parse(document: &Value) -> Result<Self, Vec<Problem>> {
        let problems = check::structure(document);
        if problems.iter().any(Problem::blocks) { Err(problems) } else { Self::read(document) }
    }

    /// The same of a document whose structure was looked at.
    fn read(document: &Value) -> Result<Self, Vec<Problem>> {
        match serde_json::from_value(document.clone()) {
            Ok(definition) => match plan::plan(&definition) {
                Ok(plan) => Ok(Self { definition, plan: Arc::new(plan) }),
                Err(faults) => {
                    let fault = |fault: chart::Fault| Problem::new("E-chart", "", vec![("detail", fault.to_string())]);
                    Err(faults.into_iter().map(fault).collect())
                }
            },
            Err(error) => Err(vec![Problem::new("E-value", "", vec![("keyword", error.to_string())])]),
        }
    }

    /// The document.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// A state by name.
    pub fn state(&self, name: &str) -> Option<&State> {
        self.definition.states.get(name)
    }

    /// The phase of a state; `review` when the definition does not say.
    pub fn phase(&self, state: &str) -> &str {
        self.state(state).map_or("review", State::phase)
    }

    /// What this person may do now, in the definition's order: the state's own transitions, then the global ones.
    pub fn offers(&self, snapshot: &Snapshot, actor: &Actor, inputs: &Inputs<'_>) -> Vec<Offer> {
        offers::offers(&self.definition, snapshot, actor, inputs)
    }

    /// The buttons that may be pressed on many dossiers at once, by the states that offer them.
    pub fn bulk_buttons(&self) -> Vec<BulkButton<'_>> {
        bulk::buttons(&self.definition)
    }

    /// Whether what this name stands for on a dossier may be done on many at once.
    pub fn is_bulk(&self, snapshot: &Snapshot, name: &str) -> bool {
        bulk::is_bulk(&self.definition, snapshot, name)
    }

    /// The parts of the open work, and whether this person may do each.
    pub fn duties(&self, snapshot: &Snapshot, actor: &Actor, inputs: &Inputs<'_>) -> Vec<Duty> {
        offers::duties(&self.definition, snapshot, actor, inputs)
    }

    /// The address that the rule of an outside role gives, for a dossier.
    pub fn address(&self, snapshot: &Snapshot, role: &str, inputs: &Inputs<'_>) -> Option<String> {
        offers::address(&self.definition, snapshot, role, inputs)
    }

    /// The roles that have open work, or a button, where a dossier stands.
    pub fn concerned<'a>(&'a self, snapshot: &'a Snapshot) -> BTreeSet<&'a str> {
        let open = snapshot.tasks.iter().filter(|(_, work)| work.is_open());
        let tasks =
            open.clone().filter_map(|(name, work)| Some(self.definition.task(&work.place, name)?.role.as_str()));
        // Who breaks a tie holds another role than who votes.
        let parts = open.flat_map(|(_, work)| &work.parts).filter(|part| part.is_open());
        let tasks = tasks.chain(parts.filter_map(|part| part.role.as_deref()));
        let inner =
            snapshot.inner.iter().filter_map(|path| self.definition.place(path)).flat_map(|state| state.on.iter());
        let buttons = inner.chain(self.definition.transitions(&snapshot.state));
        let pressed = buttons.flat_map(|(_, transition)| transition.roles.iter().map(String::as_str));
        tasks.chain(pressed).collect()
    }

    /// Who may do none of a task, for what they did or said before.
    pub fn kept_from(&self, snapshot: &Snapshot, name: &str, task: &task::Task) -> BTreeSet<String> {
        let acts = task.exclude.iter().map(task::Exclusion::key).chain([work::recusal(name)]);
        let before = acts.filter_map(|act| snapshot.acts.get(&act)).flatten();
        let parts = snapshot.tasks.get(name).into_iter().flat_map(|work| &work.parts);
        let others = parts.flat_map(|part| [&part.by, &part.on_behalf]).flatten();
        before.chain(others).cloned().collect()
    }

    /// The clocks that have started, as rules read them on a day.
    pub fn clocks(&self, snapshot: &Snapshot, territory: Territory, today: NaiveDate) -> Map<String, Value> {
        machine::readings(&self.definition, snapshot, territory, today)
    }

    /// Runs the commands of a history again, from the start: the last snapshot is the one that was kept, or it was changed.
    pub fn replay<'a>(
        &self,
        start: Snapshot,
        history: impl IntoIterator<Item = Entry<'a>>,
    ) -> Result<Snapshot, Refusal> {
        history.into_iter().try_fold(start, |snapshot, entry| {
            self.step(&snapshot, &entry.command, &entry.actor, &entry.inputs, entry.now).map(|step| step.snapshot)
        })
    }
}

#[cfg(test)]
mod tests;
