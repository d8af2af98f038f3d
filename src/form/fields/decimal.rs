use super::{Example, Facts, Kind};
use crate::form::cell::Cell;
use crate::form::code::Code;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::numbers;
use serde_json::Value;

/// A number with decimals: comma or dot.
#[derive(Debug)]
pub(super) struct Decimal;

/// Nobody types more.
const DECIMALS: usize = 10;

impl Kind for Decimal {
    fn name(&self) -> &'static str {
        "decimal"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "number"
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "number"}"#, "12.5", Some(r#""12,5 m²""#))
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        self.read_in(field, raws, "")
    }

    fn read_in(&self, _field: &Field, raws: &[&str], lang: &str) -> Value {
        numbers::of_inputs(raws, |raw| numbers::read_in(raw, DECIMALS, lang))
    }

    fn typed(&self, _field: &Field, value: &Value, lang: &str) -> String {
        value.as_number().map_or_else(|| super::plain(value), |number| numbers::typed(number, 0, lang))
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        match value {
            Value::Number(number) => vec![numbers::display(number, 0, lang)],
            other => super::lines(&super::plain(other)),
        }
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.input.inputmode = Some("decimal");
        element.input.width = element.input.width.or(Some(10));
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    /// What an English page did not read: it could be either number.
    fn fault(&self, _field: &Field, value: &Value) -> Option<Code> {
        value.as_str().filter(|raw| numbers::thousands(raw) == Some(1)).map(|_| Code::Thousands)
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![numbers::cell(value, 0)]
    }
}
