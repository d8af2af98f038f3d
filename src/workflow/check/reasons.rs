//! Decisions that must say why, and that a vote takes by itself: the reasons of one ballot are not those of the committee, so
//! that nobody has written any (CRPA L211-2). Somebody must come in between who writes them: a task, a button.

use super::graph::{may_be_done_at_once, open};
use crate::workflow::branches::When;
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use crate::workflow::state::{Motivation, Region, State};
use std::collections::BTreeSet;

/// The region that a state is within, with the state around it.
type Around<'d> = Option<(&'d State, &'d Region)>;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let mut found = Vec::new();
    for (name, outer) in definition.states.iter() {
        let pointer = format!("/states/{name}");
        for (region, machine) in outer.regions.iter() {
            for (inner, state) in machine.states.iter() {
                let pointer = format!("{pointer}/states/{region}/states/{inner}");
                found.extend(of_votes(definition, Some((outer, machine)), state, &pointer));
            }
        }
        found.extend(of_votes(definition, None, outer, &pointer));
    }
    found
}

/// The branches of a state that its vote may open, and that lead at once to such a decision.
fn of_votes<'d>(definition: &'d Definition, around: Around<'d>, state: &'d State, pointer: &str) -> Vec<Problem> {
    let votes: Vec<&str> = state.tasks.iter().filter(|(_, task)| task.vote.is_some()).map(|(name, _)| name).collect();
    let mut found = Vec::new();
    for branches in state.branches(pointer) {
        for (n, branch) in branches.autos.iter().enumerate() {
            let reads = |vote: &&&str| {
                let own = format!("tasks.{vote}.");
                let variables = branch.guard.iter().flat_map(|guard| guard.variables());
                variables.into_iter().any(|variable| variable.starts_with(&own))
            };
            let waits = |vote: &&&str| state.tasks.get(vote).is_some_and(|task| task.required);
            let by = match branches.when {
                When::Done => votes.iter().find(waits),
                When::Always => votes.iter().find(reads),
                When::Answered(..) => None,
            };
            let Some(vote) = by else { continue };
            let decided =
                entered(definition, around, &branch.target).into_iter().find(|name| must_say(definition, name));
            found.extend(decided.map(|name| {
                let args = vec![("name", (*vote).to_owned()), ("target", name.to_owned())];
                Problem::new("E-reasons", branches.pointer_of(n), args)
            }));
        }
    }
    found
}

fn must_say(definition: &Definition, state: &str) -> bool {
    let rule = definition.states.get(state).and_then(|state| state.decision.as_ref());
    rule.is_some_and(|rule| rule.motivation == Motivation::Required)
}

/// The states of a dossier that may be entered at once by this target: branches that wait for nothing lead on.
fn entered<'d>(definition: &'d Definition, around: Around<'d>, target: &'d str) -> BTreeSet<&'d str> {
    let (mut known, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut left = vec![(around, target)];
    while let Some((around, target)) = left.pop() {
        let inner = around.and_then(|(outer, region)| Some((outer, region.states.get(target)?)));
        if !known.insert((inner.is_some(), target)) {
            continue;
        }
        let Some(state) = inner.map(|(_, state)| state).or_else(|| definition.states.get(target)) else { continue };
        let around = around.filter(|_| inner.is_some());
        if inner.is_none() {
            names.insert(target);
        }
        left.extend(open(&state.always).map(|branch| (around, branch.target.as_str())));
        match inner {
            // The last region to end ends the state around it.
            Some((outer, state)) if state.is_final() => {
                left.extend(open(&outer.on_done).map(|branch| (None, branch.target.as_str())));
            }
            _ if may_be_done_at_once(state) => {
                left.extend(open(&state.on_done).map(|branch| (around, branch.target.as_str())));
            }
            _ => {}
        }
    }
    names
}
