use super::{Facts, Kind};
use crate::form::node::Field;
use serde_json::Value;

/// A repeated block: an array of objects. Its rows hold fields of their own.
#[derive(Debug)]
pub(super) struct Repeat;

impl Kind for Repeat {
    fn name(&self) -> &'static str {
        "repeat"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.has_rows
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
}
