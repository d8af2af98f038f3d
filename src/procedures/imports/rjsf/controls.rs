//! A `uiSchema` laid over its schema.

use super::followed;
use super::widgets;
use crate::procedures::imports::ledger::{Ledger, Node};
use serde_json::{Map, Value, json};

/// Keywords that hold schemas which apply only sometimes, by name or in a list.
const BY_NAME: [&str; 2] = ["dependentSchemas", "patternProperties"];
const IN_LISTS: [&str; 3] = ["allOf", "oneOf", "anyOf"];
const ALONE: [&str; 2] = ["then", "else"];

/// Where a `uiSchema` is laid.
pub(super) struct Place<'v, 'l> {
    /// The whole schema as it was, for references.
    pub(super) root: Value,
    /// Parts of the `uiSchema` that others refer to.
    pub(super) shared: Option<Node<'v>>,
    pub(super) ledger: &'l mut Ledger,
}

/// Lays a `uiSchema` over a schema.
pub(super) fn apply(schema: &mut Value, ui: &Node<'_>, ledger: &mut Ledger) {
    let shared = ledger.get(ui, "ui:definitions").or_else(|| ledger.get(ui, "definitions"));
    ledger.skip(ui, &["ui:rootFieldId"]);
    Place { root: schema.clone(), shared, ledger }.over(schema, ui, 0);
}

impl<'v> Place<'v, '_> {
    /// A `uiSchema` over the schema of one place.
    fn over(&mut self, schema: &mut Value, ui: &Node<'v>, turns: usize) {
        const TURNS: usize = 30;
        if turns > TURNS {
            return;
        }
        if !ui.value.is_object() {
            return;
        }
        self.inline(schema);
        if let Some(name) = self.ledger.text(ui, "$ref")
            && let Some(shared) = self.shared.clone().and_then(|shared| self.ledger.get(&shared, name))
        {
            self.over(schema, &shared, turns + 1);
        }
        if !schema.is_object() {
            return;
        }
        widgets::said(schema, ui, self.ledger);
        self.order(schema, ui);
        let names: Vec<&str> = ui.value.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
        for name in names.into_iter().filter(|name| !name.starts_with("ui:") && *name != "$ref") {
            self.part(schema, ui, name, turns);
        }
    }

    fn part(&mut self, schema: &mut Value, ui: &Node<'v>, name: &str, turns: usize) {
        let mut found = Vec::new();
        properties(schema, name, &self.root, &mut found, 0);
        if !found.is_empty() {
            let Some(child) = self.ledger.get(ui, name) else { return };
            found.into_iter().for_each(|property| self.over(property, &child, turns + 1));
            return;
        }
        let list = schema.get(name).is_some_and(Value::is_array);
        match name {
            "items" if ui.peek(name).is_some_and(Value::is_array) => {
                let places = self.ledger.list(ui, name);
                let places = places.iter().enumerate();
                for (n, child) in places {
                    if let Some(part) = schema.pointer_mut(&format!("/prefixItems/{n}")) {
                        self.over(part, child, turns + 1);
                    }
                }
            }
            "items" | "additionalItems" | "additionalProperties" => {
                let keyword = if name == "additionalItems" { "items" } else { name };
                if let Some(part) = schema.get_mut(keyword).filter(|part| part.is_object())
                    && let Some(child) = self.ledger.get(ui, name)
                {
                    self.over(part, &child, turns + 1);
                }
            }
            "oneOf" | "anyOf" | "allOf" if list => {
                for (n, child) in self.ledger.list(ui, name).iter().enumerate() {
                    if let Some(part) = schema.pointer_mut(&format!("/{name}/{n}")) {
                        self.over(part, child, turns + 1);
                    }
                }
            }
            // What names nothing is told by the ledger.
            _ => {}
        }
    }

    /// What a reference leads to is written out, so that it can be worded for this place alone.
    fn inline(&self, schema: &mut Value) {
        let target = followed(schema, &self.root);
        if std::ptr::eq(target, schema) {
            return;
        }
        let mut whole = target.as_object().cloned().unwrap_or_default();
        let own = schema.as_object().into_iter().flatten().filter(|(key, _)| *key != "$ref");
        whole.extend(own.map(|(key, value)| (key.clone(), value.clone())));
        *schema = Value::Object(whole);
    }

    /// `ui:order`, or the order of a grid: `*` stands for the rest.
    fn order(&mut self, schema: &mut Value, ui: &Node<'v>) {
        let mut names = Vec::new();
        if let Some(grid) = ["ui:layoutGrid", "ui:grid"].iter().find_map(|key| self.ledger.get(ui, key)) {
            in_grid(grid.value, &mut names);
            self.ledger.lose(&grid.pointer, "layout", &[]);
        } else {
            let options = self.ledger.get(ui, "ui:options");
            let listed = [options.as_ref().map(|node| (node, "order")), Some((ui, "ui:order"))];
            let listed = listed.into_iter().flatten().find_map(|(node, key)| self.ledger.whole(node, key));
            names.extend(listed.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str));
        }
        let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
        let known: Vec<String> = properties.keys().cloned().collect();
        let rank = |name: &str| {
            let rest = names.iter().position(|other| *other == "*").unwrap_or(names.len());
            names.iter().position(|other| *other == name).unwrap_or(rest)
        };
        let mut sorted = known.clone();
        sorted.sort_by_key(|name| rank(name));
        if sorted != known {
            let mut moved: Map<String, Value> = std::mem::take(properties);
            let entries = sorted.into_iter().filter_map(|name| moved.shift_remove(&name).map(|schema| (name, schema)));
            *properties = entries.collect();
        }
    }
}

/// The names of a grid, in the order in which they are read.
fn in_grid<'v>(grid: &'v Value, names: &mut Vec<&'v str>) {
    match grid {
        Value::String(name) => names.extend(name.split('.').next()),
        Value::Array(items) => items.iter().for_each(|item| in_grid(item, names)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match key.as_str() {
                    "name" => in_grid(value, names),
                    "ui:row" | "ui:col" | "ui:columns" | "ui:condition" | "children" => in_grid(value, names),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

/// Every schema that a property has in an object: always, or only sometimes.
fn properties<'s>(schema: &'s mut Value, name: &str, root: &Value, found: &mut Vec<&'s mut Value>, level: usize) {
    const LEVELS: usize = 8;
    if level > LEVELS {
        return;
    }
    if level > 0 && schema.get("$ref").is_some() {
        let target = followed(schema, root);
        if target.pointer("/properties").is_some_and(|known| known.get(name).is_some()) {
            *schema = target.clone();
        }
    }
    let Some(fields) = schema.as_object_mut() else { return };
    for (key, value) in fields {
        let key = key.as_str();
        if key == "properties" {
            found.extend(value.get_mut(name).filter(|known| known.is_object()));
        } else if BY_NAME.contains(&key) {
            let parts = value.as_object_mut().into_iter().flatten();
            parts.for_each(|(_, part)| properties(part, name, root, found, level + 1));
        } else if IN_LISTS.contains(&key) {
            let parts = value.as_array_mut().into_iter().flatten();
            parts.for_each(|part| properties(part, name, root, found, level + 1));
        } else if ALONE.contains(&key) {
            properties(value, name, root, found, level + 1);
        }
    }
}

/// Adds to what a control says: an option, a label…
pub(super) fn control(schema: &mut Map<String, Value>, key: &str, value: Value) {
    let control = schema.entry("control").or_insert_with(|| json!({}));
    if let Some(fields) = control.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

/// Adds to the options of a control.
pub(super) fn option(schema: &mut Map<String, Value>, key: &str, value: Value) {
    let control = schema.entry("control").or_insert_with(|| json!({}));
    if let Some(fields) = control.as_object_mut() {
        let options = fields.entry("options").or_insert_with(|| json!({}));
        options[key] = value;
    }
}
