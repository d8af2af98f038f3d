use super::{Example, Facts, Kind};
use crate::form::cell::{Cell, Column};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A value that nobody types: computed by a rule, or given beforehand and read-only. It is shown as its own kind shows it.
#[derive(Debug)]
pub(super) struct Calculated;

impl Kind for Calculated {
    fn name(&self) -> &'static str {
        "calculated"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        let is_fixed = facts.schema.get("readOnly") == Some(&Value::Bool(true)) || facts.has("readonly");
        let is_scalar = !matches!(facts.type_name, "array" | "object");
        is_scalar && (facts.schema.contains_key("calculate") || is_fixed)
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "number", "format": "money", "readOnly": true, "calculate": {"*": [12.5, 4]}}"#,
            "50",
            None,
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "calculated"
    }

    /// Nothing that is posted is believed.
    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        field.value_kind.display(field, value, lang)
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.value = value.map(|value| self.display(field, value, lang).join(", ")).unwrap_or_default();
        // An amount is written with its currency.
        if field.value_kind.name() == "money" {
            element.input.suffix = None;
        }
    }

    fn columns(&self, field: &Field) -> &'static [Column] {
        field.value_kind.columns(field)
    }

    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        field.value_kind.cells(field, value, lang)
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Nothing
    }
}
