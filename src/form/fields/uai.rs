use super::Example;
use super::identifier::{Identifier, compact, digits};

/// The number of a school or university (UAI): seven digits and a letter that checks them, `0801206B`.
pub(super) static UAI: Identifier = Identifier {
    name: "uai",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[8],
    digits_only: false,
    width: 10,
    example: Example::new(r#"{"type": "string", "format": "uai"}"#, r#""0801206B""#, Some(r#""0801206C""#)),
};

/// The letters that may check: no I, O, Q.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// The letter is the one at the place of the remainder by 23, since the ministry's register of 1978 (RNE, today RAMSESE; told in
/// Wikipédia, « Répertoire national des établissements », whose schools are in the test).
fn is_valid(uai: &str) -> bool {
    let parts = uai.split_at_checked(7).and_then(|(number, letter)| Some((digits(number, 7)?, letter)));
    let Some((number, letter)) = parts else { return false };
    letter.as_bytes() == [LETTERS[(number % 23) as usize]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_is_checked() {
        for school in ["0801206B", "0050009H", "0750654D", "0752524L", "0920131T", "0951099D"] {
            assert!(is_valid(school), "{school}");
        }
        for wrong in ["0801206C", "801206B", "0801206", "080120éB", "0801206BB", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
