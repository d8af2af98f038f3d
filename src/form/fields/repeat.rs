use super::{Example, Facts, Kind};
use crate::form::cell::{Cell, Column};
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A repeated block: an array of objects. Its rows hold fields of their own.
#[derive(Debug)]
pub(super) struct Repeat;

pub(super) const COLUMNS: [Column; 1] = [Column::part("count", "form-column-count")];

impl Kind for Repeat {
    fn name(&self) -> &'static str {
        "repeat"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.has_rows
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "array", "items": {"type": "object", "properties": {"name": {"title": "Nom", "type": "string"}}}}"#,
            r#"[{"name": "Zoé"}, {"name": "Noé"}]"#,
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

    /// How many rows; their answers are rows of their own.
    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    fn cells(&self, field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let first = field.block.as_ref().map_or(0, |block| block.first);
        vec![value.as_array().map_or(Cell::Empty, |rows| Cell::Number(rows.len().saturating_sub(first).to_string()))]
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Inside
    }
}
