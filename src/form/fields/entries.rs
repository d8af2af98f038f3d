use super::repeat::COLUMNS;
use super::{Example, Facts, Kind};
use crate::form::cell::{Cell, Column};
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// An object whose names people choose, each with its value: fields of their own.
#[derive(Debug)]
pub(super) struct Entries;

impl Kind for Entries {
    fn name(&self) -> &'static str {
        "entries"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.has_entries
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "object", "additionalProperties": {"type": "number"}}"#,
            r#"{"Café": 2.5, "Thé": 2}"#,
            None,
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "repeat"
    }

    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn display(&self, _field: &Field, _value: &Value, _lang: &str) -> Vec<String> {
        Vec::new()
    }

    /// How many entries; their answers are rows of their own.
    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    fn cells(&self, field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let count = field.names().map_or(0, |names| names.of(Some(value)).count());
        vec![if count == 0 { Cell::Empty } else { Cell::Number(count.to_string()) }]
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Inside
    }
}
