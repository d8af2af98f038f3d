//! A workflow's document as Rust sees it. `forms/workflows/workflow.schema.json` describes it to editors.

use super::deadline::Deadline;
use super::scenario::Scenario;
use super::state::{DecisionRule, State};
use super::step::Snapshot;
use super::table::Table;
use super::task::{Exclusion, Instances, Task};
use super::transition::Transition;
use crate::rules::{Rule, Text};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Where `@return` goes back to is the state that we came from.
pub(super) const RETURN: &str = "@return";

/// A whole definition.
#[derive(Debug, Clone, Deserialize)]
pub struct Definition {
    pub id: String,
    pub label: Text,
    pub description: Option<Text>,
    pub roles: Table<Role>,
    /// Agents' forms: name → form id. `guichet:decision` and `guichet:correction` are built in.
    #[serde(default)]
    pub forms: Table<String>,
    /// The workflow's variables, a JSON Schema each; `default` is their first value.
    #[serde(default)]
    pub data: Table<Value>,
    /// Clocks that outlive states.
    #[serde(default)]
    pub deadlines: Table<Deadline>,
    pub initial: String,
    pub states: Table<State>,
    /// Transitions offered in many states.
    #[serde(default)]
    pub on: Table<Transition>,
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
}

/// An abstract role; a procedure binds people and groups to it.
#[derive(Debug, Clone, Deserialize)]
pub struct Role {
    pub label: Text,
    #[serde(default)]
    pub kind: RoleKind,
    /// How many people it takes at least.
    pub min: Option<u32>,
    /// Of an outside service: the address that the answers give.
    pub from: Option<Rule>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    Applicant,
    #[default]
    Group,
    People,
    External,
    System,
}

impl RoleKind {
    /// Whether people of the administration hold it.
    pub fn is_administration(self) -> bool {
        matches!(self, Self::Group | Self::People)
    }
}

impl Definition {
    /// The roles of whoever files the dossier.
    pub fn applicants(&self) -> BTreeSet<String> {
        let own = self.roles.iter().filter(|(_, role)| role.kind == RoleKind::Applicant);
        own.map(|(name, _)| name.to_owned()).collect()
    }

    /// Whether a role is that of whoever files the dossier.
    pub fn is_applicant(&self, role: &str) -> bool {
        self.roles.get(role).is_some_and(|role| role.kind == RoleKind::Applicant)
    }

    /// The transition that a name stands for in a state: the state's own, else the global one.
    pub fn transition(&self, state: &str, name: &str) -> Option<&Transition> {
        let here = self.states.get(state)?;
        here.on.get(name).or_else(|| self.on.get(name).filter(|transition| transition.leaves(state, here)))
    }

    /// The transitions of a state, its own first.
    pub fn transitions<'d>(&'d self, state: &str) -> impl Iterator<Item = (&'d str, &'d Transition)> {
        let here = self.states.get_key(state);
        let own = here.into_iter().flat_map(|(_, state)| state.on.iter());
        let global = here.into_iter().flat_map(|(name, state)| {
            let offered = move |(known, transition): &(&str, &Transition)| {
                transition.leaves(name, state) && !state.on.contains(known)
            };
            self.on.iter().filter(offered)
        });
        own.chain(global)
    }

    /// A state by the way to it: `review`, `examination.consultations.asking`.
    pub fn place(&self, path: &str) -> Option<&State> {
        let mut names = path.split('.');
        let outer = self.states.get(names.next()?)?;
        match (names.next(), names.next()) {
            (None, _) => Some(outer),
            (Some(region), Some(inner)) => outer.regions.get(region)?.states.get(inner),
            (Some(_), None) => None,
        }
    }

    /// A task of the state at this place.
    pub fn task(&self, place: &str, name: &str) -> Option<&Task> {
        self.place(place)?.tasks.get(name)
    }

    /// Whether those who hold a role have no account: they are asked by mail.
    pub fn is_outside(&self, role: &str) -> bool {
        self.roles.get(role).is_some_and(|role| role.kind == RoleKind::External)
    }

    /// A task by its name, in whatever state.
    pub fn task_called(&self, name: &str) -> Option<&Task> {
        self.every_state().find_map(|state| state.tasks.get(name))
    }

    /// Every task, with its name.
    pub fn tasks(&self) -> impl Iterator<Item = (&str, &Task)> {
        self.every_state().flat_map(|state| state.tasks.iter())
    }

    /// The roles of whose holders each does a part of some task, or that vote or break a tie, and those that keep people from it: who they
    /// are must be known as a state is entered and as a vote goes on.
    pub fn roles_with_seats(&self) -> BTreeSet<&str> {
        let has_seats = |task: &Task| task.vote.is_some() || matches!(task.instances, Some(Instances::EachMember));
        let mut found = BTreeSet::new();
        for (_, task) in self.tasks().filter(|(_, task)| has_seats(task)) {
            found.insert(task.role.as_str());
            found.extend(task.vote.as_ref().and_then(|vote| vote.tie.as_ref()?.role()));
            found.extend(task.exclude.iter().filter_map(Exclusion::role));
        }
        found
    }

    /// Every button with its name: those of states, those of regions too, then those that are offered in many.
    pub fn buttons(&self) -> impl Iterator<Item = (&str, &Transition)> {
        self.every_state().flat_map(|state| state.on.iter()).chain(self.on.iter())
    }

    /// The button of this name of a state, or of the regions within it.
    pub fn button(&self, state: &str, name: &str) -> Option<&Transition> {
        let within = || {
            let regions = self.states.get(state)?.regions.iter();
            regions.flat_map(|(_, region)| region.states.iter()).find_map(|(_, inner)| inner.on.get(name))
        };
        self.transition(state, name).or_else(within)
    }

    /// Whether one of these roles may take back a request that stopped a clock: a role of the administration that could have made
    /// one. Where no button stops it, any role of the administration may.
    pub fn may_void(&self, deadline: &Deadline, roles: &BTreeSet<String>) -> bool {
        let of_administration = |role: &&String| self.roles.get(role).is_some_and(|role| role.kind.is_administration());
        let stops = |transition: &&Transition| {
            transition.target.as_ref().is_some_and(|target| deadline.suspend_in.contains(target))
        };
        let mut asking = self
            .buttons()
            .map(|(_, button)| button)
            .filter(stops)
            .flat_map(|button| &button.roles)
            .filter(of_administration)
            .peekable();
        let any = asking.peek().is_none();
        let asking: BTreeSet<&String> = asking.collect();
        roles.iter().filter(of_administration).any(|role| any || asking.contains(role))
    }

    /// The states, those of regions too.
    fn every_state(&self) -> impl Iterator<Item = &State> {
        let inner =
            self.states.iter().flat_map(|(_, state)| state.regions.iter()).flat_map(|(_, region)| region.states.iter());
        self.states.iter().chain(inner).map(|(_, state)| state)
    }

    /// The tasks that were opened, as rules read them.
    pub(super) fn work_facts(&self, snapshot: &Snapshot) -> Map<String, Value> {
        let told = snapshot.tasks.iter().map(|(name, work)| {
            let task = self.task(&work.place, name);
            (name.clone(), work.facts(task.map(|task| task.outcomes.as_slice()).unwrap_or_default()))
        });
        told.collect()
    }

    /// The transitions of this name that are offered where a dossier stands: of the states within regions first.
    pub fn offered<'d>(&'d self, snapshot: &Snapshot, name: &str) -> Vec<&'d Transition> {
        let inner = snapshot.inner.iter().filter_map(|path| self.place(path)?.on.get(name));
        inner.chain(self.transition(&snapshot.state, name)).collect()
    }

    /// Whether the end of a clock leads to a decision, at once or by automatic branches.
    pub fn decides(&self, deadline: &Deadline) -> bool {
        !self.silent_outcomes(deadline).is_empty()
    }

    /// The outcomes of the decisions that the end of a clock leads to, at once or by automatic branches.
    pub fn silent_outcomes<'d>(&'d self, deadline: &'d Deadline) -> BTreeSet<&'d str> {
        let ends = deadline.on_expiry.iter().flat_map(|then| self.decisions_from(&then.target));
        ends.map(|decision| decision.outcome.as_str()).collect()
    }

    /// The decisions that entering a state leads to: its own, or those of its automatic branches.
    pub(super) fn decisions_from<'d>(&'d self, state: &'d str) -> Vec<&'d DecisionRule> {
        let (mut left, mut seen, mut found) = (vec![state], BTreeSet::new(), Vec::new());
        while let Some(name) = left.pop() {
            let Some(state) = self.states.get(name).filter(|_| seen.insert(name)) else { continue };
            match &state.decision {
                Some(rule) => found.push(rule),
                None => left.extend(state.always.iter().map(|branch| branch.target.as_str())),
            }
        }
        found
    }

    /// Whether having done something keeps people from another part of the work.
    pub(super) fn keeps_from(&self, act: &Exclusion) -> bool {
        let of_state = |state: &State| {
            let tasks = state.tasks.iter().any(|(_, task)| task.exclude.contains(act));
            tasks || state.on.iter().any(|(_, transition)| transition.exclude.contains(act))
        };
        self.every_state().any(of_state) || self.on.iter().any(|(_, transition)| transition.exclude.contains(act))
    }

    /// Whether a way out of this state is `@return`, so that the way in must be kept.
    pub(super) fn returns_from(&self, state: &str) -> bool {
        let own = self.states.get(state).is_some_and(|here| here.targets().any(|target| target == RETURN));
        own || self.transitions(state).any(|(_, transition)| transition.target.as_deref() == Some(RETURN))
    }

    /// The variables' first values.
    pub(super) fn defaults(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.data.iter().filter_map(|(name, schema)| Some((name, schema.get("default")?)))
    }
}
