//! Sends one mail: `{to, template, language, data}`. Its words are `mails-<template>-…` in `locales/`; a paragraph is
//! a line of `mails-<template>-body` after an empty one.

use super::Context;
use super::mailer::Mail;
use crate::outbox::Job;
use crate::web::Lang;
use crate::web::i18n::{has, text};
use crate::{Error, Result};
use fluent_bundle::FluentValue;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub const KIND: &str = "mail";

/// What the outbox row says.
#[derive(Debug, Deserialize)]
struct Payload {
    to: String,
    template: String,
    language: String,
    #[serde(default)]
    data: Map<String, Value>,
}

/// A mail as `templates/mails/mail.{txt,html}` draw it.
#[derive(Debug, Serialize, PartialEq)]
pub struct Letter {
    pub subject: String,
    pub paragraphs: Vec<String>,
    /// Labelled facts: the number, the service, the time limits.
    pub facts: Value,
    /// Text that a person wrote: reasons, a message; shown apart, as a quotation.
    pub quote: Option<String>,
    pub link: Option<Link>,
    pub footer: String,
}

#[derive(Debug, Serialize, PartialEq)]
pub struct Link {
    pub href: String,
    pub label: String,
}

pub async fn run(context: Context, job: Job) -> Result<()> {
    let payload: Payload = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let lang = Lang::from_code(&payload.language).unwrap_or_default();
    let letter = letter(lang, &payload.template, &payload.data, &context.app.config.base_url);
    let mail = Mail {
        key: job.dedup_key,
        to: payload.to,
        text: context.app.views.part(lang, "mails/mail.txt", &letter)?,
        html: context.app.views.part(lang, "mails/mail.html", &letter)?,
        subject: letter.subject,
    };
    context.mailer.send(&context.app, mail).await
}

/// The words of a mail, with the data put in.
pub fn letter(lang: Lang, template: &str, data: &Map<String, Value>, base_url: &str) -> Letter {
    let args: Vec<(&str, FluentValue<'_>)> = data
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), FluentValue::from(value.as_str()?.to_owned()))))
        .collect();
    let part = |part: &str| {
        let key = format!("mails-{template}-{part}");
        has(lang, &key).then(|| text(lang, &key, &args))
    };
    let string = |name: &str| data.get(name).and_then(Value::as_str);
    let own = |name: &str| string(name).map(str::to_owned);
    let link = string("path").zip(part("link"));
    Letter {
        subject: single_line(&own("subject").or_else(|| part("subject")).unwrap_or_default()),
        paragraphs: own("body").or_else(|| part("body")).unwrap_or_default().split("\n\n").map(str::to_owned).collect(),
        facts: data.get("facts").cloned().unwrap_or_else(|| Value::Array(Vec::new())),
        quote: string("quote").filter(|quote| !quote.is_empty()).map(str::to_owned),
        link: link.map(|(path, label)| Link { href: format!("{base_url}{path}"), label }),
        footer: text(lang, "mails-footer", &[]),
    }
}

/// A header is one line, whatever name a dossier carries.
fn single_line(subject: &str) -> String {
    subject.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::keys;
    use crate::web::{Site, Views};
    use serde_json::json;

    /// Every letter, in every language, as text and as HTML.
    #[test]
    fn every_letter_is_whole_in_every_language() {
        let site = Site { base_url: "https://example.fr".into(), demo: false, addresses: false, map_tiles: None };
        let views = Views::load(site).unwrap();
        let data = json!({
            "name": "Zoé <b>", "applicant": "Zoé <b>", "number": "2026-000001-4", "procedure": "Demande", "date": "1er mars 2026", "path": "/dossiers/x",
            "from": "a@exemple.fr", "deadline": "Délai", "task": "Avis", "due": "1er mai 2026", "quote": "Vu.", "facts": [{ "label": "Service", "value": "Mairie" }],
        });
        let Value::Object(data) = data else { unreachable!() };
        for lang in Lang::ALL {
            let subjects = keys(lang)
                .into_iter()
                .filter_map(|key| Some(key.strip_prefix("mails-")?.strip_suffix("-subject")?.to_owned()));
            let templates: Vec<String> = subjects.collect();
            assert!(templates.len() > 8, "{templates:?}");
            for template in templates {
                let letter = letter(lang, &template, &data, "https://example.fr");
                let whole = format!("{letter:?}");
                assert!(!letter.subject.is_empty() && !letter.paragraphs.concat().is_empty(), "{template} {whole}");
                assert!(!whole.contains("{$") && !whole.contains("mails-"), "{template} {whole}");
                let html = views.part(lang, "mails/mail.html", &letter).unwrap();
                assert!(html.contains(&format!("lang=\"{}\"", lang.code())) && !html.contains("<b>"), "{html}");
                let text = views.part(lang, "mails/mail.txt", &letter).unwrap();
                assert!(text.contains(&letter.paragraphs[0]), "{text}");
            }
        }
    }
}
