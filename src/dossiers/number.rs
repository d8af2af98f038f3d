//! A dossier's number, as people read it out on the phone: `2026-000123-4`, year, counter, check character
//! (ISO/IEC 7064, MOD 11-2), so that a wrong digit or two swapped ones are seen at once.

use std::fmt;
use std::str::FromStr;

/// A number whose check character is right.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number(String);

/// What was typed is no number of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a dossier number")]
pub struct NotANumber;

impl Number {
    /// The number of the `counter`th dossier.
    pub fn new(year: i32, counter: i64) -> Self {
        let check = check_character(format!("{year:04}{counter:06}").chars());
        Self(format!("{year:04}-{counter:06}-{check}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(typed: &str) -> Result<Self, NotANumber> {
        let parts: Vec<&str> = typed.trim().split('-').collect();
        let [year, counter, check] = parts[..] else { return Err(NotANumber) };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let shape = year.len() == 4 && (6..=12).contains(&counter.len()) && digits(year) && digits(counter);
        let expected = check_character(year.chars().chain(counter.chars())).to_string();
        let right = shape && check.eq_ignore_ascii_case(&expected);
        if right { Ok(Self(format!("{year}-{counter}-{expected}"))) } else { Err(NotANumber) }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn check_character(digits: impl Iterator<Item = char>) -> char {
    let sum = digits.filter_map(|digit| digit.to_digit(10)).fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        check => char::from_digit(check, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_the_published_example() {
        // ISO/IEC 7064 MOD 11-2 is what ORCID identifiers carry: 0000-0002-1825-0097.
        assert_eq!(check_character("000000021825009".chars()), '7');
    }

    proptest! {
        #[test]
        fn what_we_print_is_read_back(year in 2000..3000, counter in 1..10_000_000_i64) {
            let number = Number::new(year, counter);
            prop_assert_eq!(number.to_string().parse::<Number>(), Ok(number));
        }

        #[test]
        fn a_wrong_digit_or_a_swap_is_seen(counter in 1..1_000_000_i64, at in 5..10_usize, other in 0..10_u8) {
            let good = Number::new(2026, counter).to_string();
            let mut wrong = good.clone().into_bytes();
            wrong[at] = b'0' + other;
            let wrong = String::from_utf8(wrong).unwrap();
            prop_assert!(wrong == good || wrong.parse::<Number>().is_err());
            let mut swapped = good.clone().into_bytes();
            swapped.swap(at, at + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            prop_assert!(swapped == good || swapped.parse::<Number>().is_err());
        }

        #[test]
        fn never_panics(typed in ".*") {
            let _ = typed.parse::<Number>();
        }
    }
}
