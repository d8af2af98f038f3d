//! An answer as a spreadsheet or a program takes it: columns, and typed cells.

use super::words::word;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// One value of an export. Who writes the file writes it as the file's readers expect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    /// Decimal digits, as `-1234.50`: a binary fraction would not keep a sum of money.
    Number(String),
    Date(NaiveDate),
    Time(NaiveTime),
    /// A civil date and time.
    Moment(NaiveDateTime),
    Boolean(bool),
}

impl Cell {
    /// A text; empty when it is.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// A column that a kind of field makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Stable; follows the pointer of the field in the column's key. Empty for the value as a whole.
    pub suffix: &'static str,
    /// The message that follows the field's label in the column's own; empty for the label alone.
    pub label: &'static str,
    /// For programs: left out of a file that people read.
    pub is_code: bool,
}

impl Column {
    /// The value as a whole.
    pub(crate) const WHOLE: [Self; 1] = [Self::part("", "")];
    /// What people read, then what programs do.
    pub(crate) const CODED: [Self; 2] =
        [Self::part("", ""), Self { suffix: "code", label: "form-column-code", is_code: true }];

    pub(crate) const fn part(suffix: &'static str, label: &'static str) -> Self {
        Self { suffix, label, is_code: false }
    }

    /// What the column is called, after its field.
    pub(crate) fn title(&self, field: &str, lang: &str) -> String {
        if self.label.is_empty() { field.to_owned() } else { format!("{field} – {}", word(lang, self.label)) }
    }
}
