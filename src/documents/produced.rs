//! A document that a workflow makes of a dossier, in the words of its procedure.

use super::press::Sheet;
use super::words::words;
use crate::web::Lang;
use crate::web::i18n::text;
use serde_json::{Value, json};

const WORDS: [&str; 2] = ["page", "unprintable"];

/// What it says.
pub struct About<'a> {
    pub number: &'a str,
    pub title: &'a str,
    pub organisation: &'a str,
    /// Nodes of [`super::prose`].
    pub body: Vec<Value>,
}

/// All that is drawn, to be kept until it is: words that change later change nothing of it.
pub fn content(about: &About<'_>, lang: Lang) -> Value {
    json!({
        "lang": lang.code(),
        "title": about.title,
        "author": about.organisation,
        "organisation": about.organisation,
        "footer": text(lang, "documents-of-dossier", &[("number", about.number.into())]),
        "words": words(lang, &WORDS),
        "body": about.body,
    })
}

/// The document, from what was kept.
pub fn sheet(content: Value) -> Sheet {
    Sheet { template: include_str!("../../templates/documents/document.typ"), data: content }
}
