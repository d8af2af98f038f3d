//! What the page of a link shows: what was asked, and of the dossier what the task lets be seen.

use super::agents::{Part as FormPart, Sheet};
use super::opinion_mail;
use super::opinions::Asked;
use crate::form::{Context, FieldError, SummarySection, is_under};
use crate::procedures::words;
use crate::rules::escape;
use crate::schema::events;
use crate::web::i18n::text;
use crate::web::{ErrorLink, Lang, Page, Pairs};
use crate::workflow::Command;
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

/// What was posted and is shown again.
#[derive(Default)]
pub struct Typed {
    /// The form with what was posted in it.
    pub draft: Option<Value>,
    /// What was posted, where the form was not read.
    pub pairs: Option<Pairs>,
    pub errors: Vec<FieldError>,
    pub outcome: Option<String>,
    pub motivation: Option<String>,
    /// What is told above the page.
    pub error: Option<String>,
}

/// What is asked, by whom, about what.
#[derive(Serialize)]
struct Question {
    label: String,
    service: String,
    email: String,
    /// The procedure, the dossier, what it is about; until when, and what silence means.
    facts: Vec<Fact>,
}

/// A line of a list.
#[derive(Serialize)]
struct Fact {
    label: String,
    lines: [String; 1],
}

/// The page of what is to be said.
#[derive(Serialize)]
pub struct View {
    address: String,
    question: Question,
    expires_at: DateTime<FixedOffset>,
    sections: Vec<SummarySection>,
    form: Vec<FormPart>,
    outcomes: Vec<Choice>,
    asks_motivation: bool,
    motivation: String,
    errors: Vec<ErrorLink>,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

/// The page of what was said.
#[derive(Serialize)]
pub struct Sent {
    question: Question,
    at: Option<DateTime<FixedOffset>>,
    outcome: String,
    motivation: Option<String>,
    answers: Vec<SummarySection>,
}

/// The page of what is to be said.
pub fn asked(asked: &Asked, page: &Page, token: &str, typed: Typed, now: DateTime<Utc>) -> Result<View> {
    let (lang, revision, task) = (page.lang, &*asked.revision, asked.task()?);
    let form = task.form.as_deref().and_then(|form| revision.own_form(form));
    let sheet = form.map(|form| Sheet::new(form, &asked.dossier, revision, now));
    let kept = |name: &str| Some(asked.kept(name)?.as_str()?.to_owned());
    let mut errors: Vec<ErrorLink> = typed.error.iter().map(|words| ErrorLink::new("", &**words)).collect();
    let mut parts = Vec::new();
    if let Some(sheet) = &sheet {
        let draft = sheet.held(typed.draft.as_ref(), typed.pairs.as_ref(), asked.kept("answers"));
        errors.extend(sheet.links(lang, &typed.errors));
        parts = sheet.drawn(page, &draft, &Sheet::told(lang, &typed.errors), &[])?;
    }
    let chosen = typed.outcome.or_else(|| kept("outcome"));
    let said = |name: &String| Choice {
        value: name.clone(),
        label: words::outcome(revision, task, name, lang),
        selected: chosen.as_ref() == Some(name),
    };
    Ok(View {
        address: format!("/avis/{token}"),
        question: question(asked, lang)?,
        expires_at: revision.local(asked.link.expires_at),
        sections: sections(asked, lang)?,
        form: parts,
        outcomes: task.outcomes.iter().map(said).collect(),
        asks_motivation: sheet.is_none_or(|sheet| !sheet.asks("/motivation")),
        motivation: typed.motivation.or_else(|| kept("motivation")).unwrap_or_default(),
        errors,
    })
}

fn question(asked: &Asked, lang: Lang) -> Result<Question> {
    let (revision, task, part) = (&*asked.revision, asked.task()?, &asked.part);
    // What is over is due no more.
    let due = part.due_at.filter(|_| asked.link.used_at.is_none());
    let facts = [
        ("procedure", Some(revision.title(lang.code()).to_owned())),
        ("number", Some(asked.dossier.number.clone())),
        ("item", item(asked)?),
        ("due", due.map(|due| words::due(revision, due, lang))),
        ("silence", due.and_then(|_| opinion_mail::silence(revision, Some(task), lang))),
    ];
    let fact = |(key, value): (&str, Option<String>)| {
        Some(Fact { label: text(lang, &format!("opinions-{key}"), &[]), lines: [value?] })
    };
    Ok(Question {
        label: revision.said(&task.label, lang.code()).to_owned(),
        service: opinion_mail::service(revision, lang),
        email: asked.link.email.clone(),
        facts: facts.into_iter().filter_map(fact).collect(),
    })
}

fn item(asked: &Asked) -> Result<Option<String>> {
    let snapshot = asked.dossier.snapshot()?;
    let work = snapshot.tasks.get(&asked.part.name);
    let part = usize::try_from(asked.part.part).map_err(Error::internal)?;
    let item = work.and_then(|work| work.parts.get(part)?.item.clone());
    Ok(item.map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)))
}

/// The page of what was said.
pub fn sent(asked: &Asked, motivation: Option<String>, lang: Lang) -> Result<Sent> {
    let (revision, task, part) = (&*asked.revision, asked.task()?, &asked.part);
    let form = task.form.as_deref().and_then(|form| revision.own_form(form));
    let answers = part.answers.as_ref().zip(form).map(|(answers, form)| {
        let at = part.closed_at.unwrap_or(asked.link.sent_at);
        let label = revision.said(&task.label, lang.code());
        Sheet::new(form, &asked.dossier, revision, at).summary(answers, label, lang)
    });
    Ok(Sent {
        question: question(asked, lang)?,
        at: part.closed_at.map(|at| revision.local(at)),
        outcome: part.outcome.as_ref().map(|name| words::outcome(revision, task, name, lang)).unwrap_or_default(),
        motivation,
        answers: answers.unwrap_or_default(),
    })
}

/// The reasons that came with what was said: they stand in the history.
pub fn reasons(db: &mut PgConnection, asked: &Asked) -> Result<Option<String>> {
    let Some(at) = asked.link.used_at else { return Ok(None) };
    let part = usize::try_from(asked.part.part).map_err(Error::internal)?;
    let command = Command::Task { name: asked.part.name.clone(), part };
    let content: Option<Value> = events::table
        .filter(events::dossier_id.eq(asked.dossier.id).and(events::command.eq(command.name())))
        .filter(events::at.eq(at))
        .select(events::content)
        .first(db)
        .optional()?;
    let reasons = content.and_then(|content| content["input"]["motivation"].as_str().map(str::to_owned));
    Ok(reasons.filter(|reasons| !reasons.is_empty()))
}

/// The answers that the task shows, and none else: what is not shown is taken out before anything is drawn of it.
fn sections(asked: &Asked, lang: Lang) -> Result<Vec<SummarySection>> {
    let shows = &asked.task()?.shows;
    let Some(answers) = asked.dossier.answers.as_ref().filter(|_| !shows.is_empty()) else { return Ok(Vec::new()) };
    let (dossier, revision) = (&asked.dossier, &*asked.revision);
    // Rules are seen as they were on the day of the submission.
    let context = Context {
        today: revision.date(dossier.submitted_at.unwrap_or(dossier.created_at)),
        applicant: dossier.applicant.clone(),
        data: Value::Object(revision.definition.data.clone()),
        dossiers: None,
    };
    let evaluation = revision.form.evaluate(answers, &context);
    let paths: Vec<Vec<&str>> = shows.iter().map(|pointer| pointer.split('/').skip(1).collect()).collect();
    let paths: Vec<&[&str]> = paths.iter().map(Vec::as_slice).collect();
    let seen = pruned(answers, &paths);
    let mut sections = revision.form.summary(&seen, &evaluation, lang.code());
    for section in &mut sections {
        for group in &mut section.groups {
            group.rows.retain(|row| shows.iter().any(|shown| is_under(&row.pointer, shown)));
        }
        section.groups.retain(|group| !group.rows.is_empty());
    }
    sections.retain(|section| !section.groups.is_empty());
    Ok(sections)
}

/// Whether a file stands in what is shown.
pub fn shows_file(asked: &Asked, id: Uuid, lang: Lang) -> Result<bool> {
    let id = id.to_string();
    let sections = sections(asked, lang)?;
    let rows = sections.iter().flat_map(|section| &section.groups).flat_map(|group| &group.rows);
    Ok(rows.flat_map(|row| &row.files).any(|file| file.id == id))
}

/// A value with what these paths lead to, and nothing else. Rows keep their places.
fn pruned(value: &Value, paths: &[&[&str]]) -> Value {
    if paths.iter().any(|path| path.is_empty()) {
        return value.clone();
    }
    let under = |name: &str| -> Vec<&[&str]> {
        let leads = paths.iter().filter_map(|path| path.split_first());
        leads.filter(|(first, _)| **first == name || **first == "*").map(|(_, rest)| rest).collect()
    };
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter_map(|(name, value)| {
                let rest = under(&escape(name));
                (!rest.is_empty()).then(|| (name.clone(), pruned(value, &rest)))
            });
            Value::Object(kept.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            Value::Array(items.iter().enumerate().map(|(n, item)| pruned(item, &under(&n.to_string()))).collect())
        }
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::pruned;
    use serde_json::json;

    #[test]
    fn what_is_not_shown_is_taken_out() {
        let answers = json!({"name": "Zoé", "a/b": 1, "children": [{"name": "Lou", "age": 3}, {"name": "Max"}], "home": {"town": "x", "street": "y"}});
        let seen = |paths: &[&[&str]]| pruned(&answers, paths);
        assert_eq!(seen(&[]), json!({}));
        assert_eq!(seen(&[&["name"], &["a~1b"]]), json!({"name": "Zoé", "a/b": 1}));
        assert_eq!(seen(&[&["children", "*", "age"]]), json!({"children": [{"age": 3}, {}]}));
        assert_eq!(
            seen(&[&["children", "1"], &["home", "town"]]),
            json!({"children": [{}, {"name": "Max"}], "home": {"town": "x"}})
        );
        assert_eq!(seen(&[&["name", "first"]]), json!({"name": null}));
    }
}
