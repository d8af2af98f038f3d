//! Documents for forms that others wrote: of each question of a schema an answer, right wherever that is easy.

use super::dice::Dice;
use serde_json::{Map, Value, json};

/// Schemas within schemas that are followed; deeper, nothing is answered.
const DEEPEST: usize = 12;
/// References and branches of one schema that are followed.
const TURNS: usize = 20;

const WORDS: [&str; 18] = [
    "Zoé",
    "a b",
    "12345",
    "123456789",
    "0612345678",
    "+33612345678",
    "123-45-6789",
    "AB123456",
    "2020",
    "a",
    "x",
    "l’été",
    "https://exemple.fr/a",
    "zoe@exemple.fr",
    "75001",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "12",
    "M",
];

/// Texts of a format.
const FORMATS: [(&str, &[&str]); 9] = [
    ("date", &["2021-03-09", "1957-12-31"]),
    ("date-time", &["2021-01-09T14:30:00+01:00"]),
    ("time", &["14:30:00", "08:05:00"]),
    ("email", &["zoe@exemple.fr"]),
    ("uri", &["https://exemple.fr/a?b=c"]),
    ("phone", &["+33612345678"]),
    ("iban", &["FR7630006000011234567890189"]),
    ("country", &["DE", "FR"]),
    ("departement", &["35", "2A"]),
];

const NUMBERS: [f64; 16] =
    [1.0, 0.0, 2.0, 3.0, 5.0, 7.0, 10.0, 18.0, 42.0, 65.0, 100.0, 500.0, 1990.0, 2020.0, 12345.0, 0.5];

/// A document for a schema.
pub fn document(schema: &Value, dice: &mut Dice<'_>) -> Value {
    Sampler { root: schema, dice }.value(schema, 0).unwrap_or_else(|| json!({}))
}

struct Sampler<'s, 'd, 'b> {
    root: &'s Value,
    dice: &'d mut Dice<'b>,
}

type Schema = Map<String, Value>;

impl Sampler<'_, '_, '_> {
    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        let schema = self.whole(schema, depth);
        let is_given = schema.get("readOnly") == Some(&json!(true)) || schema.contains_key("calculate");
        if is_given || depth > DEEPEST {
            return None;
        }
        if let Some(only) = schema.get("const") {
            return Some(only.clone());
        }
        if let Some(values) = offered(&schema) {
            return (!values.is_empty()).then(|| self.dice.pick(&values).clone());
        }
        if let Some(Value::String(reference)) = schema.get("$ref") {
            return if reference.ends_with("geometry.json") { place(&schema) } else { shipped(reference) };
        }
        match kind(&schema) {
            "object" => self.object(&schema, depth),
            "array" => self.list(&schema, depth),
            "boolean" => Some(json!(self.dice.often(6))),
            "null" => None,
            "number" => Some(self.number(&schema, false)),
            "integer" => Some(self.number(&schema, true)),
            _ => Some(self.text(&schema)),
        }
    }

    /// A schema with all that it refers to, and one branch of each of its unions.
    fn whole(&mut self, schema: &Value, depth: usize) -> Schema {
        let mut found = schema.as_object().cloned().unwrap_or_default();
        for _ in 0..TURNS {
            let mut parts = Vec::new();
            if let Some(Value::String(reference)) = found.get("$ref").cloned()
                && let Some(target) = reference.strip_prefix('#').and_then(|at| self.root.pointer(at))
            {
                found.shift_remove("$ref");
                parts.push(target.clone());
            }
            for keyword in ["oneOf", "anyOf"] {
                if let Some(Value::Array(branches)) = found.shift_remove(keyword) {
                    match constants(&branches) {
                        Some(values) => drop(found.insert("enum".to_owned(), values)),
                        None => parts.push(self.dice.pick(&branches).clone()),
                    }
                }
            }
            parts.extend(["then", "else"].iter().filter_map(|keyword| found.shift_remove(*keyword)));
            parts.extend(found.shift_remove("allOf").into_iter().flat_map(|all| match all {
                Value::Array(all) => all,
                _ => Vec::new(),
            }));
            if let Some(Value::Object(dependent)) = found.shift_remove("dependentSchemas") {
                parts.extend(dependent.into_values());
            }
            if parts.is_empty() || depth > DEEPEST {
                break;
            }
            for part in parts {
                let part = self.whole(&part, depth + 1);
                merge(&mut found, part);
            }
        }
        found
    }

    fn object(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        let mut answers = Map::new();
        let required = schema.get("required").cloned().unwrap_or_default();
        for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let is_required = required.as_array().is_some_and(|names| names.contains(&json!(name)));
            // What has a first answer would keep it.
            if is_required || property.get("default").is_some() || self.dice.often(7) {
                answers.extend(self.value(property, depth + 1).map(|value| (name.clone(), value)));
            }
        }
        if let Some(entry) = schema.get("additionalProperties").filter(|entry| entry.is_object())
            && answers.is_empty()
        {
            answers.extend(self.value(entry, depth + 1).map(|value| ("Café".to_owned(), value)));
        }
        (!answers.is_empty()).then_some(Value::Object(answers))
    }

    fn list(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        let bound = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|bound| usize::try_from(bound).ok());
        let places = schema.get("prefixItems").and_then(Value::as_array).cloned().unwrap_or_default();
        let mut values: Vec<Value> = Vec::new();
        for place in &places {
            values.push(self.value(place, depth + 1)?);
        }
        if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
            let row = self.whole(items, depth + 1);
            if let Some(offered) = offered(&row) {
                let some = offered.iter().enumerate().filter(|(n, _)| *n == 0 || self.dice.often(5));
                let most = bound("maxItems").unwrap_or(usize::MAX);
                return Some(some.map(|(_, value)| value.clone()).take(most).collect());
            }
            let least = bound("minItems").unwrap_or(0).max(1);
            let most = bound("maxItems").unwrap_or(least + 1).max(least);
            let count = least + self.dice.below(most - least + 1).min(2);
            let rest = count.saturating_sub(values.len());
            for _ in 0..rest {
                let Some(value) = self.value(items, depth + 1) else { break };
                values.push(value);
            }
        }
        (!values.is_empty()).then_some(Value::Array(values))
    }

    fn number(&mut self, schema: &Schema, is_whole: bool) -> Value {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and small")]
        let value = |number: &f64| if number.fract() == 0.0 { json!(*number as i64) } else { json!(number) };
        let values = NUMBERS.iter().filter(|number| !is_whole || number.fract() == 0.0).map(value).collect();
        self.fitting(schema, values)
    }

    fn text(&mut self, schema: &Schema) -> Value {
        let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
        let texts = FORMATS.iter().find(|(known, _)| *known == format).map_or(&WORDS[..], |(_, texts)| texts);
        self.fitting(schema, texts.iter().map(|text| json!(text)).collect())
    }

    /// One of these values, if possible one that the schema takes.
    fn fitting(&mut self, schema: &Schema, values: Vec<Value>) -> Value {
        let bounds = ["pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "multipleOf"];
        let bounds: Schema = schema
            .iter()
            .filter(|(key, _)| bounds.contains(&key.as_str()))
            .map(|(key, of)| (key.clone(), of.clone()))
            .collect();
        let validator = jsonschema::validator_for(&Value::Object(bounds)).unwrap();
        let fits: Vec<Value> = values.iter().filter(|value| validator.is_valid(value)).cloned().collect();
        self.dice.pick(if fits.is_empty() { &values } else { &fits }).clone()
    }
}

fn merge(found: &mut Schema, part: Schema) {
    for (keyword, value) in part {
        match (found.get_mut(&keyword), value) {
            (Some(Value::Object(properties)), Value::Object(others)) if keyword == "properties" => {
                for (name, other) in others {
                    let both = properties.shift_remove(&name).map(|one| json!({"allOf": [one, other]}));
                    properties.insert(name, both.unwrap_or(other));
                }
            }
            (Some(Value::Array(names)), Value::Array(others)) if keyword == "required" => names.extend(others),
            (None, value) => drop(found.insert(keyword, value)),
            _ => {}
        }
    }
}

/// The values of a list of constants.
fn constants(branches: &[Value]) -> Option<Value> {
    let values = branches.iter().map(|branch| branch.get("const").cloned());
    values.collect::<Option<Vec<_>>>().map(Value::from)
}

/// The values that a schema offers, but for blanks.
fn offered(schema: &Schema) -> Option<Vec<Value>> {
    let values = schema.get("enum")?.as_array()?.iter();
    Some(values.filter(|value| !value.is_null() && *value != "").cloned().collect())
}

fn kind(schema: &Schema) -> &str {
    let guessed = if schema.contains_key("properties") { "object" } else { "string" };
    match schema.get("type") {
        Some(Value::String(name)) => name,
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).find(|name| *name != "null").unwrap_or("null")
        }
        _ => guessed,
    }
}

/// A place of the first shape that a map takes.
fn place(schema: &Schema) -> Option<Value> {
    let shapes = schema.get("map").and_then(|map| map["geometries"].as_array());
    let shape = shapes.map_or(Some("Point"), |shapes| shapes.first()?.as_str())?;
    let line = json!([[-1.5536, 47.2173], [-1.55, 47.22], [-1.56, 47.23], [-1.5536, 47.2173]]);
    let coordinates = match shape {
        "Polygon" => json!([line]),
        "LineString" => line,
        _ => line[0].clone(),
    };
    let geometry = json!({"type": shape, "coordinates": coordinates});
    let feature = json!({"type": "Feature", "geometry": geometry, "properties": {"label": "Entrée"}});
    Some(json!({"type": "FeatureCollection", "features": [feature]}))
}

/// An answer of a type that the product ships.
fn shipped(reference: &str) -> Option<Value> {
    let name = reference.rsplit('/').next()?.strip_suffix(".json")?;
    Some(match name {
        "file" => {
            json!({"id": "0199a5c4-7c1e-7a10-8000-000000000001", "name": "bail.pdf", "size": 1200, "type": "application/pdf"})
        }
        "address" => {
            json!({"street": "2 rue de l’Hôtel-de-Ville", "postal_code": "44000", "city": "Nantes", "commune": "44109"})
        }
        "commune" => {
            json!({"code": "44109", "name": "Nantes", "postal_code": "44000", "departement": "44", "region": "52", "epci": "244400404"})
        }
        "country" => json!("DE"),
        "departement" => json!("35"),
        "region" => json!("53"),
        "epci" => json!("244400404"),
        "civility" => json!("Mme"),
        "bank-account" => json!({"iban": "FR7630006000011234567890189"}),
        _ => return None,
    })
}
