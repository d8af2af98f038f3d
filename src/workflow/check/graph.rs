//! States as a graph: which may follow which, by what. One graph for the whole definition, one for each region.

use crate::rules::Rule;
use crate::workflow::deadline::Deadline;
use crate::workflow::definition::{Definition, RETURN};
use crate::workflow::state::{Region, State, StateType};
use crate::workflow::table::Table;
use crate::workflow::transition::{Auto, Kind, Transition};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A way from a state to another. Guards count as possible unless they are plainly `false`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge<'d> {
    pub(super) from: &'d str,
    pub(super) to: &'d str,
    pub(super) by: By,
}

/// What opens a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// A button, a timer of the state, the end of its work.
    Event,
    Reopening,
    /// Nobody and nothing: it is taken at once.
    Itself,
    /// The time of a clock is over.
    Expiry,
}

pub(super) struct Graph<'d> {
    pub(super) states: &'d Table<State>,
    initial: &'d str,
    pub(super) edges: Vec<Edge<'d>>,
    after: BTreeMap<&'d str, Vec<Edge<'d>>>,
}

impl<'d> Graph<'d> {
    /// That of the states of a dossier; a way out of a region is one out of the state around it.
    pub(super) fn new(definition: &'d Definition) -> Self {
        let own = |(name, state)| {
            let mut edges = ways(name, state, definition.transitions(name));
            edges.extend(state_ways_out(name, state));
            edges
        };
        let (back, edges): (Vec<_>, Vec<_>) = definition.states.iter().flat_map(own).partition(|e| e.to == RETURN);
        let mut graph = Self::of(&definition.states, &definition.initial, edges.clone());
        graph.add_what_follows(definition, &back, edges);
        graph
    }

    /// That of a region. Ways out of it lead to states that it does not know.
    pub(super) fn of_region(region: &'d Region) -> Self {
        let edges = region.states.iter().flat_map(|(name, state)| ways(name, state, state.on.iter())).collect();
        Self::of(&region.states, &region.initial, edges)
    }

    fn of(states: &'d Table<State>, initial: &'d str, edges: Vec<Edge<'d>>) -> Self {
        let mut graph = Self { states, initial, edges: Vec::new(), after: BTreeMap::new() };
        graph.add(edges);
        graph
    }

    fn add(&mut self, edges: Vec<Edge<'d>>) {
        for edge in &edges {
            self.after.entry(edge.from).or_default().push(*edge);
        }
        self.edges.extend(edges);
    }

    /// The ways that the end of a clock opens, from where it may run, and those of `@return`, to where the dossier came from.
    /// One way may lead to where another clock runs, or from where another state is entered. `entering` are those known.
    fn add_what_follows(&mut self, definition: &'d Definition, back: &[Edge<'d>], mut entering: Vec<Edge<'d>>) {
        let (mut expiries, mut returns) = (BTreeSet::new(), BTreeSet::new());
        loop {
            let found = definition.deadlines.iter().flat_map(|(_, clock)| self.expiries(clock));
            let mut new: Vec<_> = found.filter(|edge| expiries.insert((edge.from, edge.to))).collect();
            entering.extend(&new);
            let found = self.returns(back, &entering);
            new.extend(found.into_iter().filter(|edge| returns.insert((edge.from, edge.to))));
            if new.is_empty() {
                return;
            }
            self.add(new);
        }
    }

    /// `@return` leads to a state that the dossier came from: to none that it could not come to anyway.
    fn returns(&self, back: &[Edge<'d>], entering: &[Edge<'d>]) -> Vec<Edge<'d>> {
        let reachable = self.reachable();
        let from = |way: &Edge<'d>| {
            let way = *way;
            let entries = entering.iter().filter(move |edge| edge.to == way.from && edge.from != way.from);
            entries.map(move |edge| Edge { to: edge.from, ..way })
        };
        back.iter().flat_map(from).filter(|edge| reachable.contains(edge.to)).collect()
    }

    /// Whether the end of a clock may ever come.
    pub(super) fn expires(&self, clock: &'d Deadline) -> bool {
        !self.expiries(clock).is_empty()
    }

    fn expiries(&self, clock: &'d Deadline) -> Vec<Edge<'d>> {
        let Some(then) = clock.on_expiry.as_ref().filter(|then| !never(then.guard.as_ref())) else { return Vec::new() };
        // One that no state starts is started by an action, anywhere.
        let anywhere = clock.start.is_empty().then_some(self.initial);
        let starts = clock.start.iter().map(String::as_str).chain(anywhere);
        let after = self.after_all(starts, |_| true);
        let runs = |name: &&'d str| {
            let state = self.states.get(name);
            let rests = state.is_some_and(|state| !state.is_final() && !is_passing(state));
            rests && !clock.suspend_in.iter().any(|known| known == name)
        };
        after.into_iter().filter(runs).map(|from| Edge { from, to: &then.target, by: By::Expiry }).collect()
    }

    /// The ways out of a state.
    pub(super) fn from<'g>(&'g self, state: &str) -> impl Iterator<Item = &'g Edge<'d>> {
        self.after.get(state).into_iter().flatten()
    }

    /// The states that a dossier may come to.
    pub(super) fn reachable(&self) -> BTreeSet<&'d str> {
        self.after_all([self.initial], |_| true)
    }

    /// The states from which a final one, or a way out of the region, may be reached without reopening.
    pub(super) fn ending(&self) -> BTreeSet<&'d str> {
        let finals = self.states.iter().filter(|(_, state)| state.is_final()).map(|(name, _)| name);
        let outside = self.edges.iter().map(|edge| edge.to).filter(|name| !self.states.contains(name));
        let mut before: BTreeMap<&str, Vec<&'d str>> = BTreeMap::new();
        for edge in self.edges.iter().filter(|edge| edge.by != By::Reopening) {
            before.entry(edge.to).or_default().push(edge.from);
        }
        closure(finals.chain(outside), |name| before.get(name).cloned().unwrap_or_default())
    }

    /// Whether a final state may be reached.
    pub(super) fn ends(&self) -> bool {
        self.reachable().into_iter().any(|name| self.states.get(name).is_some_and(State::is_final))
    }

    /// The states that come back to themselves by automatic branches alone.
    pub(super) fn loops(&self) -> Vec<&'d str> {
        let automatic = |edge: &Edge<'d>| edge.by == By::Itself;
        let comes_back = |name: &&'d str| {
            let next = self.from(name).filter(|edge| automatic(edge)).map(|edge| edge.to);
            self.after_all(next, automatic).contains(name)
        };
        self.states.iter().map(|(name, _)| name).filter(comes_back).collect()
    }

    /// These states and all that may follow them.
    fn after_all(
        &self,
        starts: impl IntoIterator<Item = &'d str>,
        follows: impl Fn(&Edge<'d>) -> bool,
    ) -> BTreeSet<&'d str> {
        closure(starts, |name| self.from(name).filter(|edge| follows(edge)).map(|edge| edge.to).collect())
    }
}

fn closure<'d>(starts: impl IntoIterator<Item = &'d str>, next: impl Fn(&'d str) -> Vec<&'d str>) -> BTreeSet<&'d str> {
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut left: Vec<&str> = starts.into_iter().collect();
    while let Some(state) = left.pop() {
        if known.insert(state) {
            left.extend(next(state));
        }
    }
    known
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

/// The branches of a list that may be taken.
pub(super) fn open(autos: &[Auto]) -> impl Iterator<Item = &Auto> {
    let last = autos.iter().position(|branch| always(branch.guard.as_ref())).map_or(autos.len(), |n| n + 1);
    autos[..last].iter().filter(|branch| !never(branch.guard.as_ref()))
}

fn ways<'d>(
    name: &'d str,
    state: &'d State,
    buttons: impl Iterator<Item = (&'d str, &'d Transition)>,
) -> Vec<Edge<'d>> {
    let edge = |to: &'d str, by: By| Edge { from: name, to, by };
    let mut edges: Vec<_> = open(&state.always).map(|branch| edge(&branch.target, By::Itself)).collect();
    if is_passing(state) {
        return edges;
    }
    let buttons = buttons.filter(|(_, transition)| !never(transition.guard.as_ref()));
    edges.extend(buttons.filter_map(|(_, transition)| {
        let by = if transition.kind == Kind::Reopen { By::Reopening } else { By::Event };
        Some(edge(transition.target.as_deref()?, by))
    }));
    let timers = state.after.iter().filter(|timer| !never(timer.guard.as_ref()));
    edges.extend(timers.filter_map(|timer| Some(edge(timer.target.as_deref()?, By::Event))));
    let answers = state.invoke.iter().flat_map(|invoke| open(&invoke.on_done).chain(open(&invoke.on_error)));
    edges.extend(answers.map(|branch| edge(&branch.target, By::Event)));
    if is_ever_done(state) {
        let by = if may_be_done_at_once(state) { By::Itself } else { By::Event };
        edges.extend(open(&state.on_done).map(|branch| edge(&branch.target, by)));
    }
    edges
}

/// The ways out of the regions of a state.
fn state_ways_out<'d>(name: &'d str, state: &'d State) -> Vec<Edge<'d>> {
    let mut found = Vec::new();
    for (_, region) in state.regions.iter() {
        let graph = Graph::of_region(region);
        let reachable = graph.reachable();
        let out = graph.edges.iter().filter(|edge| reachable.contains(edge.from) && !region.states.contains(edge.to));
        found.extend(out.map(|edge| Edge { from: name, to: edge.to, by: By::Event }));
    }
    found
}

/// Whether `onDone` may come: there is work, or each region may end.
fn is_ever_done(state: &State) -> bool {
    match state.kind {
        StateType::Parallel => state.regions.iter().all(|(_, region)| Graph::of_region(region).ends()),
        _ => state.tasks.iter().next().is_some(),
    }
}

/// Whether there may be no work to wait for.
pub(super) fn may_be_done_at_once(state: &State) -> bool {
    state.kind != StateType::Parallel && state.tasks.iter().all(|(_, task)| !task.required || task.when.is_some())
}
