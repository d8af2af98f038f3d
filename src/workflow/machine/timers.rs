//! What falls due: timers of the state, expiries and reminders of the clocks. Each is known by its id.

use super::{Machine, Running};
use crate::workflow::command::{Command, Refusal};
use crate::workflow::plan::{expiry_event, timer_event};
use crate::workflow::step::{Effect, Snapshot};
use crate::workflow::task::Due;
use chrono::{DateTime, Utc};

/// How the id of a timer of a state starts: the state, its place among the state's timers, the visit.
const TIMER: &str = "timer:";
/// The same of the expiry of a clock: its name.
pub(super) const EXPIRY: &str = "expiry:";
/// The same of a reminder of a clock: its name, its place among the clock's reminders.
pub(super) const REMINDER: &str = "reminder:";
/// The same of the end of the time for a task: its name, the visit.
pub(super) const DUE: &str = "due:";
/// The same of a reminder of a task: its name, its place among the task's reminders, the visit.
pub(super) const NUDGE: &str = "nudge:";

/// The same of the end of the time for outside work: its name, the visit.
pub(super) const TIMEOUT: &str = "timeout:";

impl Snapshot {
    /// Whether something fell due that must be told before this command is: what the law settles by a date, nobody
    /// settles after it. A reminder settles nothing, and waits for no one.
    pub(super) fn comes_first(&self, command: &Command, now: DateTime<Utc>) -> bool {
        let own = match command {
            Command::Timer { id } => self.timers.get(id).map(|due| (*due, id.as_str())),
            _ => None,
        };
        self.overdue(now).is_some_and(|first| own.is_none_or(|own| first < own))
    }

    /// The first timer that has fallen due and may move the dossier, by its due time.
    fn overdue(&self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, &str)> {
        let moving =
            self.timers.iter().filter(|(id, due)| **due <= now && !id.starts_with(REMINDER) && !id.starts_with(NUDGE));
        moving.map(|(id, due)| (*due, id.as_str())).min()
    }

    /// When an opening of a task is due.
    pub fn due_of(&self, task: &str, visit: u32) -> Option<DateTime<Utc>> {
        self.timers.get(&format!("{DUE}{task}:{visit}")).copied()
    }

    /// The timer that is to fire first by now, if any is due.
    pub fn due(&self, now: DateTime<Utc>) -> Option<&str> {
        let due = self.timers.iter().filter(|(_, due)| **due <= now);
        due.map(|(id, due)| (*due, id.as_str())).min().map(|(_, id)| id)
    }
}

impl Machine<'_> {
    /// A timer falls due. One that is no longer pending belongs to a state that was left.
    pub(super) fn fire(&mut self, id: &str, running: &mut Running<'_>) -> Result<(), Refusal> {
        self.spend(id);
        if let Some(name) = id.strip_prefix(EXPIRY) {
            if self.expire(name)? {
                running.send(&expiry_event(name), self)?;
            }
            return Ok(());
        }
        if let Some((name, _)) = id.strip_prefix(DUE).and_then(|rest| rest.split_once(':')) {
            let done = self.fall_due(name)?;
            return self.follow_work(done, running);
        }
        if let Some((name, _)) = id.strip_prefix(TIMEOUT).and_then(|rest| rest.split_once(':')) {
            return self.time_out(name, running);
        }
        if let Some((name, _)) = id.strip_prefix(NUDGE).and_then(|rest| rest.split_once(':')) {
            return self.nudge(name);
        }
        if let Some((name, index)) = id.strip_prefix(REMINDER).and_then(|rest| rest.split_once(':')) {
            return self.remind(name, index);
        }
        // The visit tells two stays apart; the kernel knows one state.
        let event = id.rsplit_once(':').map_or(id, |(event, _)| event);
        self.resolves = true;
        running.send(event, self)?;
        if self.trail.is_empty() {
            self.suspend_again();
        }
        Ok(())
    }

    /// It fires once, for the date that it was planned for.
    pub(super) fn spend(&mut self, id: &str) {
        if let Some(date) = self.clock_date(id) {
            self.snapshot.fired.insert(id.to_owned(), date);
        }
        self.snapshot.timers.remove(id);
    }

    /// Plans those timers of a state that are wanted, by their place among them.
    pub(super) fn plan_these(&mut self, place: &str, wanted: impl Fn(usize) -> bool) {
        let Some(state) = self.definition.place(place) else { return };
        for (index, timer) in state.after.iter().enumerate().filter(|(index, _)| wanted(*index)) {
            let id = format!("{}:{}", timer_event(place, index), self.snapshot.visit);
            let due = timer.delay.after(self.now, self.facts.inputs.territory);
            self.snapshot.timers.insert(id, due);
        }
    }

    /// Those of the state that is left.
    pub(super) fn leave_timers(&mut self, place: &str) {
        let own = format!("{TIMER}{place}:");
        self.snapshot.timers.retain(|id, _| !id.starts_with(&own));
    }

    /// Plans the end of the time for a task, and its reminders.
    pub(super) fn plan_due(&mut self, (name, visit): (&str, u32), due: &Due) {
        let territory = self.facts.inputs.territory;
        let end = |moment: DateTime<Utc>| match due.delay.duration().has_time() {
            true => moment,
            // People have until the end of the last day.
            false => territory.midnight(territory.date(moment).succ_opt().unwrap_or(territory.date(moment))),
        };
        let last = due.delay.after(self.now, territory);
        self.snapshot.timers.insert(format!("{DUE}{name}:{visit}"), end(last));
        for (index, before) in due.remind.iter().enumerate() {
            let day = before.count().before(&before.duration(), territory.date(last), territory);
            let moment = territory.midnight(day).max(self.now);
            self.snapshot.timers.insert(format!("{NUDGE}{name}:{index}:{visit}"), moment);
        }
    }

    /// Tells what has changed of what is planned.
    pub(super) fn tell_timers(&mut self) {
        let before = std::mem::take(&mut self.planned);
        let gone = before.keys().filter(|id| !self.snapshot.timers.contains_key(*id));
        self.effects.extend(gone.map(|id| Effect::CancelTimer { id: id.clone() }));
        let new = self.snapshot.timers.iter().filter(|(id, due)| before.get(*id) != Some(due));
        self.effects.extend(new.map(|(id, due)| Effect::SetTimer { id: id.clone(), due: *due }));
    }
}
