//! Rules: their language, the variables that they read. What they can never mean is in `analysis`.

use super::outline::{Outline, Place, members};
use crate::rules::{self, ROOTS, Rule};
use crate::workflow::deadline::FACTS;
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    outline.rules().iter().flat_map(|(place, _)| rule(document, outline, place)).collect()
}

fn rule(document: &Value, outline: &Outline<'_>, place: &Place<'_>) -> Vec<Problem> {
    match Rule::compile(place.value) {
        Ok(rule) => rule.variables().iter().filter_map(|name| variable(document, outline, place, name)).collect(),
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

/// A name that no context holds. The answers are the procedure's: `analysis` looks at `form.*` where both are known.
fn variable(document: &Value, outline: &Outline<'_>, place: &Place<'_>, path: &str) -> Option<Problem> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let known = match root {
        "data" => {
            members(document, "data").is_some_and(|data| data.contains_key(rest.split('.').next().unwrap_or(rest)))
        }
        "tasks" => {
            let (name, fact) = rest.split_once('.').unwrap_or((rest, ""));
            outline.tasks.iter().any(|task| task.name == name && says(task, fact))
        }
        "deadlines" => {
            let (name, fact) = rest.split_once('.').unwrap_or((rest, ""));
            members(document, "deadlines").is_some_and(|known| known.contains_key(name)) && FACTS.contains(&fact)
        }
        _ => ROOTS.contains(&root),
    };
    (!known).then(|| Problem::new("E-variable", &place.pointer, vec![("name", path.to_owned())]))
}

/// What can be read of a task: how far it is, what it came to, how many came to each outcome.
fn says(task: &Place<'_>, fact: &str) -> bool {
    let counted = fact.strip_prefix("count_");
    matches!(fact, "status" | "outcome") || counted.is_some_and(|outcome| outcomes(task).contains(&outcome))
}

/// How a task may end.
pub(super) fn outcomes<'d>(task: &Place<'d>) -> Vec<&'d str> {
    let named: Vec<&str> = task.each("outcomes").iter().filter_map(|outcome| outcome.value.as_str()).collect();
    if named.is_empty() { vec!["done"] } else { named }
}
