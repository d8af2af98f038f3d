//! Whether the applicant is ever left without anything to do, or without an end to wait for.

use crate::workflow::definition::{Definition, RoleKind};
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use crate::workflow::transition::Kind;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    definition
        .states
        .iter()
        .flat_map(|(name, state)| stuck(definition, name, state).into_iter().chain(endless(name, state)))
        .collect()
}

/// A draft, or a state that waits for the applicant, without a button for them. Withdrawing is no answer.
fn stuck(definition: &Definition, name: &str, state: &State) -> Option<Problem> {
    if !matches!(state.phase(), "draft" | "waiting") {
        return None;
    }
    let is_applicant = |role: &String| definition.roles.get(role).is_some_and(|role| role.kind == RoleKind::Applicant);
    let answers = definition
        .transitions(name)
        .any(|(_, transition)| transition.kind != Kind::Withdraw && transition.roles.iter().any(is_applicant));
    (!answers).then(|| problem("E-stuck", name))
}

/// Waiting for ever.
fn endless(name: &str, state: &State) -> Option<Problem> {
    (state.phase() == "waiting" && state.after.is_empty()).then(|| problem("W-no-timer", name))
}

fn problem(code: &'static str, name: &str) -> Problem {
    Problem::new(code, format!("/states/{name}"), vec![("name", name.to_owned())])
}
