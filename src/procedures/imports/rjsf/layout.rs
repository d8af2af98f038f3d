//! The UI schema of a schema whose properties say how they are asked, under the keyword `control`.

use super::followed;
use crate::form::escape;
use serde_json::{Map, Value, json};

/// How deep layouts go; below, the form lays its own.
const MAX_LEVELS: usize = 12;

/// A layout, or none where the form derives its own: then `control` stays in the schema for it.
pub(super) fn of(schema: &mut Value) -> Option<Value> {
    let root = schema.clone();
    if !has_controls(schema) || has_alternatives(schema, &root, 0) {
        hide(schema);
        return None;
    }
    Some(json!({ "type": "VerticalLayout", "elements": elements(schema, &root, "#", 0) }))
}

/// Where no layout leaves them out, questions that are never asked are hidden by a rule.
fn hide(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Object(control)) = fields.get_mut("control")
                && control.shift_remove("hidden") == Some(Value::Bool(true))
            {
                control.insert("rule".to_owned(), json!({ "effect": "HIDE", "condition": { "logic": true } }));
            }
            fields.values_mut().for_each(hide);
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

fn elements(schema: &mut Value, root: &Value, scope: &str, level: usize) -> Vec<Value> {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, property) in properties {
        // JSON Forms reads a scope as an address: signs of an address are escaped in it.
        let scope = format!("{scope}/properties/{}", escape(name).replace('%', "%25"));
        let control = property.as_object_mut().and_then(|fields| fields.shift_remove("control"));
        let control = control.and_then(|control| control.as_object().cloned()).unwrap_or_default();
        if control.get("hidden") != Some(&Value::Bool(true)) {
            found.push(element(property, root, &scope, control, level));
        }
    }
    found
}

fn element(property: &mut Value, root: &Value, scope: &str, control: Map<String, Value>, level: usize) -> Value {
    let mut element = Map::new();
    let goes_on = level < MAX_LEVELS && has_controls(property) && !has_alternatives(property, root, 0);
    let is_object = property.get("properties").is_some_and(Value::is_object);
    if goes_on && is_object {
        element.insert("type".to_owned(), json!("Group"));
        element.extend(
            property.get("title").filter(|title| title.is_string()).map(|title| ("label".to_owned(), title.clone())),
        );
        let description = property.get("description").filter(|text| text.is_string());
        element.extend(description.map(|text| ("description".to_owned(), text.clone())));
        element.insert("elements".to_owned(), Value::Array(elements(property, root, scope, level + 1)));
        element.extend(control);
        return Value::Object(element);
    }
    element.insert("type".to_owned(), json!("Control"));
    element.insert("scope".to_owned(), json!(scope));
    element.extend(control);
    let rows = property.get_mut("items").filter(|rows| goes_on && !has_alternatives(rows, root, 0));
    if let Some(rows) = rows.filter(|rows| rows.get("properties").is_some_and(Value::is_object)) {
        let detail = json!({ "type": "VerticalLayout", "elements": elements(rows, root, "#", level + 1) });
        let options = element.entry("options").or_insert_with(|| json!({}));
        options["detail"] = detail;
    }
    Value::Object(element)
}

/// Whether something in a schema says how it is asked.
fn has_controls(schema: &Value) -> bool {
    match schema {
        Value::Object(fields) => {
            fields.get("control").is_some_and(Value::is_object) || fields.values().any(has_controls)
        }
        Value::Array(items) => items.iter().any(has_controls),
        _ => false,
    }
}

/// Whether an object asks some things only sometimes, or under names that people choose: no control can point at those.
fn has_alternatives(schema: &Value, root: &Value, turns: usize) -> bool {
    const TURNS: usize = 8;
    let Some(fields) = schema.as_object() else { return false };
    let followed = followed(schema, root);
    if !std::ptr::eq(followed, schema) && turns < TURNS && has_alternatives(followed, root, turns + 1) {
        return true;
    }
    let sometimes = ["if", "dependentSchemas", "oneOf", "anyOf"].iter().any(|key| fields.contains_key(*key));
    let chosen = ["additionalProperties", "patternProperties"].iter();
    let chosen =
        chosen.filter(|_| fields.contains_key("properties")).any(|key| fields.get(*key).is_some_and(Value::is_object));
    let members = fields.get("allOf").and_then(Value::as_array).into_iter().flatten();
    sometimes || chosen || members.into_iter().any(|member| turns < TURNS && has_alternatives(member, root, turns + 1))
}
