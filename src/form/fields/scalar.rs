use super::{Example, Facts, Kind};
use crate::form::cell::Cell;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::numbers;
use serde_json::{Number, Value};

/// A text or a number, as its schema takes both: a number is one when it is written as JSON writes it.
#[derive(Debug)]
pub(super) struct Scalar;

impl Kind for Scalar {
    fn name(&self) -> &'static str {
        "scalar"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        let types = facts.schema.get("type").and_then(Value::as_array);
        let takes_numbers = types.is_some_and(|types| types.iter().any(|name| name == "number" || name == "integer"));
        facts.type_name.is_empty() && takes_numbers
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": ["string", "number"]}"#, "12", None)
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        let number = raw.parse::<Number>().ok().filter(|number| number.to_string() == raw);
        number.map_or_else(|| Value::from(raw), Value::Number)
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![numbers::cell(value, 0)]
    }
}
