use super::{Example, Facts, Kind};
use crate::form::cell::{Cell, Column};
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A text between the questions: a `Label` of the UI, with what is folded under it (`options.help`) and a notice to download
/// (`options.file.template`). No schema is its own.
#[derive(Debug)]
pub(super) struct Explanation;

impl Kind for Explanation {
    fn name(&self) -> &'static str {
        "explanation"
    }

    fn takes(&self, _facts: &Facts<'_>) -> bool {
        false
    }

    fn example(&self) -> Example {
        Example::new("", "null", None)
            .with_control(r#"{"type": "Label", "text": "Munissez-vous de **votre avis d’imposition**."}"#)
    }

    fn component(&self, _field: &Field) -> &'static str {
        "explanation"
    }

    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &[]
    }

    fn cells(&self, _field: &Field, _value: &Value, _lang: &str) -> Vec<Cell> {
        Vec::new()
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Nothing
    }
}
