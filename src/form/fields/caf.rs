use super::Example;
use super::identifier::{Identifier, compact};

/// The number of a household at its family allowance fund (CAF): one to seven digits, which mean nothing without the fund.
pub(super) static CAF: Identifier = Identifier {
    name: "caf",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[7],
    digits_only: true,
    width: 10,
    example: Example::new(r#"{"type": "string", "format": "caf"}"#, r#""1234567""#, Some(r#""12345678""#)),
};

/// As API Particulier takes it (`numeroAllocataire`, `quotient_familial`). It has no key.
fn is_valid(number: &str) -> bool {
    (1..=7).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_seven_digits_at_most() {
        for number in ["1", "0012345", "1234567"] {
            assert!(is_valid(number), "{number}");
        }
        for wrong in ["", "12345678", "123456A", "é"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("123 45 67"), "1234567");
    }
}
