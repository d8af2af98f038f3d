//! What the fields of an official list share. A short list is drawn whole; a long one is searched by typing, and what was
//! typed without being an entry is kept, with the entries that it may mean.

use super::{Example, Facts, Format, Kind, one_line, plain};
use crate::form::cell::{Cell, Column};
use crate::form::element::{Choice, Element};
use crate::form::node::Field;
use crate::reference::{Entry, Searchable, Set, folded};
use serde_json::Value;
use std::fmt::Debug;

/// A text that holds the code of an entry.
#[derive(Debug)]
pub(super) struct Listed<T: 'static> {
    /// Of the kind, and of the format of JSON Schema.
    pub(super) name: &'static str,
    pub(super) set: fn() -> &'static Set<T>,
    pub(super) check: fn(&str) -> bool,
    pub(super) drawn: Drawn,
    pub(super) example: Example,
}

/// Official codes are for everybody.
const COLUMNS: [Column; 2] = [Column::part("", ""), Column::part("code", "form-column-code")];

/// How a list is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Drawn {
    /// All of it, by code.
    ByCode,
    /// All of it, by name.
    ByName,
    /// An input that searches it.
    Searched,
}

impl<T: Entry + Debug> Kind for Listed<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string(self.name)
    }

    fn example(&self) -> Example {
        self.example
    }

    fn component(&self, _field: &Field) -> &'static str {
        if self.drawn == Drawn::Searched { "autocomplete" } else { "select" }
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        Value::from((self.set)().only(raw).map_or(raw, |entry| entry.code()))
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        read_searched((self.set)(), raws, |raw| self.read(field, raw))
    }

    fn typed(&self, _field: &Field, value: &Value, lang: &str) -> String {
        let text = plain(value);
        (self.set)().get(&text).map_or(text, |entry| entry.label(lang))
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let set = (self.set)();
        if self.drawn == Drawn::Searched {
            let is_entry = value.and_then(Value::as_str).is_some_and(|code| set.get(code).is_some());
            let typed = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
            draw_searched(set, typed, is_entry, lang, element);
            return;
        }
        element.value = value.map(plain).unwrap_or_default();
        let offered = set.all().iter().map(|entry| Choice {
            value: entry.code().to_owned(),
            label: entry.label(lang),
            selected: element.value == entry.code(),
            ..Choice::default()
        });
        element.options = offered.collect();
        if self.drawn == Drawn::ByName {
            element.options.sort_by_cached_key(|choice| folded(&choice.label));
        }
    }

    fn format(&self) -> Option<Format> {
        Some((self.name, self.check))
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    /// What names no entry has no code.
    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        let code = plain(value);
        let code = if (self.set)().get(&code).is_some() { code } else { String::new() };
        vec![Cell::text(self.typed(field, value, lang)), Cell::text(code)]
    }
}

/// The value of an input that searches a list, and of the radio buttons that were drawn for what it held. A button answers
/// only that text: once something else is typed, it is out of date.
pub(super) fn read_searched(set: &dyn Searchable, raws: &[&str], read: impl Fn(&str) -> Value) -> Value {
    let mut raws = raws.iter().map(|raw| one_line(raw));
    let typed = raws.next().unwrap_or_default();
    if typed.is_empty() {
        return Value::Null;
    }
    match raws.next_back() {
        Some(picked) if set.suggest(&typed, "").iter().any(|offered| offered.value == picked) => read(&picked),
        _ => read(&typed),
    }
}

/// Fills an input that searches a list, and the choice to make when what it holds is no entry.
pub(super) fn draw_searched(
    set: &'static dyn Searchable,
    typed: String,
    is_entry: bool,
    lang: &str,
    element: &mut Element,
) {
    element.source = Some(set.name());
    if !is_entry && !typed.is_empty() {
        let offered = set.suggest(&typed, lang).into_iter().map(|found| Choice {
            value: found.value,
            label: found.label,
            hint: found.hint,
            ..Choice::default()
        });
        element.options = offered.collect();
    }
    element.value = typed;
}
