//! Whether every dossier can come to its end, and every part of the definition can serve.

use super::graph::{self, Graph};
use crate::workflow::definition::{Definition, RETURN};
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use crate::workflow::transition::{Kind, Origin, Transition};
use std::collections::BTreeSet;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let graph = Graph::new(definition);
    let reachable = graph.reachable();
    let mut found = ends(definition, &graph, &reachable);
    found.extend(definition.states.iter().flat_map(|(name, state)| endings(name, state)));
    found.extend(definition.states.iter().flat_map(|(name, state)| shadows(definition, name, state)));
    found.extend(dead(definition, &reachable));
    found.extend(definition.on.iter().flat_map(|(name, transition)| leaving(definition, name, transition)));
    found.extend(returns(definition, &graph));
    found.extend(graph.loops().into_iter().map(|name| named("E-loop", format!("/states/{name}/always"), name)));
    found
}

fn named(code: &'static str, pointer: String, name: &str) -> Problem {
    Problem::new(code, pointer, vec![("name", name.to_owned())])
}

/// Final states, and the way to one from each state that a dossier may come to.
fn ends(definition: &Definition, graph: &Graph<'_>, reachable: &BTreeSet<&str>) -> Vec<Problem> {
    if !definition.states.iter().any(|(_, state)| state.is_final()) {
        return vec![Problem::new("E-no-final", "/states", vec![])];
    }
    let ending = graph.ending();
    let judge = |name: &str| {
        let code = match (reachable.contains(name), ending.contains(name)) {
            (false, _) => "E-unreachable",
            (true, false) => "E-dead-end",
            (true, true) => return None,
        };
        Some(named(code, format!("/states/{name}"), name))
    };
    definition.states.names().filter_map(judge).collect()
}

/// A decision, or the phase of one, belongs to a final state.
fn endings(name: &str, state: &State) -> Option<Problem> {
    let decided = matches!(state.phase(), "accepted" | "refused" | "closed" | "withdrawn") || state.decision.is_some();
    (decided && !state.is_final()).then(|| named("E-not-final", format!("/states/{name}"), name))
}

/// Parts that another one hides.
fn shadows(definition: &Definition, name: &str, state: &State) -> Vec<Problem> {
    let open = state.always.iter().position(|branch| graph::always(branch.guard.as_ref()));
    let after = open.map_or(state.always.len(), |n| n + 1);
    let branches = (after..state.always.len())
        .map(|n| named("E-shadowed", format!("/states/{name}/always/{n}"), &state.always[n].target));
    let global =
        definition.on.iter().filter(|(known, transition)| state.on.contains(known) && transition.leaves(name, state));
    branches.chain(global.map(|(known, _)| named("W-shadowed", format!("/states/{name}/on/{known}"), known))).collect()
}

/// Transitions that nobody can ever press. Those of an unreachable state are not told twice.
fn dead(definition: &Definition, reachable: &BTreeSet<&str>) -> Vec<Problem> {
    let rests = |name: &str, state: &State| reachable.contains(name) && !graph::is_passing(state);
    let own = definition.states.iter().filter(|(name, _)| reachable.contains(name)).flat_map(|(name, state)| {
        let passing = graph::is_passing(state);
        let dead = move |(_, transition): &(&str, &Transition)| passing || graph::never(transition.guard.as_ref());
        state
            .on
            .iter()
            .filter(dead)
            .map(move |(known, _)| named("E-dead-transition", format!("/states/{name}/on/{known}"), known))
    });
    let global = definition.on.iter().filter(|(known, transition)| {
        let offered = |(name, state): (&str, &State)| {
            rests(name, state) && transition.leaves(name, state) && !state.on.contains(known)
        };
        graph::never(transition.guard.as_ref()) || !definition.states.iter().any(offered)
    });
    own.chain(global.map(|(known, _)| named("E-dead-transition", format!("/on/{known}"), known))).collect()
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
    lost.map(|name| {
        Problem::new(
            "E-return",
            format!("/states/{name}"),
            vec![("name", name.to_owned()), ("target", RETURN.to_owned())],
        )
    })
    .collect()
}
