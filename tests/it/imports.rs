//! Forms of other products, imported: every public one that is here passes `check`, is drawn on all its pages, and gives its
//! sample back.

use crate::corpus::{Excuse, NOT_GIVEN_BACK, gives_back, of_kind, sample, starred};
use crate::support::dice::Dice;
use crate::support::sampled;
use guichet::form::{Context, Form, ViewOptions};
use guichet::procedures::Definition;
use guichet::procedures::check;
use guichet::procedures::imports::{self, Format, Imported};
use guichet::rules::unescape;
use guichet::web::Lang;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Documents that an imported form is filled with.
const DOCUMENTS: u64 = 4;

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

/// Each form of a kind, imported, and served.
fn imported(format: Format, files: Vec<(String, Value)>) -> Vec<(String, Value, Imported, Form)> {
    let (mut taken, mut failures) = (Vec::new(), Vec::new());
    for (file, source) in files {
        match imports::read(format, &source, "source", "en") {
            Err(refused) => failures.push(format!("{file}: {}", refused.told(Lang::En))),
            Ok(imported) => match served(&file, &imported) {
                Ok(form) => taken.push((file, source, imported, form)),
                Err(failure) => failures.push(failure),
            },
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    taken
}

/// The answers of the samples that don't come back from imported forms.
fn lost(forms: &[(String, Value, Imported, Form)]) -> Vec<(&str, String, Excuse)> {
    let (mut lost, mut failures) = (Vec::new(), Vec::new());
    for (file, source, imported, form) in forms {
        let Some(data) = sample(source) else { continue };
        // What is no object becomes the only property of one.
        let is_wrapped = imported.losses.iter().any(|loss| loss.code == "root");
        let data = if is_wrapped { json!({ "value": data }) } else { data.clone() };
        match gives_back(form, &data) {
            Ok(found) => lost.extend(found.into_iter().map(|(pointer, excuse)| (file.as_str(), pointer, excuse))),
            Err(failure) => failures.push(format!("{file}: {failure}")),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    lost
}

/// Fills each form with documents made for its schema: all that is asked must come back. Answers the pointers of what doesn't,
/// with stars for rows, and why.
fn lost_of_made(forms: &[(String, Value, Imported, Form)]) -> BTreeSet<(&str, String, Excuse)> {
    let (mut lost, mut failures) = (BTreeSet::new(), Vec::new());
    for (file, _, imported, form) in forms {
        let mut is_filled = false;
        for seed in 0..DOCUMENTS {
            let mut bytes = vec![0; 20_000];
            StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
            let made = sampled::document(&imported.procedure["form"]["schema"], &mut Dice::new(&bytes));
            let asked = asked(form, made);
            is_filled |= asked != json!({});
            match gives_back(form, &asked) {
                Ok(found) => lost.extend(found.into_iter().map(|(at, excuse)| (file.as_str(), starred(&at), excuse))),
                Err(failure) => failures.push(format!("{file}, seed {seed}: {failure}")),
            }
        }
        assert!(is_filled, "{file}: nothing is asked");
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
    lost
}

/// What a form asks of a document.
fn asked(form: &Form, mut document: Value) -> Value {
    let context = Context::default();
    begin(&mut document, &form.initial(&context));
    let mut asked = form.check(&document, &context).values;
    for field in form.fields("en").iter().filter(|field| ["checkbox", "consent"].contains(&field.kind)) {
        untick(&mut asked, &field.pointer);
    }
    asked
}

/// Answers what a document doesn't as a blank form begins with it: nobody can take the choice of a button back.
fn begin(document: &mut Value, initial: &Value) {
    if let (Value::Object(fields), Value::Object(first)) = (document, initial) {
        for (name, value) in first {
            match fields.get_mut(name) {
                Some(inner) => begin(inner, value),
                None => drop(fields.insert(name.clone(), value.clone())),
            }
        }
    }
}

/// Takes a no away at a pointer, in all its rows: a box that isn't ticked is blank.
fn untick(document: &mut Value, pointer: &str) {
    let (name, rest) = match pointer[1..].split_once('/') {
        Some((name, rest)) => (name, Some(format!("/{rest}"))),
        None => (&pointer[1..], None),
    };
    let key = unescape(name).unwrap();
    match (document, rest) {
        (Value::Array(rows), Some(rest)) if name == "*" => rows.iter_mut().for_each(|row| untick(row, &rest)),
        (Value::Object(fields), Some(rest)) => drop(fields.get_mut(&key).map(|inner| untick(inner, &rest))),
        (Value::Object(fields), None) if fields.get(&key) == Some(&json!(false)) => drop(fields.shift_remove(&key)),
        _ => {}
    }
}

#[test]
fn every_public_rjsf_form_is_taken_and_gives_its_sample_back() {
    let files = of_kind("json-schema").into_iter().filter(|(file, _)| !file.starts_with("jsonforms/"));
    let forms = imported(Format::Rjsf, files.collect());
    let expected = [("rjsf-samples/arrays.json", "/noToolbar".to_owned(), Excuse::NobodyAdds)];
    assert!(forms.is_empty() || lost(&forms) == expected, "{:#?}", lost(&forms));
    let lost = lost_of_made(&forms);
    assert!(forms.is_empty() || lost == BTreeSet::from(expected), "{lost:#?}");
}

#[test]
fn every_public_formio_form_is_taken_and_gives_back_what_fills_it() {
    let forms = imported(Format::Formio, of_kind("formio"));
    // It is hidden in the original too, and what computed it can't be translated.
    let expected = [("nav-no/nav111221b.json", "/aktiviteterOgMaalgruppe/maalgruppe".to_owned(), Excuse::NotAsked)];
    let lost = lost_of_made(&forms);
    assert!(forms.is_empty() || lost == BTreeSet::from(expected), "{lost:#?}");
}

#[test]
fn every_public_jsonforms_form_is_taken_and_gives_its_sample_back() {
    let files = of_kind("json-schema").into_iter().filter(|(file, _)| file.starts_with("jsonforms/"));
    let forms = imported(Format::Jsonforms, files.collect());
    let lost = lost(&forms);
    let expected = NOT_GIVEN_BACK.iter().map(|(file, pointer, excuse)| (*file, (*pointer).to_owned(), *excuse));
    assert!(forms.is_empty() || lost.iter().cloned().eq(expected), "{lost:#?}");
}

/// The command, in a folder of its own: it needs neither a database nor settings.
pub fn guichet(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

/// The same, to be run otherwise.
pub fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
    command.current_dir(folder).env_clear().args(args);
    command
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
        let source = format!("{}/src/procedures/imports/tests/fixtures/{format}.json", env!("CARGO_MANIFEST_DIR"));
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
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src/procedures/imports/tests/fixtures/formio.json");
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
