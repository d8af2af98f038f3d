//! Who gives a chart its meaning.

use super::node_set::NodeSet;
use super::tree::Id;
use std::collections::{BTreeMap, VecDeque};

/// Evaluates guards, runs actions, and sees what happens in the order in which it does.
pub trait Host {
    type Guard;
    type Action;

    /// Whether a transition may be taken. It changes nothing: a guard may be asked about a transition that is not taken
    /// after all, and in no order that matters.
    fn allows(&mut self, guard: &Self::Guard, view: &View<'_>) -> bool;

    /// Runs an action.
    fn perform(&mut self, action: &Self::Action, scene: &mut Scene<'_>);

    /// The state that `@name` stands for, on a transition from `source`; with none, the transition is not enabled. Asked
    /// after the guard, and like it, it changes nothing.
    fn choose(&mut self, target: &str, source: &str, view: &View<'_>) -> Option<String> {
        let _ = (target, source, view);
        None
    }

    /// A state is left: its actions on exit come next.
    fn exiting(&mut self, state: &str) {
        let _ = state;
    }

    /// A state is entered: its actions on entry come next.
    fn entering(&mut self, state: &str) {
        let _ = state;
    }
}

/// The chart as a guard sees it.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(super) names: &'a BTreeMap<String, Id>,
    pub(super) active: &'a NodeSet,
    pub(super) event: Option<&'a str>,
}

impl View<'_> {
    /// SCXML's `In`: whether a state is active.
    pub fn is_in(&self, state: &str) -> bool {
        self.names.get(state).is_some_and(|id| self.active.contains(*id))
    }

    /// The event that is looked at; none, for what is automatic.
    pub fn event(&self) -> Option<&str> {
        self.event
    }
}

/// The chart as an action sees it.
#[derive(Debug)]
pub struct Scene<'a> {
    pub view: View<'a>,
    pub(super) internal: &'a mut VecDeque<String>,
}

impl Scene<'_> {
    /// Adds an internal event: it comes before any outside one, after those that were raised earlier.
    pub fn raise(&mut self, event: impl Into<String>) {
        self.internal.push_back(event.into());
    }
}
