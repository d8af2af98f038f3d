//! Whether the applicant is ever left without anything to do, or without an end to wait for, and outside work without what
//! follows when it fails.

use super::graph::{By, Graph};
use super::places::spots;
use crate::workflow::definition::{Definition, RoleKind};
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use crate::workflow::transition::Kind;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let graph = Graph::new(definition);
    let states = definition.states.iter();
    let mut found: Vec<Problem> = states
        .flat_map(|(name, state)| stuck(definition, name, state).into_iter().chain(endless(&graph, name, state)))
        .collect();
    for spot in spots(definition) {
        let silent = spot.state.invoke.iter().enumerate().filter(|(_, invoke)| invoke.on_error.is_empty());
        found.extend(silent.map(|(n, invoke)| {
            Problem::new("W-no-error", format!("{}/invoke/{n}", spot.pointer), vec![("name", invoke.id.clone())])
        }));
    }
    found
}

/// A draft, or a state that waits for the applicant, without a button or a task for them. Withdrawing is no answer.
fn stuck(definition: &Definition, name: &str, state: &State) -> Option<Problem> {
    if !matches!(state.phase(), "draft" | "waiting") {
        return None;
    }
    let is_applicant = |role: &String| definition.roles.get(role).is_some_and(|role| role.kind == RoleKind::Applicant);
    let inner = || state.regions.iter().flat_map(|(_, region)| region.states.iter()).map(|(_, state)| state);
    let works = inner().chain([state]).any(|state| state.tasks.iter().any(|(_, task)| is_applicant(&task.role)));
    let buttons = inner().flat_map(|state| state.on.iter()).chain(definition.transitions(name));
    let mut answers = buttons.filter(|(_, transition)| transition.kind != Kind::Withdraw);
    let presses = answers.any(|(_, transition)| transition.roles.iter().any(is_applicant));
    (!works && !presses).then(|| problem("E-stuck", name))
}

/// Waiting for ever: neither a timer nor a clock that runs meanwhile.
fn endless(graph: &Graph<'_>, name: &str, state: &State) -> Option<Problem> {
    let has_clock = graph.from(name).any(|edge| edge.by == By::Expiry);
    (state.phase() == "waiting" && state.after.is_empty() && !has_clock).then(|| problem("W-no-timer", name))
}

fn problem(code: &'static str, name: &str) -> Problem {
    Problem::new(code, format!("/states/{name}"), vec![("name", name.to_owned())])
}
