//! A small form shown again as it was filled in, with what is wrong: sign-in, account, settings.

use super::i18n::{Lang, text};
use serde::Serialize;
use std::collections::BTreeMap;
use validator::ValidationErrors;

/// Values and errors by field name. Every field of the form has an entry in both, so that templates need no defaults.
#[derive(Debug, Clone, Serialize)]
pub struct Filled {
    pub values: BTreeMap<&'static str, String>,
    pub errors: BTreeMap<&'static str, Option<String>>,
    /// For the summary at the top of the page.
    pub summary: Vec<ErrorLink>,
    /// The fields in the order of the form: that of the summary.
    #[serde(skip)]
    order: Vec<&'static str>,
}

/// A line of the error summary.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ErrorLink {
    /// Empty for words that lead nowhere.
    pub href: String,
    pub text: String,
    /// Words and links that make the line together, instead of one link.
    pub parts: Vec<Self>,
}

impl ErrorLink {
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self { href: href.into(), text: text.into(), parts: Vec::new() }
    }
}

impl Filled {
    /// A form with these fields and values, nothing wrong yet. Passwords are never shown again: give "".
    pub fn new<const N: usize>(fields: [(&'static str, &str); N]) -> Self {
        Self {
            values: fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
            errors: fields.iter().map(|(name, _)| (*name, None)).collect(),
            summary: Vec::new(),
            order: fields.map(|(name, _)| name).to_vec(),
        }
    }

    /// Adds what is wrong with a field, in words.
    pub fn refuse(&mut self, field: &'static str, words: String) {
        self.summary.push(ErrorLink::new(format!("#{field}"), &*words));
        self.errors.insert(field, Some(words));
    }

    /// Adds what `validator` found; the words are `<area>-error-<field>-<code>`.
    pub fn refuse_all(&mut self, lang: Lang, area: &str, errors: &ValidationErrors) {
        for field in self.order.clone() {
            let found = errors.field_errors();
            let code = found.get(field).and_then(|errors| errors.first()).map(|error| error.code.replace('_', "-"));
            if let Some(code) = code {
                let field_key = field.replace('_', "-");
                self.refuse(field, text(lang, &format!("{area}-error-{field_key}-{code}"), &[]));
            }
        }
    }

    pub fn is_wrong(&self) -> bool {
        !self.summary.is_empty()
    }
}
