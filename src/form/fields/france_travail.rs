use super::Example;
use super::identifier::{Identifier, compact};

/// The number of a person at France Travail, the public employment service.
pub(super) static FRANCE_TRAVAIL: Identifier = Identifier {
    name: "france-travail",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[],
    digits_only: false,
    width: 20,
    example: Example::new(r#"{"type": "string", "format": "france-travail"}"#, r#""1234567A""#, Some(r#""123456A""#)),
};

/// Seven digits and a letter or a digit, or eleven digits since the numbers are national: what the State's platform for jobs of
/// inclusion checks (« Les emplois de l’inclusion », `validate_pole_emploi_id`). It has no key.
fn is_valid(number: &str) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match number.len() {
        8 => number.is_ascii() && is_digits(&number[..7]) && number.bytes().all(|byte| byte.is_ascii_alphanumeric()),
        11 => is_digits(number),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_taken() {
        for number in ["1234567A", "12345678", "12345678901"] {
            assert!(is_valid(number), "{number}");
        }
        for wrong in ["", "1234567", "A1234567", "123456789", "1234567890A", "123456é", "1234567_"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("123 4567 a"), "1234567A");
    }
}
