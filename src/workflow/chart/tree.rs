//! A chart as the interpreter reads it: states in document order, an index each, so that what stands within a state is a range.

use super::compile::{self, Fault};
use super::outline::{Descriptor, Kind, Node};
use std::collections::BTreeMap;
use std::iter::successors;
use std::ops::Range;

/// A state's place in document order; the chart itself is 0.
pub(super) type Id = usize;

/// A chart that was checked. It never changes, and runs in as many interpreters as one likes.
#[derive(Debug, Clone)]
pub struct Chart<G, A> {
    pub(super) states: Vec<State<G, A>>,
    pub(super) names: BTreeMap<String, Id>,
}

#[derive(Debug, Clone)]
pub(super) struct State<G, A> {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) parent: Option<Id>,
    /// One past the last state within.
    pub(super) end: Id,
    /// Without the histories.
    pub(super) children: Vec<Id>,
    pub(super) histories: Vec<Id>,
    pub(super) initial: Vec<Id>,
    /// What is done when `initial` is followed.
    pub(super) initial_actions: Vec<A>,
    pub(super) edges: Vec<Edge<G, A>>,
    pub(super) entry: Vec<A>,
    pub(super) exit: Vec<A>,
}

/// A transition, its targets found.
#[derive(Debug, Clone)]
pub(super) struct Edge<G, A> {
    pub(super) events: Vec<Descriptor>,
    pub(super) guard: Option<G>,
    pub(super) target: Target,
    pub(super) internal: bool,
    pub(super) actions: Vec<A>,
}

#[derive(Debug, Clone)]
pub(super) enum Target {
    /// None: no state is left.
    States(Vec<Id>),
    /// The host says.
    Chosen(String),
}

impl<G, A> Chart<G, A> {
    /// Checks an outline. Every fault is returned.
    pub fn new(outline: Node<G, A>) -> Result<Self, Vec<Fault>> {
        compile::compile(outline)
    }

    /// The name of a state that stands in the chart, and of every one that it stands in, outermost first: the chart itself
    /// and what doesn't exist have none.
    pub fn path(&self, name: &str) -> Vec<&str> {
        let found = self.names.get(name).into_iter().flat_map(|id| self.upwards(*id));
        let mut path: Vec<&str> = found.filter(|id| *id != 0).map(|id| self.states[id].name.as_str()).collect();
        path.reverse();
        path
    }

    /// A state and those that it stands in, the chart last.
    pub(super) fn upwards(&self, id: Id) -> impl Iterator<Item = Id> {
        successors(Some(id), |id| self.states[*id].parent)
    }

    /// What stands within a state.
    pub(super) fn within(&self, id: Id) -> Range<Id> {
        id + 1..self.states[id].end
    }

    pub(super) fn is_within(&self, id: Id, outer: Id) -> bool {
        self.within(outer).contains(&id)
    }

    pub(super) fn is_parallel(&self, id: Id) -> bool {
        self.states[id].kind == Kind::Parallel
    }

    /// It has exactly one active child while it is active.
    pub(super) fn is_compound(&self, id: Id) -> bool {
        self.states[id].kind == Kind::State && !self.is_atomic(id)
    }

    pub(super) fn is_atomic(&self, id: Id) -> bool {
        self.states[id].children.is_empty()
    }

    /// The innermost compound state that holds them all within it; the chart, if there is no other.
    pub(super) fn compound_around(&self, source: Id, others: &[Id]) -> Id {
        let holds = |id: &Id| self.is_compound(*id) && others.iter().all(|other| self.is_within(*other, *id));
        self.upwards(source).skip(1).find(holds).unwrap_or(0)
    }

    /// Whether states can be targets together: no two of them in the same child of a compound state, and none within another.
    /// A history stands for all of its parent.
    pub(super) fn are_orthogonal(&self, targets: &[Id]) -> bool {
        let stands_for = |id: Id| match self.states[id].parent {
            Some(parent) if self.states[id].kind.is_history() => parent,
            _ => id,
        };
        let apart = |a: Id, b: Id| {
            let around = self.upwards(a).find(|id| *id == b || self.is_within(b, *id));
            around.is_some_and(|around| around != a && around != b && self.is_parallel(around))
        };
        let targets: Vec<Id> = targets.iter().map(|id| stands_for(*id)).collect();
        targets.iter().enumerate().all(|(index, a)| targets[..index].iter().all(|b| apart(*a, *b)))
    }
}
