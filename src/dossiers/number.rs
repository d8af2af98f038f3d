//! A dossier's number: `2026-000123-4`, year, counter, check character.

use crate::form::fields::dossier_number::{check_character, is_valid};
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
        let number = typed.trim().to_ascii_uppercase();
        if is_valid(&number) { Ok(Self(number)) } else { Err(NotANumber) }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
