//! Forms that others wrote: each is read, drawn, filled by the names of its inputs from its own sample, and gives the same
//! document back. They stand beside the project, not in it; without them these tests have nothing to say.

use guichet::form::{Context, Definition, Element, Form, Severity, ViewOptions, document_of};
use guichet::rules::escape;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where they are, if they are: `GUICHET_CORPUS`, or `shared/corpus` beside the project.
fn corpus() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let folder = std::env::var_os("GUICHET_CORPUS").map_or_else(beside, PathBuf::from);
    let found = folder.join("MANIFEST.json").exists().then_some(folder);
    if found.is_none() {
        eprintln!("no corpus of public forms here: nothing was tried");
    }
    found
}

/// The forms in JSON Schema, by file.
pub fn schemas() -> Vec<(String, Value)> {
    of_kind("json-schema")
}

/// The forms of a kind, by file.
pub fn of_kind(kind: &str) -> Vec<(String, Value)> {
    let Some(folder) = corpus() else { return Vec::new() };
    let read = |file: &str| serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap();
    let manifest: Value = read("MANIFEST.json");
    let known = manifest.as_array().unwrap().iter().filter(|known| known["kind"] == kind);
    known.map(|known| known["file"].as_str().unwrap().to_owned()).map(|file| (file.clone(), read(&file))).collect()
}

pub fn sample(document: &Value) -> Option<&Value> {
    ["data", "formData", "initialValue"].iter().find_map(|key| document.get(*key))
}

/// Refusals, each for a reason that stands in the schema.
const REASONS: [&str; 7] = ["schema", "root", "fields", "ref-unknown", "ref-remote", "unrenderable", "scope-unknown"];

#[test]
fn every_public_schema_is_taken_or_refused_for_a_reason() {
    let (mut taken, mut refused) = (0, Vec::new());
    let all = schemas();
    for (file, document) in &all {
        let definition = Definition::bare(document.clone()).unwrap();
        match Form::compile(&definition, &[]) {
            Ok(_) => taken += 1,
            Err(problems) => {
                let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
                assert!(errors.iter().all(|problem| REASONS.contains(&problem.code)), "{file}: {errors:?}");
                refused.push(format!("{file}: {} {}", errors[0].pointer, errors[0].code));
            }
        }
    }
    eprintln!("{taken} taken, refused:\n{}", refused.join("\n"));
    assert!(all.is_empty() || taken >= 61, "{taken}");
}

/// Nothing is said of the rules of forms that work elsewhere, but what is so.
#[test]
fn no_rule_of_a_public_form_is_blamed_without_a_reason() {
    let mut told = Vec::new();
    for (file, document) in schemas() {
        let problems = Form::problems(&Definition::bare(document).unwrap(), &[]);
        let of_rules = problems.iter().filter(|problem| problem.code.starts_with("rule-"));
        told.extend(of_rules.map(|problem| format!("{file}: {} {} {:?}", problem.pointer, problem.code, problem.args)));
    }
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn a_public_form_gives_back_the_document_that_fills_it() {
    let mut failures = Vec::new();
    for (file, document) in schemas() {
        let Some(data) = sample(&document) else { continue };
        let Ok(form) = Form::compile(&Definition::bare(document.clone()).unwrap(), &[]) else { continue };
        if let Err(failure) = gives_back(&form, data) {
            failures.push(format!("{file}:\n  {failure}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Fills a form by the names of its inputs, as they are drawn for a document: the same document must come back, but for what
/// it holds wrongly and what isn't asked.
pub fn gives_back(form: &Form, data: &Value) -> Result<(), String> {
    let context = Context::default();
    let mut expected = document_of(form.evaluate(data, &context).values()).clone();
    let wrong = form.check(data, &context).errors.into_iter().map(|error| error.pointer);
    let shown = form.fields("en").into_iter().filter(|field| field.read_only).map(|field| field.pointer);
    let wrong: Vec<String> = wrong.chain(shown).collect();
    keep_asked(form, &mut expected, "", &wrong);
    let (mut pairs, mut given) = (Vec::new(), Value::Null);
    for page in 1..=form.pages().len() {
        let evaluation = form.evaluate(data, &context);
        let options = ViewOptions { lang: "en", ..ViewOptions::default() };
        let Some(view) = form.page_view(page, &form.draft_of(data), &evaluation, &BTreeMap::new(), &options) else {
            continue;
        };
        fill(&view.elements, &mut pairs);
        give_rows(&view.elements, data, &mut given);
    }
    let filled = form.evaluate(&form.merge(&given, &pairs, None), &context);
    let mut filled = document_of(filled.values()).clone();
    keep_asked(form, &mut filled, "", &wrong);
    if without_blanks(&filled) == without_blanks(&expected) { Ok(()) } else { Err(format!("{expected}\n  {filled}")) }
}

/// What a browser would post for these elements, as they are drawn.
fn fill(elements: &[Element], pairs: &mut Vec<(String, String)>) {
    for element in elements.iter().filter(|element| !element.hidden) {
        for chosen in element.options.iter().filter(|option| option.selected) {
            pairs.push((element.name.clone(), chosen.value.clone()));
        }
        let is_ticked = element.component == "checkbox" && element.value == "true";
        if is_ticked || ["text", "textarea", "hidden"].contains(&element.component) {
            pairs.push((element.name.clone(), element.value.clone()));
        }
        fill(&element.parts, pairs);
        element.rows.iter().for_each(|row| fill(&row.elements, pairs));
    }
}

/// Puts in a draft, empty, the rows of the root's lists to which nobody may add any: whoever fills them finds them there.
fn give_rows(elements: &[Element], data: &Value, given: &mut Value) {
    for element in elements.iter().filter(|element| !element.hidden) {
        let name = element.name.trim_start_matches('/');
        if !element.can_add && !element.rows.is_empty() && data[name].is_array() {
            given[name] = vec![Value::Null; element.rows.len()].into();
        }
        give_rows(&element.parts, data, given);
    }
}

/// Takes away what a sample holds and the layout doesn't ask, and what it holds wrongly.
fn keep_asked(form: &Form, value: &mut Value, here: &str, wrong: &[String]) {
    if let Value::Object(fields) = value {
        let under = |name: &str| format!("{here}/{}", escape(name));
        fields.iter_mut().for_each(|(name, value)| keep_asked(form, value, &under(name), wrong));
        let is_asked = |at: &String| form.page_of(at).is_some() && !wrong.contains(at);
        fields.retain(|name, value| value.is_object() || is_asked(&under(name)));
    } else if let Value::Array(rows) = value {
        rows.iter_mut().enumerate().for_each(|(n, row)| keep_asked(form, row, &format!("{here}/{n}"), wrong));
    }
}

fn without_blanks(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().map(|(name, value)| (name.clone(), without_blanks(value)));
            kept.filter(|(_, value)| !is_blank(value)).collect()
        }
        Value::Array(items) => {
            let mut kept: Vec<Value> = items.iter().map(without_blanks).collect();
            // An empty last row is made by a button, not by inputs.
            while kept.last().is_some_and(is_blank) {
                kept.pop();
            }
            kept.into()
        }
        other => other.clone(),
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_blank),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}
