//! An acknowledgement of receipt, as it was issued.

use super::press::Sheet;
use super::prose::nodes;
use super::words::words;
use crate::web::Lang;
use crate::web::i18n::text;
use serde_json::{Value, json};

const WORDS: [&str; 3] = ["page", "unprintable", "remedies"];

/// What it says, in the reader's language.
pub struct About<'a> {
    pub number: &'a str,
    pub title: &'a str,
    pub organisation: &'a str,
    /// Labels, and the lines of their values.
    pub facts: Vec<(&'a str, Vec<&'a str>)>,
    /// Which one it is, and of when.
    pub issued: &'a str,
    /// Markdown.
    pub remedies: &'a str,
    /// Said of one that another has taken the place of.
    pub replaced: Option<&'a str>,
}

/// The document.
pub fn sheet(about: &About<'_>, lang: Lang) -> Sheet {
    let facts = about.facts.iter().map(|(label, lines)| json!({ "label": label, "lines": lines }));
    let data = json!({
        "lang": lang.code(),
        "title": about.title,
        "author": about.organisation,
        "organisation": about.organisation,
        "footer": text(lang, "documents-of-dossier", &[("number", about.number.into())]),
        "words": words(lang, &WORDS),
        "issued": about.issued,
        "facts": facts.collect::<Vec<Value>>(),
        "remedies": nodes(about.remedies, 3),
        "replaced": about.replaced,
    });
    Sheet { template: include_str!("../../templates/documents/receipt.typ"), data }
}
