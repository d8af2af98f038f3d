//! Regions: where they may stand, and what can't be open in two of them at once.

use super::outline::{Outline, Place};
use crate::workflow::problem::Problem;
use std::collections::BTreeSet;

pub(super) fn check(outline: &Outline<'_>) -> Vec<Problem> {
    let mut found: Vec<Problem> = outline.states.iter().flat_map(misplaced).collect();
    found.extend(outline.states.iter().flat_map(open_twice));
    found
}

/// Only a parallel state has regions, and it has no work of its own: its end is that of its regions. Within a region no state
/// has any.
fn misplaced(state: &Place<'_>) -> Vec<Problem> {
    let is_inner = state.pointer.split('/').count() > 3;
    let is_parallel = state.text("type") == Some("parallel");
    let problem = |code, at: Place<'_>| Problem::new(code, at.pointer, vec![("name", state.name.clone())]);
    if is_parallel && !is_inner {
        return state.get("tasks").map(|tasks| problem("E-parallel-tasks", tasks)).into_iter().collect();
    }
    let parallel = state.get("type").filter(|_| is_parallel);
    let misplaced = [parallel, state.get("states"), state.get("initial")].into_iter().flatten();
    misplaced.map(|at| problem("E-regions", at)).collect()
}

/// Tasks, and outside work, are known by their names: those of two regions are open at once, and so is all the outside work of
/// one state.
fn open_twice(state: &Place<'_>) -> Vec<Problem> {
    let regions: Vec<_> = state.each("states").iter().map(|region| region.each("states")).collect();
    let own = [works(state)].into_iter();
    let mut found = twice(own.chain(regions.iter().map(|states| states.iter().flat_map(works).collect())));
    found.extend(twice(regions.iter().map(|states| states.iter().flat_map(|state| state.each("tasks")).collect())));
    // Of a region, each state has its own: only within one are they open at once.
    found.extend(twice(works(state).into_iter().map(|work| vec![work])));
    found
}

fn works<'d>(state: &Place<'d>) -> Vec<Place<'d>> {
    state.each("invoke")
}

/// What has a name that stands in an earlier group.
fn twice<'d>(groups: impl Iterator<Item = Vec<Place<'d>>>) -> Vec<Problem> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for group in groups {
        let name = |place: &Place<'_>| place.text("id").unwrap_or(&place.name).to_owned();
        let again = group.iter().filter(|place| known.contains(&name(place)));
        found.extend(again.map(|place| Problem::new("E-twice", &place.pointer, vec![("name", name(place))])));
        known.extend(group.iter().map(name));
    }
    found
}
