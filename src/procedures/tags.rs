//! What is wrong with the procedure's own words: tags that read nothing, documents that nobody wrote.

use super::check::Problem;
use super::definition::Definition;
use super::words;
use crate::form::Answers;
use crate::rules::{Text, escape};
use crate::workflow;
use serde_json::Value;

/// What tags read, beside the answers (`dossiers::tags`).
const KNOWN: [&str; 11] = [
    "dossier.number",
    "dossier.submitted_on",
    "applicant.name",
    "applicant.given_name",
    "applicant.family_name",
    "applicant.email",
    "applicant.siret",
    "applicant.organisation",
    "procedure.title",
    "service.name",
    "service.organisation",
];
/// What those of a document read of the step that makes it, beside the variables of the workflow.
const OF_STEP: [&str; 5] = ["today", "agent.name", "decision.outcome", "decision.motivation", "decision.effective_on"];

/// Everything wrong with the texts of mails, messages and documents; `answers` are those of the form when it compiles, and the
/// workflow stands `within` the file.
pub(super) fn problems(
    definition: &Definition,
    workflow: &Value,
    within: &str,
    answers: Option<&Answers>,
) -> Vec<Problem> {
    let answer = |path: &str| path.starts_with("form.") && answers.is_none_or(|answers| answers.have(path));
    let known = |path: &str| KNOWN.contains(&path) || answer(path);
    let variable = |path: &str| path.strip_prefix("data.").is_some_and(|name| !workflow["data"][name].is_null());
    let of_step = |path: &str| known(path) || OF_STEP.contains(&path) || variable(path);
    let mut found = Vec::new();
    for (name, words) in &definition.messages {
        let here = format!("/messages/{}", escape(name));
        for (key, text) in words.subject.iter().map(|text| ("subject", text)).chain([("body", &words.body)]) {
            found.extend(of_text(text, &format!("{here}/{key}"), &known));
        }
    }
    for (name, model) in &definition.documents {
        let here = format!("/documents/{}", escape(name));
        for (key, text) in [("title", &model.title), ("body", &model.body)] {
            found.extend(of_text(text, &format!("{here}/{key}"), &of_step));
        }
    }
    let missing = workflow::templates(workflow).into_iter();
    let missing = missing.filter(|(_, template)| !definition.documents.contains_key(template));
    found.extend(
        missing.map(|(pointer, name)| {
            Problem::error(format!("{within}{pointer}"), "document-unknown", vec![("name", name)])
        }),
    );
    let unsaid = workflow::words(workflow).into_iter();
    let unsaid = unsaid.filter(|(_, name)| !definition.messages.contains_key(name) && !words::is_ours(name));
    found.extend(
        unsaid.map(|(pointer, name)| {
            Problem::error(format!("{within}{pointer}"), "message-unknown", vec![("name", name)])
        }),
    );
    found
}

fn of_text(text: &Text, here: &str, known: &impl Fn(&str) -> bool) -> Vec<Problem> {
    match text {
        Text::One(text) => of_words(text, here, known),
        Text::Many(texts) => {
            texts.iter().flat_map(|(lang, text)| of_words(text, &format!("{here}/{lang}"), known)).collect()
        }
    }
}

fn of_words(text: &str, here: &str, known: &impl Fn(&str) -> bool) -> Vec<Problem> {
    let tags = text.split("{{").skip(1).map(|part| part.split_once("}}").map(|(path, _)| path.trim()));
    let wrong = tags.filter_map(|tag| match tag {
        None => Some(Problem::error(here, "tag-open", Vec::new())),
        Some(path) if !known(path) => Some(Problem::error(here, "tag-unknown", vec![("name", path.to_owned())])),
        Some(_) => None,
    });
    wrong.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form;
    use serde_json::json;

    fn told(more: Value) -> Vec<(String, String)> {
        let schema = json!({"type": "object", "properties": {"association": {"type": "object", "properties": {"name": {"type": "string"}}}}});
        let mut file = json!({"slug": "x", "title": "X", "form": {"schema": schema}});
        file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let definition = Definition::read(&file).unwrap();
        let answers = Answers::of(&form::Definition::bare(schema).unwrap());
        let workflow = json!({"data": {"amount": {"type": "number"}}, "states": {"s": {"entry": [
            {"do": "document", "template": "arrete", "as": "a"}, {"do": "notify", "to": ["x"], "template": "accepte"},
        ]}}});
        let found = problems(&definition, &workflow, "/workflow", Some(&answers));
        found.into_iter().map(|problem| (problem.code, problem.pointer)).collect()
    }

    #[test]
    fn a_tag_that_reads_nothing_is_told() {
        let body = |body: &str| told(json!({"documents": {"arrete": {"title": "T", "body": {"fr": body}}}}));
        let at = |code: &str| vec![(code.to_owned(), "/documents/arrete/body/fr".to_owned())];
        assert_eq!(body("{{ form.association.name }} {{dossier.number}} {{ data.amount }} {{ today }}"), []);
        assert_eq!(body("{{ form.association.nom }}"), at("tag-unknown"));
        assert_eq!(body("{{ data.other }}"), at("tag-unknown"));
        assert_eq!(body("{{ form }}"), at("tag-unknown"));
        assert_eq!(body("{{ dossier.number"), at("tag-open"));
        let message = json!({"documents": {"arrete": {"title": "T", "body": ""}},
            "messages": {"m": {"subject": "{{ today }}", "body": "{{ applicant.name }}"}}});
        assert_eq!(told(message), [("tag-unknown".to_owned(), "/messages/m/subject".to_owned())], "no step to read");
    }

    #[test]
    fn every_tag_is_documented() {
        let documented = include_str!("../../docs/DOCUMENTS.md");
        let missing: Vec<_> =
            KNOWN.iter().chain(&OF_STEP).filter(|tag| !documented.contains(&format!("`{tag}`"))).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_document_that_nobody_wrote_is_told_where_it_is_made() {
        let expected = ("document-unknown".to_owned(), "/workflow/states/s/entry/0/template".to_owned());
        assert_eq!(told(json!({})), [expected]);
    }

    #[test]
    fn a_mail_that_nobody_wrote_is_told_where_it_is_sent() {
        let (file, here) = (
            json!({"slug": "x", "title": "X", "form": {"schema": {}}, "messages": {"own": {"body": "x"}}}),
            "/states/s/entry",
        );
        let definition = Definition::read(&file).unwrap();
        let sends = |action: &str, name: &str| {
            let sent = json!({"do": action, "to": ["x"], "template": name});
            problems(&definition, &json!({"states": {"s": {"entry": [sent]}}}), "", None)
        };
        assert_eq!(sends("notify", "own").len() + sends("message", "own").len() + sends("notify", "depot").len(), 0);
        for action in ["notify", "message"] {
            let found = &sends(action, "autre")[0];
            assert_eq!((&*found.code, &*found.pointer), ("message-unknown", &*format!("{here}/0/template")));
        }
    }
}
