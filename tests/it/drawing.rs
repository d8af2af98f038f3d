//! What is drawn once of a form's elements, and filled with what each person typed, is what their template draws.

use crate::corpus::{sample, schemas};
use crate::support::VIEWS;
use guichet::form::fields::KINDS;
use guichet::form::{Context, Definition, Form, ViewOptions};
use guichet::procedures;
use guichet::web::Lang;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Draws every page for these answers, in every language, twice: the second time from what is remembered.
fn assert_as_drawn(name: &str, form: &Form, answers: &Value) {
    let context = Context::default();
    let draft = form.draft_of(answers);
    let evaluation = form.evaluate(&draft, &context);
    let errors = form.check(&draft, &context).errors;
    let told: BTreeMap<String, String> =
        errors.into_iter().map(|error| (error.pointer, "Une erreur".to_owned())).collect();
    for (lang, errors) in Lang::ALL.into_iter().flat_map(|lang| [(lang, BTreeMap::new()), (lang, told.clone())]) {
        let options = ViewOptions { lang: lang.code(), ..ViewOptions::default() };
        for page in 1..=form.pages().len() {
            let Some(view) = form.page_view(page, &draft, &evaluation, &errors, &options) else { continue };
            let in_place = lang == Lang::En;
            let elements = json!({"elements": view.elements, "in_place": in_place});
            let expected = VIEWS.part(lang, "elements.html", &elements).unwrap();
            for _ in 0..2 {
                let drawn = VIEWS.elements(lang, view.elements.clone(), in_place).unwrap();
                let mut lines = drawn.lines().zip(expected.lines());
                if let Some((drawn, expected)) = lines.find(|(drawn, expected)| drawn != expected) {
                    panic!("{name}, page {page}, {}\n{drawn}\n\n{expected}", lang.code());
                }
                assert_eq!(drawn.len(), expected.len(), "{name}, page {page}, {}", lang.code());
            }
        }
    }
}

/// The same answers, with other texts in the place of theirs, that HTML must escape.
fn otherwise(answers: &Value) -> Value {
    match answers {
        Value::String(text) => format!("\n{text} <b>\"'&amp;typed-0.{{{{ x }}}}").into(),
        Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
        Value::Bool(said) => (!said).into(),
        Value::Array(items) => items.iter().map(otherwise).collect(),
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), otherwise(value))).collect(),
        Value::Null => Value::Null,
    }
}

fn assert_all(name: &str, form: &Form, answers: &Value) {
    assert_as_drawn(name, form, &form.initial(&Context::default()));
    assert_as_drawn(name, form, answers);
    assert_as_drawn(name, form, &otherwise(answers));
}

#[test]
fn every_kind_is_drawn_for_anybody_as_its_template_does() {
    for kind in KINDS {
        let example = kind.example();
        let mut control: Value = serde_json::from_str(example.control).unwrap();
        let mut properties = json!({});
        if !example.schema.is_empty() {
            properties["it"] = serde_json::from_str(example.schema).unwrap();
            control["type"] = json!("Control");
            control["scope"] = json!("#/properties/it");
        }
        let definition = json!({"schema": {"type": "object", "properties": properties}, "ui": control});
        let definition: Definition = serde_json::from_value(definition).unwrap();
        let form = Form::compile(&definition, &["fr".to_owned(), "en".to_owned()]).unwrap();
        let answer: Value = serde_json::from_str(example.answer).unwrap();
        assert_all(kind.name(), &form, &json!({"it": answer}));
    }
}

#[test]
fn the_pages_of_real_forms_are_drawn_for_anybody_as_their_templates_do() {
    for folder in std::fs::read_dir("forms").unwrap() {
        let file = folder.unwrap().path().join("procedure.json");
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let document: Value = serde_json::from_str(&text).unwrap();
        let definition = procedures::Definition::read(&document).unwrap();
        let files = procedures::publish::files_beside(&document, |name| std::fs::read(file.with_file_name(name)).ok());
        let form = Form::compile(&definition.form.with(&files), &definition.languages).unwrap();
        let case = document.pointer("/cases/0/answers").unwrap();
        assert_all(&file.to_string_lossy(), &form, case);
    }
    for (file, document) in schemas() {
        let Ok(form) = Form::compile(&Definition::bare(document.clone()).unwrap(), &[]) else { continue };
        assert_all(&file, &form, sample(&document).unwrap_or(&Value::Null));
    }
}

#[test]
fn what_a_file_must_be_is_told_before_it_is_chosen() {
    let definition = json!({"schema": {"type": "object", "properties": {"it": {"title": "Pièce", "$ref": "../types/file.json",
        "file": {"accept": [".pdf", "image/*"], "maxSize": 5_000_000}}}}});
    let definition: Definition = serde_json::from_value(definition).unwrap();
    let form = Form::compile(&definition, &["fr".to_owned()]).unwrap();
    let draft = json!({});
    let evaluation = form.evaluate(&draft, &Context::default());
    for (lang, told) in
        [(Lang::Fr, "PDF, images. 5 Mo au plus par fichier."), (Lang::En, "PDF, images. 5 MB at most per file.")]
    {
        let options = ViewOptions { lang: lang.code(), ..ViewOptions::default() };
        let view = form.page_view(1, &draft, &evaluation, &BTreeMap::new(), &options).unwrap();
        let drawn = VIEWS.elements(lang, view.elements, false).unwrap().replace('\u{a0}', " ");
        assert!(
            drawn.contains(&format!("<div id=\"it-limits\" class=\"govuk-hint app-file__limits\">{told}</div>")),
            "{drawn}"
        );
        assert!(
            drawn.contains("accept=\"application/pdf,image/*\"") && drawn.contains("aria-describedby=\"it-limits\""),
            "{drawn}"
        );
    }
}
