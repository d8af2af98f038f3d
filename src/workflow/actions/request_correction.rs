//! `request_correction`: asks the applicant to correct some answers.

use super::{Correction, Kind, Machine, Perform, read};
use crate::rules::Rule;
use crate::workflow::step::Effect;
use serde::Deserialize;
use serde_json::Value;

pub(super) const KIND: Kind = Kind {
    name: "request_correction",
    read: read::<RequestCorrection>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "request_correction", "reason": "incorrect"}),
};

#[derive(Debug, Deserialize)]
struct RequestCorrection {
    /// `incorrect`, `incomplete` or `outdated`.
    reason: String,
    /// The fields when the definition chooses them; else those that the instructor ticked.
    fields: Option<Rule>,
}

impl Perform for RequestCorrection {
    fn perform(&self, machine: &mut Machine<'_>) {
        let chosen = match &self.fields {
            Some(rule) => machine.facts.value(rule),
            None => machine.facts.inputs.input.get("fields").cloned().unwrap_or_default(),
        };
        let message = machine.facts.inputs.text("message").unwrap_or_default().to_owned();
        machine.emit(Effect::RequestCorrection { reason: self.reason.clone(), message, fields: pointers(chosen) });
    }

    fn correction(&self) -> Option<Correction> {
        Some(Correction { chooses: self.fields.is_none() })
    }
}

fn pointers(value: Value) -> Vec<String> {
    let one_or_many = match value {
        Value::Array(items) => items,
        one => vec![one],
    };
    one_or_many.into_iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
