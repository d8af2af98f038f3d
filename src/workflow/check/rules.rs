//! Rules: their language, the variables that they read, the values that they compare with.

use super::outline::{Outline, Place, members};
use crate::rules::{self, Comparison, ROOTS, Rule};
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let guards = outline.ways().filter_map(|way| way.get("guard"));
    let values = outline.actions.iter().filter_map(|action| match action.text("do") {
        Some("set") => action.get("to"),
        Some("request_correction") => action.get("fields"),
        _ => None,
    });
    guards.chain(values).flat_map(|place| rule(document, &place)).collect()
}

fn rule(document: &Value, place: &Place<'_>) -> Vec<Problem> {
    match Rule::compile(place.value) {
        Ok(rule) => {
            let unknown = rule.variables().iter().filter_map(|name| variable(document, place, name));
            let impossible = rule.comparisons().iter().filter_map(|found| comparison(document, place, found));
            unknown.chain(impossible).collect()
        }
        Err(found) => found.into_iter().map(|problem| language(place, problem)).collect(),
    }
}

/// The language's own problems, under the codes of a definition.
fn language(place: &Place<'_>, problem: rules::Problem) -> Problem {
    let code = match problem.code {
        "rule-operator" => "E-rule-operator",
        "rule-arguments" => "E-rule-arguments",
        "rule-variable" => "E-rule-variable",
        "rule-nesting" => "E-rule-nesting",
        "rule-depth" => "E-rule-depth",
        "rule-size" => "E-rule-size",
        _ => "E-rule-shape",
    };
    Problem::new(code, format!("{}{}", place.pointer, problem.pointer), problem.args)
}

/// A name that no context holds. The answers are the procedure's: it checks `form.*` where both are known.
fn variable(document: &Value, place: &Place<'_>, path: &str) -> Option<Problem> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let known = match root {
        "data" => {
            members(document, "data").is_some_and(|data| data.contains_key(rest.split('.').next().unwrap_or(rest)))
        }
        "tasks" | "deadlines" => {
            return Some(Problem::new("E-unsupported", &place.pointer, vec![("name", root.to_owned())]));
        }
        _ => ROOTS.contains(&root),
    };
    (!known).then(|| Problem::new("E-variable", &place.pointer, vec![("name", path.to_owned())]))
}

/// A variable of the workflow compared with what it can never be.
fn comparison(document: &Value, place: &Place<'_>, found: &Comparison) -> Option<Problem> {
    let name = found.variable.strip_prefix("data.")?;
    let schema = members(document, "data")?.get(name)?;
    let literals = match (&found.literal, found.operator.as_str()) {
        (Value::Array(items), "in") => items.iter().collect(),
        (literal, _) => vec![literal],
    };
    let code = literals.iter().find_map(|literal| unlike(schema, literal))?;
    let args = vec![("name", found.variable.clone()), ("value", found.literal.to_string())];
    Some(Problem::new(code, format!("{}{}", place.pointer, found.pointer), args))
}

fn unlike(schema: &Value, literal: &Value) -> Option<&'static str> {
    let fits = match schema.get("type").and_then(Value::as_str) {
        Some("string") => literal.is_string(),
        Some("number" | "integer") => literal.is_number(),
        Some("boolean") => literal.is_boolean(),
        _ => true,
    };
    if !fits {
        return Some("E-type");
    }
    let values = schema.get("enum").and_then(Value::as_array)?;
    (!values.contains(literal)).then_some("E-literal")
}
