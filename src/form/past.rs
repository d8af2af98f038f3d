//! What became of a draft since a page was drawn.

use super::rows::{RowChange, RowChangeKind};
use chrono::{DateTime, FixedOffset};
use json_patch::Patch;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who wrote, in which page of which browser, when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writer {
    /// Of the account.
    pub id: String,
    pub name: String,
    /// A page that was drawn: the same person in another tab is another writer.
    pub page: String,
    pub at: DateTime<FixedOffset>,
}

/// One change of a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub by: Writer,
    /// What gives back the draft of before (JSON Patch, RFC 6902).
    pub undo: Patch,
    /// When it only changed the rows of a block.
    pub rows: Option<RowChange>,
}

impl Change {
    /// What changed a draft into another.
    pub fn between(before: &Value, after: &Value, by: Writer, rows: Option<RowChange>) -> Self {
        Self { by, undo: json_patch::diff(after, before), rows }
    }
}

/// The drafts from the one that a page showed to the one that stands.
#[derive(Debug)]
pub struct Past {
    pub(super) changes: Vec<Change>,
    /// One more than changes: the first is what the page showed.
    pub(super) drafts: Vec<Value>,
    /// Whether the first one is known to be what the page showed.
    pub(super) is_whole: bool,
    /// The language of the page, which says what « 1,234 » is.
    pub(super) lang: String,
}

impl Past {
    /// From the draft that stands and the changes since the page was drawn, the oldest first. A history that is not whole
    /// can't tell what the page showed: any difference is then for people to judge.
    pub fn new(now: &Value, changes: Vec<Change>, is_whole: bool) -> Self {
        let mut drafts = vec![now.clone()];
        let mut is_whole = is_whole;
        for change in changes.iter().rev() {
            let mut before = drafts[drafts.len() - 1].clone();
            is_whole &= json_patch::patch(&mut before, &change.undo).is_ok();
            drafts.push(before);
        }
        drafts.reverse();
        Self { changes, drafts, is_whole, lang: String::new() }
    }

    /// For a page that shows what stands.
    pub fn none(now: &Value) -> Self {
        Self::new(now, Vec::new(), true)
    }

    /// The same, of a page in this language.
    pub fn in_language(self, lang: &str) -> Self {
        Self { lang: lang.to_owned(), ..self }
    }

    /// The same, one change later.
    pub fn then(mut self, change: &Change, now: &Value) -> Self {
        self.changes.push(change.clone());
        self.drafts.push(now.clone());
        self
    }

    /// The draft that stands.
    pub fn now(&self) -> &Value {
        &self.drafts[self.drafts.len() - 1]
    }

    /// The draft that the page showed.
    pub fn shown(&self) -> &Value {
        &self.drafts[0]
    }

    /// Whether others wrote meanwhile: the last who did.
    pub fn other(&self, page: &str) -> Option<&Writer> {
        self.changes.iter().map(|change| &change.by).rfind(|by| by.page != page)
    }

    /// The row that the first of these changes took away, as the draft before it has it.
    pub fn first_removed(&self) -> Option<String> {
        let RowChange { block, kind: RowChangeKind::Removed { at } } = self.changes.first()?.rows.as_ref()? else {
            return None;
        };
        Some(format!("{block}/{at}"))
    }

    /// The blocks whose rows changed their places since.
    pub fn blocks(&self) -> Vec<String> {
        self.changes.iter().filter_map(|change| Some(change.rows.as_ref()?.block.clone())).collect()
    }

    /// Where a pointer of the page stands after each change.
    pub(super) fn places(&self, pointer: &str) -> Vec<Option<String>> {
        let mut places = vec![Some(pointer.to_owned())];
        for change in &self.changes {
            let before = places[places.len() - 1].as_deref();
            places.push(before.and_then(|before| match &change.rows {
                Some(rows) => rows.follow(before),
                None => Some(before.to_owned()),
            }));
        }
        places
    }

    /// Where a pointer of the page stands now.
    pub fn follow(&self, pointer: &str) -> Option<String> {
        self.places(pointer).pop().flatten()
    }

    /// Where the page has what stands at a pointer now; `None` when its row came since.
    pub(super) fn origin(&self, pointer: &str) -> Option<String> {
        self.changes.iter().rev().try_fold(pointer.to_owned(), |place, change| match &change.rows {
            Some(rows) => rows.inverse().follow(&place),
            None => Some(place),
        })
    }
}
