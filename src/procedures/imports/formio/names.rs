//! Where each component of Form.io keeps its value, and how conditions name it.

use super::kinds::{self, Kind};
use crate::procedures::imports::MOST_QUESTIONS;
use crate::procedures::imports::frame::{Taken, property_name};
use crate::procedures::imports::ledger::Node;
use crate::procedures::imports::logic::{Names, Operand, Type};
use crate::rules::ROOTS;
use serde_json::json;
use std::collections::HashMap;

/// A row of a repeated block, in a path.
pub(super) const ROW: &str = "[]";

/// The components that keep a value.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// By the component's place in the source.
    pub(super) paths: HashMap<String, Vec<String>>,
    known: Vec<Known>,
    taken: Taken,
}

#[derive(Debug)]
struct Known {
    key: String,
    path: Vec<String>,
    /// The path without its rows, as conditions write it.
    plain: Vec<String>,
    of: Type,
}

impl Known {
    fn new(key: &str, path: Vec<String>, of: Type) -> Self {
        Self { key: key.to_owned(), plain: path.iter().filter(|name| *name != ROW).cloned().collect(), path, of }
    }
}

impl Index {
    /// Adds a component and those in it, under the path of what holds them.
    pub(super) fn add(&mut self, node: &Node<'_>, within: &[String], level: usize) {
        const LEVELS: usize = 40;
        if level > LEVELS || !node.value.is_object() || self.is_full() {
            return;
        }
        let kind = kinds::of(node);
        let mut below = within.to_vec();
        if kind.keeps_a_value() {
            let path = self.path(node, within);
            self.paths.insert(node.pointer.clone(), path.clone());
            self.known.push(Known::new(node.peek_text("key"), path.clone(), kind.answer(node)));
            for part in kind.parts() {
                let path: Vec<String> = path.iter().cloned().chain([(*part).to_owned()]).collect();
                self.known.push(Known::new("", path, Type::Text));
            }
            below = path;
        }
        match kind {
            Kind::Rows => below.push(ROW.to_owned()),
            Kind::Container | Kind::Layout => {}
            _ => return,
        }
        kinds::children(node).iter().for_each(|child| self.add(child, &below, level + 1));
    }

    /// A path that no other component has. Dots in a key are levels.
    fn path(&mut self, node: &Node<'_>, within: &[String]) -> Vec<String> {
        let key = node.peek_text("key");
        let mut names: Vec<String> = key.split('.').filter(|name| !name.is_empty()).map(name).collect();
        if names.is_empty() {
            let label = property_name(node.peek_text("label"));
            names.push(if label.is_empty() { "question".to_owned() } else { label });
        }
        let whole = |names: &[String]| within.iter().cloned().chain(names.iter().cloned()).collect::<Vec<_>>();
        // A name within another's value has no place there.
        if (1..names.len()).any(|end| self.is_leaf(&whole(&names[..end]))) {
            names = vec![names.join("_")];
        }
        let path = self.taken.free(whole(&names));
        (within.len() + 1..path.len()).for_each(|end| self.taken.take(&path[..end]));
        path
    }

    /// Whether there are more questions than any form may ask.
    pub(super) fn is_full(&self) -> bool {
        self.known.len() > MOST_QUESTIONS
    }

    fn is_leaf(&self, path: &[String]) -> bool {
        self.known.iter().any(|known| known.path == path && known.of != Type::Other)
    }

    /// The names that are known where a component stands.
    pub(super) fn seen_from<'i>(&'i self, place: &'i [String], own: Option<&'i [String]>) -> Seen<'i> {
        Seen { index: self, place, own }
    }
}

/// A name that rules can read: without dots.
fn name(name: &str) -> String {
    name.chars().map(|char| if char.is_control() || char == '/' || char == '~' { '_' } else { char }).collect()
}

/// What a condition may name.
pub(super) struct Seen<'i> {
    index: &'i Index,
    /// What holds the component.
    place: &'i [String],
    /// The component's own value.
    own: Option<&'i [String]>,
}

impl Seen<'_> {
    /// A component by its path or by its key, seen from here.
    pub(super) fn named(&self, path: &[String]) -> Option<Operand> {
        let (known, joined) = (&self.index.known, path.join("."));
        let exact = known.iter().find(|known| known.plain == path);
        let by_key = || known.iter().find(|known| !known.key.is_empty() && known.key == joined);
        let by_end = || known.iter().find(|known| known.plain.ends_with(path));
        if let Some(found) = exact.or_else(by_key).or_else(by_end) {
            return self.variable(found);
        }
        let (last, rest) = path.split_last().filter(|(_, rest)| !rest.is_empty())?;
        let holder = self.named(rest)?;
        match holder.of {
            // A box of a list of boxes.
            Type::Several => Some(Operand::rule(json!({ "in": [last, holder.rule] }))),
            // The value of a choice that others keep with its label.
            Type::Text if last == "value" => Some(holder),
            _ => None,
        }
    }

    fn variable(&self, known: &Known) -> Option<Operand> {
        let Some(row) = known.path.iter().rposition(|name| name == ROW) else {
            return Some(Operand::variable(&format!("form.{}", known.path.join(".")), known.of));
        };
        let is_ours = self.place.starts_with(&known.path[..=row]);
        let name = known.path[row + 1..].join(".");
        let is_free = known.path.get(row + 1).is_some_and(|first| !ROOTS.contains(&first.as_str()));
        (is_ours && is_free).then(|| Operand::variable(&name, known.of))
    }
}

impl Names for Seen<'_> {
    fn find(&self, path: &[String]) -> Option<Operand> {
        let (first, rest) = path.split_first()?;
        match (first.as_str(), rest) {
            ("input" | "value", []) => {
                let own = self.own?;
                self.variable(self.index.known.iter().find(|known| known.path == own)?)
            }
            (
                "instance" | "component" | "moment" | "utils" | "_" | "this" | "window" | "user" | "token" | "config",
                _,
            ) => None,
            ("data" | "form" | "submission", rest) if !rest.is_empty() => {
                self.named(rest.strip_prefix(&["data".to_owned()]).unwrap_or(rest))
            }
            ("row", rest) if !rest.is_empty() => {
                let here: Vec<String> = self.place.iter().filter(|name| *name != ROW).chain(rest).cloned().collect();
                self.named(&here).or_else(|| self.named(rest))
            }
            _ => self.named(path),
        }
    }
}
