//! Telephone numbers, by the numbering plans of Google's libphonenumber (the crate `phonenumber`), stored as ITU-T E.164 says.

use super::{Example, Facts, Format, Kind};
use crate::form::code::Code;
use crate::form::element::Element;
use crate::form::node::Field;
use phonenumber::{Mode, PhoneNumber, country};
use serde_json::Value;

/// A telephone number. Stored as E.164 (`+33612345678`); French ones are shown as in France, others with their country.
#[derive(Debug)]
pub(super) struct Phone;

/// The plans that share the ten digits dialled in France, the mainland first: `0690…` is in Guadeloupe, `0692…` in Réunion.
/// French Polynesia dials eight digits, as no other of them does.
const PLANS: [country::Id; 6] =
    [country::Id::FR, country::Id::GP, country::Id::MQ, country::Id::GF, country::Id::RE, country::Id::YT];

/// Plans of six digits: what one dials as `72 12 34` rings in Wallis and Futuna, what another dials so in New Caledonia.
const SIX_DIGITS: [country::Id; 3] = [country::Id::NC, country::Id::WF, country::Id::PM];

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
    let digits = dialled(raw)?;
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
    if digits.len() == 8 {
        return in_plan(country::Id::PF, &digits);
    }
    PLANS.iter().find_map(|plan| in_plan(*plan, &digits))
}

/// The digits of what may be a number, and its plus.
fn dialled(raw: &str) -> Option<String> {
    let is_plain = |char: char| char.is_ascii_digit() || "+ .-()/\u{a0}\u{202f}\u{2011}".contains(char);
    let is_number = raw.len() <= MAX_LENGTH && raw.chars().all(is_plain);
    is_number.then(|| raw.chars().filter(|char| char.is_ascii_digit() || *char == '+').collect())
}

fn in_plan(plan: country::Id, digits: &str) -> Option<PhoneNumber> {
    phonenumber::parse(Some(plan), digits).ok().filter(is_real)
}

/// Whether a number lacks the code that tells its territory.
fn lacks_territory(raw: &str) -> bool {
    let digits = dialled(raw).filter(|digits| digits.len() == 6 && !digits.contains('+'));
    digits.is_some_and(|digits| SIX_DIGITS.iter().any(|plan| in_plan(*plan, &digits).is_some()))
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
        Example::new(r#"{"type": "string", "format": "phone"}"#, r#""+33639981234""#, Some(r#""06 39 98""#))
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

    fn fault(&self, _field: &Field, value: &Value) -> Option<Code> {
        value.as_str().is_some_and(lacks_territory).then_some(Code::PhoneTerritory)
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

    /// The examples that libphonenumber gives of each range (`PhoneNumberMetadata.xml`, PF). Eight digits since the decision of
    /// the council of ministers of French Polynesia of 14 November 2012; mobiles in 87, 88 and 89, kept from one operator to
    /// another by its decision of 28 February 2024.
    #[test]
    fn numbers_of_french_polynesia_are_read_as_they_are_dialled_there() {
        for (raw, expected) in [
            ("40 41 23 45", "+68940412345"),
            ("87 12 34 56", "+68987123456"),
            ("88 12 34 56", "+68988123456"),
            ("89.12.34.56", "+68989123456"),
            ("49 90 12 34", "+68949901234"),
            ("+689 40 41 23 45", "+68940412345"),
        ] {
            assert_eq!(normalised(raw).as_deref(), Some(expected), "{raw}");
        }
        // Six digits until 2014; eight of another country; a number of the mainland without its first two.
        for raw in ["44 01 23", "20 12 34 56", "06 98 12 34", "39 98 12 34"] {
            assert_eq!(normalised(raw), None, "{raw}");
        }
    }

    /// The examples of libphonenumber (NC, WF, PM). New Caledonia has mobiles in 70 to 79 (ITU-T E.164, national numbering
    /// plans), where the landlines of Wallis and Futuna begin by 72.
    #[test]
    fn six_digits_want_the_code_of_their_territory() {
        for raw in ["20 12 34", "75.12.34", "72 12 34", "82 12 34", "430123", "551234"] {
            assert_eq!((normalised(raw), lacks_territory(raw)), (None, true), "{raw}");
        }
        for (raw, expected) in
            [("+687 75 12 34", "+687751234"), ("00681 72 12 34", "+681721234"), ("+681 82 12 34", "+681821234")]
        {
            assert_eq!((normalised(raw).as_deref(), lacks_territory(raw)), (Some(expected), false), "{raw}");
        }
        for raw in ["06 39 98", "1234567", "12 34 5", "+20 12 34", "20 12 34 x"] {
            assert!(!lacks_territory(raw), "{raw}");
        }
    }
}
