//! The validator of a schema: built once, offline, formats on, patterns in linear time.

use super::safety::{SHIPPED, address_of};
use crate::form::fields::KINDS;
use crate::form::problem::Problems;
use jsonschema::{PatternOptions, Registry, ValidationOptions, Validator};
use serde_json::Value;
use std::sync::LazyLock;

/// The shipped types, read once.
static TYPES: LazyLock<Option<Registry<'static>>> = LazyLock::new(|| {
    let mut registry = Registry::new();
    for (name, source) in &SHIPPED {
        let schema: Value = serde_json::from_str(source).ok()?;
        registry = registry.add(address_of(name), schema).ok()?;
    }
    registry.prepare().ok()
});

fn options() -> ValidationOptions<'static> {
    let mut options = jsonschema::options()
        .should_validate_formats(true)
        .offline()
        .with_pattern_options(PatternOptions::regex().size_limit(1 << 20))
        .with_format("email", is_email);
    for (name, check) in KINDS.iter().filter_map(|kind| kind.format()) {
        options = options.with_format(name, check);
    }
    match TYPES.as_ref() {
        Some(types) => options.with_registry(types),
        None => options,
    }
}

/// An address that a mail server can be found for: the format of JSON Schema also takes `a@b`.
fn is_email(text: &str) -> bool {
    jsonschema_email(text) && text.rsplit_once('@').is_some_and(|(_, domain)| domain.contains('.')) && text.len() <= 254
}

fn jsonschema_email(text: &str) -> bool {
    EMAIL.as_ref().is_some_and(|validator| validator.is_valid(&Value::from(text)))
}

static EMAIL: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let schema = serde_json::json!({"type": "string", "format": "email"});
    jsonschema::options().should_validate_formats(true).offline().build(&schema).ok()
});

/// The validator of a whole form; a schema that can't be one is a problem, with its place.
pub(super) fn whole(schema: &Value, problems: &mut Problems) -> Option<Validator> {
    match options().build(schema) {
        Ok(validator) => Some(validator),
        Err(error) => {
            let keyword = error.kind().keyword().to_owned();
            problems.error(&format!("/schema{}", error.instance_path()), "schema", vec![("keyword", keyword)]);
            None
        }
    }
}

/// The validator of a condition.
pub(super) fn part(schema: &Value) -> Option<Validator> {
    options().build(schema).ok()
}
