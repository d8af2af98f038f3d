use super::Example;
use super::identifier::{Identifier, compact};

/// The number of an association in the national directory (RNA): W, then nine characters, `W751080001`.
pub(super) static RNA: Identifier = Identifier {
    name: "rna",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[10],
    digits_only: false,
    width: 20,
    example: Example::new(r#"{"type": "string", "format": "rna"}"#, r#""W751080001""#, Some(r#""W75108""#)),
};

/// W and nine digits (service-public.fr, F1926; the directory is that of the order of 14 October 2009): a prefecture or
/// subprefecture on three, with letters in Corsica and overseas (`W2A`, `W9R`), then an order. It has no key.
fn is_valid(number: &str) -> bool {
    let rest = number.strip_prefix('W').unwrap_or_default();
    rest.len() == 9
        && rest.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && rest[3..].bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_checked() {
        for number in ["W751080001", "W2A1000012", "W9R1001234"] {
            assert!(is_valid(number), "{number}");
        }
        for wrong in ["751080001", "W75108000", "W7510800011", "W75108000A", "Wé5108000", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("w 751 080 001"), "W751080001");
    }
}
