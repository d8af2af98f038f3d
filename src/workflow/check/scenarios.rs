//! The scenarios that ship with a definition: each must pass, and together they take every way.

use super::places::spots;
use crate::workflow::Workflow;
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use std::collections::BTreeSet;

pub(super) fn check(workflow: &Workflow) -> Vec<Problem> {
    let definition = workflow.definition();
    let mut found = Vec::new();
    let mut taken = BTreeSet::new();
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
        taken.extend(run.taken);
    }
    let untried = ways(definition).into_iter().filter(|(pointer, _)| !taken.contains(pointer));
    found.extend(untried.map(|(pointer, name)| Problem::new("W-uncovered", pointer, vec![("name", name)])));
    found
}

/// Where each way is written, with its name or that of the state that it leads to. A timer that leads nowhere only reminds.
fn ways(definition: &Definition) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for spot in spots(definition) {
        let at = &spot.pointer;
        found.extend(spot.state.on.names().map(|name| (format!("{at}/on/{name}"), name.to_owned())));
        let timers = spot.state.after.iter().enumerate();
        found.extend(timers.filter_map(|(n, timer)| Some((format!("{at}/after/{n}"), timer.target.clone()?))));
        for branches in spot.state.branches(at) {
            let autos = branches.autos.iter().enumerate();
            found.extend(autos.map(|(n, branch)| (branches.pointer_of(n), branch.target.clone())));
        }
    }
    found.extend(definition.on.names().map(|name| (format!("/on/{name}"), name.to_owned())));
    let ends = definition.deadlines.iter().filter_map(|(name, clock)| Some((name, clock.on_expiry.as_ref()?)));
    found.extend(ends.map(|(name, end)| (format!("/deadlines/{name}/onExpiry"), end.target.clone())));
    found
}
