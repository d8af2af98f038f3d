use super::Example;
use super::identifier::{self, Identifier, digits};
use super::siren;

/// A French VAT number: FR, a key of two characters, the SIREN. Stored as FR40303265045, shown as FR 40 303 265 045.
pub(super) static VAT_FR: Identifier = Identifier {
    name: "vat-fr",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[2, 2, 3],
    printed: &[2, 2, 3, 3, 3],
    digits_only: false,
    width: 20,
    example: Example::new(
        r#"{"type": "string", "format": "vat-fr"}"#,
        r#""FR40303265045""#,
        Some(r#""FR 41 303 265 045""#),
    ),
};

/// What a key that isn't two digits is made of: no I, no O.
const KEYS: &str = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The country is added when it was left out.
fn compact(raw: &str) -> String {
    let text = identifier::compact(raw);
    if text.len() == 11 && text.is_ascii() { format!("FR{text}") } else { text }
}

/// The key is 12 + 3 × SIREN, modulo 97 (article 286 ter of the tax code; the Commission's algorithms for VIES give the keys
/// with letters, and say that the numbers of Monaco have 000 for a SIREN's beginning).
fn is_valid(number: &str) -> bool {
    let Some((key, company)) =
        number.strip_prefix("FR").filter(|rest| rest.is_ascii()).and_then(|rest| rest.split_at_checked(2))
    else {
        return false;
    };
    let Some(siren) = digits(company, 9) else { return false };
    if !company.starts_with("000") && !siren::is_valid(company) {
        return false;
    }
    if let Some(key) = digits(key, 2) {
        return (12 + 3 * siren) % 97 == key;
    }
    let mut places = key.chars().map(|char| KEYS.find(char).and_then(|place| u64::try_from(place).ok()));
    let (Some(Some(first)), Some(Some(second))) = (places.next(), places.next()) else { return false };
    let value = if first < 10 { first * 24 + second - 10 } else { first * 34 + second - 100 };
    (siren + 1 + value / 11) % 11 == value % 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_checked() {
        for number in ["FR40303265045", "FR23334175221", "FRK7399859412", "FR4Z123456782"] {
            assert!(is_valid(number), "{number}");
        }
        for wrong in ["FR84323140391", "FR41303265045", "40303265045", "FRI7399859412", "FR4é23456782", "FR", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("40 303 265 045"), "FR40303265045");
        assert_eq!(compact("fr 40 303265045"), "FR40303265045");
    }
}
