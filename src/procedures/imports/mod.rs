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

mod frame;
mod ledger;
mod loss;
mod repair;
mod rjsf;
mod schema;

use super::check;
use crate::form::Files;
use crate::web::Lang;
use crate::web::i18n::text;
pub use frame::PLACEHOLDERS;
use ledger::Ledger;
pub use loss::{Loss, Outcome};
use serde_json::{Value, json};

/// A format that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON Schema with a `uiSchema`
    Rjsf,
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

    /// The sentence.
    pub fn told(&self, lang: Lang) -> String {
        text(lang, &format!("imports-refused-{}", self.code), &[("detail", self.detail.clone().into())])
    }
}

/// Reads a source. `stem`, the name of its file without an ending, serves where it has no title; `language` is that of its
/// texts where it doesn't say (ISO 639-1). What comes out has no error that keeps it from being published.
pub fn read(format: Format, source: &Value, stem: &str, language: &str) -> Result<Imported, Refused> {
    let mut ledger = Ledger::default();
    let mut draft = match format {
        Format::Rjsf => rjsf::read(source, &mut ledger)?,
    };
    if draft.languages.is_empty() {
        draft.languages.push(language.to_owned());
    }
    let sample = draft.sample.take();
    let procedure = frame::procedure(draft, stem, &mut ledger);
    let mut procedure = repair::repaired(procedure, &mut ledger)?;
    if let Some(answers) = sample {
        keep_sample(&mut procedure, answers);
    }
    if let Some(problem) = check::procedure(&procedure, &Files::new()).into_iter().find(check::Problem::blocks) {
        return Err(Refused::new("problems", problem.told(Lang::En)));
    }
    Ok(Imported { procedure, losses: ledger.close(source) })
}

/// Answers that come with a form are its first test: whether they are valid must not change unseen.
fn keep_sample(procedure: &mut Value, answers: Value) {
    let case = |valid: bool| json!([{ "name": "Données d’exemple de la source", "answers": answers, "expect": { "valid": valid } }]);
    procedure["cases"] = case(true);
    if check::procedure(procedure, &Files::new()).iter().any(check::Problem::blocks) {
        procedure["cases"] = case(false);
    }
}

#[cfg(test)]
mod tests;
