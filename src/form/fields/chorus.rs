use super::Example;
use super::identifier::Identifier;

/// The number of a commitment of public money (« engagement juridique »), as suppliers copy it on their invoices to Chorus Pro.
pub(super) static CHORUS: Identifier = Identifier {
    name: "chorus",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[],
    digits_only: false,
    width: 20,
    example: Example::new(r#"{"type": "string", "format": "chorus"}"#, r#""2100012345""#, Some(r#""EJ*1""#)),
};

/// Capitals without spaces: its other signs are part of it.
fn compact(raw: &str) -> String {
    raw.split_whitespace().flat_map(str::chars).flat_map(char::to_uppercase).collect()
}

/// Capitals, digits, and `-`, `_`, `+`, `/`, fifty at most (Chorus Pro, « Créer un engagement »): each public body numbers its
/// own. It has no key.
fn is_valid(number: &str) -> bool {
    let is_fit = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase() || b"-_+/".contains(&byte);
    (1..=50).contains(&number.len()) && number.bytes().all(is_fit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signs_that_chorus_pro_takes_are_kept() {
        for (typed, number) in [("2100012345", "2100012345"), ("ej 2026-12/b_3+1", "EJ2026-12/B_3+1")] {
            assert!(is_valid(&compact(typed)), "{typed}");
            assert_eq!(compact(typed), number);
        }
        for wrong in ["", "EJ*1", "É1", "EJ.1", &"1".repeat(51)] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
