//! How often a validator may have to look at one place of a document. Schemas that refer to each other twice at the same place
//! double the work at each level, and a validator has no limit of its own.

use super::bundle;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;

/// How many schemas may apply to one place.
const MAX_WEIGHT: usize = 1_000;

/// The weight of a schema, and whether it leads back to one that leads to it.
type Weight = (usize, bool);

/// Too many schemas apply to one place.
pub(super) struct TooHeavy;

/// Whether validating takes a time that grows no faster than the document.
pub(super) fn weigh(root: &Value) -> Result<(), TooHeavy> {
    Scale { root, known: HashMap::new() }.weight(root).map(drop)
}

struct Scale<'s> {
    root: &'s Value,
    /// By address of the schema; none while it is being weighed.
    known: HashMap<*const Value, Option<Weight>>,
}

impl<'s> Scale<'s> {
    fn weight(&mut self, schema: &'s Value) -> Result<Weight, TooHeavy> {
        if let Some(known) = self.known.get(&std::ptr::from_ref(schema)) {
            return Ok(known.unwrap_or((1, true)));
        }
        self.known.insert(std::ptr::from_ref(schema), None);
        let mut here = Vec::new();
        self.in_place(schema, &mut Vec::new(), &mut here)?;
        let (mut most, mut leads_back) = (here.len(), false);
        for schemas in children(&here).into_values() {
            let (mut sum, mut back) = (0, 0);
            for schema in schemas {
                let (weight, is_back) = self.weight(schema)?;
                (sum, back) = (sum + weight, back + usize::from(is_back));
            }
            // Two ways back from one place double at each turn.
            if sum > MAX_WEIGHT || back > 1 {
                return Err(TooHeavy);
            }
            (most, leads_back) = (most.max(sum), leads_back || back > 0);
        }
        self.known.insert(std::ptr::from_ref(schema), Some((most, leads_back)));
        Ok((most, leads_back))
    }

    /// All schemas that apply where this one does, as often as they do.
    fn in_place(
        &self,
        schema: &'s Value,
        chain: &mut Vec<&'s str>,
        found: &mut Vec<&'s Value>,
    ) -> Result<(), TooHeavy> {
        // What holds no other schema costs no more than its own length: a list of constants may be long.
        let Some(fields) = schema.as_object().filter(|fields| fields.values().any(holds_schemas)) else {
            return Ok(());
        };
        found.push(schema);
        if found.len() > MAX_WEIGHT {
            return Err(TooHeavy);
        }
        for (keyword, value) in fields {
            match (keyword.as_str(), value) {
                ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                    schemas.iter().try_for_each(|schema| self.in_place(schema, chain, found))?;
                }
                ("dependentSchemas" | "dependencies", Value::Object(schemas)) => {
                    schemas.values().try_for_each(|schema| self.in_place(schema, chain, found))?;
                }
                ("not" | "if" | "then" | "else", schema) => self.in_place(schema, chain, found)?,
                ("$ref", Value::String(reference)) if !chain.contains(&reference.as_str()) => {
                    // Shipped types refer to nothing.
                    if let Some(target) = bundle::at(self.root, reference) {
                        chain.push(reference);
                        self.in_place(target, chain, found)?;
                        chain.pop();
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a keyword's value may hold schemas, or refer to one.
fn holds_schemas(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Array(items) => items.iter().any(Value::is_object),
        Value::String(text) => text.starts_with('#'),
        _ => false,
    }
}

/// What applies to each place below, by what it is called: a property, any other name, an item.
fn children<'s>(here: &[&'s Value]) -> HashMap<Cow<'s, str>, Vec<&'s Value>> {
    const OTHERS: &str = "\0names";
    const ITEMS: &str = "\0items";
    let mut found: HashMap<Cow<'_, str>, Vec<&Value>> = HashMap::new();
    for (keyword, value) in here.iter().filter_map(|schema| schema.as_object()).flatten() {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(schemas)) => {
                schemas.iter().for_each(|(name, schema)| found.entry(name.into()).or_default().push(schema));
            }
            ("patternProperties", Value::Object(schemas)) => {
                found.entry(OTHERS.into()).or_default().extend(schemas.values().take(MAX_WEIGHT + 1));
            }
            ("additionalProperties" | "unevaluatedProperties", schema) => {
                found.entry(OTHERS.into()).or_default().push(schema)
            }
            ("prefixItems" | "items", Value::Array(schemas)) => {
                for (n, schema) in schemas.iter().enumerate() {
                    found.entry(format!("\0{n}").into()).or_default().push(schema);
                }
            }
            ("items" | "contains" | "additionalItems" | "unevaluatedItems", schema) => {
                found.entry(ITEMS.into()).or_default().push(schema);
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_doubles_is_too_heavy_and_what_is_long_is_not() {
        let is_light = |schema: Value| weigh(&schema).is_ok();
        let node = json!({"$ref": "#/$defs/n"});
        let rooted = |n: Value| json!({"$ref": "#/$defs/n", "$defs": {"n": n}});
        let titles: Vec<Value> = (0..5_000).map(|n| json!({"const": n, "title": n.to_string()})).collect();
        assert!(is_light(json!({"properties": {"a": {"oneOf": titles}}})));
        assert!(is_light(rooted(json!({"properties": {"left": node, "right": node, "more": {"items": node}}}))));
        let way = json!({"properties": {"a": node}});
        assert!(!is_light(rooted(json!({"allOf": [way, way]}))));
        let mut definitions = json!({"d0": {"properties": {"z": {"type": "string"}}}});
        for n in 1..=20 {
            let before = json!({"$ref": format!("#/$defs/d{}", n - 1)});
            definitions[format!("d{n}")] = json!({"oneOf": [before, before]});
        }
        assert!(!is_light(json!({"$ref": "#/$defs/d20", "$defs": definitions})));
    }
}
