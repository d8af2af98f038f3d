use super::Example;
use super::identifier::{Identifier, compact};

/// The national number of a pupil or a student (INE), on school reports and student cards.
pub(super) static INE: Identifier = Identifier {
    name: "ine",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[11],
    digits_only: false,
    width: 20,
    example: Example::new(r#"{"type": "string", "format": "ine"}"#, r#""123456789AB""#, Some(r#""123456789""#)),
};

/// Eleven letters and digits: nine digits and two letters in the national directory (RNIE, order of 16 February 2012), ten
/// digits and a letter before it (BEA), other mixes from universities (INES) and apprenticeship centres, all still in use. Their
/// keys are not published.
fn is_valid(number: &str) -> bool {
    number.len() == 11
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_each_directory_are_taken() {
        for number in ["123456789AB", "1234567890A", "0AB12N345X7", "1234A12345F"] {
            assert!(is_valid(number), "{number}");
        }
        for wrong in ["", "123456789A", "123456789ABC", "123456789É", "INDISPONIBL", "123456789ab"] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("123 456 789 ab"), "123456789AB");
    }
}
