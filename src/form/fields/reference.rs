use super::{Example, Facts, Kind, one_line, plain};
use crate::form::cell::{Cell, Column};
use crate::form::element::{Element, Fact};
use crate::form::node::Field;
use crate::form::outside::choices;
use crate::form::source::{Origin, is_entry, is_unverified};
use crate::form::words::word;
use serde_json::Value;

/// An entry of an uploaded list or of a service of others, `forms/types/reference.json`. What was typed without naming one is
/// kept as a text; what a service could not confirm is marked.
#[derive(Debug)]
pub(super) struct Reference;

impl Kind for Reference {
    fn name(&self) -> &'static str {
        "reference"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("reference") && facts.type_name == "object"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"$ref": "../types/reference.json", "reference": {"url": "https://api.example.fr/companies?q={query}", "list": "/results", "id": "/siren", "label": "/name", "data": {"town": "/seat/town"}, "show": {"town": {"fr": "Siège", "en": "Seat"}}}}"#,
            r#"{"id": "732829320", "label": "Boulangerie Martin", "data": {"town": "Nantes"}}"#,
            Some(r#""Boulangerie""#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "autocomplete"
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let mut raws = raws.iter().map(|raw| one_line(raw));
        let typed = raws.next().unwrap_or_default();
        if typed.is_empty() {
            return Value::Null;
        }
        let picked = raws.next_back();
        let listed = field.reference.as_ref().and_then(|source| source.read_listed(&typed, picked.as_deref()));
        listed.unwrap_or_else(|| Value::from(typed))
    }

    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        value.get("label").map_or_else(|| plain(value), plain)
    }

    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let mut lines = super::lines(&self.typed(field, value, lang));
        if is_unverified(value) {
            lines.push(word(lang, "form-reference-unverified").to_owned());
        }
        lines.extend(facts(field, value, lang).into_iter().map(|fact| format!("{}\u{a0}: {}", fact.label, fact.value)));
        lines
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let Some(source) = &field.reference else { return };
        element.source = (!matches!(source.origin, Origin::Exact(_))).then_some("reference");
        let Some(value) = value else { return };
        element.value = self.typed(field, value, lang);
        element.facts = facts(field, value, lang);
        if is_unverified(value) {
            let key = if source.accepts_unverified { "form-reference-down" } else { "form-reference-down-refused" };
            element.notice = Some(word(lang, key).to_owned());
        } else if !is_entry(value) {
            element.options = choices(source.listed(&element.value));
        }
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &Column::CODED
    }

    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        let id = value.get("id").map(plain).unwrap_or_default();
        vec![Cell::text(self.typed(field, value, lang)), Cell::text(id)]
    }
}

/// What the author shows of an entry.
fn facts(field: &Field, value: &Value, lang: &str) -> Vec<Fact> {
    let shown = field.reference.as_ref().map(|source| source.show.as_slice()).unwrap_or_default();
    let fact = |(label, name): &(crate::rules::Text, String)| {
        let value = value.get("data")?.get(name)?;
        let value = match value {
            Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
            Value::Bool(truth) => word(lang, if *truth { "form-yes" } else { "form-no" }).to_owned(),
            other => plain(other),
        };
        (!value.is_empty()).then(|| Fact { label: label.in_language(lang, "").to_owned(), value })
    };
    shown.iter().filter_map(fact).collect()
}
