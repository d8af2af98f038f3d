//! The choice of one of several things to fill. It is kept in the draft, beside the answers, and never in what is submitted:
//! the answers tell it by themselves.

use super::pointer::Template;
use crate::rules::Text;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Where a draft keeps the choices: the number of a branch, by the pointer of the value.
pub(crate) const CHOICES: &str = "#branch";

/// A choice that is asked.
#[derive(Debug)]
pub(crate) struct Choose {
    /// `id` of its first input.
    pub(crate) id: Template,
    pub(crate) label: Text,
    pub(crate) titles: Vec<Text>,
    /// The place of each in the union of the schema.
    pub(crate) indexes: Vec<usize>,
    pub(crate) chooser: Arc<Chooser>,
}

/// Which branch is chosen.
#[derive(Debug)]
pub(crate) struct Chooser {
    /// Where the value stands.
    pub(crate) template: Template,
    pub(crate) branches: Vec<Outline>,
}

/// What tells the values of a branch.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Empty for any.
    pub(crate) type_name: String,
    pub(crate) names: Vec<String>,
    pub(crate) required: Vec<String>,
    /// Properties of which it takes some values only.
    pub(crate) constants: Vec<(String, Vec<Value>)>,
}

impl Chooser {
    /// The name of its input: the pointer of the value, then `#branch`.
    pub(crate) fn name(&self, rows: &[usize]) -> String {
        format!("{}{CHOICES}", self.template.pointer(rows))
    }

    /// The branch that was chosen, else the one that the value fits best; none when there is no value.
    pub(crate) fn chosen(&self, draft: &Value, rows: &[usize]) -> Option<usize> {
        let kept = draft.get(CHOICES).and_then(|kept| kept.get(self.template.pointer(rows)));
        let kept = kept.and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        kept.filter(|n| *n < self.branches.len()).or_else(|| self.fitting(self.template.get(draft, rows)?))
    }

    fn fitting(&self, value: &Value) -> Option<usize> {
        if value.is_null() || value.as_object().is_some_and(Map::is_empty) {
            return None;
        }
        let scored = self.branches.iter().enumerate().filter_map(|(n, branch)| Some((branch.fit(value)?, n)));
        // The first of the best.
        scored.max_by_key(|(score, n)| (*score, std::cmp::Reverse(*n))).map(|(_, n)| n)
    }
}

impl Outline {
    /// How well a value fits; none when it can't.
    fn fit(&self, value: &Value) -> Option<i64> {
        if !is_of_type(value, &self.type_name) {
            return None;
        }
        let Some(fields) = value.as_object() else { return Some(0) };
        let differs =
            |(name, allowed): &(String, Vec<Value>)| fields.get(name).is_some_and(|own| !allowed.contains(own));
        if self.constants.iter().any(differs) {
            return None;
        }
        let told = self.constants.iter().filter(|(name, _)| fields.contains_key(name)).count();
        let known = self.names.iter().filter(|name| fields.contains_key(*name)).count();
        let missing = self.required.iter().filter(|name| !fields.contains_key(*name)).count();
        let score = 8 * told + 2 * known;
        Some(i64::try_from(score).ok()? - i64::try_from(missing).ok()?)
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => true,
    }
}

/// Keeps a choice in a draft.
pub(crate) fn keep(draft: &mut Value, pointer: String, choice: Option<usize>) {
    let Some(fields) = draft.as_object_mut() else { return };
    let choices = fields.entry(CHOICES).or_insert_with(|| Value::Object(Map::new()));
    if let Some(choices) = choices.as_object_mut() {
        match choice {
            Some(n) => drop(choices.insert(pointer, Value::from(n))),
            None => drop(choices.shift_remove(&pointer)),
        }
        if choices.is_empty() {
            fields.shift_remove(CHOICES);
        }
    }
}

/// Takes the choices out of a document.
pub(crate) fn take(document: &mut Value) -> Value {
    document.as_object_mut().and_then(|fields| fields.shift_remove(CHOICES)).unwrap_or_default()
}

/// The row of a block went: its choices go, those of the rows after it follow their rows.
pub(crate) fn without_row(draft: &mut Value, block: &str, row: usize) {
    let Some(choices) = draft.get_mut(CHOICES).and_then(Value::as_object_mut) else { return };
    let before = std::mem::take(choices);
    for (pointer, choice) in before {
        let place = pointer.strip_prefix(block).and_then(|rest| rest.strip_prefix('/'));
        let (number, rest) = place.map_or(("", ""), |place| place.split_once('/').unwrap_or((place, "")));
        match number.parse::<usize>() {
            Ok(number) if number == row => {}
            Ok(number) if number > row => {
                let rest = if rest.is_empty() { String::new() } else { format!("/{rest}") };
                choices.insert(format!("{block}/{}{rest}", number - 1), choice);
            }
            _ => drop(choices.insert(pointer, choice)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn choices_follow_their_rows() {
        let mut draft = json!({"#branch": {"/a/0/b": 1, "/a/1": 0, "/a/2/b": 1, "/ab/2": 1}});
        without_row(&mut draft, "/a", 1);
        assert_eq!(draft, json!({"#branch": {"/a/0/b": 1, "/a/1/b": 1, "/ab/2": 1}}));
    }
}
