//! Building a process: unique ids, joins, branches.

use super::graph::{Event, Flow, Gateway, Graph, Kind, Node};
use std::collections::BTreeMap;

/// What is counted over the whole file.
#[derive(Default)]
pub(super) struct Builder {
    count: usize,
    /// Ids and names.
    pub(super) messages: BTreeMap<String, String>,
    pub(super) escalations: BTreeMap<String, String>,
}

impl Builder {
    /// An id that no other element has: names have neither hyphen nor capital.
    fn id(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{what}-{}", self.count)
    }

    pub(super) fn message(&mut self, name: &str) -> Event {
        let id = format!("message-{name}");
        self.messages.insert(id.clone(), name.to_owned());
        Event::Message(id)
    }

    /// One that leaves a subprocess: its end, and what catches it.
    pub(super) fn escalation(&mut self, name: &str) -> (Event, Event) {
        let id = self.id("escalation");
        self.escalations.insert(id.clone(), format!("{name} ({id})"));
        (Event::Escalation(id.clone()), Event::Escalation(id))
    }
}

/// Where a flow leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Goal {
    /// To a state, by its number, whose nodes may not be there yet.
    State(usize),
    Node(usize),
}

/// A way out of a node: where to, and what it says.
pub(super) struct Branch {
    pub(super) to: Goal,
    pub(super) name: String,
    pub(super) condition: Option<String>,
}

impl Branch {
    pub(super) fn plain(to: Goal) -> Self {
        Self { to, name: String::new(), condition: None }
    }
}

/// A graph while it grows.
pub(super) struct Draft<'b> {
    pub(super) builder: &'b mut Builder,
    pub(super) graph: Graph,
    /// From which node, and whether by default.
    open: Vec<(usize, Branch, bool)>,
}

impl<'b> Draft<'b> {
    pub(super) fn new(builder: &'b mut Builder) -> Self {
        Self { builder, graph: Graph::default(), open: Vec::new() }
    }

    pub(super) fn node(&mut self, what: &str, name: &str, kind: Kind) -> usize {
        let id = self.builder.id(what);
        self.graph.nodes.push(Node { id, name: name.to_owned(), kind, notes: Vec::new() });
        self.graph.nodes.len() - 1
    }

    pub(super) fn note(&mut self, node: usize, note: String) {
        self.graph.nodes[node].notes.push(note);
    }

    /// A flow between two nodes that are there.
    pub(super) fn flow(&mut self, from: usize, to: usize) {
        self.draw(from, to, Branch::plain(Goal::Node(to)), false);
    }

    fn draw(&mut self, from: usize, to: usize, Branch { name, condition, .. }: Branch, is_default: bool) {
        let id = self.builder.id("flow");
        self.graph.flows.push(Flow { id, from, to, name, condition, is_default });
    }

    /// The flow that a gateway takes when no other is open.
    pub(super) fn by_default(&mut self, gateway: usize, to: usize) {
        self.draw(gateway, to, Branch::plain(Goal::Node(to)), true);
    }

    /// A flow that is drawn at the end, joined with those that lead to the same.
    pub(super) fn leads(&mut self, from: usize, branch: Branch) {
        self.open.push((from, branch, false));
    }

    /// Leads from a gateway: what has no condition is done by default.
    pub(super) fn fork(&mut self, gateway: usize, branches: Vec<Branch>) {
        let open = different(branches).into_iter().map(|branch| {
            let is_default = branch.condition.is_none();
            (gateway, branch, is_default)
        });
        self.open.extend(open);
    }

    /// Leads from a node to the first branch that is open, by a gateway where there are several.
    pub(super) fn branches(&mut self, from: usize, name: &str, branches: Vec<Branch>) {
        let mut branches = different(branches);
        if branches.len() > 1 {
            let gateway = self.node("gateway", name, Kind::Gateway(Gateway::Exclusive));
            self.flow(from, gateway);
            self.fork(gateway, branches);
        } else if let Some(branch) = branches.pop() {
            // Nothing is chosen: there is nothing to say.
            let name = if branch.condition.is_some() { branch.name } else { String::new() };
            self.leads(from, Branch { name, ..branch });
        }
    }

    /// Something at the boundary of a node.
    pub(super) fn boundary(&mut self, host: usize, name: &str, event: Event, interrupts: bool) -> usize {
        self.node("event", name, Kind::Boundary { host, event, interrupts })
    }

    /// Draws the open flows to where they lead. What several lead to gets a gateway that joins them. `entry` is the first node of
    /// a state.
    pub(super) fn close(mut self, entry: impl Fn(usize) -> usize) -> Graph {
        let open = std::mem::take(&mut self.open);
        let mut counts: BTreeMap<Goal, usize> = BTreeMap::new();
        open.iter().for_each(|(_, branch, _)| *counts.entry(branch.to).or_default() += 1);
        let mut ends = BTreeMap::new();
        for (goal, count) in counts {
            let node = match goal {
                Goal::State(state) => entry(state),
                Goal::Node(node) => node,
            };
            ends.insert(goal, if count > 1 { self.joining(node) } else { node });
        }
        for (from, branch, is_default) in open {
            self.draw(from, ends[&branch.to], branch, is_default);
        }
        self.graph
    }

    fn joining(&mut self, node: usize) -> usize {
        let join = self.node("join", "", Kind::Gateway(Gateway::Exclusive));
        self.flow(join, node);
        join
    }
}

/// The second of two branches that are the same is never taken.
fn different(branches: Vec<Branch>) -> Vec<Branch> {
    let mut kept: Vec<Branch> = Vec::new();
    for branch in branches {
        let same = |known: &Branch| (known.to, &known.condition) == (branch.to, &branch.condition);
        if !kept.iter().any(same) {
            kept.push(branch);
        }
    }
    kept
}
