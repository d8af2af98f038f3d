//! The SIRET, number of a French establishment: fourteen digits of which the last is a key.

use super::{Example, Facts, Format, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A SIRET. Stored as digits, shown as 732 829 320 00074.
#[derive(Debug)]
pub(super) struct Siret;

/// The SIREN of La Poste: the keys of its thousands of offices don't follow Luhn (INSEE, documentation of the Sirene API).
const LA_POSTE: &str = "356000000";

/// The characters without what people put between the digits.
pub fn normalised(raw: &str) -> String {
    raw.chars().filter(|char| !char.is_whitespace() && !matches!(char, '.' | '-' | '\u{202f}' | '\u{a0}')).collect()
}

/// Luhn's key over the fourteen digits (ISO/IEC 7812-1, annex B). For an office of La Poste, the digits sum to a multiple
/// of five instead; its head office keeps the usual key.
pub fn is_valid(siret: &str) -> bool {
    let digits: Vec<u32> = siret.chars().filter_map(|char| char.to_digit(10)).collect();
    if digits.len() != 14 || siret.len() != 14 {
        return false;
    }
    let doubled = digits.iter().step_by(2).map(|digit| digit * 2 / 10 + digit * 2 % 10);
    let luhn: u32 = doubled.chain(digits.iter().skip(1).step_by(2).copied()).sum();
    luhn.is_multiple_of(10) && luhn > 0 || siret.starts_with(LA_POSTE) && digits.iter().sum::<u32>().is_multiple_of(5)
}

impl Kind for Siret {
    fn name(&self) -> &'static str {
        "siret"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("siret")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "siret"}"#, r#""73282932000074""#)
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        let digits = normalised(raw);
        Value::from(if is_valid(&digits) { digits } else { raw.to_owned() })
    }

    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        let text = super::plain(value);
        if !is_valid(&text) {
            return text;
        }
        format!("{} {} {} {}", &text[..3], &text[3..6], &text[6..9], &text[9..])
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.input.inputmode = Some("numeric");
        element.input.width = element.input.width.or(Some(20));
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn format(&self) -> Option<Format> {
        Some(("siret", |text| is_valid(&normalised(text))))
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::cells([(3, ""), (3, ""), (3, ""), (5, "")])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_checked() {
        assert!(is_valid("73282932000074"));
        assert!(!is_valid("73282932000075"));
        assert!(!is_valid("7328293200007"));
        assert!(!is_valid("00000000000000"));
        assert!(!is_valid("7328293200007é"));
        assert_eq!(normalised("732 829 320 00074"), "73282932000074");
    }

    #[test]
    fn offices_of_la_poste_have_a_key_of_their_own() {
        assert!(is_valid("35600000000048"), "the head office");
        assert!(is_valid("35600000049837"), "an office: the digits sum to 45");
        assert!(!is_valid("35600000049838"));
    }
}
