//! Automatic branches that may all stay shut, that may be open together, or of which one never serves. The counter-example
//! says when.

use super::analysis::Facts;
use super::graph;
use super::places::{Spot, spots};
use super::values::{Unit, World};
use crate::form::Answers;
use crate::rules::analysis::Budget;
use crate::rules::{Context, Rule};
use crate::workflow::branches::{Branches, When};
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use crate::workflow::transition::Auto;
use serde_json::{Map, Value, json};

/// Combinations of values to try; beyond, only these are.
const MOST: usize = 1_000;

pub(super) fn check(definition: &Definition, facts: &Facts<'_>, answers: Option<&Answers>) -> Vec<Problem> {
    let mut budget = Budget::default();
    let mut found = Vec::new();
    for spot in spots(definition) {
        for branches in spot.state.branches(&spot.pointer) {
            found.extend(look(definition, answers, &spot, &branches));
            found.extend(shadows(&branches, facts, &mut budget));
        }
    }
    found
}

/// Gaps and overlaps of a list of branches.
fn look(definition: &Definition, answers: Option<&Answers>, spot: &Spot<'_>, branches: &Branches<'_>) -> Vec<Problem> {
    let guards = branches.autos.iter().filter_map(|branch| branch.guard.as_ref());
    let guards: Vec<&Rule> = guards.filter(|guard| !graph::always(Some(guard))).collect();
    let done = (branches.when == When::Done).then_some(spot.state);
    let strands = guards.len() == branches.autos.len() && waits_for_nothing(definition, spot, branches.when);
    // What is looked at again when none of them is open.
    let guards: Vec<&Rule> = guards.into_iter().chain(fallbacks(spot, branches.when)).collect();
    let mut world = World { definition, answers, done, is_careful: false };
    let sure = Trials::new(&world, &guards);
    let gap = |code, example| {
        Problem::new(code, &branches.pointer, vec![("name", spot.name.to_owned()), ("example", example)])
    };
    let all_shut = |trials: &Trials<'_>| trials.find(|holds| !holds.contains(&true));
    let mut found: Vec<Problem> = overlaps(branches, &sure);
    if strands {
        world.is_careful = true;
        // A workflow alone does not know the form, nor the values that a procedure gives to its variables.
        let stranded = all_shut(&sure).map(|example| gap("E-gap", example));
        found.extend(stranded.or_else(|| all_shut(&Trials::new(&world, &guards)).map(|example| gap("W-gap", example))));
    }
    found
}

/// The guards of the automatic branches that are looked at once the work is over, or an answer is there.
fn fallbacks<'d>(spot: &Spot<'d>, when: When<'_>) -> impl Iterator<Item = &'d Rule> {
    let looks_again = matches!(when, When::Done | When::Answered(_, true));
    let always = spot.state.always.iter().filter(move |_| looks_again);
    always.filter_map(|branch| branch.guard.as_ref())
}

/// Whether nothing else would move the dossier. The end of the work and an answer are told once: beside time, only who works
/// on the state of an answer still moves it.
fn waits_for_nothing(definition: &Definition, spot: &Spot<'_>, when: When<'_>) -> bool {
    let Spot { name, state, is_inner, .. } = spot;
    let inner = state.on.iter().filter(|_| *is_inner);
    let outer = definition.transitions(name).filter(|_| !*is_inner);
    let buttons: Vec<_> = inner.chain(outer).map(|(_, button)| button).collect();
    let leaves = state.after.iter().any(|timer| timer.target.is_some() && graph::always(timer.guard.as_ref()));
    let has_work = || state.regions.iter().next().is_some() || state.tasks.iter().any(|(_, task)| task.required);
    let works = || has_work() && !state.on_done.is_empty();
    let of_agents = |role: &String| definition.roles.get(role).is_some_and(|role| role.kind.is_administration());
    let pressed = || buttons.iter().any(|button| button.target.is_some() && button.roles.iter().any(of_agents));
    match when {
        When::Done => !leaves,
        When::Answered(..) => !leaves && !works() && !pressed(),
        When::Always => {
            let times = state.after.iter().any(|timer| timer.target.is_some());
            buttons.is_empty() && !times && state.invoke.is_empty() && state.on_done.is_empty()
        }
    }
}

/// Two guards that may hold together, where they lead to different states: the first wins.
fn overlaps(branches: &Branches<'_>, trials: &Trials<'_>) -> Vec<Problem> {
    let guarded: Vec<usize> =
        (0..branches.autos.len()).filter(|n| !graph::always(branches.autos[*n].guard.as_ref())).collect();
    let mut found = Vec::new();
    for (at, n) in guarded.iter().enumerate() {
        let earlier = guarded[..at].iter().enumerate();
        let other = earlier.filter(|(_, other)| branches.autos[**other].target != branches.autos[*n].target);
        let example = other.into_iter().find_map(|(first, _)| trials.find(|holds| holds[first] && holds[at]));
        found.extend(example.map(|example| {
            let args = vec![("name", branches.autos[*n].target.clone()), ("example", example)];
            Problem::new("W-overlap", branches.pointer_of(*n), args)
        }));
    }
    found
}

/// Branches that come after one that is always open, or whose every case an earlier one takes.
fn shadows(branches: &Branches<'_>, facts: &Facts<'_>, budget: &mut Budget) -> Vec<Problem> {
    let autos = branches.autos;
    let open = autos.iter().position(|branch| graph::always(branch.guard.as_ref())).unwrap_or(autos.len());
    let source = |branch: &Auto| branch.guard.as_ref().map(|rule| rule.source().clone());
    let taken = |n: &usize, budget: &mut Budget| {
        let Some(own) = source(&autos[*n]) else { return false };
        let earlier: Vec<Value> = autos[..*n].iter().filter_map(source).collect();
        let left = json!({"and": [own, {"!": [{"or": earlier}]}]});
        *n > 0 && facts.never(&left, budget) && !facts.never(&own, budget)
    };
    let hidden = (0..autos.len()).filter(|n| *n > open || taken(n, budget));
    hidden
        .map(|n| Problem::new("E-shadowed", branches.pointer_of(n), vec![("name", autos[n].target.clone())]))
        .collect()
}

/// What guards come to with each combination of values.
struct Trials<'t> {
    names: Vec<&'t str>,
    units: Vec<Unit>,
    /// For each combination, whether each guard holds.
    holds: Vec<Vec<bool>>,
}

impl<'t> Trials<'t> {
    fn new(world: &World<'_>, guards: &[&'t Rule]) -> Self {
        let mut names: Vec<&str> = guards.iter().flat_map(|rule| rule.variables()).map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let units = world.units(guards, &names);
        let size = units.iter().map(|unit| unit.values.len()).fold(1, usize::saturating_mul).min(MOST);
        let mut trials = Self { names, units, holds: Vec::new() };
        trials.holds = (0..size)
            .map(|number| {
                let root = trials.root(number);
                let context = Context::new(&root);
                guards.iter().map(|rule| rule.is_true(&context)).collect()
            })
            .collect();
        trials
    }

    /// The n-th combination.
    fn root(&self, mut number: usize) -> Value {
        let mut root = json!({});
        for unit in &self.units {
            put(&mut root, &unit.path, unit.values[number % unit.values.len()].clone());
            number /= unit.values.len();
        }
        root
    }

    /// The first combination of which that is true, as a person reads it.
    fn find(&self, is_found: impl Fn(&[bool]) -> bool) -> Option<String> {
        let number = self.holds.iter().position(|holds| is_found(holds))?;
        let root = self.root(number);
        let context = Context::new(&root);
        Some(self.names.iter().map(|name| format!("{name} = {}", context.get(name))).collect::<Vec<_>>().join(", "))
    }
}

fn put(root: &mut Value, path: &str, value: Value) {
    let mut here = root;
    for segment in path.split('.') {
        if !here.is_object() {
            *here = Value::Object(Map::new());
        }
        here = &mut here[segment];
    }
    *here = value;
}
