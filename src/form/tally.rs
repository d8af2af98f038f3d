//! How many of several questions are to be answered: one at least, one and no other, not all. JSON Schema says it of what an
//! object requires (`anyOf`, `oneOf` and `not` of `required`); who answers is told by the questions.

use super::Form;
use super::code::Code;
use super::evaluate::Evaluation;
use super::explain::{FieldError, told_code};
use super::node::{Id, Node};
use super::pointer::{Key, Template, parse};
use crate::rules::Text;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

/// Several groups of questions of one object, and how many groups are to be answered.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) count: Count,
    /// The object.
    pub(crate) template: Template,
    pub(crate) groups: Vec<Vec<Asked>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// One at least.
    Any,
    /// One and no other.
    One,
    /// Not all of them.
    NotAll,
}

/// A property by its name, and what it asks.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) label: Text,
}

/// A question that an error is about, beside its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The pointer of its first input.
    pub pointer: String,
    pub label: Text,
}

impl Tally {
    /// Whether this is what an error says.
    fn is_told(&self, kind: &Kind) -> bool {
        let requires =
            |group: &[Asked], name: Option<&str>| group.iter().any(|asked| Some(asked.name.as_str()) == name);
        let misses = |group: &[Asked], errors: &[ValidationError<'_>]| {
            errors.iter().all(|error| match error.kind() {
                Kind::Required { property } => requires(group, property.as_str()),
                _ => false,
            })
        };
        let are_told = |context: &[Vec<ValidationError<'static>>]| {
            let mut pairs = self.groups.iter().zip(context);
            self.groups.len() == context.len() && pairs.all(|(group, errors)| misses(group, errors))
        };
        match (self.count, kind) {
            (Count::Any, Kind::AnyOf { context })
            | (Count::One, Kind::OneOfNotValid { context } | Kind::OneOfMultipleValid { context }) => are_told(context),
            (Count::NotAll, Kind::Not { schema }) => {
                let names = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                let mut pairs = self.groups.iter().zip(names);
                self.groups.len() == names.len() && pairs.all(|(group, name)| requires(group, name.as_str()))
            }
            _ => false,
        }
    }

    /// Whether this is one of the questions of which one is wanted.
    pub(super) fn wants(&self, template: &Template) -> bool {
        self.count != Count::NotAll
            && self.groups.iter().flatten().any(|asked| self.template.child(&asked.name) == *template)
    }

    fn key(&self) -> &'static str {
        let are_single = self.groups.iter().all(|group| group.len() == 1);
        match (self.count, are_single) {
            (Count::Any, true) => "form-error-any-of-questions",
            (Count::Any, false) => "form-error-any-of-groups",
            (Count::One, true) => "form-error-one-of-questions",
            (Count::One, false) => "form-error-one-of-groups",
            (Count::NotAll, _) => "form-error-not-all-questions",
        }
    }
}

impl Form {
    /// What an error says of how many questions are answered. It stands on the last page that asks one of them, where all
    /// can be known: at the first of those there. None where it says something else; nothing where no question can be answered.
    pub(super) fn explain_tally(
        &self,
        error: &ValidationError<'_>,
        evaluation: &Evaluation,
    ) -> Option<Vec<FieldError>> {
        let (tally, rows) = self.tally_of(error)?;
        let is_asked = |asked: &Asked| {
            let pointer = tally.template.child(&asked.name).pointer(&rows);
            self.has_visible_field(&pointer, evaluation) != Some(false)
        };
        let groups = tally.groups.iter().filter(|group| group.iter().all(is_asked));
        let questions: Vec<Vec<Question>> = groups
            .map(|group| group.iter().map(|asked| self.tallied(tally, asked, &rows, Some(evaluation))).collect())
            .collect();
        let last = questions.iter().flatten().filter_map(|question| self.page_of(&question.pointer)).max();
        let here = questions.iter().flatten().filter(|question| self.page_of(&question.pointer) == last);
        let Some(first) = here.min_by_key(|question| self.place(&question.pointer)) else { return Some(Vec::new()) };
        let pointer = first.pointer.clone();
        let is_alone = tally.count != Count::NotAll && questions.len() == 1 && questions[0].len() == 1;
        Some(vec![if is_alone {
            self.error(pointer, Code::Required, vec![], evaluation)
        } else {
            FieldError { key: tally.key().to_owned(), questions, ..FieldError::new(pointer, told_code(error.kind())) }
        }])
    }

    /// The same, where the schema tells it.
    pub(super) fn tell_tally(&self, error: &ValidationError<'_>) -> Option<FieldError> {
        let (tally, rows) = self.tally_of(error)?;
        let groups = tally.groups.iter();
        let questions = groups.map(|group| group.iter().map(|asked| self.tallied(tally, asked, &rows, None)).collect());
        let plain = FieldError::new(error.instance_path().as_str(), told_code(error.kind()));
        Some(FieldError { key: tally.key().to_owned(), questions: questions.collect(), ..plain })
    }

    fn tally_of(&self, error: &ValidationError<'_>) -> Option<(&Tally, Vec<Key>)> {
        let at = error.instance_path().as_str();
        let (_, rows) = self.lookup.at(&parse(at).filter(|_| !self.tallies.is_empty())?)?;
        let mut here = self.tallies.iter().filter(|tally| tally.template.pointer(&rows) == at);
        Some((here.find(|tally| tally.is_told(error.kind()))?, rows))
    }

    /// A question, with its first input: what is asked in several parts has several.
    fn tallied(&self, tally: &Tally, asked: &Asked, rows: &[Key], evaluation: Option<&Evaluation>) -> Question {
        let pointer = tally.template.child(&asked.name).pointer(rows);
        let place = parse(&pointer).and_then(|names| self.lookup.at(&names));
        let is_there = |id: &Id| evaluation.is_none_or(|evaluation| !self.is_hidden(*id, rows, evaluation));
        let inputs = place.map(|(place, _)| place.fields()).unwrap_or_default();
        let first = inputs.into_iter().filter(is_there).min().and_then(|id| Node::field(&self.nodes[id]));
        let pointer = first.map_or(pointer, |field| field.template.pointer(rows));
        Question { pointer, label: asked.label.clone() }
    }
}
