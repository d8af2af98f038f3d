//! What the schema describes and this version of the engine does not run. Each line here goes with the block that it names.

use super::outline::{Outline, Place, members};
use crate::workflow::problem::Problem;
use serde_json::Value;

/// What is refused until then.
pub(super) const CODE: &str = "E-unsupported";

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    found.extend(outline.actions.iter().filter_map(of_action));
    let roles = members(document, "roles").into_iter().flatten();
    // Whoever has no account has no page to work on.
    let outside = roles.filter(|(_, role)| role["kind"] == "external");
    found.extend(outside.map(|(name, _)| refuse(&format!("/roles/{name}/kind"), "external")));
    found
}

fn of_action(action: &Place<'_>) -> Option<Problem> {
    let name = action.text("do")?;
    let channel = action.get("channel").filter(|channel| channel.value != "email");
    let by_rule =
        action.get("to").filter(|to| name == "assign" && to.value.as_str().is_some_and(|to| to.starts_with("expr:")));
    channel.or(by_rule).map(|at| refuse(&at.pointer, at.value.as_str().unwrap_or_default()))
}

fn refuse(pointer: &str, block: &str) -> Problem {
    Problem::new(CODE, pointer, vec![("name", block.to_owned())])
}
