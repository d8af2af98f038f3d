//! From an outline to a chart, or everything that is wrong with it.

use super::outline::{CHOSEN, Initial, Kind, Node, Transition};
use super::tree::{Chart, Edge, Id, State, Target};
use std::collections::BTreeMap;

/// How deep states may stand in each other.
pub const MAX_DEPTH: usize = 100;

/// Why an outline is no chart. Each names the state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("{0:?} is no name: empty, or beginning with @")]
    Name(String),
    #[error("{0} is the name of several states")]
    Duplicate(String),
    #[error("{0} stands deeper than {MAX_DEPTH} levels")]
    TooDeep(String),
    /// States within a final state or a history, a parallel state or a chart without any, something else than states and
    /// histories in a parallel state, a history in the chart itself, a chart that is no `State`.
    #[error("{0} can't hold what stands in it")]
    Children(String),
    /// No state can be entered so: unknown, outside, a history within a history's, several that exclude each other.
    #[error("{0} begins where it can't")]
    Initial(String),
    #[error("{state} leads to {target}, which does not exist")]
    UnknownTarget { state: String, target: String },
    /// Targets that can't be active together, the chart itself, or a choice of the host among others.
    #[error("{0} leads to what can't be entered together")]
    Targets(String),
    /// A history that transitions leave, a final state that they leave without its chart being over, or automatically.
    #[error("{0} can't be left by a transition of its own")]
    Transition(String),
    /// Nothing triggers it and it leads nowhere: it would be taken for ever.
    #[error("{0} has an automatic transition without target or guard")]
    Idle(String),
}

/// What of a state is looked at again once all names are known.
struct Pending<G, A> {
    initial: Option<Initial<A>>,
    transitions: Vec<Transition<G, A>>,
}

struct Compiler<G, A> {
    chart: Chart<G, A>,
    pending: Vec<Pending<G, A>>,
    faults: Vec<Fault>,
}

pub(super) fn compile<G, A>(outline: Node<G, A>) -> Result<Chart<G, A>, Vec<Fault>> {
    let chart = Chart { states: Vec::new(), names: BTreeMap::new() };
    let mut compiler = Compiler { chart, pending: Vec::new(), faults: Vec::new() };
    compiler.add(outline, None, 0);
    let pending = std::mem::take(&mut compiler.pending);
    for (id, pending) in pending.into_iter().enumerate() {
        compiler.check_children(id);
        compiler.link_initial(id, pending.initial);
        let edges = pending.transitions.into_iter().filter_map(|transition| compiler.edge(id, transition)).collect();
        compiler.chart.states[id].edges = edges;
    }
    if compiler.faults.is_empty() { Ok(compiler.chart) } else { Err(compiler.faults) }
}

impl<G, A> Compiler<G, A> {
    /// Lays a state and what stands in it down in document order.
    fn add(&mut self, node: Node<G, A>, parent: Option<Id>, depth: usize) {
        let id = self.chart.states.len();
        if node.name.is_empty() || node.name.starts_with(CHOSEN) {
            self.faults.push(Fault::Name(node.name.clone()));
        }
        if self.chart.names.insert(node.name.clone(), id).is_some() {
            self.faults.push(Fault::Duplicate(node.name.clone()));
        }
        if let Some(parent) = parent.map(|parent| &mut self.chart.states[parent]) {
            if node.kind.is_history() { parent.histories.push(id) } else { parent.children.push(id) }
        }
        self.pending.push(Pending { initial: node.initial, transitions: node.transitions });
        self.chart.states.push(State {
            name: node.name,
            kind: node.kind,
            parent,
            end: id + 1,
            children: Vec::new(),
            histories: Vec::new(),
            initial: Vec::new(),
            initial_actions: Vec::new(),
            edges: Vec::new(),
            entry: node.entry,
            exit: node.exit,
        });
        if depth > MAX_DEPTH {
            self.faults.push(Fault::TooDeep(self.name(id)));
            return;
        }
        node.children.into_iter().for_each(|child| self.add(child, Some(id), depth + 1));
        self.chart.states[id].end = self.chart.states.len();
    }

    fn name(&self, id: Id) -> String {
        self.chart.states[id].name.clone()
    }

    fn check_children(&mut self, id: Id) {
        let (chart, state) = (&self.chart, &self.chart.states[id]);
        let empty = state.children.is_empty();
        let fine = match state.kind {
            Kind::State if id == 0 => !empty && state.histories.is_empty(),
            Kind::State => !empty || state.histories.is_empty(),
            Kind::Parallel => {
                id != 0 && !empty && state.children.iter().all(|child| chart.states[*child].kind != Kind::Final)
            }
            _ => id != 0 && empty && state.histories.is_empty(),
        };
        if !fine {
            self.faults.push(Fault::Children(self.name(id)));
        }
    }

    fn link_initial(&mut self, id: Id, initial: Option<Initial<A>>) {
        let is_history = self.chart.states[id].kind.is_history();
        let around = if is_history { self.chart.states[id].parent.unwrap_or(0) } else { id };
        let Some(initial) = initial else {
            if is_history {
                self.faults.push(Fault::Initial(self.name(id)));
            } else if self.chart.states[id].kind == Kind::State {
                self.chart.states[id].initial = self.chart.states[id].children.first().copied().into_iter().collect();
            }
            return;
        };
        let found: Option<Vec<Id>> = initial.target.iter().map(|name| self.chart.names.get(name).copied()).collect();
        let targets = found.unwrap_or_default();
        let can_be = |target: &Id| {
            let leads_on = is_history && self.chart.states[*target].kind.is_history();
            self.chart.is_within(*target, around) && !leads_on
        };
        let begins = is_history || self.chart.is_compound(id);
        if begins && !targets.is_empty() && targets.iter().all(can_be) && self.chart.are_orthogonal(&targets) {
            self.chart.states[id].initial = targets;
            self.chart.states[id].initial_actions = initial.actions;
        } else {
            self.faults.push(Fault::Initial(self.name(id)));
        }
    }

    fn edge(&mut self, id: Id, transition: Transition<G, A>) -> Option<Edge<G, A>> {
        let state = &self.chart.states[id];
        let automatic = transition.events.is_empty();
        let ends = state.kind == Kind::Final && (state.parent != Some(0) || automatic);
        if ends || state.kind.is_history() {
            self.faults.push(Fault::Transition(self.name(id)));
        }
        if automatic && transition.guard.is_none() && transition.target.is_empty() {
            self.faults.push(Fault::Idle(self.name(id)));
        }
        let target = self.target(id, &transition.target)?;
        let Transition { events, guard, internal, actions, .. } = transition;
        Some(Edge { events, guard, target, internal, actions })
    }

    fn target(&mut self, id: Id, names: &[String]) -> Option<Target> {
        if let [name] = names
            && name.starts_with(CHOSEN)
        {
            return Some(Target::Chosen(name.clone()));
        }
        let mut targets = Vec::new();
        for name in names {
            match self.chart.names.get(name) {
                Some(target) => targets.push(*target),
                None if name.starts_with(CHOSEN) => self.faults.push(Fault::Targets(self.name(id))),
                None => self.faults.push(Fault::UnknownTarget { state: self.name(id), target: name.clone() }),
            }
        }
        if targets.contains(&0) || !self.chart.are_orthogonal(&targets) {
            self.faults.push(Fault::Targets(self.name(id)));
        }
        Some(Target::States(targets))
    }
}
