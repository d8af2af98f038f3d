//! Whether the document has the shape of the published schema.

use crate::workflow::actions::KINDS;
use crate::workflow::problem::Problem;
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;
use std::sync::LazyLock;

/// The schema is ours and a test builds it; were it broken, no definition would pass.
static SCHEMA: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let schema = serde_json::from_str(include_str!("../../../forms/workflows/workflow.schema.json")).ok()?;
    jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex()).build(&schema).ok()
});

/// Members that hold a length of time.
const LENGTHS: [&str; 5] = ["/delay", "/wait", "/duration", "/before", "/by"];

pub(super) fn check(document: &Value) -> Vec<Problem> {
    match SCHEMA.as_ref() {
        Some(schema) => schema.iter_errors(document).flat_map(|error| problems(&error)).collect(),
        None => vec![Problem::new("E-value", "", vec![("keyword", "schema".to_owned())])],
    }
}

fn problems(error: &ValidationError<'_>) -> Vec<Problem> {
    let pointer = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default().to_owned();
            vec![Problem::new("E-required", pointer, vec![("name", name)])]
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| Problem::new("E-unknown", format!("{pointer}/{name}"), vec![("name", name.clone())]))
            .collect(),
        kind => vec![other(error, pointer, kind.keyword())],
    }
}

fn other(error: &ValidationError<'_>, pointer: &str, keyword: &str) -> Problem {
    let found = error.instance();
    let action = found.get("do").and_then(Value::as_str);
    match (keyword, action) {
        // An action that exists and is badly written keeps the general code.
        ("oneOf", Some(name)) if !KINDS.iter().any(|kind| kind.name == name) => {
            Problem::new("E-action", pointer, vec![("name", name.to_owned())])
        }
        // The one `not` of the schema: a final state that goes on.
        ("not", _) => Problem::new("E-leave-final", pointer, vec![("name", last(pointer))]),
        ("pattern" | "oneOf", _) if found.is_string() && LENGTHS.iter().any(|name| pointer.ends_with(name)) => {
            duration(pointer, found)
        }
        _ => Problem::new("E-value", pointer, vec![("keyword", keyword.to_owned())]),
    }
}

/// What is not a duration though it looks like one; see `references`.
pub(super) fn duration(pointer: &str, found: &Value) -> Problem {
    Problem::new("E-duration", pointer, vec![("value", found.as_str().unwrap_or_default().to_owned())])
}

fn last(pointer: &str) -> String {
    pointer.rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_schema_builds() {
        assert!(super::SCHEMA.is_some());
    }
}
