//! Numbers as people write them. Decimal digits are kept as text until the end: no sum of money is computed on the way.

use super::cell::Cell;
use serde_json::{Number, Value};

/// Digits that a number may have before its decimals: beyond, JSON numbers lose units.
const MAX_DIGITS: usize = 13;

/// Spaces that separate thousands: plain, no-break, narrow no-break, thin.
fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t')
}

/// A number with its decimals: a comma or a dot, thousands apart by spaces. When both a comma and a dot are there, the last
/// one begins the decimals. `None` when it is not a number, or has more than `decimals` decimals.
pub(crate) fn read(raw: &str, decimals: usize) -> Option<Value> {
    let (whole, fraction) = split(raw)?;
    if fraction.len() > decimals {
        return None;
    }
    // « 12,00 » and « 12 » are one number, written once.
    let fraction = fraction.trim_end_matches('0');
    let text = if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") };
    text.parse::<f64>().ok().filter(|number| number.is_finite())?;
    match text.parse::<i64>() {
        Ok(whole) => Some(whole.into()),
        Err(_) => Number::from_f64(text.parse().ok()?).map(Value::Number),
    }
}

/// The signed whole part and the decimals, digits only.
fn split(raw: &str) -> Option<(String, String)> {
    let compact: String = raw.chars().filter(|char| !is_space(*char)).collect();
    let (sign, digits) = match compact.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let (whole, fraction) = digits.rsplit_once([',', '.']).unwrap_or((digits, ""));
    // What is left of the decimals may still hold the other sign, between thousands.
    let mark = if digits[whole.len()..].starts_with(',') { '.' } else { ',' };
    let whole: String = whole.chars().filter(|char| *char != mark).collect();
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= MAX_DIGITS && plain(&whole) && plain(fraction);
    fits.then(|| (format!("{sign}{whole}"), fraction.to_owned()))
}

/// A number as an input shows it: no thousands, the decimal mark of the language.
pub(crate) fn typed(number: &Number, decimals: Option<usize>, lang: &str) -> String {
    let text = plain(number, decimals);
    if lang == "en" { text } else { text.replace('.', ",") }
}

/// A number as it is read: « 1 234,5 », "1,234.5".
pub(crate) fn display(number: &Number, decimals: Option<usize>, lang: &str) -> String {
    let text = plain(number, decimals);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let (space, mark) = if lang == "en" { (',', '.') } else { ('\u{202f}', ',') };
    let mut shown = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            shown.push(space);
        }
        shown.push(digit);
    }
    if !fraction.is_empty() {
        shown.push(mark);
        shown.push_str(fraction);
    }
    shown
}

/// A number as a cell; what is none stays as it was typed.
pub(crate) fn cell(value: &Value, decimals: Option<usize>) -> Cell {
    match value {
        Value::Number(number) => Cell::Number(plain(number, decimals)),
        other => Cell::text(super::fields::plain(other)),
    }
}

fn plain(number: &Number, decimals: Option<usize>) -> String {
    match (decimals, number.as_f64()) {
        (Some(decimals), Some(value)) => format!("{value:.decimals$}"),
        _ if number.is_f64() => number.as_f64().map_or_else(String::new, |value| value.to_string()),
        _ => number.to_string(),
    }
}

/// A number rounded to cents, half away from zero.
pub(crate) fn rounded(value: f64) -> Option<Value> {
    // Cents that binary fractions put a hair under their half go up, as people expect of 1.005.
    let cents = (value * 100.0 + value.signum() * 1e-7).round();
    let whole = cents / 100.0;
    if whole.fract() == 0.0 && whole.abs() < 1e15 {
        #[expect(clippy::cast_possible_truncation, reason = "whole and bounded just above")]
        return Some((whole as i64).into());
    }
    Number::from_f64(whole).map(Value::Number)
}

/// Whether a number has at most two decimals.
pub(crate) fn is_cents(value: f64) -> bool {
    let cents = value * 100.0;
    (cents - cents.round()).abs() <= cents.abs() * f64::EPSILON * 4.0 + 1e-9
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn number(value: Value) -> Number {
        value.as_number().unwrap().clone()
    }

    #[test]
    fn numbers_are_read_as_they_are_written_in_france_and_elsewhere() {
        for (raw, expected) in [
            ("1234,5", json!(1234.5)),
            ("1 234,50", json!(1234.5)),
            ("1\u{202f}234.5", json!(1234.5)),
            ("1,234.50", json!(1234.5)),
            ("1.234,50", json!(1234.5)),
            ("-3", json!(-3)),
            ("0,10", json!(0.1)),
            ("12,00", json!(12.0)),
        ] {
            assert_eq!(read(raw, 2).map(|v| v.as_f64()), Some(expected.as_f64()), "{raw}");
        }
        for raw in ["", "abc", "1,234", "1,2,3", "--1", "1e5", "12 345 678 901 234", "NaN", "inf", ",5", "é"] {
            assert_eq!(read(raw, 2), None, "{raw}");
        }
    }

    #[test]
    fn numbers_are_shown_by_language() {
        assert_eq!(display(&number(json!(1_234_567.5)), Some(2), "fr"), "1\u{202f}234\u{202f}567,50");
        assert_eq!(display(&number(json!(1_234_567.5)), Some(2), "en"), "1,234,567.50");
        assert_eq!(display(&number(json!(-1000)), None, "fr"), "-1\u{202f}000");
        assert_eq!(display(&number(json!(999)), None, "en"), "999");
        assert_eq!(typed(&number(json!(0.5)), None, "fr"), "0,5");
    }

    #[test]
    fn cents_are_exact() {
        assert_eq!(rounded(1.005), Some(json!(1.01)));
        assert_eq!(rounded(0.1 + 0.2), Some(json!(0.3)));
        assert_eq!(rounded(4000.0), Some(json!(4000)));
        assert_eq!(rounded(f64::NAN), None);
        assert!(is_cents(1234.56) && is_cents(0.07) && !is_cents(0.001) && !is_cents(12.345));
    }
}
