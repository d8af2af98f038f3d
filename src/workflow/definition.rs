//! A workflow's document as Rust sees it. `forms/workflows/workflow.schema.json` describes it to editors.

use super::actions::Action;
use super::deadline::{Count, Deadline};
use super::duration::Duration;
use super::scenario::Scenario;
use super::table::Table;
use crate::civil::Territory;
use crate::rules::{Rule, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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

/// A status that a citizen can read.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    pub label: Text,
    /// What the applicant reads, when it is not the label.
    pub applicant_label: Option<Text>,
    pub description: Option<Text>,
    #[serde(default, rename = "type")]
    pub kind: StateType,
    pub phase: Option<String>,
    #[serde(default)]
    pub applicant_may: May,
    #[serde(default)]
    pub entry: Vec<Action>,
    #[serde(default)]
    pub exit: Vec<Action>,
    #[serde(default)]
    pub on: Table<Transition>,
    #[serde(default)]
    pub after: Vec<Timer>,
    #[serde(default)]
    pub always: Vec<Auto>,
    pub decision: Option<DecisionRule>,
}

impl State {
    pub fn is_final(&self) -> bool {
        self.kind == StateType::Final
    }

    /// One of [`super::PHASES`]; `review` when the definition does not say.
    pub fn phase(&self) -> &str {
        self.phase.as_deref().unwrap_or("review")
    }

    /// The status as the applicant reads it.
    pub fn applicant_label(&self) -> &Text {
        self.applicant_label.as_ref().unwrap_or(&self.label)
    }

    /// Transitions out of it that may be taken, `@return` not resolved.
    pub(super) fn targets(&self) -> impl Iterator<Item = &str> {
        let commands = self.on.iter().filter_map(|(_, transition)| transition.target.as_deref());
        let timers = self.after.iter().filter_map(|timer| timer.target.as_deref());
        commands.chain(timers).chain(self.always.iter().map(|auto| auto.target.as_str()))
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateType {
    #[default]
    Atomic,
    Final,
}

/// What the applicant may do with the dossier in a state; each includes those below it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum May {
    #[default]
    Read,
    Message,
    /// The fields that a correction request names.
    EditRequested,
    Edit,
}

/// A button.
#[derive(Debug, Clone, Deserialize)]
pub struct Transition {
    /// Of a global transition: where it is offered.
    pub from: Option<Origin>,
    pub label: Text,
    pub roles: Vec<String>,
    /// Absent: the state stays, without exit or entry.
    pub target: Option<String>,
    pub guard: Option<Rule>,
    /// The name of a form, in the definition's `forms`.
    pub form: Option<String>,
    /// What to ask before doing it.
    pub confirm: Option<Text>,
    /// May be done on many dossiers at once.
    #[serde(default)]
    pub bulk: bool,
    #[serde(default)]
    pub kind: Kind,
    #[serde(default)]
    pub actions: Vec<Action>,
}

impl Transition {
    /// Whether a global transition is offered in this state. Only `reopen` leaves a final state, and `*` means the states
    /// that the transition may leave: the final ones for `reopen`, the others otherwise.
    pub fn leaves(&self, name: &str, state: &State) -> bool {
        let reopens = self.kind == Kind::Reopen;
        match &self.from {
            Some(Origin::Every(_)) => reopens == state.is_final(),
            Some(Origin::States(names)) => names.iter().any(|known| known == name) && (reopens || !state.is_final()),
            None => false,
        }
    }
}

/// The states of a global transition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// `*`
    Every(String),
    States(Vec<String>),
}

/// What a transition means: colours and statistics stand on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Approve,
    Reject,
    Return,
    Withdraw,
    /// Leaves a final state.
    Reopen,
    #[default]
    Neutral,
}

/// An automatic branch.
#[derive(Debug, Clone, Deserialize)]
pub struct Auto {
    pub target: String,
    pub guard: Option<Rule>,
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// A timer of a state.
#[derive(Debug, Clone, Deserialize)]
pub struct Timer {
    pub delay: Delay,
    pub target: Option<String>,
    pub guard: Option<Rule>,
    #[serde(default)]
    pub actions: Vec<Action>,
}

/// A delay, in calendar time unless it says otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Delay {
    Plain(Duration),
    Counted {
        duration: Duration,
        #[serde(default)]
        count: Count,
    },
}

impl Delay {
    pub fn duration(&self) -> Duration {
        match self {
            Self::Plain(duration) | Self::Counted { duration, .. } => *duration,
        }
    }

    /// The moment that is this much later: days by the clocks of the territory, at the same time of day; hours and minutes
    /// as they pass.
    pub fn after(&self, start: DateTime<Utc>, territory: Territory) -> DateTime<Utc> {
        self.count().moment_after(&self.duration(), start, territory)
    }

    pub fn count(&self) -> Count {
        match self {
            Self::Plain(_) => Count::default(),
            Self::Counted { count, .. } => *count,
        }
    }
}

/// What a final state decides.
#[derive(Debug, Clone, Deserialize)]
pub struct DecisionRule {
    /// `accepted`, `refused`, `closed` or `withdrawn`.
    pub outcome: String,
    #[serde(default)]
    pub tacit: bool,
    #[serde(default)]
    pub motivation: Motivation,
}

/// Whether a decision says why. A refusal must (CRPA L211-2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Motivation {
    Required,
    #[default]
    Optional,
    None,
}

impl Definition {
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
