//! The number of a dossier, as people read it out on the phone: `2026-000123-4`, year, counter, check character
//! (ISO/IEC 7064, MOD 11-2), so that a wrong digit or two swapped ones are seen at once.

use super::Example;
use super::identifier::{self, Identifier};

/// Another dossier of the person who fills the form. Whether it is theirs is not for the form to know: see
/// [`crate::form::Context`].
pub(crate) static DOSSIER_NUMBER: Identifier = Identifier {
    name: "dossier-number",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[],
    digits_only: false,
    width: 20,
    example: Example::new(
        r#"{"type": "string", "format": "dossier-number"}"#,
        r#""2026-000123-6""#,
        Some(r#""2026-000123-7""#),
    ),
};

/// With its hyphens, whether they were typed or not.
fn compact(raw: &str) -> String {
    let text = identifier::compact(raw);
    let cut = text.split_at_checked(4).and_then(|(year, rest)| {
        let (counter, check) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
        Some(format!("{year}-{counter}-{check}"))
    });
    cut.unwrap_or(text)
}

/// Whether it is written as one and its check character is right.
pub fn is_valid(number: &str) -> bool {
    let parts: Vec<&str> = number.split('-').collect();
    let [year, counter, check] = parts[..] else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let shape = year.len() == 4 && (6..=12).contains(&counter.len()) && digits(year) && digits(counter);
    shape && check == check_character(year.chars().chain(counter.chars())).to_string()
}

/// The character that makes a wrong digit or two swapped ones seen.
pub fn check_character(digits: impl Iterator<Item = char>) -> char {
    let sum = digits.filter_map(|digit| digit.to_digit(10)).fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        check => char::from_digit(check, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_published_example() {
        // ISO/IEC 7064 MOD 11-2 is what ORCID identifiers carry: 0000-0002-1825-0097.
        assert_eq!(check_character("000000021825009".chars()), '7');
    }

    #[test]
    fn hyphens_may_be_left_out() {
        let number = format!("2026-000123-{}", check_character("2026000123".chars()));
        for typed in [number.clone(), number.replace('-', ""), number.replace('-', " ").to_lowercase()] {
            assert_eq!(compact(&typed), number);
        }
        for wrong in ["", "2026", "é", "2026-000123-", "2026-00012-3"] {
            assert!(!is_valid(&compact(wrong)), "{wrong}");
        }
    }
}
