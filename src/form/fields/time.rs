use super::{Example, Facts, Format, Kind};
use crate::form::cell::Cell;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use chrono::{DateTime, NaiveTime, Timelike};
use serde_json::Value;

/// A time of day, without a zone: `14:30`. People write « 14h30 », « 9 h », "2.30 pm".
#[derive(Debug)]
pub(super) struct Time;

/// Hours and minutes as people write them.
pub(super) fn parse(raw: &str) -> Option<NaiveTime> {
    let typed = raw.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
    let typed = typed.trim_end_matches("min").trim_end_matches("mn").trim();
    let half = ["am", "pm"].into_iter().find_map(|half| Some((typed.strip_suffix(half)?.trim(), half)));
    let (typed, half) = half.map_or((typed, ""), |(typed, half)| (typed, half));
    let is_number = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let (hour, minute) = match typed.split_once([':', 'h', '.', ' ']) {
        Some((hour, minute)) => (hour.trim(), minute.trim_start_matches(['h', ':']).trim()),
        None if typed.len() == 4 && typed.is_ascii() => typed.split_at(2),
        None => (typed, ""),
    };
    let minute = if minute.is_empty() { "00" } else { minute };
    if !is_number(hour) || !is_number(minute) || minute.len() != 2 {
        return None;
    }
    let hour = match (half, hour.parse::<u32>().ok()?) {
        ("", hour) => hour,
        (_, 0 | 13..) => return None,
        ("pm", hour) => hour % 12 + 12,
        (_, hour) => hour % 12,
    };
    NaiveTime::from_hms_opt(hour, minute.parse().ok()?, 0)
}

/// `08:30`, `08:30:00`, or the `full-time` of RFC 3339 that JSON Schema's own format asks for.
fn is_time(text: &str) -> bool {
    let is_local =
        text.len() >= 5 && ["%H:%M", "%H:%M:%S"].iter().any(|form| NaiveTime::parse_from_str(text, form).is_ok());
    is_local || DateTime::parse_from_rfc3339(&format!("1970-01-01T{text}")).is_ok()
}

/// « 14 h 30 », « 9 h », "14:30".
pub(super) fn written(time: NaiveTime, lang: &str) -> String {
    match (lang, time.minute()) {
        ("en", _) => time.format("%H:%M").to_string(),
        (_, 0) => format!("{}\u{a0}h", time.hour()),
        (_, minute) => format!("{}\u{a0}h\u{a0}{minute:02}", time.hour()),
    }
}

impl Kind for Time {
    fn name(&self) -> &'static str {
        "time"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("time")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "time"}"#, r#""14:30""#, Some(r#""25:00""#))
    }

    /// What is a time already, with its seconds or its zone, stays as it is.
    fn read(&self, _field: &Field, raw: &str) -> Value {
        let read = parse(raw).filter(|_| !is_time(raw));
        Value::from(read.map_or_else(|| raw.to_owned(), |time| time.format("%H:%M").to_string()))
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let text = super::plain(value);
        super::lines(&NaiveTime::parse_from_str(&text, "%H:%M").map_or(text, |time| written(time, lang)))
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.input.kind = Some("text");
        element.input.width = element.input.width.or(Some(5));
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn format(&self) -> Option<Format> {
        Some(("time", is_time))
    }

    /// With a zone, it is no time of a clock.
    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let text = super::plain(value);
        let known = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(&text, form).ok());
        vec![known.map_or_else(|| Cell::text(text), Cell::Time)]
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::cells([(2, "h"), (2, "min")])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (raw, expected) in [
            ("14h30", "14:30"),
            ("14:30", "14:30"),
            ("14 h 30", "14:30"),
            ("14\u{a0}h\u{a0}30", "14:30"),
            ("14H30", "14:30"),
            ("14.30", "14:30"),
            ("1430", "14:30"),
            ("14 30", "14:30"),
            ("14h30min", "14:30"),
            ("9 h", "09:00"),
            ("9h05", "09:05"),
            ("9", "09:00"),
            ("0h", "00:00"),
            ("2:30 pm", "14:30"),
            ("12 am", "00:00"),
            ("12.15pm", "12:15"),
        ] {
            assert_eq!(parse(raw).map(|time| time.format("%H:%M").to_string()).as_deref(), Some(expected), "{raw}");
        }
        for raw in ["24h", "14h60", "9h5", "13 pm", "0 am", "midi", "-9h", "149", "14300", "14:30:15", "1é30", "h", ""]
        {
            assert_eq!(parse(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_time_of_json_schema_is_one_too() {
        for text in ["08:30", "08:30:00", "08:30:00Z", "08:30:06.283+02:00"] {
            assert!(is_time(text), "{text}");
        }
        for text in ["8:30", "24:00", "08:30+02:00", "é8:30", ""] {
            assert!(!is_time(text), "{text}");
        }
    }

    #[test]
    fn times_are_written_in_each_language() {
        let shown = |hour, minute, lang| written(NaiveTime::from_hms_opt(hour, minute, 0).unwrap(), lang);
        assert_eq!((shown(9, 0, "fr").as_str(), shown(14, 5, "fr").as_str()), ("9\u{a0}h", "14\u{a0}h\u{a0}05"));
        assert_eq!(shown(9, 0, "en"), "09:00");
    }
}
