//! A chart that runs.

use super::configuration::{Configuration, History};
use super::entry::EntrySet;
use super::host::{Host, Scene, View};
use super::node_set::NodeSet;
use super::outline::Kind;
use super::select::Enabled;
use super::tree::{Chart, Id};
use std::collections::VecDeque;

/// Automatic micro steps that one event may set off.
pub const MICRO_STEPS: usize = 100;

/// Why an event has no result. The interpreter has stopped on its way: it is of no more use, and neither is what its host did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("more than {MICRO_STEPS} automatic steps")]
    Endless,
    #[error("the host chose a target that does not exist")]
    Choice,
    #[error("not a configuration of this chart")]
    Configuration,
}

/// A chart between two events.
#[derive(Debug)]
pub struct Interpreter<'c, G, A> {
    pub(super) chart: &'c Chart<G, A>,
    /// The chart itself is always in it.
    pub(super) active: NodeSet,
    pub(super) history: History,
    /// Events that the chart raised itself.
    internal: VecDeque<String>,
}

impl<'c, G, A> Interpreter<'c, G, A> {
    /// Enters the initial configuration, and follows what is automatic.
    pub fn start<H: Host<Guard = G, Action = A>>(chart: &'c Chart<G, A>, host: &mut H) -> Result<Self, Error> {
        let (active, history) = (NodeSet::new(chart.states.len()), History::new());
        let mut new = Self { chart, active, history, internal: VecDeque::new() };
        new.enter(&EntrySet::whole(chart, &new.history), None, host);
        new.settle(host)?;
        Ok(new)
    }

    /// Goes on from where it stood.
    pub fn load(chart: &'c Chart<G, A>, configuration: &Configuration) -> Result<Self, Error> {
        let (active, history) = chart.load(configuration).ok_or(Error::Configuration)?;
        Ok(Self { chart, active, history, internal: VecDeque::new() })
    }

    pub fn configuration(&self) -> Configuration {
        self.chart.save(&self.active, &self.history)
    }

    /// Whether a final child of the chart is active.
    pub fn is_done(&self) -> bool {
        self.active.within(self.chart.within(0)).next().is_some_and(|id| self.chart.states[id].kind == Kind::Final)
    }

    /// Whether an event enables a transition: whether [`Interpreter::send`] would take it, or [`Interpreter::reopen`] once the
    /// chart is over.
    pub fn enables<H: Host<Guard = G, Action = A>>(&self, event: &str, host: &mut H) -> Result<bool, Error> {
        Ok(!self.select(Some(event), host)?.is_empty())
    }

    /// One event from outside, run to completion. False, and nothing changes, when it enables nothing or the chart is over.
    pub fn send<H: Host<Guard = G, Action = A>>(&mut self, event: &str, host: &mut H) -> Result<bool, Error> {
        if self.is_done() { Ok(false) } else { self.take(event, host) }
    }

    /// As [`Interpreter::send`], for an event that may leave a final state.
    pub fn reopen<H: Host<Guard = G, Action = A>>(&mut self, event: &str, host: &mut H) -> Result<bool, Error> {
        self.take(event, host)
    }

    /// What the host knows has changed though no transition was taken: automatic transitions are looked at again, then the
    /// events that it raises with it.
    pub fn follow<H: Host<Guard = G, Action = A>>(
        &mut self,
        raised: Option<String>,
        host: &mut H,
    ) -> Result<(), Error> {
        self.internal.extend(raised);
        self.settle(host)
    }

    fn take<H: Host<Guard = G, Action = A>>(&mut self, event: &str, host: &mut H) -> Result<bool, Error> {
        let enabled = self.select(Some(event), host)?;
        if enabled.is_empty() {
            return Ok(false);
        }
        self.micro_step(&enabled, Some(event), host);
        self.settle(host)?;
        Ok(true)
    }

    /// Takes automatic transitions, then internal events one at a time, until nothing is left of both.
    fn settle<H: Host<Guard = G, Action = A>>(&mut self, host: &mut H) -> Result<(), Error> {
        let mut left = MICRO_STEPS;
        while !self.is_done() {
            let mut event = None;
            let mut enabled = self.select(None, host)?;
            if enabled.is_empty() {
                event = self.internal.pop_front();
                let Some(raised) = &event else { return Ok(()) };
                enabled = self.select(Some(raised), host)?;
            }
            if !enabled.is_empty() {
                left = left.checked_sub(1).ok_or(Error::Endless)?;
                self.micro_step(&enabled, event.as_deref(), host);
            }
        }
        self.internal.clear();
        Ok(())
    }

    fn micro_step<H>(&mut self, enabled: &[Enabled<'c, G, A>], event: Option<&str>, host: &mut H)
    where
        H: Host<Guard = G, Action = A>,
    {
        self.exit(enabled, event, host);
        enabled.iter().for_each(|one| self.perform(&one.edge.actions, event, host));
        self.enter(&EntrySet::of(self.chart, &self.history, enabled), event, host);
    }

    /// Innermost states first; what histories remember is what was active before any of them was left.
    fn exit<H>(&mut self, enabled: &[Enabled<'c, G, A>], event: Option<&str>, host: &mut H)
    where
        H: Host<Guard = G, Action = A>,
    {
        let chart = self.chart;
        let mut exits = NodeSet::new(chart.states.len());
        enabled.iter().for_each(|one| exits.extend(&one.exits));
        let exits: Vec<Id> = exits.iter().collect();
        exits.iter().for_each(|id| self.remember(*id));
        for id in exits.into_iter().rev() {
            let state = &chart.states[id];
            host.exiting(&state.name);
            self.perform(&state.exit, event, host);
            self.active.remove(id);
        }
    }

    fn remember(&mut self, around: Id) {
        let chart = self.chart;
        for history in &chart.states[around].histories {
            let deep = chart.states[*history].kind == Kind::DeepHistory;
            let kept = |id: &Id| if deep { chart.is_atomic(*id) } else { chart.states[*id].parent == Some(around) };
            let active = self.active.within(chart.within(around)).filter(kept).collect();
            self.history.insert(*history, active);
        }
    }

    fn enter<H: Host<Guard = G, Action = A>>(&mut self, entry: &EntrySet, event: Option<&str>, host: &mut H) {
        let chart = self.chart;
        for id in entry.states.iter() {
            let state = &chart.states[id];
            self.active.insert(id);
            host.entering(&state.name);
            self.perform(&state.entry, event, host);
            if entry.by_default.contains(id) {
                self.perform(&state.initial_actions, event, host);
            }
            if let Some(history) = entry.forgotten.get(&id) {
                self.perform(&chart.states[*history].initial_actions, event, host);
            }
            if state.kind == Kind::Final {
                self.complete(id);
            }
        }
    }

    /// Tells that the parent of a final state is done, and so may be the parallel states around it.
    fn complete(&mut self, id: Id) {
        let chart = self.chart;
        // The end of the chart itself is no event.
        let mut around = chart.upwards(id).skip(1).take_while(|id| *id != 0);
        if let Some(parent) = around.next() {
            self.internal.push_back(done(&chart.states[parent].name));
        }
        let over = around.take_while(|outer| chart.is_parallel(*outer) && self.is_final(*outer));
        let over: Vec<String> = over.map(|outer| done(&chart.states[outer].name)).collect();
        self.internal.extend(over);
    }

    /// Whether a state that is active has come to its end.
    fn is_final(&self, id: Id) -> bool {
        let chart = self.chart;
        let mut children = chart.states[id].children.iter();
        match chart.is_parallel(id) {
            true => children.all(|child| self.is_final(*child)),
            false => children.any(|child| chart.states[*child].kind == Kind::Final && self.active.contains(*child)),
        }
    }

    fn perform<H: Host<Guard = G, Action = A>>(&mut self, actions: &[A], event: Option<&str>, host: &mut H) {
        let view = View { names: &self.chart.names, active: &self.active, event };
        let mut scene = Scene { view, internal: &mut self.internal };
        actions.iter().for_each(|action| host.perform(action, &mut scene));
    }
}

/// The event of a state that has come to its end.
fn done(state: &str) -> String {
    format!("done.state.{state}")
}
