use super::{Example, Facts, Kind, date, one_line, time};
use crate::civil::Territory;
use crate::form::cell::Cell;
use crate::form::code::Code;
use crate::form::element::{Element, Input};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use chrono::offset::LocalResult;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone, Timelike};
use serde_json::Value;

/// A day and a time of day: three inputs and one. Stored as RFC 3339, with the offset of the procedure's territory on that day. What doesn't exist
/// is kept as it was typed, `31/02/2026 14h30`.
#[derive(Debug)]
pub(super) struct Moment;

/// A day and a time as they were typed.
fn parse(day: &str, hour: &str) -> Option<NaiveDateTime> {
    Some(date::parse(day)?.and_time(time::parse(hour)?))
}

/// The moment there; of an hour that comes twice, when summer time ends, the first. `None` for one that is skipped.
fn written(moment: NaiveDateTime, territory: Territory) -> Option<String> {
    territory.zone().from_local_datetime(&moment).earliest().map(|moment| moment.to_rfc3339())
}

fn known(text: &str) -> Option<DateTime<chrono::FixedOffset>> {
    // chrono takes a space for the `T`: JSON Schema doesn't.
    DateTime::parse_from_rfc3339(text).ok().filter(|_| text.contains(['T', 't']))
}

/// A moment that its day and its time tell whole: by the clocks there, without seconds.
fn plain_moment(text: &str, territory: Territory) -> Option<NaiveDateTime> {
    let local = known(text)?.naive_local();
    (local.second() == 0 && written(local, territory).as_deref() == Some(text)).then_some(local)
}

/// From a day and what was typed of the time, or from the rest of a moment that has another offset.
fn read(day: &str, rest: &str, territory: Territory) -> Option<String> {
    if let Some(moment) = parse(day, rest).and_then(|moment| written(moment, territory)) {
        return Some(moment);
    }
    let day = date::parse(day)?;
    let whole = if rest.starts_with('t') { format!("{day}{rest}") } else { format!("{day}T{rest}") };
    known(&whole).map(|_| whole)
}

/// The day, the month, the year and the time as they are typed: nothing of the value is lost.
fn parts(value: &Value, territory: Territory) -> [String; 4] {
    let text = super::plain(value);
    if let Some(moment) = plain_moment(&text, territory) {
        let [day, month, year] = date::parts(&Value::from(moment.date().to_string()));
        return [day, month, year, moment.format("%H:%M").to_string()];
    }
    if let Some((date, rest)) = text.split_once('T').filter(|(date, _)| date.parse::<NaiveDate>().is_ok()) {
        let [day, month, year] = date::parts(&Value::from(date));
        return [day, month, year, rest.to_owned()];
    }
    let (day, rest) = text.split_once(' ').unwrap_or((&text, ""));
    let [day, month, year] = date::parts(&Value::from(day));
    [day, month, year, rest.to_owned()]
}

impl Kind for Moment {
    fn name(&self) -> &'static str {
        "date-time"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("date-time")
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "string", "format": "date-time"}"#,
            r#""2026-03-27T14:30:00+01:00""#,
            Some(r#""31/2/2026 14h30""#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "date"
    }

    fn read(&self, field: &Field, raw: &str) -> Value {
        let read = |(day, rest): (&str, &str)| read(day, rest, field.territory);
        let moment = if known(raw).is_some() { None } else { raw.split_once(' ').and_then(read) };
        Value::from(moment.unwrap_or_else(|| raw.to_owned()))
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let typed: Vec<String> = raws.iter().map(|raw| one_line(raw)).collect();
        match typed.as_slice() {
            all if all.iter().all(String::is_empty) => Value::Null,
            [one] => self.read(field, one),
            [day @ .., rest] => {
                // What parts the parts can't be in one.
                let day: Vec<String> = day.iter().map(|part| part.replace(['/', ' '], "-")).collect();
                let day = day.join("/");
                Value::from(read(&day, rest, field.territory).unwrap_or_else(|| format!("{day} {rest}")))
            }
            [] => Value::Null,
        }
    }

    fn typed(&self, field: &Field, value: &Value, _lang: &str) -> String {
        let text = super::plain(value);
        plain_moment(&text, field.territory).map_or(text, |moment| moment.format("%d/%m/%Y %H:%M").to_string())
    }

    /// By the clocks of the territory, wherever it was written.
    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let text = super::plain(value);
        let local = known(&text).map(|moment| field.territory.local(moment.to_utc()));
        let Some(moment) = local else { return super::lines(&text) };
        let (day, hour) = (moment.format("%d/%m/%Y"), time::written(moment.time(), lang));
        vec![format!("{day} {} {hour}", word(lang, "form-date-at"))]
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let [day, month, year, hour] = value.map(|value| parts(value, field.territory)).unwrap_or_default();
        element.value = value.map(super::plain).unwrap_or_default();
        element.parts = date::inputs(field, [day, month, year], lang, element);
        element.parts.push(Element {
            component: "text",
            id: format!("{}-time", element.id),
            name: element.name.clone(),
            label: word(lang, "form-date-time").to_owned(),
            required: element.required,
            disabled: element.disabled,
            input: Input { kind: Some("text"), width: Some(if hour.len() > 5 { 10 } else { 5 }), ..Input::default() },
            value: hour,
            ..Element::default()
        });
    }

    /// By the clocks of the territory.
    fn cells(&self, field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let text = super::plain(value);
        let local = known(&text).map(|moment| field.territory.local(moment.to_utc()).naive_local());
        vec![local.map_or_else(|| Cell::text(text), Cell::Moment)]
    }

    fn paper(&self, _field: &Field, lang: &str) -> Paper {
        let [day, month, year] = date::PARTS.map(|(_, label, _)| word(lang, label));
        Paper::cells([(2, day), (2, month), (4, year), (2, "h"), (2, "min")])
    }

    /// One night in March, where there is a summer time, the clocks skip an hour: the moment can be written, and isn't.
    fn fault(&self, field: &Field, value: &Value) -> Option<Code> {
        let (day, rest) = value.as_str()?.split_once(' ')?;
        let is_skipped = matches!(field.territory.zone().from_local_datetime(&parse(day, rest)?), LocalResult::None);
        is_skipped.then_some(Code::Hour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::pointer::Template;

    #[test]
    fn a_moment_is_that_of_the_territory() {
        let there = Field { territory: Territory::Reunion, ..field() };
        let moment = Moment.read_all(&there, &["29", "3", "2026", "2h30"]);
        assert_eq!(moment, "2026-03-29T02:30:00+04:00", "no hour is skipped there");
        assert_eq!(Moment.display(&there, &moment, "fr"), ["29/03/2026 à 2\u{a0}h\u{a0}30"]);
        assert_eq!(Moment.display(&there, &Value::from("2026-03-28T23:00:00+01:00"), "fr"), ["29/03/2026 à 2\u{a0}h"]);
        assert_eq!(Moment.typed(&there, &moment, "fr"), "29/03/2026 02:30");
    }

    fn field() -> Field {
        Field { kind: &Moment, ..Field::new(Template::default()) }
    }

    fn of(raws: &[&str]) -> Value {
        Moment.read_all(&field(), raws)
    }

    #[test]
    fn the_offset_is_that_of_paris_on_the_day() {
        for (raws, expected) in [
            (vec!["27", "3", "2026", "14h30"], "2026-03-27T14:30:00+01:00"),
            (vec!["27", "7", "2026", "9 h"], "2026-07-27T09:00:00+02:00"),
            (vec!["25", "10", "2026", "2:30"], "2026-10-25T02:30:00+02:00"),
            (vec!["25", "10", "2026", "02:30:00+01:00"], "2026-10-25T02:30:00+01:00"),
            (vec!["27/03/2026 14:30"], "2026-03-27T14:30:00+01:00"),
            (vec!["2026-03-27T13:30:00Z"], "2026-03-27T13:30:00Z"),
        ] {
            assert_eq!(of(&raws), Value::from(expected), "{raws:?}");
        }
    }

    #[test]
    fn the_hour_that_the_clocks_skip_is_kept_and_refused() {
        let skipped = of(&["29", "3", "2026", "2h30"]);
        assert_eq!(skipped, Value::from("29/3/2026 2h30"));
        assert_eq!(Moment.fault(&field(), &skipped), Some(Code::Hour));
        assert_eq!(Moment.fault(&field(), &of(&["29", "3", "2026", "3h30"])), None);
        assert_eq!(Moment.fault(&field(), &of(&["31", "2", "2026", "3h30"])), None, "its format is wrong already");
    }

    #[test]
    fn posted_again_a_value_stays_what_it_is() {
        for text in [
            "2026-03-27T14:30:00+01:00",
            "2026-03-27T13:30:00Z",
            "2026-03-27T13:30:00.25-05:00",
            "2026-03-27T14:30:15+01:00",
            "2026-10-25T02:30:00+01:00",
            "1900-01-01T10:00:00+00:09",
            "29/3/2026 2h30",
            "31/02/2026 ",
            "// 14h30",
            "27/3/2026 14h30 environ",
        ] {
            let value = Value::from(text);
            let parts = parts(&value, Territory::default());
            let raws: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert_eq!(of(&raws), value, "{parts:?}");
        }
        assert_eq!(of(&["", "", "", ""]), Value::Null);
    }

    #[test]
    fn a_moment_is_shown_in_the_time_of_paris() {
        let shown = |text: &str, lang| Moment.display(&field(), &Value::from(text), lang).concat();
        assert_eq!(shown("2026-07-27T12:00:00Z", "fr"), "27/07/2026 à 14\u{a0}h");
        assert_eq!(shown("2026-03-27T14:30:00+01:00", "en"), "27/03/2026 at 14:30");
    }
}
