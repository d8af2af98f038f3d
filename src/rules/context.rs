//! Where a rule finds its values: borrowed JSON, never copied as a whole.

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{DataValue, EvalInput};
use serde_json::Value;

/// The values that a rule may read. Frames over borrowed JSON: a lookup asks the innermost one first, so that a bare name in
/// a repeated block is the row's, then the root's.
///
/// ```
/// # use guichet::rules::{Context, Rule};
/// # use serde_json::json;
/// let (base, answers) = (json!({"today": "2026-01-05"}), json!({"rows": [{"age": 4}]}));
/// let context = Context::new(&base);
/// let context = context.with("form", &answers);
/// let young = Rule::compile(&json!({"<": [{"var": "age"}, 6]})).unwrap();
/// assert!(young.is_true(&context.in_row(&answers["rows"][0])));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The only name that this frame knows; `None` when `value` is an object of names.
    name: Option<&'a str>,
    value: &'a Value,
    outer: Option<&'a Context<'a>>,
}

impl<'a> Context<'a> {
    /// A context whose roots are the keys of `values`: `form`, `data`, `actor`, `today`…
    pub fn new(values: &'a Value) -> Self {
        Self { name: None, value: values, outer: None }
    }

    /// The same context where `name` is `value`: spares the caller a copy of the answers into one object. The name may be
    /// dotted (`form.valid`), and then hides that one path.
    pub fn with(&'a self, name: &'a str, value: &'a Value) -> Self {
        Self { name: Some(name), value, outer: Some(self) }
    }

    /// The same context seen from a row of a repeated block.
    pub fn in_row(&'a self, row: &'a Value) -> Self {
        Self { name: None, value: row, outer: Some(self) }
    }

    /// The value at a dotted path, as a rule sees it: `null` when there is none, and the rows' values across an array.
    pub fn get(&self, path: &str) -> Value {
        let path: Vec<String> = path.split('.').map(str::to_owned).collect();
        match self.find(&path) {
            Found::Nothing => Value::Null,
            Found::One(value) => value.clone(),
            Found::Rows(values) => Value::Array(values.into_iter().map(|v| v.cloned().unwrap_or_default()).collect()),
        }
    }

    pub(super) fn find(&self, path: &[String]) -> Found<'a> {
        match self.frame(path) {
            Some((value, rest)) => walk(value, rest),
            None => Found::Nothing,
        }
    }

    /// The innermost frame's value that the path starts from, and what is left of the path.
    fn frame<'p>(&self, path: &'p [String]) -> Option<(&'a Value, &'p [String])> {
        let here = match self.name {
            Some(name) => name.split('.').try_fold(path, after).map(|rest| (self.value, rest)),
            None => path.split_first().and_then(|(first, rest)| Some((self.value.get(first)?, rest))),
        };
        here.or_else(|| self.outer.and_then(|outer| outer.frame(path)))
    }
}

/// The path after a segment, if it starts with it.
fn after<'p>(path: &'p [String], segment: &str) -> Option<&'p [String]> {
    path.split_first().filter(|(first, _)| *first == segment).map(|(_, rest)| rest)
}

/// What stands at a path.
pub(super) enum Found<'a> {
    Nothing,
    One(&'a Value),
    /// The path crosses an array: one entry for each row, `None` where the row has no such value.
    Rows(Vec<Option<&'a Value>>),
}

impl<'a> Found<'a> {
    pub(super) fn into_arena<'b>(self, arena: &'b Bump) -> DataValue<'b>
    where
        'a: 'b,
    {
        match self {
            Self::Nothing => DataValue::Null,
            Self::One(value) => convert(value, arena),
            Self::Rows(values) => {
                let rows = values.into_iter().map(|value| value.map_or(DataValue::Null, |v| convert(v, arena)));
                DataValue::Array(arena.alloc_slice_fill_iter(rows.collect::<Vec<_>>()))
            }
        }
    }
}

fn convert<'b>(value: &'b Value, arena: &'b Bump) -> DataValue<'b> {
    match value {
        Value::Null => DataValue::Null,
        Value::Bool(truth) => DataValue::Bool(*truth),
        Value::String(text) => DataValue::String(text),
        // Numbers and containers go through the engine's own bridge; it can't fail for JSON.
        other => other.into_arena_value(arena).map_or(DataValue::Null, |converted| *converted),
    }
}

fn walk<'a>(value: &'a Value, path: &[String]) -> Found<'a> {
    let mut here = value;
    for (depth, segment) in path.iter().enumerate() {
        let next = match here {
            Value::Object(fields) => fields.get(segment),
            Value::Array(rows) => match segment.parse::<usize>() {
                Ok(index) => rows.get(index),
                Err(_) => return Found::Rows(cross(rows, &path[depth..])),
            },
            _ => None,
        };
        match next {
            Some(found) => here = found,
            None => return Found::Nothing,
        }
    }
    Found::One(here)
}

/// The values of the rows, blocks within blocks laid end to end.
fn cross<'a>(rows: &'a [Value], path: &[String]) -> Vec<Option<&'a Value>> {
    rows.iter()
        .flat_map(|row| match walk(row, path) {
            Found::Nothing => vec![None],
            Found::One(value) => vec![Some(value)],
            Found::Rows(values) => values,
        })
        .collect()
}
