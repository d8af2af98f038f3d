//! What follows the work of a state: something must, and there must be work for it to follow.

use super::places::spots;
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use crate::workflow::state::StateType;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let problem = |code, pointer: String, name: &str| Problem::new(code, pointer, vec![("name", name.to_owned())]);
    let mut found = Vec::new();
    for spot in spots(definition) {
        let state = spot.state;
        let has_work = state.tasks.iter().next().is_some();
        let waits = state.tasks.iter().any(|(_, task)| task.required);
        if waits && state.on_done.is_empty() && state.always.is_empty() {
            found.push(problem("E-no-done", spot.pointer.clone(), spot.name));
        }
        if !state.on_done.is_empty() && !has_work && state.kind != StateType::Parallel {
            found.push(problem("E-never-done", format!("{}/onDone", spot.pointer), spot.name));
        }
    }
    found
}
