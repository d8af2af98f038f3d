//! What was found by a move: how many dossiers go on by the new revision, who stays, and why.

use crate::workflow::moving::{Missing, Unmoved};
use serde::{Deserialize, Serialize};

/// Dossiers that are named, of those that stay for one reason.
const NAMED: usize = 5;

/// What was found so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Dossiers that were looked at.
    pub seen: u64,
    /// Those that go on by the new revision.
    pub moved: u64,
    pub stays: Vec<Stay>,
}

/// Dossiers that stay for one reason. One that has several is counted for each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    #[serde(flatten)]
    pub reason: Reason,
    pub count: u64,
    /// The numbers of the first ones.
    pub dossiers: Vec<String>,
}

/// Why a dossier stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// Something in use is to be mapped.
    Missing(Missing),
    /// The new form would lose an answer, or refuse one.
    Answers,
    /// The states can't be active together.
    Configuration,
    /// Two tasks or clocks would have one name.
    Clash { what: String },
    /// An outcome that was given is unknown to the new task.
    Outcome { what: String },
    /// The new version would decide at once.
    Decides,
    /// The new version can't go on from there.
    Refused,
    /// A failure, which the log tells.
    Failed,
}

impl Reason {
    /// None, for a dossier that is closed: it is none of those to move.
    pub(super) fn of(unmoved: Unmoved) -> Option<Vec<Self>> {
        Some(match unmoved {
            Unmoved::Closed => return None,
            Unmoved::Missing(parts) => parts.into_iter().map(Self::Missing).collect(),
            Unmoved::Configuration => vec![Self::Configuration],
            Unmoved::Clash(what) => vec![Self::Clash { what }],
            Unmoved::Outcome(what) => vec![Self::Outcome { what }],
            Unmoved::Decides => vec![Self::Decides],
            Unmoved::Refused(_) => vec![Self::Refused],
        })
    }
}

impl Report {
    /// Counts a dossier that stays.
    pub(super) fn stays_for(&mut self, reason: &Reason, number: &str) {
        let known = self.stays.iter().position(|stay| stay.reason == *reason);
        let at = known.unwrap_or_else(|| {
            self.stays.push(Stay { reason: reason.clone(), count: 0, dossiers: Vec::new() });
            self.stays.len() - 1
        });
        if let Some(stay) = self.stays.get_mut(at) {
            stay.count += 1;
            if stay.dossiers.len() < NAMED {
                stay.dossiers.push(number.to_owned());
            }
        }
    }
}
