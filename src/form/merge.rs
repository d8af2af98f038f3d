//! From what a page posts to a new draft. Names come from the network: only those of a field that may be filled are read.

use super::Form;
use super::aside::CHOICES;
use super::branch;
use super::condition::Condition;
use super::fields::file;
use super::node::{Body, Field, Id, Node};
use super::outside;
use super::past::{Past, Writer};
use super::pointer::{self, Key, array, is_under};
use super::whole::of_name;
use crate::rules;
use chrono::DateTime;
use serde_json::Value;

/// Names longer than this are no pointer of ours.
const MAX_NAME: usize = 2_000;
/// Files that one field may hold in a draft, whatever its schema says.
const MAX_FILES: usize = 100;

/// A name, and the values posted under it.
pub(super) type Named<'a> = (&'a str, Vec<&'a str>);

/// Whether a pointer is among those that may be written; all are when nothing was asked.
pub(crate) fn is_asked(pointer: &str, only: Option<&[String]>) -> bool {
    only.is_none_or(|only| only.iter().any(|asked| is_under(pointer, asked)))
}

/// Whether something under a pointer may be written.
pub(crate) fn leads_to_asked(pointer: &str, only: Option<&[String]>) -> bool {
    only.is_none_or(|only| only.iter().any(|asked| is_under(pointer, asked) || is_under(asked, pointer)))
}

/// What one input holds.
pub(super) struct Posted {
    pub(super) id: Id,
    pub(super) rows: Vec<Key>,
    /// Null for a blank.
    pub(super) value: Value,
}

/// The names of inputs, each with all its values. A choice of branch comes first: it says how the rest is to be read.
pub(super) fn grouped(pairs: &[(String, String)]) -> Vec<Named<'_>> {
    let mut names: Vec<Named<'_>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for (name, value) in pairs.iter().filter(|(name, _)| name.starts_with(['/', '#']) && name.len() <= MAX_NAME) {
        let name = of_name(name);
        let at = *places.entry(name).or_insert_with(|| {
            names.push((name, Vec::new()));
            names.len() - 1
        });
        names[at].1.push(value);
    }
    names.sort_by_key(|(name, _)| !name.ends_with(CHOICES));
    names
}

/// Whether inputs say what stands: an answer that a service confirmed, one that a line of text can't show, or several in an
/// order that boxes can't show, stays as it is until something else is given.
pub(super) fn says_the_same(field: &Field, there: &Value, raws: &[&str]) -> bool {
    let (typed, picked) = outside::typed(raws);
    let is_line = ["text", "scalar"].contains(&field.kind.name());
    // A text that is no number was refused in the language of its page: the same in another is no answer to that.
    let is_number = ["decimal", "integer", "money"].contains(&field.kind.name());
    let is_refused = is_number && there.is_string() && raws.last().copied() == there.as_str();
    is_refused
        || (field.reference.is_some() && outside::is_settled(there, &typed, picked.as_deref()))
        || (field.kind.name() == "multiple" && holds_the_same(there, &field.kind.read_all(field, raws)))
        || (is_line && raws.last() == Some(&field.kind.typed(field, there, "").as_str()))
}

fn holds_the_same(there: &Value, posted: &Value) -> bool {
    let (Some(there), Some(posted)) = (there.as_array(), posted.as_array()) else { return false };
    there.iter().all(|value| posted.contains(value)) && posted.iter().all(|value| there.contains(value))
}

impl Form {
    /// The draft with the posted inputs in it. An input's name is the JSON Pointer of its value; several inputs of one name
    /// are the parts of a date or the choices of a list; a blank takes the answer away. What can't be read is kept as it was
    /// typed. Anything else in `pairs` is ignored. With `only`, no other field is written.
    ///
    /// This is [`Self::merge_since`] for a page that shows what stands.
    pub fn merge(&self, draft: &Value, pairs: &[(String, String)], only: Option<&[String]>) -> Value {
        let nobody = Writer {
            id: String::new(),
            name: String::new(),
            page: String::new(),
            at: DateTime::UNIX_EPOCH.fixed_offset(),
        };
        let past = Past::none(&self.draft_of(draft));
        let mut merged = self.merge_since(&past, pairs, only, &nobody);
        self.fill_others((&past, &nobody.page), &mut merged, only);
        merged
    }

    /// What an input of a page in this language holds, if it is one that may be written and says something else than what stands.
    pub(super) fn posted(
        &self,
        draft: &Value,
        name: &str,
        (raws, lang): (&[&str], &str),
        only: Option<&[String]>,
    ) -> Option<Posted> {
        if let Some(pointer) = name.strip_suffix(CHOICES) {
            let (id, rows) = pointer::parse(pointer).and_then(|names| self.lookup.choose(&names))?;
            let Body::Choose(choose) = &self.nodes[id].body else { return None };
            let chosen = raws.last().and_then(|raw| raw.parse::<usize>().ok()).filter(|n| *n < choose.titles.len());
            let is_open = is_asked(pointer, only) && !pointer.contains('*');
            return is_open.then(|| Posted { id, rows, value: chosen.map_or(Value::Null, Value::from) });
        }
        let (id, rows) = self.writable(name, only)?;
        let id = self.current(id, &rows, draft);
        let field = self.nodes[id].field().filter(|field| takes_inputs(field))?;
        if !self.may_reach(id, &rows, draft) {
            return None;
        }
        let there = field.template.get(draft, &rows);
        if there.is_some_and(|there| says_the_same(field, there, raws)) {
            return None;
        }
        Some(Posted { id, rows, value: field.kind.read_in(field, raws, lang) })
    }

    /// Writes what an input holds; a blank takes the answer away. A row that is neither there nor the next is not made.
    pub(super) fn write(&self, draft: &mut Value, Posted { id, rows, value }: Posted) {
        let may = self.may_have_rows(id, &rows, draft);
        match &self.nodes[id].body {
            Body::Choose(choose) if may => {
                let chosen = value.as_u64().and_then(|n| usize::try_from(n).ok());
                branch::keep(draft, choose.chooser.template.pointer(&rows), chosen);
            }
            Body::Field(field) if value.is_null() => drop(field.template.remove(draft, &rows)),
            Body::Field(_) if may => self.put(id, &rows, draft, value),
            _ => {}
        }
    }

    /// Of the fields of one address, the one of the chosen branch.
    pub(crate) fn current(&self, id: Id, rows: &[Key], draft: &Value) -> Id {
        let twins = self.nodes[id].field().map(|field| field.twins.as_slice()).unwrap_or_default();
        let mut all = std::iter::once(id).chain(twins.iter().copied());
        all.find(|id| twins.is_empty() || self.is_chosen(*id, rows, draft)).unwrap_or(id)
    }

    fn is_chosen(&self, id: Id, rows: &[Key], draft: &Value) -> bool {
        let above = std::iter::successors(Some(id), |above| self.nodes[*above].parent);
        above.filter_map(|id| self.nodes[id].rule.as_ref()).all(|rule| match &*rule.condition {
            Condition::Branch { .. } | Condition::Named { .. } => {
                rule.condition.holds(draft, rows, &rules::Context::new(&Value::Null))
            }
            _ => true,
        })
    }

    /// The field that exactly this pointer names, if it may be written.
    pub(crate) fn writable(&self, name: &str, only: Option<&[String]>) -> Option<(Id, Vec<Key>)> {
        let (id, rows, exact) = self.lookup.nearest(&pointer::parse(name)?)?;
        let is_precise = exact && !name.split('/').any(|token| token == "*");
        (is_precise && is_asked(name, only)).then_some((id, rows))
    }

    /// Whether these rows are there, or are the next of their block.
    pub(crate) fn may_have_rows(&self, id: Id, rows: &[Key], draft: &Value) -> bool {
        self.nodes[id].blocks.iter().zip(rows).enumerate().all(|(depth, (block, row))| {
            let Some(field) = self.nodes[*block].field() else { return false };
            let (first, max) = field.block.as_ref().map_or((0, 0), |block| (block.first, block.max));
            let value = field.template.get(draft, &rows[..depth]);
            match (row, field.names()) {
                (Key::Number(row), None) => {
                    (first..first + max.min(Self::numbers_in(field, value).len() + 1)).contains(row)
                }
                (Key::Name(name), Some(names)) => {
                    let is_new = || names.fault(name, value.and_then(Value::as_object)).is_none();
                    self.is_row_in(*block, &rows[..depth], row, draft) || (names.of(value).count() < max && is_new())
                }
                _ => false,
            }
        })
    }

    /// Whether each of these rows is there, drawn ones included, or stands in a block to which people may add rows.
    pub(super) fn may_reach(&self, id: Id, rows: &[Key], draft: &Value) -> bool {
        let may_add = |block: Id| {
            self.nodes[block].field().and_then(|field| field.block.as_ref()).is_some_and(|block| block.can_add)
        };
        let blocks = self.nodes[id].blocks.iter().zip(rows).enumerate();
        blocks
            .into_iter()
            .all(|(depth, (block, row))| may_add(*block) || self.is_row_in(*block, &rows[..depth], row, draft))
    }

    /// Whether these rows are there, drawn ones included.
    pub(super) fn has_rows(&self, id: Id, rows: &[Key], draft: &Value) -> bool {
        let blocks = self.nodes[id].blocks.iter().zip(rows).enumerate();
        blocks.into_iter().all(|(depth, (block, row))| self.is_row_in(*block, &rows[..depth], row, draft))
    }

    /// What a field takes, when it takes files and may be written.
    pub fn file_rule(&self, pointer: &str, only: Option<&[String]>) -> Option<super::FileRule> {
        let (id, _) = self.writable(pointer, only)?;
        self.nodes[id].field()?.file.clone()
    }

    /// Whether a field or an explanation hands this file out.
    pub fn hands_out(&self, name: &str) -> bool {
        let named = |node: &Node| match &node.body {
            Body::Field(field) => field.file.as_ref().and_then(|rule| rule.template.as_deref()) == Some(name),
            Body::Explanation { notice, .. } => notice.as_deref() == Some(name),
            _ => false,
        };
        self.nodes.iter().any(named)
    }

    /// The draft with a file in a field: beside the others where several are taken, else in the place of the former one.
    /// `None` when the field takes no file.
    pub fn attach(&self, draft: &Value, pointer: &str, answer: Value, only: Option<&[String]>) -> Option<Value> {
        let (id, rows) = self.writable(pointer, only)?;
        let field = self.nodes[id].field()?;
        let rule = field.file.as_ref()?;
        let mut draft = self.draft_of(draft).into_owned();
        if !self.may_have_rows(id, &rows, &draft) || !self.may_reach(id, &rows, &draft) {
            return None;
        }
        let answer = if rule.multiple {
            let mut list = field.template.get(&draft, &rows).cloned().unwrap_or_default();
            let files = array(&mut list);
            if files.len() >= MAX_FILES {
                return None;
            }
            files.push(answer);
            list
        } else {
            answer
        };
        self.put(id, &rows, &mut draft, answer);
        Some(draft)
    }

    /// The draft without the file of this id, wherever it is.
    pub fn detach(&self, draft: &Value, file_id: &str, only: Option<&[String]>) -> Value {
        let mut draft = draft.clone();
        for (field, rows) in self.file_fields(&draft) {
            if !is_asked(&field.template.pointer(&rows), only) {
                continue;
            }
            let is_it = |file: &Value| file.get("id").and_then(Value::as_str) == Some(file_id);
            match field.template.get(&draft, &rows) {
                Some(Value::Array(files)) if files.iter().any(is_it) => {
                    let kept: Vec<Value> = files.iter().filter(|file| !is_it(file)).cloned().collect();
                    if kept.is_empty() {
                        field.template.remove(&mut draft, &rows);
                    } else {
                        field.template.put(&mut draft, &rows, Value::Array(kept));
                    }
                }
                Some(file) if is_it(file) => drop(field.template.remove(&mut draft, &rows)),
                _ => {}
            }
        }
        draft
    }

    /// The files that a document holds: the pointer of their field and their id.
    pub fn files(&self, document: &Value) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (field, rows) in self.file_fields(document) {
            let files = field.template.get(document, &rows).map(file::of).unwrap_or_default();
            let pointer = field.template.pointer(&rows);
            found.extend(files.into_iter().map(|file| (pointer.clone(), file.id)));
        }
        found
    }

    fn file_fields(&self, document: &Value) -> Vec<(&Field, Vec<Key>)> {
        let fields =
            self.nodes.iter().filter_map(|node| Some((node, node.field().filter(|field| field.file.is_some())?)));
        let placed = fields.flat_map(|(node, field)| {
            self.instances(&node.blocks, document).into_iter().map(move |rows| (field, rows))
        });
        placed.collect()
    }
}

/// Files come by upload, computed values by rules, blocks by their rows, what has parts by them, maps by their features.
pub(crate) fn takes_inputs(field: &Field) -> bool {
    !field.read_only
        && !field.silent
        && !matches!(field.kind.component(field), "file" | "repeat" | "parts" | "calculated" | "map")
}
