//! Objects whose names people choose: « café » of `{"prix": {"café": 2}}`. An entry is a row of its object, known by its name.

use super::Form;
use super::aside::{self, NAMES, STORES};
use super::code::Code;
use super::evaluate::Evaluation;
use super::explain::FieldError;
use super::fields::id_part;
use super::node::{Field, Id};
use super::pointer::{Key, escape};
use jsonschema::Validator;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// Characters that a name may have.
const MAX_NAME: usize = 200;

/// What names an object may have beside those of its schema.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    /// The properties that have fields of their own.
    pub(crate) declared: BTreeSet<String>,
    /// `propertyNames`, and the patterns where no other name is taken.
    pub(crate) validator: Arc<Validator>,
}

impl Names {
    /// What is wrong with a name, in the object that stands there: a code of error.
    pub(crate) fn fault(&self, name: &str, there: Option<&Map<String, Value>>) -> Option<Code> {
        let is_same = |known: &str| known == name || id_part(known) == id_part(name);
        // A star stands for any row; what ends like these is a name of ours.
        let is_ours = name == "*" || STORES.iter().any(|store| name.ends_with(store));
        if name.is_empty() {
            Some(Code::NameMissing)
        } else if self.declared.iter().any(|known| is_same(known))
            || there.is_some_and(|there| there.keys().any(|known| is_same(known)))
        {
            Some(Code::NameTaken)
        } else if is_ours || name.chars().count() > MAX_NAME || !self.validator.is_valid(&Value::from(name)) {
            Some(Code::PropertyNames)
        } else {
            None
        }
    }

    /// The names of an object that are entries of it.
    pub(crate) fn of<'v>(&self, value: Option<&'v Value>) -> impl Iterator<Item = &'v String> {
        let names = value.and_then(Value::as_object).into_iter().flat_map(Map::keys);
        names.filter(|name| !self.declared.contains(*name) && !STORES.contains(&name.as_str()))
    }
}

impl Field {
    pub(crate) fn names(&self) -> Option<&Names> {
        self.block.as_ref()?.names.as_ref()
    }
}

impl Form {
    /// The rows of a block that are drawn: those that are there, and for a list those that it always shows.
    pub(crate) fn rows_in(&self, block: Id, rows: &[Key], values: &Value) -> Vec<Key> {
        let Some(field) = self.nodes[block].field() else { return Vec::new() };
        let value = field.template.get(values, rows);
        if let Some(names) = field.names() {
            return names.of(value).map(|name| Key::Name(name.as_str().into())).collect();
        }
        Self::numbers_in(field, value).map(Key::Number).collect()
    }

    /// The numbers of the rows of a list that are drawn.
    pub(super) fn numbers_in(list: &Field, value: Option<&Value>) -> Range<usize> {
        let there = value.and_then(Value::as_array).map_or(0, Vec::len);
        let (first, shown) = list.block.as_ref().map_or((0, 0), |block| (block.first, block.shown));
        first..there.max(first + shown)
    }

    /// Whether a row is among those that are drawn, without a list of them: it is asked for each value of a copy.
    pub(crate) fn is_row_in(&self, block: Id, rows: &[Key], row: &Key, values: &Value) -> bool {
        let Some(field) = self.nodes[block].field() else { return false };
        let value = field.template.get(values, rows);
        match (row, field.names()) {
            (Key::Number(row), None) => Self::numbers_in(field, value).contains(row),
            (Key::Name(name), Some(names)) => names.of(value).any(|known| **known == **name),
            _ => false,
        }
    }

    /// Takes a field's value out of a document: of an object whose names people choose, these only.
    pub(crate) fn take_away(&self, field: &Field, rows: &[Key], document: &mut Value) {
        let Some(names) = field.names() else {
            field.template.remove(document, rows);
            return;
        };
        let gone: Vec<String> = names.of(field.template.get(document, rows)).cloned().collect();
        if let Some(Value::Object(object)) = field.template.get_mut(document, rows) {
            gone.iter().for_each(|name| drop(object.shift_remove(name)));
        }
    }

    /// Notes the name that somebody typed for a new entry.
    pub(super) fn merge_name(&self, draft: &mut Value, pointer: &str, raws: &[&str], only: Option<&[String]>) {
        let Some((id, rows)) = self.writable(pointer, only) else { return };
        let id = self.current(id, &rows, draft);
        if self.nodes[id].field().is_some_and(|field| field.names().is_some()) && self.may_have_rows(id, &rows, draft) {
            let name = raws.last().map(|raw| raw.trim()).filter(|name| !name.is_empty());
            let name = name.map(|name| Value::from(name.chars().take(MAX_NAME + 1).collect::<String>()));
            aside::keep(draft, NAMES, pointer.to_owned(), name);
        }
    }

    /// Makes an entry of the name that was typed, or leaves that as it is when it can't be one.
    pub(super) fn add_entry(&self, draft: &mut Value, id: Id, rows: &[Key]) {
        let Some((field, names)) = self.nodes[id].field().and_then(|field| Some((field, field.names()?))) else {
            return;
        };
        let pointer = field.template.pointer(rows);
        let typed = aside::kept(draft, NAMES, &pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let there = field.template.get(draft, rows).and_then(Value::as_object);
        match names.fault(&typed, there) {
            Some(Code::NameMissing) => aside::keep(draft, NAMES, pointer, Some(Value::Null)),
            Some(_) => {}
            None => {
                aside::keep(draft, NAMES, pointer, None);
                let row: Vec<Key> = rows.iter().cloned().chain([Key::Name(typed.into())]).collect();
                let block = field.block.as_ref();
                field.template.entry().put(draft, &row, block.map(super::node::Block::empty_row).unwrap_or_default());
                self.preset_row(draft, id, &row);
            }
        }
    }

    /// Where who asked for one more entry of an object goes on: the new one, or the name that can't be one.
    pub fn asked_entry(&self, (before, after): (&Value, &Value), block: &str) -> Option<String> {
        let (id, mut rows) = self.writable(block, None)?;
        let id = self.current(id, &rows, after);
        let entry = self.nodes[id].field().filter(|field| field.names().is_some())?.template.entry();
        let there = self.rows_in(id, &rows, before);
        let new = self.rows_in(id, &rows, after).into_iter().find(|key| !there.contains(key));
        rows.push(new.unwrap_or_else(|| Key::Name(NAMES.into())));
        Some(entry.pointer(&rows))
    }

    /// Takes an entry out of its object.
    pub(super) fn remove_entry(&self, draft: &mut Value, field: &Field, rows: &[Key], name: &str) {
        let is_entry = field.names().is_some_and(|names| !names.declared.contains(name));
        if let (true, Some(Value::Object(object))) = (is_entry, field.template.get_mut(draft, rows)) {
            object.shift_remove(name);
            aside::without_entry(draft, &field.template.pointer(rows), &escape(name));
        }
    }

    /// What is wrong with the name that was typed for a new entry: the name, and the code of an error.
    pub(crate) fn pending_name(&self, field: &Field, rows: &[Key], draft: &Value) -> Option<(String, Code)> {
        let names = field.names()?;
        let typed = aside::kept(draft, NAMES, &field.template.pointer(rows))?.as_str().unwrap_or_default();
        let there = field.template.get(draft, rows).and_then(Value::as_object);
        Some((typed.to_owned(), names.fault(typed, there).unwrap_or(Code::NamePending)))
    }

    /// An entry whose fields were all left blank is there nevertheless: somebody gave its name.
    pub(super) fn keep_entries(&self, values: &mut Value, evaluation: &Evaluation) {
        for (id, field) in self.nodes.iter().enumerate().filter_map(|(id, node)| Some((id, node.field()?))) {
            let Some(block) = field.block.as_ref().filter(|block| block.names.is_some() && block.holds_names) else {
                continue;
            };
            for rows in self.instances(&self.nodes[id].blocks, &evaluation.values) {
                for key in self.rows_in(id, &rows, &evaluation.values) {
                    let row: Vec<Key> = rows.iter().cloned().chain([key]).collect();
                    let entry = field.template.entry();
                    if entry.get(values, &row).is_none() {
                        entry.put(values, &row, block.empty_row());
                    }
                }
            }
        }
    }

    /// Entries that have a name and no value, and names that are typed but not added.
    pub(super) fn unfinished(&self, draft: &Value, values: &Value, evaluation: &Evaluation) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (id, field) in self.nodes.iter().enumerate().filter_map(|(id, node)| Some((id, node.field()?))) {
            let Some(names) = field.names() else { continue };
            for rows in self.instances(&self.nodes[id].blocks, &evaluation.values) {
                if self.is_hidden(id, &rows, evaluation) {
                    continue;
                }
                let pending = self.pending_name(field, &rows, draft).filter(|(name, _)| !name.is_empty());
                errors.extend(
                    pending.map(|(_, code)| self.error(field.template.pointer(&rows), code, vec![], evaluation)),
                );
                for key in self.rows_in(id, &rows, &evaluation.values) {
                    let row: Vec<Key> = rows.iter().cloned().chain([key.clone()]).collect();
                    let (entry, Key::Name(name)) = (field.template.entry(), &key) else { continue };
                    if entry.get(values, &row).is_none() {
                        let code = names.fault(name, None).unwrap_or(Code::Required);
                        errors.push(self.error(entry.pointer(&row), code, vec![], evaluation));
                    }
                }
            }
        }
        errors
    }
}
