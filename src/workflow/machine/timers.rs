//! What falls due: timers of the state, expiries and reminders of the clocks. Each is known by its id.

use super::Machine;
use crate::workflow::command::{Command, Refusal};
use crate::workflow::definition::State;
use crate::workflow::step::{Effect, Snapshot};
use chrono::{DateTime, Utc};

/// How the id of a timer of a state starts: its name, its place among the state's timers, the visit.
const TIMER: &str = "timer:";
/// The same of the expiry of a clock: its name.
pub(super) const EXPIRY: &str = "expiry:";
/// The same of a reminder of a clock: its name, its place among the clock's reminders.
pub(super) const REMINDER: &str = "reminder:";

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
        let moving = self.timers.iter().filter(|(id, due)| **due <= now && !id.starts_with(REMINDER));
        moving.map(|(id, due)| (*due, id.as_str())).min()
    }

    /// The timer that is to fire first by now, if any is due.
    pub fn due(&self, now: DateTime<Utc>) -> Option<&str> {
        let due = self.timers.iter().filter(|(_, due)| **due <= now);
        due.map(|(id, due)| (*due, id.as_str())).min().map(|(_, id)| id)
    }
}

impl Machine<'_> {
    /// A timer falls due. One that is no longer pending belongs to a state that was left.
    pub(super) fn fire(&mut self, id: &str) -> Result<(), Refusal> {
        self.spend(id);
        if let Some(name) = id.strip_prefix(EXPIRY) {
            return self.expire(name);
        }
        if let Some((name, index)) = id.strip_prefix(REMINDER).and_then(|rest| rest.split_once(':')) {
            return self.remind(name, index);
        }
        let index = id.split(':').nth(2).and_then(|index| index.parse::<usize>().ok());
        let timer = index.and_then(|index| self.here().ok()?.after.get(index)).ok_or(Refusal::NotEnabled)?;
        if !self.facts.allow(timer.guard.as_ref()) {
            return Ok(());
        }
        if timer.target.is_some() {
            self.resolve_correction();
        }
        self.take(timer.target.as_deref(), &timer.actions)
    }

    /// It fires once, for the date that it was planned for.
    pub(super) fn spend(&mut self, id: &str) {
        if let Some(date) = self.clock_date(id) {
            self.snapshot.fired.insert(id.to_owned(), date);
        }
        self.snapshot.timers.remove(id);
    }

    pub(super) fn plan_timers(&mut self, name: &str, state: &State) {
        for (index, timer) in state.after.iter().enumerate() {
            let id = format!("{TIMER}{name}:{index}:{}", self.snapshot.visit);
            let due = timer.delay.after(self.now, self.facts.inputs.territory);
            self.snapshot.timers.insert(id, due);
        }
    }

    /// Those of the state that is left.
    pub(super) fn leave_timers(&mut self) {
        self.snapshot.timers.retain(|id, _| !id.starts_with(TIMER));
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
