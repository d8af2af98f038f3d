use super::{Example, Facts, Kind, yes_no};
use crate::form::cell::Cell;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A box that must be ticked: a commitment, an agreement.
#[derive(Debug)]
pub(super) struct Consent;

impl Kind for Consent {
    fn name(&self) -> &'static str {
        "consent"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.schema.get("const") == Some(&Value::Bool(true))
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "boolean", "const": true}"#, "true", Some("false"))
    }

    fn component(&self, _field: &Field) -> &'static str {
        "checkbox"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        yes_no::truth(raw)
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        yes_no::said(value, lang)
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![yes_no::cell(value)]
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Tick
    }
}
