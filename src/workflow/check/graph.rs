//! A definition as a graph: which state may follow which, by what.

use crate::rules::Rule;
use crate::workflow::deadline::Deadline;
use crate::workflow::definition::{Definition, RETURN};
use crate::workflow::state::State;
use crate::workflow::transition::Kind;
use serde_json::Value;
use std::collections::BTreeSet;

/// A way from a state to another. Guards count as possible unless they are plainly `false`.
pub(super) struct Edge<'d> {
    pub(super) from: &'d str,
    pub(super) to: &'d str,
    pub(super) reopens: bool,
    pub(super) automatic: bool,
}

pub(super) struct Graph<'d> {
    definition: &'d Definition,
    pub(super) edges: Vec<Edge<'d>>,
}

impl<'d> Graph<'d> {
    pub(super) fn new(definition: &'d Definition) -> Self {
        let (back, mut edges): (Vec<_>, Vec<_>) = definition
            .states
            .iter()
            .flat_map(|(name, state)| ways(definition, name, state))
            .partition(|e| e.to == RETURN);
        // `@return` may go to any state from which this one is entered.
        let returns: Vec<Edge<'d>> = back
            .iter()
            .flat_map(|way| {
                edges.iter().filter(|edge| edge.to == way.from && edge.from != way.from).map(move |edge| (way, edge))
            })
            .map(|(way, edge)| Edge { from: way.from, to: edge.from, reopens: way.reopens, automatic: way.automatic })
            .collect();
        edges.extend(returns);
        let mut graph = Self { definition, edges };
        graph.add_expiries();
        graph
    }

    /// The ways that the end of a clock opens: from where it may run. One way may lead to where another clock runs.
    fn add_expiries(&mut self) {
        let mut known = BTreeSet::new();
        loop {
            let found: Vec<Edge<'d>> =
                self.definition.deadlines.iter().flat_map(|(_, clock)| self.expiries(clock)).collect();
            let new: Vec<_> = found.into_iter().filter(|edge| known.insert((edge.from, edge.to))).collect();
            if new.is_empty() {
                return;
            }
            self.edges.extend(new);
        }
    }

    fn expiries(&self, clock: &'d Deadline) -> Vec<Edge<'d>> {
        let Some(then) = clock.on_expiry.as_ref().filter(|then| !never(then.guard.as_ref())) else { return Vec::new() };
        // One that no state starts is started by an action, anywhere.
        let anywhere = clock.start.is_empty().then_some(self.definition.initial.as_str());
        let starts = clock.start.iter().map(String::as_str).chain(anywhere);
        let after = self.closure(starts, |edge| Some((edge.from, edge.to)));
        let runs = |name: &&'d str| {
            let state = self.definition.states.get(name);
            let rests = state.is_some_and(|state| !state.is_final() && !is_passing(state));
            rests && !clock.suspend_in.iter().any(|known| known == name)
        };
        let edge = |from: &'d str| Edge { from, to: &then.target, reopens: false, automatic: false };
        after.into_iter().filter(runs).map(edge).collect()
    }

    /// The states that a dossier may come to.
    pub(super) fn reachable(&self) -> BTreeSet<&'d str> {
        self.closure([self.definition.initial.as_str()], |edge| Some((edge.from, edge.to)))
    }

    /// The states from which a final one may be reached without reopening.
    pub(super) fn ending(&self) -> BTreeSet<&'d str> {
        let finals = self.definition.states.iter().filter(|(_, state)| state.is_final()).map(|(name, _)| name);
        self.closure(finals, |edge| (!edge.reopens).then_some((edge.to, edge.from)))
    }

    /// The states that come back to themselves by automatic branches alone.
    pub(super) fn loops(&self) -> Vec<&'d str> {
        let after =
            |state: &'d str| self.edges.iter().filter(move |edge| edge.automatic && edge.from == state).map(|e| e.to);
        let automatic = |edge: &Edge<'d>| edge.automatic.then_some((edge.from, edge.to));
        self.definition.states.names().filter(|state| self.closure(after(state), automatic).contains(state)).collect()
    }

    fn closure(
        &self,
        starts: impl IntoIterator<Item = &'d str>,
        follow: impl Fn(&Edge<'d>) -> Option<(&'d str, &'d str)>,
    ) -> BTreeSet<&'d str> {
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut left: Vec<&str> = starts.into_iter().collect();
        while let Some(state) = left.pop() {
            if known.insert(state) {
                let next = self.edges.iter().filter_map(&follow).filter(|(from, _)| *from == state);
                left.extend(next.map(|(_, to)| to));
            }
        }
        known
    }
}

/// Whether a guard never lets pass.
pub(super) fn never(guard: Option<&Rule>) -> bool {
    guard.is_some_and(|rule| *rule.source() == Value::Bool(false))
}

/// Whether a guard always lets pass.
pub(super) fn always(guard: Option<&Rule>) -> bool {
    guard.is_none_or(|rule| *rule.source() == Value::Bool(true))
}

/// A state that no dossier rests in: one of its automatic branches is always open.
pub(super) fn is_passing(state: &State) -> bool {
    state.always.iter().any(|branch| always(branch.guard.as_ref()))
}

fn ways<'d>(definition: &'d Definition, name: &'d str, state: &'d State) -> Vec<Edge<'d>> {
    let edge = |to: &'d str, reopens: bool, automatic: bool| Edge { from: name, to, reopens, automatic };
    let last =
        state.always.iter().position(|branch| always(branch.guard.as_ref())).map_or(state.always.len(), |n| n + 1);
    let open = state.always[..last].iter().filter(|branch| !never(branch.guard.as_ref()));
    let mut edges: Vec<_> = open.map(|branch| edge(&branch.target, false, true)).collect();
    if is_passing(state) {
        return edges;
    }
    let buttons = definition.transitions(name).filter(|(_, transition)| !never(transition.guard.as_ref()));
    edges.extend(buttons.filter_map(|(_, transition)| {
        Some(edge(transition.target.as_deref()?, transition.kind == Kind::Reopen, false))
    }));
    let timers = state.after.iter().filter(|timer| !never(timer.guard.as_ref()));
    edges.extend(timers.filter_map(|timer| Some(edge(timer.target.as_deref()?, false, false))));
    edges
}
