//! The IBAN, number of a bank account.

use super::Example;
use super::identifier::{Identifier, compact};
use iban::IbanLike;

/// An IBAN. Stored without spaces, shown by groups of four.
pub(super) static IBAN: Identifier = Identifier {
    name: "iban",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[4],
    // Those of other countries are written in the same cells: none is longer.
    printed: &[4, 4, 4, 4, 4, 4, 4, 4, 2],
    digits_only: false,
    width: 30,
    example: Example::new(
        r#"{"type": "string", "format": "iban"}"#,
        r#""FR1420041010050500013M02606""#,
        Some(r#""FR14 2004 1010 0505 0001 3M02 607""#),
    ),
};

/// ISO 13616: the form that the registry gives for the country, and the key of the whole. In France and Monaco the account
/// number has a key of its own.
pub(super) fn is_valid(text: &str) -> bool {
    // The crate also takes spaces between the groups: what is stored has none.
    let iban = text.parse::<iban::Iban>().ok().filter(|_| !text.contains(' '));
    iban.is_some_and(|iban| !matches!(iban.country_code(), "FR" | "MC") || has_rib_key(iban.bban()))
}

/// The key of a French bank account (RIB): 97 less the remainder of 89 × bank + 15 × branch + 3 × account by 97, where letters
/// count as digits, A and J for 1, B, K and S for 2… (the French banks' committee, CFONB).
fn has_rib_key(account: &str) -> bool {
    let digit = |char: char| match char {
        'A'..='I' => u64::from(char) - u64::from('A') + 1,
        'J'..='R' => u64::from(char) - u64::from('J') + 1,
        'S'..='Z' => u64::from(char) - u64::from('S') + 2,
        digit => u64::from(digit) - u64::from('0'),
    };
    let digits: Vec<u64> = account.chars().map(digit).collect();
    let number = |from: usize, to: usize| digits[from..to].iter().fold(0, |sum, digit| sum * 10 + digit);
    digits.len() == 23 && 97 - (89 * number(0, 5) + 15 * number(5, 10) + 3 * number(10, 21)) % 97 == number(21, 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_registry_the_key_and_the_french_key_are_checked() {
        for iban in [
            "FR1420041010050500013M02606",
            "FR7630006000011234567890189",
            "MC5811222000010123456789030",
            "GB29NWBK60161331926819",
            "NO9386011117947",
            "DE44500105175407324931",
        ] {
            assert!(is_valid(iban), "{iban}");
        }
        for wrong in [
            "FR1420041010050500013M02607",
            "FR14 2004 1010 0505 0001 3M02 606",
            "fr1420041010050500013m02606",
            "ZZ44500105175407324931",
            "FR14é",
            "",
        ] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("fr14 2004"), "FR142004");
    }

    #[test]
    fn a_french_account_with_a_wrong_key_is_refused_even_when_the_iban_is_right() {
        let account = "20041010050500013M02607";
        let iban = (2..=98).map(|key| format!("FR{key:02}{account}")).find(|text| text.parse::<iban::Iban>().is_ok());
        assert!(!is_valid(&iban.unwrap()));
    }
}
