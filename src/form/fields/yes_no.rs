use super::{Example, Facts, Kind};
use crate::form::cell::Cell;
use crate::form::element::{Choice, Element};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use serde_json::Value;

/// A question answered by yes or no: nothing is ticked in advance.
#[derive(Debug)]
pub(super) struct YesNo;

const ANSWERS: [(&str, &str); 2] = [("true", "form-yes"), ("false", "form-no")];

/// The truth that an input sends.
pub(super) fn truth(raw: &str) -> Value {
    match raw {
        "true" | "on" => Value::Bool(true),
        "false" => Value::Bool(false),
        other => Value::from(other),
    }
}

/// « Oui », « Non ».
pub(super) fn said(value: &Value, lang: &str) -> Vec<String> {
    match value {
        Value::Bool(true) => vec![word(lang, "form-yes").to_owned()],
        Value::Bool(false) => vec![word(lang, "form-no").to_owned()],
        other => super::lines(&super::plain(other)),
    }
}

/// A truth; what is none stays as it was typed.
pub(super) fn cell(value: &Value) -> Cell {
    value.as_bool().map_or_else(|| Cell::text(super::plain(value)), Cell::Boolean)
}

impl Kind for YesNo {
    fn name(&self) -> &'static str {
        "yes-no"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "boolean"
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "boolean"}"#, "true", Some(r#""peut-être""#))
    }

    fn component(&self, _field: &Field) -> &'static str {
        "radios"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        truth(raw)
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        said(value, lang)
    }

    fn draw(&self, _field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.value = value.map(super::plain).unwrap_or_default();
        let answers = ANSWERS.iter().map(|(answer, label)| Choice {
            value: (*answer).to_owned(),
            label: word(lang, label).to_owned(),
            selected: element.value == *answer,
            ..Choice::default()
        });
        element.options = answers.collect();
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![cell(value)]
    }

    fn paper(&self, _field: &Field, lang: &str) -> Paper {
        Paper::Boxes { several: false, labels: ANSWERS.map(|(_, label)| word(lang, label).to_owned()).into() }
    }
}
