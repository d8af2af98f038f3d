use super::choices::{boxes, chosen, code, label_of, offered};
use super::{Example, Facts, Kind};
use crate::form::cell::{Cell, Column};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// One value of a list: radios when they are few, a list that opens, searched by typing when they are many. The UI's `format`
/// decides otherwise.
#[derive(Debug)]
pub(super) struct Choice;

/// Radios up to this number.
const FEW: usize = 5;
/// Searched by typing beyond this number.
const MANY: usize = 20;

fn is_searched(field: &Field) -> bool {
    match field.options.format.as_deref() {
        Some("autocomplete") => true,
        Some("radio" | "select") => false,
        _ => field.options.search.unwrap_or(field.choices.len() > MANY),
    }
}

impl Kind for Choice {
    fn name(&self) -> &'static str {
        "choice"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.has_choices && facts.type_name != "array"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "string", "oneOf": [{"const": "owner", "title": "Propriétaire"}, {"const": "tenant", "title": "Locataire"}]}"#,
            r#""owner""#,
            Some(r#""neighbour""#),
        )
    }

    fn component(&self, field: &Field) -> &'static str {
        match field.options.format.as_deref() {
            Some("radio") => "radios",
            Some("select") => "select",
            _ if is_searched(field) => "select",
            _ if field.choices.len() <= FEW => "radios",
            _ => "select",
        }
    }

    fn read(&self, field: &Field, raw: &str) -> Value {
        chosen(field, raw)
    }

    /// Keys are compared as they are: a choice may be a text with spaces around.
    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        match raws.last() {
            Some(raw) if field.choices.iter().any(|choice| choice.key == *raw) => self.read(field, raw),
            Some(raw) if !raw.trim().is_empty() => Value::from(super::one_line(raw)),
            _ => Value::Null,
        }
    }

    fn typed(&self, field: &Field, value: &Value, _lang: &str) -> String {
        let found = field.choices.iter().find(|choice| choice.value == *value);
        found.map_or_else(|| super::plain(value), |choice| choice.key.clone())
    }

    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        super::lines(&label_of(field, value, lang))
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.options = offered(field, lang, |choice| value == Some(choice));
        element.source = is_searched(field).then_some("options");
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &Column::CODED
    }

    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        vec![Cell::text(label_of(field, value, lang)), Cell::text(code(value))]
    }

    fn paper(&self, field: &Field, lang: &str) -> Paper {
        boxes(field, lang, false)
    }
}
