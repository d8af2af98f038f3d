//! Rules: their language, the variables that they read. What they can never mean is in `analysis`.

use super::outline::{Outline, Place, members};
use crate::rules::{self, ROOTS, Rule};
use crate::workflow::deadline::FACTS;
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    outline.rules().iter().flat_map(|(place, _)| rule(document, place)).collect()
}

fn rule(document: &Value, place: &Place<'_>) -> Vec<Problem> {
    match Rule::compile(place.value) {
        Ok(rule) => rule.variables().iter().filter_map(|name| variable(document, place, name)).collect(),
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
fn variable(document: &Value, place: &Place<'_>, path: &str) -> Option<Problem> {
    let (root, rest) = path.split_once('.').unwrap_or((path, ""));
    let known = match root {
        "data" => {
            members(document, "data").is_some_and(|data| data.contains_key(rest.split('.').next().unwrap_or(rest)))
        }
        "tasks" => {
            return Some(Problem::new("E-unsupported", &place.pointer, vec![("name", root.to_owned())]));
        }
        "deadlines" => {
            let (name, fact) = rest.split_once('.').unwrap_or((rest, ""));
            members(document, "deadlines").is_some_and(|known| known.contains_key(name)) && FACTS.contains(&fact)
        }
        _ => ROOTS.contains(&root),
    };
    (!known).then(|| Problem::new("E-variable", &place.pointer, vec![("name", path.to_owned())]))
}
