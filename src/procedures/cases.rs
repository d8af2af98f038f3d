//! The tests that a procedure brings: answers, and what must come of them; and its workflow's scenarios.

use super::check::Problem;
use super::definition::{Case, Definition, ExpectedError};
use super::workflow_of;
use crate::form::{Context, Files, Form, document_of};
use crate::rules;
use crate::workflow::Workflow;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// A case or a scenario, and why it failed, if it did.
#[derive(Debug)]
pub struct Ran {
    /// Where it stands in the file, or would if its workflow did.
    pub pointer: String,
    pub name: String,
    pub failure: Option<String>,
}

/// The day of a case that names none: tests must not depend on the day they run.
fn usual_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default()
}

/// Runs a procedure's cases and its workflow's scenarios. The error says why they can't run.
pub fn run(file: &Value, files: &Files) -> Result<Vec<Ran>, String> {
    let definition = Definition::read(file).map_err(|error| error.to_string())?;
    let form = Form::compile(&definition.form.clone().with(files), &definition.languages)
        .map_err(|problems| format!("{} problem(s) in the form: see guichet check", problems.len()))?;
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
    let document = workflow_of(file).map_err(|error| error.to_string())?;
    let workflow = Workflow::parse(&document)
        .map_err(|problems| format!("{} problem(s) in the workflow: see guichet check", problems.len()))?;
    for (n, scenario) in workflow.definition().scenarios.iter().enumerate() {
        let failed = workflow.run(scenario).failures.into_iter().next();
        let failure = failed.map(|at| format!("step {}: expected {:?}, got {:?}", at.step + 1, at.expected, at.got));
        results.push(Ran { pointer: format!("/workflow/scenarios/{n}"), name: scenario.name.clone(), failure });
    }
    Ok(results)
}

/// The failing cases, as reasons not to publish.
pub fn failures(file: &Value, files: &Files) -> Vec<Problem> {
    let failed = |pointer: &str, name: String, detail: String| {
        Problem::error(pointer, "case-failed", vec![("name", name), ("detail", detail)])
    };
    match run(file, files) {
        Err(detail) => vec![failed("/cases", String::new(), detail)],
        Ok(results) => {
            results.into_iter().filter_map(|ran| Some(failed(&ran.pointer, ran.name, ran.failure?))).collect()
        }
    }
}

fn judge(definition: &Definition, form: &Form, case: &Case) -> Result<(), String> {
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
    same("valid", expected.valid, found.is_empty()).map_err(|told| format!("{told} (errors: {})", listed(&found)))?;
    if let Some(wanted) = &expected.errors {
        same_errors(wanted, found)?;
    }
    same("eligible", expected.eligible, checked.ineligible.is_empty())?;
    if let Some(pointer) = expected.hidden.iter().find(|pointer| visible.contains(*pointer)) {
        return Err(format!("{pointer} is visible"));
    }
    if let Some(pointer) = expected.visible.iter().find(|pointer| !visible.contains(*pointer)) {
        return Err(format!("{pointer} is hidden"));
    }
    same_values(&expected.values, &checked.values)?;
    match &expected.group {
        Some(wanted) => same_group(definition, wanted, &checked.values, &context),
        None => Ok(()),
    }
}

fn same(what: &str, expected: Option<bool>, found: bool) -> Result<(), String> {
    match expected {
        Some(wanted) if wanted != found => Err(format!("{what}: expected {wanted}, got {found}")),
        _ => Ok(()),
    }
}

fn same_errors(wanted: &[ExpectedError], mut found: Vec<ExpectedError>) -> Result<(), String> {
    let mut wanted = wanted.to_vec();
    wanted.sort();
    found.sort();
    if wanted == found {
        return Ok(());
    }
    Err(format!("errors: expected {}, got {}", listed(&wanted), listed(&found)))
}

fn listed(errors: &[ExpectedError]) -> String {
    if errors.is_empty() {
        return "none".to_owned();
    }
    let told: Vec<String> = errors.iter().map(|error| format!("{} {}", error.pointer, error.code)).collect();
    told.join(", ")
}

fn same_values(wanted: &Map<String, Value>, found: &Value) -> Result<(), String> {
    for (pointer, value) in wanted {
        let got = document_of(found).pointer(pointer).cloned().unwrap_or_default();
        if !alike(value, &got) {
            return Err(format!("{pointer}: expected {value}, got {got}"));
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

fn same_group(definition: &Definition, wanted: &str, values: &Value, context: &Context) -> Result<(), String> {
    let base = json!({ "applicant": context.applicant, "today": context.today.to_string() });
    let base = rules::Context::new(&base);
    let base = base.with("form", document_of(values));
    let leads = |rule: &Value| rules::Rule::compile(rule).is_ok_and(|rule| rule.is_true(&base));
    let routed = definition.routing.groups.iter().find(|group| group.rule.as_ref().is_some_and(leads));
    let got = routed.map(|group| group.id.as_str()).or(definition.routing.default.as_deref()).unwrap_or_default();
    if got == wanted { Ok(()) } else { Err(format!("group: expected {wanted}, got {got}")) }
}
