//! What needs no site: checking, drawing, validating, simulating, testing; and publishing.

use super::{Database, Failure, block_on, output};
use crate::app::App;
use crate::config::Config;
use crate::form::{self, Files, Form, ViewOptions};
use crate::procedures::check::{self, Problem};
use crate::procedures::publish::{self, Outcome, Ready, Refused};
use crate::procedures::{self, Definition, cases, source};
use crate::schema::revisions;
use crate::web::{Lang, Site, Views, page_errors};
use crate::workflow::{Failure as Unmet, Scenario, Workflow};
use crate::{Error, app};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use uuid::Uuid;

/// A file of JSON.
pub fn read(file: &Path) -> Result<Value, Failure> {
    let size = std::fs::metadata(file).map_err(|error| named(file, error))?.len();
    if size > source::MAX_BYTES as u64 {
        return Err(named(file, format!("{size} bytes are too many: {} at most", source::MAX_BYTES)));
    }
    let text = std::fs::read_to_string(file).map_err(|error| named(file, error))?;
    source::read(&text).map_err(|error| named(file, error))
}

/// A failure, with the file that it is about.
pub fn named(file: &Path, error: impl ToString) -> Failure {
    Failure::new(format!("{}: {}", file.display(), error.to_string()))
}

/// Publishes files, all or as far as they go; the first that is refused stops the command.
pub fn import(config: Config, files: &[PathBuf]) -> Result<ExitCode, Failure> {
    let database = Database::open(&config)?;
    crate::db::migrate(&database.url)?;
    let app = App::new(config, &database.url)?;
    block_on(async {
        for file in files {
            output::line(import_one(&app, file, None).await?)?;
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// The files that a form names, from beside it.
fn beside(file: &Path, document: &Value) -> Files {
    publish::files_beside(document, |name| neighbour(file, name))
}

fn neighbour(file: &Path, name: &str) -> Option<Vec<u8>> {
    std::fs::read(file.parent().unwrap_or(Path::new(".")).join(name)).ok()
}

/// Publishes a file with the models that lie beside it. Returns a line that says what became of it.
pub async fn import_one(app: &App, file: &Path, by: Option<Uuid>) -> Result<String, Failure> {
    let content = std::fs::read_to_string(file).map_err(|error| named(file, error))?;
    let ready = Ready::new(&content, |name| neighbour(file, name)).map_err(|refused| match refused {
        Refused::Problems(problems) => {
            let lines: Vec<String> = problems.iter().map(|problem| format!("  {}", problem.line(Lang::En))).collect();
            named(file, format!("not published\n{}", lines.join("\n")))
        }
        other => named(file, other),
    })?;
    let (slug, now) = (ready.slug().to_owned(), app.now());
    let outcome = app.db.write(move |tx| publish::publish(tx, &ready, by, now)).await?;
    Ok(match outcome {
        Outcome::Published(number) => format!("{slug}: revision {number} published"),
        Outcome::Unchanged(number) => format!("{slug}: revision {number}, unchanged"),
    })
}

/// Prints a procedure's current file, to the letter.
pub fn export(config: Config, slug: String) -> Result<ExitCode, Failure> {
    let database = Database::open(&config)?;
    let mut db = PgConnection::establish(&database.url).map_err(Failure::new)?;
    let (procedure, _) = procedures::find(&mut db, &slug)?;
    let content: String =
        revisions::table.find(procedure.revision_id).select(revisions::content).first(&mut db).map_err(Error::from)?;
    output::text(&content)?;
    Ok(ExitCode::SUCCESS)
}

/// Every problem of each file; exit 1 if any blocks.
pub fn check(files: &[PathBuf], as_json: bool, lang: &str) -> Result<ExitCode, Failure> {
    let lang = super::language("--lang", lang)?;
    let (mut all, mut blocked) = (Vec::new(), false);
    for file in files {
        let document = read(file)?;
        let problems = check::any(&document, &beside(file, &document));
        blocked |= problems.iter().any(Problem::blocks);
        if as_json {
            all.extend(problems.iter().map(|problem| problem.to_json(&file.display().to_string(), lang)));
        } else {
            for problem in &problems {
                output::line(format_args!("{}: {}", file.display(), problem.line(lang)))?;
            }
        }
    }
    if as_json {
        output::line(format_args!("{:#}", Value::Array(all)))?;
    }
    Ok(if blocked { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The form of a procedure, or a bare one.
fn form_of(file: &Path) -> Result<(Form, form::Context), Failure> {
    let document = read(file)?;
    let files = beside(file, &document);
    let (definition, languages) = if document.get("procedure").is_some() {
        let definition = Definition::read(&document).map_err(|error| named(file, error))?;
        (definition.form, definition.languages)
    } else {
        (form::Definition::bare(document.clone()).map_err(|error| named(file, error))?, vec!["fr".to_owned()])
    };
    let context = form::Context { today: definition.territory.date(app::now()), ..form::Context::default() };
    let form = Form::compile(&definition.with(&files), &languages).map_err(|problems| {
        let problems = problems.into_iter().map(|problem| Problem::in_form_of(&document, problem));
        let lines: Vec<String> = problems.map(|problem| format!("  {}", problem.line(Lang::En))).collect();
        named(file, format!("can't be drawn\n{}", lines.join("\n")))
    })?;
    Ok((form, context))
}

/// A page of a form as HTML.
pub fn render(file: &Path, page: usize, answers: Option<&Path>, lang: &str) -> Result<ExitCode, Failure> {
    let lang = super::language("--lang", lang)?;
    let (form, context) = form_of(file)?;
    let answers = answers.map_or_else(|| Ok(form.initial(&context)), read)?;
    let answers = form.draft_of(&answers);
    let evaluation = form.evaluate(&answers, &context);
    let options = ViewOptions { lang: lang.code(), ..ViewOptions::default() };
    let view = form.page_view(page, &answers, &evaluation, &BTreeMap::new(), &options);
    let view = view.ok_or_else(|| named(file, format!("there is no page {page}")))?;
    let site = Site { base_url: String::new(), demo: false, addresses: false, map_tiles: None };
    let views = Views::lazy(site);
    output::line(views.bare(lang, view)?)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether answers are valid, and what the form makes of them.
pub fn validate(file: &Path, answers: &Path, lang: &str) -> Result<ExitCode, Failure> {
    let lang = super::language("--lang", lang)?;
    let (form, context) = form_of(file)?;
    let answers = read(answers)?;
    let (checked, evaluation) = (form.validate(&answers, &context), form.evaluate(&answers, &context));
    let errors: Vec<Value> = checked
        .errors
        .iter()
        .map(|error| {
            let message = page_errors::message(lang, error);
            json!({ "pointer": error.pointer, "code": error.code, "message": message })
        })
        .collect();
    let valid = checked.is_valid();
    let told = json!({
        "valid": valid,
        "errors": errors,
        "ineligible": evaluation.ineligible(lang.code()),
        "visible": form.visible(&evaluation),
        "values": checked.values,
    });
    output::line(format_args!("{told:#}"))?;
    Ok(if valid { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// One configuration per step of a scenario. What it expects and does not come is told beside; exit 1 then.
pub fn simulate(file: &Path, scenario: &Path) -> Result<ExitCode, Failure> {
    let mut document = read(file)?;
    if document.get("procedure").is_some() {
        document = procedures::workflow_of(&document)?;
    }
    let story = read(scenario)?;
    if !story.is_object() {
        return Err(named(scenario, "a scenario is an object that holds “steps”"));
    }
    let scenario: Scenario = serde_json::from_value(story).map_err(|error| named(scenario, error))?;
    let runnable = Workflow::parse(&document)
        .map_err(|problems| named(file, format!("{} problem(s): see guichet check", problems.len())))?;
    let run = runnable.run(&scenario);
    output::line(format_args!("{:#}", serde_json::to_value(run.configurations).map_err(Failure::new)?))?;
    // Who tries a step without saying what should come reads it in the configuration.
    let unmet: Vec<_> = run.failures.into_iter().filter(|failure| !failure.expected.is_empty()).collect();
    for Unmet { step, expected, got } in &unmet {
        output::aside(format_args!("step {}: expected “{expected}”, got “{got}”", step + 1))?;
    }
    Ok(if unmet.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Runs the cases and scenarios of each file, a procedure or a workflow; exit 1 if any fails. A bare form has none.
pub fn test(files: &[PathBuf], as_json: bool) -> Result<ExitCode, Failure> {
    let (mut all, mut failed) = (Vec::new(), 0);
    for file in files {
        let document = read(file)?;
        let results = if check::is_workflow(&document) {
            cases::scenarios(&document, "")
        } else if document.get("procedure").is_some() {
            cases::run(&document, &beside(file, &document))
        } else {
            form_of(file)?;
            continue;
        };
        for result in results.map_err(|mismatch| named(file, mismatch.told(Lang::En)))? {
            failed += usize::from(result.failure.is_some());
            let failure = result.failure.map(|failure| failure.told(Lang::En));
            if let Some(failure) = failure.as_ref().filter(|_| !as_json) {
                output::line(format_args!("{}: {}: {failure}", file.display(), result.name))?;
            }
            all.push(json!({
                "file": file,
                "pointer": result.pointer,
                "name": result.name,
                "passed": failure.is_none(),
                "failure": failure,
            }));
        }
    }
    if as_json {
        output::line(format_args!("{:#}", Value::Array(all)))?;
    } else {
        output::line(format_args!("{} passed, {failed} failed", all.len() - failed))?;
    }
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
