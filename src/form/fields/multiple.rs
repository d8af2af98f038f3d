use super::choices::{boxes, chosen, code, label_of, offered, written};
use super::{Example, Facts, Kind};
use crate::form::cell::{Cell, Column};
use crate::form::element::Element;
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Several values of a list, as boxes to tick; kept in the order of the list. A long list is filtered by typing. Where the
/// schema also takes any text, there is an input for it.
#[derive(Debug)]
pub(super) struct Multiple;

/// Filtered by typing from this number on.
const MANY: usize = 20;
/// As many ticks as a list may have choices.
const MAX_TICKS: usize = 10_000;

impl Kind for Multiple {
    fn name(&self) -> &'static str {
        "multiple"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.has_choices && facts.type_name == "array"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "array", "uniqueItems": true, "items": {"oneOf": [{"const": "mon", "title": "Lundi"}, {"const": "tue", "title": "Mardi"}]}}"#,
            r#"["mon", "tue"]"#,
            Some(r#"["monday"]"#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "checkboxes"
    }

    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let places: HashMap<&str, usize> =
            field.choices.iter().enumerate().rev().map(|(place, choice)| (choice.key.as_str(), place)).collect();
        let (mut values, mut seen) = (Vec::new(), HashSet::new());
        for raw in raws.iter().take(MAX_TICKS).filter(|raw| !raw.trim().is_empty()) {
            let place = places.get(raw).copied();
            let value =
                place.map_or_else(|| chosen(field, &super::one_line(raw)), |at| field.choices[at].value.clone());
            if seen.insert(value.clone()) {
                values.push((place.unwrap_or(field.choices.len()), value));
            }
        }
        values.sort_by_key(|(place, _)| *place);
        if values.is_empty() { Value::Null } else { values.into_iter().map(|(_, value)| value).collect() }
    }

    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
        values.iter().map(|value| label_of(field, value, lang)).collect()
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        let values = value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let ticked: HashSet<&Value> = values.iter().collect();
        element.options = offered(field, lang, |choice| ticked.contains(choice));
        element.source = (field.choices.len() >= MANY).then_some("options");
        let known: HashSet<&Value> = field.choices.iter().map(|choice| &choice.value).collect();
        let is_other = |value: &&Value| !known.contains(*value);
        let others = values.iter().filter(is_other).map(super::plain);
        // What is no choice of the list is shown too: posted again, it stays.
        let others: Vec<String> = others.chain(field.is_open.then(String::new)).collect();
        let label = word(lang, "form-choice-other");
        element.parts = others.into_iter().enumerate().map(|(n, text)| written(element, n, text, label)).collect();
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &Column::CODED
    }

    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        let values = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let codes: Vec<String> = values.iter().map(code).collect();
        vec![Cell::text(self.display(field, value, lang).join(", ")), Cell::text(codes.join(", "))]
    }

    fn paper(&self, field: &Field, lang: &str) -> Paper {
        boxes(field, lang, true)
    }
}
