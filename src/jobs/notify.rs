//! Tells the people of a role about a dossier: one row of the outbox becomes a mail to each, in their own language.

use super::Context;
use super::recipients::{self, Recipient};
use crate::db::Tx;
use crate::dossiers::{Correction, Dossier, events::Event, receipts, tags};
use crate::outbox::{self, Effect, Job, RECEIPTS};
use crate::procedures::{self, Revision, contact::contact, words};
use crate::schema::{corrections, decisions, dossiers, events};
use crate::web::Lang;
use crate::web::format::{day, moment};
use crate::web::i18n::text;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub const KIND: &str = "notify";

#[derive(Debug, Deserialize)]
struct Payload {
    dossier: Uuid,
    /// The event that it is about; none for a message.
    seq: Option<i32>,
    template: String,
    role: String,
    /// Of a reminder: the clock that comes to its end, and its due date.
    deadline: Option<String>,
    due: Option<NaiveDate>,
    /// Of a task: its name.
    task: Option<String>,
}

/// The outcome of what its applicant gave up: nobody decided against them.
const WITHDRAWN: &str = "withdrawn";

/// What is told of a task to a role, and not to those who are to do it: its time is over, there is nobody to ask.
const TO_ROLE: [&str; 2] = ["task-late", "opinion-unaddressed"];

pub async fn run(context: Context, job: Job) -> Result<()> {
    let payload: Payload = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let (key, now) = (job.dedup_key, context.app.now());
    context.app.db.write(move |tx| spread(tx, &payload, &key, now)).await
}

fn spread(tx: &mut Tx<'_>, payload: &Payload, key: &str, now: DateTime<Utc>) -> Result<()> {
    let dossier: Dossier = dossiers::table.find(payload.dossier).select(Dossier::as_select()).first(&mut **tx)?;
    let revision = procedures::revision(tx, dossier.revision_id)?;
    let recipients = match &payload.task {
        Some(task) if !TO_ROLE.contains(&payload.template.as_str()) => {
            recipients::of_task(tx, &dossier, &revision, task)?
        }
        _ => recipients::of_role(tx, &dossier, &revision, &payload.role)?,
    };
    let mut mails = Vec::with_capacity(recipients.len());
    for recipient in recipients {
        let lang = Lang::from_code(&recipient.language).unwrap_or_default();
        let data = data(tx, &dossier, &revision, payload, &recipient, lang)?;
        let key = format!("{key}:{}", recipient.id);
        let mail = Effect::mail(key, &recipient.email, &payload.template, lang.code(), &data);
        mails.push(mail.about(dossier.id));
    }
    outbox::enqueue(tx, &mails, now)
}

/// The words that the mail's text names, and its facts.
fn data(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    payload: &Payload,
    recipient: &Recipient,
    lang: Lang,
) -> Result<Value> {
    let service = contact(revision, lang);
    let event: Option<Event> = match payload.seq {
        Some(seq) => events::table.find((dossier.id, seq)).select(Event::as_select()).first(db).optional()?,
        None => None,
    };
    let at = event.as_ref().map_or(dossier.updated_at, |event| event.at);
    let for_applicant = revision.workflow.definition().is_applicant(&payload.role);
    let desk = if for_applicant { "" } else { "/instruction" };
    let values = tags::values(dossier, revision, None, lang, at);
    Ok(json!({
        "name": recipient.given_name,
        "number": dossier.number,
        "procedure": revision.title(lang.code()),
        "service": service.as_ref().map(|service| service.name.clone()).unwrap_or_default(),
        "applicant": dossier.applicant_name,
        "date": moment(lang, revision.local(at)),
        "path": format!("{desk}/dossiers/{}{}", dossier.number, page_of(payload)),
        "task": task_label(dossier, revision, payload, lang)?,
        "subject": words::own_subject(revision, &payload.template, &values, lang),
        "body": own_body(revision, &payload.template, &values, lang),
        "deadline": deadline_label(revision, payload, lang),
        "due": payload.due.map(|due| day(lang, due)).unwrap_or_default(),
        "quote": quote(db, dossier, payload)?,
        "facts": if for_applicant { facts(db, dossier, revision, payload, lang)? } else { Vec::new() },
    }))
}

fn deadline_label<'r>(revision: &'r Revision, payload: &Payload, lang: Lang) -> &'r str {
    let deadlines = &revision.workflow.definition().deadlines;
    let deadline = payload.deadline.as_deref().and_then(|name| deadlines.get(name));
    deadline.map_or("", |deadline| revision.said(&deadline.label, lang.code()))
}

/// The page that the mail is about, under that of the dossier.
fn page_of(payload: &Payload) -> String {
    match &payload.task {
        Some(task) => format!("/tasks/{task}"),
        None if payload.template == "recepisse" => "/recepisse".to_owned(),
        None => String::new(),
    }
}

fn task_label(dossier: &Dossier, revision: &Revision, payload: &Payload, lang: Lang) -> Result<String> {
    let Some(name) = &payload.task else { return Ok(String::new()) };
    let snapshot = dossier.snapshot()?;
    let work = snapshot.tasks.get(name);
    let task = work.and_then(|work| revision.workflow.definition().task(&work.place, name));
    Ok(task.map(|task| revision.said(&task.label, lang.code()).to_owned()).unwrap_or_default())
}

/// The procedure's own words, where it has some: ours are put together when the mail leaves.
fn own_body(revision: &Revision, template: &str, values: &Value, lang: Lang) -> Option<String> {
    revision.definition.messages.get(template)?;
    words::body(revision, template, values, lang)
}

/// What a person wrote with the step: the reasons of a decision, the message of a request for correction.
fn quote(db: &mut PgConnection, dossier: &Dossier, payload: &Payload) -> Result<String> {
    if payload.template == "correction" {
        return Ok(asked(db, dossier)?.map(|asked| asked.message).unwrap_or_default());
    }
    Ok(decision(db, dossier, payload)?.map(|decision| decision.motivation).unwrap_or_default())
}

/// What the event of a mail decided.
#[derive(Queryable, Selectable)]
#[diesel(table_name = decisions, check_for_backend(diesel::pg::Pg))]
struct Decided {
    outcome: String,
    motivation: String,
}

/// The decision that the mail is about, whatever its template is called.
fn decision(db: &mut PgConnection, dossier: &Dossier, payload: &Payload) -> Result<Option<Decided>> {
    let Some(seq) = payload.seq else { return Ok(None) };
    let of_event = decisions::table.filter(decisions::dossier_id.eq(dossier.id).and(decisions::seq.eq(seq)));
    Ok(of_event.select(Decided::as_select()).first(db).optional()?)
}

fn asked(db: &mut PgConnection, dossier: &Dossier) -> Result<Option<Correction>> {
    let last = corrections::table
        .filter(corrections::dossier_id.eq(dossier.id))
        .order(corrections::requested_at.desc())
        .select(Correction::as_select())
        .first(db)
        .optional()?;
    Ok(last)
}

/// What the mail owes its applicant: an acknowledgement, all that it says; a decision, the remedies; a correction, its fields.
fn facts(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    payload: &Payload,
    lang: Lang,
) -> Result<Vec<Value>> {
    let fact = |key: &str, value: String| json!({ "label": text(lang, key, &[]), "value": value });
    if RECEIPTS.contains(&payload.template.as_str()) {
        return receipt(db, dossier, revision, payload, lang);
    }
    let mut facts = Vec::new();
    if payload.template == "correction" {
        let pointers = asked(db, dossier)?.map(|asked| asked.pointers()).unwrap_or_default();
        let labels: Vec<String> = pointers.iter().map(|pointer| revision.form.label(pointer, lang.code())).collect();
        if !labels.is_empty() {
            facts.push(fact("mails-fact-fields", labels.join(" · ")));
        }
    }
    let decided = decision(db, dossier, payload)?.is_some_and(|decision| decision.outcome != WITHDRAWN);
    if let Some(remedies) = revision.definition.remedies.as_ref().filter(|_| decided) {
        facts.push(fact("mails-fact-remedies", words::plain(revision.said(remedies, lang.code()))));
    }
    if let Some(service) = contact(revision, lang) {
        let lines = [&service.name, &service.organisation, &service.address, &service.phone, &service.email];
        let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).filter(|line| !line.is_empty()).collect();
        facts.push(fact("mails-fact-service", lines.join("\n")));
    }
    Ok(facts)
}

/// What the acknowledgement of the event says, as it was issued.
fn receipt(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    payload: &Payload,
    lang: Lang,
) -> Result<Vec<Value>> {
    let issued = receipts::of(db, dossier, revision)?;
    let found = issued.iter().find(|receipt| Some(receipt.seq) == payload.seq).or(issued.first());
    let Some(said) = found.map(|receipt| receipt.words(lang)).transpose()? else { return Ok(Vec::new()) };
    let mut facts: Vec<Value> = said.facts.iter().map(|fact| json!(fact)).collect();
    if !said.remedies.is_empty() {
        facts.push(json!({ "label": text(lang, "mails-fact-remedies", &[]), "value": words::plain(&said.remedies) }));
    }
    Ok(facts)
}
