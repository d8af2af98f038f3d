use super::Example;
use super::identifier::{Identifier, compact, digits};

/// The number of a French company, association or public body: nine digits, of which the last is a key.
pub(super) static SIREN: Identifier = Identifier {
    name: "siren",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[3],
    printed: &[3, 3, 3],
    digits_only: true,
    width: 10,
    example: Example::new(r#"{"type": "string", "format": "siren"}"#, r#""732829320""#, Some(r#""732 829 321""#)),
};

/// Luhn's key over the nine digits (ISO/IEC 7812-1, annex B).
pub(super) fn is_valid(siren: &str) -> bool {
    digits(siren, 9).is_some_and(|number| number > 0) && luhn(siren).is_multiple_of(10)
}

/// The sum of Luhn: every second digit from the right counts double, the two digits of ten and more added.
pub(super) fn luhn(digits: &str) -> u32 {
    let digits = digits.chars().rev().filter_map(|char| char.to_digit(10));
    digits.enumerate().map(|(n, digit)| if n % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_checked() {
        for siren in ["732829320", "130025265", "356000000"] {
            assert!(is_valid(siren), "{siren}");
        }
        for wrong in ["732829321", "73282932", "7328293200", "000000000", "73282932é", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
