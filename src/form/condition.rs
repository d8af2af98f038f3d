//! When a rule of the UI holds: JSON Forms conditions, or a rule of ours.

use super::branch::Chooser;
use super::pointer::{Key, Template};
use super::unanswered::{is_blank, without_blanks};
use crate::rules::{Context, Rule};
use jsonschema::Validator;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// A compiled condition.
#[derive(Debug)]
pub(crate) enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Arc<Condition>),
    /// The value at an address passes a test.
    Value {
        template: Template,
        test: Test,
        /// A missing value fails, whatever the test says of nothing.
        needs_value: bool,
    },
    Logic(Rule),
    /// There is an answer at an address.
    Present(Template),
    /// The object at an address passes a schema; one that isn't there is empty.
    Object {
        template: Template,
        validator: Validator,
    },
    /// A branch is the chosen one.
    Branch {
        chooser: Arc<Chooser>,
        index: usize,
    },
    /// The name of the entry, in the last of the blocks that lead here, passes one test and fails the others.
    Named {
        depth: usize,
        passes: Option<Arc<Validator>>,
        fails: Vec<Arc<Validator>>,
    },
}

/// What a value must be.
#[derive(Debug)]
pub(crate) enum Test {
    /// `{"const": …}`, by far the most common.
    Equals(Value),
    /// `{"enum": […]}`
    In(Vec<Value>),
    Schema(Box<Validator>),
}

impl Condition {
    /// Whether it holds for the answers that are not hidden, seen from these rows.
    pub(crate) fn holds(&self, values: &Value, rows: &[Key], context: &Context<'_>) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|condition| condition.holds(values, rows, context)),
            Self::Any(conditions) => conditions.iter().any(|condition| condition.holds(values, rows, context)),
            Self::Not(condition) => !condition.holds(values, rows, context),
            Self::Logic(rule) => rule.is_true(context),
            Self::Value { template, test, needs_value } => match answer(template, values, rows) {
                Some(value) => test.passes(&value),
                None => !needs_value && test.passes(&Value::Null),
            },
            Self::Present(template) => answer(template, values, rows).is_some(),
            Self::Object { template, validator } => match answer(template, values, rows) {
                Some(value) => validator.is_valid(&value),
                None => validator.is_valid(&Value::Object(Map::new())),
            },
            Self::Named { depth, passes, fails } => match rows.get(*depth) {
                Some(Key::Name(name)) => {
                    let name = Value::from(&**name);
                    passes.as_ref().is_none_or(|test| test.is_valid(&name))
                        && !fails.iter().any(|test| test.is_valid(&name))
                }
                _ => false,
            },
            Self::Branch { chooser, index } => chooser.chosen(values, rows) == Some(*index),
        }
    }
}

/// What is answered at an address: a blank is no answer, and what is left blank in an answer is no part of it.
fn answer<'v>(template: &Template, values: &'v Value, rows: &[Key]) -> Option<Cow<'v, Value>> {
    let value = without_blanks(template.get(values, rows)?);
    (!is_blank(&value)).then_some(value)
}

impl Test {
    fn passes(&self, value: &Value) -> bool {
        match self {
            Self::Equals(expected) => same(expected, value),
            Self::In(expected) => expected.iter().any(|expected| same(expected, value)),
            Self::Schema(validator) => validator.is_valid(value),
        }
    }
}

/// JSON Schema's equality: `1` and `1.0` are one number.
fn same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}
