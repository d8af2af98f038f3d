//! A JSON Schema of any draft as one of 2020-12 that a form can be made of.

use super::ledger::Ledger;
use crate::form::{LISTS, NAMED, SINGLE, at, escape, shipped_type, takes_pattern, unbundled};
use serde_json::{Map, Value, json};

/// Formats of JSON Schema, and those of other products that say nothing more than the type does.
const STANDARD_FORMATS: [&str; 27] = [
    "date",
    "time",
    "date-time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "int32",
    "int64",
    "float",
    "double",
    "string",
    "text",
    "url",
    "phone",
];

/// The same schema in 2020-12: what older drafts wrote otherwise is rewritten, addresses become places; patterns that can't be
/// matched in linear time, and references that lead out of the file or nowhere, are lost.
pub(super) fn modern(schema: &Value, pointer: &str, ledger: &mut Ledger) -> Value {
    let schema = &*unbundled(schema).schema;
    Upgrade { root: schema, ledger }.schema(schema, pointer)
}

struct Upgrade<'s, 'l> {
    root: &'s Value,
    ledger: &'l mut Ledger,
}

impl Upgrade<'_, '_> {
    fn schema(&mut self, schema: &Value, pointer: &str) -> Value {
        let Some(fields) = schema.as_object() else { return schema.clone() };
        let mut modern = Map::new();
        for (key, value) in fields {
            let here = format!("{pointer}/{}", escape(key));
            self.keyword(fields, key, value, &here, &mut modern);
        }
        required_by_property(fields, &mut modern);
        named_choices(&mut modern);
        self.file(&mut modern, pointer);
        self.format(&modern, pointer);
        Value::Object(modern)
    }

    /// A file as a data URL is a file: its bytes have no place among the answers.
    fn file(&mut self, modern: &mut Map<String, Value>, pointer: &str) {
        if modern.get("format").is_some_and(|format| format == "data-url") {
            self.ledger.note(&format!("{pointer}/format"), "file-value", &[]);
            as_file(modern);
        }
    }

    /// A format that neither JSON Schema nor we know is asked as a line of text.
    fn format(&mut self, modern: &Map<String, Value>, pointer: &str) {
        let format = modern.get("format").and_then(Value::as_str).unwrap_or_default();
        if !format.is_empty() && !STANDARD_FORMATS.contains(&format) && !crate::form::has_format(format) {
            self.ledger.note(&format!("{pointer}/format"), "format", &[("format", format)]);
        }
    }

    fn keyword(
        &mut self,
        fields: &Map<String, Value>,
        key: &str,
        value: &Value,
        here: &str,
        modern: &mut Map<String, Value>,
    ) {
        match (key, value) {
            (key, Value::Object(schemas)) if NAMED.contains(&key) => {
                let upgraded =
                    schemas.iter().filter(|(name, _)| key != "patternProperties" || self.matches(name, here));
                let upgraded: Vec<_> = upgraded.map(|(name, schema)| (name.clone(), schema)).collect();
                let upgraded = upgraded.into_iter().map(|(name, schema)| {
                    let there = format!("{here}/{}", escape(&name));
                    (name, self.schema(schema, &there))
                });
                let upgraded: Map<String, Value> = upgraded.collect();
                merge(modern, key, upgraded);
            }
            ("items", Value::Array(_)) => {
                modern.insert("prefixItems".to_owned(), self.list(value, here));
            }
            ("additionalItems", _) => {
                if fields.get("items").is_some_and(Value::is_array) {
                    modern.insert("items".to_owned(), self.schema(value, here));
                }
            }
            ("dependencies", Value::Object(dependencies)) => self.dependencies(dependencies, here, modern),
            (key, Value::Array(_)) if LISTS.contains(&key) => {
                modern.insert(key.to_owned(), self.list(value, here));
            }
            (key, Value::Object(_)) if SINGLE.contains(&key) => {
                modern.insert(key.to_owned(), self.schema(value, here));
            }
            ("pattern", Value::String(pattern)) => {
                if self.matches(pattern, here) {
                    modern.insert(key.to_owned(), value.clone());
                }
            }
            // Of the dynamic ones, those that can be followed are plain by now.
            ("$ref" | "$dynamicRef" | "$recursiveRef", Value::String(reference)) => {
                if key == "$ref" && self.leads_somewhere(reference) {
                    modern.insert(key.to_owned(), value.clone());
                } else {
                    self.ledger.lose(here, "reference", &[("reference", reference)]);
                }
            }
            // The schemas that stand within are of the same draft now.
            ("$schema", Value::String(_)) => {}
            _ => older(fields, key, value, modern),
        }
    }

    fn list(&mut self, value: &Value, here: &str) -> Value {
        let items = value.as_array().into_iter().flatten().enumerate();
        items.map(|(n, item)| self.schema(item, &format!("{here}/{n}"))).collect()
    }

    fn dependencies(&mut self, dependencies: &Map<String, Value>, here: &str, modern: &mut Map<String, Value>) {
        let (mut required, mut schemas) = (Map::new(), Map::new());
        for (name, value) in dependencies {
            match value {
                Value::Array(_) => drop(required.insert(name.clone(), value.clone())),
                Value::String(other) => drop(required.insert(name.clone(), json!([other]))),
                other => {
                    let schema = self.schema(other, &format!("{here}/{}", escape(name)));
                    schemas.insert(name.clone(), schema);
                }
            }
        }
        for (key, found) in [("dependentRequired", required), ("dependentSchemas", schemas)] {
            if !found.is_empty() {
                merge(modern, key, found);
            }
        }
    }

    fn matches(&mut self, pattern: &str, here: &str) -> bool {
        let fits = takes_pattern(pattern);
        if !fits {
            self.ledger.lose(here, "pattern", &[("pattern", pattern)]);
        }
        fits
    }

    fn leads_somewhere(&self, reference: &str) -> bool {
        at(self.root, reference).is_some() || shipped_type(reference).is_some()
    }
}

/// Draft 3 says that a property is required in the property itself.
fn required_by_property(fields: &Map<String, Value>, modern: &mut Map<String, Value>) {
    let properties = fields.get("properties").and_then(Value::as_object).into_iter().flatten();
    let names = properties.filter(|(_, schema)| schema.get("required") == Some(&Value::Bool(true)));
    let names: Vec<Value> = names.map(|(name, _)| Value::from(name.as_str())).collect();
    if let (false, Value::Array(known)) = (names.is_empty(), modern.entry("required").or_insert_with(|| json!([]))) {
        known.extend(names);
    } else if modern.get("required").is_some_and(|known| known.as_array().is_some_and(Vec::is_empty)) {
        modern.shift_remove("required");
    }
}

/// `enumNames`, which RJSF had before titled constants.
pub(super) fn named_choices(schema: &mut Map<String, Value>) {
    let (Some(Value::Array(values)), Some(Value::Array(names))) = (schema.get("enum"), schema.get("enumNames")) else {
        return;
    };
    let name = |n: usize, value: &Value| match names.get(n) {
        Some(Value::String(name)) => json!({ "const": value, "title": name }),
        _ => json!({ "const": value }),
    };
    let choices: Value = values.iter().enumerate().map(|(n, value)| name(n, value)).collect();
    schema.shift_remove("enum");
    schema.shift_remove("enumNames");
    schema.insert("oneOf".to_owned(), choices);
}

/// The same question, asking a file.
pub(super) fn as_file(schema: &mut Map<String, Value>) {
    for keyword in
        ["type", "format", "contentEncoding", "contentMediaType", "default", "pattern", "minLength", "maxLength"]
    {
        schema.shift_remove(keyword);
    }
    schema.insert("$ref".to_owned(), json!("../types/file.json"));
}

/// Keywords that older drafts wrote otherwise.
fn older(fields: &Map<String, Value>, key: &str, value: &Value, modern: &mut Map<String, Value>) {
    match (key, value) {
        ("exclusiveMinimum" | "exclusiveMaximum", Value::Bool(is_exclusive)) => {
            let bound = if key == "exclusiveMinimum" { "minimum" } else { "maximum" };
            if let (true, Some(limit)) = (is_exclusive, fields.get(bound)) {
                modern.shift_remove(bound);
                modern.insert(key.to_owned(), limit.clone());
            }
        }
        ("minimum" | "maximum", limit) => {
            let exclusive = if key == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
            if fields.get(exclusive) != Some(&Value::Bool(true)) {
                modern.insert(key.to_owned(), limit.clone());
            }
        }
        ("divisibleBy", step) => drop(modern.insert("multipleOf".to_owned(), step.clone())),
        ("required", Value::Bool(_)) | ("type", Value::String(_)) if is_any(key, value) => {}
        // A required list is not empty in draft 4, and a name stands in it once.
        ("required", Value::Array(names)) => {
            let mut once: Vec<&Value> = Vec::new();
            names.iter().filter(|name| name.is_string()).for_each(|name| {
                if !once.contains(&name) {
                    once.push(name);
                }
            });
            modern.insert(key.to_owned(), json!(once));
        }
        // Before draft 6 the schema's own address was `id`.
        ("id", Value::String(address)) => match address.strip_prefix('#') {
            Some(anchor) if !anchor.is_empty() => drop(modern.insert("$anchor".to_owned(), Value::from(anchor))),
            _ => {}
        },
        _ => drop(modern.insert(key.to_owned(), value.clone())),
    }
}

fn is_any(key: &str, value: &Value) -> bool {
    key == "required" || value == "any"
}

fn merge(modern: &mut Map<String, Value>, key: &str, more: Map<String, Value>) {
    match modern.get_mut(key) {
        Some(Value::Object(known)) => known.extend(more),
        _ => drop(modern.insert(key.to_owned(), Value::Object(more))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upgraded(schema: &Value) -> (Value, Vec<(String, &'static str)>) {
        let mut ledger = Ledger::default();
        let modern = modern(schema, "", &mut ledger);
        let losses = ledger.close(&Value::Null).into_iter().map(|loss| (loss.pointer, loss.code));
        (modern, losses.collect())
    }

    #[test]
    fn older_drafts_are_rewritten() {
        let schema = json!({
            "$schema": "http://json-schema.org/draft-04/schema#",
            "id": "http://example.org/x",
            "properties": {
                "n": {"minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false},
                "t": {"items": [{"type": "string"}], "additionalItems": {"type": "number"}},
                "r": {"type": "any", "required": true},
                "required": {"type": "string"}
            },
            "dependencies": {"n": ["t"], "t": {"properties": {"u": {"divisibleBy": 2}}}}
        });
        let expected = json!({
            "properties": {
                "n": {"exclusiveMinimum": 1, "maximum": 9},
                "t": {"prefixItems": [{"type": "string"}], "items": {"type": "number"}},
                "r": {},
                "required": {"type": "string"}
            },
            "dependentRequired": {"n": ["t"]},
            "dependentSchemas": {"t": {"properties": {"u": {"multipleOf": 2}}}},
            "required": ["r"]
        });
        assert_eq!(upgraded(&schema), (expected, Vec::new()));
    }

    #[test]
    fn what_a_form_cannot_follow_is_lost_and_told() {
        let schema = json!({"properties": {
            "a": {"pattern": "(y"}, "b": {"$ref": "https://example.org/b.json"}, "c": {"$ref": "#/nowhere"},
            "pattern": {"type": "string", "pattern": "^a$"}
        }});
        let (modern, losses) = upgraded(&schema);
        assert_eq!(modern["properties"]["pattern"]["pattern"], "^a$");
        let places = [("/properties/a/pattern", "pattern"), ("/properties/b/$ref", "reference")];
        let places = places.into_iter().chain([("/properties/c/$ref", "reference")]);
        assert_eq!(losses, places.map(|(at, code)| (at.to_owned(), code)).collect::<Vec<_>>());
    }
}
