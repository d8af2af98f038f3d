//! What the numbers that people copy from a paper share: stored without what parts their groups, shown by groups, their form
//! and their key checked. What is no such number is kept as it was typed.

use super::{Example, Facts, Format, Kind};
use crate::form::cell::Cell;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A number of one sort.
#[derive(Debug)]
pub(crate) struct Identifier {
    /// Of the kind, and of the format of JSON Schema.
    pub(super) name: &'static str,
    /// What is kept of what was typed.
    pub(super) compact: fn(&str) -> String,
    /// Whether a text is one, once compact.
    pub(super) check: fn(&str) -> bool,
    /// How many characters its groups have; the last repeats.
    pub(super) groups: &'static [usize],
    /// The cells of a form to be filled by hand; none for a line.
    pub(super) printed: &'static [usize],
    pub(super) digits_only: bool,
    pub(super) width: u64,
    pub(super) example: Example,
}

/// Capitals, without what people put between the groups.
pub(super) fn compact(raw: &str) -> String {
    let kept = raw.chars().filter(|char| !char.is_whitespace() && !matches!(char, '-' | '.' | '\u{2011}' | '\u{2013}'));
    kept.flat_map(char::to_uppercase).collect()
}

/// The digits of a text that has nothing else, and exactly so many.
pub(super) fn digits(text: &str, count: usize) -> Option<u64> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn grouped(text: &str, groups: &[usize]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let last = groups.last().copied().unwrap_or(chars.len());
    let lengths = groups.iter().copied().chain(std::iter::repeat(last));
    let mut rest = chars.as_slice();
    let mut found: Vec<String> = Vec::new();
    for length in lengths {
        if rest.is_empty() {
            break;
        }
        let (group, after) = rest.split_at(length.clamp(1, rest.len()));
        found.push(group.iter().collect());
        rest = after;
    }
    found.join(" ")
}

impl Kind for Identifier {
    fn name(&self) -> &'static str {
        self.name
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string(self.name)
    }

    fn example(&self) -> Example {
        self.example
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        let compact = (self.compact)(raw);
        Value::from(if (self.check)(&compact) { compact } else { raw.to_owned() })
    }

    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        let text = super::plain(value);
        if (self.check)(&text) { grouped(&(self.compact)(&text), self.groups) } else { text }
    }

    /// Whole, as programs look it up: groups are for people.
    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        vec![Cell::text(super::plain(value))]
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.input.inputmode = self.digits_only.then_some("numeric");
        element.input.width = element.input.width.or(Some(self.width));
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn format(&self) -> Option<Format> {
        Some((self.name, self.check))
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        if self.printed.is_empty() { Paper::line() } else { Paper::cells_of(self.printed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_group_repeats() {
        assert_eq!(grouped("FR1420041010050500013M02606", &[4]), "FR14 2004 1010 0505 0001 3M02 606");
        assert_eq!(grouped("255081416802538", &[1, 2, 2, 2, 3, 3, 2]), "2 55 08 14 168 025 38");
        assert_eq!(grouped("é", &[4]), "é");
        assert_eq!(grouped("W751080001", &[]), "W751080001");
        assert_eq!(grouped("", &[0]), "");
    }
}
