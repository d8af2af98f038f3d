//! What a generated chart runs in: a host that evaluates and does what it says.

use super::generated::VALUES;
use guichet::rules::{Context, Rule};
use guichet::workflow::chart::{Host, Scene, View};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Guard {
    Rule(Rule),
    In(String),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Set(String, i64),
    Add(String, i64),
    Raise(String),
}

/// Two variables, and what the chart tells.
#[derive(Clone)]
pub struct World {
    /// `{"data": {"x": 0, "y": 0}}`
    pub facts: Value,
    /// The states that are active, by what was told of them, in no order.
    pub active: Vec<String>,
    /// States that may be chosen as a target.
    pub places: Vec<String>,
}

impl World {
    pub fn new(places: Vec<String>) -> Self {
        Self { facts: json!({"data": {"x": 0, "y": 0}}), active: Vec::new(), places }
    }

    fn value(&self, variable: &str) -> i64 {
        self.facts["data"][variable].as_i64().unwrap()
    }
}

impl Host for World {
    type Guard = Guard;
    type Action = Action;

    fn allows(&mut self, guard: &Guard, view: &View<'_>) -> bool {
        match guard {
            Guard::Rule(rule) => rule.is_true(&Context::new(&self.facts)),
            Guard::In(state) => view.is_in(state),
        }
    }

    fn perform(&mut self, action: &Action, scene: &mut Scene<'_>) {
        match action {
            Action::Set(variable, value) => self.facts["data"][variable] = json!(value),
            Action::Add(variable, value) => {
                self.facts["data"][variable] = json!((self.value(variable) + value) % VALUES);
            }
            Action::Raise(event) => scene.raise(event),
        }
    }

    fn choose(&mut self, _: &str, _: &str, _: &View<'_>) -> Option<String> {
        let place = (self.value("x") * VALUES + self.value("y")) as usize;
        self.places.get(place).cloned()
    }

    fn exiting(&mut self, state: &str) {
        let place = self.active.iter().position(|active| active == state).expect("what is left was active");
        self.active.swap_remove(place);
    }

    fn entering(&mut self, state: &str) {
        assert!(!self.active.iter().any(|active| active == state), "{state} is entered twice");
        self.active.push(state.to_owned());
    }
}
