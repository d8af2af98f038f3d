//! Where a clock stands on a day.

use super::clock::{Line, Phase};
use chrono::NaiveDate;
use serde::Serialize;
use serde_json::{Value, json};

/// A clock as it is today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reading {
    pub phase: Phase,
    /// The day from which it counts: that of its last start.
    pub start: NaiveDate,
    /// The date that people are told, and on which a tacit decision takes effect, whenever it is noticed. Of a
    /// suspended clock: if it resumed today.
    pub due: NaiveDate,
    /// The first day on which the time is over: a timer fires then, not before. It is the day after `due` when `due` is
    /// the last day.
    pub over: NaiveDate,
    /// Calendar days until the due date; none when the clock has come to its end.
    pub days_left: u32,
    /// Days that have counted, as the deadline counts them.
    pub elapsed_days: u32,
    /// How many times it was extended.
    pub extensions: u32,
    pub history: Vec<Line>,
}

/// What rules may read of a clock.
pub const FACTS: [&str; 7] = ["phase", "start", "due", "over", "days_left", "elapsed_days", "extensions"];

impl Reading {
    /// As rules read it, `deadlines.<name>.*`.
    pub fn facts(&self) -> Value {
        json!({
            "phase": self.phase,
            "start": self.start,
            "due": self.due,
            "over": self.over,
            "days_left": self.days_left,
            "elapsed_days": self.elapsed_days,
            "extensions": self.extensions,
        })
    }
}
