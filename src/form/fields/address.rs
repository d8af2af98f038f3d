use super::{Example, Facts, Kind, Part, TEXT};
use crate::form::cell::{Cell, Column};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::reference::{Searchable, communes, folded};
use serde_json::Value;

/// A postal address, `forms/types/address.json`. Its parts are fields of their own, but for the code of the commune, which
/// the postal code and the name tell.
#[derive(Debug)]
pub(super) struct Address;

/// A part of an address that typing searches: any text, for addresses abroad; those of France are suggested.
#[derive(Debug)]
struct Suggested {
    source: fn() -> &'static str,
}

/// The number and the street, where the site has an address service.
static STREET: Suggested = Suggested { source: || "adresses" };
/// The commune, of the embedded list.
static CITY: Suggested = Suggested { source: || communes().name() };

impl Kind for Suggested {
    fn name(&self) -> &'static str {
        TEXT.name()
    }

    /// It is asked within an address only.
    fn takes(&self, _facts: &Facts<'_>) -> bool {
        false
    }

    fn example(&self) -> Example {
        TEXT.example()
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        TEXT.draw(field, value, lang, element);
        element.source = Some((self.source)());
    }
}

const fn part(name: &'static str, label: &'static str, token: &'static str, width: Option<u64>) -> Part {
    Part { name, label, token, width, kind: None, wrong: None }
}

const PARTS: [Part; 5] = [
    Part { kind: Some(&STREET), ..part("street", "form-address-street", "address-line1", None) },
    part("complement", "form-address-complement", "address-line2", None),
    Part {
        wrong: Some("form-error-pattern-address"),
        ..part("postal_code", "form-address-postal-code", "postal-code", Some(5))
    },
    Part { kind: Some(&CITY), ..part("city", "form-address-city", "address-level2", Some(20)) },
    part("country", "form-address-country", "country-name", Some(20)),
];

/// Its parts, the code of the commune included.
const COLUMNS: [Column; 6] = [
    Column::part("street", "form-column-street"),
    Column::part("complement", "form-column-complement"),
    Column::part("postal_code", "form-column-postal-code"),
    Column::part("city", "form-column-commune"),
    Column::part("country", "form-column-country"),
    Column::part("commune", "form-column-insee"),
];

/// Writes the code of the commune, where the postal code and the name of a French address tell it.
fn locate(value: &mut Value) {
    let Some(parts) = value.as_object_mut() else { return };
    parts.shift_remove("commune");
    let part = |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default();
    let is_french = matches!(folded(part("country")).as_str(), "" | "france" | "fr");
    let commune = communes().named(part("postal_code"), part("city")).filter(|_| is_french);
    if let Some(commune) = commune {
        parts.insert("commune".to_owned(), Value::from(commune.code));
    }
}

impl Kind for Address {
    fn name(&self) -> &'static str {
        "address"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("address") && facts.type_name == "object"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"$ref": "../types/address.json"}"#,
            r#"{"street": "2 rue de l’Hôtel-de-Ville", "postal_code": "44000", "city": "Nantes", "commune": "44109"}"#,
            Some(r#"{"street": "2 rue de l’Hôtel-de-Ville", "postal_code": "44000 ?", "city": "Nantes"}"#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "parts"
    }

    fn parts(&self) -> &'static [Part] {
        &PARTS
    }

    /// The address itself has no input.
    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn completion(&self) -> Option<fn(&mut Value)> {
        Some(locate)
    }

    /// As on an envelope.
    fn display(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<String> {
        let part = |name: &str| value.get(name).map(super::plain).unwrap_or_default();
        let town = format!("{} {}", part("postal_code"), part("city"));
        let lines = [part("street"), part("complement"), town.trim().to_owned(), part("country")];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let part = |column: &Column| Cell::text(value.get(column.suffix).map(super::plain).unwrap_or_default());
        COLUMNS.iter().map(part).collect()
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_commune_is_told_by_the_postal_code_and_the_name() {
        for (postal_code, city, country, expected) in [
            ("44000", "NANTES", "", Some("44109")),
            (" 44 120", "vertou", "France", Some("44215")),
            ("75016", "Paris 16e arrondissement", "", Some("75056")),
            ("44120", "Vertou cedex", "", Some("44215")),
            ("44120", "Nantes", "", None),
            ("44000", "Nantes", "Belgique", None),
            ("1050", "Ixelles", "Belgique", None),
            ("", "", "", None),
        ] {
            let mut address = json!({"postal_code": postal_code, "city": city, "country": country, "commune": "01001"});
            locate(&mut address);
            assert_eq!(address.get("commune").and_then(Value::as_str), expected, "{postal_code} {city}");
        }
        let mut foreign = json!("44000 Nantes");
        locate(&mut foreign);
        assert_eq!(foreign, json!("44000 Nantes"));
    }
}
