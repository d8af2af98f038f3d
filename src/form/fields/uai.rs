use super::identifier::{compact, digits};
use super::listed::{draw_searched, read_searched};
use super::{Example, Facts, Format, Kind, plain};
use crate::form::cell::{Cell, Column};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::reference::{Entry, schools};
use serde_json::Value;

/// A school, by its number (UAI): seven digits and a letter that checks them, `0801206B`. The lycées are searched by name and
/// town; the number of any other school is typed.
#[derive(Debug)]
pub(super) struct Uai;

/// The number stands first, under the question alone, for programs that look it up.
const COLUMNS: [Column; 3] =
    [Column::part("", ""), Column::part("name", "form-column-school"), Column::part("town", "form-column-commune")];

impl Kind for Uai {
    fn name(&self) -> &'static str {
        "uai"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.is_string("uai")
    }

    fn example(&self) -> Example {
        Example::new(r#"{"type": "string", "format": "uai"}"#, r#""0801206B""#, Some(r#""0801206C""#))
    }

    fn component(&self, _field: &Field) -> &'static str {
        "autocomplete"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        let number = compact(raw);
        match schools().only(raw) {
            _ if is_valid(&number) => Value::from(number),
            Some(school) => Value::from(school.code),
            None => Value::from(raw),
        }
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        read_searched(schools(), raws, |raw| self.read(field, raw))
    }

    fn typed(&self, _field: &Field, value: &Value, lang: &str) -> String {
        let text = plain(value);
        schools().get(&compact(&text)).map_or(text, |school| school.label(lang))
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let is_settled = value.is_some_and(|value| is_valid(&compact(&plain(value))));
        let typed = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
        draw_searched(schools(), typed, is_settled, lang, element);
        element.open = true;
    }

    fn format(&self) -> Option<Format> {
        Some(("uai", |text| is_valid(&compact(text))))
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    /// Of a school that the list has not, the number alone.
    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let number = plain(value);
        let (name, town) = schools().get(&compact(&number)).map_or(("", ""), |school| (school.name, school.town));
        [number, name.to_owned(), town.to_owned()].map(Cell::text).into()
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::cells_of(&[8])
    }
}

/// The letters that may check: no I, O, Q.
const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";

/// The letter is the one at the place of the remainder by 23, since the ministry's register of 1978 (RNE, today RAMSESE; told in
/// Wikipédia, « Répertoire national des établissements », whose schools are in the test).
fn is_valid(uai: &str) -> bool {
    let parts = uai.split_at_checked(7).and_then(|(number, letter)| Some((digits(number, 7)?, letter)));
    let Some((number, letter)) = parts else { return false };
    letter.as_bytes() == [LETTERS[(number % 23) as usize]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letter_is_checked() {
        for school in ["0801206B", "0050009H", "0750654D", "0752524L", "0920131T", "0951099D"] {
            assert!(is_valid(school), "{school}");
        }
        for wrong in ["0801206C", "801206B", "0801206", "080120éB", "0801206BB", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }
}
