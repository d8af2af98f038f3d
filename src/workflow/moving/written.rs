//! The parts of a definition as they are written, without what people read: a word changed there moves nothing.

use crate::workflow::Workflow;
use serde_json::{Map, Value};

/// What people read.
const TEXTS: [&str; 6] = ["label", "applicantLabel", "description", "confirm", "legalBasis", "outcomeLabels"];

/// A version of a workflow, as it is written and as it runs.
#[derive(Debug, Clone, Copy)]
pub struct Version<'v> {
    pub document: &'v Value,
    pub workflow: &'v Workflow,
    /// The procedure's values of the workflow's variables.
    pub data: &'v Map<String, Value>,
}

impl<'v> Version<'v> {
    fn place(self, path: &str) -> Option<&'v Value> {
        self.document.pointer(&format!("/states/{}", path.replace('.', "/states/")))
    }

    /// A state without its tasks and its regions.
    pub(super) fn state(self, path: &str) -> Option<Value> {
        let state = plain(self.place(path)?);
        let Value::Object(fields) = state else { return None };
        Some(fields.into_iter().filter(|(key, _)| key != "tasks" && key != "states").collect())
    }

    /// The names of the tasks of a state.
    pub(super) fn tasks(self, path: &str) -> Vec<String> {
        let tasks = self.place(path).and_then(|state| state.get("tasks")?.as_object());
        tasks.into_iter().flat_map(|tasks| tasks.keys().cloned()).collect()
    }

    pub(super) fn task(self, path: &str, name: &str) -> Option<Value> {
        self.place(path)?.get("tasks")?.get(name).map(plain)
    }

    /// The time that a task has.
    pub(super) fn due(self, path: &str, name: &str) -> Option<Value> {
        self.task(path, name)?.get("due").cloned()
    }

    pub(super) fn timer(self, path: &str, index: usize) -> Option<Value> {
        self.place(path)?.get("after")?.get(index).map(plain)
    }

    pub(super) fn clock(self, name: &str) -> Option<Value> {
        self.document.get("deadlines")?.get(name).map(plain)
    }

    /// The first values of its variables.
    pub(super) fn values(self) -> impl Iterator<Item = (String, &'v Value)> {
        let defaults = self.workflow.definition().defaults().map(|(name, value)| (name.to_owned(), value));
        let declared = |name: &str| self.workflow.definition().data.contains(name);
        let own = self.data.iter().filter(move |(name, _)| declared(name)).map(|(name, value)| (name.clone(), value));
        own.chain(defaults)
    }
}

fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(key, _)| !TEXTS.contains(&key.as_str()));
            Value::Object(kept.map(|(key, value)| (key.clone(), plain(value))).collect())
        }
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}
