//! A state of a definition: what people read, what they may do in it, what it decides.

use super::actions::Action;
use super::invoke::Invoke;
use super::table::Table;
use super::task::Task;
use super::transition::{Auto, Timer, Transition, autos};
use crate::rules::Text;
use serde::{Deserialize, Serialize};

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
    /// Human work, all open together; `on_done` follows when what is required of it is over.
    #[serde(default)]
    pub tasks: Table<Task>,
    /// Long outside work whose result moves the dossier.
    #[serde(default)]
    pub invoke: Vec<Invoke>,
    /// Of a parallel state: small machines of their own; `on_done` follows when all have come to their ends.
    #[serde(default, rename = "states")]
    pub regions: Table<Region>,
    /// The first guard that holds wins.
    #[serde(default, deserialize_with = "autos")]
    pub on_done: Vec<Auto>,
    pub decision: Option<DecisionRule>,
}

/// A small machine within a parallel state.
#[derive(Debug, Clone, Deserialize)]
pub struct Region {
    pub label: Text,
    pub initial: String,
    pub states: Table<State>,
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
        let answers = self.invoke.iter().flat_map(|invoke| invoke.on_done.iter().chain(&invoke.on_error));
        let autos = self.always.iter().chain(&self.on_done).chain(answers).map(|auto| auto.target.as_str());
        commands.chain(timers).chain(autos)
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateType {
    #[default]
    Atomic,
    Parallel,
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

/// What a final state decides.
#[derive(Debug, Clone, Deserialize)]
pub struct DecisionRule {
    /// `accepted`, `refused`, `closed` or `withdrawn`.
    pub outcome: String,
    #[serde(default)]
    pub tacit: bool,
    #[serde(default)]
    pub motivation: Motivation,
    /// The document of the dossier that tells it, by its name or its model.
    pub document: Option<String>,
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
