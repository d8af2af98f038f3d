//! What a schema asks, once its references are followed: properties, rows, choices.

use super::safety::{MAX_CHOICES, MAX_DEPTH, MAX_FIELDS, SHIPPED, shipped};
use crate::form::pointer::escape;
use crate::form::problem::Problems;
use serde_json::{Map, Value};

/// A schema as a form sees it.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// The keywords, references and `allOf` merged in, without what is in the other fields.
    pub(crate) schema: Map<String, Value>,
    /// Where it is written in the definition.
    pub(crate) pointer: String,
    /// Empty when it has none.
    pub(crate) type_name: String,
    pub(crate) shipped: Option<&'static str>,
    pub(crate) required: bool,
    pub(crate) properties: Vec<(String, Shape)>,
    pub(crate) items: Option<Box<Shape>>,
    /// Values to choose from, with their schemas when these have a title.
    pub(crate) choices: Vec<(Value, Map<String, Value>)>,
    /// Why it can't be followed: a code of problem.
    pub(crate) unfit: Option<&'static str>,
}

impl Shape {
    pub(crate) fn property(&self, name: &str) -> Option<&Self> {
        self.properties.iter().find(|(known, _)| known == name).map(|(_, shape)| shape)
    }

    pub(crate) fn text(&self, keyword: &str) -> Option<&str> {
        self.schema.get(keyword)?.as_str().filter(|text| !text.is_empty())
    }

    pub(crate) fn number(&self, keyword: &str) -> Option<u64> {
        self.schema.get(keyword)?.as_u64()
    }

    /// Keywords that validate properties which no field can ask, because they are nowhere else.
    pub(super) fn unrendered(&self) -> impl Iterator<Item = &'static str> {
        let is_new = |schema: &Value| {
            let names = schema.get("properties").and_then(Value::as_object);
            names.is_some_and(|names| names.keys().any(|name| self.property(name).is_none()))
        };
        let hides = move |keyword: &&'static str| match self.schema.get(*keyword) {
            Some(Value::Array(branches)) => branches.iter().any(is_new),
            Some(Value::Object(schemas)) if *keyword == "dependentSchemas" || *keyword == "dependencies" => {
                schemas.values().any(is_new)
            }
            Some(schema) => is_new(schema),
            None => false,
        };
        ["then", "else", "oneOf", "anyOf", "dependentSchemas", "dependencies"].into_iter().filter(hides)
    }

    /// An object whose properties are asked one by one.
    pub(crate) fn is_group(&self) -> bool {
        self.type_name == "object" && self.shipped.is_none() && !self.properties.is_empty()
    }
}

/// Reads a schema whose size is known to be reasonable.
pub(super) fn read(schema: &Value, problems: &mut Problems) -> Shape {
    let mut reader = Reader { root: schema, problems, fields: 0, stopped: false };
    reader.shape(schema, "/schema", 0, &mut Vec::new())
}

struct Reader<'s, 'p> {
    root: &'s Value,
    problems: &'p mut Problems,
    fields: usize,
    stopped: bool,
}

impl Reader<'_, '_> {
    /// `chain` holds the references that lead here: one that comes back is recursive.
    fn shape(&mut self, schema: &Value, pointer: &str, depth: usize, chain: &mut Vec<String>) -> Shape {
        let mut shape = Shape { pointer: pointer.to_owned(), ..Shape::default() };
        if self.is_too_much(pointer, depth) {
            shape.unfit = Some("size");
            return shape;
        }
        let followed = chain.len();
        match self.flatten(schema, chain) {
            Ok((flat, shipped)) => {
                shape.schema = flat;
                shape.shipped = shipped;
            }
            Err(code) => shape.unfit = Some(code),
        }
        shape.type_name = type_of(&shape.schema);
        self.choices(&mut shape);
        self.children(&mut shape, depth, chain);
        chain.truncate(followed);
        shape
    }

    fn is_too_much(&mut self, pointer: &str, depth: usize) -> bool {
        self.fields += 1;
        let exceeded = if depth > MAX_DEPTH {
            Some(("depth", MAX_DEPTH))
        } else if self.fields > MAX_FIELDS {
            Some(("fields", MAX_FIELDS))
        } else {
            None
        };
        if let Some((code, max)) = exceeded
            && !self.stopped
        {
            self.stopped = true;
            self.problems.error(pointer, code, vec![("max", max.to_string())]);
        }
        self.stopped
    }

    fn children(&mut self, shape: &mut Shape, depth: usize, chain: &mut Vec<String>) {
        let required = shape.schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        let inline = chain.is_empty() && shape.shipped.is_none();
        if let Some(Value::Object(properties)) = shape.schema.shift_remove("properties") {
            for (name, schema) in &properties {
                // Through a reference, the place that people can edit is where the reference stands.
                let here = if inline {
                    format!("{}/properties/{}", shape.pointer, escape(name))
                } else {
                    shape.pointer.clone()
                };
                let mut child = self.shape(schema, &here, depth + 1, chain);
                child.required = required.iter().any(|known| known.as_str() == Some(name));
                shape.properties.push((name.clone(), child));
                if self.stopped {
                    return;
                }
            }
        }
        if let Some(items) = shape.schema.shift_remove("items").filter(|items| items.is_object()) {
            let here = if inline { format!("{}/items", shape.pointer) } else { shape.pointer.clone() };
            shape.items = Some(Box::new(self.shape(&items, &here, depth + 1, chain)));
        }
    }

    /// A schema with its references and its `allOf` laid flat.
    fn flatten(
        &self,
        schema: &Value,
        chain: &mut Vec<String>,
    ) -> Result<(Map<String, Value>, Option<&'static str>), &'static str> {
        let Some(own) = schema.as_object() else { return Ok((Map::new(), None)) };
        let (mut flat, mut name) = (Map::new(), None);
        if let Some(reference) = own.get("$ref").and_then(Value::as_str) {
            if chain.iter().any(|known| known == reference) {
                return Err("ref-recursive");
            }
            chain.push(reference.to_owned());
            let target = self.target(reference)?;
            (flat, name) = self.flatten(&target, chain)?;
            if let Some(known) = shipped(reference) {
                name = Some(known);
                // What a shipped type says of itself is for developers; the question is asked by who refers to it.
                flat.shift_remove("title");
                flat.shift_remove("description");
            }
        }
        let members = own.get("allOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for member in members {
            let (member, shipped) = self.flatten(member, chain)?;
            overlay(&mut flat, member);
            name = name.or(shipped);
        }
        overlay(&mut flat, own.clone());
        Ok((flat, name))
    }

    fn target(&self, reference: &str) -> Result<Value, &'static str> {
        if let Some(name) = shipped(reference) {
            let source = SHIPPED.iter().find(|(known, _)| *known == name).map_or("", |(_, source)| *source);
            return serde_json::from_str(source).map_err(|_| "ref-unknown");
        }
        let fragment = reference.strip_prefix('#').ok_or("ref-remote")?;
        let fragment = fragment.replace("%25", "%").replace("%7B", "{").replace("%7D", "}").replace("%20", " ");
        self.root.pointer(&fragment).cloned().ok_or("ref-unknown")
    }

    /// `enum`, or `oneOf` / `anyOf` of constants.
    fn choices(&mut self, shape: &mut Shape) {
        let found = constants(&shape.schema);
        if found.len() > MAX_CHOICES {
            self.problems.error(&shape.pointer, "choices", vec![("max", MAX_CHOICES.to_string())]);
            return;
        }
        shape.choices = found;
    }
}

fn constants(schema: &Map<String, Value>) -> Vec<(Value, Map<String, Value>)> {
    if let Some(Value::Array(values)) = schema.get("enum") {
        return values.iter().filter(|value| !value.is_null()).map(|value| (value.clone(), Map::new())).collect();
    }
    let branches = ["oneOf", "anyOf"].iter().find_map(|keyword| schema.get(*keyword)?.as_array());
    let Some(branches) = branches else { return Vec::new() };
    let constant = |branch: &Value| {
        let branch = branch.as_object()?;
        let single = branch.get("enum").and_then(Value::as_array).filter(|values| values.len() == 1);
        let value = branch.get("const").or_else(|| single.and_then(|values| values.first()))?;
        (!value.is_object() && !value.is_array()).then(|| (value.clone(), branch.clone()))
    };
    let found: Option<Vec<_>> = branches.iter().map(constant).collect();
    found.unwrap_or_default().into_iter().filter(|(value, _)| !value.is_null()).collect()
}

/// `null` beside a type only says that the answer may be absent.
fn type_of(schema: &Map<String, Value>) -> String {
    let named = match schema.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        _ => None,
    };
    let inferred = || {
        if schema.contains_key("properties") {
            "object"
        } else if schema.contains_key("items") {
            "array"
        } else {
            match schema.get("const") {
                Some(Value::Bool(_)) => "boolean",
                Some(Value::String(_)) => "string",
                _ => "",
            }
        }
    };
    named.unwrap_or_else(inferred).to_owned()
}

/// Lays keywords over others: properties and required names add up, the rest is replaced.
fn overlay(base: &mut Map<String, Value>, over: Map<String, Value>) {
    for (key, value) in over {
        match (key.as_str(), base.get_mut(&key), value) {
            ("$ref" | "allOf", _, _) => {}
            ("properties", Some(Value::Object(known)), Value::Object(more)) => known.extend(more),
            ("required", Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
            (_, _, value) => {
                base.insert(key, value);
            }
        }
    }
}
