//! The SIRET, number of a French establishment: fourteen digits of which the last is a key.

use super::Example;
use super::identifier::{Identifier, compact, digits};
use super::siren::luhn;

/// A SIRET. Stored as digits, shown as 732 829 320 00074.
pub(super) static SIRET: Identifier = Identifier {
    name: "siret",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[3, 3, 3, 5],
    printed: &[3, 3, 3, 5],
    digits_only: true,
    width: 20,
    example: Example::new(
        r#"{"type": "string", "format": "siret"}"#,
        r#""73282932000074""#,
        Some(r#""732 829 320 00075""#),
    ),
};

/// The SIREN of La Poste: the keys of its thousands of offices don't follow Luhn (INSEE, documentation of the Sirene API).
const LA_POSTE: &str = "356000000";
const HEAD_OFFICE: &str = "35600000000048";

/// The characters without what people put between the digits.
pub fn normalised(raw: &str) -> String {
    compact(raw)
}

/// Luhn's key over the fourteen digits (ISO/IEC 7812-1, annex B). For an office of La Poste, the digits sum to a multiple
/// of five instead; its head office keeps the usual key.
pub fn is_valid(siret: &str) -> bool {
    if digits(siret, 14).is_none_or(|number| number == 0) {
        return false;
    }
    if siret.starts_with(LA_POSTE) && siret != HEAD_OFFICE {
        return siret.chars().filter_map(|char| char.to_digit(10)).sum::<u32>().is_multiple_of(5);
    }
    luhn(siret).is_multiple_of(10)
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
        assert!(!is_valid("35600000049789"), "the usual key is not that of an office");
    }
}
