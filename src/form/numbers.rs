//! Numbers as people write them. JSON keeps a number as a binary fraction; here it is always the decimal that its shortest text
//! writes. What has fifteen digits at most (`f64::DIGITS`) is the shortest text of one binary fraction, and of one only: so an
//! amount of thirteen digits and two decimals is stored, read back, compared and shown to the cent. Nothing is computed on the
//! way: see [`crate::rules`].

use super::cell::Cell;
use crate::rules;
use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::{Number, Value};

/// Digits that a number may have before its decimals.
pub(crate) const MAX_DIGITS: usize = 13;
/// Decimals of an amount.
pub(crate) const CENTS: usize = 2;

/// Spaces that separate thousands: plain, no-break, narrow no-break, thin.
fn is_space(char: char) -> bool {
    matches!(char, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\t')
}

/// A number with its decimals: a comma or a dot, thousands apart by spaces. When both a comma and a dot are there, the last
/// one begins the decimals. `None` when it is not a number, has more than `decimals` decimals, or more digits than are kept.
pub(crate) fn read(raw: &str, decimals: usize) -> Option<Value> {
    let (whole, fraction) = split(raw)?;
    if fraction.len() > decimals {
        return None;
    }
    // « 12,00 » and « 12 » are one number, written once.
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() {
        return whole.parse::<i64>().ok().map(Value::from);
    }
    let text = format!("{whole}.{fraction}");
    let number = Number::from_f64(text.parse().ok()?)?;
    (digits(&number) == text).then_some(Value::Number(number))
}

/// The same, from a page in this language. On an English page « 12,345,678 » and, of what has two decimals at most, « 1,234 » have
/// commas between thousands. Of what may have three it is not read: a comma is the decimal mark of the country, whatever the
/// language of the page.
pub(crate) fn read_in(raw: &str, decimals: usize, lang: &str) -> Option<Value> {
    match thousands(raw).filter(|_| lang == "en") {
        Some(1) if decimals >= 3 => None,
        Some(_) => read(&raw.replace(',', ""), decimals),
        None => read(raw, decimals),
    }
}

/// The number that the last input of a name holds, as `read` understands it; a blank is null, and what is none stays as it was typed.
pub(crate) fn of_inputs(raws: &[&str], read: impl Fn(&str) -> Option<Value>) -> Value {
    let typed = raws.last().map(|raw| super::fields::one_line(raw)).unwrap_or_default();
    if typed.is_empty() { Value::Null } else { read(&typed).unwrap_or_else(|| Value::from(typed)) }
}

/// How many commas a number has where they may be between thousands: after one to three digits, three digits after each.
pub(crate) fn thousands(raw: &str) -> Option<usize> {
    let compact: String = raw.chars().filter(|char| !is_space(*char)).collect();
    let mut groups = compact.trim_start_matches(['-', '−', '+']).split(',');
    let first = groups.next()?;
    let plain = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let leads = (1..=3).contains(&first.len()) && plain(first) && !first.starts_with('0');
    let follow = groups.clone().all(|group| group.len() == 3 && plain(group));
    Some(groups.count()).filter(|count| *count > 0 && leads && follow)
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
    let whole = match whole.trim_start_matches('0') {
        "" if !whole.is_empty() => "0",
        significant => significant,
    };
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = !whole.is_empty() && whole.len() <= MAX_DIGITS && plain(whole) && plain(fraction);
    fits.then(|| (format!("{sign}{whole}"), fraction.to_owned()))
}

/// A number as an input shows it: no thousands, the decimal mark of the language, so many decimals at least.
pub(crate) fn typed(number: &Number, decimals: usize, lang: &str) -> String {
    let text = plain(number, decimals);
    if lang == "en" { text } else { text.replace('.', ",") }
}

/// A number as it is read: « 1 234,5 », "1 234.5". Thousands are apart by a narrow no-break space in every language, as
/// ISO 80000-1 has it: a comma would be read back as the decimal mark, and what people copy is the number that they saw.
pub(crate) fn display(number: &Number, decimals: usize, lang: &str) -> String {
    let text = plain(number, decimals);
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mark = if lang == "en" { '.' } else { ',' };
    let mut shown = String::from(sign);
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n).is_multiple_of(3) {
            shown.push('\u{202f}');
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
pub(crate) fn cell(value: &Value, decimals: usize) -> Cell {
    match value {
        Value::Number(number) => Cell::Number(plain(number, decimals)),
        other => Cell::text(super::fields::plain(other)),
    }
}

/// All the digits of a number, never rounded, with zeros up to so many decimals.
fn plain(number: &Number, decimals: usize) -> String {
    let mut text = digits(number);
    let known = parts(&text).1.len();
    if known == 0 && decimals > 0 {
        text.push('.');
    }
    text.extend(std::iter::repeat_n('0', decimals.saturating_sub(known)));
    text
}

/// The shortest text of a number, without an exponent.
fn digits(number: &Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(float) => float.to_string(),
        None => number.to_string(),
    }
}

/// The digits before the decimals, and the decimals.
fn parts(text: &str) -> (&str, &str) {
    text.trim_start_matches('-').split_once('.').unwrap_or((text.trim_start_matches('-'), ""))
}

/// A number without decimals where it has none: `4.0` is `4`.
pub(crate) fn whole(number: Number) -> Value {
    let whole = number.as_f64().filter(|_| number.is_f64()).and_then(|float| float.to_string().parse::<i64>().ok());
    whole.map_or(Value::Number(number), Value::from)
}

/// How many digits a number has before its decimals, and how many decimals.
pub(crate) fn size(number: &Number) -> (usize, usize) {
    let text = digits(number);
    let (whole, fraction) = parts(&text);
    (whole.len(), fraction.len())
}

/// An amount rounded to cents, half away from zero: what people expect of 1.005.
pub(crate) fn to_cents(amount: Decimal) -> Value {
    rules::to_json(amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
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
    fn a_comma_of_an_english_page_is_never_a_thousandth() {
        let in_english = |raw: &str, decimals: usize| read_in(raw, decimals, "en");
        for (raw, amount, decimal) in [
            ("1,234", Some(json!(1234)), None),
            ("-12,345", Some(json!(-12_345)), None),
            (" 999,000 ", Some(json!(999_000)), None),
            ("1,234,567", Some(json!(1_234_567)), Some(json!(1_234_567))),
            ("1,234.50", Some(json!(1234.5)), Some(json!(1234.5))),
            ("1,234,567.5", Some(json!(1_234_567.5)), Some(json!(1_234_567.5))),
            ("1,23", Some(json!(1.23)), Some(json!(1.23))),
            ("1 234,5", Some(json!(1234.5)), Some(json!(1234.5))),
            ("0,125", None, Some(json!(0.125))),
            ("1234,567", None, Some(json!(1234.567))),
            ("1 234,567", None, Some(json!(1234.567))),
            ("1,2345", None, Some(json!(1.2345))),
            ("1,234,56", None, None),
            ("1234", Some(json!(1234)), Some(json!(1234))),
            (",234", None, None),
        ] {
            assert_eq!((in_english(raw, 2), in_english(raw, 10)), (amount, decimal), "{raw}");
            assert_eq!(read_in(raw, 10, "fr"), read(raw, 10), "{raw}");
        }
        assert_eq!((in_english("1,234", 0), read_in("1,234", 0, "fr")), (Some(json!(1234)), None));
        assert_eq!((read_in("1,234", 10, "fr"), read_in("1,234", 2, "fr")), (Some(json!(1.234)), None));
    }

    #[test]
    fn numbers_are_shown_by_language() {
        assert_eq!(display(&number(json!(1_234_567.5)), 2, "fr"), "1\u{202f}234\u{202f}567,50");
        assert_eq!(display(&number(json!(1_234_567.5)), 2, "en"), "1\u{202f}234\u{202f}567.50");
        assert_eq!(display(&number(json!(-1000)), 0, "fr"), "-1\u{202f}000");
        assert_eq!(display(&number(json!(999)), 0, "en"), "999");
        assert_eq!(typed(&number(json!(0.5)), 0, "fr"), "0,5");
    }

    #[test]
    fn a_number_is_read_whole_or_not_at_all() {
        assert_eq!(read("0 012,50", 2), Some(json!(12.5)));
        assert_eq!(read("9 999 999 999 999,99", 2), Some(json!(9_999_999_999_999.99)));
        assert_eq!(read("-0,01", 2), Some(json!(-0.01)));
        assert_eq!(read("0,1234567891", 10), Some(json!(0.1234567891)));
        assert_eq!(read("1234567890123,1234567891", 10), None, "no number of JSON has so many digits");
    }

    #[test]
    fn nothing_is_rounded_to_be_shown() {
        for (value, shown) in [
            (json!(12.345), "12,345"),
            (json!(0.5), "0,50"),
            (json!(-7), "-7,00"),
            (json!(5_000_000_000_000.123), "5\u{202f}000\u{202f}000\u{202f}000\u{202f}000,123"),
            (json!(1e21), "1\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000\u{202f}000,00"),
        ] {
            assert_eq!(display(&number(value), 2, "fr"), shown);
        }
    }

    #[test]
    fn half_a_cent_goes_away_from_zero() {
        for (amount, cents) in [("1.005", 1.01), ("-1.005", -1.01), ("1.0049999999999999999", 1.0), ("0.30", 0.3)] {
            assert_eq!(to_cents(amount.parse().unwrap()).as_f64(), Some(cents), "{amount}");
        }
        assert_eq!(to_cents("9999999999999.995".parse().unwrap()), json!(10_000_000_000_000_i64));
    }

    proptest! {
        #[test]
        fn an_amount_is_the_same_typed_kept_read_back_and_shown(cents in -999_999_999_999_999..=999_999_999_999_999_i64) {
            let typed = Decimal::new(cents, 2);
            let kept = read(&typed.to_string(), CENTS).unwrap();
            prop_assert_eq!(&kept, &to_cents(typed));
            let read_back: Value = serde_json::from_str(&kept.to_string()).unwrap();
            prop_assert_eq!(&read_back, &kept);
            let shown = plain(read_back.as_number().unwrap(), CENTS);
            prop_assert_eq!(&shown, &typed.to_string());
            let (whole, fraction) = size(read_back.as_number().unwrap());
            prop_assert!(whole <= MAX_DIGITS && fraction <= CENTS);
            // The next amount is another number, and a greater one.
            prop_assert!(to_cents(Decimal::new(cents + 1, 2)).as_f64() > kept.as_f64());
        }
    }
}
