//! From the keywords of a schema to what it asks.

use super::flatten::{Flat, Flattener, MAX_COPIES, When};
use super::safety::{MAX_ALL_CHOICES, MAX_CHOICES, MAX_DEPTH, MAX_FIELDS};
use super::shape::{Branch, Shape, Sometimes};
use super::union::{self, Titled, Union};
use crate::form::pointer::escape;
use crate::form::problem::Problems;
use serde_json::Value;
use std::borrow::Cow;

/// Reads a schema whose size is known to be reasonable.
pub(super) fn schema(schema: &Value, problems: &mut Problems) -> Shape {
    let flattener = Flattener::new(schema);
    let mut reader = Reader { flattener, problems, fields: 0, choices: 0, stopped: false };
    let shape = reader.shape(schema, "/schema", 0, &mut Vec::new());
    if reader.flattener.is_spent() {
        reader.exceeds("/schema", "size", MAX_COPIES);
    }
    shape
}

pub(super) struct Reader<'s, 'p> {
    flattener: Flattener<'s>,
    problems: &'p mut Problems,
    fields: usize,
    choices: usize,
    pub(super) stopped: bool,
}

impl Reader<'_, '_> {
    /// `chain` holds the references that lead here: one that keeps coming back is recursive.
    pub(super) fn shape(&mut self, schema: &Value, pointer: &str, depth: usize, chain: &mut Vec<String>) -> Shape {
        self.shape_beside(schema, pointer, Vec::new(), depth, chain)
    }

    /// As `shape`, where these names are asked at the same place already.
    fn shape_beside(
        &mut self,
        schema: &Value,
        pointer: &str,
        beside: Vec<String>,
        depth: usize,
        chain: &mut Vec<String>,
    ) -> Shape {
        let followed = chain.len();
        let shape = if self.is_too_much(pointer, depth) {
            unfit(pointer, "size")
        } else {
            match self.flattener.flatten(schema, chain) {
                Ok(flat) => self.laid_flat(Flat { beside, ..flat }, pointer, depth, chain),
                Err(code) => unfit(pointer, code),
            }
        };
        chain.truncate(followed);
        shape
    }

    fn laid_flat(&mut self, mut flat: Flat, pointer: &str, depth: usize, chain: &mut Vec<String>) -> Shape {
        let (mut branches, mut is_open) = (Vec::new(), false);
        for union in std::mem::take(&mut flat.unions) {
            match union::read(union, &flat, &self.flattener, chain) {
                Union::Choices(choices) => flat.choices = choices,
                Union::Open(choices) => {
                    (flat.choices, is_open) = (choices, true);
                    flat.keywords.entry("type").or_insert_with(|| Value::from("string"));
                }
                Union::Same(schema) => {
                    if let Ok(only) = self.flattener.flatten(&schema, chain) {
                        flat.add(only);
                    }
                }
                Union::ByAnswer(sometimes) => flat.sometimes.extend(sometimes),
                Union::Branches(found) => {
                    branches = union::crossed(branches, found).unwrap_or_else(|| {
                        self.problems.error(pointer, "unions", vec![]);
                        Vec::new()
                    });
                }
                Union::Checked(types, demands) => {
                    types.into_iter().for_each(|types| drop(flat.keywords.insert("type".to_owned(), types)));
                    flat.sometimes.extend(demands);
                }
            }
        }
        let mut shape = Shape { pointer: pointer.to_owned(), shipped: flat.shipped, is_open, ..Shape::default() };
        shape.choices = union::choices(&flat);
        (shape.type_name, shape.schema, shape.tallies) = (type_of(&flat), flat.keywords, flat.tallies);
        self.choices += shape.choices.len();
        if shape.choices.len() > MAX_CHOICES || self.choices > MAX_ALL_CHOICES {
            self.exceeds(pointer, "choices", MAX_CHOICES);
            shape.choices.clear();
        }
        if shape.choices.iter().any(|(value, _)| value.is_object() || value.is_array()) {
            // An object or a list that is chosen is chosen whole.
            shape.type_name.clear();
            return shape;
        }
        self.children(&mut shape, depth, chain);
        for (when, schema) in flat.sometimes {
            self.sometimes(&mut shape, when, &schema, depth, chain);
        }
        self.branches(&mut shape, branches, depth, chain);
        self.entries(&mut shape, depth, chain);
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
        if let Some((code, max)) = exceeded {
            self.exceeds(pointer, code, max);
        }
        self.stopped
    }

    /// Tells what is too much, once: the rest is not looked at.
    fn exceeds(&mut self, pointer: &str, code: &'static str, max: usize) {
        if !self.stopped {
            self.stopped = true;
            self.problems.error(pointer, code, vec![("max", max.to_string())]);
        }
    }

    fn children(&mut self, shape: &mut Shape, depth: usize, chain: &mut Vec<String>) {
        let required = shape.schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
        // Through a reference, the place that people can edit is where the reference stands.
        let inline = chain.is_empty() && shape.shipped.is_none();
        let here = shape.pointer.clone();
        let place = |suffix: String| if inline { format!("{here}/{suffix}") } else { here.clone() };
        if let Some(Value::Object(properties)) = shape.schema.shift_remove("properties") {
            for (name, schema) in &properties {
                let schema = &with_default(schema, shape.schema.get("default").and_then(|given| given.get(name)));
                let mut child = self.shape(schema, &place(format!("properties/{}", escape(name))), depth + 1, chain);
                child.required = required.iter().any(|known| known.as_str() == Some(name));
                if **schema != Value::Bool(false) && !self.ends(&child) {
                    shape.properties.push((name.clone(), child));
                }
            }
        }
        let tuple = ["prefixItems", "items"].into_iter().find(|keyword| is_list(shape.schema.get(*keyword)));
        if let Some((keyword, Value::Array(places))) = tuple.and_then(|at| Some((at, shape.schema.shift_remove(at)?))) {
            let default = shape.schema.get("default").cloned().unwrap_or_default();
            for (n, schema) in places.iter().enumerate() {
                let schema = &with_default(schema, default.get(n));
                let child = self.shape(schema, &place(format!("{keyword}/{n}")), depth + 1, chain);
                shape.places.push(child);
            }
            self.rest(shape, if keyword == "items" { "additionalItems" } else { "items" }, &place, (depth, chain));
        }
        let is_list = shape.type_name == "array" && shape.shipped.is_none() && shape.places.is_empty();
        if is_list {
            // A list that says nothing of its items is one of texts.
            let items = shape.schema.shift_remove("items").unwrap_or(Value::Bool(true));
            let items = self.shape(&items, &place("items".to_owned()), depth + 1, chain);
            // A list of what isn't asked any deeper isn't asked.
            shape.unfit = shape.unfit.or(items.unfit.filter(|code| *code == "ref-recursive"));
            shape.items = Some(Box::new(items));
        }
    }

    /// The rows after the places of a tuple, where it says what they hold; that there may be more is no question.
    fn rest(
        &mut self,
        shape: &mut Shape,
        keyword: &str,
        place: &impl Fn(String) -> String,
        (depth, chain): (usize, &mut Vec<String>),
    ) {
        let says = |schema: &Value| schema.as_object().is_some_and(|fields| !fields.is_empty());
        let has_room = shape.number("maxItems").is_none_or(|most| most > shape.places.len() as u64);
        if let Some(rest) = shape.schema.shift_remove(keyword).filter(|schema| has_room && says(schema)) {
            let rest = self.shape(&rest, &place(keyword.to_owned()), depth + 1, chain);
            if !self.ends(&rest) {
                shape.items = Some(Box::new(rest));
            }
        }
    }

    /// Whether a form stops here: a tree is asked so deep and no deeper.
    pub(super) fn ends(&mut self, shape: &Shape) -> bool {
        let ends = shape.unfit == Some("ref-recursive");
        if ends {
            self.problems.warn(&shape.pointer, "ref-recursive", vec![]);
        }
        ends || self.stopped
    }

    fn sometimes(&mut self, shape: &mut Shape, when: When, schema: &Value, depth: usize, chain: &mut Vec<String>) {
        if self.stopped {
            return;
        }
        let mut found = self.shape_beside(schema, &shape.pointer.clone(), names_of(shape), depth + 1, chain);
        found.keep_said(shape);
        found.type_name.clone_from(&shape.type_name);
        let asks = found.asks_more_than(shape);
        if found.unfit.is_none() && (asks || found.demands() || !found.sometimes.is_empty()) {
            shape.sometimes.push(Sometimes { when, shape: found, asks });
        }
    }

    fn branches(&mut self, shape: &mut Shape, sources: Vec<Titled>, depth: usize, chain: &mut Vec<String>) {
        for Titled { indexes, title, schema } in sources {
            let mut found = self.shape_beside(&schema, &shape.pointer.clone(), names_of(shape), depth + 1, chain);
            found.keep_said(shape);
            if found.type_name.is_empty() {
                found.type_name.clone_from(&shape.type_name);
            }
            if !self.ends(&found) {
                shape.branches.push(Branch { title, indexes, shape: found });
            }
        }
    }
}

/// A property, with what the `default` of its object says of it.
fn with_default<'v>(schema: &'v Value, given: Option<&Value>) -> Cow<'v, Value> {
    match (schema, given) {
        (Value::Object(own), Some(given)) => {
            let mut own = own.clone();
            own.insert("default".to_owned(), given.clone());
            Cow::Owned(Value::Object(own))
        }
        _ => Cow::Borrowed(schema),
    }
}

fn unfit(pointer: &str, code: &'static str) -> Shape {
    Shape { pointer: pointer.to_owned(), unfit: Some(code), ..Shape::default() }
}

fn is_list(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.as_array().is_some_and(|list| !list.is_empty()))
}

fn names_of(shape: &Shape) -> Vec<String> {
    shape.properties.iter().map(|(name, _)| name.clone()).collect()
}

/// `null` beside a type only says that the answer may be absent.
fn type_of(flat: &Flat) -> String {
    let has = |keyword: &str| flat.keywords.contains_key(keyword);
    let named = match flat.keywords.get("type") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(Value::Array(names)) => one_of(names),
        _ => None,
    };
    let inferred = || match flat.keywords.get("const") {
        _ if has("properties") || !flat.sometimes.is_empty() => "object",
        _ if has("items") || has("prefixItems") => "array",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::String(_)) => "string",
        Some(Value::Number(_)) => "number",
        _ if NUMERIC.iter().any(|keyword| has(keyword)) => "number",
        _ => "",
    };
    named.unwrap_or_else(inferred).to_owned()
}

/// Keywords that say something of numbers only.
const NUMERIC: [&str; 5] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

/// The type to ask for where several are taken; none where they have nothing in common, and then it is told from what is typed.
fn one_of(names: &[Value]) -> Option<&str> {
    let mut named = names.iter().filter_map(Value::as_str).filter(|name| *name != "null");
    let first = named.next()?;
    let rest: Vec<&str> = named.collect();
    match first {
        "integer" | "number" if rest.iter().all(|other| ["integer", "number"].contains(other)) => {
            Some(if rest.contains(&"number") { "number" } else { first })
        }
        _ if rest.is_empty() => Some(first),
        "object" | "array" => Some(first),
        _ => rest.iter().find(|other| ["object", "array"].contains(other)).copied().or(Some("")),
    }
}
