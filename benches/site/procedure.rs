//! A procedure with one page, made from the one of the tests.

use serde_json::{Map, Value, json};

/// The file's content, of so many fields.
pub fn with_fields(count: usize) -> Value {
    let source = include_str!("../../tests/it/procedures/attestation.json");
    let mut procedure: Value = serde_json::from_str(source).unwrap();
    let properties: Map<String, Value> = (0..count).map(|n| (format!("field_{n}"), schema(n))).collect();
    let required: Vec<String> = properties.keys().cloned().collect();
    let control = |n| json!({ "type": "Control", "scope": format!("#/properties/field_{n}") });
    let controls: Vec<Value> = (0..count).map(control).collect();
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
pub fn answers(count: usize) -> Vec<(String, &'static str)> {
    let value = |n: usize| ["Réponse assez courte", "42", "2026-02-28", "true", "deux"][n % 5];
    (0..count).map(|n| (format!("/field_{n}"), value(n))).collect()
}
