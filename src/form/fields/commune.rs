use super::listed::{draw_searched, read_searched};
use super::{Example, Facts, Format, Kind, plain};
use crate::form::cell::{Cell, Column};
use crate::form::code::Code;
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::{Paper, Part};
use crate::form::words::word;
use crate::reference::{Entry, Place, communes, departements};
use serde_json::{Map, Value};

/// A commune under one of its postal codes, `forms/types/commune.json`: rules read its département and its région. What was
/// typed without naming one is kept as a text.
#[derive(Debug)]
pub(super) struct Commune;

const COLUMNS: [Column; 4] = [
    Column::part("name", "form-column-commune"),
    Column::part("postal_code", "form-column-postal-code"),
    Column::part("code", "form-column-insee"),
    Column::part("departement", "form-column-departement"),
];

/// The answer that a place makes.
fn answer(place: Place) -> Value {
    let commune = place.commune;
    let parts = [
        ("code", Some(commune.code)),
        ("name", Some(commune.name)),
        ("postal_code", place.postal_code),
        ("departement", Some(commune.departement)),
        ("region", Some(commune.region)),
        ("epci", commune.epci),
    ];
    let known = parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), Value::from(part?))));
    Value::Object(known.collect::<Map<_, _>>())
}

/// The place that an answer names.
fn place(value: &Value) -> Option<Place> {
    communes().place(value.get("code")?.as_str()?, value.get("postal_code").and_then(Value::as_str))
}

impl Kind for Commune {
    fn name(&self) -> &'static str {
        "commune"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("commune") && facts.type_name == "object"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"$ref": "../types/commune.json"}"#,
            r#"{"code": "44109", "name": "Nantes", "postal_code": "44000", "departement": "44", "region": "52", "epci": "244400404"}"#,
            Some(r#""Nantes""#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "autocomplete"
    }

    fn read(&self, _field: &Field, raw: &str) -> Value {
        communes().only(raw).map_or_else(|| Value::from(raw), answer)
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        read_searched(communes(), raws, |raw| self.read(field, raw))
    }

    /// « Nantes (44000) », whatever the list says of it today.
    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        let part = |name: &str| value.get(name).map(plain).filter(|part| !part.is_empty());
        match part("name") {
            None => plain(value),
            Some(name) => match part("postal_code").or_else(|| part("code")) {
                Some(code) => format!("{name} ({code})"),
                None => name,
            },
        }
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let typed = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
        draw_searched(communes(), typed, value.is_some_and(|value| place(value).is_some()), lang, element);
    }

    fn format(&self) -> Option<Format> {
        Some(("commune", |code| communes().get(code).is_some()))
    }

    /// Rules trust the département: an answer that came from elsewhere says what the list says, or is refused.
    fn fault(&self, _field: &Field, value: &Value) -> Option<Code> {
        (value.is_object() && place(value).map(answer).as_ref() != Some(value)).then_some(Code::Reference)
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    /// What names no commune stands where the name would.
    fn cells(&self, _field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        let part = |name: &str| value.get(name).map(plain).unwrap_or_default();
        let departement = part("departement");
        let departement = departements().get(&departement).map_or(departement.clone(), |entry| entry.label(lang));
        let name = if value.is_object() { part("name") } else { plain(value) };
        [name, part("postal_code"), part("code"), departement].map(Cell::text).into()
    }

    fn paper(&self, _field: &Field, lang: &str) -> Paper {
        let part = |label: &'static str, paper: Paper| Part { label: word(lang, label).to_owned(), paper };
        let code = part("form-address-postal-code", Paper::cells([(5, "")]));
        Paper::Parts { parts: vec![code, part("form-address-city", Paper::line())] }
    }
}
