//! What RJSF does unless a `uiSchema` says otherwise.

use super::controls::option;
use super::followed;
use crate::form::{NAMED, VALUES};
use serde_json::{Map, Value, json};

/// The rows of a list are put in order by their buttons, and the `examples` of a line are texts that may be picked.
pub(super) fn keep(schema: &mut Value) {
    let root = schema.clone();
    walk(schema, &root);
}

fn walk(schema: &mut Value, root: &Value) {
    match schema {
        Value::Object(fields) => {
            let said =
                |name: &str| fields.get("control").and_then(|control| control.get("options")?.get(name)).is_some();
            let whole = target(fields, root).unwrap_or(fields);
            let (is_sorted, examples) = (is_rows(whole, root) && !said("showSortButtons"), examples(whole));
            let examples = examples.filter(|_| !said("suggestion") && !said("multi"));
            if is_sorted {
                option(fields, "showSortButtons", json!(true));
            }
            if let Some(examples) = examples {
                option(fields, "suggestion", examples);
            }
            for (key, part) in fields.iter_mut().filter(|(key, _)| !VALUES.contains(&key.as_str()) && *key != "control")
            {
                match part {
                    Value::Object(named) if NAMED.contains(&key.as_str()) => {
                        named.values_mut().for_each(|part| walk(part, root));
                    }
                    part => walk(part, root),
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(|part| walk(part, root)),
        _ => {}
    }
}

/// What a reference leads to; its control stands beside it.
fn target<'v>(fields: &Map<String, Value>, root: &'v Value) -> Option<&'v Map<String, Value>> {
    let pointer = fields.get("$ref")?.as_str()?.strip_prefix('#')?;
    followed(root.pointer(pointer)?, root).as_object()
}

/// Whether a list has rows: not files, nor choices that are ticked.
fn is_rows(fields: &Map<String, Value>, root: &Value) -> bool {
    let Some(items) = fields.get("items").filter(|items| items.is_object()) else { return false };
    let target = followed(items, root);
    let is_file = target.get("$ref").is_some();
    let is_ticked = ["enum", "oneOf", "anyOf"].iter().any(|key| target.get(*key).is_some())
        && fields.get("uniqueItems") == Some(&Value::Bool(true));
    fields.get("type").is_some_and(|name| name == "array") && !is_file && !is_ticked
}

/// The texts of `examples`, where a line is asked.
fn examples(fields: &Map<String, Value>) -> Option<Value> {
    let is_line =
        fields.get("type").is_some_and(|name| ["string", "number", "integer"].iter().any(|line| name == line));
    let is_other = ["enum", "const", "oneOf", "anyOf", "format"].iter().any(|key| fields.contains_key(*key));
    let examples = fields.get("examples")?.as_array().filter(|_| is_line && !is_other)?;
    let texts = examples.iter().filter_map(|example| match example {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| json!(texts))
}
