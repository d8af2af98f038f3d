//! Fields (« champs ») into a schema and pages.

use super::conditions::{self, Variable};
use super::object;
use super::sections::grouped;
use crate::procedures::imports::MOST_QUESTIONS;
use crate::procedures::imports::frame::{Taken, plain_text, property_name};
use crate::procedures::imports::ledger::{Ledger, Node};
use crate::rules::ROOTS;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// What stands before the path of an instructor's field.
pub(super) const REVIEW: &str = "review";
/// A row of a repeated block, in a path.
pub(super) const ROW: &str = "[]";
/// Numbers, and what only the tool says.
const OWN: [&str; 8] = ["__typename", "id", "type", "type_champ", "stable_id", "private", "position", "updatedAt"];

pub(super) struct Builder<'l> {
    pub(super) ledger: &'l mut Ledger,
    /// The path of each field, by its place in the source.
    paths: HashMap<String, Vec<String>>,
    /// By number.
    fields: HashMap<String, (Vec<String>, String)>,
    taken: Taken,
    /// What no keyword of a schema says of an answer.
    pub(super) checks: Vec<Value>,
}

/// The kind of a field, in the words of the product: `drop_down_list`.
fn kind(node: &Node<'_>) -> String {
    let named = ["type_champ", "type"].iter().map(|key| node.peek_text(key)).find(|name| !name.is_empty());
    let typename = node.peek_text("__typename").trim_end_matches("ChampDescriptor").trim_end_matches("Champ");
    let name = named.filter(|_| typename.is_empty()).unwrap_or(typename);
    let (mut snake, mut before) = (String::new(), '_');
    for char in name.chars() {
        if char.is_uppercase() && before.is_lowercase() {
            snake.push('_');
        }
        snake.extend(char.to_lowercase());
        before = char;
    }
    match snake.as_str() {
        "commune" => "communes",
        "departement" => "departements",
        "region" => "regions",
        "adresse" => "address",
        "titreidentite" => "titre_identite",
        known => known,
    }
    .to_owned()
}

/// The numbers of a field: its own, and the one that its public id holds (`Champ-123` in base 64).
fn numbers(node: &Node<'_>) -> Vec<String> {
    use base64::Engine;
    let own = node.peek("stable_id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let public = base64::engine::general_purpose::STANDARD.decode(node.peek_text("id")).ok();
    let public = public.and_then(|bytes| String::from_utf8(bytes).ok());
    let public = public.and_then(|text| text.rsplit_once('-').map(|(_, number)| number.to_owned()));
    own.into_iter().chain(public).collect()
}

pub(super) fn label(node: &Node<'_>) -> String {
    let label = ["label", "libelle"].iter().map(|key| node.peek_text(key)).find(|label| !label.is_empty());
    plain_text(label.unwrap_or_default())
}

impl<'l> Builder<'l> {
    pub(super) fn new(ledger: &'l mut Ledger) -> Self {
        Self { ledger, paths: HashMap::new(), fields: HashMap::new(), taken: Taken::default(), checks: Vec::new() }
    }

    /// Gives each field a name made of its label, its own within what holds it.
    pub(super) fn name(&mut self, fields: &[Node<'_>], within: &[String], level: usize) {
        const LEVELS: usize = 10;
        for node in fields.iter().filter(|node| node.value.is_object() && level < LEVELS) {
            if self.is_full() {
                return;
            }
            let kind = kind(node);
            if ["header_section", "explication"].contains(&kind.as_str()) {
                continue;
            }
            let base = property_name(&label(node));
            let is_free = !base.is_empty() && !ROOTS.contains(&base.as_str());
            let base = if is_free { base } else { format!("champ_{base}").trim_end_matches('_').to_owned() };
            let own = self.taken.free(within.iter().cloned().chain([base]).collect());
            numbers(node).into_iter().for_each(|number| drop(self.fields.insert(number, (own.clone(), kind.clone()))));
            self.paths.insert(node.pointer.clone(), own.clone());
            let below: Vec<String> = own.into_iter().chain([ROW.to_owned()]).collect();
            let inner: Vec<Node<'_>> = children(node);
            self.name(&inner, &below, level + 1);
        }
    }

    /// Whether there are more questions than any form may ask.
    pub(super) fn is_full(&self) -> bool {
        self.taken.len() > MOST_QUESTIONS
    }

    /// A condition as a rule, seen from a place.
    fn rule(&self, condition: &Value, place: &[String]) -> Option<Value> {
        let find = |number: &str| {
            let (path, kind) = self.fields.get(number)?;
            let row = path.iter().rposition(|name| name == ROW);
            let name = match row {
                Some(row) if place.starts_with(&path[..=row]) => path[row + 1..].join("."),
                Some(_) => return None,
                None if path.first().is_some_and(|first| first == REVIEW) => path.join("."),
                None => format!("form.{}", path.join(".")),
            };
            Some(Variable { name, kind: kind.clone() })
        };
        conditions::rule(condition, &find, 0)
    }

    /// The condition that stands under a key, as a rule. What isn't understood is lost, and told.
    pub(super) fn condition(&mut self, node: &Node<'_>, key: &str, place: &[String]) -> Option<Value> {
        let condition = self.ledger.get(node, key).filter(|condition| !self.ledger.is_blank(condition.value))?;
        let rule = self.rule(condition.value, place);
        match rule {
            Some(_) => conditions::read(&condition, self.ledger),
            None => self.ledger.lose(&condition.pointer, "condition", &[("script", &condition.value.to_string())]),
        }
        rule
    }

    /// The schema and the layout of a list of fields. Sections of level 1 are pages; deeper ones are groups.
    pub(super) fn form(&mut self, fields: &[Node<'_>], within: &[String]) -> (Value, Value) {
        let mut schema = object();
        let mut pages: Vec<(Option<Value>, Vec<Value>)> = vec![(None, Vec::new())];
        for node in fields {
            let is_page = kind(node) == "header_section" && self.level(node) <= 1;
            let found = self.field(node, &mut schema, within);
            match (is_page, found) {
                (true, Some(page)) => pages.push((Some(page), Vec::new())),
                (false, Some(element)) => pages.last_mut().into_iter().for_each(|page| page.1.push(element.clone())),
                (_, None) => {}
            }
        }
        let elements = |elements: Vec<Value>| grouped(elements);
        if pages.len() == 1 {
            let only = pages.remove(0).1;
            return (Value::Object(schema), json!({ "type": "VerticalLayout", "elements": elements(only) }));
        }
        let mut categories = Vec::new();
        for (head, content) in pages {
            let Some(mut page) = head else {
                if !content.is_empty() {
                    categories
                        .push(json!({ "type": "Category", "label": "Votre demande", "elements": elements(content) }));
                }
                continue;
            };
            page["type"] = json!("Category");
            page["elements"] = Value::Array(elements(content));
            if let Some(fields) = page.as_object_mut() {
                fields.shift_remove("level");
            }
            categories.push(page);
        }
        (Value::Object(schema), json!({ "type": "Categorization", "elements": categories }))
    }

    pub(super) fn level(&self, node: &Node<'_>) -> u64 {
        let level = node.peek("level").or_else(|| node.value.pointer("/options/header_section_level"));
        level.and_then(|level| level.as_u64().or_else(|| level.as_str()?.parse().ok())).unwrap_or(1)
    }

    /// Adds a field to the schema. Returns its element.
    pub(super) fn field(
        &mut self,
        node: &Node<'_>,
        schema: &mut Map<String, Value>,
        within: &[String],
    ) -> Option<Value> {
        self.ledger.get_self(node);
        if !node.value.is_object() {
            self.ledger.lose(&node.pointer, "invalid", &[]);
            return None;
        }
        self.ledger.skip(node, &OWN);
        let kind = kind(node);
        self.ledger.skip(node, &["label", "libelle"]);
        let mut element = match kind.as_str() {
            "header_section" => self.section(node),
            "explication" => self.explanation(node)?,
            _ => {
                let path = self.paths.get(&node.pointer).cloned()?;
                let name = path.last()?.clone();
                let mut facts = self.words(node);
                let mut options = Map::new();
                self.unticked(node);
                let required = self.ledger.flag(node, "required") || self.ledger.flag(node, "mandatory");
                self.answer(node, &kind, &path, required, &mut facts, &mut options);
                schema["properties"][name.as_str()] = Value::Object(facts);
                if required {
                    let names = schema.entry("required").or_insert_with(|| json!([]));
                    names.as_array_mut()?.push(json!(name));
                }
                let mut control = json!({ "type": "Control", "scope": format!("#/properties/{name}") });
                if !options.is_empty() {
                    control["options"] = Value::Object(options);
                }
                control
            }
        };
        if let Some(rule) = self.condition(node, "condition", within) {
            element["rule"] = json!({ "effect": "SHOW", "condition": { "logic": rule } });
        }
        Some(element)
    }

    fn words(&mut self, node: &Node<'_>) -> Map<String, Value> {
        let mut facts = Map::new();
        let label = label(node);
        facts.insert("title".to_owned(), Value::from(if label.is_empty() { "Question".to_owned() } else { label }));
        if let Some(text) = self.ledger.text(node, "description") {
            facts.insert("description".to_owned(), Value::from(plain_text(text)));
        }
        facts
    }
}

pub(super) fn children<'v>(node: &Node<'v>) -> Vec<Node<'v>> {
    let key = ["champDescriptors", "types_de_champ", "champs"]
        .into_iter()
        .find(|key| node.peek(key).is_some_and(Value::is_array));
    let Some((key, Some(Value::Array(items)))) = key.map(|key| (key, node.peek(key))) else { return Vec::new() };
    items.iter().enumerate().map(|(n, value)| Node { value, pointer: format!("{}/{n}", node.at(key)) }).collect()
}
