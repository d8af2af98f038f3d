//! Clocks that outlive states: the time that the law leaves before silence decides, or before anything else must be
//! done.
//!
//! A clock is read from append-only rows ([`Ledger`]), never from a date that was kept: [`Deadline::read`] is a pure
//! function of the definition, the rows, the public holidays and today. All dates are civil dates of the
//! procedure's territory; no instant is known here.
//!
//! | file | what |
//! |---|---|
//! | `mod` | a deadline as a definition writes it |
//! | `count` | calendar and business days, forwards and backwards |
//! | `ledger` | the rows |
//! | `run` | one run of a clock: its last day, its due date, the days that don't count |
//! | `reading` | where a clock stands on a day |
//! | `clock` | the rows told one after another: state, history, what voiding a row would change |
//!
//! What the law asks:
//! - The day of the start does not count (CRPA L231-1 and L231-4; règlement 1182/71, art. 3; CPC art. 641): two months
//!   from 15 May have 15 July for their last day, or the last day of a shorter month. Whoever counts from the next day
//!   (`next_day`) names the day that follows the last one; towards the end of a month the two may not mean the same
//!   day.
//! - A limit does not move when it ends on a Saturday, a Sunday or a holiday, unless its text says so (`rollover`;
//!   règlement 1182/71, art. 3 § 4; CPC art. 642).
//! - Missing documents stop the clock or start it anew (CRPA L114-5). A day on which it is stopped, be it in part, does
//!   not count: neither that of the request nor that of the answer, which is to a clock that goes on what the day of
//!   the start is to a new one.
//! - An unlawful request stops nothing (Conseil d'État, Section, 9 décembre 2022, n° 454521, Commune de
//!   Saint-Herblain): its row is voided, and everything is read as if it had never been. Nobody voids by computing:
//!   [`Deadline::if_void`] only tells.

mod clock;
mod count;
mod ledger;
mod reading;
mod run;

pub use clock::{Change, Line, Phase, Standing, What};
pub use count::Count;
pub use ledger::{Ledger, Op, Row};
pub use reading::{FACTS, Reading};

use super::duration::Duration;
use super::transition::{Auto, Delay};
use crate::civil::Territory;
use crate::rules::{Rule, Text};
use chrono::NaiveDate;
use serde::Deserialize;

/// A clock of a definition.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    pub label: Text,
    pub duration: Length,
    #[serde(default)]
    pub count: Count,
    #[serde(default)]
    pub month_rule: MonthRule,
    #[serde(default)]
    pub rollover: Rollover,
    /// Entering one of these states starts it, once.
    pub start: Vec<String>,
    /// It is suspended as long as the dossier is in one of these.
    #[serde(default)]
    pub suspend_in: Vec<String>,
    #[serde(default)]
    pub resume: Resume,
    #[serde(default)]
    pub remind: Vec<Reminder>,
    pub on_expiry: Option<Auto>,
    /// The text that asks for it, as people cite it.
    pub legal_basis: Option<String>,
}

/// How long it is, for everybody or by rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Length {
    Plain(Duration),
    ByRule(Vec<Case>),
}

/// One length, and when it is the one.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    pub when: Option<Rule>,
    pub duration: Duration,
}

/// From which day months are counted. démarches-simplifiées has `next_day`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthRule {
    /// Two months from the 15th are the 15th, which is the last day.
    #[default]
    SameDay,
    /// They are counted from the day after, and the due date is the day after the last one.
    NextDay,
}

/// Where a last day goes that is not a business day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rollover {
    #[default]
    None,
    NextBusinessDay,
}

/// What a clock does when a suspension ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resume {
    /// It goes on.
    #[default]
    Continue,
    /// It starts anew.
    Restart,
    /// It starts anew if the dossier was incomplete, and goes on otherwise.
    ByReason,
}

/// Who is told, and how long before the due date.
#[derive(Debug, Clone, Deserialize)]
pub struct Reminder {
    pub before: Delay,
    pub to: Vec<String>,
}

impl Deadline {
    /// How long it is: the first case whose rule holds. `None` when none does. It is settled when the clock starts, and
    /// kept in its row: what people write later does not change the limit that they were told.
    pub fn length(&self, holds: impl Fn(&Rule) -> bool) -> Option<Duration> {
        match &self.duration {
            Length::Plain(duration) => Some(*duration),
            Length::ByRule(cases) => {
                cases.iter().find(|case| case.when.as_ref().is_none_or(&holds)).map(|case| case.duration)
            }
        }
    }

    /// The day of each reminder for a due date, in the order of the definition.
    pub fn reminders(&self, due: NaiveDate, territory: Territory) -> impl Iterator<Item = (NaiveDate, &[String])> {
        self.remind.iter().map(move |reminder| {
            let before = &reminder.before;
            (before.count().before(&before.duration(), due, territory), reminder.to.as_slice())
        })
    }
}

#[cfg(test)]
mod tests;
