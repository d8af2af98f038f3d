//! The procedure around an imported form: what the source doesn't say is a placeholder, and is told.

use super::ledger::Ledger;
use crate::reference::folded;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};

/// How a placeholder begins, in each language: `guichet check` warns of those that stay.
pub const PLACEHOLDERS: [&str; 2] = ["[À compléter]", "[To complete]"];

/// An address must be one, even a placeholder.
pub const PLACEHOLDER_EMAIL: &str = "a-completer@example.fr";

/// What a source says of a procedure.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) slug: String,
    /// The languages of the source's texts, that of plain texts first.
    pub(super) languages: Vec<String>,
    /// `schema`, `ui`, `checks`, `translations`…
    pub(super) form: Map<String, Value>,
    /// Other keys of the procedure: description, opening, review…
    pub(super) more: Map<String, Value>,
    /// Parts of the service that the source names.
    pub(super) service: Map<String, Value>,
    /// Answers that come with the source.
    pub(super) sample: Option<Value>,
}

/// The places of answers that are taken.
#[derive(Debug, Default)]
pub(super) struct Taken {
    paths: HashSet<Vec<String>>,
    /// The last number given after a name.
    numbers: HashMap<Vec<String>, usize>,
}

impl Taken {
    pub(super) fn len(&self) -> usize {
        self.paths.len()
    }

    /// Takes a place, whoever has it.
    pub(super) fn take(&mut self, path: &[String]) {
        self.paths.insert(path.to_vec());
    }

    /// Takes a place that no other answer has: a number follows the name where one does.
    pub(super) fn free(&mut self, path: Vec<String>) -> Vec<String> {
        let mut free = path.clone();
        while !self.paths.insert(free.clone()) {
            let number = self.numbers.entry(path.clone()).or_insert(1);
            *number += 1;
            free.clone_from(&path);
            free.last_mut().into_iter().for_each(|name| *name = format!("{name}_{number}"));
        }
        free
    }
}

/// The procedure's file. `stem`, the name of the source's file, serves where the source has no title.
pub(super) fn procedure(draft: Draft, stem: &str, ledger: &mut Ledger) -> Value {
    let title = if draft.title.trim().is_empty() { stem.to_owned() } else { draft.title.trim().to_owned() };
    let named =
        [&draft.slug, &title, &stem.to_owned()].into_iter().map(|name| slug(name)).find(|slug| !slug.is_empty());
    let mut file = Map::new();
    file.insert("$schema".to_owned(), json!("../procedure.schema.json"));
    file.insert("procedure".to_owned(), json!("1"));
    file.insert("slug".to_owned(), Value::from(named.unwrap_or_else(|| "demarche".to_owned())));
    file.insert("title".to_owned(), Value::from(title));
    for (key, value) in draft.more {
        file.insert(key, value);
    }
    file.entry("applicant").or_insert_with(|| {
        ledger.target("/applicant", "to-complete", &[("what", "applicant")]);
        json!("any")
    });
    file.insert("service".to_owned(), Value::Object(service(draft.service, ledger)));
    owed(&mut file, ledger);
    let languages = if draft.languages.is_empty() { vec!["fr".to_owned()] } else { draft.languages };
    file.insert("languages".to_owned(), json!(languages));
    file.insert("form".to_owned(), Value::Object(draft.form));
    file.entry("workflow").or_insert_with(|| json!("standard"));
    Value::Object(file)
}

fn placeholder(what: [&str; 2]) -> Value {
    let [french, english] = PLACEHOLDERS;
    json!({ "fr": format!("{french} {}", what[0]), "en": format!("{english} {}", what[1]) })
}

/// Whom citizens can reach (CRPA R112-11-1, 2°).
fn service(mut known: Map<String, Value>, ledger: &mut Ledger) -> Map<String, Value> {
    let waiting = [
        ("name", placeholder(["nom du service", "name of the service"])),
        ("organisation", placeholder(["nom de l’organisme", "name of the organisation"])),
        ("email", json!(PLACEHOLDER_EMAIL)),
        ("phone", json!("[À compléter]")),
        ("address", json!("[À compléter] adresse postale du service")),
    ];
    for (key, value) in waiting {
        if !known.contains_key(key) {
            ledger.target(&format!("/service/{key}"), "to-complete", &[("what", &format!("service.{key}"))]);
            known.insert(key.to_owned(), value);
        }
    }
    known
}

/// What silence means and how to contest are owed to citizens (CRPA L231-1, R421-5 of the administrative justice code).
fn owed(file: &mut Map<String, Value>, ledger: &mut Ledger) {
    if !file.contains_key("silence") {
        ledger.target("/silence", "to-complete", &[("what", "silence")]);
        file.insert("silence".to_owned(), json!({ "means": "none" }));
    }
    if !file.contains_key("remedies") {
        ledger.target("/remedies", "to-complete", &[("what", "remedies")]);
        let text = ["comment contester la décision, et jusqu’à quand", "how to challenge the decision, and until when"];
        file.insert("remedies".to_owned(), placeholder(text));
    }
    if !file.contains_key("data_protection") {
        ledger.target("/data_protection", "to-complete", &[("what", "data_protection")]);
    }
}

/// A name for an address: letters without accents, digits and hyphens.
pub(super) fn slug(text: &str) -> String {
    words(text, '-', 80)
}

/// A stable name of an answer, from its label: at most five words.
pub(super) fn property_name(label: &str) -> String {
    let name = words(label, '_', 60);
    let kept: Vec<&str> = name.split('_').take(6).collect();
    kept.join("_")
}

fn words(text: &str, joint: char, most: usize) -> String {
    let folded = folded(text);
    let mut name = String::new();
    for char in folded.chars() {
        if char.is_ascii_alphanumeric() {
            name.push(char);
        } else if !name.is_empty() && !name.ends_with(joint) {
            name.push(joint);
        }
        if name.len() >= most {
            break;
        }
    }
    name.trim_end_matches(joint).to_owned()
}

/// Markdown of what was written in HTML; a text without any tag stays as it is.
pub(super) fn markdown(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_owned();
    }
    let converter = htmd::HtmlToMarkdown::builder().skip_tags(vec!["script", "style", "iframe", "img"]).build();
    converter.convert(html).map_or_else(|_| html.to_owned(), |text| text.trim().to_owned())
}

/// Plain text of what was written in HTML: labels and hints bear no mark.
pub(super) fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.trim().to_owned();
    }
    let cleaned = ammonia::Builder::empty().clean(html).to_string();
    let [amp, lt, gt, quot, nbsp] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " ")];
    let text = [nbsp, lt, gt, quot, amp].iter().fold(cleaned, |text, (from, to)| text.replace(from, to));
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_labels() {
        assert_eq!(slug("Demande d’aide : l’été à l’Œuvre !"), "demande-d-aide-l-ete-a-l-oeuvre");
        assert_eq!(property_name("Quelle est votre date de naissance exacte ?"), "quelle_est_votre_date_de_naissance");
        assert_eq!(property_name("☕️"), "");
    }

    #[test]
    fn html_becomes_markdown_or_plain_text() {
        assert_eq!(markdown("<p>Un <b>mot</b></p><ul><li>a</li></ul><script>x</script>"), "Un **mot**\n\n*   a");
        assert_eq!(plain_text("<p>Un&nbsp;<b>mot</b> &amp; plus</p>"), "Un mot & plus");
        assert_eq!(plain_text("a < b"), "a < b");
    }
}
