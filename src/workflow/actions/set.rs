//! `set`: gives one of the workflow's variables the value of a rule.

use super::{Kind, Machine, Perform, read};
use crate::rules::Rule;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "set",
    read: read::<Set>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "set", "data": "amount", "to": {"var": "form.amount"}}),
};

#[derive(Debug, Deserialize)]
struct Set {
    /// The variable's name.
    data: String,
    to: Rule,
}

impl Perform for Set {
    fn perform(&self, machine: &mut Machine<'_>) {
        let value = machine.facts.value(&self.to);
        machine.facts.set(&self.data, value);
    }
}
