//! A definition as a chart: what the kernel runs. Its states are those of the definition; one within a region is named by the
//! way to it, `examination.consultations.asking`.

use super::actions::Action;
use super::branches::When;
use super::chart::{Chart, Fault, Initial, Kind, Node, Transition};
use super::definition::{Definition, RETURN};
use super::state::{State, StateType};
use super::task::Exclusion;
use super::transition::Auto;
use crate::rules::Rule;
use std::sync::Arc;

/// The chart itself. No state is called so.
const WHOLE: &str = "/";

/// What lets a way be taken.
#[derive(Debug, Clone, Default)]
pub(super) struct Guard {
    pub(super) rule: Option<Rule>,
    /// Who may press a button; of what nobody presses, none.
    pub(super) roles: Vec<String>,
    pub(super) exclude: Vec<Exclusion>,
}

impl Guard {
    pub(super) fn of(transition: &super::transition::Transition) -> Self {
        let super::transition::Transition { guard, roles, exclude, .. } = transition;
        Self { rule: guard.clone(), roles: roles.clone(), exclude: exclude.clone() }
    }
}

/// What is done on the way.
#[derive(Debug, Clone)]
pub(super) enum Act {
    Do(Action),
    /// The work and the timers of a state that was just entered.
    Open(String),
    /// A way is taken: where it is written.
    Take(Arc<str>),
}

pub(super) type Plan = Chart<Guard, Act>;

/// What a timer of a state is called.
pub(super) fn timer_event(state: &str, index: usize) -> String {
    format!("timer:{state}:{index}")
}

/// What is told when the work of a state is over.
pub(super) fn done_event(state: &str) -> String {
    format!("done.tasks.{state}")
}

/// What is told when the time of a clock is over.
pub(super) fn expiry_event(deadline: &str) -> String {
    format!("expiry:{deadline}")
}

/// What is told when outside work has an answer.
pub(super) fn answer_event(invoke: &str, done: bool) -> String {
    format!("{}.invoke.{invoke}", if done { "done" } else { "error" })
}

/// The chart of a definition. Every fault is returned: `check` has found them before.
pub(super) fn plan(definition: &Definition) -> Result<Plan, Vec<Fault>> {
    let mut whole = Node::new(WHOLE, Kind::State);
    whole.initial = Some(start(&definition.initial));
    whole.children = definition.states.iter().map(|(name, state)| outer(definition, name, state)).collect();
    for (name, deadline) in definition.deadlines.iter() {
        let pointer = format!("/deadlines/{name}/onExpiry");
        let named = |target: &str| target.to_owned();
        let expiry = deadline.on_expiry.iter().map(|then| way(Some(expiry_event(name)), then, &pointer, &named));
        whole.transitions.extend(expiry);
    }
    Chart::new(whole)
}

fn start(target: &str) -> Initial<Act> {
    Initial { target: vec![target.to_owned()], actions: Vec::new() }
}

/// A state of the definition, with the buttons that are offered in many.
fn outer(definition: &Definition, name: &str, state: &State) -> Node<Guard, Act> {
    let named = |target: &str| target.to_owned();
    let pointer = format!("/states/{name}");
    let mut node = inner(name, &pointer, state, &named);
    let global =
        definition.on.iter().filter(|(known, transition)| transition.leaves(name, state) && !state.on.contains(known));
    let buttons: Vec<_> = global.map(|(known, transition)| button(known, transition, "", &named)).collect();
    // After the state's own buttons, before what nobody presses.
    node.transitions.splice(state.on.iter().count()..state.on.iter().count(), buttons);
    for (region, machine) in state.regions.iter() {
        let path = format!("{name}.{region}");
        let mut child = Node::new(&path, Kind::State);
        child.initial = Some(start(&format!("{path}.{}", machine.initial)));
        // A target of the region, or of the whole.
        let named = |target: &str| match machine.states.contains(target) {
            true => format!("{path}.{target}"),
            false => target.to_owned(),
        };
        let states = machine.states.iter();
        let at = format!("{pointer}/states/{region}/states");
        let inside = |(inside, state)| inner(&format!("{path}.{inside}"), &format!("{at}/{inside}"), state, &named);
        child.children = states.map(inside).collect();
        node.children.push(child);
    }
    node
}

/// `pointer` is where the state is written.
fn inner(path: &str, pointer: &str, state: &State, named: &dyn Fn(&str) -> String) -> Node<Guard, Act> {
    let kind = match state.kind {
        StateType::Atomic => Kind::State,
        StateType::Parallel => Kind::Parallel,
        StateType::Final => Kind::Final,
    };
    let mut node = Node::new(path, kind);
    node.entry = state.entry.iter().cloned().map(Act::Do).chain([Act::Open(path.to_owned())]).collect();
    node.exit = state.exit.iter().cloned().map(Act::Do).collect();
    node.transitions = state.on.iter().map(|(name, transition)| button(name, transition, pointer, named)).collect();
    let timers = state.after.iter().enumerate().map(|(index, timer)| Transition {
        events: vec![timer_event(path, index).into()],
        guard: timer.guard.clone().map(by_rule),
        target: timer.target.iter().map(|target| target_of(target, named)).collect(),
        internal: false,
        actions: acts(&format!("{pointer}/after/{index}"), &timer.actions),
    });
    node.transitions.extend(timers);
    for branches in state.branches(pointer) {
        let event = match branches.when {
            When::Always => None,
            When::Answered(id, done) => Some(answer_event(id, done)),
            When::Done if state.kind == StateType::Parallel => Some(format!("done.state.{path}")),
            When::Done => Some(done_event(path)),
        };
        let autos = branches.autos.iter().enumerate();
        node.transitions.extend(autos.map(|(n, auto)| way(event.clone(), auto, &branches.pointer_of(n), named)));
    }
    node
}

fn by_rule(rule: Rule) -> Guard {
    Guard { rule: Some(rule), ..Guard::default() }
}

fn target_of(target: &str, named: &dyn Fn(&str) -> String) -> String {
    if target == RETURN { target.to_owned() } else { named(target) }
}

fn button(
    name: &str,
    transition: &super::transition::Transition,
    state: &str,
    named: &dyn Fn(&str) -> String,
) -> Transition<Guard, Act> {
    Transition {
        events: vec![name.into()],
        guard: Some(Guard::of(transition)),
        target: transition.target.iter().map(|target| target_of(target, named)).collect(),
        internal: false,
        actions: acts(&format!("{state}/on/{name}"), &transition.actions),
    }
}

/// What is done on a way that is written there.
fn acts(pointer: &str, actions: &[Action]) -> Vec<Act> {
    std::iter::once(Act::Take(pointer.into())).chain(actions.iter().cloned().map(Act::Do)).collect()
}

fn way(event: Option<String>, auto: &Auto, pointer: &str, named: &dyn Fn(&str) -> String) -> Transition<Guard, Act> {
    Transition {
        events: event.into_iter().map(Into::into).collect(),
        guard: auto.guard.clone().map(by_rule),
        target: vec![target_of(&auto.target, named)],
        internal: false,
        actions: acts(pointer, &auto.actions),
    }
}
