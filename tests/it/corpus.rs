//! Forms that others wrote: each is read, drawn, filled by the names of its inputs from its own sample, and gives the same
//! document back. They stand beside the project, not in it; without them these tests have nothing to say.

use crate::support::controls::Control;
use crate::support::person::{Filled, Person, branches, drawn};
use guichet::form::{Context, Definition, FieldInfo, Form, Severity, document_of, is_under, of_name};
use guichet::rules::escape;
use guichet::web::Lang;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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

fn read(folder: &Path, file: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap()
}

/// The forms in JSON Schema, by file.
pub fn schemas() -> Vec<(String, Value)> {
    of_kind("json-schema")
}

/// The forms of a kind, by file.
pub fn of_kind(kind: &str) -> Vec<(String, Value)> {
    let Some(folder) = corpus() else { return Vec::new() };
    let manifest = read(&folder, "MANIFEST.json");
    let known = manifest.as_array().unwrap().iter().filter(|known| known["kind"] == kind);
    known
        .map(|known| known["file"].as_str().unwrap().to_owned())
        .map(|file| (file.clone(), read(&folder, &file)))
        .collect()
}

pub fn sample(document: &Value) -> Option<&Value> {
    ["data", "formData", "initialValue"].iter().find_map(|key| document.get(*key)).filter(|data| !data.is_null())
}

/// The forms that are refused: where, and why.
const REFUSED: [(&str, &str, &str); 1] =
    // It names a definition that it hasn't: no validator takes it.
    [("us-va/21p-8416.json", "/schema/properties/careExpenses/items/properties/careDateRange/$ref", "ref-unknown")];

#[test]
fn every_public_schema_is_taken_or_refused_for_a_reason() {
    let all = schemas();
    let mut refused = Vec::new();
    for (file, document) in &all {
        let problems = Form::compile(&Definition::bare(document.clone()).unwrap(), &[]).err().unwrap_or_default();
        let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
        refused.extend(errors.map(|problem| (file.as_str(), problem.pointer, problem.code)));
    }
    let expected = REFUSED.iter().map(|(file, pointer, code)| (*file, (*pointer).to_owned(), *code));
    assert!(all.is_empty() || refused.iter().cloned().eq(expected), "{refused:#?}");
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

/// Why an answer of a sample doesn't come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excuse {
    /// No page has an input for it.
    NotAsked,
    /// It is shown, and nobody may write it.
    ReadOnly,
    /// It is wrong, and only right ones may be chosen.
    NotOffered,
    /// It is of another type than its schema says: what is typed is of the right one.
    WrongType,
    /// It is a list that nobody may lengthen.
    NobodyAdds,
}

use Excuse::{NotAsked, NotOffered, ReadOnly, WrongType};

/// Every answer of the samples that doesn't come back.
pub const NOT_GIVEN_BACK: [(&str, &str, Excuse); 20] = [
    ("jsonforms/additional-errors.json", "/vegetarian", NotAsked),
    ("jsonforms/additional-errors.json", "/postalCode", NotAsked),
    ("jsonforms/arrays-with-translated-custom-element-label.json", "/article/title", NotAsked),
    ("jsonforms/enum.json", "/enumWithError", NotOffered),
    ("jsonforms/enum.json", "/oneOfEnumWithError", NotOffered),
    ("jsonforms/generateUI.json", "/personalData", NotAsked),
    ("jsonforms/generateUI.json", "/postalCode", NotAsked),
    ("jsonforms/i18n.json", "/personalData", NotAsked),
    ("jsonforms/i18n.json", "/postalCode", NotAsked),
    ("jsonforms/layout.json", "/vegetarian", NotAsked),
    ("jsonforms/layout.json", "/personalData", NotAsked),
    ("jsonforms/layout.json", "/postalCode", NotAsked),
    ("jsonforms/list-with-detail.json", "/orders/0/processId", WrongType),
    ("jsonforms/list-with-detail.json", "/orders/1/processId", WrongType),
    ("jsonforms/oneOfArray.json", "/name", NotAsked),
    ("jsonforms/readonly.json", "/readonly", ReadOnly),
    ("jsonforms/readonly.json", "/readonlyByUISchema", ReadOnly),
    ("jsonforms/ruleInheritance.json", "/toggleTopLayout", NotAsked),
    ("jsonforms/ruleInheritance.json", "/toggleBottomLayout", NotAsked),
    ("jsonforms/ruleInheritance.json", "/toggleControl", NotAsked),
];

#[test]
fn a_public_form_gives_back_the_document_that_fills_it() {
    let (mut lost, mut failures) = (Vec::new(), Vec::new());
    let all = schemas();
    for (file, document) in &all {
        let Some(data) = sample(document) else { continue };
        let Ok(form) = Form::compile(&Definition::bare(document.clone()).unwrap(), &[]) else { continue };
        match gives_back(&form, data) {
            Ok(found) => lost.extend(found.into_iter().map(|(pointer, excuse)| (file.as_str(), pointer, excuse))),
            Err(failure) => failures.push(format!("{file}: {failure}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let expected = NOT_GIVEN_BACK.iter().map(|(file, pointer, excuse)| (*file, (*pointer).to_owned(), *excuse));
    assert!(all.is_empty() || lost.iter().cloned().eq(expected), "{lost:#?}");
}

/// Fills a blank form by the names of its inputs: the same document must come back, blanks apart. Answers the pointers of what
/// doesn't, each with the reason why it can't.
pub fn gives_back(form: &Form, data: &Value) -> Result<Vec<(String, Excuse)>, String> {
    let branches = branches(form, data);
    let filled = Person { form, lang: Lang::En, document: data, branches: &branches }.fill()?;
    let values = form.check(&filled.draft, &Context::default()).values;
    let mut found = Vec::new();
    differences(&without_blanks(data), &without_blanks(document_of(&values)), "", &mut found);
    let excused = found.into_iter().map(|at| match excuse(form, data, &filled, &at) {
        Some(excuse) => Ok((at, excuse)),
        None => Err(format!("{at} of\n  {data}\n  {values}")),
    });
    excused.collect()
}

fn excuse(form: &Form, data: &Value, filled: &Filled, at: &str) -> Option<Excuse> {
    let pages = (1..=form.pages().len()).flat_map(|page| drawn(form, page, &filled.draft, Lang::En));
    let (buttons, inputs): (Vec<Control>, Vec<Control>) = pages.partition(|control| control.tag == "button");
    let has_input = inputs.iter().any(|control| !control.is_disabled && is_under(of_name(&control.name), at));
    let is_at = |field: &FieldInfo| is_under(at, &field.pointer) && is_under(&field.pointer, &starred(at));
    let field = form.fields("en").into_iter().find(is_at);
    let wrong = form.validate(data, &Context::default()).errors;
    let wrong = wrong.into_iter().find(|error| error.pointer == at).map(|error| error.code);
    match (field, wrong) {
        (Some(_), Some("type")) if has_input => Some(Excuse::WrongType),
        (Some(_), Some(_)) if filled.not_offered.contains(at) => Some(Excuse::NotOffered),
        _ if has_input => None,
        (Some(field), _) if field.read_only => Some(Excuse::ReadOnly),
        (Some(field), _) if field.kind == "repeat" => {
            let can_add = buttons.iter().any(|button| button.value == format!("add:{at}"));
            (!can_add).then_some(Excuse::NobodyAdds)
        }
        (Some(_), _) => None,
        (None, _) => Some(Excuse::NotAsked),
    }
}

/// A pointer with a star for each of its rows.
pub fn starred(pointer: &str) -> String {
    let is_row = |name: &str| !name.is_empty() && name.chars().all(|char| char.is_ascii_digit());
    pointer.split('/').map(|name| if is_row(name) { "*" } else { name }).collect::<Vec<_>>().join("/")
}

/// Where two documents differ.
fn differences(one: &Value, other: &Value, at: &str, found: &mut Vec<String>) {
    match (one, other) {
        (Value::Object(fields), Value::Object(others)) => {
            for name in fields.keys().chain(others.keys().filter(|name| !fields.contains_key(*name))) {
                differences(&one[name], &other[name], &format!("{at}/{}", escape(name)), found);
            }
        }
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
            let pairs = items.iter().zip(others).enumerate();
            pairs.for_each(|(n, (item, other))| differences(item, other, &format!("{at}/{n}"), found));
        }
        (one, other) if one == other => {}
        _ => found.push(at.to_owned()),
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

/// A sample that ajv judged and that the corpus hasn't.
const NO_SAMPLE: &str = "us-va/10-10cg.json";

/// Where ajv finds fault and we don't: its `time` must have a zone, ours is a time of day.
const MORE_LENIENT: [(&str, &str); 1] = [("jsonforms/dates.json", "/schemaBased/time")];

/// The same verdict as ajv's, of which the corpus keeps the word: on each sample, with the places of what is wrong, and on an
/// object that has nothing.
#[test]
fn ajv_says_the_same_of_every_sample() {
    let Some(folder) = corpus() else { return };
    let words = read(&folder, "ORACLE.json");
    let (mut differences, mut seen) = (Vec::new(), 0);
    for word in words.as_array().unwrap() {
        let file = word["file"].as_str().unwrap();
        let document = read(&folder, file);
        let form = Form::compile(&Definition::bare(document.clone()).unwrap(), &[]);
        assert_eq!(word["compiles"] == true, form.is_ok(), "{file}");
        let Ok(form) = form else { continue };
        let (valid, ours) = wrong(&form, &json!({}));
        let theirs = word["requiredAtRoot"].as_array().unwrap().iter().map(|name| name.as_str().unwrap());
        let theirs: BTreeSet<String> = theirs.map(|name| format!("/{}", escape(name))).collect();
        if word["emptyObjectValid"] != valid || !theirs.is_subset(&ours) {
            differences.push(format!("{file}, nothing: ours {ours:?}\n  theirs {theirs:?}"));
        }
        let Some(data) = sample(&document) else {
            assert_eq!(word["data"] == true, file == NO_SAMPLE, "{file}");
            continue;
        };
        seen += 1;
        let (_, ours) = wrong(&form, data);
        let ours: BTreeSet<String> = ours.iter().map(|at| place_of(at, data)).collect();
        let theirs = word["errors"].as_array().unwrap().iter().map(|error| error.as_str().unwrap());
        let theirs = theirs.map(|error| error.rsplit_once(' ').unwrap().0);
        let theirs: BTreeSet<String> =
            theirs.filter(|at| !MORE_LENIENT.contains(&(file, at))).map(str::to_owned).collect();
        if ours != theirs {
            differences.push(format!("{file}: ours {ours:?}\n  theirs {theirs:?}"));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(seen > 40, "{seen}");
}

/// Whether a document is valid, and the pointers of what is wrong or misses.
fn wrong(form: &Form, document: &Value) -> (bool, BTreeSet<String>) {
    let checked = form.validate(document, &Context::default());
    (checked.is_valid(), checked.errors.into_iter().map(|error| error.pointer).collect())
}

/// Where ajv tells what is wrong: a property that misses, at its object.
fn place_of(pointer: &str, document: &Value) -> String {
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    if document.pointer(pointer).is_none() { parent.to_owned() } else { pointer.to_owned() }
}
