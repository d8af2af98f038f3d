//! What the tasks of those who have no account show of the answers (`shows` of a task): each pointer is that of a question, or of
//! what holds some.

use super::check::Problem;
use super::definition::Definition;
use crate::form::{Files, Form};
use crate::workflow::Definition as Workflow;

/// What is wrong with it. `within` is where the workflow stands in the file. A form that does not compile has been told.
pub(super) fn problems(definition: &Definition, workflow: &Workflow, files: &Files, within: &str) -> Vec<Problem> {
    let shown: Vec<(&str, &str)> = workflow.tasks().flat_map(|(name, task)| pointers(name, &task.shows)).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let Ok(form) = Form::compile(&definition.form.clone().with(files), &definition.languages) else {
        return Vec::new();
    };
    let fields = form.fields(definition.base_language());
    let is_known = |pointer: &str| fields.iter().any(|field| holds(pointer, &field.pointer));
    let unknown = shown.into_iter().filter(|(_, pointer)| !is_known(pointer));
    let told = |(task, pointer): (&str, &str)| {
        let args = vec![("name", task.to_owned()), ("shown", pointer.to_owned())];
        Problem::error(format!("{within}/states"), "shows-unknown", args)
    };
    unknown.map(told).collect()
}

fn pointers<'w>(task: &'w str, shows: &'w [String]) -> impl Iterator<Item = (&'w str, &'w str)> {
    shows.iter().map(move |pointer| (task, pointer.as_str()))
}

/// Whether a question is what is named, or stands in it. Rows are named by `*`, or one by its number.
fn holds(named: &str, question: &str) -> bool {
    let mut tokens = question.split('/');
    let same = |token: &str, name: &str| token == name || (token == "*" && name.parse::<usize>().is_ok());
    named.split('/').all(|name| tokens.next().is_some_and(|token| same(token, name)))
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn a_block_holds_its_questions_and_no_row_is_forgotten() {
        for named in ["/children", "/children/*", "/children/*/age", "/children/0/age"] {
            assert!(holds(named, "/children/*/age"), "{named}");
        }
        for named in ["/child", "/children/age", "/children/*/age/x", "/children/*/name", ""] {
            assert_eq!(holds(named, "/children/*/age"), named.is_empty(), "{named}");
        }
    }
}
