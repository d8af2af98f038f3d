//! Outside work, as a step asks for it, takes its answer, or stops waiting for it.

use super::timers::TIMEOUT;
use super::{Machine, Running};
use crate::workflow::command::Refusal;
use crate::workflow::deadline::Count;
use crate::workflow::definition::Definition;
use crate::workflow::invoke::Invoke;
use crate::workflow::plan::answer_event;
use crate::workflow::step::Effect;

impl Definition {
    /// The outside work that a state asks for.
    pub fn invoke(&self, place: &str, id: &str) -> Option<&Invoke> {
        self.place(place)?.invoke.iter().find(|invoke| invoke.id == id)
    }
}

impl Machine<'_> {
    /// Asks for the outside work of a state that is wanted.
    pub(super) fn invoke_these(&mut self, place: &str, wanted: impl Fn(&str) -> bool) {
        let asked = self.definition.place(place).into_iter().flat_map(|state| &state.invoke);
        for invoke in asked.filter(|invoke| wanted(&invoke.id)) {
            self.snapshot.invoked.insert(invoke.id.clone(), place.to_owned());
            if let Some(timeout) = &invoke.timeout {
                let due = Count::Calendar.moment_after(timeout, self.now, self.facts.inputs.territory);
                self.snapshot.timers.insert(format!("{TIMEOUT}{}:{}", invoke.id, self.snapshot.visit), due);
            }
            self.emit(Effect::Invoke { id: invoke.id.clone() });
        }
    }

    /// Outside work has an answer; one that nobody awaits any more does nothing.
    pub(super) fn answer(&mut self, id: &str, done: bool, running: &mut Running<'_>) -> Result<(), Refusal> {
        if !self.actor.is_system() {
            return Err(Refusal::WrongRole);
        }
        let place = self.snapshot.invoked.get(id).cloned().ok_or(Refusal::NotEnabled)?;
        let known = self.definition.invoke(&place, id);
        if let Some(result) = known.and_then(|invoke| invoke.result.as_ref()).filter(|_| done) {
            let answer = self.facts.inputs.input.get("result").cloned().unwrap_or_default();
            self.facts.set(result, answer);
        }
        self.end_invoked(id, done, running)
    }

    /// The time for an answer is over: it is as if the work had failed. Where nothing follows that, it goes on being awaited,
    /// and somebody is told.
    pub(super) fn time_out(&mut self, id: &str, running: &mut Running<'_>) -> Result<(), Refusal> {
        let place = self.snapshot.invoked.get(id).ok_or(Refusal::NotEnabled)?;
        if self.definition.invoke(place, id).is_none_or(|invoke| invoke.on_error.is_empty()) {
            self.emit(Effect::Unanswered { id: id.to_owned() });
            return Ok(());
        }
        self.end_invoked(id, false, running)
    }

    fn end_invoked(&mut self, id: &str, done: bool, running: &mut Running<'_>) -> Result<(), Refusal> {
        self.forget(id);
        self.resolves = true;
        let taken = running.send(&answer_event(id, done), self)?;
        if done && !taken {
            running.follow(None, self)?;
        }
        Ok(())
    }

    /// Leaving a state, nobody awaits its outside work any more.
    pub(super) fn drop_invoked(&mut self, place: &str) {
        let own = self.snapshot.invoked.iter().filter(|(_, awaiting)| *awaiting == place);
        let own: Vec<String> = own.map(|(id, _)| id.clone()).collect();
        own.iter().for_each(|id| self.forget(id));
    }

    fn forget(&mut self, id: &str) {
        self.snapshot.invoked.remove(id);
        let timer = format!("{TIMEOUT}{id}:");
        self.snapshot.timers.retain(|name, _| !name.starts_with(&timer));
    }
}
