//! What an agents' form holds while somebody fills it: no draft of a citizen's, so that it keeps no history of its own.

use super::Dossier;
use super::writing::Action;
use crate::Result;
use crate::form::{Context, Element, FieldError, Form, Submission, SummarySection, ViewOptions};
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

    /// What was kept, if anything is, with what a page posts and what its button does to the rows of a block.
    pub fn written(&self, kept: Option<&Value>, pairs: &Pairs) -> Value {
        let before = kept.cloned().unwrap_or_else(|| {
            let mut rows = json!({});
            self.form.make_rows(&mut rows, pairs);
            rows
        });
        let mut draft = self.form.merge(&before, pairs, None);
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

    /// The form with a draft in it. `told` is what is wrong, by the pointer of its field; `needed` are the pointers of what the step
    /// can't do without, whatever the form says.
    pub fn drawn(
        &self,
        page: &Page,
        draft: &Value,
        told: &BTreeMap<String, String>,
        needed: &[&str],
    ) -> Result<Vec<Part>> {
        let evaluation = self.form.evaluate(draft, &self.context);
        let options = ViewOptions { lang: page.lang.code(), ..ViewOptions::default() };
        let views = (1..=self.form.pages().len())
            .filter_map(|number| self.form.page_view(number, draft, &evaluation, told, &options));
        views
            .map(|mut view| {
                require(&mut view.elements, needed);
                let elements = page.elements(view.elements, false)?;
                Ok(Part { title: view.title, description_html: view.description_html, elements })
            })
            .collect()
    }

    /// What stands in the form: what was read of a post, else what was posted, else what was kept.
    pub fn held(&self, read: Option<&Value>, posted: Option<&Pairs>, kept: Option<&Value>) -> Value {
        match (read, posted) {
            (Some(draft), _) => draft.clone(),
            (None, Some(pairs)) => self.written(kept, pairs),
            (None, None) => kept.cloned().unwrap_or_else(|| json!({})),
        }
    }

    /// What is wrong, in words, by the pointer of its field.
    pub fn told(lang: Lang, errors: &[FieldError]) -> BTreeMap<String, String> {
        errors.iter().map(|error| (error.pointer.clone(), page_errors::message(lang, error))).collect()
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

    /// Whether the form asks for this by itself.
    pub fn asks(&self, pointer: &str) -> bool {
        asks(self.form, pointer)
    }

    /// What the engine is told of what is sent, and what is wrong with the form. Reasons and a message that the form asks for are
    /// those of the step.
    pub fn sent(&self, draft: &Value, mut input: Value) -> (Value, Vec<FieldError>) {
        let Submission { values, errors, .. } = self.form.check(draft, &self.context);
        for name in ["motivation", "message"].into_iter().filter(|name| self.asks(&format!("/{name}"))) {
            if let Some(told) = input.get_mut(name) {
                *told = values.get(name).and_then(Value::as_str).unwrap_or_default().trim().into();
            }
        }
        input["answers"] = values;
        (input, errors)
    }
}

fn require(elements: &mut [Element], needed: &[&str]) {
    for element in elements {
        element.required |= needed.contains(&element.name.as_str());
        require(&mut element.parts, needed);
    }
}

/// Whether a form asks for this: the reasons of a decision, the message of a request.
pub fn asks(form: &Form, pointer: &str) -> bool {
    !form.label(pointer, "").is_empty() && form.page_of(pointer).is_some()
}

/// What the engine is told of a task that is finished, and what is wrong with its form, if it has one.
pub fn finished(form: Option<(&Sheet<'_>, &Value)>, outcome: &str, motivation: &str) -> (Value, Vec<FieldError>) {
    let input = json!({ "outcome": outcome, "motivation": motivation.trim() });
    match form {
        Some((sheet, draft)) => sheet.sent(draft, input),
        None => (input, Vec::new()),
    }
}
