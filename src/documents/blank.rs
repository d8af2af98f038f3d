//! The form of a procedure, to be filled by hand.

use super::press::Sheet;
use super::words::words;
use crate::form::{Clause, PaperItem, PaperPage, When};
use crate::web::Lang;
use crate::web::i18n::text;
use serde_json::{Value, json};

const WORDS: [&str; 11] = [
    "page",
    "unprintable",
    "optional",
    "documents",
    "one-answer",
    "several-answers",
    "before",
    "how",
    "contact",
    "signature",
    "sign-here",
];

/// What the document tells beside the questions. Texts are in the reader's language.
pub struct About {
    pub title: String,
    pub summary: String,
    pub organisation: String,
    /// What to have at hand.
    pub at_hand: Vec<String>,
    /// Name, address, telephone, e-mail, hours of the service.
    pub contact: Vec<String>,
    /// Where the same is filled online.
    pub address: String,
}

/// The document.
pub fn sheet(about: &About, pages: &[PaperPage], lang: Lang) -> Sheet {
    let data = json!({
        "lang": lang.code(),
        "title": about.title,
        "author": about.organisation,
        "organisation": about.organisation,
        "summary": about.summary,
        "footer": about.title,
        "words": words(lang, &WORDS),
        "at_hand": about.at_hand,
        "contact": about.contact,
        "online": text(lang, "documents-online", &[("address", about.address.clone().into())]),
        "sections": pages.iter().map(|at| page(at, lang)).collect::<Vec<_>>(),
    });
    Sheet { template: include_str!("../../templates/documents/blank.typ"), data }
}

fn page(page: &PaperPage, lang: Lang) -> Value {
    json!({
        "title": page.title,
        "lines": page.lines,
        "when": told(page.when.as_ref(), lang),
        "items": page.items.iter().map(|at| item(at, lang)).collect::<Vec<_>>(),
    })
}

fn item(item_of: &PaperItem, lang: Lang) -> Value {
    match item_of {
        PaperItem::Text { lines, when } => {
            json!({ "is": "text", "lines": lines, "when": told(when.as_ref(), lang) })
        }
        PaperItem::Group { title, lines, when, items } => json!({
            "is": "group",
            "title": title,
            "lines": lines,
            "when": told(when.as_ref(), lang),
            "items": items.iter().map(|at| item(at, lang)).collect::<Vec<_>>(),
        }),
        PaperItem::Question { label, lines, required, when, paper } => json!({
            "is": "question",
            "label": label,
            "lines": lines,
            "required": required,
            "when": told(when.as_ref(), lang),
            "paper": paper,
        }),
    }
}

/// « À remplir seulement si vous avez répondu… »; empty when it is always to be filled.
fn told(when: Option<&When>, lang: Lang) -> String {
    match when {
        None => String::new(),
        Some(When { clause, .. }) if !clause.is_told() => text(lang, "documents-when-unknown", &[]),
        Some(When { unless, clause }) => {
            let key = if *unless { "documents-when-unless" } else { "documents-when-if" };
            text(lang, key, &[("clause", said(clause, lang).into())])
        }
    }
}

fn said(clause: &Clause, lang: Lang) -> String {
    let joined = |clauses: &[Clause], word: &str| {
        let inner = |clause: &Clause| match clause {
            Clause::All(inner) | Clause::Any(inner) if inner.len() > 1 => format!("({})", said(clause, lang)),
            _ => said(clause, lang),
        };
        let word = text(lang, word, &[]);
        clauses.iter().map(inner).collect::<Vec<_>>().join(&format!(" {word} "))
    };
    match clause {
        Clause::All(clauses) => joined(clauses, "documents-and"),
        Clause::Any(clauses) => joined(clauses, "documents-or"),
        Clause::Is { question, values, not } => {
            let quoted = values.iter().map(|value| text(lang, "documents-quoted", &[("text", value.clone().into())]));
            let values = quoted.collect::<Vec<_>>().join(&format!(" {} ", text(lang, "documents-or", &[])));
            let key = if *not { "documents-clause-is-not" } else { "documents-clause-is" };
            text(lang, key, &[("question", question.clone().into()), ("values", values.into())])
        }
        Clause::Compares { question, operator, value, is_date } => {
            let name = match *operator {
                "<" => "less",
                "<=" => "at-most",
                ">" => "more",
                _ => "at-least",
            };
            let key = format!("documents-clause-{}{name}", if *is_date { "date-" } else { "" });
            text(lang, &key, &[("question", question.clone().into()), ("value", value.clone().into())])
        }
        Clause::Answered { question, not } => {
            let key = if *not { "documents-clause-unanswered" } else { "documents-clause-answered" };
            text(lang, key, &[("question", question.clone().into())])
        }
        Clause::Unknown => String::new(),
    }
}
