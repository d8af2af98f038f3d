//! Every reason not to publish a procedure, each with its place and a sentence.

use super::definition::Definition;
use super::imports::{PLACEHOLDER_EMAIL, PLACEHOLDERS};
use super::{agents, cases, roles, routing, shape, shows, silence, tags, workflow_of};
use crate::form::{self, Files, Form};
use crate::web::Lang;
use crate::web::i18n::{has, text};
use crate::workflow;
use fluent_bundle::FluentValue;
use serde_json::{Value, json};

/// Something wrong with a procedure, a form or a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer in the file; `""` is the whole of it.
    pub pointer: String,
    /// The start of its sentence's key: `procedure`, `form` or `workflow`.
    area: &'static str,
    pub code: String,
    /// A warning asks for a look; the others block.
    pub is_warning: bool,
    args: Vec<(&'static str, String)>,
    /// Of a case that failed: why.
    detail: Option<cases::Mismatch>,
}

impl Problem {
    /// One that blocks. `code` starts with `procedure-`.
    pub fn error(pointer: impl Into<String>, code: &str, args: Vec<(&'static str, String)>) -> Self {
        let code = code.strip_prefix("procedure-").unwrap_or(code).to_owned();
        Self { pointer: pointer.into(), area: "procedure", code, is_warning: false, args, detail: None }
    }

    /// A case, or a scenario, that failed.
    pub(super) fn of_case(pointer: &str, name: String, mismatch: cases::Mismatch) -> Self {
        Self { detail: Some(mismatch), ..Self::error(pointer, "case-failed", vec![("name", name)]) }
    }

    /// One that asks for a look.
    pub(super) fn warning(pointer: impl Into<String>, code: &str, args: Vec<(&'static str, String)>) -> Self {
        Self { is_warning: true, ..Self::error(pointer, code, args) }
    }

    pub fn blocks(&self) -> bool {
        !self.is_warning
    }

    /// The sentence, and the place.
    pub fn told(&self, lang: Lang) -> String {
        let key = format!("{}-problem-{}", self.area, self.code);
        let detail = self.detail.as_ref().map(|detail| ("detail", detail.told(lang)));
        let args = self.args.iter().cloned().chain(detail);
        let args: Vec<(&str, FluentValue<'_>)> = args.map(|(name, value)| (name, value.into())).collect();
        let sentence = if has(lang, &key) {
            text(lang, &key, &args)
        } else {
            text(lang, "procedure-problem-other", &[("code", self.code.clone().into())])
        };
        format!("{sentence} ({})", if self.pointer.is_empty() { "/" } else { &self.pointer })
    }

    fn severity(&self) -> &'static str {
        if self.is_warning { "warning" } else { "error" }
    }

    /// For who runs a command: how bad it is, its code, the sentence and the place.
    pub fn line(&self, lang: Lang) -> String {
        format!("{} {}: {}", self.severity(), self.code, self.told(lang))
    }

    /// For programs: `guichet check --json`.
    pub fn to_json(&self, file: &str, lang: Lang) -> Value {
        json!({ "file": file, "pointer": self.pointer, "code": self.code, "severity": self.severity(),
                "message": self.told(lang) })
    }

    /// One of the form of this file, with its place in the file.
    pub fn in_form_of(file: &Value, problem: form::Problem) -> Self {
        if file.get("procedure").is_some() {
            return Self::in_procedure(problem);
        }
        Self { pointer: form::Definition::place_in_bare(file, &problem.pointer), ..Self::of_form(problem) }
    }

    /// One of a procedure's form, with its place in the procedure's file.
    pub fn in_procedure(problem: form::Problem) -> Self {
        Self { pointer: format!("/form{}", problem.pointer), ..Self::of_form(problem) }
    }

    /// One that the form's checker found elsewhere in the file.
    pub(super) fn of_form(problem: form::Problem) -> Self {
        Self {
            pointer: problem.pointer,
            area: "form",
            code: problem.code.to_owned(),
            is_warning: problem.severity == form::Severity::Warning,
            args: problem.args,
            detail: None,
        }
    }

    /// A problem of a workflow that stands at a pointer of the file.
    pub fn of_workflow(problem: workflow::Problem, within: &str) -> Self {
        Self {
            pointer: format!("{within}{}", problem.pointer),
            area: "workflow",
            code: problem.code.to_owned(),
            is_warning: !problem.blocks(),
            args: problem.args,
            detail: None,
        }
    }
}

/// Whether a file is a workflow by itself.
pub fn is_workflow(file: &Value) -> bool {
    file.get("procedure").is_none() && file.get("workflow").is_some() && file.get("states").is_some()
}

/// A file of any kind: a procedure, a workflow, a bare form; with the files that lie beside it.
pub fn any(file: &Value, files: &Files) -> Vec<Problem> {
    if file.get("procedure").is_some() {
        return procedure(file, files);
    }
    if is_workflow(file) {
        return workflow::check(file).into_iter().map(|problem| Problem::of_workflow(problem, "")).collect();
    }
    match form::Definition::bare(file.clone()) {
        Ok(definition) => form_problems(file, definition, files, &["fr".to_owned()]),
        Err(error) => vec![shape::unread(error)],
    }
}

/// Everything wrong with a procedure's file, its own tests included: they run once the rest is sound.
pub fn procedure(file: &Value, files: &Files) -> Vec<Problem> {
    let mut problems = shape::problems(file);
    if !problems.is_empty() {
        return problems;
    }
    let definition = match Definition::read(file) {
        Ok(definition) => definition,
        Err(error) => return vec![shape::unread(error)],
    };
    problems.extend(owed_to_citizens(&definition));
    let of_form = form_problems(file, definition.form.clone(), files, &definition.languages);
    let answers = (!of_form.iter().any(Problem::blocks)).then(|| form::Answers::of(&definition.form));
    problems.extend(of_form);
    problems.extend(routing::problems(&definition.routing, answers.as_ref()));
    problems.extend(workflow_problems(file, &definition, answers.as_ref(), files));
    placeholders(file, "", &mut problems);
    if !problems.iter().any(Problem::blocks) {
        problems.extend(cases::failures(file, files));
    }
    problems
}

/// What a citizen must find (CRPA R112-11-1, L211-5): whom to reach, what silence means, how to contest.
fn owed_to_citizens(definition: &Definition) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut missing = |pointer: &str, code: &str| problems.push(Problem::error(pointer, code, Vec::new()));
    match &definition.service {
        None => missing("/service", "service-missing"),
        Some(service) => {
            if service.phone.trim().is_empty() {
                missing("/service/phone", "service-phone");
            }
            if service.address.trim().is_empty() && service.email.trim().is_empty() {
                missing("/service/address", "service-address");
            }
        }
    }
    if definition.silence.is_none() {
        missing("/silence", "silence-missing");
    }
    if definition.remedies.is_none() {
        missing("/remedies", "remedies-missing");
    }
    problems
}

/// What an import left to complete.
fn placeholders(value: &Value, here: &str, problems: &mut Vec<Problem>) {
    match value {
        Value::String(text) if text == PLACEHOLDER_EMAIL || PLACEHOLDERS.iter().any(|mark| text.starts_with(mark)) => {
            problems.push(Problem::warning(here, "placeholder", Vec::new()));
        }
        Value::Object(fields) => {
            let entries = fields.iter();
            entries.for_each(|(key, value)| placeholders(value, &format!("{here}/{}", form::escape(key)), problems));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| placeholders(item, &format!("{here}/{n}"), problems));
        }
        _ => {}
    }
}

fn form_problems(file: &Value, definition: form::Definition, files: &Files, languages: &[String]) -> Vec<Problem> {
    let problems = Form::problems(&definition.with(files), languages);
    problems.into_iter().map(|problem| Problem::in_form_of(file, problem)).collect()
}

fn workflow_problems(
    file: &Value,
    definition: &Definition,
    answers: Option<&form::Answers>,
    files: &Files,
) -> Vec<Problem> {
    let Ok(document) = workflow_of(file) else {
        return vec![Problem::error("/workflow", "workflow-unknown", Vec::new())];
    };
    let within = if file["workflow"].is_object() { "/workflow" } else { "" };
    let problems = workflow::check_for(&document, &definition.languages, answers, definition.territory);
    let mut found: Vec<Problem> = problems.into_iter().map(|problem| Problem::of_workflow(problem, within)).collect();
    found.extend(tags::problems(definition, &document, within, answers));
    found.extend(routing::unknown(&definition.routing, &document, within));
    // One that can't be read has been told.
    if let Ok(workflow) = serde_json::from_value(document) {
        found.extend(agents::problems(definition, &workflow, within));
        found.extend(roles::problems(definition, &workflow, within));
        found.extend(silence::problems(definition, &workflow));
        found.extend(shows::problems(definition, &workflow, files, within));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedures::publish::files_beside;

    fn shipped(slug: &str) -> Value {
        let path = format!("{}/forms/{slug}/procedure.json", env!("CARGO_MANIFEST_DIR"));
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    const ONE: &str = "subvention-association";

    /// Every procedure of the library, by its folder.
    fn library() -> Vec<String> {
        let folders = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/forms")).unwrap();
        let folders = folders.map(|entry| entry.unwrap().path()).filter(|path| path.join("procedure.json").exists());
        folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_shipped_procedures_can_be_published_and_ask_for_no_second_look() {
        let library = library();
        assert_eq!(library.len(), 10, "{library:?}");
        for slug in library {
            let file = shipped(&slug);
            assert_eq!(file["slug"], slug.as_str());
            let folder = format!("{}/forms/{slug}", env!("CARGO_MANIFEST_DIR"));
            let files = files_beside(&file, |name| std::fs::read(format!("{folder}/{name}")).ok());
            let told: Vec<_> = procedure(&file, &files).iter().map(|problem| problem.told(Lang::En)).collect();
            assert!(told.is_empty(), "{slug}:\n{}", told.join("\n"));
        }
    }

    /// What an answer says is looked at from each side: a case that is taken, one that is refused, one that isn't eligible.
    #[test]
    fn each_shipped_procedure_brings_its_tests() {
        for slug in library() {
            let file = shipped(&slug);
            let cases = file["cases"].as_array().unwrap();
            let expects = |key: &str, value: bool| cases.iter().any(|case| case["expect"][key] == value);
            assert!(cases.len() >= 10 && expects("valid", true) && expects("valid", false), "{slug}");
            let refuses = file["form"]["eligibility"].as_array().is_some_and(|rules| !rules.is_empty());
            assert!(!refuses || expects("eligible", false), "{slug}");
        }
    }

    #[test]
    fn publication_is_refused_without_what_is_owed_to_citizens() {
        let refused = |change: &dyn Fn(&mut Value), pointer: &str| {
            let mut file = shipped(ONE);
            change(&mut file);
            let problems = procedure(&file, &Files::new());
            assert!(problems.iter().any(|problem| problem.blocks() && problem.pointer == pointer), "{problems:?}");
        };
        refused(&|file| drop(file.as_object_mut().unwrap().remove("silence")), "/silence");
        refused(&|file| drop(file.as_object_mut().unwrap().remove("remedies")), "/remedies");
        refused(&|file| drop(file.as_object_mut().unwrap().remove("service")), "/service");
        refused(&|file| file["service"]["phone"] = json!(" "), "/service/phone");
    }

    #[test]
    fn what_an_import_left_to_complete_is_told_and_does_not_block() {
        let mut file = shipped(ONE);
        file["service"]["phone"] = json!("[À compléter]");
        file["remedies"] = json!({"fr": "[À compléter] recours", "en": "[To complete] remedies"});
        let problems = procedure(&file, &Files::new());
        let mut found: Vec<_> = problems.iter().map(|problem| (problem.pointer.as_str(), problem.blocks())).collect();
        found.sort_unstable();
        assert_eq!(found, [("/remedies/en", false), ("/remedies/fr", false), ("/service/phone", false)]);
        assert!(problems.iter().all(|problem| !problem.told(Lang::Fr).contains("Un problème bloque")));
    }

    #[test]
    fn every_problem_has_a_sentence_and_a_place() {
        let mut file = shipped(ONE);
        file["routing"]["default"] = json!("nobody");
        file["workflow"] = json!("unknown");
        let told: Vec<_> = procedure(&file, &Files::new()).iter().map(|problem| problem.told(Lang::Fr)).collect();
        assert!(told.iter().any(|line| line.contains("nobody") && line.contains("/routing/default")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("/workflow")), "{told:?}");
    }
}
