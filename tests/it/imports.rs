//! Forms of other products, imported: every public one that is here passes `check`, is drawn on all its pages, and gives its
//! sample back.

use crate::corpus::{gives_back, of_kind, sample};
use guichet::form::{Context, Form, ViewOptions};
use guichet::procedures::Definition;
use guichet::procedures::check;
use guichet::procedures::imports::{self, Format, Imported};
use guichet::web::Lang;
use serde_json::Value;
use std::collections::BTreeMap;

/// An imported procedure's form; the reason otherwise.
fn served(file: &str, imported: &Imported) -> Result<Form, String> {
    let problems: Vec<String> = check::procedure(&imported.procedure, &guichet::form::Files::new())
        .iter()
        .filter(|problem| problem.blocks())
        .map(|problem| problem.told(Lang::En))
        .collect();
    if !problems.is_empty() {
        return Err(format!("{file}: {}", problems.join("; ")));
    }
    let definition = Definition::read(&imported.procedure).map_err(|error| format!("{file}: {error}"))?;
    let form = Form::compile(&definition.form, &definition.languages).map_err(|found| format!("{file}: {found:?}"))?;
    let (initial, context) = (form.initial(), Context::default());
    let evaluation = form.evaluate(&initial, &context);
    let options = ViewOptions { lang: "en", only: None };
    for page in 1..=form.pages().len() {
        let view = form.page_view(page, &initial, &evaluation, &BTreeMap::new(), &options);
        view.ok_or_else(|| format!("{file}: no page {page}"))?;
    }
    Ok(form)
}

fn each(format: Format, files: Vec<(String, Value)>, also: impl Fn(&Form, &Imported, &Value) -> Result<(), String>) {
    let mut failures = Vec::new();
    for (file, source) in files {
        match imports::read(format, &source, "source", "en") {
            Err(refused) => failures.push(format!("{file}: {}", refused.told(Lang::En))),
            Ok(imported) => {
                let tried = served(&file, &imported).and_then(|form| also(&form, &imported, &source));
                failures.extend(tried.err().map(|failure| format!("{file}: {failure}")));
                eprintln!("{file}: {} losses", imported.losses.len());
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_public_rjsf_form_is_taken() {
    let files = of_kind("json-schema").into_iter().filter(|(file, _)| !file.starts_with("jsonforms/"));
    each(Format::Rjsf, files.collect(), |form, _, source| match sample(source) {
        Some(data) => gives_back(form, data),
        None => Ok(()),
    });
}
