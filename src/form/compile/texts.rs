//! Texts of a form in each of its languages.

use crate::form::problem::Problems;
use crate::rules::Text;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where texts come from, and which ones are missing.
pub(super) struct Texts<'d> {
    pub(super) languages: Vec<String>,
    translations: &'d BTreeMap<String, BTreeMap<String, String>>,
    /// Keys of translations that something has asked for.
    used: BTreeSet<String>,
}

impl<'d> Texts<'d> {
    pub(super) fn new(languages: &[String], translations: &'d BTreeMap<String, BTreeMap<String, String>>) -> Self {
        let languages = if languages.is_empty() { vec!["fr".to_owned()] } else { languages.to_vec() };
        Self { languages, translations, used: BTreeSet::new() }
    }

    /// The language in which the schema is written.
    pub(super) fn base(&self) -> &str {
        &self.languages[0]
    }

    /// A text with the translations of a key, the base language first. A declared language that it doesn't speak is told.
    pub(super) fn translated(&mut self, own: Text, key: &str, pointer: &str, problems: &mut Problems) -> Text {
        let mut texts: Vec<(String, String)> = match own {
            Text::One(text) => vec![(self.base().to_owned(), text)],
            Text::Many(texts) => texts,
        };
        for (lang, translations) in self.translations {
            if let Some(translation) = translations.get(key)
                && !texts.iter().any(|(known, _)| known == lang)
            {
                texts.push((lang.clone(), translation.clone()));
            }
        }
        if !key.is_empty() {
            self.used.insert(key.to_owned());
        }
        let base = self.base().to_owned();
        texts.sort_by_key(|(lang, _)| *lang != base);
        self.check(&texts, pointer, problems);
        Text::Many(texts)
    }

    /// Whether some language says something under a key.
    pub(super) fn speaks(&self, key: &str) -> bool {
        self.translations.values().any(|translations| translations.contains_key(key))
    }

    /// A text of the UI: a string or an object by language.
    pub(super) fn written(&mut self, value: &Value, pointer: &str, problems: &mut Problems) -> Option<Text> {
        match Text::from_json(value) {
            Some(text) => Some(self.translated(text, "", pointer, problems)),
            None => {
                problems.error(pointer, "text", vec![]);
                None
            }
        }
    }

    fn check(&self, texts: &[(String, String)], pointer: &str, problems: &mut Problems) {
        for lang in &self.languages {
            if !texts.iter().any(|(known, text)| known == lang && !text.trim().is_empty()) {
                problems.warn(pointer, "translation-missing", vec![("lang", lang.clone())]);
            }
        }
    }

    /// Translations that nothing reads are most often misspelled keys.
    pub(super) fn check_unused(&self, problems: &mut Problems) {
        for (lang, translations) in self.translations {
            for key in translations.keys().filter(|key| !self.used.contains(*key)) {
                let pointer = format!("/translations/{lang}/{}", crate::form::pointer::escape(key));
                problems.warn(&pointer, "translation-unused", vec![("key", key.clone())]);
            }
        }
    }
}

/// The same text through a function, in each language.
pub(super) fn each(text: &Text, change: impl Fn(&str) -> String) -> Text {
    match text {
        Text::One(text) => Text::One(change(text)),
        Text::Many(texts) => Text::Many(texts.iter().map(|(lang, text)| (lang.clone(), change(text))).collect()),
    }
}
