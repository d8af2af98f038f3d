//! What is true of every chart, whatever happens to it.

use super::generated::{Freedom, Generated, generate};
use super::world::{Action, Guard, World};
use crate::support::dice::Dice;
use guichet::workflow::chart::{Chart, Error, Interpreter};
use proptest::prelude::*;
use serde_json::Value;

/// Events of one walk.
const EVENTS: usize = 30;

fn words<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// The states of a chart in JSON, in document order.
fn walk<'v>(state: &'v Value, visit: &mut impl FnMut(&'v Value)) {
    visit(state);
    state["states"].as_array().into_iter().flatten().for_each(|child| walk(child, visit));
}

/// What is wrong with a configuration: a compound state with no active child or several, a parallel one without one of its
/// regions, a child of what is not active, an order that is not the document's.
fn wrong(chart: &Value, active: &[String]) -> Option<String> {
    let is_active = |state: &Value| {
        let name = words(state, "name");
        std::ptr::eq(state, chart) || active.iter().any(|active| active == name)
    };
    let (mut wrong, mut ordered) = (None, Vec::new());
    walk(chart, &mut |state| {
        let (kind, here) = (words(state, "type"), is_active(state));
        let children: Vec<&Value> = state["states"].as_array().into_iter().flatten().collect();
        let children = children.into_iter().filter(|child| !words(child, "type").contains("history"));
        let (all, inside) =
            children.fold((0, 0), |(all, inside), child| (all + 1, inside + usize::from(is_active(child))));
        let fine = match (here, kind) {
            (false, _) => inside == 0,
            (true, "history" | "deep_history") => false,
            (true, "parallel") => inside == all,
            (true, _) => inside == all.min(1),
        };
        if !fine {
            wrong = Some(format!("{}: {inside} of {all} children are active", words(state, "name")));
        }
        if here && !std::ptr::eq(state, chart) {
            ordered.push(words(state, "name").to_owned());
        }
    });
    wrong.or_else(|| (ordered != active).then(|| format!("{active:?} is not in the document's order")))
}

/// A chart is walked, and its interpreter kept and loaded again at each step.
fn follow(dice: &mut Dice<'_>) -> Result<(), TestCaseError> {
    let Generated { json, events } = generate(dice, Freedom::Everything);
    let chart: Chart<Guard, Action> = Chart::new(serde_json::from_value(json.clone()).unwrap()).unwrap();
    let mut places = Vec::new();
    walk(&json["states"][0], &mut |state| places.push(words(state, "name").to_owned()));
    let mut world = World::new(places);
    let mut running = match Interpreter::start(&chart, &mut world) {
        Ok(running) => running,
        Err(error) => {
            prop_assert_eq!(error, Error::Endless);
            return Ok(());
        }
    };
    for _ in 0..EVENTS {
        let here = running.configuration();
        prop_assert_eq!(wrong(&json, &here.active), None);
        let mut told: Vec<&String> = world.active.iter().filter(|name| *name != "s0").collect();
        let mut active: Vec<&String> = here.active.iter().collect();
        told.sort();
        active.sort();
        prop_assert_eq!(told, active, "the host was told otherwise");

        let kept = serde_json::to_string(&here).unwrap();
        let mut loaded = Interpreter::load(&chart, &serde_json::from_str(&kept).unwrap()).unwrap();
        let event = dice.pick(&events);
        let (mut other, enabled) = (world.clone(), running.enables(event, &mut world).unwrap());
        let done = running.is_done();
        match running.send(event, &mut world) {
            Ok(taken) => {
                prop_assert_eq!(taken, enabled && !done);
                prop_assert_eq!(loaded.send(event, &mut other), Ok(taken));
                prop_assert_eq!(loaded.configuration(), running.configuration());
                prop_assert!(taken || running.configuration() == here, "an event that enables nothing changes nothing");
            }
            Err(error) => {
                prop_assert_eq!(error, Error::Endless);
                prop_assert_eq!(loaded.send(event, &mut other), Err(error));
                return Ok(());
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { source_file: Some(file!()), ..ProptestConfig::default() })]

    #[test]
    fn every_configuration_is_legal_and_can_be_kept(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        follow(&mut Dice::new(&bytes))?;
    }
}
