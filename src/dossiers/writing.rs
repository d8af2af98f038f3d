//! What a page posts: its inputs, what it brings with them, and the button that was pressed.

use crate::files::File;
use crate::form::{ConflictChoice, Question, Reply, Writer, of_name};
use crate::web::{Account, Lang, Pairs};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

/// The input that tells the language of its page.
pub(super) const LANGUAGE: &str = "_lang";

/// Features of GeoJSON, by the pointer of their map.
pub type Places = Vec<(String, Vec<Value>)>;

/// What a page posts.
#[derive(Debug, Default)]
pub struct Writing {
    pub pairs: Pairs,
    pub files: Vec<File>,
    /// What services of others answered of it.
    pub replies: Vec<(Question, Reply)>,
    /// Features that files brought, by the pointer of their map.
    pub places: Places,
    pub action: Action,
    /// The page, as it was drawn once in one browser.
    pub page: Option<Uuid>,
    /// The draft's revision that it showed; a client that tells none means the last.
    pub rev: Option<i32>,
    /// The language of the page.
    pub lang: Lang,
    /// The page shows what it posted after its session had ended.
    pub shows_unsaved: bool,
}

impl Writing {
    /// From the inputs of a page: what they say of themselves is read, the others are answers. A client that tells no language writes
    /// in the one that it asks for.
    pub fn of(pairs: Pairs, asked: Lang) -> Self {
        let said = |name: &str| pairs.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let page = said("_page").and_then(|page| page.parse().ok());
        let rev = said("_rev").and_then(|rev| rev.parse().ok());
        let lang = language(&pairs).unwrap_or(asked);
        let shows_unsaved = said("_unsaved").is_some();
        Self { action: Action::of(&pairs), page, rev, lang, shows_unsaved, pairs, ..Self::default() }
    }

    pub(super) fn writer(&self, who: &Account, at: DateTime<Utc>) -> Writer {
        writer(who, self.page, at)
    }
}

/// The language of the page that these are the inputs of.
pub(super) fn language(pairs: &Pairs) -> Option<Lang> {
    pairs.iter().rev().find(|(name, _)| name == LANGUAGE).and_then(|(_, code)| Lang::from_code(code))
}

/// This person, in this page.
pub(super) fn writer(who: &Account, page: Option<Uuid>, at: DateTime<Utc>) -> Writer {
    let page = page.map(|page| page.to_string()).unwrap_or_default();
    Writer { id: who.id.to_string(), name: who.name(), page, at: at.fixed_offset() }
}

/// The button that was pressed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Action {
    #[default]
    Continue,
    Save,
    Autosave,
    AddRow(String),
    DuplicateRow(String),
    RiseRow(String),
    SinkRow(String),
    RemoveRow(String),
    /// Takes back the removal of a row that made this revision of the draft.
    Undo(i32),
    /// Of two answers to this input, keeps the one that stands, or the one that was written last.
    Settle(ConflictChoice, String),
    RemoveFile(Uuid),
}

impl Action {
    /// From the value of `_action`; one that we don't know goes on.
    pub fn of(pairs: &Pairs) -> Self {
        let value = pairs.iter().rev().find(|(name, _)| name == "_action").map_or("", |(_, value)| value.as_str());
        let at = |name: &str| of_name(name).to_owned();
        match value.split_once(':') {
            Some(("add", pointer)) => Self::AddRow(at(pointer)),
            Some(("duplicate", pointer)) => Self::DuplicateRow(at(pointer)),
            Some(("up", pointer)) => Self::RiseRow(at(pointer)),
            Some(("down", pointer)) => Self::SinkRow(at(pointer)),
            Some(("remove", pointer)) => Self::RemoveRow(at(pointer)),
            Some(("undo", rev)) => rev.parse().map_or(Self::Continue, Self::Undo),
            Some(("keep", name)) => Self::Settle(ConflictChoice::Standing, at(name)),
            Some(("replace", name)) => Self::Settle(ConflictChoice::Last, at(name)),
            Some(("remove-file", id)) => id.parse().map_or(Self::Continue, Self::RemoveFile),
            _ if value == "save" => Self::Save,
            _ if value == "autosave" => Self::Autosave,
            _ => Self::Continue,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pressed_button_is_read_from_its_value() {
        let pressed = |value: &str| Action::of(&vec![("_action".to_owned(), value.to_owned())]);
        assert_eq!(pressed("save"), Action::Save);
        assert_eq!(pressed("add:/children"), Action::AddRow("/children".into()));
        assert_eq!(pressed("remove:/children/1"), Action::RemoveRow("/children/1".into()));
        assert_eq!(pressed("remove-file:nonsense"), Action::Continue);
        assert_eq!(Action::of(&Vec::new()), Action::Continue);
    }
}
