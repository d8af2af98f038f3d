//! What mails and messages say: the procedure's own words, or ours.

use super::{Revision, contact::contact};
use crate::form::markdown;
use crate::rules::Context;
use crate::web::Lang;
use crate::web::format::{day, moment};
use crate::web::i18n::{has, text};
use crate::workflow::Duration;
use crate::workflow::task::Task;
use chrono::{DateTime, Days, NaiveTime, Utc};
use fluent_bundle::FluentValue;
use serde_json::Value;

/// The body of a template, filled in: paragraphs parted by an empty line. `values` are what tags read: `dossier.number`,
/// `form.association.name`…; none when neither the procedure nor we have words for it.
pub fn body(revision: &Revision, template: &str, values: &Value, lang: Lang) -> Option<String> {
    match revision.definition.messages.get(template) {
        Some(words) => Some(filled(revision.said(&words.body, lang.code()), values)),
        None => ours(revision, &format!("mails-{template}-body"), values, lang),
    }
}

/// Whether we have words of our own for a template.
pub fn is_ours(template: &str) -> bool {
    has(Lang::default(), &format!("mails-{template}-body"))
}

/// The subject of a template in the procedure's own words, if it has any.
pub fn own_subject(revision: &Revision, template: &str, values: &Value, lang: Lang) -> Option<String> {
    let words = revision.definition.messages.get(template)?;
    Some(filled(revision.said(words.subject.as_ref()?, lang.code()), values))
}

/// Markdown for a reader of plain text: the addresses of its links written out.
pub fn plain(text: &str) -> String {
    markdown::lines(&markdown::html(text)).join("\n")
}

/// A length of time: « 2 mois et 10 jours ouvrés ».
pub fn length(length: &Duration, business: bool, lang: Lang) -> String {
    let told = length.units().into_iter().filter(|(_, count)| *count > 0).map(|(unit, count)| {
        let unit = if unit == "days" && business { "business-days" } else { unit };
        text(lang, &format!("format-{unit}"), &[("n", count.into())])
    });
    told.collect::<Vec<_>>().join(&text(lang, "format-and", &[]))
}

/// When something is due: the day, of what may be done until its end; else the moment.
pub fn due(revision: &Revision, at: DateTime<Utc>, lang: Lang) -> String {
    let local = revision.local(at);
    if local.time() == NaiveTime::MIN { day(lang, local.date_naive() - Days::new(1)) } else { moment(lang, local) }
}

/// What a task comes to: the definition's own words, ours for a usual name, else the name.
pub fn outcome(revision: &Revision, task: &Task, name: &str, lang: Lang) -> String {
    if let Some(label) = task.outcome_labels.get(name) {
        return revision.said(label, lang.code()).to_owned();
    }
    let key = format!("workflow-result-{}", name.replace('_', "-"));
    if has(lang, &key) { text(lang, &key, &[]) } else { name.replace('_', " ") }
}

/// Who holds a role, as the definition calls them.
pub fn role(revision: &Revision, name: &str, lang: Lang) -> String {
    let role = revision.workflow.definition().roles.get(name);
    role.map_or(name, |role| revision.said(&role.label, lang.code())).to_owned()
}

fn ours(revision: &Revision, key: &str, values: &Value, lang: Lang) -> Option<String> {
    let at = |pointer: &str| values.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let service = contact(revision, lang).map(|service| service.name).unwrap_or_default();
    let args: [(&str, FluentValue<'_>); 4] = [
        ("number", at("/dossier/number").into()),
        ("procedure", revision.title(lang.code()).to_owned().into()),
        ("applicant", at("/applicant/name").into()),
        ("service", service.into()),
    ];
    has(lang, key).then(|| text(lang, key, &args))
}

/// Replaces each `{{ path }}` by the value that stands there, in words where `told` has it by its path; one that stands nowhere
/// leaves nothing.
pub fn filled(template: &str, values: &Value) -> String {
    let context = Context::new(values);
    let mut parts = template.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (path, rest) = part.split_once("}}").unwrap_or(("", part));
        let path = path.trim();
        match values["told"].get(path).cloned().unwrap_or_else(|| context.get(path)) {
            Value::Null => {}
            Value::String(text) => out.push_str(&text),
            other => out.push_str(&other.to_string()),
        }
        out.push_str(rest);
    }
    out
}

/// The same in all the texts and the addresses of a node of Markdown (`documents::prose`).
pub fn fill(node: &mut Value, values: &Value) {
    for key in ["text", "href"] {
        if let Some(text) = node.get(key).and_then(Value::as_str) {
            node[key] = filled(text, values).into();
        }
    }
    let inside = node.get_mut("of").and_then(Value::as_array_mut);
    inside.into_iter().flatten().for_each(|node| fill(node, values));
}

#[cfg(test)]
mod tests {
    use super::{fill, filled, plain};
    use serde_json::json;

    #[test]
    fn tags_are_replaced_by_values() {
        let values = json!({ "dossier": { "number": "2026-000001-5" }, "form": { "n": 3 } });
        assert_eq!(filled("N° {{ dossier.number }}, {{form.n}}{{ form.none }}.", &values), "N° 2026-000001-5, 3.");
        assert_eq!(filled("open {{ never", &values), "open  never");
        // What somebody typed is never read as a template again.
        let sly = json!({ "form": { "x": "{{ dossier.number }}" } });
        assert_eq!(filled("{{ form.x }}", &sly), "{{ dossier.number }}");
    }

    #[test]
    fn plain_text_has_the_addresses() {
        assert_eq!(
            plain("Vous avez **deux mois**\n\n- sur [le site](https://a.fr)"),
            "Vous avez deux mois\n• sur le site (https://a.fr)"
        );
    }

    #[test]
    fn a_value_is_in_words_where_they_are_known() {
        let values = json!({ "form": { "on": "2026-03-01", "n": 3 }, "told": { "form.on": "1er mars 2026" } });
        assert_eq!(filled("{{ form.on }}, {{ form.n }}", &values), "1er mars 2026, 3");
        let mut node = json!({ "is": "link", "href": "https://a.fr/{{ form.n }}", "of": [{ "is": "text", "text": "{{form.on}}" }] });
        fill(&mut node, &values);
        assert_eq!(
            node,
            json!({ "is": "link", "href": "https://a.fr/3", "of": [{ "is": "text", "text": "1er mars 2026" }] })
        );
    }
}
