//! The validator of a schema: built once, offline, formats on, patterns in linear time.

use super::bundle::Stray;
use super::limits::with_limits;
use super::safety::{SHIPPED, address_of};
use crate::form::fields::KINDS;
use crate::form::pointer::escape;
use crate::form::problem::Problems;
use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{PatternOptions, Registry, ValidationOptions, Validator};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// The shipped types, read once.
pub(super) static TYPES: LazyLock<Option<Registry<'static>>> = LazyLock::new(|| {
    let mut registry = Registry::new();
    for (name, source) in &SHIPPED {
        let schema: Value = serde_json::from_str(source).ok()?;
        registry = registry.add(address_of(name), schema).ok()?;
    }
    registry.prepare().ok()
});

/// Steps back that an engine may take for one pattern: more than an honest text needs, some milliseconds of work.
const MAX_STEPS_BACK: usize = 50_000;
/// Patterns of one form that need such an engine.
const MAX_BACKTRACKING: usize = 50;
/// Bytes that a compiled pattern may take.
const MAX_PATTERN: usize = 1 << 20;

/// Patterns are matched in linear time.
fn options() -> ValidationOptions<'static> {
    with_formats().with_pattern_options(PatternOptions::regex().size_limit(MAX_PATTERN))
}

/// Patterns may look around (`(?!…)`) and refer back, within bounds; an answer that exceeds them does not match.
fn backtracking() -> ValidationOptions<'static> {
    let engine = PatternOptions::fancy_regex().size_limit(MAX_PATTERN).backtrack_limit(MAX_STEPS_BACK);
    with_formats().with_pattern_options(engine)
}

fn with_formats() -> ValidationOptions<'static> {
    let options = jsonschema::options().should_validate_formats(true).offline().with_format("email", is_email);
    let mut options = with_limits(options);
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

/// The validator of a whole form; a schema that can't be one is a problem, with its place. A reference that leads nowhere is one
/// where anything follows it.
pub(super) fn whole(schema: &Value, strays: &[Stray], problems: &mut Problems) -> Option<Validator> {
    let error = match options().build(schema) {
        Ok(validator) => return Some(validator),
        Err(error) => error,
    };
    let mut patterns = Vec::new();
    walk(schema, "/schema", &mut |keyword, value, pointer| {
        let found: Vec<(&str, String)> = match value {
            Value::String(pattern) if keyword == "pattern" => vec![(pattern, pointer.to_owned())],
            Value::Object(named) if keyword == "patternProperties" => {
                named.keys().map(|pattern| (pattern.as_str(), format!("{pointer}/{}", escape(pattern)))).collect()
            }
            _ => Vec::new(),
        };
        patterns.extend(found.into_iter().filter(|(pattern, _)| needs_to_backtrack(pattern)).map(|(_, at)| at));
    });
    if !patterns.is_empty()
        && let Ok(validator) = backtracking().build(schema)
    {
        if patterns.len() > MAX_BACKTRACKING {
            problems.error(&patterns[MAX_BACKTRACKING], "pattern-many", vec![("max", MAX_BACKTRACKING.to_string())]);
        }
        patterns.iter().for_each(|at| problems.warn(at, "pattern-backtracks", vec![]));
        return Some(validator);
    }
    let unknown = if matches!(error.kind(), Kind::Referencing(_)) { strays } else { &[] };
    for Stray { pointer, code, reference } in unknown {
        let pointer = format!("/schema{pointer}");
        problems.error(&pointer, code, vec![("ref", reference.clone()), ("pointer", pointer.clone())]);
    }
    if unknown.is_empty() {
        let keyword = error.kind().keyword().to_owned();
        problems.error(&format!("/schema{}", error.instance_path()), "schema", vec![("keyword", keyword)]);
    }
    None
}

fn needs_to_backtrack(pattern: &str) -> bool {
    let looks_around = ["(?=", "(?!", "(?<"].iter().any(|group| pattern.contains(group));
    let refers_back = pattern.as_bytes().windows(2).any(|pair| pair[0] == b'\\' && (b'1'..=b'9').contains(&pair[1]));
    if !looks_around && !refers_back {
        return false;
    }
    let schema = json!({ "pattern": pattern });
    options().build(&schema).is_err() && backtracking().build(&schema).is_ok()
}

/// Visits every keyword, and every name, with its value and its place.
fn walk<'v>(value: &'v Value, pointer: &str, visit: &mut impl FnMut(&'v str, &'v Value, &str)) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let here = format!("{pointer}/{}", escape(key));
                visit(key, value, &here);
                walk(value, &here, visit);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| walk(item, &format!("{pointer}/{n}"), visit));
        }
        _ => {}
    }
}

/// Whether a form can hold answers to this pattern.
pub(crate) fn takes_pattern(pattern: &str) -> bool {
    part(&json!({ "pattern": pattern }), None).is_some()
}

/// The validator that takes everything.
pub(in crate::form) fn anything() -> Validator {
    jsonschema::options().build(&Value::Bool(true)).unwrap_or_else(|error| unreachable!("`true` is a schema: {error}"))
}

/// The validator of a schema that stands within another; `registry` has what it refers to, beside the shipped types.
pub(super) fn part<'r>(schema: &Value, registry: Option<&'r Registry<'r>>) -> Option<Validator> {
    let build = |options: ValidationOptions<'r>| match registry {
        Some(registry) => options.with_registry(registry).build(schema),
        None => options.build(schema),
    };
    build(options()).or_else(|_| build(backtracking())).ok()
}
