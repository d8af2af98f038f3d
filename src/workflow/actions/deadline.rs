//! `deadline`: moves a clock: starts it once, suspends it, lets it go on, starts it anew, makes it longer, ends it.

use super::{Kind, Machine, Perform, read};
use crate::workflow::duration::Duration;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "deadline",
    read: read::<Deadline>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "deadline", "deadline": "decision", "op": "extend", "by": "P1M"}),
};

#[derive(Debug, Deserialize)]
struct Deadline {
    deadline: String,
    op: String,
    /// Of `extend`.
    by: Option<Duration>,
}

impl Perform for Deadline {
    fn perform(&self, machine: &mut Machine<'_>) {
        machine.order(&self.deadline, &self.op, self.by);
    }

    fn of_clock(&self) -> Option<(&str, &str)> {
        Some((&self.deadline, &self.op))
    }
}
