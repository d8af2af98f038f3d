//! What the fields of a list of choices share.

use crate::form::element::{Choice, Element, Input};
use crate::form::node::Field;
use crate::form::paper::Paper;
use crate::form::words::word;
use crate::rules::Text;
use serde_json::Value;

/// The choices of a list, with those that are made.
pub(super) fn offered(field: &Field, lang: &str, is_chosen: impl Fn(&Value) -> bool) -> Vec<Choice> {
    let said = |text: &Option<Text>| text.as_ref().map(|text| text.in_language(lang, "").to_owned());
    let mut offered: Vec<Choice> = Vec::with_capacity(field.choices.len());
    let mut group = &None;
    for choice in &field.choices {
        let opens = choice.group != *group;
        if let Some(last) = offered.last_mut().filter(|_| opens && group.is_some()) {
            last.closes = true;
        }
        group = &choice.group;
        offered.push(Choice {
            value: choice.key.clone(),
            label: choice.label.in_language(lang, "").to_owned(),
            hint: said(&choice.hint),
            selected: is_chosen(&choice.value),
            opens: if opens { said(&choice.group) } else { None },
            ..Choice::default()
        });
    }
    if let Some(last) = offered.last_mut() {
        last.closes = group.is_some();
    }
    offered
}

/// An input for what no choice says, which bears the name of the list.
pub(super) fn written(element: &Element, n: usize, value: String, label: &str) -> Element {
    Element {
        component: "text",
        id: format!("{}-other-{n}", element.id),
        name: element.name.clone(),
        label: label.to_owned(),
        required: true,
        disabled: element.disabled,
        value,
        input: Input { kind: Some("text"), ..Input::default() },
        ..Element::default()
    }
}

/// Choices that are printed as boxes to tick; where there are more, the answer is written.
const PRINTED: usize = 40;

/// Boxes to tick, as long as they are not too many.
pub(super) fn boxes(field: &Field, lang: &str, several: bool) -> Paper {
    if field.choices.len() > PRINTED {
        return Paper::lines(if several { 3 } else { 1 });
    }
    let labels = field.choices.iter().map(|choice| choice.label.in_language(lang, "").to_owned());
    let other = field.is_open.then(|| format!("{}…", word(lang, "form-choice-other")));
    Paper::Boxes { several, labels: labels.chain(other).collect() }
}

/// A value as a text: an object or a list is written whole.
pub(crate) fn code(value: &Value) -> String {
    match value {
        Value::Object(_) | Value::Array(_) => value.to_string(),
        _ => super::plain(value),
    }
}

/// The value that an input of this key stands for; the text itself when no choice has it.
pub(super) fn chosen(field: &Field, key: &str) -> Value {
    let found = field.choices.iter().find(|choice| choice.key == key);
    found.map_or_else(|| Value::from(key), |choice| choice.value.clone())
}

/// The label of a chosen value; the value itself when the list has no such choice.
pub(super) fn label_of(field: &Field, value: &Value, lang: &str) -> String {
    let found = field.choices.iter().find(|choice| choice.value == *value);
    found.map_or_else(|| code(value), |choice| choice.label.in_language(lang, "").to_owned())
}
