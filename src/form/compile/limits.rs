//! Bounds of dates: `formatMinimum` and its kin, keywords that ajv knows beside those of JSON Schema.

use super::{Compiler, Shape};
use crate::form::code::Code;
use chrono::NaiveDate;
use jsonschema::{Keyword, ValidationError, ValidationOptions};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// How a date must stand to a bound.
type Holds = fn(Ordering) -> bool;

/// The keywords, and what each asks.
pub(crate) const LIMITS: [(Code, Holds); 4] = [
    (Code::FormatMinimum, Ordering::is_ge),
    (Code::FormatMaximum, Ordering::is_le),
    (Code::FormatExclusiveMinimum, Ordering::is_gt),
    (Code::FormatExclusiveMaximum, Ordering::is_lt),
];

/// A validator that knows them.
pub(super) fn with_limits(options: ValidationOptions<'static>) -> ValidationOptions<'static> {
    LIMITS.into_iter().fold(options, |options, (keyword, holds)| {
        options.with_keyword(keyword.name(), move |_: &Map<String, Value>, value: &Value, _| {
            Ok(Box::new(Limit { at: date(value), holds }) as Box<dyn for<'i> Keyword<'i>>)
        })
    })
}

impl Compiler<'_> {
    /// Tells of a bound that bounds nothing: only dates have bounds, which are dates.
    pub(super) fn check_limits(&mut self, shape: &Shape) {
        let is_date = shape.text("format") == Some("date");
        for keyword in LIMITS.map(|(keyword, _)| keyword.name()) {
            if shape.schema.get(keyword).is_some_and(|bound| !is_date || date(bound).is_none()) {
                let place = format!("{}/{keyword}", shape.pointer);
                self.problems.warn(&place, "date-limit", vec![("keyword", keyword.to_owned())]);
            }
        }
    }
}

fn date(value: &Value) -> Option<NaiveDate> {
    value.as_str()?.parse().ok()
}

struct Limit {
    /// None when it bounds nothing.
    at: Option<NaiveDate>,
    holds: Holds,
}

impl<'i> Keyword<'i> for Limit {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match self.at.filter(|_| !self.is_valid(instance)) {
            Some(at) => Err(ValidationError::custom(at.to_string())),
            None => Ok(()),
        }
    }

    /// What is no date is told by `format`.
    fn is_valid(&self, instance: &'i Value) -> bool {
        self.at.zip(date(instance)).is_none_or(|(at, date)| (self.holds)(date.cmp(&at)))
    }
}
