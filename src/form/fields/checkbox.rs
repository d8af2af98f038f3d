use super::{Example, Facts, Kind, yes_no};
use crate::form::cell::Cell;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// One box to tick. Unticked, it is not answered.
#[derive(Debug)]
pub(super) struct Checkbox;

impl Kind for Checkbox {
    fn name(&self) -> &'static str {
        "checkbox"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "boolean" && facts.option("format") == "checkbox"
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "boolean"}"#, "true", Some(r#""peut-être""#))
            .with_control(r#"{"options": {"format": "checkbox"}}"#)
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
