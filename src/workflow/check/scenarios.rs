//! The scenarios that ship with a definition: each must pass, and together they press every button.

use crate::workflow::Workflow;
use crate::workflow::problem::Problem;
use std::collections::BTreeSet;

pub(super) fn check(workflow: &Workflow) -> Vec<Problem> {
    let definition = workflow.definition();
    let mut found = Vec::new();
    let mut covered = BTreeSet::new();
    for (n, scenario) in definition.scenarios.iter().enumerate() {
        let run = workflow.run(scenario);
        found.extend(run.failures.into_iter().map(|failure| {
            let args = vec![
                ("name", scenario.name.clone()),
                ("step", (failure.step + 1).to_string()),
                ("expected", failure.expected),
                ("got", failure.got),
            ];
            Problem::new("E-scenario", format!("/scenarios/{n}/steps/{}", failure.step), args)
        }));
        covered.extend(run.pressed.into_iter().map(|(state, name)| pointer(workflow, &state, &name)));
    }
    let own = definition
        .states
        .iter()
        .flat_map(|(state, it)| it.on.names().map(move |name| (format!("/states/{state}/on/{name}"), name)));
    let global = definition.on.names().map(|name| (format!("/on/{name}"), name));
    let uncovered = own.chain(global).filter(|(pointer, _)| !covered.contains(pointer));
    found
        .extend(uncovered.map(|(pointer, name)| Problem::new("W-uncovered", pointer, vec![("name", name.to_owned())])));
    found
}

/// Where the transition that was pressed is written.
fn pointer(workflow: &Workflow, state: &str, name: &str) -> String {
    let own = workflow.state(state).is_some_and(|state| state.on.contains(name));
    if own { format!("/states/{state}/on/{name}") } else { format!("/on/{name}") }
}
