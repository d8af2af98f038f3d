use super::Example;
use super::identifier::{Identifier, compact};

/// The reference of a French income tax notice (« référence de l’avis »), which stands beside the tax number on its first page.
pub(super) static TAX_REFERENCE_FR: Identifier = Identifier {
    name: "tax-reference-fr",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[13],
    digits_only: false,
    width: 20,
    example: Example::new(
        r#"{"type": "string", "format": "tax-reference-fr"}"#,
        r#""2644A12345678""#,
        Some(r#""2644A1234567""#),
    ),
};

/// As the tax administration's check of notices takes it (SVAIR; `referenceAvis` of API Particulier): thirteen letters and
/// digits, and a letter on some. It has no key.
fn is_valid(reference: &str) -> bool {
    let (number, letter) = reference.split_at_checked(13).unwrap_or_default();
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && (letter.is_empty() || letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_thirteen_characters_and_perhaps_a_letter() {
        for reference in ["2644A12345678", "2644012345678", "2644012345678Z"] {
            assert!(is_valid(reference), "{reference}");
        }
        for wrong in ["", "264401234567", "26440123456789", "2644012345678ZZ", "264401234567é", "2644-01234567"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("26 44 a123456 78"), "2644A12345678");
    }
}
