use super::{Example, Facts, Kind, Part, TEXT, one_line, plain};
use crate::form::cell::{Cell, Column};
use crate::form::element::{Choice, Element};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use crate::reference::{Commune, LIMIT, Searchable, Town, communes, countries, folded, town};
use serde_json::Value;
use std::cmp::Reverse;

/// Communes of a postal code that a sentence names.
const NAMED: usize = 5;

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
/// The country, of the embedded list, in the reader's language.
static COUNTRY: Suggested = Suggested { source: || countries().name() };

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

    fn component(&self, _field: &Field) -> &'static str {
        "autocomplete"
    }

    /// What was typed, or the name that was picked for it: once something else is typed, the pick is out of date.
    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let typed = raws.first().map(|raw| one_line(raw)).unwrap_or_default();
        let picked = raws.get(1..).and_then(<[&str]>::last).and_then(|pick| pick.rsplit_once(PICKED_FOR));
        let name = picked.filter(|(meant, _)| !typed.is_empty() && *meant == typed).map(|(_, name)| name);
        TEXT.read_all(field, &[name.unwrap_or(&typed)])
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        TEXT.draw(field, value, lang, element);
        (element.source, element.open) = (Some((self.source)()), true);
    }
}

/// Parts what was typed and the name that it may mean, in the value of a pick.
const PICKED_FOR: char = '|';

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
    Part { kind: Some(&COUNTRY), ..part("country", "form-address-country", "country-name", Some(20)) },
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

/// The commune of an address, told by its parts.
fn town_of(value: &Value) -> Town {
    let part = |name: &str| value.get(name).map(plain).unwrap_or_default();
    town(&part("postal_code"), &part("city"), &part("country"))
}

/// Writes the code of the commune, where the postal code and the name of a French address tell it.
fn locate(value: &mut Value) {
    let found = town_of(value);
    let Some(parts) = value.as_object_mut() else { return };
    parts.shift_remove("commune");
    if let Town::Known(commune) = found {
        parts.insert("commune".to_owned(), Value::from(commune.code));
    }
}

/// « Cette commune n’a pas été reconnue. Ce code postal est celui de : Vertou. »
fn unrecognised(here: &[Commune], lang: &str) -> String {
    let of_code = if here.is_empty() {
        word(lang, "form-address-code-unknown").to_owned()
    } else {
        format!("{} {}.", word(lang, "form-address-code-of"), names(here, lang))
    };
    format!("{} {of_code}", word(lang, "form-address-unrecognised"))
}

/// A few names, then how many others there are: never one.
fn names(here: &[Commune], lang: &str) -> String {
    let named = if here.len() <= NAMED + 1 { here.len() } else { NAMED };
    let names: Vec<&str> = here[..named].iter().map(|commune| commune.name).collect();
    let others = here.len() - named;
    let rest = format!(" {} {others} {}", word(lang, "form-address-and"), word(lang, "form-address-others"));
    format!("{}{}", names.join(", "), if others > 0 { &rest } else { "" })
}

/// The communes of a postal code, those first whose name is the most like a text.
fn likest<'c>(here: &'c [Commune], typed: &str) -> Vec<&'c Commune> {
    let typed = folded(typed);
    let alike = |own: &str| own.chars().zip(typed.chars()).take_while(|(own, typed)| own == typed).count();
    let likeness = |commune: &&Commune| {
        let own = folded(commune.name);
        let words = own.match_indices(' ').map(|(at, _)| &own[at + 1..]).chain([own.as_str()]);
        Reverse(words.map(alike).max())
    };
    let mut sorted: Vec<&Commune> = here.iter().collect();
    sorted.sort_by_cached_key(likeness);
    sorted
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

    /// Not of a commune that an older edition of the list has told.
    fn notice(&self, value: &Value, lang: &str) -> Option<String> {
        let told = value.get("commune").and_then(Value::as_str);
        match town_of(value) {
            Town::Unknown(here) if told.is_none_or(|code| communes().get(code).is_some()) => {
                Some(unrecognised(&here, lang))
            }
            _ => None,
        }
    }

    /// Beside the town: what is not recognised, and the communes that it may be.
    fn tell_parts(&self, value: &Value, lang: &str, parts: &mut [Element]) {
        let Town::Unknown(here) = town_of(value) else { return };
        let city = value.get("city").map(plain).unwrap_or_default();
        let Some(element) = parts.iter_mut().find(|part| part.name.ends_with("/city") && part.value == city) else {
            return;
        };
        element.options = likest(&here, &city)
            .into_iter()
            .take(LIMIT)
            .map(|commune| Choice {
                value: format!("{city}{PICKED_FOR}{}", commune.name),
                label: commune.name.to_owned(),
                ..Choice::default()
            })
            .collect();
        let advice = if here.is_empty() { "form-address-check-abroad" } else { "form-address-check" };
        element.notice = Some(format!("{} {}", unrecognised(&here, lang), word(lang, advice)));
    }

    /// As on an envelope.
    fn display(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<String> {
        let part = |name: &str| value.get(name).map(plain).unwrap_or_default();
        let town = format!("{} {}", part("postal_code"), part("city"));
        let lines = [part("street"), part("complement"), town.trim().to_owned(), part("country")];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        let part = |column: &Column| Cell::text(value.get(column.suffix).map(plain).unwrap_or_default());
        COLUMNS.iter().map(part).collect()
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::pointer::Template;
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

    fn notice(postal_code: &str, city: &str, commune: Option<&str>) -> Option<String> {
        let mut value = json!({"postal_code": postal_code, "city": city});
        value.as_object_mut().unwrap().extend(commune.map(|code| ("commune".to_owned(), json!(code))));
        Address.notice(&value, "fr")
    }

    #[test]
    fn a_town_that_is_not_of_its_postal_code_is_told_and_never_refused() {
        let told = |postal_code, city| notice(postal_code, city, None).unwrap();
        assert_eq!(
            told("44120", "Nantes"),
            "Cette commune n’a pas été reconnue. Ce code postal est celui de : Vertou."
        );
        assert!(told("44310", "Nantes").ends_with("Saint-Colomban, La Limouzinière, Saint-Lumine-de-Coutais."));
        assert!(told("51300", "Nantes").ends_with(" autres communes."), "{}", told("51300", "Nantes"));
        assert!(told("99999", "Nantes").ends_with("Aucune commune de France n’a ce code postal."));
        assert_eq!((notice("44000", "Nantes", None), notice("44000", "", None)), (None, None));
        assert!(notice("44120", "Nantes", Some("44215")).is_some(), "a draft may hold what it no longer says");
        assert_eq!(notice("44120", "Nantes", Some("99999")), None, "a commune of another edition");
    }

    #[test]
    fn the_names_of_a_sentence_are_few() {
        let here = communes().at_postal_code("51300");
        assert!(names(&here[..6], "en").matches(", ").count() == 5 && !names(&here[..6], "en").contains("other"));
        assert!(names(&here[..7], "en").ends_with(" and 2 other towns"));
    }

    #[test]
    fn a_pick_answers_only_the_text_that_it_was_drawn_for() {
        let read = |raws: &[&str]| CITY.read_all(&Field::new(Template::default()), raws);
        for (raws, expected) in [
            (&["Nntes", "Nntes|Nantes"][..], json!("Nantes")),
            (&["Vertou", "Nntes|Nantes"], json!("Vertou")),
            (&["a|b", "a|b|Nantes"], json!("Nantes")),
            (&["Nantes"], json!("Nantes")),
            (&["Nantes", "x"], json!("Nantes")),
            (&["", "|Nantes"], Value::Null),
            (&[], Value::Null),
        ] {
            assert_eq!(read(raws), expected, "{raws:?}");
        }
    }
}
