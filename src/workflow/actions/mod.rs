//! What a state or a transition does on the way: a closed list, one file each.
//!
//! A new action is a file with its [`Kind`] and one line of [`KINDS`], and a branch in the published schema.

mod assign;
mod deadline;
mod document;
mod message;
mod notify;
mod request_correction;
mod set;
mod webhook;

use super::machine::Machine;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::fmt::Debug;
use std::sync::Arc;

/// An action of a definition, ready to run.
#[derive(Debug, Clone)]
pub struct Action(Arc<dyn Perform>);

impl Action {
    pub(super) fn perform(&self, machine: &mut Machine<'_>) {
        self.0.perform(machine);
    }

    /// Of what is done to a clock: its name, and what.
    pub(super) fn of_clock(&self) -> Option<(&str, &str)> {
        self.0.of_clock()
    }

    /// Of a request for corrections: what it leaves to who makes it.
    pub(super) fn correction(&self) -> Option<Correction> {
        self.0.correction()
    }
}

/// What a request for corrections leaves to who makes it, beside its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Whether they choose the fields: else the definition says which.
    pub chooses: bool,
}

/// What an action does to a step: an effect, or a variable set. It can't refuse and it can't move.
pub(super) trait Perform: Debug + Send + Sync {
    fn perform(&self, machine: &mut Machine<'_>);

    /// The clock that it moves, and how.
    fn of_clock(&self) -> Option<(&str, &str)> {
        None
    }

    /// Of a request for corrections: what it leaves to who makes it.
    fn correction(&self) -> Option<Correction> {
        None
    }
}

/// How one action is written.
pub(super) struct Kind {
    /// The value of `do`.
    pub(super) name: &'static str,
    /// Reads it from its JSON.
    read: fn(&Value) -> serde_json::Result<Arc<dyn Perform>>,
    /// One that is well written, for the contract test and the editor.
    #[cfg(test)]
    example: fn() -> Value,
}

/// The actions that the engine knows.
pub(super) static KINDS: [Kind; 8] = [
    notify::KIND,
    message::KIND,
    set::KIND,
    assign::KIND,
    request_correction::KIND,
    deadline::KIND,
    document::KIND,
    webhook::KIND,
];

/// Reads an action whose JSON is its struct.
fn read<T: Perform + DeserializeOwned + 'static>(value: &Value) -> serde_json::Result<Arc<dyn Perform>> {
    Ok(Arc::new(T::deserialize(value)?))
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let name = value.get("do").and_then(Value::as_str).unwrap_or_default();
        let kind = KINDS.iter().find(|kind| kind.name == name);
        let kind = kind.ok_or_else(|| D::Error::custom(format!("no action is called {name:?}")))?;
        (kind.read)(&value).map(Self).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// What every action owes: a name of its own, a branch in the schema that its example passes, a label in each language.
    #[test]
    fn contract() {
        let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
        let schema: Value =
            serde_json::from_str(include_str!("../../../forms/workflows/workflow.schema.json")).unwrap();
        let actions = serde_json::json!({"$ref": "#/$defs/actions", "$defs": schema["$defs"]});
        let validator = jsonschema::options().build(&actions).unwrap();
        for kind in &KINDS {
            let example = (kind.example)();
            assert_eq!(example["do"], kind.name);
            assert!(validator.is_valid(&Value::Array(vec![example.clone()])), "{example}");
            Action::deserialize(&example).unwrap();
            for locale in
                [include_str!("../../../locales/fr/workflow.ftl"), include_str!("../../../locales/en/workflow.ftl")]
            {
                let key = format!("workflow-action-{} =", kind.name.replace('_', "-"));
                assert!(locale.lines().any(|line| line.starts_with(&key)), "{key}");
            }
        }
    }

    #[test]
    fn an_unknown_action_is_not_read() {
        assert!(Action::deserialize(&serde_json::json!({"do": "launch"})).is_err());
        assert!(Action::deserialize(&serde_json::json!({"do": "notify"})).is_err());
    }
}
