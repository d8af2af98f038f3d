//! One run of a clock, from a start to its end.

use super::count::whole;
use super::{Deadline, Duration, MonthRule, Rollover};
use crate::civil::Territory;
use chrono::NaiveDate;

/// How a deadline counts, and where.
#[derive(Clone, Copy)]
pub(super) struct Terms<'d> {
    pub(super) deadline: &'d Deadline,
    pub(super) territory: Territory,
}

/// A clock that was started. Its days are counted as the deadline counts them.
#[derive(Clone, Copy)]
pub(super) struct Run<'d> {
    terms: Terms<'d>,
    pub(super) start: NaiveDate,
    length: Duration,
    /// Days on which it was suspended.
    suspended: u32,
    /// Days by which the end had moved to a business day, when it was suspended after its own last day.
    prolonged: u32,
    /// The last day that does not count: that of the start, or of a suspension.
    idle: NaiveDate,
    pub(super) extensions: u32,
}

impl<'d> Run<'d> {
    pub(super) fn new(terms: Terms<'d>, start: NaiveDate, length: Duration) -> Self {
        Self { terms, start, length, suspended: 0, prolonged: 0, idle: start, extensions: 0 }
    }

    /// From zero again, with the length that it has by now.
    pub(super) fn restart(&mut self, on: NaiveDate) {
        *self = Self { start: on, suspended: 0, prolonged: 0, idle: on, ..*self };
    }

    pub(super) fn extend(&mut self, by: &Duration) {
        self.length = self.length.and(by);
        self.extensions += 1;
    }

    /// It did not run on these days, the last one included. Those that did not count already are not told twice.
    pub(super) fn pause(&mut self, from: NaiveDate, to: NaiveDate) {
        let counted = before(from).max(self.idle);
        let days = self.between(counted, to);
        if days == 0 {
            return;
        }
        // The days that are left are those of the prolongation: they start from there.
        let last = self.last();
        if counted >= last {
            self.prolonged += self.between(last, self.rolled(last));
        }
        self.suspended += days;
        self.idle = self.idle.max(to);
    }

    /// What people are told: the last day, or the day after it under `next_day`.
    pub(super) fn due(&self) -> NaiveDate {
        match self.terms.deadline.month_rule {
            MonthRule::SameDay => self.rolled(self.last()),
            MonthRule::NextDay => self.over(),
        }
    }

    /// The first day on which the time is over. Until midnight of the last day, whoever has to decide may.
    pub(super) fn over(&self) -> NaiveDate {
        after(self.rolled(self.last()))
    }

    /// How many days have counted by the end of a day.
    pub(super) fn elapsed(&self, today: NaiveDate) -> u32 {
        self.between(self.start, today).saturating_sub(self.suspended)
    }

    /// The last day, before it moves to a business day.
    fn last(&self) -> NaiveDate {
        let Terms { deadline, territory } = self.terms;
        let whole = match deadline.month_rule {
            MonthRule::SameDay => whole(&self.length, self.start),
            MonthRule::NextDay => before(whole(&self.length, after(self.start))),
        };
        let days = self.length.days.saturating_add(self.suspended).saturating_add(self.prolonged);
        deadline.count.add(days, whole, territory)
    }

    fn rolled(&self, last: NaiveDate) -> NaiveDate {
        match self.terms.deadline.rollover {
            Rollover::None => last,
            Rollover::NextBusinessDay => self.terms.territory.open_from(last),
        }
    }

    fn between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        self.terms.deadline.count.between(from, to, self.terms.territory)
    }
}

/// The day after; what falls outside of the calendar stays at its end.
fn after(date: NaiveDate) -> NaiveDate {
    date.succ_opt().unwrap_or(date)
}

pub(super) fn before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(date)
}
