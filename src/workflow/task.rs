//! The human work of a state, as a definition writes it.

use super::table::Table;
use super::transition::Delay;
use super::vote::Vote;
use crate::rules::{Rule, Text};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;

/// A piece of work, open while its state is active.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Task {
    pub label: Text,
    pub role: String,
    /// The name of a form, in the definition's `forms`.
    pub form: Option<String>,
    /// How it may end.
    #[serde(default = "done")]
    pub outcomes: Vec<String>,
    /// The words of outcomes, where the product has none that fit.
    #[serde(default)]
    pub outcome_labels: Table<Text>,
    /// Whether there is such work at all, looked at as the state is entered.
    pub when: Option<Rule>,
    /// Whether the state waits for it.
    #[serde(default = "yes")]
    pub required: bool,
    /// To whom it goes first.
    #[serde(default)]
    pub assign: Assign,
    /// Who may not do it: who did another part of the work.
    #[serde(default)]
    pub exclude: Vec<Exclusion>,
    /// How many do it; one, when absent.
    pub instances: Option<Instances>,
    /// How the ballots make one outcome.
    pub vote: Option<Vote>,
    pub due: Option<Due>,
    /// Whether somebody else may do it on behalf of who is absent.
    #[serde(default = "yes")]
    pub delegable: bool,
    /// Whether somebody may say that they had better not.
    #[serde(default = "yes")]
    pub recusable: bool,
    /// The roles that read what was answered; all of the administration, when empty.
    #[serde(default)]
    pub visible_to: Vec<String>,
    /// The answers that whoever has no account reads with it, by their pointers.
    #[serde(default)]
    pub shows: Vec<String>,
}

impl Task {
    /// Whether somebody with these roles reads what was answered.
    pub fn is_read_by(&self, roles: &BTreeSet<String>) -> bool {
        self.visible_to.is_empty() || self.visible_to.iter().any(|role| roles.contains(role))
    }
}

fn done() -> Vec<String> {
    vec!["done".to_owned()]
}

fn yes() -> bool {
    true
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assign {
    /// Whoever of the role takes it.
    #[default]
    Queue,
    RoundRobin,
    LeastLoaded,
    /// Who is in charge of the dossier.
    CaseOwner,
}

/// How many times the same work is done, each by somebody else.
#[derive(Debug, Clone)]
pub enum Instances {
    Count(u32),
    /// Once by each who holds the role as the state is entered.
    EachMember,
    /// Once for each item of a list.
    Each(Rule),
}

impl<'de> Deserialize<'de> for Instances {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Count(u32),
            Word(String),
            Each { each: Rule },
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Count(count) => Self::Count(count),
            Written::Word(word) if word == "each_member" => Self::EachMember,
            Written::Word(word) => return Err(serde::de::Error::custom(format!("{word:?} is no number of instances"))),
            Written::Each { each } => Self::Each(each),
        })
    }
}

/// When it should be done, and what happens otherwise.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    pub delay: Delay,
    /// What silence means: the avis that is deemed favourable. Of a vote, what each missing ballot is.
    pub outcome: Option<String>,
    /// A role that is told when the time is over.
    pub escalate_to: Option<String>,
    /// How long before, those who are to do it are told again.
    #[serde(default)]
    pub remind: Vec<Delay>,
}

/// Separation of duties: who may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exclusion {
    /// Who did this task.
    Task(String),
    /// Who pressed this button.
    Transition(String),
    /// Who holds this role.
    Role(String),
}

impl Exclusion {
    /// The role whose holders are kept from it.
    pub fn role(&self) -> Option<&str> {
        if let Self::Role(name) = self { Some(name) } else { None }
    }

    /// As a definition writes it: `task:analysis`.
    pub fn key(&self) -> String {
        match self {
            Self::Task(name) => format!("task:{name}"),
            Self::Transition(name) => format!("transition:{name}"),
            Self::Role(name) => format!("role:{name}"),
        }
    }
}

impl<'de> Deserialize<'de> for Exclusion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.split_once(':') {
            Some(("task", name)) => Ok(Self::Task(name.to_owned())),
            Some(("transition", name)) => Ok(Self::Transition(name.to_owned())),
            Some(("role", name)) => Ok(Self::Role(name.to_owned())),
            _ => Err(serde::de::Error::custom(format!("{text:?} excludes nobody"))),
        }
    }
}
