//! Automatic branches that may all stay shut: a dossier would be stranded, and the counter-example says when.

use super::graph;
use crate::rules::{Context, Rule};
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use serde_json::{Map, Value, json};

/// Combinations of values to try; beyond, only these are.
const MOST: usize = 1_000;

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let stranded = definition.states.iter().filter(|(name, state)| moves_alone(definition, name, state));
    stranded
        .filter_map(|(name, state)| {
            let guards: Vec<&Rule> = state.always.iter().filter_map(|branch| branch.guard.as_ref()).collect();
            let example = counter_example(definition, &guards)?;
            let args = vec![("name", name.to_owned()), ("example", example)];
            Some(Problem::new("E-gap", format!("/states/{name}/always"), args))
        })
        .collect()
}

/// A state that only its automatic branches can leave.
fn moves_alone(definition: &Definition, name: &str, state: &State) -> bool {
    !state.always.is_empty()
        && !graph::is_passing(state)
        && definition.transitions(name).next().is_none()
        && state.after.iter().all(|timer| timer.target.is_none())
}

/// Values with which no guard holds, as a person reads them.
fn counter_example(definition: &Definition, guards: &[&Rule]) -> Option<String> {
    let mut names: Vec<&str> = guards.iter().flat_map(|rule| rule.variables()).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let domains: Vec<Vec<Value>> = names.iter().map(|name| domain(definition, guards, name)).collect();
    let size = domains.iter().map(Vec::len).product::<usize>().min(MOST);
    (0..size).find_map(|number| {
        let values = pick(&domains, number);
        let mut root = json!({});
        names.iter().zip(&values).for_each(|(name, value)| put(&mut root, name, (*value).clone()));
        let context = Context::new(&root);
        let shut = !guards.iter().any(|rule| rule.is_true(&context));
        shut.then(|| {
            names.iter().zip(&values).map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
        })
    })
}

/// The n-th combination.
fn pick(domains: &[Vec<Value>], mut number: usize) -> Vec<&Value> {
    domains
        .iter()
        .map(|domain| {
            let value = &domain[number % domain.len()];
            number /= domain.len();
            value
        })
        .collect()
}

/// The values that tell the guards apart: those of the declaration, those that the guards name, their neighbours, and blank
/// unless the variable starts with a value.
fn domain(definition: &Definition, guards: &[&Rule], name: &str) -> Vec<Value> {
    let declared = name.strip_prefix("data.").and_then(|name| definition.data.get(name));
    let mut values = Vec::new();
    if declared.is_none_or(|schema| schema.get("default").is_none()) {
        values.push(Value::Null);
    }
    match declared.and_then(|schema| schema.get("enum")).and_then(Value::as_array) {
        Some(listed) => values.extend(listed.iter().cloned()),
        None => {
            values.extend([json!(true), json!(false)].into_iter().filter(|_| is_boolean(declared)));
            let compared = guards.iter().flat_map(|rule| rule.comparisons()).filter(|found| found.variable == name);
            values.extend(compared.flat_map(|found| neighbours(&found.literal)));
        }
    }
    if values.is_empty() {
        values.push(Value::Null);
    }
    values
}

fn is_boolean(declared: Option<&Value>) -> bool {
    declared.and_then(|schema| schema.get("type")).is_some_and(|kind| kind == "boolean")
}

fn neighbours(literal: &Value) -> Vec<Value> {
    match literal {
        Value::Array(items) => items.iter().flat_map(neighbours).collect(),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            vec![json!(number - 1.0), literal.clone(), json!(number + 1.0)]
        }
        Value::String(text) => vec![literal.clone(), json!(format!("{text}…"))],
        other => vec![other.clone()],
    }
}

fn put(root: &mut Value, path: &str, value: Value) {
    let mut here = root;
    for segment in path.split('.') {
        if !here.is_object() {
            *here = Value::Object(Map::new());
        }
        here = &mut here[segment];
    }
    *here = value;
}
