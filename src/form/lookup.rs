//! From a pointer to the field that it names.

use super::node::{Body, Id, Node};
use super::pointer::{Key, Segment, Template, row_number};
use std::collections::HashMap;

/// The fields of a form, as a tree of names and rows.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    /// One, or several of which one at most is visible.
    here: Vec<Id>,
    /// The choice of what stands here.
    choose: Option<Id>,
    names: HashMap<String, Lookup>,
    rows: Option<Box<Lookup>>,
    entries: Option<Box<Lookup>>,
}

impl Lookup {
    pub(crate) fn of(nodes: &[Node]) -> Self {
        let mut root = Self::default();
        for (id, field) in nodes.iter().enumerate().filter_map(|(id, node)| Some((id, node.field()?))) {
            root.place(&field.template).here.push(id);
        }
        for (id, node) in nodes.iter().enumerate() {
            if let Body::Choose(choose) = &node.body {
                root.place(&choose.chooser.template).choose = Some(id);
            }
        }
        root
    }

    fn place(&mut self, template: &Template) -> &mut Self {
        template.0.iter().fold(self, |here, segment| match segment {
            Segment::Whole => here,
            Segment::Name(name) => here.names.entry(name.clone()).or_default(),
            Segment::Row => here.rows.get_or_insert_default(),
            Segment::Entry => here.entries.get_or_insert_default(),
            Segment::Index(index) => here.names.entry(index.to_string()).or_default(),
        })
    }

    /// The nearest field on the way to a pointer, with the rows that lead to it, and whether the pointer is its own.
    pub(crate) fn nearest(&self, names: &[String]) -> Option<(Id, Vec<Key>, bool)> {
        let (mut here, mut rows) = (self, Vec::new());
        let mut found = self.here.first().map(|id| (*id, Vec::new(), names.is_empty()));
        for (n, name) in names.iter().enumerate() {
            let Some(next) = here.step(name, &mut rows) else { break };
            here = next;
            if let Some(id) = here.here.first() {
                found = Some((*id, rows.clone(), n + 1 == names.len()));
            }
        }
        found
    }

    /// The choice of branch at a pointer, with its rows.
    pub(crate) fn choose(&self, names: &[String]) -> Option<(Id, Vec<Key>)> {
        let (place, rows) = self.at(names)?;
        Some((place.choose?, rows))
    }

    /// The place of a pointer, field or not.
    pub(crate) fn at(&self, names: &[String]) -> Option<(&Self, Vec<Key>)> {
        let mut rows = Vec::new();
        let found = names.iter().try_fold(self, |here, name| here.step(name, &mut rows))?;
        Some((found, rows))
    }

    fn step(&self, name: &str, rows: &mut Vec<Key>) -> Option<&Self> {
        if let Some(next) = self.names.get(name) {
            return Some(next);
        }
        // `*` stands for any row where only the question matters.
        let number = if name == "*" { Some(0) } else { row_number(name) };
        if let (Some(next), Some(number)) = (self.rows.as_deref(), number) {
            rows.push(Key::Number(number));
            return Some(next);
        }
        let next = self.entries.as_deref()?;
        rows.push(Key::Name(name.into()));
        Some(next)
    }

    /// The fields here and under, the rows of other blocks apart.
    pub(crate) fn fields(&self) -> Vec<Id> {
        let mut found: Vec<Id> = self.here.clone();
        found.extend(self.names.values().flat_map(Self::fields));
        found
    }
}
