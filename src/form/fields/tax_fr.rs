use super::Example;
use super::identifier::{Identifier, compact, digits};

/// The tax number of a person in France (numéro fiscal, SPI): thirteen digits, of which the last three are a key.
pub(super) static TAX_FR: Identifier = Identifier {
    name: "tax-fr",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[2, 2, 3],
    printed: &[2, 2, 3, 3, 3],
    digits_only: true,
    width: 20,
    example: Example::new(
        r#"{"type": "string", "format": "tax-fr"}"#,
        r#""3023217600053""#,
        Some(r#""30 23 217 600 054""#),
    ),
};

/// The first digit is 0 to 3, and the key is the remainder of the first ten by 511 (the European Commission's TIN algorithms,
/// France).
fn is_valid(number: &str) -> bool {
    let parts = number.split_at_checked(10).and_then(|(number, key)| Some((digits(number, 10)?, digits(key, 3)?)));
    parts.is_some_and(|(first, key)| first < 4_000_000_000 && first % 511 == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_checked() {
        assert!(is_valid("3023217600053"));
        for wrong in ["3023217600054", "4023217600053", "302321760005", "302321760005é", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("30 23 217 600 053"), "3023217600053");
    }
}
