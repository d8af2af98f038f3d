//! A schema with its references and its `allOf` laid flat. What applies only sometimes is set apart.

use super::bundle;
use super::safety::{SHIPPED, shipped};
use super::tallies;
use serde_json::{Map, Value, json};
use std::cell::Cell;

/// How many times a reference may come back to itself: a tree is asked that deep.
const MAX_TURNS: usize = 3;

/// How many values may be copied in laying a form flat: each once for each level that it stands under.
pub(super) const MAX_COPIES: usize = 400_000;

/// Keywords that describe one place, without alternatives.
#[derive(Debug, Default, Clone)]
pub(super) struct Flat {
    pub(super) keywords: Map<String, Value>,
    pub(super) shipped: Option<&'static str>,
    /// What applies when something holds of the value.
    pub(super) sometimes: Vec<(When, Value)>,
    /// Each `oneOf` and each `anyOf`.
    pub(super) unions: Vec<Vec<Value>>,
    /// Those of them that only say how many of several questions are to be answered.
    pub(super) tallies: Vec<tallies::Names>,
    /// The values that one of these offers.
    pub(super) choices: Vec<(Value, Map<String, Value>)>,
    /// Names that are asked at the same place already, outside of this schema.
    pub(super) beside: Vec<String>,
}

/// What must hold of a value for a schema to apply to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum When {
    Passes(Value),
    Fails(Value),
    /// It has this property.
    Has(String),
}

/// Follows references from a root.
pub(super) struct Flattener<'s> {
    root: &'s Value,
    /// Values that may still be copied.
    budget: Cell<usize>,
}

impl<'s> Flattener<'s> {
    pub(super) fn new(root: &'s Value) -> Self {
        Self { root, budget: Cell::new(MAX_COPIES) }
    }

    /// Whether there was more to copy than may be.
    pub(super) fn is_spent(&self) -> bool {
        self.budget.get() == 0
    }

    /// Counts the values that a schema holds, as long as they may be copied.
    fn pay(&self, value: &Value) -> Result<(), &'static str> {
        self.budget.set(self.budget.get().checked_sub(1).ok_or("size")?);
        match value {
            Value::Object(fields) => fields.values().try_for_each(|value| self.pay(value)),
            Value::Array(items) => items.iter().try_for_each(|value| self.pay(value)),
            _ => Ok(()),
        }
    }

    /// `chain` holds the references that lead here.
    pub(super) fn flatten(&self, schema: &Value, chain: &mut Vec<String>) -> Result<Flat, &'static str> {
        let mut flat = Flat::default();
        let Some(own) = schema.as_object() else { return Ok(flat) };
        self.pay(schema)?;
        if let Some(reference) = own.get("$ref").and_then(Value::as_str) {
            if chain.iter().filter(|known| *known == reference).count() >= MAX_TURNS {
                return Err("ref-recursive");
            }
            chain.push(reference.to_owned());
            let target = self.target(reference)?;
            flat = self.flatten(&target, chain)?;
            if let Some(known) = shipped(reference) {
                flat.shipped = Some(known);
                // What a shipped type says of itself is for developers; the question is asked by who refers to it.
                flat.keywords.shift_remove("title");
                flat.keywords.shift_remove("description");
            }
        }
        let members = own.get("allOf").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        for member in members {
            let member = self.flatten(member, chain)?;
            flat.add(member);
        }
        flat.add(Flat::of(own));
        Ok(flat)
    }

    fn target(&self, reference: &str) -> Result<Value, &'static str> {
        if let Some(name) = shipped(reference) {
            let source = SHIPPED.iter().find(|(known, _)| *known == name).map_or("", |(_, source)| *source);
            return serde_json::from_str(source).map_err(|_| "ref-unknown");
        }
        // What leads out of the form was told already.
        bundle::at(self.root, reference).cloned().ok_or("ref-unknown")
    }
}

impl Flat {
    /// What a union of constants says of a value.
    pub(super) fn of_choice(&self, value: &Value) -> Map<String, Value> {
        let found = self.choices.iter().find(|(offered, _)| offered == value);
        found.map(|(_, schema)| schema.clone()).unwrap_or_default()
    }

    /// What a schema says itself.
    fn of(own: &Map<String, Value>) -> Self {
        let mut flat = Self { tallies: tallies::of(own), ..Self::default() };
        if let Some(condition) = own.get("if") {
            let then = own.get("then").map(|then| (When::Passes(condition.clone()), then.clone()));
            let otherwise = own.get("else").map(|otherwise| (When::Fails(condition.clone()), otherwise.clone()));
            flat.sometimes.extend(then.into_iter().chain(otherwise));
        }
        for keyword in ["dependentSchemas", "dependencies"] {
            let by_name = own.get(keyword).and_then(Value::as_object).into_iter().flatten();
            let schemas = by_name.filter(|(_, schema)| schema.is_object());
            flat.sometimes.extend(schemas.map(|(name, schema)| (When::Has(name.clone()), schema.clone())));
        }
        for keyword in ["dependentRequired", "dependencies"] {
            let by_name = own.get(keyword).and_then(Value::as_object).into_iter().flatten();
            let names = by_name.filter(|(_, names)| names.is_array());
            flat.sometimes.extend(names.map(|(name, names)| (When::Has(name.clone()), json!({ "required": names }))));
        }
        for keyword in ["oneOf", "anyOf"] {
            flat.unions.extend(own.get(keyword).and_then(Value::as_array).cloned());
        }
        for (keyword, value) in own {
            if !APART.contains(&keyword.as_str()) {
                flat.keywords.insert(keyword.clone(), value.clone());
            }
        }
        flat
    }

    /// Lays keywords over others: properties and required names add up, the rest is replaced.
    pub(super) fn add(&mut self, over: Self) {
        for (key, value) in over.keywords {
            match (key.as_str(), self.keywords.get_mut(&key), value) {
                ("properties", Some(Value::Object(known)), Value::Object(more)) => properties(known, more),
                ("required", Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
                (_, _, value) => {
                    self.keywords.insert(key, value);
                }
            }
        }
        self.shipped = self.shipped.or(over.shipped);
        self.sometimes.extend(over.sometimes);
        self.unions.extend(over.unions);
        self.tallies.extend(over.tallies);
    }
}

/// Keywords that are read apart.
const APART: [&str; 9] = ["$ref", "allOf", "if", "then", "else", "dependentSchemas", "dependencies", "oneOf", "anyOf"];

/// A property that is described twice is both at once.
fn properties(known: &mut Map<String, Value>, more: Map<String, Value>) {
    for (name, schema) in more {
        match known.get_mut(&name) {
            Some(first) if *first != schema => both(first, schema),
            _ => drop(known.insert(name, schema)),
        }
    }
}

/// Makes one schema of two. What is both already takes one more, so that many do not nest.
fn both(first: &mut Value, second: Value) {
    let taken = first.as_object_mut().filter(|fields| fields.len() == 1).and_then(|fields| fields.get_mut("allOf"));
    if let Some(Value::Array(members)) = taken {
        members.push(second);
    } else {
        *first = Value::from_iter([("allOf", Value::from(vec![first.take(), second]))]);
    }
}
