//! A ledger read: where its clock stands, and how it came there.

use super::ledger::{Ledger, Op, Row};
use super::reading::Reading;
use super::run::{Run, Terms, before};
use super::{Deadline, Duration, Resume};
use crate::civil::Territory;
use chrono::NaiveDate;
use serde::Serialize;

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Running,
    Suspended,
    /// Its time is over.
    Expired,
    /// It was stopped before.
    Ended,
}

/// One line of the history, for a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The row that it tells of; none when time did it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u32>,
    #[serde(flatten)]
    pub what: What,
    pub from: NaiveDate,
    /// Of a suspension that has ended: its last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    /// As the row says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub standing: Standing,
}

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    Started {
        duration: Duration,
    },
    Suspended,
    /// By its own row, or as a suspension ended.
    Restarted,
    Extended {
        by: Duration,
    },
    Ended,
    Expired,
}

/// Whether what happened counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Standing {
    Counts,
    /// It came when there was nothing to change, or too late.
    Idle,
    /// It was taken back.
    Void {
        on: NaiveDate,
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
}

/// What a row changes: the clock with it, and without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    pub now: Option<Reading>,
    pub then: Option<Reading>,
}

impl Deadline {
    /// The clock as its rows tell it. `None` until it has started. Rows may be later than today: they count for the due
    /// date.
    pub fn read(&self, ledger: &Ledger, territory: Territory, today: NaiveDate) -> Option<Reading> {
        let mut clock = Clock::new(Terms { deadline: self, territory });
        let rows = ledger.in_order();
        for row in &rows {
            clock.expire(row.on);
            match ledger.void_of(row.id) {
                None => clock.take(row),
                Some(void) => {
                    let standing = Standing::Void { on: void.on, reason: void.reason.clone() };
                    clock.history.extend(Line::of(row, standing));
                }
            }
        }
        let ends: Vec<&Row> =
            rows.into_iter().filter(|row| ends_pause(&row.op) && ledger.void_of(row.id).is_none()).collect();
        for line in clock.history.iter_mut().filter(|line| line.what == What::Suspended) {
            let end = ends.iter().find(|end| (end.on, Some(end.id)) > (line.from, line.row));
            line.to = end.map(|end| end.on);
        }
        clock.reading(today)
    }

    /// What would change if a row were voided today: for a person to see, before anybody does. `None` when there is no
    /// such row, or it is void already.
    pub fn if_void(&self, ledger: &Ledger, row: u32, territory: Territory, today: NaiveDate) -> Option<Change> {
        let known = ledger.rows().iter().any(|known| known.id == row);
        (known && ledger.void_of(row).is_none()).then(|| Change {
            now: self.read(ledger, territory, today),
            then: self.read(&ledger.with(today, Op::Void { row }), territory, today),
        })
    }
}

fn ends_pause(op: &Op) -> bool {
    matches!(op, Op::Resume | Op::Restart | Op::Stop)
}

impl Line {
    /// What a row tells; a resumption is told by the suspension that it ends, a void by what it voids.
    fn of(row: &Row, standing: Standing) -> Option<Self> {
        let what = match &row.op {
            Op::Start { duration } => What::Started { duration: *duration },
            Op::Suspend => What::Suspended,
            Op::Restart => What::Restarted,
            Op::Extend { by } => What::Extended { by: *by },
            Op::Stop => What::Ended,
            Op::Resume | Op::Void { .. } => return None,
        };
        Some(Self { row: Some(row.id), what, from: row.on, to: None, reason: row.reason.clone(), standing })
    }
}

/// A clock that takes its rows one after another.
struct Clock<'d> {
    terms: Terms<'d>,
    run: Option<Run<'d>>,
    /// Since when it is suspended, and whether it starts anew when that ends.
    paused: Option<(NaiveDate, bool)>,
    /// How it ended, and when.
    ended: Option<(Phase, NaiveDate)>,
    history: Vec<Line>,
}

impl<'d> Clock<'d> {
    fn new(terms: Terms<'d>) -> Self {
        Self { terms, run: None, paused: None, ended: None, history: Vec::new() }
    }

    fn take(&mut self, row: &Row) {
        let counts = match &row.op {
            Op::Start { duration } => self.start(row.on, *duration),
            Op::Suspend => self.suspend(row),
            Op::Resume => self.resume(row),
            Op::Restart => self.restart(row.on),
            Op::Extend { by } => self.going().map(|run| run.extend(by)).is_some(),
            Op::Stop => self.stop(row.on),
            Op::Void { .. } => false,
        };
        self.history.extend(Line::of(row, if counts { Standing::Counts } else { Standing::Idle }));
    }

    /// The run, unless it has ended.
    fn going(&mut self) -> Option<&mut Run<'d>> {
        if self.ended.is_none() { self.run.as_mut() } else { None }
    }

    /// Its time may be over by this day. A suspended clock waits.
    fn expire(&mut self, today: NaiveDate) {
        let paused = self.paused.is_some();
        if let Some(run) = self.going().filter(|run| !paused && run.over() <= today) {
            let (due, last) = (run.due(), before(run.over()));
            self.ended = Some((Phase::Expired, last));
            let standing = Standing::Counts;
            self.history.push(Line { row: None, what: What::Expired, from: due, to: None, reason: None, standing });
        }
    }

    fn start(&mut self, on: NaiveDate, duration: Duration) -> bool {
        let first = self.run.is_none();
        if first {
            self.run = Some(Run::new(self.terms, on, duration));
        }
        first
    }

    fn suspend(&mut self, row: &Row) -> bool {
        if self.ended.is_some() {
            return false;
        }
        let anew = match self.terms.deadline.resume {
            Resume::Continue => false,
            Resume::Restart => true,
            Resume::ByReason => row.reason.as_deref() == Some("incomplete"),
        };
        let (since, before) = self.paused.unwrap_or((row.on, false));
        self.paused = Some((since, before || anew));
        true
    }

    fn resume(&mut self, row: &Row) -> bool {
        let Some((since, anew)) = self.paused.take() else { return false };
        let Some(run) = self.going() else { return false };
        end_pause(run, since, anew, row.on);
        if anew {
            let (what, standing) = (What::Restarted, Standing::Counts);
            self.history.push(Line { row: Some(row.id), what, from: row.on, to: None, reason: None, standing });
        }
        true
    }

    fn restart(&mut self, on: NaiveDate) -> bool {
        let Some(run) = &mut self.run else { return false };
        run.restart(on);
        self.paused = None;
        self.ended = None;
        true
    }

    fn stop(&mut self, on: NaiveDate) -> bool {
        let paused = self.paused.take();
        let Some(run) = self.going() else { return false };
        if let Some((since, _)) = paused {
            run.pause(since, on);
        }
        self.ended = Some((Phase::Ended, on));
        true
    }

    fn reading(mut self, today: NaiveDate) -> Option<Reading> {
        self.expire(today);
        let mut run = self.run?;
        let (phase, day) = match (self.ended, self.paused) {
            (Some(ended), _) => ended,
            (None, Some((since, anew))) => {
                if today >= since {
                    end_pause(&mut run, since, anew, today);
                }
                (Phase::Suspended, today)
            }
            (None, None) => (Phase::Running, today),
        };
        let due = run.due();
        let left = if self.ended.is_some() { 0 } else { (due - today).num_days() };
        Some(Reading {
            phase,
            start: run.start,
            due,
            over: run.over(),
            days_left: u32::try_from(left).unwrap_or_default(),
            elapsed_days: run.elapsed(day),
            extensions: run.extensions,
            history: self.history,
        })
    }
}

/// The clock goes on, or starts anew.
fn end_pause(run: &mut Run<'_>, since: NaiveDate, anew: bool, on: NaiveDate) {
    if anew { run.restart(on) } else { run.pause(since, on) }
}
