//! The ways from a state to another: buttons, automatic branches, timers.

use super::actions::Action;
use super::deadline::Count;
use super::duration::Duration;
use super::state::State;
use super::task::Exclusion;
use crate::civil::Territory;
use crate::rules::{Rule, Text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

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
    /// Who may not: who did another part of the work.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
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

/// One branch by its target alone, one, or several.
pub(super) fn autos<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Auto>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Target(String),
        One(Auto),
        Many(Vec<Auto>),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Target(target) => vec![Auto { target, guard: None, actions: Vec::new() }],
        Written::One(auto) => vec![auto],
        Written::Many(autos) => autos,
    })
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
