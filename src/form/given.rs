//! Values that come from elsewhere than the person's own hand, before they are read.

use super::fields::plain;
use serde_json::Value;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Characters of a refused value that are shown again.
const MAX_SHOWN: usize = 200;

/// What was given for a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// As people type: read as an input is.
    Typed(String),
    /// As the answers hold it: checked with the schema as it stands. Of an external reference, the identifier alone is read.
    Value(Value),
    /// As a request that was sent holds it: what a service of others confirmed then stays confirmed.
    Kept(Value),
}

impl Given {
    pub(super) fn typed(&self) -> Option<&str> {
        if let Self::Typed(text) = self { Some(text) } else { None }
    }
}

/// The values of each pointer, rows in their order: a row can't stand before those above it do.
pub(super) fn grouped(given: Vec<(String, Given)>) -> Vec<(String, Vec<Given>)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut values: Vec<(String, Vec<Given>)> = Vec::new();
    for (pointer, value) in given {
        let at = *places.entry(pointer.clone()).or_insert(values.len());
        match values.get_mut(at) {
            Some((_, values)) => values.push(value),
            None => values.push((pointer, vec![value])),
        }
    }
    values.sort_by(|(a, _), (b, _)| in_rows(a, b));
    values
}

/// `/rows/2` before `/rows/10`.
fn in_rows(a: &str, b: &str) -> Ordering {
    let numbers = |text: &str| text.parse::<usize>().ok();
    let by_token = |(a, b): (&str, &str)| match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.cmp(b),
    };
    a.split('/').zip(b.split('/')).map(by_token).find(|order| order.is_ne()).unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// The values as they were given, on one line.
pub(super) fn shown(values: &[Given]) -> String {
    let one = |given: &Given| match given {
        Given::Typed(text) => text.clone(),
        Given::Value(value) | Given::Kept(value) if value.is_object() || value.is_array() => value.to_string(),
        Given::Value(value) | Given::Kept(value) => plain(value),
    };
    let all = values.iter().map(one).collect::<Vec<_>>().join(", ");
    if all.chars().count() > MAX_SHOWN { all.chars().take(MAX_SHOWN).chain(['…']).collect() } else { all }
}
