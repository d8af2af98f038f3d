//! The choice of one of several things to fill. It is kept in the draft, beside the answers, and never in what is submitted:
//! the answers tell it by themselves.

use super::Form;
use super::aside::{self, CHOICES};
use super::evaluate::Evaluation;
use super::node::Body;
use super::pointer::{Key, Template, escape, parse};
use crate::rules::Text;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A choice that is asked.
#[derive(Debug)]
pub(crate) struct Choose {
    /// `id` of its first input.
    pub(crate) id: Template,
    pub(crate) label: Text,
    pub(crate) titles: Vec<Text>,
    /// The place of each in the union of the schema, or in each of several.
    pub(crate) indexes: Vec<Vec<usize>>,
    pub(crate) chooser: Arc<Chooser>,
}

/// Which branch is chosen.
#[derive(Debug)]
pub(crate) struct Chooser {
    /// Where the value stands.
    pub(crate) template: Template,
    pub(crate) branches: Vec<Outline>,
    /// It stands beside properties that are asked in any case: these tell no branch.
    pub(crate) is_beside: bool,
}

/// What tells the values of a branch.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Empty for any.
    pub(crate) type_name: String,
    /// The type of its rows, where it is a list of which that is known.
    pub(crate) rows: String,
    /// Those of its properties that aren't asked in any case.
    pub(crate) names: Vec<String>,
    pub(crate) required: Vec<String>,
    /// Properties, of its objects too, of which it takes some values only.
    pub(crate) constants: Vec<(Vec<String>, Vec<Value>)>,
}

impl Chooser {
    /// The name of its input: the pointer of the value, then `#branch`.
    pub(crate) fn name(&self, rows: &[Key]) -> String {
        format!("{}{CHOICES}", self.template.pointer(rows))
    }

    /// The branch that was chosen, else the one that the value fits best; none when there is no value.
    pub(crate) fn chosen(&self, draft: &Value, rows: &[Key]) -> Option<usize> {
        let kept = aside::kept(draft, CHOICES, &self.template.pointer(rows));
        let kept = kept.and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
        kept.filter(|n| *n < self.branches.len()).or_else(|| self.fitting(self.template.get(draft, rows)?))
    }

    fn fitting(&self, value: &Value) -> Option<usize> {
        if value.is_null() || value.as_object().is_some_and(Map::is_empty) {
            return None;
        }
        let scored = self.branches.iter().enumerate().filter_map(|(n, branch)| Some((branch.fit(value)?, n)));
        let scored: Vec<(Fit, usize)> = scored.collect();
        // The first of the best; among several that nothing tells apart, nobody chose.
        let (best, n) = scored.iter().max_by_key(|(fit, n)| (fit.score, std::cmp::Reverse(*n)))?;
        (best.is_told || scored.len() == 1 || !self.is_beside).then_some(*n)
    }
}

/// How well a value fits a branch.
struct Fit {
    score: i64,
    /// The value holds something that is of this branch.
    is_told: bool,
}

impl Outline {
    /// How well a value fits; none when it can't.
    fn fit(&self, value: &Value) -> Option<Fit> {
        if !is_of_type(value, &self.type_name) {
            return None;
        }
        let mut rows = value.as_array().into_iter().flatten();
        if !rows.all(|row| row.is_null() || is_of_type(row, &self.rows)) {
            return None;
        }
        let Some(fields) = value.as_object() else { return Some(Fit { score: 0, is_told: true }) };
        let own = |names: &[String]| names.iter().try_fold(value, |value, name| value.get(name));
        let told: Vec<bool> =
            self.constants.iter().filter_map(|(names, allowed)| Some(allowed.contains(own(names)?))).collect();
        if told.contains(&false) {
            return None;
        }
        let told = told.len();
        let known = self.names.iter().filter(|name| fields.contains_key(*name)).count();
        let missing = self.required.iter().filter(|name| !fields.contains_key(*name)).count();
        let score = i64::try_from(8 * told + 2 * known).ok()? - i64::try_from(missing).ok()?;
        Some(Fit { score, is_told: told + known > 0 })
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        _ => true,
    }
}

/// Keeps a choice in a draft.
pub(crate) fn keep(draft: &mut Value, pointer: String, choice: Option<usize>) {
    aside::keep(draft, CHOICES, pointer, choice.map(Value::from));
}

impl Form {
    /// Of the errors of each branch of a union, those of the branch that was chosen, or that an answer tells.
    pub(super) fn branch_at<'e>(
        &self,
        at: &str,
        context: &'e [Vec<ValidationError<'static>>],
        evaluation: &Evaluation,
    ) -> Option<&'e [ValidationError<'static>]> {
        let choose = parse(at).and_then(|names| self.lookup.choose(&names));
        if let Some(Body::Choose(choose)) = choose.map(|(id, _)| &self.nodes[id].body) {
            let chosen = usize::try_from(evaluation.choices.get(at)?.as_u64()?).ok()?;
            let indexes = choose.indexes.get(chosen)?;
            let mut told = indexes.iter().filter_map(|index| context.get(*index));
            // Of several unions, the one whose branch asks what is wrong.
            let is_seen = |errors: &&Vec<_>| errors.iter().all(|error| self.is_seen(error, evaluation));
            let found = if indexes.len() == 1 { told.next() } else { told.find(is_seen) };
            return found.map(Vec::as_slice);
        }
        let is_other = |error: &ValidationError<'_>| matches!(error.kind(), Kind::Constant { .. } | Kind::Enum { .. });
        let mut told = context.iter().filter(|errors| !errors.iter().any(is_other));
        let first = told.next()?;
        (context.len() > 1 && told.next().is_none()).then_some(first)
    }

    fn is_seen(&self, error: &ValidationError<'_>, evaluation: &Evaluation) -> bool {
        let at = error.instance_path().as_str();
        let pointer = match error.kind() {
            Kind::Required { property } => format!("{at}/{}", escape(property.as_str().unwrap_or_default())),
            _ => at.to_owned(),
        };
        self.has_visible_field(&pointer, evaluation) != Some(false)
    }
}
