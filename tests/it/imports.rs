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
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// An imported procedure's form; the reason otherwise.
fn served(file: &str, imported: &Imported) -> Result<Form, String> {
    let problems: Vec<String> = check::procedure(&imported.procedure, &guichet::form::Files::new())
        .iter()
        .filter(|problem| problem.blocks() || problem.code.starts_with("rule-"))
        .map(|problem| problem.told(Lang::En))
        .collect();
    if !problems.is_empty() {
        return Err(format!("{file}: {}", problems.join("; ")));
    }
    let definition = Definition::read(&imported.procedure).map_err(|error| format!("{file}: {error}"))?;
    let form = Form::compile(&definition.form, &definition.languages).map_err(|found| format!("{file}: {found:?}"))?;
    let context = Context::default();
    let initial = form.initial(&context);
    let evaluation = form.evaluate(&initial, &context);
    let options = ViewOptions { lang: "en", ..ViewOptions::default() };
    for page in (1..=form.pages().len()).filter(|page| evaluation.shows_page(*page)) {
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

#[test]
fn every_public_formio_form_is_taken() {
    each(Format::Formio, of_kind("formio"), |_, _, _| Ok(()));
}

#[test]
fn every_public_jsonforms_form_is_taken() {
    let files = of_kind("json-schema").into_iter().filter(|(file, _)| file.starts_with("jsonforms/"));
    each(Format::Jsonforms, files.collect(), |form, _, source| match sample(source) {
        Some(data) => gives_back(form, data),
        None => Ok(()),
    });
}

/// The command, in a folder of its own: it needs neither a database nor settings.
pub fn guichet(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guichet")).current_dir(folder).env_clear().args(args).output().unwrap()
}

pub fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

pub fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_command_writes_a_procedure_that_passes_check_and_names_what_is_lost() {
    let folder = empty_folder("imports-each");
    for (format, slug) in [
        ("rjsf", "demande-de-carte"),
        ("jsonforms", "inscription"),
        ("formio", "sjekk"),
        ("ds", "aide-a-la-renovation"),
    ] {
        let source = format!("{}/src/procedures/imports/fixtures/{format}.json", env!("CARGO_MANIFEST_DIR"));
        let written = format!("{slug}/procedure.json");
        let done = guichet(&folder, &["import", "--from", format, &source, "--force", "--lang", "fr"]);
        let report = said(&done.stdout);
        assert!(done.status.success() && report.contains(&written), "{format}: {report}{}", said(&done.stderr));
        assert!(report.contains("  dropped: ") && report.contains("  to-complete: "), "{format}: {report}");
        let checked = guichet(&folder, &["check", &written, "--json"]);
        assert!(checked.status.success(), "{format}: {}{}", said(&checked.stdout), said(&checked.stderr));
        assert!(said(&checked.stdout).contains("placeholder"), "{format}: {}", said(&checked.stdout));
    }
}

#[test]
fn the_command_never_writes_over_a_file_and_says_in_one_line_what_it_cannot_read() {
    let folder = empty_folder("imports-refused");
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/procedures/imports/fixtures/formio.json");
    let import = ["import", "--from", "formio", source];
    assert!(guichet(&folder, &import).status.success());
    std::fs::write(folder.join("sjekk/procedure.json"), "mine").unwrap();
    let again = guichet(&folder, &import);
    assert_eq!(again.status.code(), Some(1));
    assert!(said(&again.stderr).contains("--force"), "{}", said(&again.stderr));
    assert_eq!(std::fs::read_to_string(folder.join("sjekk/procedure.json")).unwrap(), "mine");

    let piped = guichet(&folder, &["import", "--from", "formio", source, "--output", "-", "--json"]);
    let procedure: Value = serde_json::from_slice(&piped.stdout).unwrap();
    assert_eq!(procedure["slug"], "sjekk");
    let report: Value = serde_json::from_slice(&piped.stderr).unwrap();
    let losses = report["losses"].as_array().unwrap();
    assert!(losses.iter().any(|loss| loss["code"] == "component" && loss["outcome"] == "dropped"), "{report:#}");

    for (name, content) in [("cut.json", "{\"components\": ["), ("other.json", "{\"a\": 1}"), ("empty.json", "")] {
        std::fs::write(folder.join(name), content).unwrap();
        let refused = guichet(&folder, &["import", "--from", "formio", name]);
        assert_eq!(refused.status.code(), Some(1), "{name}");
        let reason = said(&refused.stderr);
        assert!(reason.lines().count() == 1 && reason.contains(name), "{reason}");
    }
}
