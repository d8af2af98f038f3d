//! The domain of a variable cut into cells that a rule can't tell apart, each with a value of it.

use super::domain::{Domain, Kinds, date};
use chrono::{Days, NaiveDate};
use serde_json::Value;
use std::cmp::Ordering;

/// Beyond this many constants nothing is said.
const MAX_CONSTANTS: usize = 64;
/// Whole numbers up to there are exact in a float (2^53).
const EXACT: f64 = 9_007_199_254_740_992.0;

/// How a rule looks at a variable.
#[derive(Debug, Clone, Default)]
pub(super) struct Uses {
    /// What the variable, and those that it is compared with, are compared with.
    pub(super) constants: Vec<Value>,
    /// By order, not only by equality.
    pub(super) is_ordered: bool,
    /// How many variables are compared with each other: as many values of each cell tell all their orders.
    pub(super) spread: usize,
}

impl Uses {
    fn texts(&self) -> Vec<&str> {
        self.constants.iter().filter_map(Value::as_str).collect()
    }
}

/// A value of each cell, the blank last; `None` when there are too many to say.
pub(super) fn cells(domain: &Domain, uses: &Uses) -> Option<Vec<Value>> {
    let is_exact = |value: &Value| value.as_f64().is_none_or(|number| number.abs() < EXACT);
    if uses.constants.len() > MAX_CONSTANTS || !uses.constants.iter().all(is_exact) {
        return None;
    }
    let candidates = match &domain.choices {
        Some(choices) => choices.to_vec(),
        None => candidates(domain, uses)?,
    };
    let mut found: Vec<(Vec<u8>, Value)> = Vec::new();
    for value in candidates {
        let seen = seen(&value, uses);
        let alike = found.iter().filter(|(other, _)| *other == seen).count();
        if alike < uses.spread && !found.iter().any(|(_, known)| *known == value) {
            found.push((seen, value));
        }
    }
    let mut found: Vec<Value> = found.into_iter().map(|(_, value)| value).collect();
    if domain.may_be_blank {
        found.push(Value::Null);
    }
    Some(found)
}

/// What a rule sees of a value: how it stands to each constant, and whether it counts as false.
fn seen(value: &Value, uses: &Uses) -> Vec<u8> {
    let mut seen: Vec<u8> = uses.constants.iter().map(|constant| relation(value, constant, uses.is_ordered)).collect();
    seen.push(u8::from(*value == Value::Bool(false) || value.as_f64() == Some(0.0)));
    seen
}

fn relation(value: &Value, constant: &Value, is_ordered: bool) -> u8 {
    match value {
        Value::Array(items) => u8::from(items.iter().any(|item| is_same(item, constant))),
        _ if is_same(value, constant) => 1,
        _ if !is_ordered => 0,
        _ => match order(value, constant) {
            Some(Ordering::Less) => 2,
            Some(Ordering::Greater) => 3,
            _ => 0,
        },
    }
}

/// The equality of rules.
pub(super) fn is_same(a: &Value, b: &Value) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64()?.partial_cmp(&b.as_f64()?),
        (Value::String(a), Value::String(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Values of which each cell has enough.
fn candidates(domain: &Domain, uses: &Uses) -> Option<Vec<Value>> {
    let mut found: Vec<Value> = Vec::new();
    if domain.kinds == Kinds::LIST {
        return lists(domain, uses);
    }
    if domain.kinds.has(Kinds::BOOLEAN) {
        found.extend([Value::from(true), Value::from(false)]);
    }
    if domain.kinds.has(Kinds::NUMBER) {
        found.extend(numbers(domain, uses));
    }
    if domain.kinds.has(Kinds::TEXT) {
        let is_dated = uses.texts().iter().all(|text| date(text).is_some());
        if domain.is_date && (is_dated || !uses.is_ordered) {
            found.extend(dates(uses));
        } else {
            found.extend(texts(domain, uses)?);
        }
    }
    // Of a list or an object among others, rules only ask whether it is there.
    if !domain.kinds.is_within(Kinds::SCALAR) {
        found.push(Value::from(vec![Value::Null]));
    }
    Some(found)
}

/// The constants, the bounds, and as many numbers as needed below, between and above.
fn numbers(domain: &Domain, uses: &Uses) -> Vec<Value> {
    let bounds = [domain.least, domain.greatest].into_iter().flatten().map(|bound| bound.at);
    let mut marks: Vec<f64> = uses.constants.iter().filter_map(Value::as_f64).chain(bounds).chain([0.0]).collect();
    marks.sort_by(f64::total_cmp);
    marks.dedup();
    let mut found = marks.clone();
    for step in (1..=uses.spread).map(|n| n as f64) {
        found.extend(marks.first().map(|first| first.floor() - step));
        found.extend(marks.last().map(|last| last.ceil() + step));
        for pair in marks.windows(2) {
            let (low, high) = (pair[0], pair[1]);
            let share = step / (uses.spread as f64 + 1.0);
            let between = if domain.is_integer { low.floor() + step } else { low + (high - low) * share };
            found.extend((low < between && between < high).then_some(between));
        }
    }
    let values = found.into_iter().map(number);
    values.filter(|value| domain.takes(value)).collect()
}

/// A number as answers hold it: whole when it is whole.
fn number(float: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole and bounded just before")]
    if float.fract() == 0.0 && float.abs() < EXACT { Value::from(float as i64) } else { Value::from(float) }
}

fn dates(uses: &Uses) -> Vec<Value> {
    let mut marks: Vec<NaiveDate> = uses.texts().iter().filter_map(|text| date(text)).collect();
    if marks.is_empty() {
        marks.extend(NaiveDate::from_ymd_opt(2000, 1, 1));
    }
    let mut found = marks.clone();
    for step in (1..=uses.spread as u64).map(Days::new) {
        found.extend(marks.iter().filter_map(|date| date.checked_sub_days(step)));
        found.extend(marks.iter().filter_map(|date| date.checked_add_days(step)));
    }
    found.into_iter().map(|date| date.to_string()).filter(|text| date(text).is_some()).map(Value::from).collect()
}

/// The constants, and other texts: any, or one of each interval when their order matters.
fn texts(domain: &Domain, uses: &Uses) -> Option<Vec<Value>> {
    let mut marks = uses.texts();
    marks.sort_unstable();
    // The least texts are kept to stand between others.
    if marks.iter().any(|mark| mark.contains(['\0', '\u{1}'])) {
        return None;
    }
    let filler = |n: usize| "\0".repeat(n);
    let taken = marks.iter().filter(|mark| domain.takes(&Value::from(**mark)));
    let mut found: Vec<String> = taken.map(|mark| (*mark).to_owned()).collect();
    for n in 1..=uses.spread {
        found.push(format!("\u{1}{}", filler(n)));
        if uses.is_ordered {
            found.extend(marks.iter().map(|mark| format!("{mark}{}", filler(n))));
        }
    }
    Some(found.into_iter().map(Value::from).collect())
}

/// Every choice of the constants, alone or with something else.
fn lists(domain: &Domain, uses: &Uses) -> Option<Vec<Value>> {
    const MOST: usize = 6;
    let may_hold = |value: &&Value| domain.items.as_ref().is_none_or(|items| items.takes(value));
    let marks: Vec<&Value> = uses.constants.iter().filter(may_hold).collect();
    if marks.len() > MOST {
        return None;
    }
    let subset = |bits: usize| -> Vec<Value> {
        let chosen = marks.iter().enumerate().filter(|(n, _)| bits & (1 << n) != 0);
        // A row that nobody filled is none of the constants.
        chosen.map(|(_, value)| (*value).clone()).chain([Value::Null]).collect()
    };
    Some((0..1 << marks.len()).map(|bits| Value::from(subset(bits))).collect())
}
