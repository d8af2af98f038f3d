//! What the rules of a workflow read.

use super::command::{Actor, Inputs};
use crate::rules::{Context, Rule};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

/// The values of one step. Answers are borrowed; the variables change as `set` runs.
pub(super) struct Facts<'a> {
    own: Value,
    valid: Value,
    ineligible: Value,
    pub(super) inputs: &'a Inputs<'a>,
}

impl<'a> Facts<'a> {
    /// `today` and the clocks are those of the step: what time does happens on the day that it was due.
    pub(super) fn new(
        data: Map<String, Value>,
        actor: &Actor,
        inputs: &'a Inputs<'a>,
        (today, clocks): (NaiveDate, Map<String, Value>),
    ) -> Self {
        let own = json!({
            "data": data,
            "actor": {"id": actor.id, "roles": actor.roles},
            "today": today.to_string(),
            "deadlines": clocks,
        });
        Self { own, valid: Value::Bool(inputs.valid), ineligible: Value::Bool(inputs.ineligible), inputs }
    }

    /// Whether a guard lets pass; no guard always does.
    pub(super) fn allow(&self, guard: Option<&Rule>) -> bool {
        guard.is_none_or(|rule| self.read(|context| rule.is_true(context)))
    }

    pub(super) fn value(&self, rule: &Rule) -> Value {
        self.read(|context| rule.value(context))
    }

    pub(super) fn set(&mut self, name: &str, value: Value) {
        self.own["data"][name] = value;
    }

    /// The tasks as they are now.
    pub(super) fn set_tasks(&mut self, tasks: Map<String, Value>) {
        self.own["tasks"] = Value::Object(tasks);
    }

    /// The clocks as they are now.
    pub(super) fn set_clocks(&mut self, clocks: Map<String, Value>) {
        self.own["deadlines"] = Value::Object(clocks);
    }

    /// The variables as they are now.
    pub(super) fn into_data(mut self) -> Map<String, Value> {
        match self.own["data"].take() {
            Value::Object(data) => data,
            _ => Map::new(),
        }
    }

    fn read<T>(&self, look: impl FnOnce(&Context<'_>) -> T) -> T {
        let context = Context::new(&self.own);
        let context = context.with("review", self.inputs.review);
        let context = context.with("applicant", self.inputs.applicant);
        let context = context.with("dossier", self.inputs.dossier);
        let context = context.with("form", self.inputs.form);
        let context = context.with("form.valid", &self.valid);
        let context = context.with("form.ineligible", &self.ineligible);
        look(&context)
    }
}
