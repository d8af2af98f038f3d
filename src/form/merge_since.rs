//! What to do with what a page posts, knowing what became of the draft since it was drawn.

use super::Form;
use super::aside::{CHOICES, NAMES};
use super::conflict::{self, Conflict};
use super::features::Maps;
use super::merge::{Posted, grouped, is_asked, says_the_same};
use super::node::{Body, Id};
use super::past::{Past, Writer};
use super::pointer::{self, Key};
use super::rows::{RowChange, RowChangeKind};
use super::whole::document_of;
use serde_json::Value;
use std::collections::HashMap;

/// What a page knew of an answer, and what became of it.
pub(super) struct Known {
    /// Where it stands now; `None` when its row went.
    place: Option<String>,
    /// The field that the page showed, of those that may stand there.
    field: Option<Id>,
    /// What the page knew of it, itself included.
    pub(super) base: Value,
    /// Who changed it last.
    by: Option<Writer>,
}

impl Form {
    /// The draft with what a page posted in it. Who wrote last is not right for that: an answer that others changed since
    /// the page was drawn, and that the page changes otherwise, stays as they left it, and the page's waits beside it for a
    /// choice. What the page left alone stays as it is now.
    pub fn merge_since(
        &self,
        past: &Past,
        pairs: &[(String, String)],
        only: Option<&[String]>,
        writer: &Writer,
    ) -> Value {
        let mut merged = self.draft_of(past.now()).into_owned();
        let mut returned = HashMap::new();
        let names = grouped(pairs);
        let seen = self.with_choices(past.shown(), &names, only);
        let (maps, names) = self.apart(names, &seen, only);
        for (name, raws) in names {
            if let Some(pointer) = name.strip_suffix(NAMES) {
                let place = past.follow(pointer);
                place.into_iter().for_each(|place| self.merge_name(&mut merged, &place, &raws, only));
                continue;
            }
            let known = self.known(past, name, &writer.page);
            let field = known.field.and_then(|id| self.nodes[id].field());
            let knew = past.is_whole && !known.base.is_null();
            if knew && field.is_some_and(|field| says_the_same(field, &known.base, &raws)) {
                continue;
            }
            let Some(place) = known.place.clone() else {
                self.write_in_removed(past, &mut merged, (name, &raws), &known, only, (writer, &mut returned));
                continue;
            };
            if let Some(posted) = self.posted(&merged, &place, (&raws, &past.lang), only) {
                self.write_known(past, &mut merged, &place, posted, known, writer);
            }
        }
        self.write_maps((past, seen), &mut merged, maps, writer);
        self.drop_agreed(&mut merged);
        merged
    }

    /// Two answers that have become the same leave nothing to choose.
    fn drop_agreed(&self, draft: &mut Value) {
        let waiting: Vec<String> = conflict::names(draft).map(str::to_owned).collect();
        for name in waiting {
            let value = conflict::of(draft, &name).and_then(|conflict| conflict.value);
            if value.is_some_and(|value| value == self.value_at(draft, &name)) {
                conflict::keep(draft, &name, None);
            }
        }
    }

    /// A map is one answer, of many inputs: what they make of the one that the page showed is compared as a whole.
    fn write_maps(&self, (past, mut drawn): (&Past, Value), draft: &mut Value, maps: Maps<'_>, me: &Writer) {
        for ((id, rows), inputs) in maps {
            let Some(field) = self.nodes[id].field() else { continue };
            let name = field.template.pointer(&rows);
            let known = self.known(past, &name, &me.page);
            // What the page knew of stood in a row that was there; a name from elsewhere makes none.
            if known.base.is_null() {
                field.template.remove(&mut drawn, &rows);
            } else {
                field.template.put(&mut drawn, &rows, known.base.clone());
            }
            self.merge_maps(&mut drawn, Maps::from([((id, rows), inputs)]));
            let value = document_of(&drawn).pointer(&name).cloned().unwrap_or_default();
            let Some(place) = known.place.clone() else { continue };
            if let Some(posted) = self.target(draft, &place, value, None) {
                self.write_known(past, draft, &place, posted, known, me);
            }
        }
    }

    fn write_known(&self, past: &Past, draft: &mut Value, name: &str, posted: Posted, known: Known, me: &Writer) {
        let standing = self.value_at(draft, name);
        if let Some(own) = conflict::of(draft, name).filter(|own| own.written_in(&me.page).is_some()) {
            let conflict = Conflict { value: Some(posted.value), by: me.clone(), ..own };
            return conflict::keep(draft, name, Some(&conflict));
        }
        let untouched = past.is_whole && posted.value == known.base;
        if posted.value == standing || (untouched && standing != known.base) {
            return;
        }
        // An entry that somebody took away comes back by its name.
        let is_gone =
            posted.rows.iter().any(|key| matches!(key, Key::Name(_))) && !self.has_rows(posted.id, &posted.rows, draft);
        if is_gone || (past.is_whole && standing == known.base) {
            return self.write(draft, posted);
        }
        let conflict = Conflict { value: Some(posted.value), by: me.clone(), other: known.by };
        conflict::keep(draft, name, Some(&conflict));
    }

    /// What was written in a row that went: the row comes back, at the end of its block.
    fn write_in_removed(
        &self,
        past: &Past,
        draft: &mut Value,
        (name, raws): (&str, &[&str]),
        known: &Known,
        only: Option<&[String]>,
        (me, returned): (&Writer, &mut HashMap<String, String>),
    ) {
        let places = past.places(name);
        let gone = places.iter().position(Option::is_none).unwrap_or_default();
        let (Some(Some(last)), Some(change)) = (places.get(gone - 1), past.changes.get(gone - 1)) else { return };
        let before = &past.drafts[gone - 1];
        let Some(RowChange { block, kind: RowChangeKind::Removed { at } }) = &change.rows else { return };
        let Some(posted) = self.posted(before, last, (raws, &past.lang), None) else { return };
        if posted.value == known.base || posted.value.is_null() {
            return;
        }
        let row = format!("{block}/{at}");
        let place = returned.get(&row).cloned().or_else(|| {
            let block_now =
                past.changes[gone..].iter().try_fold(block.clone(), |block, change| match &change.rows {
                    Some(rows) => rows.follow(&block),
                    None => Some(block),
                })?;
            Some(self.restore_row(draft, (before, &row), Some(&block_now), only)?.place())
        });
        // The whole block went, or can take no more: the nearest question that stands above bears the words.
        let Some(place) = place else {
            let above = std::iter::successors(last.rsplit_once('/'), |(above, _)| above.rsplit_once('/'));
            let stands = above.map(|(above, _)| above).filter(|above| self.writable(above, None).is_some());
            let now = |above: &str| {
                past.changes[gone - 1..].iter().try_fold(above.to_owned(), |above, change| match &change.rows {
                    Some(rows) => rows.follow(&above),
                    None => Some(above),
                })
            };
            let at = stands.into_iter().find_map(now).unwrap_or_else(|| last.clone());
            let conflict = Conflict { value: Some(posted.value), by: me.clone(), other: Some(change.by.clone()) };
            return conflict::keep(draft, &at, Some(&conflict));
        };
        let conflict = Conflict { value: None, by: me.clone(), other: Some(change.by.clone()) };
        conflict::keep(draft, &place, Some(&conflict));
        let name = format!("{place}{}", &last[row.len()..]);
        returned.insert(row, place);
        match self.posted(draft, &name, (raws, &past.lang), only) {
            Some(posted) if self.may_have_rows(posted.id, &posted.rows, draft) => self.write(draft, posted),
            _ => conflict::keep(draft, &name, Some(&Conflict { value: Some(posted.value), ..conflict })),
        }
    }

    /// What the page knew of an answer: what it showed, or what it wrote itself since.
    pub(super) fn known(&self, past: &Past, name: &str, page: &str) -> Known {
        let places = past.places(name);
        let values: Vec<Value> = places
            .iter()
            .zip(&past.drafts)
            .map(|(place, draft)| place.as_deref().map_or(Value::Null, |place| self.value_at(draft, place)))
            .collect();
        let changed = |n: &usize| values[*n] != values[n - 1];
        let own =
            (1..values.len()).rev().filter(changed).find(|n| !page.is_empty() && past.changes[n - 1].by.page == page);
        let start = own.unwrap_or(0);
        let last = (start + 1..values.len()).rev().find(changed);
        let shown =
            places[start].as_deref().and_then(|place| self.target(&past.drafts[start], place, Value::Null, None));
        Known {
            place: places[places.len() - 1].clone(),
            field: shown.map(|shown| shown.id),
            base: values[start].clone(),
            by: last.map(|n| past.changes[n - 1].by.clone()),
        }
    }

    /// What an input stands for in a draft; null for a blank.
    fn value_at(&self, draft: &Value, name: &str) -> Value {
        let Some(pointer) = name.strip_suffix(CHOICES) else {
            return document_of(draft).pointer(name).cloned().unwrap_or_default();
        };
        let found = pointer::parse(pointer).and_then(|names| self.lookup.choose(&names));
        let chosen = found.and_then(|(id, rows)| match &self.nodes[id].body {
            Body::Choose(choose) => choose.chooser.chosen(draft, &rows),
            _ => None,
        });
        chosen.map_or(Value::Null, Value::from)
    }

    /// An input's place in a draft, for a value that was read before.
    pub(super) fn target(&self, draft: &Value, name: &str, value: Value, only: Option<&[String]>) -> Option<Posted> {
        let (id, rows) = match name.strip_suffix(CHOICES) {
            Some(pointer) => {
                let found = pointer::parse(pointer).and_then(|names| self.lookup.choose(&names));
                found.filter(|_| is_asked(pointer, only))?
            }
            None => {
                let (id, rows) = self.writable(name, only)?;
                (self.current(id, &rows, draft), rows)
            }
        };
        Some(Posted { id, rows, value })
    }
}
