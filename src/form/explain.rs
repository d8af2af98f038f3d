//! Violations of the schema as errors that people can act on.

use super::Form;
use super::code::{Code, SPECIFIC};
use super::compile::limits::LIMITS;
use super::evaluate::Evaluation;
use super::fields::money;
use super::node::{Field, Id};
use super::numbers;
use super::pointer::{Key, escape, parse};
use super::tally::Question;
use crate::rules::Text;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde::Serialize;
use serde_json::{Number, Value};

/// One thing that is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldError {
    /// JSON Pointer of the answer.
    pub pointer: String,
    /// The name of a [`Code`].
    pub code: &'static str,
    /// The Fluent message: `form-error-<code>` in kebab case, with what is expected where it helps (`form-error-format-iban`).
    pub key: String,
    /// Values for the sentence; numbers are written plainly.
    pub args: Vec<(&'static str, String)>,
    /// The author's own sentence.
    #[serde(skip)]
    pub text: Option<Text>,
    /// The questions that the sentence names, `{ $questions }`, in groups that are answered together.
    #[serde(skip)]
    pub questions: Vec<Vec<Question>>,
    /// Of two errors on one answer, the lower is told.
    #[serde(skip)]
    pub(super) rank: u8,
    /// The field that is shown there.
    #[serde(skip)]
    pub(super) field: Option<Id>,
    /// Whether that field asks for a sum of money.
    #[serde(skip)]
    pub(super) is_money: bool,
}

impl FieldError {
    /// Its pointer, after those of all that it stands in.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        let ends = self.pointer.match_indices('/').map(|(end, _)| end).chain([self.pointer.len()]);
        ends.map(|end| &self.pointer[..end])
    }

    /// An error whose sentence needs no value.
    pub fn new(pointer: impl Into<String>, code: Code) -> Self {
        let key = format!("form-error-{}", kebab(code.name()));
        let (args, text, questions) = (Vec::new(), None, Vec::new());
        let (rank, code) = (code as u8, code.name());
        Self { pointer: pointer.into(), code, key, args, text, questions, rank, field: None, is_money: false }
    }

    /// The bound that the sentence names, `{ $limit }`, as people of a language write it; none when it is no number.
    pub fn limit(&self, lang: &str) -> Option<String> {
        let (_, limit) = self.args.iter().find(|(name, _)| *name == "limit")?;
        let limit = limit.parse::<Number>().ok()?;
        Some(if self.is_money { money::written(&limit, lang) } else { numbers::display(&limit, 0, lang) })
    }

    /// The author's own sentence in a language, when there is one.
    pub fn said(&self, lang: &str) -> Option<&str> {
        self.text.as_ref().map(|text| text.in_language(lang, ""))
    }
}

/// Of a union that nothing fits, or that too much does.
pub(super) fn told_code(kind: &Kind) -> Code {
    match kind {
        Kind::AnyOf { .. } => Code::AnyOf,
        Kind::Not { .. } => Code::Not,
        _ => Code::OneOf,
    }
}

impl Form {
    /// One violation of the schema, in our words. What misses because it is hidden is no error.
    pub(super) fn explain(&self, error: &ValidationError<'_>, evaluation: &Evaluation) -> Vec<FieldError> {
        let at = error.instance_path().as_str();
        let under = |name: &str| format!("{at}/{}", escape(name));
        if let Some(errors) = self.explain_tally(error, evaluation) {
            return errors;
        }
        match error.kind() {
            Kind::Required { property } => {
                let pointer = under(property.as_str().unwrap_or_default());
                let hidden = self.has_visible_field(&pointer, evaluation) == Some(false);
                if hidden { Vec::new() } else { vec![self.error(pointer, Code::Required, vec![], evaluation)] }
            }
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => unexpected
                .iter()
                .map(|name| self.error(under(name), Code::AdditionalProperties, vec![], evaluation))
                .collect(),
            Kind::PropertyNames { error: of_name } => {
                let name = of_name.instance().as_str().unwrap_or_default();
                vec![self.error(under(name), Code::PropertyNames, vec![], evaluation)]
            }
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } if !self.offers_choices(at, evaluation) => {
                match self.branch_at(at, context, evaluation) {
                    Some(errors) => errors.iter().flat_map(|error| self.explain(error, evaluation)).collect(),
                    None => {
                        vec![self.error(self.answer_at(at, evaluation), told_code(error.kind()), vec![], evaluation)]
                    }
                }
            }
            kind => {
                let at = self.answer_at(at, evaluation);
                let (code, args) = self.code_of(kind, &at, evaluation);
                vec![self.error(at, code, args, evaluation)]
            }
        }
    }

    /// One violation of the schema, where the schema tells it.
    pub(super) fn told(&self, error: &ValidationError<'_>, evaluation: &Evaluation) -> FieldError {
        let at = error.instance_path().as_str();
        if let Some(error) = self.tell_tally(error) {
            return error;
        }
        if let Kind::Required { property } = error.kind() {
            let pointer = format!("{at}/{}", escape(property.as_str().unwrap_or_default()));
            return self.error(pointer, Code::Required, vec![], evaluation);
        }
        let (code, args) = match error.kind() {
            Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => {
                (Code::AdditionalProperties, vec![])
            }
            kind => self.code_of(kind, at, evaluation),
        };
        self.error(at.to_owned(), code, args, evaluation)
    }

    /// The answer in which a place lies: a ticked choice, a property of a file are corrected as one.
    fn answer_at(&self, pointer: &str, evaluation: &Evaluation) -> String {
        match self.shown_at(pointer, evaluation) {
            Some((_, field, rows)) if !matches!(field.kind.component(field), "repeat" | "parts") => {
                field.template.pointer(&rows)
            }
            _ => pointer.to_owned(),
        }
    }

    /// The field that a pointer names or stands in: of several at one address, the one that is shown.
    pub(super) fn shown_at(&self, pointer: &str, evaluation: &Evaluation) -> Option<(Id, &Field, Vec<Key>)> {
        let (first, rows, _) = self.lookup.nearest(&parse(pointer)?)?;
        let twins = self.nodes[first].field()?.twins.as_slice();
        let mut all = std::iter::once(first).chain(twins.iter().copied());
        let shown = all.find(|id| twins.is_empty() || !self.is_hidden(*id, &rows, evaluation)).unwrap_or(first);
        Some((shown, self.nodes[shown].field()?, rows))
    }

    fn code_of(&self, kind: &Kind, pointer: &str, evaluation: &Evaluation) -> (Code, Vec<(&'static str, String)>) {
        let count = |n: &u64| vec![("n", n.to_string())];
        let limit = |value: &Value| vec![("limit", value.to_string())];
        match kind {
            Kind::Type { .. } => (Code::Type, vec![]),
            Kind::Enum { .. } => (Code::Enum, vec![]),
            Kind::Constant { .. } => (Code::Const, vec![]),
            // A list of constants with titles is a list of choices.
            Kind::OneOfNotValid { .. } | Kind::AnyOf { .. } if self.offers_choices(pointer, evaluation) => {
                (Code::Enum, vec![])
            }
            Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } | Kind::AnyOf { .. } => {
                (told_code(kind), vec![])
            }
            Kind::Format { format } => (Code::Format, vec![("format", format.clone())]),
            Kind::Pattern { .. } | Kind::BacktrackLimitExceeded { .. } => (Code::Pattern, vec![]),
            Kind::Minimum { limit: value } => (Code::Minimum, limit(value)),
            Kind::Maximum { limit: value } => (Code::Maximum, limit(value)),
            Kind::ExclusiveMinimum { limit: value } => (Code::ExclusiveMinimum, limit(value)),
            Kind::ExclusiveMaximum { limit: value } => (Code::ExclusiveMaximum, limit(value)),
            Kind::MultipleOf { multiple_of } => (Code::MultipleOf, vec![("limit", multiple_of.to_string())]),
            Kind::MinLength { limit } => (Code::MinLength, count(limit)),
            Kind::MaxLength { limit } => (Code::MaxLength, count(limit)),
            Kind::MinItems { limit } => (Code::MinItems, count(limit)),
            Kind::MaxItems { limit } => (Code::MaxItems, count(limit)),
            Kind::AdditionalItems { limit } => (Code::MaxItems, vec![("n", limit.to_string())]),
            Kind::MinProperties { limit } => (Code::MinProperties, count(limit)),
            Kind::MaxProperties { limit } => (Code::MaxProperties, count(limit)),
            Kind::PropertyNames { .. } => (Code::PropertyNames, vec![]),
            Kind::UniqueItems => (Code::UniqueItems, vec![]),
            Kind::Contains => (Code::Contains, vec![]),
            Kind::Not { .. } => (Code::Not, vec![]),
            Kind::Custom { keyword, message } => match LIMITS.iter().find(|(known, _)| known.name() == keyword) {
                Some((known, _)) => (*known, vec![("limit", self.typed_at(pointer, message, evaluation))]),
                None => (Code::Other, vec![]),
            },
            _ => (Code::Other, vec![]),
        }
    }

    /// A bound as people would type it.
    fn typed_at(&self, pointer: &str, bound: &str, evaluation: &Evaluation) -> String {
        let field = self.shown_at(pointer, evaluation);
        field.map_or_else(
            || bound.to_owned(),
            |(_, field, _)| field.value_kind.typed(field, &Value::from(bound), &self.base),
        )
    }

    fn offers_choices(&self, pointer: &str, evaluation: &Evaluation) -> bool {
        self.shown_at(pointer, evaluation).is_some_and(|(_, field, _)| !field.choices.is_empty() && !field.is_open)
    }

    /// An error with the sentence that fits its field best.
    pub(super) fn error(
        &self,
        pointer: String,
        code: Code,
        args: Vec<(&'static str, String)>,
        evaluation: &Evaluation,
    ) -> FieldError {
        let mut error = FieldError { args, ..FieldError::new(pointer, code) };
        if let Some((_, field, _)) = self.shown_at(&error.pointer, evaluation) {
            let said = |keyword: &str| field.messages.iter().find(|(known, _)| *known == keyword);
            let custom = || if code == Code::Required { None } else { said("custom") };
            error.text = said(code.name()).or_else(custom).map(|(_, text)| text.clone());
            let kind = (code, field.value_kind.name());
            error.is_money = kind.1 == "money";
            if SPECIFIC.contains(&kind) {
                error.key = format!("{}-{}", error.key, kind.1);
            } else if let Some(key) = field.wrong.filter(|_| code == Code::Pattern) {
                error.key = key.to_owned();
            }
        }
        error
    }
}

/// `minItems` → `min-items`.
fn kebab(code: &str) -> String {
    let mut key = String::with_capacity(code.len() + 3);
    for char in code.chars() {
        if char.is_ascii_uppercase() {
            key.push('-');
        }
        key.push(char.to_ascii_lowercase());
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::words::tests::exists;

    #[test]
    fn codes_make_keys() {
        assert_eq!(FieldError::new("/a", Code::MinItems).key, "form-error-min-items");
    }

    #[test]
    fn every_code_has_its_sentence_in_each_language() {
        for code in Code::ALL {
            let error = FieldError::new("", *code);
            assert!(exists(&error.key), "{}", error.key);
        }
        for key in ["any-of-questions", "any-of-groups", "one-of-questions", "one-of-groups", "not-all-questions"] {
            assert!(exists(&format!("form-error-{key}")), "{key}");
        }
        for (code, kind) in SPECIFIC {
            let key = format!("{}-{kind}", FieldError::new("", *code).key);
            assert!(exists(&key), "{key}");
        }
    }
}
