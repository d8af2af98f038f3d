//! What the form's compiler refuses is taken away and told: an imported form always compiles.

use super::Refused;
use super::ledger::Ledger;
use crate::form::{Definition, Files, Form, Problem, Severity};
use crate::procedures::check;
use crate::rules::unescape;
use crate::web::Lang;
use serde_json::{Value, json};

/// How many times the compiler is asked. Each turn takes away at least one thing.
const TURNS: usize = 60;
/// What nothing can be taken away from.
const TOO_LARGE: [&str; 4] = ["choices", "depth", "fields", "size"];

/// The procedure without what keeps its form from compiling.
pub(super) fn repaired(mut file: Value, ledger: &mut Ledger) -> Result<Value, Refused> {
    let languages: Vec<String> = serde_json::from_value(file["languages"].clone()).unwrap_or_default();
    for _ in 0..TURNS {
        let definition: Definition = serde_json::from_value(file["form"].clone())
            .map_err(|error| Refused::new("problems", error.to_string()))?;
        let Err(problems) = Form::compile(&definition, &languages) else { return Ok(file) };
        let errors: Vec<Problem> = problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        if let Some(problem) = errors.iter().find(|problem| TOO_LARGE.contains(&problem.code)) {
            return Err(Refused::new("too-large", format!("{} {}", problem.code, problem.pointer)));
        }
        let mut changed = false;
        for problem in &errors {
            if let Some(place) = take_away(&mut file["form"], problem) {
                ledger.target(&format!("/form{place}"), "refused", &[("problem", problem.code)]);
                changed = true;
            }
        }
        clear(&mut file["form"]);
        if !changed {
            let told = errors.first().map(|problem| format!("{} {}", problem.code, problem.pointer));
            return Err(Refused::new("problems", told.unwrap_or_default()));
        }
    }
    Err(Refused::new("problems", format!("{TURNS} turns")))
}

/// The procedure without what else keeps it from being published.
pub(super) fn accepted(mut file: Value, ledger: &mut Ledger) -> Result<Value, Refused> {
    for _ in 0..TURNS {
        let problems = check::procedure(&file, &Files::new());
        let Some(problem) = problems.into_iter().find(check::Problem::blocks) else { return Ok(file) };
        if keyword_without(&mut file, &problem.pointer).is_none() {
            return Err(Refused::new("problems", problem.told(Lang::En)));
        }
        ledger.target(&problem.pointer, "refused", &[("problem", &problem.code)]);
    }
    Err(Refused::new("problems", format!("{TURNS} turns")))
}

/// Takes away what a problem points at. Returns its place, or nothing when it can't be.
fn take_away(form: &mut Value, problem: &Problem) -> Option<String> {
    let pointer = problem.pointer.as_str();
    if let Some(at) = pointer.rfind("/rule/").filter(|_| pointer.starts_with("/ui")) {
        let element = form.pointer_mut(&pointer[..at])?.as_object_mut()?;
        return element.shift_remove("rule").map(|_| format!("{}/rule", &pointer[..at]));
    }
    if let Some(at) = pointer.find("/calculate").filter(|_| pointer.starts_with("/schema")) {
        let field = form.pointer_mut(&pointer[..at])?.as_object_mut()?;
        return field.shift_remove("calculate").map(|_| format!("{}/calculate", &pointer[..at]));
    }
    for list in ["/checks/", "/eligibility/"] {
        if let Some(rest) = pointer.strip_prefix(list) {
            let place = format!("{list}{}", rest.split('/').next()?);
            let item = form.pointer_mut(&place).filter(|item| !item.is_null())?;
            *item = Value::Null;
            return Some(place);
        }
    }
    if pointer.starts_with("/ui") {
        return element_without(form, pointer);
    }
    if ["schema", "unrenderable", "unions"].contains(&problem.code) || problem.code.starts_with("ref-") {
        return keyword_without(form, pointer);
    }
    None
}

/// The nearest element at or above a pointer becomes empty; the whole layout goes when nothing less can.
fn element_without(form: &mut Value, pointer: &str) -> Option<String> {
    let mut place = pointer;
    loop {
        let is_element = form.pointer(place).is_some_and(|found| found.get("type").is_some_and(Value::is_string));
        if place == "/ui" {
            // The form lays itself out.
            return form.as_object_mut()?.shift_remove("ui").map(|_| place.to_owned());
        }
        if is_element {
            *form.pointer_mut(place)? = empty();
            return Some(place.to_owned());
        }
        place = &place[..place.rfind('/')?];
    }
}

fn empty() -> Value {
    json!({ "type": "VerticalLayout", "elements": [] })
}

fn keyword_without(form: &mut Value, pointer: &str) -> Option<String> {
    let (parent, key) = pointer.rsplit_once('/')?;
    if parent.is_empty() {
        return None;
    }
    let key = unescape(key)?;
    match form.pointer_mut(parent)? {
        Value::Object(fields) => drop(fields.shift_remove(&key)?),
        Value::Array(items) => drop(items.remove(key.parse().ok().filter(|n| *n < items.len())?)),
        _ => return None,
    }
    Some(pointer.to_owned())
}

/// Drops what was emptied.
fn clear(form: &mut Value) {
    for list in ["checks", "eligibility"] {
        if let Some(items) = form.get_mut(list).and_then(Value::as_array_mut) {
            items.retain(|item| !item.is_null());
        }
    }
    if let Some(ui) = form.get_mut("ui") {
        without_empty(ui);
    }
}

fn without_empty(element: &mut Value) {
    if let Some(elements) = element.get_mut("elements").and_then(Value::as_array_mut) {
        elements.retain(|child| *child != empty());
        elements.iter_mut().for_each(without_empty);
    }
}
