//! Agents' forms: what is asked of whoever does a task or presses a button of the workflow. They stand under `forms` in the
//! procedure's file; a workflow names one as `form:<id>`.

use super::check::Problem;
use super::definition::Definition;
use crate::form::{self, Form};
use crate::workflow::{Definition as Workflow, RoleKind, Transition};

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
    found.extend(of_applicants(workflow, within));
    found
}

/// Only agents have a page for an agents' form: an applicant's own form is that of the request.
fn of_applicants(workflow: &Workflow, within: &str) -> Vec<Problem> {
    let is_applicants = |role: &String| workflow.roles.get(role).is_some_and(|role| role.kind == RoleKind::Applicant);
    let asks = |(button, transition): (&str, &Transition)| {
        let form = transition.form.as_deref().filter(|_| transition.roles.iter().any(is_applicants))?;
        own(workflow.forms.get(form)?)?;
        let args = vec![("name", form.to_owned()), ("button", button.to_owned())];
        Some(Problem::error(format!("{within}/forms/{form}"), "agent-form-applicant", args))
    };
    workflow.buttons().filter_map(asks).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::procedures::roles;
    use serde_json::{Value, json};

    fn read(change: impl FnOnce(&mut Value, &mut Value)) -> (Definition, Workflow) {
        let path = |file: &str| format!("{}/tests/it/procedures/{file}", env!("CARGO_MANIFEST_DIR"));
        let json = |file: &str| serde_json::from_str(&std::fs::read_to_string(path(file)).unwrap()).unwrap();
        let (mut file, mut workflow): (Value, Value) = (json("attestation.json"), json("commission.workflow.json"));
        file["forms"] =
            json!({"analyse": {"schema": {"type": "object", "properties": {"a": {"title": "A", "type": "string"}}}}});
        file["languages"] = json!(["fr"]);
        file["roles"] = json!({"committee": ["a@x.fr", "b@x.fr", "c@x.fr"], "director": "population"});
        change(&mut file, &mut workflow);
        (Definition::read(&file).unwrap(), serde_json::from_value(workflow).unwrap())
    }

    fn found(change: impl FnOnce(&mut Value, &mut Value)) -> Vec<(String, String, bool)> {
        let (definition, workflow) = read(change);
        let all = problems(&definition, &workflow, "/workflow").into_iter().chain(roles::problems(
            &definition,
            &workflow,
            "/workflow",
        ));
        all.map(|problem| (problem.code.clone(), problem.pointer.clone(), problem.blocks())).collect()
    }

    fn one(code: &str, pointer: &str, blocks: bool) -> Vec<(String, String, bool)> {
        vec![(code.to_owned(), pointer.to_owned(), blocks)]
    }

    #[test]
    fn what_agents_are_asked_is_checked() {
        assert_eq!(found(|_, _| {}), []);
        let missing = found(|file, _| file["forms"] = json!({}));
        assert_eq!(missing, one("agent-form-unknown", "/workflow/forms/analysis", true));
        let button = |roles: Value| {
            found(|_, workflow| {
                workflow["states"]["analysis"]["on"] =
                    json!({"back": {"label": "x", "roles": roles, "form": "analysis"}});
            })
        };
        assert_eq!(button(json!(["instructor", "director"])), []);
        let applicants = button(json!(["instructor", "applicant"]));
        assert_eq!(applicants, one("agent-form-applicant", "/workflow/forms/analysis", true));
        let files = found(|file, _| {
            file["forms"]["analyse"]["schema"]["properties"]["a"] = json!({"title": "A", "$ref": "../types/file.json"});
        });
        assert_eq!(files, one("agent-form-files", "/forms/analyse", true));
    }

    #[test]
    fn who_holds_the_roles_is_checked() {
        let unknown = found(|file, _| file["roles"]["chef"] = json!(["a@x.fr"]));
        assert_eq!(unknown, one("role-unknown", "/roles/chef", true));
        assert_eq!(
            found(|file, _| file["roles"]["applicant"] = json!(["a@x.fr"])),
            one("role-unknown", "/roles/applicant", true)
        );
        assert_eq!(
            found(|file, _| file["roles"]["director"] = json!("nobody")),
            one("group-unknown", "/roles/director", true)
        );
        assert_eq!(
            found(|file, _| file["roles"]["committee"] = json!(["a@x.fr"])),
            one("role-few", "/roles/committee", false)
        );
        // The one who decides may have voted: nobody is left to sign.
        let alone = found(|file, workflow| {
            file["roles"]["director"] = json!(["a@x.fr"]);
            workflow["states"]["signature"]["tasks"]["sign"]["exclude"] = json!(["task:ballot"]);
        });
        assert_eq!(alone, one("E-duty", "/workflow/states/signature/tasks/sign/exclude", true));
        let unbound = found(|file, _| drop(file["roles"].as_object_mut().unwrap().remove("director")));
        assert_eq!(unbound, one("role-unbound", "/roles", false));
    }
}
