//! What the tags of mails, messages and documents read of a dossier: `{{ form.association.name }}`.

use super::Dossier;
use crate::form::{Context, document_of};
use crate::procedures::Revision;
use crate::procedures::contact::contact;
use crate::rules::unescape;
use crate::web::Lang;
use crate::web::format::day;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

/// With new answers, or those in force; `procedures::tags` lists the names.
pub fn values(
    dossier: &Dossier,
    revision: &Revision,
    answers: Option<&Value>,
    lang: Lang,
    now: DateTime<Utc>,
) -> Value {
    let submitted_at = dossier.submitted_at.unwrap_or(now);
    let blank = json!({});
    let answers = answers.or(dossier.answers.as_ref()).unwrap_or(&blank);
    let mut applicant = dossier.applicant.clone();
    applicant["name"] = dossier.applicant_name.clone().into();
    let service = contact(revision, lang);
    json!({
        "dossier": { "number": dossier.number, "submitted_on": day(lang, revision.date(submitted_at)) },
        "applicant": applicant,
        "procedure": { "title": revision.title(lang.code()) },
        "service": service.map(|service| json!({ "name": service.name, "organisation": service.organisation })),
        "form": document_of(answers),
        "told": told(dossier, revision, answers, lang, submitted_at),
    })
}

/// The answers in the words of the form, by the paths of tags: a date as people write it, a choice by its label.
fn told(dossier: &Dossier, revision: &Revision, answers: &Value, lang: Lang, at: DateTime<Utc>) -> Map<String, Value> {
    let own = &revision.definition;
    // Only the procedure's own words name answers.
    if own.messages.is_empty() && own.documents.is_empty() {
        return Map::new();
    }
    let context = Context {
        today: revision.date(at),
        applicant: dossier.applicant.clone(),
        data: Value::Object(own.data.clone()),
        dossiers: None,
    };
    let evaluation = revision.form.evaluate(answers, &context);
    let sections = revision.form.summary(answers, &evaluation, lang.code());
    let rows = sections.into_iter().flat_map(|section| section.groups).flat_map(|group| group.rows);
    let told = rows.map(|row| {
        let files = row.files.into_iter().map(|file| file.name);
        let lines: Vec<String> = row.lines.into_iter().chain(files).collect();
        (path(&row.pointer), lines.join("\n").into())
    });
    told.collect()
}

/// `/association/name` as `form.association.name`.
fn path(pointer: &str) -> String {
    let names = pointer.split('/').skip(1).filter_map(unescape);
    std::iter::once("form".to_owned()).chain(names).collect::<Vec<_>>().join(".")
}
