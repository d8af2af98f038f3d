//! A dossier's answers, to keep or to file.

use super::press::Sheet;
use super::words::words;
use crate::form::{SummaryRow, SummarySection};
use crate::web::Lang;
use crate::web::format;
use crate::web::i18n::text;
use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

const WORDS: [&str; 6] = ["page", "unprintable", "question", "answer", "unanswered", "nothing"];

/// What the document tells beside the answers. Texts are in the reader's language.
pub struct About<'a> {
    pub number: &'a str,
    pub title: &'a str,
    pub organisation: String,
    pub applicant: &'a str,
    pub state: &'a str,
    pub submitted_at: Option<DateTime<FixedOffset>>,
    pub printed_at: DateTime<FixedOffset>,
}

/// The document.
pub fn sheet(about: &About<'_>, sections: &[SummarySection], lang: Lang) -> Sheet {
    let told = |key: &str| text(lang, key, &[]);
    let mut facts = vec![
        ("documents-procedure", about.title.to_owned()),
        ("documents-number", about.number.to_owned()),
        ("documents-applicant", about.applicant.to_owned()),
    ];
    facts.push(match about.submitted_at {
        Some(at) => ("documents-submitted", format::moment(lang, at)),
        None => ("documents-not-submitted", told("documents-draft")),
    });
    facts.push(("documents-state", about.state.to_owned()));
    facts.push(("documents-printed", format::moment(lang, about.printed_at)));
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let facts: Vec<Value> = facts.map(|(label, value)| json!({ "label": told(label), "value": value })).collect();
    let number = text(lang, "documents-of-dossier", &[("number", about.number.into())]);
    let data = json!({
        "lang": lang.code(),
        "title": text(lang, "documents-answers-title", &[("number", about.number.into())]),
        "author": about.organisation,
        "organisation": about.organisation,
        "footer": number,
        "words": words(lang, &WORDS),
        "facts": facts,
        "sections": sections.iter().map(|at| section(at, lang)).collect::<Vec<_>>(),
    });
    Sheet { template: include_str!("../../templates/documents/answers.typ"), data }
}

fn section(section: &SummarySection, lang: Lang) -> Value {
    let groups = section.groups.iter().map(|group| {
        let rows: Vec<Value> = group.rows.iter().map(|at| row(at, lang)).collect();
        json!({ "title": group.title, "rows": rows })
    });
    json!({ "title": section.title, "notice": section.notice, "groups": groups.collect::<Vec<_>>() })
}

fn row(row: &SummaryRow, lang: Lang) -> Value {
    let files = row.files.iter().map(|file| json!({ "name": file.name, "size": format::size(lang, file.size) }));
    json!({ "label": row.label, "lines": row.lines, "files": files.collect::<Vec<_>>() })
}
