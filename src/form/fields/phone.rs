//! Telephone numbers, by the numbering plans of Google's libphonenumber.

use super::{Facts, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use phonenumber::{Mode, PhoneNumber, country};
use serde_json::Value;

/// A telephone number. Stored as E.164 (`+33612345678`); French ones are shown as in France, others with their country.
#[derive(Debug)]
pub(super) struct Phone;

/// The plans in which a number without `+` is looked for: France, then overseas, where `0690…`, `0692…` are dialled too.
const PLANS: [country::Id; 9] = [
    country::Id::FR,
    country::Id::GP,
    country::Id::MQ,
    country::Id::GF,
    country::Id::RE,
    country::Id::YT,
    country::Id::PM,
    country::Id::NC,
    country::Id::PF,
];

/// Longer than any number, with its spaces: the library must not read novels.
const MAX_LENGTH: usize = 40;

/// A valid number in E.164.
pub fn normalised(raw: &str) -> Option<String> {
    parse(raw).map(|number| number.format().mode(Mode::E164).to_string())
}

fn parse(raw: &str) -> Option<PhoneNumber> {
    let is_plain = |char: char| char.is_ascii_digit() || "+ .-()/\u{a0}\u{202f}\u{2011}".contains(char);
    if raw.len() > MAX_LENGTH || !raw.chars().all(is_plain) {
        return None;
    }
    let digits: String = raw.chars().filter(|char| char.is_ascii_digit() || *char == '+').collect();
    let digits = digits.strip_prefix("00").map_or_else(|| digits.clone(), |rest| format!("+{rest}"));
    // « +33 (0)6… »: the national zero is not dialled after the country.
    let digits = digits.strip_prefix("+330").map_or_else(|| digits.clone(), |rest| format!("+33{rest}"));
    if digits.starts_with('+') {
        return phonenumber::parse(None, &digits).ok().filter(phonenumber::is_valid);
    }
    PLANS.iter().find_map(|plan| phonenumber::parse(Some(*plan), &digits).ok().filter(phonenumber::is_valid))
}

impl Kind for Phone {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("phone")
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        Value::from(normalised(raw).unwrap_or_else(|| raw.to_owned()))
    }

    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        let text = super::plain(value);
        let Some(number) = parse(&text) else { return text };
        if number.code().value() != 33 {
            return number.format().mode(Mode::International).to_string();
        }
        let digits: Vec<char> = format!("0{}", number.national().value()).chars().collect();
        let pairs: Vec<String> = digits.chunks(2).map(String::from_iter).collect();
        pairs.join(" ")
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("tel");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn format(&self) -> Option<(&'static str, fn(&str) -> bool)> {
        Some(("phone", |text| parse(text).is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_overseas_and_foreign_numbers_are_read() {
        for (raw, expected) in [
            ("06 39 98 12 34", "+33639981234"),
            ("0639981234", "+33639981234"),
            ("+33 (0)6 39 98 12 34", "+33639981234"),
            ("0033639981234", "+33639981234"),
            ("02.61.91.12.34", "+33261911234"),
            ("0690 12 34 56", "+590690123456"),
            ("0692 12 34 56", "+262692123456"),
            ("+32 2 123 45 67", "+3221234567"),
            ("+44 20 7946 0958", "+442079460958"),
        ] {
            assert_eq!(normalised(raw).as_deref(), Some(expected), "{raw}");
        }
        for raw in ["", "12", "06 39 98 12", "06 39 98 12 34 56", "abc", "+33", "0000000000", "+999 123456789"] {
            assert_eq!(normalised(raw), None, "{raw}");
        }
    }
}
