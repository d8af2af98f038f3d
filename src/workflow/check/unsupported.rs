//! What the schema describes and this version of the engine does not run. Each line here goes with the block that it names.

use super::outline::{Outline, Place};
use crate::workflow::problem::Problem;

/// What is refused until then.
pub(super) const CODE: &str = "E-unsupported";

pub(super) fn check(outline: &Outline<'_>) -> Vec<Problem> {
    outline.actions.iter().filter_map(of_action).collect()
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
