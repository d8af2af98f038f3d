//! Parts of a form that are validated alone: the `if` of a question, the names of entries, the condition of a rule. A reference
//! in one of them leads where it does in the whole schema.

use super::bundle::at;
use super::keywords::{NAMED, VALUES};
use super::validator::{self, TYPES};
use jsonschema::{Registry, Validator};
use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// The address under which a part knows the whole.
const WHOLE: &str = "urn:guichet:form";

/// The whole schema, as its parts see it.
pub(super) struct Parts<'s> {
    schema: &'s Value,
    /// Made for the first part that refers to the whole.
    registry: OnceCell<Option<Registry<'s>>>,
}

impl<'s> Parts<'s> {
    pub(super) fn of(schema: &'s Value) -> Self {
        Self { schema, registry: OnceCell::new() }
    }

    /// The validator of a part of the schema; `None` when it can't be one.
    pub(super) fn validator(&self, part: &Value) -> Option<Validator> {
        self.built(part, &|_| false)
    }

    /// The validator of a schema in the layout: it may hold what it refers to, as in JSON Forms.
    pub(super) fn condition(&self, part: &Value) -> Option<Validator> {
        self.built(part, &|reference| at(part, reference).is_some())
    }

    fn built(&self, part: &Value, is_own: &dyn Fn(&str) -> bool) -> Option<Validator> {
        let mut refers = false;
        let mut part = homed(part, is_own, &mut refers);
        if let (Some(fields), Some(draft)) = (part.as_object_mut(), self.schema.get("$schema")) {
            fields.entry("$schema").or_insert_with(|| draft.clone());
        }
        if !refers {
            return validator::part(&part, None);
        }
        let made = || TYPES.as_ref()?.add(WHOLE, self.schema).ok()?.prepare().ok();
        validator::part(&part, Some(self.registry.get_or_init(made).as_ref()?))
    }

    /// The properties that a condition looks at, on the object itself.
    pub(super) fn properties_of<'v>(&'v self, schema: &'v Value) -> BTreeSet<&'v str> {
        let mut found = BTreeSet::new();
        let follow = |reference: &str| at(schema, reference).or_else(|| at(self.schema, reference));
        properties_of(schema, &follow, &mut BTreeSet::new(), &mut found);
        found
    }
}

/// A copy whose references to the whole bear its address.
fn homed(schema: &Value, is_own: &dyn Fn(&str) -> bool, refers: &mut bool) -> Value {
    match schema {
        Value::Object(fields) => {
            let home = |(key, value): (&String, &Value)| {
                let homed = match (key.as_str(), value) {
                    ("$ref", Value::String(reference)) if reference.starts_with('#') && !is_own(reference) => {
                        *refers = true;
                        Value::from(format!("{WHOLE}{reference}"))
                    }
                    (keyword, _) if VALUES.contains(&keyword) => value.clone(),
                    (keyword, Value::Object(named)) if NAMED.contains(&keyword) => {
                        named.iter().map(|(name, schema)| (name.clone(), homed(schema, is_own, refers))).collect()
                    }
                    _ => homed(value, is_own, refers),
                };
                (key.clone(), homed)
            };
            fields.iter().map(home).collect()
        }
        Value::Array(items) => items.iter().map(|item| homed(item, is_own, refers)).collect(),
        other => other.clone(),
    }
}

/// Each reference is followed once: what it leads to looks at the same object.
fn properties_of<'v>(
    schema: &'v Value,
    follow: &dyn Fn(&str) -> Option<&'v Value>,
    followed: &mut BTreeSet<&'v str>,
    found: &mut BTreeSet<&'v str>,
) {
    let Some(fields) = schema.as_object() else { return };
    let named = fields.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    found.extend(named.map(String::as_str));
    let required = fields.get("required").and_then(Value::as_array).into_iter().flatten();
    found.extend(required.filter_map(Value::as_str));
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let parts = fields.get(keyword).and_then(Value::as_array).into_iter().flatten();
        parts.for_each(|part| properties_of(part, follow, followed, found));
    }
    for keyword in ["not", "if", "then", "else"] {
        fields.get(keyword).into_iter().for_each(|part| properties_of(part, follow, followed, found));
    }
    let reference = fields.get("$ref").and_then(Value::as_str).filter(|reference| followed.insert(reference));
    if let Some(target) = reference.and_then(follow) {
        properties_of(target, follow, followed, found);
    }
}
