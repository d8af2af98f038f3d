//! The kernel on small charts made for a point. What SCXML says of larger ones is tried in `tests/it/statecharts`.

mod faults;
mod order;
mod own;

use super::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Guards are the names of flags, or `In(state)`; actions are told, and `raise e` raises an event too.
#[derive(Default)]
struct Teller {
    told: Vec<String>,
    flags: Vec<&'static str>,
    choices: BTreeMap<String, String>,
}

impl Host for Teller {
    type Guard = String;
    type Action = String;

    fn allows(&mut self, guard: &String, view: &View<'_>) -> bool {
        let state = guard.strip_prefix("In(").and_then(|rest| rest.strip_suffix(')'));
        state.map_or_else(|| self.flags.contains(&guard.as_str()), |state| view.is_in(state))
    }

    fn perform(&mut self, action: &String, scene: &mut Scene<'_>) {
        if let Some(event) = action.strip_prefix("raise ") {
            scene.raise(event);
        }
        self.told.push(match scene.view.event() {
            Some(event) => format!("{action} on {event}"),
            None => action.clone(),
        });
    }

    fn choose(&mut self, target: &str, source: &str, _: &View<'_>) -> Option<String> {
        self.choices.get(&format!("{target} {source}")).cloned()
    }

    fn exiting(&mut self, state: &str) {
        self.told.push(format!("-{state}"));
    }

    fn entering(&mut self, state: &str) {
        self.told.push(format!("+{state}"));
    }
}

type Small = Chart<String, String>;

fn outline(states: Value) -> Node<String, String> {
    serde_json::from_value(json!({"name": "chart", "states": states})).unwrap()
}

fn chart(states: Value) -> Small {
    Chart::new(outline(states)).unwrap()
}

fn active(interpreter: &Interpreter<'_, String, String>) -> String {
    interpreter.configuration().active.join(" ")
}
