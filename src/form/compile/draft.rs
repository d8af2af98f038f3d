//! Which draft of JSON Schema a schema is written in, when it doesn't say: some keywords are only of an older one.

use super::super::definition::Definition;
use super::keywords::{NAMED, VALUES};
use serde_json::Value;
use std::borrow::Cow;

const DRAFT_4: &str = "http://json-schema.org/draft-04/schema#";
/// The last draft in which `items` may be a list.
const DRAFT_2019: &str = "https://json-schema.org/draft/2019-09/schema";

/// The definition, with the draft that its schema is in where that is neither the last nor named.
pub(super) fn named(definition: &Definition) -> Cow<'_, Definition> {
    let schema = &definition.schema;
    let found = if schema.get("$schema").is_some() { None } else { older(schema, 0) };
    let Some(draft) = found else { return Cow::Borrowed(definition) };
    let mut definition = definition.clone();
    if let Some(fields) = definition.schema.as_object_mut() {
        fields.insert("$schema".to_owned(), Value::from(draft));
    }
    Cow::Owned(definition)
}

fn older(schema: &Value, level: usize) -> Option<&'static str> {
    const LEVELS: usize = 60;
    // One that stands within and names its draft says nothing of the whole.
    let is_own = level == 0 || schema.get("$schema").is_none();
    let fields = schema.as_object().filter(|_| level < LEVELS && is_own)?;
    let is_truth = |keyword: &str| fields.get(keyword).is_some_and(Value::is_boolean);
    if is_truth("exclusiveMinimum") || is_truth("exclusiveMaximum") {
        return Some(DRAFT_4);
    }
    let own = fields.get("items").is_some_and(Value::is_array).then_some(DRAFT_2019);
    let within = fields.iter().filter_map(|(keyword, value)| match value {
        Value::Object(named) if NAMED.contains(&keyword.as_str()) => {
            named.values().filter_map(|schema| older(schema, level + 1)).min()
        }
        Value::Object(_) if !VALUES.contains(&keyword.as_str()) => older(value, level + 1),
        Value::Array(schemas) if !VALUES.contains(&keyword.as_str()) => {
            schemas.iter().filter_map(|schema| older(schema, level + 1)).min()
        }
        _ => None,
    });
    // The oldest, by its address.
    own.into_iter().chain(within).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_keyword_tells_its_draft() {
        let found =
            |schema: Value| named(&Definition { schema, ..Definition::default() }).schema.get("$schema").cloned();
        assert_eq!(found(json!({"properties": {"a": {"items": [{"type": "string"}]}}})), Some(json!(DRAFT_2019)));
        assert_eq!(found(json!({"allOf": [{"exclusiveMinimum": true}, {"items": [{}]}]})), Some(json!(DRAFT_4)));
        assert_eq!(found(json!({"$schema": "x", "items": []})), Some(json!("x")));
        assert_eq!(found(json!({"$defs": {"a": {"$schema": DRAFT_4, "items": [{}]}}})), None);
        assert_eq!(found(json!({"default": {"items": [1]}, "properties": {"items": {"type": "string"}}})), None);
    }
}
