//! Documents, texts and schemas changed at random, as little as they may.

use guichet::rules::escape;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

/// The schemas of a schema, itself included, as pointers.
pub fn places(schema: &Value, here: &str, found: &mut Vec<String>) {
    let Some(fields) = schema.as_object() else { return };
    found.push(here.to_owned());
    for (keyword, value) in fields {
        let there = format!("{here}/{keyword}");
        match (keyword.as_str(), value) {
            (
                "properties" | "$defs" | "definitions" | "dependentSchemas" | "patternProperties",
                Value::Object(named),
            ) => {
                for (name, schema) in named {
                    places(schema, &format!("{there}/{}", escape(name)), found);
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems" | "items", Value::Array(list)) => {
                list.iter().enumerate().for_each(|(n, schema)| places(schema, &format!("{there}/{n}"), found));
            }
            ("items" | "if" | "then" | "else" | "not" | "contains" | "additionalProperties", schema) => {
                places(schema, &there, found);
            }
            _ => {}
        }
    }
}

/// Changes one keyword, somewhere.
pub fn mutate_schema(schema: &mut Value, random: &mut StdRng) {
    let mut found = Vec::new();
    places(schema, "", &mut found);
    let here = found.choose(random).unwrap();
    let Some(Value::Object(fields)) = schema.pointer_mut(here) else { return };
    if random.random_bool(0.3) {
        let kept = ["$schema", "$id", "$defs", "definitions"];
        let keywords: Vec<String> = fields.keys().filter(|key| !kept.contains(&key.as_str())).cloned().collect();
        let gone = keywords.choose(random).filter(|key| !here.is_empty() || *key != "type");
        gone.map(|key| fields.shift_remove(key));
        return;
    }
    let names: Vec<String> =
        fields.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys).cloned().collect();
    let name = names.choose(random).cloned().unwrap_or_else(|| "a".to_owned());
    let (keyword, value) = any_keyword(&name, random);
    // The document stays one of names.
    if keyword != "type" || !here.is_empty() {
        fields.insert(keyword.to_owned(), value);
    }
}

fn any_keyword(name: &str, random: &mut StdRng) -> (&'static str, Value) {
    let keywords = [
        ("type", json!("string")),
        ("type", json!("integer")),
        ("type", json!("number")),
        ("type", json!("boolean")),
        ("type", json!("array")),
        ("type", json!(["string", "null"])),
        ("minLength", json!(2)),
        ("maxLength", json!(3)),
        ("pattern", json!("^[a-z0-9]+$")),
        ("minimum", json!(0)),
        ("exclusiveMaximum", json!(7.5)),
        ("multipleOf", json!(0.5)),
        ("multipleOf", json!(7)),
        ("enum", json!(["a", 0, null, true, "12345"])),
        ("const", json!("a")),
        ("const", json!(0.0)),
        ("required", json!([name])),
        ("required", json!([name, "b"])),
        ("minProperties", json!(2)),
        ("maxProperties", json!(3)),
        ("additionalProperties", json!(false)),
        ("additionalProperties", json!({"type": "number"})),
        ("patternProperties", json!({"^a": {"type": "string"}})),
        ("propertyNames", json!({"maxLength": 12})),
        ("unevaluatedProperties", json!(false)),
        ("minItems", json!(1)),
        ("maxItems", json!(1)),
        ("uniqueItems", json!(true)),
        ("contains", json!({"type": "string"})),
        ("prefixItems", json!([{"type": "string"}, {"type": "number"}])),
        ("not", json!({ "required": [name] })),
        ("not", json!({"type": "string"})),
        ("dependentRequired", json!({ name: ["b"] })),
        ("if", json!({ "required": [name] })),
        ("then", json!({"minProperties": 2})),
        ("else", json!({"required": ["b"]})),
        ("anyOf", json!([{"type": "string"}, {"minProperties": 1}, {"type": "array"}])),
        ("oneOf", json!([{"type": "object"}, {"minLength": 3}])),
        ("allOf", json!([{"maxLength": 4}, {"minItems": 1}])),
        ("format", json!("date")),
        ("format", json!("ipv4")),
    ];
    keywords.choose(random).unwrap().clone()
}

pub fn mutate_text(text: &mut Vec<char>, random: &mut StdRng) {
    let at = random.random_range(0..=text.len());
    let other =
        *['0', '9', 'a', 'F', 'z', '-', ':', '.', '/', '%', ' ', '+', 'é', '@', '~', '{'].choose(random).unwrap();
    match random.random_range(0..3) {
        0 => text.insert(at, other),
        1 if at < text.len() => drop(text.remove(at)),
        _ if at < text.len() => text[at] = other,
        _ => text.push(other),
    }
}

/// Changes one thing, somewhere.
pub fn mutate(value: &mut Value, schema: &Value, random: &mut StdRng, depth: usize) {
    let goes_down = depth < 5 && random.random_bool(0.6);
    match value {
        Value::Object(fields) if goes_down && !fields.is_empty() => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = names.choose(random).unwrap();
            mutate(&mut fields[name.as_str()], schema, random, depth + 1);
        }
        Value::Array(items) if goes_down && !items.is_empty() => {
            let n = random.random_range(0..items.len());
            mutate(&mut items[n], schema, random, depth + 1);
        }
        Value::Object(fields) if random.random_bool(0.8) => {
            let known = schema["properties"].as_object().into_iter().flat_map(Map::keys);
            let known: Vec<&String> = known.collect();
            if let (Some(name), true) = (known.choose(random), random.random_bool(0.7)) {
                fields.insert((*name).clone(), any(random));
            } else if let Some(name) = fields.keys().next().cloned() {
                fields.shift_remove(&name);
            }
        }
        Value::Array(items) if random.random_bool(0.7) => {
            let more = items.first().cloned().unwrap_or_else(|| any(random));
            items.push(more);
        }
        // The document stays one of names.
        _ if depth == 0 => {}
        other => *other = any(random),
    }
}

pub fn any(random: &mut StdRng) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(7.5),
        json!(1e9),
        json!(""),
        json!("a"),
        json!("12345"),
        json!("2026-02-30"),
        json!("2026-02-28"),
        json!("a@b.fr"),
        json!([]),
        json!({}),
        json!(["a", "a"]),
        json!({"a": 1}),
    ];
    values.choose(random).unwrap().clone()
}
