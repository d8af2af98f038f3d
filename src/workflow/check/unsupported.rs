//! What the schema describes and this version of the engine does not run. Each line here goes with the block that it names.

use super::outline::{Outline, Place, members};
use crate::workflow::problem::Problem;
use serde_json::Value;

/// What is refused until then.
pub(super) const CODE: &str = "E-unsupported";
/// Members of a state that wait for their engine.
const OF_STATE: [&str; 4] = ["tasks", "states", "initial", "onDone"];
/// Actions that wait for theirs.
const ACTIONS: [&str; 1] = ["document"];

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    found.extend(outline.states.iter().flat_map(of_state));
    found.extend(
        outline.transitions.iter().filter_map(|place| place.get("exclude")).map(|at| refuse(&at.pointer, "exclude")),
    );
    found.extend(outline.actions.iter().filter_map(of_action));
    let roles = members(document, "roles").into_iter().flatten();
    found.extend(
        roles
            .filter(|(_, role)| role.get("from").is_some())
            .map(|(name, _)| refuse(&format!("/roles/{name}/from"), "from")),
    );
    let steps = outline.scenarios.iter().flat_map(|scenario| scenario.each("steps"));
    found.extend(steps.filter_map(|step| step.get("task")).map(|task| refuse(&task.pointer, "tasks")));
    found
}

fn of_state(state: &Place<'_>) -> Vec<Problem> {
    let mut found: Vec<Problem> =
        OF_STATE.iter().filter_map(|key| state.get(key)).map(|at| refuse(&at.pointer, &at.name)).collect();
    if state.text("type") == Some("parallel") {
        found.push(refuse(&format!("{}/type", state.pointer), "parallel"));
    }
    if let Some(document) = state.get("decision").and_then(|decision| decision.get("document")) {
        found.push(refuse(&document.pointer, "document"));
    }
    found
}

fn of_action(action: &Place<'_>) -> Option<Problem> {
    let name = action.text("do")?;
    if ACTIONS.contains(&name) {
        return Some(refuse(&action.pointer, name));
    }
    let channel = action.get("channel").filter(|channel| channel.value != "email");
    let by_rule =
        action.get("to").filter(|to| name == "assign" && to.value.as_str().is_some_and(|to| to.starts_with("expr:")));
    channel.or(by_rule).map(|at| refuse(&at.pointer, at.value.as_str().unwrap_or_default()))
}

fn refuse(pointer: &str, block: &str) -> Problem {
    Problem::new(CODE, pointer, vec![("name", block.to_owned())])
}
