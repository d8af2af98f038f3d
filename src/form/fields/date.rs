use super::{Example, Facts, Kind, one_line};
use crate::form::cell::Cell;
use crate::form::element::{Element, Input};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use chrono::{Datelike, NaiveDate};
use serde_json::Value;

/// A date: three inputs, or one. Stored as ISO 8601; one that doesn't exist is kept as it was typed, `31/02/2026`.
#[derive(Debug)]
pub(super) struct Date;

/// The inputs of a date: the end of their ids, their labels, their autocomplete tokens when the date is a birthday.
pub(super) const PARTS: [(&str, &str, &str); 3] = [
    ("day", "form-date-day", "bday-day"),
    ("month", "form-date-month", "bday-month"),
    ("year", "form-date-year", "bday-year"),
];

/// `2026-03-01`, `1/3/2026`, `01.03.2026`, `1 3 2026`. The day comes first, as in France.
pub(super) fn parse(raw: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = raw.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let number = |text: &str, most: usize| {
        (text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let year = number(year, 4).filter(|year| (1000..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(month, 2)?, number(day, 2)?)
}

/// The day, the month and the year as they are typed.
pub(super) fn parts(value: &Value) -> [String; 3] {
    let text = super::plain(value);
    if let Ok(date) = text.parse::<NaiveDate>() {
        return [date.day().to_string(), date.month().to_string(), date.year().to_string()];
    }
    let mut typed = text.splitn(3, '/').map(str::to_owned);
    std::array::from_fn(|_| typed.next().unwrap_or_default())
}

impl Kind for Date {
    fn name(&self) -> &'static str {
        "date"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("date")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "date"}"#, r#""2026-03-27""#, Some(r#""31/02/2026""#))
    }

    fn component(&self, _field: &Field) -> &'static str {
        "date"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        Value::from(parse(raw).map_or_else(|| raw.to_owned(), |date| date.to_string()))
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let typed: Vec<String> = raws.iter().map(|raw| one_line(raw)).collect();
        if typed.iter().all(String::is_empty) {
            return Value::Null;
        }
        match typed.as_slice() {
            [one] => self.read(field, one),
            // A slash typed inside a part would move the others.
            parts => self.read(field, &parts.iter().map(|part| part.replace('/', "-")).collect::<Vec<_>>().join("/")),
        }
    }

    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        let text = super::plain(value);
        let Ok(date) = text.parse::<NaiveDate>() else { return text };
        date.format("%d/%m/%Y").to_string()
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let typed = value.map(parts).unwrap_or_default();
        element.value = value.map(super::plain).unwrap_or_default();
        element.parts = inputs(field, typed, lang, element);
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let text = super::plain(value);
        vec![text.parse().map_or_else(|_| Cell::text(text), Cell::Date)]
    }

    fn paper(&self, _field: &Field, lang: &str) -> Paper {
        let [day, month, year] = PARTS.map(|(_, label, _)| word(lang, label));
        Paper::cells([(2, day), (2, month), (4, year)])
    }
}

/// The three inputs of a date, which bear its name.
pub(super) fn inputs(field: &Field, typed: [String; 3], lang: &str, element: &Element) -> Vec<Element> {
    let is_birthday = field.options.autocomplete.as_deref() == Some("bday");
    let parts = PARTS.iter().zip(typed).map(|((part, label, token), value)| Element {
        component: "text",
        id: format!("{}-{part}", element.id),
        name: element.name.clone(),
        label: word(lang, label).to_owned(),
        required: element.required,
        disabled: element.disabled,
        value,
        input: Input {
            kind: Some("text"),
            inputmode: Some("numeric"),
            autocomplete: is_birthday.then(|| (*token).to_owned()),
            width: Some(if *part == "year" { 4 } else { 2 }),
            ..Input::default()
        },
        ..Element::default()
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_day_first_or_as_iso() {
        for raw in ["2026-03-01", "1/3/2026", "01.03.2026", "1 3 2026", "01-03-2026"] {
            assert_eq!(parse(raw).map(|date| date.to_string()).as_deref(), Some("2026-03-01"), "{raw}");
        }
        for raw in ["31/02/2026", "2026-02-30", "1/3/26", "1/3", "a/b/c", "+1/3/2026", "001/3/2026", "1/3/2026/4", ""] {
            assert_eq!(parse(raw), None, "{raw}");
        }
    }

    #[test]
    fn an_impossible_date_is_kept_in_its_three_inputs() {
        assert_eq!(parts(&Value::from("31/02/2026")), ["31", "02", "2026"]);
        assert_eq!(parts(&Value::from("2026-03-01")), ["1", "3", "2026"]);
        assert_eq!(parts(&Value::from("/02/")), ["", "02", ""]);
    }
}
