//! Telephone numbers, by the numbering plans of Google's libphonenumber (the crate `phonenumber`), stored as ITU-T E.164 says.

use super::{Example, Facts, Format, Kind};
use crate::form::element::Element;
use crate::form::node::Field;
use phonenumber::{Mode, PhoneNumber, country};
use serde_json::Value;

/// A telephone number. Stored as E.164 (`+33612345678`); French ones are shown as in France, others with their country.
#[derive(Debug)]
pub(super) struct Phone;

/// The plans that share the ten digits dialled in France, the mainland first: `0690…` is in Guadeloupe, `0692…` in Réunion.
/// New Caledonia and French Polynesia have plans of their own: their numbers want `+687`, `+689`.
const PLANS: [country::Id; 6] =
    [country::Id::FR, country::Id::GP, country::Id::MQ, country::Id::GF, country::Id::RE, country::Id::YT];

/// Mobile numbers that Arcep keeps for fiction (decision 2018-0881, annex 1): they ring nowhere, so that examples and
/// demonstrations disturb nobody. libphonenumber knows those of landlines only.
const FICTION: &str = "63998";

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
        return phonenumber::parse(None, &digits).ok().filter(is_real);
    }
    // « 0508 » then six digits: Saint-Pierre-et-Miquelon, which is +508.
    if let Some(rest) = digits.strip_prefix("0508").filter(|rest| rest.len() == 6) {
        return phonenumber::parse(None, format!("+508{rest}")).ok().filter(is_real);
    }
    PLANS.iter().find_map(|plan| phonenumber::parse(Some(*plan), &digits).ok().filter(is_real))
}

fn is_real(number: &PhoneNumber) -> bool {
    let national = number.national().to_string();
    let is_fiction = number.code().value() == 33 && national.len() == 9 && national.starts_with(FICTION);
    is_fiction || phonenumber::is_valid(number)
}

impl Kind for Phone {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("phone")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "phone"}"#, r#""+33639981234""#)
            .with_control(r#"{"options": {"autocomplete": "tel"}}"#)
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

    fn format(&self) -> Option<Format> {
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
            ("0639 01 23 45", "+262639012345"),
            ("0508 41 12 34", "+508411234"),
            ("+687 26 12 34", "+687261234"),
            ("+44 20 7946 0958", "+442079460958"),
        ] {
            assert_eq!(normalised(raw).as_deref(), Some(expected), "{raw}");
        }
        for raw in ["", "12", "06 39 98 12", "06 39 98 12 34 56", "abc", "+33", "0000000000", "+999 123456789"] {
            assert_eq!(normalised(raw), None, "{raw}");
        }
    }
}
