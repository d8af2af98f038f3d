//! A procedure with one page of 40 fields, made from the one of the tests.

use serde_json::{Map, Value, json};

pub const FIELDS: usize = 40;

/// The file's content.
pub fn forty_fields() -> Value {
    let source = include_str!("../../tests/it/procedures/attestation.json");
    let mut procedure: Value = serde_json::from_str(source).unwrap();
    let properties: Map<String, Value> = (0..FIELDS).map(|n| (format!("field_{n}"), schema(n))).collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    let control = |n| json!({ "type": "Control", "scope": format!("#/properties/field_{n}") });
    let controls: Vec<Value> = (0..FIELDS).map(control).collect();
    procedure["form"] = json!({
        "schema": { "type": "object", "properties": properties, "required": required },
        "ui": { "type": "Categorization", "elements": [{ "type": "Category", "label": "Page", "elements": controls }] },
    });
    for key in ["cases", "scenarios", "translations", "rules", "eligibility"] {
        procedure.as_object_mut().unwrap().remove(key);
    }
    procedure
}

fn schema(n: usize) -> Value {
    let title = format!("Question {n}");
    match n % 5 {
        0 => json!({ "title": title, "type": "string", "maxLength": 200 }),
        1 => json!({ "title": title, "type": "integer", "minimum": 0 }),
        2 => json!({ "title": title, "type": "string", "format": "date" }),
        3 => json!({ "title": title, "type": "boolean" }),
        _ => json!({ "title": title, "type": "string", "enum": ["un", "deux", "trois", "quatre"] }),
    }
}

/// An answer to each field, as a browser posts it.
pub fn answers() -> Vec<(String, &'static str)> {
    let value = |n: usize| ["Réponse assez courte", "42", "2026-02-28", "true", "deux"][n % 5];
    (0..FIELDS).map(|n| (format!("/field_{n}"), value(n))).collect()
}
