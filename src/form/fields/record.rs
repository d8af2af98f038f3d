//! What answers made of several numbers share: each part is a field of its own, read and checked as its kind does.

use super::{Example, Facts, Kind, Part};
use crate::form::cell::{Cell, Column};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use serde_json::Value;

/// An answer of one sort: a shipped type, an object.
#[derive(Debug)]
pub(super) struct Record {
    /// Of the kind, and of the shipped type.
    pub(super) name: &'static str,
    pub(super) parts: &'static [Part],
    /// Who shows each part.
    pub(super) kinds: &'static [&'static dyn Kind],
    /// One for each part.
    pub(super) columns: &'static [Column],
    pub(super) example: Example,
}

/// A part that its schema tells all of.
pub(super) const fn part(name: &'static str, label: &'static str, token: &'static str, width: u64) -> Part {
    Part { name, label, token, width: Some(width), kind: None, wrong: None }
}

impl Record {
    fn with_parts<T>(&self, value: &Value, show: impl Fn(&Part, &dyn Kind, &Value) -> T) -> Vec<T> {
        let parts = self.parts.iter().zip(self.kinds);
        parts.map(|(part, kind)| show(part, *kind, value.get(part.name).unwrap_or(&Value::Null))).collect()
    }
}

impl Kind for Record {
    fn name(&self) -> &'static str {
        self.name
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some(self.name) && facts.type_name == "object"
    }

    fn example(&self) -> Example {
        self.example
    }

    fn component(&self, _field: &Field) -> &'static str {
        "parts"
    }

    fn parts(&self) -> &'static [Part] {
        self.parts
    }

    /// The answer itself has no input.
    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let lines = self.with_parts(value, |part, kind, value| {
            let shown = kind.display(field, value, lang).join(" ");
            (!shown.is_empty()).then(|| format!("{}\u{a0}: {shown}", word(lang, part.label)))
        });
        lines.into_iter().flatten().collect()
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        self.columns
    }

    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        self.with_parts(value, |_, kind, value| kind.cells(field, value, lang).into_iter().next().unwrap_or_default())
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Inside
    }
}
