//! Whether every dossier can end and every part can serve, seen by another tool: pm4py's Woflan agrees with the checker on the
//! examples and on what is made of them by changing one thing or two. `make verify` says where its Python is.
//!
//! Woflan knows whether the end can always be reached, nothing is then left over, and every way can be taken. So the verdicts
//! that are compared are those of `FLOW`. What the checker says besides has no place in a net: it is about time, people, rules,
//! texts; or it is stricter, as of automatic branches that may go round for ever (`E-loop`), which a net takes to be fair.

use super::definitions::examples;
use crate::support::oracle::answers_of;
use guichet::workflow::check;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

/// What makes a definition unsound.
const FLOW: [&str; 8] = [
    "E-no-final",
    "E-unreachable",
    "E-dead-end",
    "E-dead-transition",
    "E-dead-branch",
    "E-never-done",
    "E-shadowed",
    "E-return",
];
/// What is changed of the examples.
const MUTANTS: usize = 200;

/// Whether the checker finds it sound; nothing, when it can't be looked at.
fn verdict(definition: &Value) -> Option<bool> {
    let found = check(definition);
    let looks = |code: &str| FLOW.contains(&code) || ["E-unsupported", "E-gap", "E-loop", "E-no-done"].contains(&code);
    let others = ["E-stuck", "E-scenario", "E-duty", "E-literal"];
    if found.iter().any(|problem| problem.blocks() && !looks(problem.code) && !others.contains(&problem.code)) {
        return None;
    }
    let is_flow = |code: &str, pointer: &str| {
        FLOW.contains(&code) && (code != "E-shadowed" || follows_an_open_one(definition, pointer))
    };
    Some(!found.iter().any(|problem| is_flow(problem.code, &problem.pointer)))
}

/// Whether a branch is shadowed by what is written, and not by what guards mean.
fn follows_an_open_one(definition: &Value, pointer: &str) -> bool {
    let Some((list, n)) = pointer.rsplit_once('/') else { return false };
    let earlier = definition.pointer(list).and_then(Value::as_array).into_iter().flatten().take(n.parse().unwrap_or(0));
    let mut guards = earlier.map(|branch| branch.get("guard"));
    guards.any(|guard| guard.is_none_or(|guard| *guard == true))
}

/// The pointers of the objects that have a member, in the document's order.
fn with(value: &Value, key: &str, here: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key(key) {
                found.push(here.to_owned());
            }
            fields.iter().for_each(|(name, value)| with(value, key, &format!("{here}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, value)| with(value, key, &format!("{here}/{n}"), found));
        }
        _ => {}
    }
}

fn any(definition: &Value, key: &str, random: &mut StdRng) -> Option<String> {
    let mut found = Vec::new();
    with(definition, key, "", &mut found);
    found.retain(|pointer| !pointer.contains("/scenarios"));
    found.choose(random).cloned()
}

/// The names of the states beside a place: those of its region, or of the whole.
fn beside(definition: &Value, pointer: &str) -> Vec<String> {
    let way: Vec<&str> = pointer.split('/').skip(1).collect();
    let region = match way[..] {
        ["states", state, "states", region, ..] => {
            definition.pointer(&format!("/states/{state}/states/{region}/states"))
        }
        _ => None,
    };
    region.unwrap_or(&definition["states"]).as_object().unwrap().keys().cloned().collect()
}

fn change(definition: &mut Value, random: &mut StdRng) -> Option<()> {
    match random.random_range(0..9) {
        // A way leads elsewhere.
        0..=2 => {
            let at = any(definition, "target", random)?;
            let target = beside(definition, &at).choose(random)?.clone();
            definition.pointer_mut(&at)?["target"] = json!(target);
        }
        // A guard is shut, or open.
        3 | 4 => {
            let at = any(definition, "target", random)?;
            definition.pointer_mut(&at)?["guard"] = json!(random.random_bool(0.2));
        }
        // A state that nothing leads to, or one that leads nowhere.
        5 => {
            let at = any(definition, "initial", random)?;
            let from = definition.pointer(&at)?["initial"].clone();
            let new = match random.random_bool(0.5) {
                true => json!({"label": "x", "phase": "review", "always": [{ "target": from }]}),
                false => json!({"label": "x", "phase": "review"}),
            };
            definition.pointer_mut(&at)?["states"]["new"] = new;
            if random.random_bool(0.5) {
                definition.pointer_mut(&at)?["initial"] = json!("new");
            }
        }
        // A state begins nothing, or goes on at once.
        6 => {
            let at = any(definition, "onDone", random)?;
            let target = beside(definition, &at).choose(random)?.clone();
            definition.pointer_mut(&at)?["onDone"] = json!(target);
        }
        7 => {
            let at = any(definition, "on", random)?;
            let state = definition.pointer_mut(&at)?.as_object_mut()?;
            state.remove("on");
        }
        _ => {
            let at = any(definition, "phase", random)?;
            let target = beside(definition, &at).choose(random)?.clone();
            let state = definition.pointer_mut(&at)?;
            if state["type"] == "final" {
                return None;
            }
            state["always"] = json!([{ "target": target }]);
        }
    }
    Some(())
}

#[test]
fn woflan_agrees() {
    let Some(python) = std::env::var_os("SOUNDNESS_PYTHON") else {
        eprintln!("Woflan was not asked: make verify does");
        return;
    };
    let examples = examples();
    let mut random = StdRng::seed_from_u64(4);
    let mut definitions: Vec<Value> = examples.clone();
    while definitions.len() < examples.len() + MUTANTS {
        let mut definition = examples.choose(&mut random).unwrap().clone();
        let changes = random.random_range(1..=2);
        let changed = (0..changes).all(|_| change(&mut definition, &mut random).is_some());
        if changed && verdict(&definition).is_some() && !definitions.contains(&definition) {
            definitions.push(definition);
        }
    }
    let answers = answers_of(&python, "soundness.py", &definitions);
    let (mut sound, mut unsound, mut left_out) = (0, 0, 0);
    for (n, (definition, answer)) in definitions.iter().zip(answers).enumerate() {
        let Some(theirs) = answer["sound"].as_bool() else {
            left_out += 1;
            continue;
        };
        let ours = verdict(definition).unwrap();
        let told: Vec<_> = check(definition).into_iter().map(|problem| (problem.code, problem.pointer)).collect();
        assert_eq!(ours, theirs, "{n}: {told:?}\n{definition}");
        *(if ours { &mut sound } else { &mut unsound }) += 1;
    }
    eprintln!("{sound} sound, {unsound} unsound, {left_out} left out");
    assert!(sound > 40 && unsound > 40 && left_out < 20, "{sound} sound, {unsound} unsound, {left_out} left out");
}
