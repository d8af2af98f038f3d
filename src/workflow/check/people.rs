//! Whether the applicant is ever left without anything to do, or without an end to wait for, and outside work without what
//! follows when it fails. Whether a task may be nobody's.

use super::graph::{By, Graph};
use super::places::spots;
use crate::form::Answers;
use crate::rules::Rule;
use crate::workflow::definition::{Definition, RoleKind};
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use crate::workflow::task::{Instances, Task};
use crate::workflow::transition::{Kind, Transition};
use serde_json::Value;

pub(super) fn check(definition: &Definition, answers: Option<&Answers>) -> Vec<Problem> {
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
        let alone = spot.state.tasks.iter().filter(|(_, task)| may_be_of_nobody(definition, answers, task));
        found.extend(alone.map(|(name, _)| {
            let pointer = format!("{}/tasks/{name}/instances", spot.pointer);
            Problem::new("W-empty", pointer, vec![("name", name.to_owned())])
        }));
    }
    found.extend(undoable(definition));
    found
}

/// Work and buttons of roles that have no page for them: an applicant does no task, and no person is the system.
fn undoable(definition: &Definition) -> Vec<Problem> {
    let kind = |role: &str| definition.roles.get(role).map(|role| role.kind);
    let of_system = |button: &Transition| {
        !button.roles.is_empty() && button.roles.iter().all(|role| kind(role) == Some(RoleKind::System))
    };
    let problem = |pointer: String, name: &str| Problem::new("E-nobody", pointer, vec![("name", name.to_owned())]);
    let mut found = Vec::new();
    for spot in spots(definition) {
        let none = |task: &Task| matches!(kind(&task.role), Some(RoleKind::Applicant | RoleKind::System));
        let tasks = spot.state.tasks.iter().filter(|(_, task)| none(task));
        found.extend(tasks.map(|(name, _)| problem(format!("{}/tasks/{name}/role", spot.pointer), name)));
        let buttons = spot.state.on.iter().filter(|(_, button)| of_system(button));
        found.extend(buttons.map(|(name, _)| problem(format!("{}/on/{name}/roles", spot.pointer), name)));
    }
    let common = definition.on.iter().filter(|(_, button)| of_system(button));
    found.extend(common.map(|(name, _)| problem(format!("/on/{name}/roles"), name)));
    found
}

/// Whether a state may wait for ever for a task, since the list that says who does it is empty: neither is there no such task
/// then, nor does its time end it.
fn may_be_of_nobody(definition: &Definition, answers: Option<&Answers>, task: &Task) -> bool {
    let Some(Instances::Each(list)) = &task.instances else { return false };
    let reads = |rule: &Rule| rule.variables().iter().any(|name| list.variables().contains(name));
    let is_asked = task.when.as_ref().is_some_and(reads);
    let ends = task.due.as_ref().is_some_and(|due| due.outcome.is_some() || task.vote.is_some());
    task.required && !is_asked && !ends && !holds_one(definition, answers, list)
}

/// Whether a list is never empty: an answer that is asked for at least once, or a variable of which as much is declared.
fn holds_one(definition: &Definition, answers: Option<&Answers>, list: &Rule) -> bool {
    let Some(Value::String(path)) = list.source().get("var") else { return false };
    let schema = path.strip_prefix("data.").and_then(|name| definition.data.get(name));
    let declared = schema.and_then(|schema| schema.get("minItems")?.as_u64());
    declared.is_some_and(|least| least > 0) || answers.is_some_and(|answers| answers.hold_one(path))
}

/// A draft, or a state that waits for the applicant, without a button for them. Withdrawing is no answer.
fn stuck(definition: &Definition, name: &str, state: &State) -> Option<Problem> {
    if !matches!(state.phase(), "draft" | "waiting") {
        return None;
    }
    let is_applicant = |role: &String| definition.roles.get(role).is_some_and(|role| role.kind == RoleKind::Applicant);
    let inner = || state.regions.iter().flat_map(|(_, region)| region.states.iter()).map(|(_, state)| state);
    let buttons = inner().flat_map(|state| state.on.iter()).chain(definition.transitions(name));
    let mut answers = buttons.filter(|(_, transition)| transition.kind != Kind::Withdraw);
    let presses = answers.any(|(_, transition)| transition.roles.iter().any(is_applicant));
    (!presses).then(|| problem("E-stuck", name))
}

/// Waiting for ever: neither a timer nor a clock that runs meanwhile.
fn endless(graph: &Graph<'_>, name: &str, state: &State) -> Option<Problem> {
    let has_clock = graph.from(name).any(|edge| edge.by == By::Expiry);
    (state.phase() == "waiting" && state.after.is_empty() && !has_clock).then(|| problem("W-no-timer", name))
}

fn problem(code: &'static str, name: &str) -> Problem {
    Problem::new(code, format!("/states/{name}"), vec![("name", name.to_owned())])
}
