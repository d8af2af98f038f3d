//! The clocks of a definition, as a step moves them: rows are added to their ledgers, and what falls due follows.

use super::Machine;
use super::timers::{EXPIRY, REMINDER};
use crate::civil::Territory;
use crate::workflow::command::{Actor, Refusal};
use crate::workflow::deadline::{Deadline, Ledger, Op, Phase, Reading};
use crate::workflow::definition::Definition;
use crate::workflow::duration::Duration;
use crate::workflow::step::{Effect, Snapshot};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// The clocks as rules read them, `deadlines.*`; one that has not started is blank.
pub(in crate::workflow) fn readings(
    definition: &Definition,
    snapshot: &Snapshot,
    territory: Territory,
    today: NaiveDate,
) -> Map<String, Value> {
    let started = definition.deadlines.iter().filter_map(|(name, deadline)| {
        let reading = deadline.read(snapshot.deadlines.get(name)?, territory, today)?;
        Some((name.to_owned(), reading.facts()))
    });
    started.collect()
}

impl<'a> Machine<'a> {
    /// What entering a state does to the clocks: it starts some, suspends others, lets those go on that the former state
    /// suspended; in a final state nothing waits for them any more.
    pub(super) fn follow_clocks(&mut self, state: &str, left: Option<&str>) {
        let definition = self.definition;
        let is_final = definition.states.get(state).is_some_and(|state| state.is_final());
        for (name, deadline) in definition.deadlines.iter() {
            let suspends = |state: &str| deadline.suspend_in.iter().any(|known| known == state);
            if deadline.start.iter().any(|known| known == state) {
                self.begin(name, deadline);
            }
            match self.phase(name, deadline) {
                Some(Phase::Running | Phase::Suspended) if is_final => self.append(name, Op::Stop, None),
                Some(Phase::Running) if suspends(state) => self.append(name, Op::Suspend, self.reason.clone()),
                Some(Phase::Suspended) if suspends(state) => self.suspend_by_reason(name),
                Some(Phase::Suspended) if left.is_some_and(suspends) => self.append(name, Op::Resume, None),
                _ => {}
            }
        }
    }

    /// A dossier goes on by another version: a clock that its former state stopped runs where the new state does not stop it, and
    /// the other way round. `stopped` are those that the former state stopped.
    pub(super) fn align_clocks(&mut self, stopped: &BTreeSet<String>) {
        let (definition, state) = (self.definition, self.snapshot.state.clone());
        for (name, deadline) in definition.deadlines.iter() {
            let suspends = deadline.suspend_in.contains(&state);
            match self.phase(name, deadline) {
                Some(Phase::Suspended) if stopped.contains(name) && !suspends => self.append(name, Op::Resume, None),
                Some(Phase::Running) if !stopped.contains(name) && suspends => self.append(name, Op::Suspend, None),
                _ => {}
            }
        }
    }

    /// A correction that is asked for where the clock is suspended already: its reason counts too.
    pub(super) fn suspend_again(&mut self) {
        let (definition, state) = (self.definition, self.snapshot.state.clone());
        for (name, deadline) in definition.deadlines.iter() {
            let suspends = deadline.suspend_in.contains(&state);
            if suspends && self.phase(name, deadline) == Some(Phase::Suspended) {
                self.suspend_by_reason(name);
            }
        }
    }

    fn suspend_by_reason(&mut self, name: &str) {
        if let Some(reason) = self.reason.clone() {
            self.append(name, Op::Suspend, Some(reason));
        }
    }

    /// What an action of the definition does to a clock.
    pub(in crate::workflow) fn order(&mut self, name: &str, op: &str, by: Option<Duration>) {
        let Some(deadline) = self.definition.deadlines.get(name) else { return };
        let op = match (op, by) {
            ("start", _) => return self.begin(name, deadline),
            ("suspend", _) => Op::Suspend,
            ("resume", _) => Op::Resume,
            ("restart", _) => Op::Restart,
            ("stop", _) => Op::Stop,
            ("extend", Some(by)) => Op::Extend { by },
            _ => return,
        };
        // Before its start there is nothing to change.
        if self.snapshot.deadlines.contains_key(name) {
            let reason = if op == Op::Suspend { self.reason.clone() } else { None };
            self.append(name, op, reason);
        }
    }

    /// Takes a row back: an unlawful request for documents stops no clock. Somebody who could have made
    /// it does, and says why; nothing is ever voided by computing.
    pub(super) fn void(&mut self, name: &str, row: u32, actor: &Actor) -> Result<(), Refusal> {
        let deadline = self.definition.deadlines.get(name).ok_or(Refusal::NotEnabled)?;
        if !self.definition.may_void(deadline, &actor.roles) {
            return Err(Refusal::WrongRole);
        }
        let reason = self.facts.inputs.text("motivation").ok_or(Refusal::MotivationRequired)?.to_owned();
        let ledger = self.snapshot.deadlines.get(name).ok_or(Refusal::NotEnabled)?;
        if !ledger.may_void(row) {
            return Err(Refusal::NotEnabled);
        }
        self.append(name, Op::Void { row }, Some(reason));
        Ok(())
    }

    /// The time of a clock is over: whether anything may follow.
    pub(super) fn expire(&mut self, name: &str) -> Result<bool, Refusal> {
        let deadline = self.definition.deadlines.get(name).ok_or(Refusal::NotEnabled)?;
        let reading = self.reading(name, deadline).filter(|reading| reading.phase == Phase::Expired);
        let reading = reading.ok_or(Refusal::NotEnabled)?;
        self.legal_date = Some(reading.due);
        self.resolves = true;
        Ok(!self.is_ended())
    }

    /// A reminder of a clock.
    pub(super) fn remind(&mut self, name: &str, index: &str) -> Result<(), Refusal> {
        let deadline = self.definition.deadlines.get(name).ok_or(Refusal::NotEnabled)?;
        let reading = self.reading(name, deadline).ok_or(Refusal::NotEnabled)?;
        let reminder = index.parse().ok().and_then(|index: usize| deadline.remind.get(index));
        let to = reminder.ok_or(Refusal::NotEnabled)?.to.clone();
        self.emit(Effect::Remind { to, deadline: name.to_owned(), due: reading.due });
        Ok(())
    }

    /// Plans the expiry and the reminders of each clock anew, by its ledger as it is now. What fired for a date does not
    /// fire for it again.
    pub(super) fn plan_clocks(&mut self) {
        let territory = self.facts.inputs.territory;
        self.snapshot.timers.retain(|id, _| !id.starts_with(EXPIRY) && !id.starts_with(REMINDER));
        for (name, deadline) in self.definition.deadlines.iter() {
            let Some(reading) = self.reading(name, deadline) else { continue };
            let expires = deadline.on_expiry.is_some() && matches!(reading.phase, Phase::Running | Phase::Expired);
            let mut planned: Vec<(String, NaiveDate, NaiveDate)> = Vec::new();
            if expires {
                planned.push((format!("{EXPIRY}{name}"), reading.over, reading.over));
            }
            if reading.phase == Phase::Running {
                let reminders = deadline.reminders(reading.due, territory).enumerate();
                let reminder = |(n, (day, _))| (format!("{REMINDER}{name}:{n}"), day, reading.due);
                planned.extend(reminders.map(reminder));
            }
            for (id, day, date) in planned {
                if self.snapshot.fired.get(&id) != Some(&date) {
                    self.snapshot.timers.insert(id, territory.midnight(day));
                }
            }
        }
    }

    /// The date that a timer of a clock is planned for: the first day after the last one, or the due date of a reminder.
    pub(super) fn clock_date(&self, id: &str) -> Option<NaiveDate> {
        let expiry = id.strip_prefix(EXPIRY);
        let name = expiry.or_else(|| id.strip_prefix(REMINDER)?.split(':').next())?;
        let reading = self.reading(name, self.definition.deadlines.get(name)?)?;
        Some(if expiry.is_some() { reading.over } else { reading.due })
    }

    fn begin(&mut self, name: &str, deadline: &Deadline) {
        if self.snapshot.deadlines.contains_key(name) {
            return;
        }
        if let Some(duration) = deadline.length(|rule| self.facts.allow(Some(rule))) {
            self.append(name, Op::Start { duration }, None);
        }
    }

    fn append(&mut self, name: &str, op: Op, reason: Option<String>) {
        let ledger = self.snapshot.deadlines.entry(name.to_owned()).or_default();
        let row = ledger.append(self.today, op, reason);
        self.emit(Effect::Ledger { deadline: name.to_owned(), row });
        let clocks = readings(self.definition, &self.snapshot, self.facts.inputs.territory, self.today);
        self.facts.set_clocks(clocks);
    }

    fn phase(&self, name: &str, deadline: &Deadline) -> Option<Phase> {
        self.reading(name, deadline).map(|reading| reading.phase)
    }

    fn reading(&self, name: &str, deadline: &Deadline) -> Option<Reading> {
        let ledger: &Ledger = self.snapshot.deadlines.get(name)?;
        deadline.read(ledger, self.facts.inputs.territory, self.today)
    }
}
