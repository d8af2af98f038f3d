use super::{Example, Facts, Kind};
use crate::form::cell::Cell;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::numbers;
use serde_json::Value;

/// A whole number.
#[derive(Debug)]
pub(super) struct Integer;

impl Kind for Integer {
    fn name(&self) -> &'static str {
        "integer"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "integer"
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "integer", "minimum": 0}"#, "1200", Some(r#""1,5""#))
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        self.read_in(field, raws, "")
    }

    fn read_in(&self, _field: &Field, raws: &[&str], lang: &str) -> Value {
        numbers::of_inputs(raws, |raw| numbers::read_in(raw, 0, lang))
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        match value {
            // Years and the like read badly with their thousands apart.
            Value::Number(number) if number.as_i64().is_some_and(|n| (0..10_000).contains(&n)) => {
                vec![number.to_string()]
            }
            Value::Number(number) => vec![numbers::display(number, 0, lang)],
            other => super::lines(&super::plain(other)),
        }
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.input.inputmode = Some("numeric");
        element.input.width = element.input.width.or(Some(10));
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![numbers::cell(value, 0)]
    }
}
