use super::{Example, Facts, Kind};
use crate::form::cell::Cell;
use crate::form::code::Code;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::numbers::{self, CENTS, MAX_DIGITS};
use crate::form::paper::Paper;
use serde_json::Value;

/// An amount in euros, with two decimals at most and less than ten thousand billion: each is one number of JSON, exactly
/// ([`numbers`]).
#[derive(Debug)]
pub(super) struct Money;

/// « 1 234,50 € », "€1 234.50".
pub(crate) fn written(number: &serde_json::Number, lang: &str) -> String {
    let amount = numbers::display(number, CENTS, lang);
    if lang != "en" {
        return format!("{amount}\u{a0}€");
    }
    amount.strip_prefix('-').map_or_else(|| format!("€{amount}"), |rest| format!("-€{rest}"))
}

impl Kind for Money {
    fn name(&self) -> &'static str {
        "money"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        matches!(facts.type_name, "number" | "integer") && facts.format() == "money"
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "number", "format": "money"}"#, "1234.5", Some(r#""12,345 €""#))
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        self.read_in(field, raws, "")
    }

    fn read_in(&self, _field: &Field, raws: &[&str], lang: &str) -> Value {
        numbers::of_inputs(raws, |raw| numbers::read_in(raw.replace('€', "").trim(), CENTS, lang))
    }

    fn typed(&self, _field: &Field, value: &Value, lang: &str) -> String {
        let Some(number) = value.as_number() else { return super::plain(value) };
        // Cents are shown when there are some; an amount with more decimals stays as it is, to be refused.
        numbers::typed(number, if number.is_f64() { CENTS } else { 0 }, lang)
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        value.as_number().map_or_else(|| super::lines(&super::plain(value)), |number| vec![written(number, lang)])
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.input.inputmode = Some("decimal");
        element.input.width = element.input.width.or(Some(10));
        let (prefix, suffix) = if lang == "en" { (Some("€"), None) } else { (None, Some("€")) };
        element.input.prefix = prefix.map(str::to_owned);
        element.input.suffix = suffix.map(str::to_owned);
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn fault(&self, _field: &Field, value: &Value) -> Option<Code> {
        let (digits, decimals) = numbers::size(value.as_number()?);
        let is_large = (digits > MAX_DIGITS).then_some(Code::Amount);
        (decimals > CENTS).then_some(Code::Decimals).or(is_large)
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![numbers::cell(value, CENTS)]
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Lines { count: 1, unit: "€".to_owned() }
    }
}
