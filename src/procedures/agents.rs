//! Agents' forms: what is asked of whoever does a task or presses a button of the workflow. They stand under `forms` in the
//! procedure's file; a workflow names one as `form:<id>`.

use super::check::Problem;
use super::definition::Definition;
use crate::form::{self, Form};
use crate::workflow::Definition as Workflow;

/// How a workflow names a form of its procedure.
const OWN: &str = "form:";

/// The id of a form of the procedure in what a workflow names; none for the forms that are built in.
pub(super) fn own(named: &str) -> Option<&str> {
    named.strip_prefix(OWN)
}

/// A form of agents as it is compiled: its days and moments are those of the procedure.
pub(super) fn placed(form: &form::Definition, definition: &Definition) -> form::Definition {
    form::Definition { territory: definition.territory, ..form.clone() }
}

/// What is wrong with the agents' forms, and with how the workflow names them. `within` is where the workflow stands in the file.
pub(super) fn problems(definition: &Definition, workflow: &Workflow, within: &str) -> Vec<Problem> {
    let mut found: Vec<Problem> =
        definition.forms.iter().flat_map(|(id, form)| of_form(id, form, definition)).collect();
    let missing = workflow.forms.iter().filter_map(|(name, named)| {
        let id = own(named)?;
        let is_known = definition.forms.contains_key(id);
        let missing =
            || Problem::error(format!("{within}/forms/{name}"), "agent-form-unknown", vec![("name", id.to_owned())]);
        (!is_known).then(missing)
    });
    found.extend(missing);
    found
}

fn of_form(id: &str, form: &form::Definition, definition: &Definition) -> Vec<Problem> {
    let (here, form) = (format!("/forms/{id}"), placed(form, definition));
    let within = |mut problem: form::Problem| {
        problem.pointer = format!("{here}{}", problem.pointer);
        Problem::of_form(problem)
    };
    let mut found: Vec<Problem> = Form::problems(&form, &definition.languages).into_iter().map(within).collect();
    if let Ok(compiled) = Form::compile(&form, &definition.languages) {
        let refused =
            [("agent-form-files", compiled.takes_files()), ("agent-form-references", compiled.has_references())];
        let refused = refused.into_iter().filter(|(_, asks)| *asks);
        found.extend(refused.map(|(code, _)| Problem::error(here.clone(), code, Vec::new())));
    }
    found
}
