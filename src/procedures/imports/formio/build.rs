//! Components into a schema and a UI schema.

use super::conditions::{Shown, shown};
use super::kinds::{self, Kind};
use super::names::{Index, ROW};
use super::questions;
use super::silent::{LOOKS, SKIPPED};
use super::words;
use crate::form::escape;
use crate::procedures::imports::frame::{markdown, plain_text};
use crate::procedures::imports::ledger::{Ledger, Node};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What is built so far.
pub(super) struct Builder<'l> {
    pub(super) ledger: &'l mut Ledger,
    pub(super) index: Index,
    pub(super) schema: Value,
    pub(super) checks: Vec<Value>,
    /// Texts by language and key.
    pub(super) translations: BTreeMap<String, BTreeMap<String, String>>,
    /// Rules of Open Forms that show or hide a component, by its key.
    pub(super) rules: Vec<(String, Value)>,
    /// Components that a rule shows.
    pub(super) revealed: Vec<(String, Value)>,
    /// The language of texts that say none.
    pub(super) language: String,
}

/// Where a component stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    /// What holds it.
    pub(super) path: Vec<String>,
}

impl Builder<'_> {
    pub(super) fn all(&mut self, nodes: &[Node<'_>], place: &Place, level: usize) -> Vec<Value> {
        nodes.iter().flat_map(|node| self.component(node, place, level)).collect()
    }

    /// The elements of a component: none, one, or those of what it lays out.
    fn component(&mut self, node: &Node<'_>, place: &Place, level: usize) -> Vec<Value> {
        const LEVELS: usize = 30;
        self.ledger.get_self(node);
        if level > LEVELS || !node.value.is_object() {
            self.ledger.lose(&node.pointer, "invalid", &[]);
            return Vec::new();
        }
        let kind = kinds::of(node);
        let type_name = node.peek_text("type").to_owned();
        self.silence(node);
        match kind {
            // The page has its own buttons.
            Kind::Button => {
                self.ledger.all(node);
                return Vec::new();
            }
            Kind::Lost => {
                self.ledger.lose(&node.pointer, "component", &[("type", &type_name)]);
                return Vec::new();
            }
            _ => {}
        }
        let own = self.index.paths.get(&node.pointer).cloned();
        let found = shown(self, node, place, own.as_deref());
        if matches!(found, Shown::Never) {
            return self.unasked(node, kind, own);
        }
        if let Some(own) = &own {
            self.renamed(node, own);
        }
        let mut element = match kind {
            Kind::Layout => self.layout(node, place, level),
            Kind::Words => words::element(self, node),
            Kind::Container | Kind::Rows => self.holder(node, kind, own.unwrap_or_default(), level),
            _ => questions::ask(self, node, kind, &own.unwrap_or_default()),
        };
        if let (Some(fields), Shown::When(rule)) = (element.as_object_mut(), found) {
            fields.insert("rule".to_owned(), json!({ "effect": "SHOW", "condition": { "logic": rule } }));
        }
        if element.is_null() { Vec::new() } else { vec![element] }
    }

    /// A hidden field that is computed is still computed; the others are not asked.
    fn unasked(&mut self, node: &Node<'_>, kind: Kind, own: Option<Vec<String>>) -> Vec<Value> {
        let is_computed = node.peek("calculateValue").is_some_and(|script| !self.ledger.is_blank(script));
        if let (true, Some(own)) = (is_computed, own) {
            self.ledger.note(&node.at("hidden"), "hidden", &[]);
            questions::ask(self, node, kind, &own);
        } else {
            self.ledger.lose(&node.pointer, "hidden", &[]);
        }
        Vec::new()
    }

    /// A name that could not be kept is told.
    fn renamed(&mut self, node: &Node<'_>, own: &[String]) {
        let (key, name) = (node.peek_text("key"), own.join("."));
        let is_kept = name.strip_suffix(key).is_some_and(|before| before.is_empty() || before.ends_with('.'));
        if !key.is_empty() && !is_kept {
            let code = if name.contains(key) { "duplicate" } else { "key" };
            self.ledger.note(&node.at("key"), code, &[("name", own.last().map_or("", String::as_str))]);
        }
    }

    fn silence(&mut self, node: &Node<'_>) {
        self.ledger.skip(node, &SKIPPED);
        self.ledger.skip(node, &["type", "key"]);
        LOOKS.iter().for_each(|key| self.ledger.skip_looks(node, key));
    }

    fn layout(&mut self, node: &Node<'_>, place: &Place, level: usize) -> Value {
        let children = self.children(node);
        let elements = self.all(&children, place, level + 1);
        self.group(node, elements)
    }

    /// The components of a component; what holds them says nothing else.
    pub(super) fn children<'n>(&mut self, node: &Node<'n>) -> Vec<Node<'n>> {
        let children = kinds::children(node);
        for key in ["components", "columns", "rows", "tabs"] {
            if node.peek(key).is_some_and(Value::is_array) {
                self.holders(node, key);
            }
        }
        self.ledger.skip(node, &["numRows", "numCols"]);
        children
    }

    fn holders(&mut self, node: &Node<'_>, key: &str) {
        for item in self.ledger.list(node, key) {
            match item.value {
                Value::Array(cells) => {
                    for (n, value) in cells.iter().enumerate() {
                        let cell = Node { value, pointer: format!("{}/{n}", item.pointer) };
                        self.ledger.get_self(&cell);
                        self.column(&cell);
                    }
                }
                Value::Object(fields) if !fields.contains_key("key") => self.column(&item),
                _ => {}
            }
        }
    }

    fn column(&mut self, column: &Node<'_>) {
        self.ledger.skip(column, &["width", "offset", "push", "pull", "size", "currentWidth"]);
        if column.peek("components").is_some() {
            self.ledger.list(column, "components");
        }
    }

    /// A group with its title; without one, its elements alone say enough.
    fn group(&mut self, node: &Node<'_>, elements: Vec<Value>) -> Value {
        let is_titled = !["columns", "table", "row", "tabs", "column"].contains(&node.peek_text("type"));
        let title = ["title", "legend", "label"].iter().find_map(|key| {
            let text = self.ledger.text(node, key)?;
            Some(self.said(node, key, plain_text(text)))
        });
        self.ledger.skip(node, &["title", "legend", "label"]);
        let description = ["description", "tooltip"].iter().find_map(|key| self.ledger.text(node, key)).map(markdown);
        let mut group = Map::new();
        let is_group = is_titled && title.is_some();
        group.insert("type".to_owned(), json!(if is_group { "Group" } else { "VerticalLayout" }));
        if let (true, Some(title)) = (is_group, title) {
            group.insert("label".to_owned(), title);
            group.extend(description.map(|text| ("description".to_owned(), Value::from(text))));
        }
        group.insert("elements".to_owned(), Value::Array(elements));
        Value::Object(group)
    }

    /// A container, or a repeated block.
    fn holder(&mut self, node: &Node<'_>, kind: Kind, own: Vec<String>, level: usize) -> Value {
        let mut below = Place { path: own.clone() };
        if kind == Kind::Rows {
            below.path.push(ROW.to_owned());
        }
        object_at(&mut self.schema, &below.path);
        let children = self.children(node);
        let elements = self.all(&children, &below, level + 1);
        if kind == Kind::Container {
            return self.group(node, elements);
        }
        let label = ["label", "legend", "title"].iter().find_map(|key| self.ledger.text(node, key));
        let label = label.unwrap_or_else(|| node.peek_text("key")).to_owned();
        let mut options = json!({ "detail": { "type": "VerticalLayout", "elements": elements } });
        if let Some(text) = self.ledger.text(node, "addAnother") {
            options["addLabel"] = Value::from(plain_text(text));
        }
        let rows = [
            ("disableAddingRemovingRows", ["disableAdd", "disableRemove"].as_slice()),
            ("reorder", &["showSortButtons"]),
        ];
        for (key, names) in rows {
            if self.ledger.flag(node, key) {
                names.iter().for_each(|name| options[*name] = json!(true));
            }
        }
        let mut facts = Map::from_iter([("title".to_owned(), Value::from(plain_text(&label)))]);
        let description = ["description", "tooltip"].iter().find_map(|key| self.ledger.text(node, key));
        facts.extend(description.map(|text| ("description".to_owned(), Value::from(plain_text(text)))));
        let validate = self.ledger.get(node, "validate");
        let validate = validate.as_ref().unwrap_or(node);
        for (key, keyword) in [("minLength", "minItems"), ("maxLength", "maxItems")] {
            facts.extend(self.ledger.number(validate, key).map(|count| (keyword.to_owned(), count)));
        }
        let required = self.ledger.flag(validate, "required");
        self.ledger.skip(validate, &questions::VALIDATION_OF_THE_TOOL);
        put(&mut self.schema, &own, facts, required);
        json!({ "type": "Control", "scope": scope(&own), "options": options })
    }

    /// A text, with its translations when the component has some.
    pub(super) fn said(&mut self, node: &Node<'_>, key: &str, text: String) -> Value {
        let translated: Vec<(String, String)> = words::translations(self.ledger, node, key);
        if translated.is_empty() {
            return Value::from(text);
        }
        let mut texts = Map::new();
        for (language, text) in translated {
            self.translations.entry(language.clone()).or_default();
            texts.insert(language, Value::from(text));
        }
        texts.insert(self.language.clone(), Value::from(text));
        Value::Object(texts)
    }
}

/// The address of a value as JSON Forms writes it, from its row.
pub(super) fn scope(path: &[String]) -> String {
    let start = path.iter().rposition(|name| name == ROW).map_or(0, |row| row + 1);
    let names = path[start..].iter().map(|name| format!("/properties/{}", escape(name).replace('%', "%25")));
    format!("#{}", names.collect::<String>())
}

/// The object that a path leads to, made on the way.
pub(super) fn object_at<'s>(schema: &'s mut Value, path: &[String]) -> &'s mut Value {
    let mut here = schema;
    for name in path {
        if name == ROW {
            here["type"] = json!("array");
            here = &mut here["items"];
        } else {
            let fields = here.as_object().is_none_or(Map::is_empty);
            if fields || here.get("type").is_none() {
                here["type"] = json!("object");
            }
            here = &mut here["properties"][name.as_str()];
        }
    }
    if here.is_null() {
        *here = json!({ "type": "object", "properties": {} });
    }
    here
}

/// Adds what is known of a value at a path, and whether it is required in what holds it.
pub(super) fn put(schema: &mut Value, path: &[String], facts: Map<String, Value>, required: bool) {
    let Some((name, within)) = path.split_last() else { return };
    let holder = object_at(schema, within);
    if holder["properties"][name.as_str()].is_null() {
        holder["properties"][name.as_str()] = json!({});
    }
    if let Some(known) = holder["properties"][name.as_str()].as_object_mut() {
        // Words come first: people read them.
        let rest = std::mem::replace(known, facts);
        known.extend(rest);
    }
    if required {
        if holder["required"].is_null() {
            holder["required"] = json!([]);
        }
        if let Some(names) = holder["required"].as_array_mut() {
            names.push(Value::from(name.as_str()));
        }
    }
}
