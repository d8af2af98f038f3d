//! Every keyword of JSON Schema and everything of JSON Forms' layouts: what is done with it, an example that is tried, and a
//! row of `docs/FORMS.md`.

use super::*;
use crate::form::compile::safety::{MAX_ALL_CHOICES, MAX_CHOICES, MAX_DEPTH, MAX_FIELDS, MAX_NODES};
use serde_json::Map;
use std::fmt::Write;

/// `part`, `name`; `validated` and `shown` for the documentation; `schema`, `ui` and `translations` of the example; then what
/// must come of it.
type Feature = Map<String, Value>;

fn keywords() -> Vec<Feature> {
    serde_json::from_str(include_str!("features/keywords.json")).unwrap()
}

fn layouts() -> Vec<Feature> {
    serde_json::from_str(include_str!("features/layouts.json")).unwrap()
}

/// The schema of an example that brings none.
fn usual() -> Value {
    let rows = json!({"type": "object", "properties": {"x": {"type": "string"}, "y": {"type": "string"}}});
    json!({"type": "object", "properties": {
        "a": {"type": "string", "title": "A"}, "b": {"type": "string", "title": "B"}, "c": {"type": "boolean", "title": "C"},
        "d": {"enum": ["un", "deux", "trois"], "title": "D"}, "n": {"type": "integer", "title": "N"},
        "list": {"type": "array", "title": "L", "items": rows}
    }})
}

fn definition(feature: &Feature) -> Definition {
    let mut source = json!({ "schema": feature.get("schema").cloned().unwrap_or_else(usual) });
    for key in ["ui", "translations"] {
        feature.get(key).into_iter().for_each(|value| source[key] = value.clone());
    }
    serde_json::from_value(source).unwrap()
}

/// The elements of the first page, whatever they stand in.
fn drawn(form: &Form, draft: &Value, lang: &str) -> Vec<Element> {
    fn flat(elements: Vec<Element>, found: &mut Vec<Element>) {
        for mut element in elements.into_iter().filter(|element| !element.hidden) {
            let parts = std::mem::take(&mut element.parts);
            let rows: Vec<Vec<Element>> =
                element.rows.iter_mut().map(|row| std::mem::take(&mut row.elements)).collect();
            let is_whole = element.component == "date";
            found.push(element);
            if !is_whole {
                flat(parts, found);
                rows.into_iter().for_each(|row| flat(row, found));
            }
        }
    }
    let draft = form.draft_of(draft);
    let evaluation = form.evaluate(&draft, &Context::default());
    let options = ViewOptions { lang, ..ViewOptions::default() };
    let view = form.page_view(1, &draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let mut found = Vec::new();
    flat(view.elements, &mut found);
    found
}

fn line(element: &Element) -> String {
    let called = if element.component == "group" { &element.label } else { &element.name };
    let beside = if element.beside { "beside" } else { "" };
    let disabled = if element.disabled { " disabled" } else { "" };
    format!("{} {called}{beside}{disabled}", element.component).trim().to_owned()
}

/// The list under a key, none when there is none.
fn list<'f>(feature: &'f Feature, key: &str) -> impl Iterator<Item = &'f Value> {
    feature.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn named(feature: &Feature, key: &str) -> Vec<(String, Value)> {
    let found = feature.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    found.into_iter().collect()
}

/// What came otherwise than the feature says.
fn wrong(feature: &Feature) -> Vec<String> {
    let languages = ["fr".to_owned(), "en".to_owned()];
    let mut wrong = Vec::new();
    if let Some(code) = feature.get("refused").and_then(Value::as_str) {
        let problems = Form::problems(&definition(feature), &languages);
        let told = problems.iter().any(|problem| problem.code == code && problem.severity == Severity::Error);
        return if told { wrong } else { vec![format!("not refused for {code}")] };
    }
    let form = match Form::compile(&definition(feature), &languages) {
        Ok(form) => form,
        Err(problems) => return vec![format!("{problems:?}")],
    };
    let mut differs = |what: &str, expected: &dyn std::fmt::Debug, got: &dyn std::fmt::Debug| {
        let (expected, got) = (format!("{expected:?}"), format!("{got:?}"));
        if expected != got {
            wrong.push(format!("{what}: expected {expected}, got {got}"));
        }
    };
    let context = Context::default();
    for document in list(feature, "valid") {
        let errors = form.validate(document, &context).errors;
        differs("valid", &"", &errors.first().map(|error| error.code).unwrap_or_default());
    }
    for case in list(feature, "invalid") {
        let errors = form.validate(&case[0], &context).errors;
        let found = errors.iter().any(|error| case[1] == error.pointer && case[2] == error.code);
        let told: Vec<_> = errors.iter().map(|error| (&error.pointer, error.code)).collect();
        if !found {
            differs(&format!("invalid {}", case[0]), &(&case[1], &case[2]), &told);
        }
    }
    for (key, lang) in [("drawn", "fr"), ("drawn_en", "en")] {
        for case in list(feature, key) {
            let lines: Vec<String> = drawn(&form, &case[0], lang).iter().map(line).collect();
            differs(&format!("{key} {}", case[0]), &texts(&case[1]), &lines);
        }
    }
    for case in list(feature, "required") {
        let elements = drawn(&form, &case[0], "fr");
        let names: Vec<&String> =
            elements.iter().filter(|element| element.required).map(|element| &element.name).collect();
        differs(&format!("required {}", case[0]), &texts(&case[1]), &names);
    }
    let first = list(feature, "drawn").next().map(|case| case[0].clone()).unwrap_or_default();
    let find = |lang: &str, called: &str| {
        let elements = drawn(&form, &first, lang);
        elements.into_iter().find(|element| element.name == called || element.label == called).unwrap_or_default()
    };
    for (name, label) in named(feature, "labels") {
        differs(&name, &label.as_str().unwrap(), &find("fr", &name).label);
    }
    for (name, label) in named(feature, "labels_en") {
        differs(&name, &label.as_str().unwrap(), &find("en", &name).label);
    }
    for (name, hint) in named(feature, "hints") {
        let element = find("fr", &name);
        let said = element.hint.or(element.help).unwrap_or_default();
        differs(&name, &true, &said.contains(hint.as_str().unwrap()));
    }
    for (name, options) in named(feature, "options_en") {
        let labels: Vec<String> = find("en", &name).options.into_iter().map(|option| option.label).collect();
        differs(&name, &texts(&options), &labels);
    }
    for (key, lang) in [("pages", "fr"), ("pages_en", "en")] {
        if let Some(pages) = feature.get(key) {
            let titles: Vec<&str> = form.pages().iter().map(|page| page.title(lang)).collect();
            differs(key, &texts(pages), &titles);
        }
    }
    for case in list(feature, "shown_pages") {
        let evaluation = form.evaluate(&case[0], &context);
        let shown: Vec<usize> = (1..=form.pages().len()).filter(|page| evaluation.shows_page(*page)).collect();
        differs("shown_pages", &case[1].to_string(), &json!(shown).to_string());
    }
    if let Some(initial) = feature.get("initial") {
        differs("initial", &true, &(form.initial(&context) == *initial));
    }
    for name in list(feature, "unwritable").filter_map(Value::as_str) {
        let merged = form.merge(&json!({}), &[(name.to_owned(), "x".to_owned())], None);
        differs("unwritable", &"{}", &merged.to_string().as_str());
    }
    let rows: Vec<_> = drawn(&form, &first, "fr").into_iter().flat_map(|element| element.rows).collect();
    if feature.contains_key("sortable") {
        differs("sortable", &true, &rows.iter().any(|row| row.can_sink));
    }
    if feature.contains_key("still") {
        let may_change = |row: &Row| row.removable || row.can_duplicate;
        let can_add = drawn(&form, &first, "fr").iter().any(|element| element.can_add);
        differs("still", &(false, false), &(can_add, rows.iter().any(may_change)));
    }
    if let Some(suggested) = feature.get("suggested") {
        let elements = drawn(&form, &first, "fr").into_iter();
        differs(
            "suggested",
            &texts(suggested),
            &elements.flat_map(|element| element.input.suggestions).collect::<Vec<_>>(),
        );
    }
    if let Some(warned) = feature.get("warned") {
        let codes = form.warnings().iter().map(|problem| problem.code).filter(|code| code.ends_with("-idle"));
        differs("warned", &texts(warned), &codes.collect::<Vec<_>>());
    }
    if let Some(titles) = feature.get("rows") {
        differs("rows", &texts(titles), &rows.iter().map(|row| &row.title).collect::<Vec<_>>());
    }
    for case in list(feature, "said") {
        let errors = form.check(&case[0], &context).errors;
        let said = errors.iter().find(|error| case[1] == error.pointer).and_then(|error| error.said("fr"));
        differs("said", &case[2].as_str(), &said);
    }
    wrong
}

#[test]
fn each_feature_does_what_it_says() {
    let mut failures = String::new();
    for feature in keywords().into_iter().chain(layouts()) {
        for wrong in wrong(&feature) {
            writeln!(failures, "{}, {}: {wrong}", feature["part"], feature["name"]).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// A table for each part.
fn told(features: &[Feature], is_validated: bool) -> String {
    let text =
        |feature: &Feature, key: &str| feature.get(key).and_then(Value::as_str).unwrap_or_default().replace('|', "\\|");
    let (mut told, mut part) = (String::new(), String::new());
    for feature in features {
        if text(feature, "part") != part {
            part = text(feature, "part");
            let head = if is_validated {
                "| | validated | asked |\n|---|---|---|"
            } else {
                "| | what becomes of it |\n|---|---|"
            };
            write!(told, "\n### {part}\n\n{head}\n").unwrap();
        }
        let name = text(feature, "name");
        let validated = if is_validated { format!(" {} |", text(feature, "validated")) } else { String::new() };
        writeln!(told, "| {name} |{validated} {} |", text(feature, "shown")).unwrap();
    }
    told
}

#[test]
fn forms_are_told_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/FORMS.md");
    let written = std::fs::read_to_string(path).unwrap();
    let mut told_so = written.clone();
    for (mark, table) in [("keywords", told(&keywords(), true)), ("layouts", told(&layouts(), false))] {
        let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- end of {mark} -->"));
        let (from, to) = (told_so.find(&begin).unwrap() + begin.len(), told_so.find(&end).unwrap());
        told_so.replace_range(from..to, &table);
    }
    let thousands = |bound: usize| format!("{},{:03}", bound / 1_000, bound % 1_000);
    let bounds = format!(
        "{MAX_DEPTH} levels of questions, {} questions, {} choices in a list and {} in all, {} JSON values",
        thousands(MAX_FIELDS),
        thousands(MAX_CHOICES),
        thousands(MAX_ALL_CHOICES),
        thousands(MAX_NODES)
    );
    assert!(written.contains(&bounds), "docs/FORMS.md tells other bounds than: {bounds}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &told_so).unwrap();
    } else {
        assert!(
            written == told_so,
            "docs/FORMS.md isn't what the code does: UPDATE_DOCS=1 cargo test --lib forms_are_told"
        );
    }
}
