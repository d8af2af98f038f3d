//! Rows of repeated blocks: added, duplicated, moved, taken away, brought back. What is kept beside the answers by
//! pointer follows them.

use super::Form;
use super::aside::{self, CHOICES};
use super::node::{Block, Field, Id};
use super::pointer::{self, Key, array};
use super::whole::document_of;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How the rows of a block changed: what stood in one of them stands elsewhere now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The pointer of the block.
    pub block: String,
    #[serde(flatten)]
    pub kind: RowChangeKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowChangeKind {
    Added { at: usize },
    Removed { at: usize },
    Moved { from: usize, to: usize },
}

impl RowChange {
    /// Where what stood at a pointer stands now; `None` when its row went.
    pub fn follow(&self, pointer: &str) -> Option<String> {
        let place = pointer.strip_prefix(&self.block).and_then(|rest| rest.strip_prefix('/'));
        let Some(place) = place else { return Some(pointer.to_owned()) };
        let end = place.find(['/', '#']).unwrap_or(place.len());
        let (row, rest) = place.split_at(end);
        let Some(row) = pointer::row_number(row) else { return Some(pointer.to_owned()) };
        let row = match self.kind {
            RowChangeKind::Added { at } => row.saturating_add(usize::from(row >= at)),
            RowChangeKind::Removed { at } if row == at => return None,
            RowChangeKind::Removed { at } => row - usize::from(row > at),
            RowChangeKind::Moved { from, to } if row == from => to,
            RowChangeKind::Moved { from, to } => {
                row - usize::from(from < row) + usize::from(to <= row - usize::from(from < row))
            }
        };
        Some(format!("{}/{row}{rest}", self.block))
    }

    /// What takes it back.
    pub(super) fn inverse(&self) -> Self {
        let kind = match self.kind {
            RowChangeKind::Added { at } => RowChangeKind::Removed { at },
            RowChangeKind::Removed { at } => RowChangeKind::Added { at },
            RowChangeKind::Moved { from, to } => RowChangeKind::Moved { from: to, to: from },
        };
        Self { block: self.block.clone(), kind }
    }

    /// The pointer of the row that it is about, as the rows are now; that of the block when the row went.
    pub fn place(&self) -> String {
        match self.kind {
            RowChangeKind::Added { at } | RowChangeKind::Moved { to: at, .. } => format!("{}/{at}", self.block),
            RowChangeKind::Removed { .. } => self.block.clone(),
        }
    }
}

/// A block that may be written, in a draft.
struct Place<'f> {
    id: Id,
    rows: Vec<Key>,
    field: &'f Field,
    block: &'f Block,
    /// Rows that are drawn.
    count: usize,
}

impl Form {
    fn block_place(&self, draft: &Value, block: &str, only: Option<&[String]>) -> Option<Place<'_>> {
        let (id, rows) = self.writable(block, only)?;
        let id = self.current(id, &rows, draft);
        let field = self.nodes[id].field()?;
        let count = self.rows_in(id, &rows, draft).len();
        let is_there = self.may_have_rows(id, &rows, draft);
        is_there.then_some(Place { id, field, block: field.block.as_ref()?, rows, count })
    }

    /// A block and one of its rows: `/children/1`.
    fn row_place(&self, draft: &Value, row: &str, only: Option<&[String]>) -> Option<(Place<'_>, String, usize)> {
        let (block, row) = row.rsplit_once('/')?;
        let place = self.block_place(draft, block, only).filter(|place| place.block.names.is_none())?;
        let first = place.block.first;
        let row = pointer::row_number(row).filter(|row| (first..first + place.count).contains(row))?;
        Some((place, block.to_owned(), row))
    }

    /// One more row at the end of a block, in the draft, or one more entry of the name that was typed. `None` where there
    /// can't be one, and for an entry, which moves no other.
    pub fn add_row(&self, draft: &mut Value, block: &str, only: Option<&[String]>) -> Option<RowChange> {
        let Place { id, rows, field, block: kind, count } = self.block_place(draft, block, only)?;
        if count >= kind.max || !kind.can_add {
            return None;
        }
        if kind.names.is_some() {
            self.add_entry(draft, id, &rows);
            return None;
        }
        let at = kind.first + count;
        let mut list = kind.list_of(field.template.get(draft, &rows));
        list.resize_with(at + 1, || kind.empty_row());
        field.template.put(draft, &rows, Value::Array(list));
        let row: Vec<Key> = rows.iter().cloned().chain([Key::Number(at)]).collect();
        self.preset_row(draft, id, &row);
        Some(RowChange { block: block.to_owned(), kind: RowChangeKind::Added { at } })
    }

    /// Makes the rows that the inputs of a page stand in, where people may add them: of a page whose draft is kept nowhere, nothing
    /// else tells that there was a row above the one that is filled.
    pub fn make_rows(&self, draft: &mut Value, pairs: &[(String, String)]) {
        for (name, _) in pairs {
            let found = pointer::parse(name).and_then(|names| self.lookup.nearest(&names));
            let Some((id, rows, _)) = found else { continue };
            for (depth, (block, row)) in self.nodes[id].blocks.iter().zip(&rows).enumerate() {
                let (above, Some(field)) = (&rows[..depth], self.nodes[*block].field()) else { continue };
                let place = field.template.pointer(above);
                // A block takes so many rows, and no more.
                while !self.is_row_in(*block, above, row, draft) && self.add_row(draft, &place, None).is_some() {}
            }
        }
    }

    /// A copy of a row, after it, without its files: a file belongs to one answer, which may take it away.
    pub fn duplicate_row(&self, draft: &mut Value, row: &str, only: Option<&[String]>) -> Option<RowChange> {
        let (place, block, at) = self.row_place(draft, row, only)?;
        let list = place.field.template.get(draft, &place.rows).and_then(Value::as_array);
        let Some(copy) = list.and_then(|list| list.get(at)).cloned() else {
            // Nothing is written in it yet: another is as blank.
            return self.add_row(draft, &block, only);
        };
        if place.count >= place.block.max || !place.block.can_add {
            return None;
        }
        let choices = under(draft, row);
        let change = self.insert(draft, &place, &block, at + 1, copy);
        for (rest, choice) in choices {
            super::branch::keep(draft, format!("{}{rest}", change.place()), Some(choice));
        }
        let copied: Vec<Key> = place.rows.iter().cloned().chain([Key::Number(at + 1)]).collect();
        for (id, node) in self.nodes.iter().enumerate() {
            let Some(field) = self.nodes[id].field().filter(|field| field.file.is_some()) else { continue };
            let inside = node.blocks.get(copied.len() - 1) == Some(&place.id);
            for rows in self.instances(&node.blocks, draft).iter().filter(|rows| inside && rows.starts_with(&copied)) {
                field.template.remove(draft, rows);
            }
        }
        Some(change)
    }

    /// A row one place before, or after.
    pub fn move_row(&self, draft: &mut Value, row: &str, up: bool, only: Option<&[String]>) -> Option<RowChange> {
        let (place, block, from) = self.row_place(draft, row, only)?;
        let mut list = place.field.template.get(draft, &place.rows)?.clone();
        let to = if up { from.checked_sub(1).filter(|to| *to >= place.block.first)? } else { from + 1 };
        if !place.block.sortable || from.max(to) >= array(&mut list).len() {
            return None;
        }
        let moved = array(&mut list).remove(from);
        array(&mut list).insert(to, moved);
        place.field.template.put(draft, &place.rows, list);
        let change = RowChange { block, kind: RowChangeKind::Moved { from, to } };
        aside::follow(draft, &change);
        Some(change)
    }

    /// The draft without a row, `/children/1`; without an entry, `/prices/coffee`, or a feature of a map, `/place/features/1`,
    /// for which nothing is told: they move no row.
    pub fn remove_row(&self, draft: &mut Value, row: &str, only: Option<&[String]>) -> Option<RowChange> {
        self.remove_feature(draft, row, only);
        let place = row.rsplit_once('/').and_then(|(block, _)| self.block_place(draft, block, only));
        if place.as_ref().is_some_and(|place| !place.block.can_remove) {
            return None;
        }
        if let Some(place) = place.filter(|place| place.block.names.is_some()) {
            let name = pointer::parse(row).and_then(|mut names| names.pop()).unwrap_or_default();
            self.remove_entry(draft, place.field, &place.rows, &name);
            return None;
        }
        let (place, block, at) = self.row_place(draft, row, only)?;
        let mut list = place.field.template.get(draft, &place.rows)?.clone();
        if at >= list.as_array()?.len() {
            return None;
        }
        array(&mut list).remove(at);
        place.field.template.put(draft, &place.rows, list);
        let change = RowChange { block, kind: RowChangeKind::Removed { at } };
        aside::follow(draft, &change);
        Some(change)
    }

    /// Brings a row back that stood at `row` in the draft of before, with its choices of branch, to where it stood or to the
    /// end of a block. A block may grow beyond its maximum so, which the check tells, but not without end.
    pub fn restore_row(
        &self,
        draft: &mut Value,
        (before, row): (&Value, &str),
        end_of: Option<&str>,
        only: Option<&[String]>,
    ) -> Option<RowChange> {
        let (own, at) = row.rsplit_once('/')?;
        let block = end_of.unwrap_or(own);
        let place = self.block_place(draft, block, only)?;
        if place.block.names.is_some() || place.count >= 2 * place.block.max {
            return None;
        }
        let value = document_of(before).pointer(row)?.clone();
        let len = place.field.template.get(draft, &place.rows).and_then(Value::as_array).map_or(0, Vec::len);
        let first = place.block.first;
        let at = if end_of.is_some() { usize::MAX } else { pointer::row_number(at)? };
        let change = self.insert(draft, &place, block, at.clamp(first, len.max(first)), value);
        for (rest, choice) in under(before, row) {
            super::branch::keep(draft, format!("{}{rest}", change.place()), Some(choice));
        }
        Some(change)
    }

    /// Writes a field. The places that come before the rows of a list are there with them, filled or not.
    pub(super) fn put(&self, id: Id, rows: &[Key], draft: &mut Value, value: Value) {
        let node = &self.nodes[id];
        for (depth, field) in node.blocks.iter().filter_map(|block| self.nodes[*block].field()).enumerate() {
            let Some(block) = field.block.as_ref() else { continue };
            let there = field.template.get(draft, &rows[..depth.min(rows.len())]);
            if there.and_then(Value::as_array).map_or(0, Vec::len) < block.first {
                let list = block.list_of(there);
                field.template.put(draft, rows, Value::Array(list));
            }
        }
        if let Some(field) = node.field() {
            field.template.put(draft, rows, value);
        }
    }

    fn insert(&self, draft: &mut Value, place: &Place<'_>, block: &str, at: usize, row: Value) -> RowChange {
        let mut list = place.block.list_of(place.field.template.get(draft, &place.rows));
        list.insert(at, row);
        place.field.template.put(draft, &place.rows, Value::Array(list));
        let change = RowChange { block: block.to_owned(), kind: RowChangeKind::Added { at } };
        aside::follow(draft, &change);
        change
    }
}

impl Block {
    /// Its list, with the places that come before its rows.
    fn list_of(&self, value: Option<&Value>) -> Vec<Value> {
        let mut list = value.and_then(Value::as_array).cloned().unwrap_or_default();
        list.resize(list.len().max(self.first), Value::Null);
        list
    }
}

/// The choices of branch under a pointer: what follows it, and the choice.
fn under(draft: &Value, pointer: &str) -> Vec<(String, usize)> {
    let choices = draft.get(CHOICES).and_then(Value::as_object).into_iter().flatten();
    let own = choices.filter_map(|(at, choice)| {
        let rest = at.strip_prefix(pointer).filter(|rest| rest.is_empty() || rest.starts_with('/'))?;
        Some((rest.to_owned(), usize::try_from(choice.as_u64()?).ok()?))
    });
    own.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_alone_tells_its_rows() {
        use crate::form::Definition;
        use serde_json::json;
        let text = json!({"title": "A", "type": "string"});
        let block = |items: Value, max: usize| json!({"title": "B", "type": "array", "maxItems": max, "items": {"type": "object", "properties": items}});
        let schema = json!({"type": "object", "properties": {"a": block(json!({"b": text, "c": block(json!({"d": text}), 2)}), 3)}});
        let form = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
        let made = |names: &[&str]| {
            let mut draft = json!({});
            form.make_rows(
                &mut draft,
                &names.iter().map(|name| ((*name).to_owned(), String::new())).collect::<Vec<_>>(),
            );
            draft
        };
        assert_eq!(made(&["/a/1/b"]), json!({"a": [{}, {}]}));
        assert_eq!(made(&["/a/0/c/1/d", "/a/1/b"]), json!({"a": [{"c": [{}, {}]}, {}]}));
        assert_eq!(made(&["/a/99/b"]), json!({"a": [{}, {}, {}]}), "no more than the block takes");
        assert_eq!(made(&["motivation", "/x/3", "/a/x/b", "rev"]), json!({}));
    }

    fn change(kind: RowChangeKind) -> RowChange {
        RowChange { block: "/a".into(), kind }
    }

    #[test]
    fn pointers_follow_their_rows() {
        use RowChangeKind::{Added, Moved, Removed};
        let follow = |kind, pointer: &str| change(kind).follow(pointer).unwrap_or_default();
        assert_eq!(follow(Added { at: 1 }, "/a/0/b"), "/a/0/b");
        assert_eq!(follow(Added { at: 1 }, "/a/1/b"), "/a/2/b");
        assert_eq!(follow(Removed { at: 1 }, "/a/1#branch"), "");
        assert_eq!(follow(Removed { at: 1 }, "/a/2#branch"), "/a/1#branch");
        assert_eq!(follow(Removed { at: 1 }, "/ab/2"), "/ab/2");
        for (from, to) in [(0, 2), (2, 0), (1, 1), (1, 2)] {
            let mut list = vec!["/a/0", "/a/1", "/a/2", "/a/3"];
            let moved = list.remove(from);
            list.insert(to, moved);
            for (n, was) in list.iter().enumerate() {
                assert_eq!(follow(Moved { from, to }, was), format!("/a/{n}"), "{was} from {from} to {to}");
            }
        }
    }
}
