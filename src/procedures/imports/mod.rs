//! Forms of other products as procedures of ours. Pure: a document in, a procedure's file and a list of losses out.
//!
//! | format | what it is | where |
//! |---|---|---|
//! | `rjsf` | JSON Schema with a `uiSchema` (react-jsonschema-form and its kin) | `rjsf/` |
//! | `jsonforms` | JSON Schema with a JSON Forms UI schema | `jsonforms` |
//! | `formio` | components of Form.io, Open Forms, NAV | `formio/` |
//! | `ds` | a revision of démarches-simplifiées, as its API describes it | `ds/` |
//!
//! An importer reads its source through a [`ledger::Ledger`]: what it never reads is a loss by itself. `docs/IMPORT.md` says
//! what becomes of what.

mod ds;
mod formio;
mod frame;
mod jsonforms;
mod ledger;
mod logic;
mod loss;
mod repair;
mod rjsf;
mod schema;
mod script;

use super::check;
use crate::form::Files;
use crate::web::Lang;
use crate::web::i18n::text;
pub use frame::{PLACEHOLDER_EMAIL, PLACEHOLDERS};
use ledger::Ledger;
pub use loss::{Loss, Outcome};
use serde_json::{Value, json};

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON Schema with a `uiSchema`
    Rjsf,
    /// JSON Schema with a JSON Forms UI schema
    Jsonforms,
    /// Components of Form.io, Open Forms, NAV
    Formio,
    /// A revision of démarches-simplifiées, as its API describes it
    Ds,
}

/// A procedure, and what it lost on the way.
#[derive(Debug)]
pub struct Imported {
    pub procedure: Value,
    pub losses: Vec<Loss>,
}

/// Why a source can't be taken at all: a code, whose sentence is `imports-refused-<code>`, and a detail.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: &'static str,
    detail: String,
}

impl Refused {
    fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    fn too_many_questions() -> Self {
        Self::new("too-large", format!("> {MOST_QUESTIONS} fields"))
    }

    /// The sentence.
    pub fn told(&self, lang: Lang) -> String {
        text(lang, &format!("imports-refused-{}", self.code), &[("detail", self.detail.clone().into())])
    }
}

/// Values that a source may hold: a long form, with all that a tool writes of each question.
const MOST_VALUES: usize = 200_000;
/// Questions that are looked at; the form's compiler takes fewer.
const MOST_QUESTIONS: usize = 2_500;

/// How many values a document holds, counted up to one more than it may.
fn values(value: &Value, so_far: usize) -> usize {
    let count = |so_far: usize, child: &Value| if so_far > MOST_VALUES { so_far } else { values(child, so_far) };
    match value {
        Value::Object(fields) => fields.values().fold(so_far + 1, count),
        Value::Array(items) => items.iter().fold(so_far + 1, count),
        _ => so_far + 1,
    }
}

/// Reads a source. `stem`, the name of its file without an ending, serves where it has no title; `language` is that of its
/// texts where it doesn't say (ISO 639-1). What comes out has no error that keeps it from being published.
pub fn read(format: Format, source: &Value, stem: &str, language: &str) -> Result<Imported, Refused> {
    if values(source, 0) > MOST_VALUES {
        return Err(Refused::new("too-large", format!("> {MOST_VALUES} values")));
    }
    let mut ledger = Ledger::default();
    let mut draft = match format {
        Format::Rjsf => rjsf::read(source, &mut ledger)?,
        Format::Jsonforms => jsonforms::read(source, language, &mut ledger)?,
        Format::Formio => formio::read(source, language, &mut ledger)?,
        Format::Ds => ds::read(source, &mut ledger)?,
    };
    if draft.languages.is_empty() {
        draft.languages.push(language.to_owned());
    }
    let sample = draft.sample.take();
    let procedure = frame::procedure(draft, stem, &mut ledger);
    let mut procedure = repair::accepted(repair::repaired(procedure, &mut ledger)?, &mut ledger)?;
    if let Some(answers) = sample {
        keep_sample(&mut procedure, &answers, &mut ledger);
    }
    Ok(Imported { procedure, losses: ledger.close(source) })
}

/// Answers that come with a form are its first test: whether they are valid must not change unseen.
fn keep_sample(procedure: &mut Value, answers: &Value, ledger: &mut Ledger) {
    for valid in [true, false] {
        procedure["cases"] =
            json!([{ "name": "Données d’exemple de la source", "answers": answers, "expect": { "valid": valid } }]);
        if !check::procedure(procedure, &Files::new()).iter().any(check::Problem::blocks) {
            return;
        }
    }
    if let Some(fields) = procedure.as_object_mut() {
        fields.shift_remove("cases");
    }
    ledger.target("/cases", "refused", &[("problem", "cases")]);
}

#[cfg(test)]
mod tests;
