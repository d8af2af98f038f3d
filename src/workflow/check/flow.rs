//! Whether every dossier can come to its end, and every part of the definition can serve.

use super::graph::{self, Graph};
use crate::rules::Rule;
use crate::workflow::branches::When;
use crate::workflow::definition::{Definition, RETURN};
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use crate::workflow::transition::{Auto, Kind, Origin, Transition};
use std::collections::BTreeSet;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let graph = Graph::new(definition);
    let reachable = graph.reachable();
    let mut found = parts(&graph, "/states");
    found.extend(definition.states.iter().flat_map(|(name, state)| endings(name, state)));
    found.extend(definition.states.iter().flat_map(|(name, state)| shadows(definition, name, state)));
    found.extend(dead(definition, &reachable));
    found.extend(definition.on.iter().flat_map(|(name, transition)| leaving(definition, name, transition)));
    found.extend(returns(definition, &graph));
    found.extend(dead_ends_of_clocks(definition, &graph));
    for (name, state) in definition.states.iter().filter(|(name, _)| reachable.contains(name)) {
        for (region, machine) in state.regions.iter() {
            let graph = Graph::of_region(machine);
            let pointer = format!("/states/{name}/states/{region}/states");
            found.extend(parts(&graph, &pointer));
            found.extend(lost(&graph, &pointer));
        }
    }
    found
}

fn named(code: &'static str, pointer: String, name: &str) -> Problem {
    Problem::new(code, pointer, vec![("name", name.to_owned())])
}

/// What a region has as the whole definition has it. `at` is where the states are written.
fn parts(graph: &Graph<'_>, at: &str) -> Vec<Problem> {
    let reachable = graph.reachable();
    let mut found = ends(graph, &reachable, at);
    let known = graph.states.iter().filter(|(name, _)| reachable.contains(name));
    found.extend(known.flat_map(|(name, state)| dead_ways(format!("{at}/{name}"), name, state)));
    found.extend(graph.loops().into_iter().map(|name| {
        let is_automatic = graph.states.get(name).is_some_and(|state| !state.always.is_empty());
        let key = if is_automatic { "always" } else { "onDone" };
        named("E-loop", format!("{at}/{name}/{key}"), name)
    }));
    found
}

/// The ways out of a state that nobody and nothing ever takes: they are shut, or the dossier goes on before.
fn dead_ways(pointer: String, name: &str, state: &State) -> Vec<Problem> {
    let passing = graph::is_passing(state);
    let dead = |guard: &Option<Rule>| passing || graph::never(guard.as_ref());
    let buttons = state.on.iter().filter(|(_, button)| dead(&button.guard));
    let mut found: Vec<Problem> =
        buttons.map(|(known, _)| named("E-dead-transition", format!("{pointer}/on/{known}"), known)).collect();
    let timers = state.after.iter().enumerate().filter(|(_, timer)| dead(&timer.guard));
    found.extend(timers.map(|(n, timer)| {
        named("E-dead-branch", format!("{pointer}/after/{n}"), timer.target.as_deref().unwrap_or(name))
    }));
    for branches in state.branches(&pointer) {
        let comes_late = passing && branches.when != When::Always;
        let dead = |branch: &Auto| comes_late || graph::never(branch.guard.as_ref());
        let shut = branches.autos.iter().enumerate().filter(|(_, branch)| dead(branch));
        found.extend(shut.map(|(n, branch)| named("E-dead-branch", branches.pointer_of(n), &branch.target)));
    }
    found
}

/// The ends of clocks that never come: they are shut, or the clock runs nowhere.
fn dead_ends_of_clocks(definition: &Definition, graph: &Graph<'_>) -> Vec<Problem> {
    let clocks = definition.deadlines.iter().filter(|(_, clock)| !graph.expires(clock));
    let ends = clocks.filter_map(|(name, clock)| Some((name, clock.on_expiry.as_ref()?)));
    ends.map(|(name, end)| named("E-dead-branch", format!("/deadlines/{name}/onExpiry"), &end.target)).collect()
}

/// The dead ends of a definition, those of its regions included.
pub(super) fn dead_ends(definition: &Definition) -> Vec<Problem> {
    let graph = Graph::new(definition);
    let reachable = graph.reachable();
    let mut found = ends(&graph, &reachable, "/states");
    for (name, state) in definition.states.iter().filter(|(name, _)| reachable.contains(name)) {
        found.extend(state.regions.iter().flat_map(|(region, machine)| {
            let graph = Graph::of_region(machine);
            ends(&graph, &graph.reachable(), &format!("/states/{name}/states/{region}/states"))
        }));
    }
    found.retain(|problem| problem.code == "E-dead-end");
    found
}

/// Final states, and the way to one from each state that a dossier may come to.
fn ends(graph: &Graph<'_>, reachable: &BTreeSet<&str>, at: &str) -> Vec<Problem> {
    if !graph.states.iter().any(|(_, state)| state.is_final()) {
        return vec![Problem::new("E-no-final", at, vec![])];
    }
    let ending = graph.ending();
    let judge = |name: &str| {
        let code = match (reachable.contains(name), ending.contains(name)) {
            (false, _) => "E-unreachable",
            (true, false) => "E-dead-end",
            (true, true) => return None,
        };
        Some(named(code, format!("{at}/{name}"), name))
    };
    graph.states.names().filter_map(judge).collect()
}

/// `@return` is between the states of a dossier: within a region, nothing keeps where it leads.
fn lost(graph: &Graph<'_>, at: &str) -> Vec<Problem> {
    let back = graph.states.iter().filter(|(_, state)| state.targets().any(|target| target == RETURN));
    back.map(|(name, _)| nowhere(format!("{at}/{name}"), name)).collect()
}

fn nowhere(pointer: String, name: &str) -> Problem {
    Problem::new("E-return", pointer, vec![("name", name.to_owned()), ("target", RETURN.to_owned())])
}

/// A decision, or the phase of one, belongs to a final state, and its phase says the same as its decision: lists, statistics and programs read the phase.
fn endings(name: &str, state: &State) -> Vec<Problem> {
    let decided = matches!(state.phase(), "accepted" | "refused" | "closed" | "withdrawn") || state.decision.is_some();
    let stays = (decided && !state.is_final()).then(|| named("E-not-final", format!("/states/{name}"), name));
    let other = state.decision.as_ref().filter(|decision| decided && decision.outcome != state.phase());
    let differs = other.map(|decision| {
        let args = [("name", name), ("phase", state.phase()), ("outcome", &decision.outcome)];
        let args = args.map(|(key, value)| (key, value.to_owned())).to_vec();
        Problem::new("E-phase", format!("/states/{name}/decision/outcome"), args)
    });
    stays.into_iter().chain(differs).collect()
}

/// Common actions that a state's own hide.
fn shadows(definition: &Definition, name: &str, state: &State) -> Vec<Problem> {
    let global =
        definition.on.iter().filter(|(known, transition)| state.on.contains(known) && transition.leaves(name, state));
    global.map(|(known, _)| named("W-shadowed", format!("/states/{name}/on/{known}"), known)).collect()
}

/// Common actions that nobody can ever press. Those of an unreachable state are not told twice.
fn dead(definition: &Definition, reachable: &BTreeSet<&str>) -> Vec<Problem> {
    let rests = |name: &str, state: &State| reachable.contains(name) && !graph::is_passing(state);
    let global = definition.on.iter().filter(|(known, transition)| {
        let offered = |(name, state): (&str, &State)| {
            rests(name, state) && transition.leaves(name, state) && !state.on.contains(known)
        };
        graph::never(transition.guard.as_ref()) || !definition.states.iter().any(offered)
    });
    global.map(|(known, _)| named("E-dead-transition", format!("/on/{known}"), known)).collect()
}

/// A final state is left by reopening only.
fn leaving(definition: &Definition, name: &str, transition: &Transition) -> Vec<Problem> {
    let Some(Origin::States(states)) = &transition.from else { return Vec::new() };
    if transition.kind == Kind::Reopen {
        return Vec::new();
    }
    let is_final = |state: &String| definition.states.get(state).is_some_and(State::is_final);
    let at = states.iter().enumerate().filter(|(_, state)| is_final(state));
    at.map(|(n, state)| named("E-leave-final", format!("/on/{name}/from/{n}"), state)).collect()
}

/// `@return` needs somewhere to go back to: a dossier that starts there, or comes from nowhere else, has none.
fn returns(definition: &Definition, graph: &Graph<'_>) -> Vec<Problem> {
    let lost = definition.states.names().filter(|name| {
        let entered = graph.edges.iter().any(|edge| edge.to == *name && edge.from != *name);
        definition.returns_from(name) && (*name == definition.initial || !entered)
    });
    lost.map(|name| nowhere(format!("/states/{name}"), name)).collect()
}
