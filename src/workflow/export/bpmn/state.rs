//! The nodes of a state.

use super::build::{Branch, Builder, Draft, Goal};
use super::graph::{Event, Gateway, Graph, Kind};
use super::work;
use crate::workflow::circuit::{Call, Scope, State, To, Trigger, Way};
use crate::workflow::export::rule;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The call of a state that does nothing else, and that one thing follows.
fn only_call(state: &State) -> Option<&Call> {
    let [call] = state.calls.as_slice() else { return None };
    let alone = state.tasks.is_empty() && state.regions.is_empty();
    let both = state.follows(&Trigger::Done) && state.follows(&Trigger::Answered(call.name.clone()));
    (alone && !both).then_some(call)
}

/// A process of its own: the states that a dossier may come to.
pub(super) fn scope(builder: &mut Builder, scope: &Scope, name: &str) -> Graph {
    let mut draft = Draft::new(builder);
    let start = draft.node("start", name, Kind::Start(None));
    draft.leads(start, Branch::plain(Goal::State(scope.initial)));
    let reachable = scope.reachable();
    let mut writer = Writer { draft, scope, reopened: BTreeSet::new() };
    let mut entries = BTreeMap::new();
    for (number, state) in scope.states.iter().enumerate().filter(|(number, _)| reachable[*number]) {
        entries.insert(number, writer.state(state));
    }
    // What a state leads to is reachable.
    writer.draft.close(|state| entries[&state])
}

struct Writer<'b, 'c> {
    draft: Draft<'b>,
    scope: &'c Scope,
    /// Buttons that reopen, each drawn once.
    reopened: BTreeSet<&'c str>,
}

impl<'c> Writer<'_, 'c> {
    /// Draws a state. Returns its first node.
    fn state(&mut self, state: &'c State) -> usize {
        if state.is_final {
            self.reopening(state);
            return self.draft.node("end", &state.label, Kind::End(None));
        }
        match state.ways_at_once().as_slice() {
            [] => self.resting(state),
            [way] if way.guard.is_none() => {
                let node = self.draft.node("pass", &state.label, Kind::Pass);
                let goal = self.goal(state, way);
                self.draft.leads(node, Branch::plain(goal));
                node
            }
            ways => {
                let gateway = self.draft.node("gateway", &state.label, Kind::Gateway(Gateway::Exclusive));
                let mut branches = self.branches_of(state, ways);
                if !state.is_passing() {
                    branches.push(Branch::plain(Goal::Node(self.resting(state))));
                }
                self.draft.fork(gateway, branches);
                gateway
            }
        }
    }

    /// A final state is an end: what reopens it begins anew.
    fn reopening(&mut self, state: &'c State) {
        for way in &state.ways {
            if let Trigger::Command { name, .. } = &way.trigger
                && self.reopened.insert(name)
            {
                let message = self.draft.builder.message(name);
                let start = self.draft.node("start", &way.label, Kind::Start(Some(message)));
                let goal = self.goal(state, way);
                self.draft.leads(start, Branch::plain(goal));
            }
        }
    }

    /// What is done in a state, then what is waited for.
    fn resting(&mut self, state: &'c State) -> usize {
        if !state.has_work() {
            return self.waiting(state);
        }
        if let Some(call) = only_call(state) {
            return self.calling(state, call);
        }
        let (graph, raised) = work::content(self.draft.builder, state);
        let host = self.draft.node("work", &state.label, Kind::SubProcess(graph));
        self.at_boundary(state, host, |_| true);
        for work::Raised { trigger, name, event } in raised {
            let boundary = self.draft.boundary(host, &name, event, true);
            self.follow(state, boundary, &trigger);
        }
        self.go_on(state, host, &Trigger::Done);
        host
    }

    /// Outside work alone.
    fn calling(&mut self, state: &State, call: &Call) -> usize {
        let node = self.draft.node("call", &format!("{} – {}", state.label, call.name), Kind::ServiceTask);
        self.at_boundary(state, node, |_| true);
        let failed = Trigger::Failed(call.name.clone());
        if state.follows(&failed) {
            let boundary = self.draft.boundary(node, &call.name, Event::Error, true);
            self.follow(state, boundary, &failed);
        }
        let answered = Trigger::Answered(call.name.clone());
        self.go_on(state, node, if state.follows(&answered) { &answered } else { &Trigger::Done });
        node
    }

    /// Leads to what follows work, or to what is waited for when nothing does.
    fn go_on(&mut self, state: &State, from: usize, trigger: &Trigger) {
        if state.follows(trigger) {
            self.follow(state, from, trigger);
        } else {
            let next = self.waiting(state);
            self.draft.flow(from, next);
        }
    }

    /// Leads to where the ways of a trigger go.
    fn follow(&mut self, state: &State, from: usize, trigger: &Trigger) {
        let ways: Vec<&Way> = state.ways.iter().filter(|way| way.trigger == *trigger).collect();
        let branches = self.branches_of(state, &ways);
        self.draft.branches(from, &state.label, branches);
    }

    fn branches_of(&mut self, state: &State, ways: &[&Way]) -> Vec<Branch> {
        let branch = |way: &&Way| {
            let to = self.goal(state, way);
            let name = match way.to.states() {
                [one] => self.scope.states[*one].label.clone(),
                _ => way.label.clone(),
            };
            let name = if name.is_empty() { state.label.clone() } else { name };
            Branch { to, name, condition: rule(way) }
        };
        ways.iter().map(branch).collect()
    }

    /// A state as somebody's turn: its people are those of its first button.
    fn waiting(&mut self, state: &State) -> usize {
        let people = state.ways.iter().find_map(|way| match &way.trigger {
            Trigger::Command { roles, .. } if way.to != To::Stay => Some(roles),
            _ => None,
        });
        let Some(people) = people else { return self.pausing(state) };
        let loops = None;
        let node = self.draft.node("wait", &state.label, Kind::UserTask { role: people.join(", "), loops });
        let of_people = |way: &Way| match &way.trigger {
            Trigger::Command { roles, .. } => way.to != To::Stay && roles.iter().any(|role| people.contains(role)),
            _ => false,
        };
        let mut branches = Vec::new();
        for way in state.ways.iter().filter(|way| of_people(way)) {
            let Trigger::Command { name, .. } = &way.trigger else { continue };
            let condition = json!({ "==": [{ "var": "command" }, name] }).to_string();
            branches.push(Branch { to: self.goal(state, way), name: way.label.clone(), condition: Some(condition) });
        }
        if let [only] = branches.as_mut_slice() {
            only.condition = None;
            self.draft.graph.nodes[node].name = format!("{} – {}", state.label, only.name);
        }
        self.draft.branches(node, &state.label, branches);
        self.at_boundary(state, node, |way| !of_people(way));
        node
    }

    /// A state that only time, or nothing, leads out of.
    fn pausing(&mut self, state: &State) -> usize {
        let ways: Vec<&Way> = state.ways.iter().filter(|way| way.trigger.is_of_time() && way.to != To::Stay).collect();
        if ways.is_empty() {
            return self.draft.node("end", &state.label, Kind::End(None));
        }
        let gateway =
            (ways.len() > 1).then(|| self.draft.node("gateway", &state.label, Kind::Gateway(Gateway::EventBased)));
        let mut first = gateway;
        for way in ways {
            let Some((event, name)) = self.event(way) else { continue };
            let name = format!("{} – {name}", state.label);
            let node = self.draft.node("event", &name, Kind::Catch(event));
            gateway.iter().for_each(|gateway| self.draft.flow(*gateway, node));
            first = first.or(Some(node));
            let goal = self.goal(state, way);
            self.draft.leads(node, Branch::plain(goal));
        }
        // There is a way, and it is of time: it has an event.
        first.unwrap_or_default()
    }

    /// Buttons, timers and clocks at the boundary of what they interrupt, or not when the state stays.
    fn at_boundary(&mut self, state: &State, host: usize, wanted: impl Fn(&Way) -> bool) {
        for way in state.ways.iter().filter(|way| wanted(way)) {
            let Some((event, name)) = self.event(way) else { continue };
            let boundary = self.draft.boundary(host, &name, event, way.to != To::Stay);
            if let Some(rule) = rule(way) {
                self.draft.note(boundary, rule);
            }
            let goal = self.goal(state, way);
            self.draft.leads(boundary, Branch::plain(goal));
        }
    }

    /// What a button, a timer or a clock is to a process, and its name.
    fn event(&mut self, way: &Way) -> Option<(Event, String)> {
        match &way.trigger {
            Trigger::Command { name, .. } => Some((self.draft.builder.message(name), way.label.clone())),
            Trigger::After { delay, .. } => Some((Event::After(delay.clone()), delay.clone())),
            Trigger::Expiry(clock) => Some((Event::At(format!("deadlines.{clock}.over")), way.label.clone())),
            Trigger::Always | Trigger::Done | Trigger::Answered(_) | Trigger::Failed(_) => None,
        }
    }

    fn goal(&mut self, state: &State, way: &Way) -> Goal {
        let name = if way.label.is_empty() { &state.label } else { &way.label };
        match way.to.states() {
            [one] => Goal::State(*one),
            // The state stays, or came from nowhere.
            [] => Goal::Node(self.draft.node("end", name, Kind::End(None))),
            several => {
                let gateway = self.draft.node("gateway", name, Kind::Gateway(Gateway::Exclusive));
                let back = several.iter().map(|number| {
                    let from = &self.scope.states[*number];
                    let condition = json!({ "==": [{ "var": "came_from" }, from.name] }).to_string();
                    Branch { to: Goal::State(*number), name: from.label.clone(), condition: Some(condition) }
                });
                let back = back.collect();
                self.draft.fork(gateway, back);
                Goal::Node(gateway)
            }
        }
    }
}
