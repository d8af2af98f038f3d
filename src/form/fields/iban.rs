//! The IBAN, number of a bank account.

use super::{Example, Facts, Format, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// An IBAN. Stored without spaces, shown by groups of four.
#[derive(Debug)]
pub(super) struct Iban;

/// Capitals, without what people put between the groups.
pub fn normalised(raw: &str) -> String {
    let kept = raw.chars().filter(|char| !char.is_whitespace() && *char != '-' && *char != '.');
    kept.flat_map(char::to_uppercase).collect()
}

/// ISO 13616: two letters, two digits, at most thirty characters, and a remainder of 1 by 97 (ISO 7064) once the first four
/// have moved to the end and letters count from 10. A French one has 27 characters.
pub fn is_valid(iban: &str) -> bool {
    let bytes = iban.as_bytes();
    let well_formed = (15..=34).contains(&bytes.len())
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2..4].iter().all(u8::is_ascii_digit)
        && bytes[4..].iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    if !well_formed || (iban.starts_with("FR") && bytes.len() != 27) {
        return false;
    }
    let moved = iban[4..].chars().chain(iban[..4].chars());
    let remainder = moved.filter_map(|char| char.to_digit(36)).fold(0, |sum, digit| {
        let shift = if digit > 9 { 100 } else { 10 };
        (sum * shift + digit) % 97
    });
    remainder == 1
}

impl Kind for Iban {
    fn name(&self) -> &'static str {
        "iban"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("iban")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "iban"}"#, r#""FR1420041010050500013M02606""#)
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        let iban = normalised(raw);
        Value::from(if is_valid(&iban) { iban } else { raw.to_owned() })
    }

    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        let text = super::plain(value);
        if !is_valid(&text) {
            return text;
        }
        let chars: Vec<char> = text.chars().collect();
        let groups: Vec<String> = chars.chunks(4).map(String::from_iter).collect();
        groups.join(" ")
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn format(&self) -> Option<Format> {
        Some(("iban", |text| is_valid(&normalised(text))))
    }

    /// Those of other countries are written in the same cells: none is longer.
    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::cells([(4, ""), (4, ""), (4, ""), (4, ""), (4, ""), (4, ""), (4, ""), (4, ""), (2, "")])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_of_the_registry_are_valid_and_a_changed_digit_is_not() {
        assert!(is_valid("FR1420041010050500013M02606"));
        assert!(is_valid("GB29NWBK60161331926819"));
        assert!(is_valid("NO9386011117947"));
        assert!(!is_valid("FR1420041010050500013M02607"));
        assert!(!is_valid("FR14é"));
        assert!(!is_valid(""));
        assert_eq!(normalised("fr14 2004"), "FR142004");
    }
}
