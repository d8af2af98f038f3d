//! How dates, sizes and the like are written for people, by language.

use super::i18n::{Lang, text};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

/// « 1er mars 2026 », "1 March 2026".
pub fn day(lang: Lang, date: NaiveDate) -> String {
    let month = text(lang, &format!("format-month-{}", date.month()), &[]);
    match (lang, date.day()) {
        (Lang::Fr, 1) => format!("1er {month} {}", date.year()),
        (_, day) => format!("{day} {month} {}", date.year()),
    }
}

/// « 1er mars 2026 à 14:32 », "1 March 2026 at 14:32", by the clocks whose offset it has.
pub fn moment(lang: Lang, at: DateTime<FixedOffset>) -> String {
    let (day, time) = (day(lang, at.date_naive()), clock(at));
    text(lang, "format-moment", &[("day", day.into()), ("time", time.into())])
}

/// « 14:32 ».
pub fn clock(at: DateTime<FixedOffset>) -> String {
    at.format("%H:%M").to_string()
}

/// « 1,4 Mo », "1.4 MB".
pub fn size(lang: Lang, bytes: u64) -> String {
    let (value, unit) = match bytes {
        0..1_000 => (bytes.to_string(), "byte"),
        1_000..1_000_000 => ((bytes / 1_000).to_string(), "kilobyte"),
        _ => (format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000).replace(".0", ""), "megabyte"),
    };
    let value = if lang == Lang::Fr { value.replace('.', ",") } else { value };
    text(lang, &format!("format-{unit}"), &[("n", value.into())])
}

/// Bytes by their hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_by_the_clocks_of_their_place() {
        let late = "2026-03-01T00:30:00+01:00".parse().unwrap();
        assert_eq!(moment(Lang::Fr, late), "1er mars 2026 à 00:30");
        assert_eq!(moment(Lang::En, late), "1 March 2026 at 00:30");
    }

    #[test]
    fn sizes_follow_the_language() {
        assert_eq!(size(Lang::Fr, 1_450_000), "1,4 Mo");
        assert_eq!(size(Lang::En, 12_300), "12 kB");
    }
}
