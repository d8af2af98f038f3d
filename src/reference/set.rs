//! A list whose entries each have a code.

use super::index::{Index, Terms};
use super::{Searchable, Suggestion, dated};
use std::collections::HashMap;

/// One entry of a list.
pub trait Entry: Copy + Sync + 'static {
    /// The official code.
    fn code(&self) -> &'static str;

    /// The name that tells it from all others of its list.
    fn label(&self, lang: &str) -> String;
}

/// A list with its date.
#[derive(Debug)]
pub struct Set<T> {
    name: &'static str,
    edition: &'static str,
    entries: Vec<T>,
    by_code: HashMap<&'static str, usize>,
    index: Index,
}

impl<T: Entry> Set<T> {
    pub(super) fn read(
        name: &'static str,
        source: &'static str,
        entry: fn(&'static str) -> T,
        terms: fn(&T) -> Terms<'static>,
    ) -> Self {
        let (edition, records) = dated(source);
        let entries: Vec<T> = records.map(entry).collect();
        let by_code = entries.iter().enumerate().map(|(n, entry)| (entry.code(), n)).collect();
        let index = Index::of(entries.iter().map(terms));
        Self { name, edition, entries, by_code, index }
    }

    /// The date of the edition, as ISO 8601.
    pub fn edition(&self) -> &'static str {
        self.edition
    }

    /// All entries, by code.
    pub fn all(&self) -> &[T] {
        &self.entries
    }

    /// The entry of a code, written as the list does.
    pub fn get(&self, code: &str) -> Option<T> {
        self.by_code.get(code).map(|n| self.entries[*n])
    }

    /// What a text may mean, best first, at most [`super::LIMIT`].
    pub fn search(&self, typed: &str) -> Vec<T> {
        self.index.search(typed).into_iter().map(|n| self.entries[n]).collect()
    }

    /// The one entry that a text names: its code, its whole name.
    pub fn only(&self, typed: &str) -> Option<T> {
        self.get(typed.trim()).or_else(|| self.index.only(typed).map(|n| self.entries[n]))
    }
}

impl<T: Entry> Searchable for Set<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn edition(&self) -> &'static str {
        self.edition
    }

    fn count(&self) -> usize {
        self.entries.len()
    }

    fn suggest(&self, typed: &str, lang: &str) -> Vec<Suggestion> {
        let told = |entry: T| Suggestion { value: entry.code().to_owned(), label: entry.label(lang), hint: None };
        self.search(typed).into_iter().map(told).collect()
    }
}
