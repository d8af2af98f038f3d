//! Charts whose guards and actions are data, as tests write them in JSON.

use guichet::workflow::chart::{Chart, Host, Interpreter, Scene, View};
use serde::Deserialize;

/// `true`, `{"in": "a"}`, `{"not": …}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Guard {
    Constant(bool),
    In {
        #[serde(rename = "in")]
        state: String,
    },
    Not {
        not: Box<Guard>,
    },
}

/// `{"raise": "e"}`
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Raise(String),
}

/// A host that remembers nothing.
pub struct Simple;

pub type SimpleChart = Chart<Guard, Action>;
pub type Running<'c> = Interpreter<'c, Guard, Action>;

impl Host for Simple {
    type Guard = Guard;
    type Action = Action;

    fn allows(&mut self, guard: &Guard, view: &View<'_>) -> bool {
        match guard {
            Guard::Constant(value) => *value,
            Guard::In { state } => view.is_in(state),
            Guard::Not { not } => !self.allows(not, view),
        }
    }

    fn perform(&mut self, action: &Action, scene: &mut Scene<'_>) {
        let Action::Raise(event) = action;
        scene.raise(event);
    }
}
