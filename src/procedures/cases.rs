//! The tests that a procedure brings: answers, and what must come of them; and its workflow's scenarios.

use super::check::Problem;
use super::definition::{Case, Definition, ExpectedError};
use super::workflow_of;
use crate::form::{Context, Files, Form, document_of};
use crate::rules;
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::Workflow;
use chrono::NaiveDate;
use fluent_bundle::FluentValue;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A case or a scenario, and why it failed, if it did.
#[derive(Debug)]
pub struct Ran {
    /// Where it stands in the file, or would if its workflow did.
    pub pointer: String,
    pub name: String,
    pub failure: Option<Mismatch>,
}

/// What a case expects, and what comes instead; or why none can run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// The end of its sentence's key.
    code: &'static str,
    args: Vec<(&'static str, String)>,
}

impl Mismatch {
    fn new(code: &'static str, args: Vec<(&'static str, String)>) -> Self {
        Self { code, args }
    }

    fn between(code: &'static str, expected: &impl ToString, found: &impl ToString) -> Self {
        Self::new(code, vec![("expected", expected.to_string()), ("found", found.to_string())])
    }

    fn with(mut self, name: &'static str, value: String) -> Self {
        self.args.push((name, value));
        self
    }

    /// The sentence. Errors are told by their pointers and codes, as the case names them.
    pub fn told(&self, lang: Lang) -> String {
        let none =
            |value: &String| if value.is_empty() { text(lang, "procedure-case-none", &[]) } else { value.clone() };
        let args = self.args.iter().map(|(name, value)| (*name, FluentValue::from(none(value))));
        text(lang, &format!("procedure-case-{}", self.code), &args.collect::<Vec<_>>())
    }
}

/// The day of a case that names none: tests must not depend on the day they run.
fn usual_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default()
}

fn unread(error: &impl ToString) -> Mismatch {
    Mismatch::new("unread", vec![("error", error.to_string())])
}

fn unsound(code: &'static str, count: usize) -> Mismatch {
    Mismatch::new(code, vec![("count", count.to_string())])
}

/// Runs a procedure's cases and its workflow's scenarios. The error says why they can't run.
pub fn run(file: &Value, files: &Files) -> Result<Vec<Ran>, Mismatch> {
    let definition = Definition::read(file).map_err(|error| unread(&error))?;
    let form = Form::compile(&definition.form.clone().with(files), &definition.languages)
        .map_err(|problems| unsound("form", problems.len()))?;
    let mut results: Vec<Ran> = definition
        .cases
        .iter()
        .enumerate()
        .map(|(n, case)| Ran {
            pointer: format!("/cases/{n}"),
            name: case.name.clone(),
            failure: judge(&definition, &form, case).err(),
        })
        .collect();
    results.extend(scenarios(&workflow_of(file).map_err(|error| unread(&error))?, "/workflow")?);
    Ok(results)
}

/// Runs the scenarios of a workflow that stands `within` a file.
pub fn scenarios(document: &Value, within: &str) -> Result<Vec<Ran>, Mismatch> {
    let workflow = Workflow::parse(document).map_err(|problems| unsound("workflow", problems.len()))?;
    let told = workflow.definition().scenarios.iter().enumerate().map(|(n, scenario)| {
        let failed = workflow.run(scenario).failures.into_iter().next();
        let failure =
            failed.map(|at| Mismatch::between("step", &at.expected, &at.got).with("step", (at.step + 1).to_string()));
        Ran { pointer: format!("{within}/scenarios/{n}"), name: scenario.name.clone(), failure }
    });
    Ok(told.collect())
}

/// The failing cases, as reasons not to publish.
pub fn failures(file: &Value, files: &Files) -> Vec<Problem> {
    match run(file, files) {
        Err(mismatch) => vec![Problem::of_case("/cases", String::new(), mismatch)],
        Ok(results) => {
            results.into_iter().filter_map(|ran| Some(Problem::of_case(&ran.pointer, ran.name, ran.failure?))).collect()
        }
    }
}

fn judge(definition: &Definition, form: &Form, case: &Case) -> Result<(), Mismatch> {
    let context = Context {
        today: case.today.unwrap_or_else(usual_day),
        applicant: case.applicant.clone(),
        data: Value::Object(definition.data.clone()),
        dossiers: None,
    };
    let checked = form.check(&case.answers, &context);
    let evaluation = form.evaluate(&case.answers, &context);
    let visible: BTreeSet<String> = form.visible(&evaluation).into_iter().collect();
    let expected = &case.expect;
    let found = checked.errors.iter();
    let found = found.map(|error| ExpectedError { pointer: error.pointer.clone(), code: error.code.to_owned() });
    let found: Vec<ExpectedError> = found.collect();
    same("valid", expected.valid, found.is_empty()).map_err(|mismatch| mismatch.with("errors", listed(&found)))?;
    if let Some(wanted) = &expected.errors {
        same_errors(wanted, found)?;
    }
    same("eligible", expected.eligible, checked.ineligible.is_empty())?;
    if let Some(pointer) = expected.hidden.iter().find(|pointer| visible.contains(*pointer)) {
        return Err(Mismatch::new("visible", vec![("pointer", pointer.clone())]));
    }
    if let Some(pointer) = expected.visible.iter().find(|pointer| !visible.contains(*pointer)) {
        return Err(Mismatch::new("hidden", vec![("pointer", pointer.clone())]));
    }
    same_values(&expected.values, &checked.values)?;
    match &expected.group {
        Some(wanted) => same_group(definition, wanted, &checked.values, &context),
        None => Ok(()),
    }
}

fn same(what: &'static str, expected: Option<bool>, found: bool) -> Result<(), Mismatch> {
    match expected {
        Some(wanted) if wanted != found => Err(Mismatch::between(what, &wanted, &found)),
        _ => Ok(()),
    }
}

fn same_errors(wanted: &[ExpectedError], mut found: Vec<ExpectedError>) -> Result<(), Mismatch> {
    let mut wanted = wanted.to_vec();
    wanted.sort();
    found.sort();
    if wanted == found {
        return Ok(());
    }
    Err(Mismatch::between("errors", &listed(&wanted), &listed(&found)))
}

fn listed(errors: &[ExpectedError]) -> String {
    let told: Vec<String> = errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect();
    told.join(", ")
}

fn same_values(wanted: &Map<String, Value>, found: &Value) -> Result<(), Mismatch> {
    for (pointer, value) in wanted {
        let got = document_of(found).pointer(pointer).cloned().unwrap_or_default();
        if !alike(value, &got) {
            return Err(Mismatch::between("value", value, &got).with("pointer", pointer.clone()));
        }
    }
    Ok(())
}

/// `12` and `12.0` are the same number.
fn alike(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn same_group(definition: &Definition, wanted: &str, values: &Value, context: &Context) -> Result<(), Mismatch> {
    let base = json!({ "applicant": context.applicant, "today": context.today.to_string() });
    let base = rules::Context::new(&base);
    let base = base.with("form", document_of(values));
    let leads = |rule: &Value| rules::Rule::compile(rule).is_ok_and(|rule| rule.is_true(&base));
    let routed = definition.routing.groups.iter().find(|group| group.rule.as_ref().is_some_and(leads));
    let got = routed.map(|group| group.id.as_str()).or(definition.routing.default.as_deref()).unwrap_or_default();
    if got == wanted { Ok(()) } else { Err(Mismatch::between("group", &wanted, &got)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::has;

    /// An official reads in their language why a case fails, whatever it expects.
    #[test]
    fn a_case_that_fails_is_told_in_the_readers_language() {
        let mut file: Value =
            serde_json::from_str(include_str!("../../forms/cmi-stationnement/procedure.json")).unwrap();
        let expectations = [
            (json!({"valid": true}), "valide\u{a0}: attendu true, obtenu false"),
            (json!({"errors": []}), "erreurs\u{a0}: attendu rien, obtenu "),
            (json!({"eligible": false}), "recevable\u{a0}: attendu false, obtenu true"),
            (json!({"hidden": ["/person/family_name"]}), "/person/family_name est visible"),
            (json!({"visible": ["/nowhere"]}), "/nowhere est caché"),
            (json!({"values": {"/nowhere": 1}}), "/nowhere\u{a0}: attendu 1, obtenu null"),
            (json!({"group": "nowhere"}), "groupe\u{a0}: attendu nowhere, obtenu "),
        ];
        let cases = expectations.iter().map(|(expect, _)| json!({"name": "x", "answers": {}, "expect": expect}));
        file["cases"] = cases.collect();
        let problems = failures(&file, &Files::default());
        assert_eq!(problems.len(), expectations.len());
        for (problem, (_, told)) in problems.iter().zip(expectations) {
            assert!(problem.told(Lang::Fr).contains(told), "{}", problem.told(Lang::Fr));
        }
        for code in ["step", "unread", "form", "workflow"] {
            assert!(has(Lang::Fr, &format!("procedure-case-{code}")), "{code}");
        }
    }
}
