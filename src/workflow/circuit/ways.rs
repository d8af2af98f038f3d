//! The ways of a state.

use super::read::{Reader, delay, entries, items, string};
use super::{Scope, To, Trigger, Way};
use crate::workflow::definition::RETURN;
use serde_json::Value;

/// A way that never opens is none.
pub(super) fn way(
    reader: &mut Reader<'_>,
    states: &Value,
    trigger: Trigger,
    value: &Value,
    pointer: &str,
) -> Option<Way> {
    let label = reader.text(value, "label");
    let guard = value.get("guard").filter(|guard| **guard != Value::Bool(true)).cloned();
    if guard == Some(Value::Bool(false)) {
        return None;
    }
    let to = match value["target"].as_str() {
        None => To::Stay,
        // Where it leads is known when all ways are.
        Some(RETURN) => To::Back(Vec::new()),
        Some(name) => To::State(reader.target(states, name, format!("{pointer}/target"))?),
    };
    Some(Way { trigger, label, guard, to })
}

/// Automatic branches up to the first that is always open, and the state's own buttons.
pub(super) fn own(reader: &mut Reader<'_>, states: &Value, state: &Value, pointer: &str) -> Vec<Way> {
    let mut ways = branches(reader, states, &state["always"], &format!("{pointer}/always"), &Trigger::Always);
    for (name, value) in entries(&state["on"]) {
        ways.extend(way(reader, states, command(name, value, false), value, &format!("{pointer}/on/{name}")));
    }
    ways
}

fn command(name: &str, value: &Value, is_global: bool) -> Trigger {
    let roles = items(&value["roles"]).iter().filter_map(Value::as_str).map(str::to_owned).collect();
    Trigger::Command { name: name.to_owned(), roles, is_global }
}

/// The definition's buttons that are offered in a state. Only `reopen` leaves a final state; `*` means the states that the
/// transition may leave.
pub(super) fn global(
    reader: &mut Reader<'_>,
    states: &Value,
    (name, state): (&str, &Value),
    global: &Value,
) -> Vec<Way> {
    let (is_final, own) = (state["type"] == "final", &state["on"]);
    let offered = entries(global).filter(|(transition, value)| {
        let reopens = value["kind"] == "reopen";
        let from = &value["from"];
        let here = if from == "*" {
            reopens == is_final
        } else {
            items(from).iter().any(|known| known == name) && (reopens || !is_final)
        };
        here && own.get(transition.as_str()).is_none()
    });
    let offered: Vec<_> = offered.collect();
    let ways = offered
        .into_iter()
        .filter_map(|(name, value)| way(reader, states, command(name, value, true), value, &format!("/on/{name}")));
    ways.collect()
}

pub(super) fn timed(reader: &mut Reader<'_>, states: &Value, state: &Value, pointer: &str) -> Vec<Way> {
    let timers = items(&state["after"]).iter().enumerate().filter_map(|(number, value)| {
        let (delay, business) = delay(&value["delay"]);
        let trigger = Trigger::After { number, delay, business };
        way(reader, states, trigger, value, &format!("{pointer}/after/{number}"))
    });
    timers.collect()
}

/// What follows tasks, regions and outside work.
pub(super) fn after_work(reader: &mut Reader<'_>, states: &Value, state: &Value, pointer: &str) -> Vec<Way> {
    let mut ways = branches(reader, states, &state["onDone"], &format!("{pointer}/onDone"), &Trigger::Done);
    for (n, call) in items(&state["invoke"]).iter().enumerate() {
        let (name, at) = (string(call, "id"), format!("{pointer}/invoke/{n}"));
        let answered = Trigger::Answered(name.clone());
        ways.extend(branches(reader, states, &call["onDone"], &format!("{at}/onDone"), &answered));
        ways.extend(branches(reader, states, &call["onError"], &format!("{at}/onError"), &Trigger::Failed(name)));
    }
    ways
}

/// Branches in the order of the document; none after one that is always open. A name, or one branch, stands for a list.
fn branches(reader: &mut Reader<'_>, states: &Value, value: &Value, pointer: &str, trigger: &Trigger) -> Vec<Way> {
    let named;
    let list = match value {
        Value::Array(list) => list.as_slice(),
        Value::Object(_) => std::slice::from_ref(value),
        Value::String(_) => {
            named = [serde_json::json!({ "target": value })];
            &named
        }
        _ => &[],
    };
    let mut ways = Vec::new();
    for (n, branch) in list.iter().enumerate() {
        let at = if value.is_array() { format!("{pointer}/{n}") } else { pointer.to_owned() };
        let Some(way) = way(reader, states, trigger.clone(), branch, &at) else { continue };
        let is_open = way.guard.is_none();
        ways.push(way);
        if is_open {
            break;
        }
    }
    ways
}

/// Fills in where `@return` may lead: the states that lead to this one otherwise.
pub(super) fn resolve_returns(scope: &mut Scope) {
    let leads = |from: &super::State, to: usize| from.ways.iter().any(|way| way.to == To::State(to));
    let before: Vec<Vec<usize>> = (0..scope.states.len())
        .map(|to| (0..scope.states.len()).filter(|from| *from != to && leads(&scope.states[*from], to)).collect())
        .collect();
    for (state, before) in scope.states.iter_mut().zip(before) {
        for way in &mut state.ways {
            if let To::Back(states) = &mut way.to {
                states.clone_from(&before);
            }
        }
    }
}
