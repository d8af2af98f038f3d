//! What an agents' form holds while somebody fills it: no draft of a citizen's, so that it keeps no history of its own.

use super::Dossier;
use super::writing::Action;
use crate::Result;
use crate::form::{Context, FieldError, Form, Submission, SummarySection, ViewOptions};
use crate::procedures::Revision;
use crate::web::{ErrorLink, Lang, Page, Pairs, page_errors};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A form, for one dossier and one moment.
pub struct Sheet<'r> {
    form: &'r Form,
    context: Context,
}

/// A page of the form as HTML.
#[derive(Debug, Serialize)]
pub struct Part {
    title: String,
    description_html: Option<String>,
    elements: String,
}

impl<'r> Sheet<'r> {
    pub fn new(form: &'r Form, dossier: &Dossier, revision: &Revision, now: DateTime<Utc>) -> Self {
        let context = Context {
            today: revision.date(now),
            applicant: dossier.applicant.clone(),
            data: Value::Object(revision.definition.data.clone()),
            dossiers: None,
        };
        Self { form, context }
    }

    /// What was kept, with what a page posts and what its button does to the rows of a block.
    pub fn written(&self, kept: Option<&Value>, pairs: &Pairs) -> Value {
        let mut draft = self.form.merge(kept.unwrap_or(&json!({})), pairs, None);
        match Action::of(pairs) {
            Action::AddRow(block) => drop(self.form.add_row(&mut draft, &block, None)),
            Action::DuplicateRow(row) => drop(self.form.duplicate_row(&mut draft, &row, None)),
            Action::RiseRow(row) => drop(self.form.move_row(&mut draft, &row, true, None)),
            Action::SinkRow(row) => drop(self.form.move_row(&mut draft, &row, false, None)),
            Action::RemoveRow(row) => drop(self.form.remove_row(&mut draft, &row, None)),
            _ => {}
        }
        draft
    }

    /// The answers as they would be kept, and what is wrong with them.
    fn check(&self, draft: &Value) -> Submission {
        self.form.check(draft, &self.context)
    }

    /// The form with a draft in it.
    pub fn drawn(&self, page: &Page, draft: &Value, errors: &[FieldError]) -> Result<Vec<Part>> {
        let evaluation = self.form.evaluate(draft, &self.context);
        let told: BTreeMap<String, String> =
            errors.iter().map(|error| (error.pointer.clone(), page_errors::message(page.lang, error))).collect();
        let options = ViewOptions { lang: page.lang.code(), ..ViewOptions::default() };
        let views = (1..=self.form.pages().len())
            .filter_map(|number| self.form.page_view(number, draft, &evaluation, &told, &options));
        views
            .map(|view| {
                let elements = page.elements(view.elements, false)?;
                Ok(Part { title: view.title, description_html: view.description_html, elements })
            })
            .collect()
    }

    /// What is wrong, for the summary at the top of the page.
    pub fn links(&self, lang: Lang, errors: &[FieldError]) -> Vec<ErrorLink> {
        page_errors::links(lang, self.form, errors, |_| String::new())
    }

    /// Answers, to read, under the title of the form, or else under what was to be done with it.
    pub fn summary(&self, answers: &Value, task: &str, lang: Lang) -> Vec<SummarySection> {
        let evaluation = self.form.evaluate(answers, &self.context);
        self.form.summary_of(answers, &evaluation, task, lang.code())
    }

    /// Whether the form asks for the reasons by itself.
    pub fn asks(&self, pointer: &str) -> bool {
        !self.form.label(pointer, "").is_empty() && self.form.page_of(pointer).is_some()
    }
}

/// What the engine is told of a task that is finished, and what is wrong with its form, if it has one.
pub fn finished(form: Option<(&Sheet<'_>, &Value)>, outcome: &str, motivation: &str) -> (Value, Vec<FieldError>) {
    let mut input = json!({ "outcome": outcome, "motivation": motivation.trim() });
    let Some((sheet, draft)) = form else { return (input, Vec::new()) };
    let Submission { values, errors, .. } = sheet.check(draft);
    // Reasons that a form asks for are those of the decision that follows.
    if let Some(reasons) = values.get("motivation").and_then(Value::as_str) {
        input["motivation"] = reasons.into();
    }
    input["answers"] = values;
    (input, errors)
}
