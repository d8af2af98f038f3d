//! Violations of the schema as errors that people can act on.

use super::Form;
use super::compile::limits::LIMITS;
use super::evaluate::Evaluation;
use super::node::Body;
use super::pointer::{escape, parse};
use crate::rules::Text;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde::Serialize;
use serde_json::Value;

/// One thing that is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldError {
    /// JSON Pointer of the answer.
    pub pointer: String,
    /// A keyword of JSON Schema (`required`, `minItems`…), or `bank-country`, `check`, `decimals`, `dossier`, `hour`,
    /// `prefill-…`, `reference`, `unverified`.
    pub code: &'static str,
    /// The Fluent message: `form-error-<code>` in kebab case, with what is expected where it helps (`form-error-format-iban`).
    pub key: String,
    /// Values for the sentence; numbers are written plainly.
    pub args: Vec<(&'static str, String)>,
    /// The author's own sentence.
    #[serde(skip)]
    pub text: Option<Text>,
}

impl FieldError {
    /// An error whose sentence needs no value.
    pub fn new(pointer: impl Into<String>, code: &'static str) -> Self {
        Self { pointer: pointer.into(), code, key: format!("form-error-{}", kebab(code)), args: Vec::new(), text: None }
    }

    /// The author's own sentence in a language, when there is one.
    pub fn said(&self, lang: &str) -> Option<&str> {
        self.text.as_ref().map(|text| text.in_language(lang, ""))
    }
}

/// Of a union that nothing fits.
fn error_code(kind: &Kind) -> &'static str {
    if matches!(kind, Kind::AnyOf { .. }) { "anyOf" } else { "oneOf" }
}

impl Form {
    /// One violation of the schema, in our words. What misses because it is hidden is no error.
    pub(super) fn explain(&self, error: &ValidationError<'_>, evaluation: &Evaluation) -> Vec<FieldError> {
        let at = error.instance_path().as_str();
        let under = |name: &str| format!("{at}/{}", escape(name));
        match error.kind() {
            Kind::Required { property } => {
                let pointer = under(property.as_str().unwrap_or_default());
                let hidden = self.has_visible_field(&pointer, evaluation) == Some(false);
                if hidden { Vec::new() } else { vec![self.error(pointer, "required", vec![])] }
            }
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                unexpected.iter().map(|name| self.error(under(name), "additionalProperties", vec![])).collect()
            }
            Kind::PropertyNames { error: of_name } => {
                vec![self.error(under(of_name.instance().as_str().unwrap_or_default()), "propertyNames", vec![])]
            }
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } if !self.offers_choices(at) => {
                match self.branch_at(at, context, evaluation) {
                    Some(errors) => errors.iter().flat_map(|error| self.explain(error, evaluation)).collect(),
                    None => vec![self.error(self.answer_at(at), error_code(error.kind()), vec![])],
                }
            }
            kind => {
                let at = self.answer_at(at);
                let (code, args) = self.code_of(kind, &at);
                vec![self.error(at, code, args)]
            }
        }
    }

    /// One violation of the schema, where the schema tells it.
    pub(super) fn told(&self, error: &ValidationError<'_>) -> FieldError {
        let at = error.instance_path().as_str();
        if let Kind::Required { property } = error.kind() {
            let pointer = format!("{at}/{}", escape(property.as_str().unwrap_or_default()));
            return self.error(pointer, "required", vec![]);
        }
        let (code, args) = match error.kind() {
            Kind::AdditionalProperties { .. } | Kind::UnevaluatedProperties { .. } => ("additionalProperties", vec![]),
            kind => self.code_of(kind, at),
        };
        self.error(at.to_owned(), code, args)
    }

    /// Of the errors of each branch of a union, those of the branch that was chosen, or that an answer tells.
    fn branch_at<'e>(
        &self,
        at: &str,
        context: &'e [Vec<ValidationError<'static>>],
        evaluation: &Evaluation,
    ) -> Option<&'e [ValidationError<'static>]> {
        let choose = parse(at).and_then(|names| self.lookup.choose(&names));
        if let Some(Body::Choose(choose)) = choose.map(|(id, _)| &self.nodes[id].body) {
            let chosen = usize::try_from(evaluation.choices.get(at)?.as_u64()?).ok()?;
            return context.get(*choose.indexes.get(chosen)?).map(Vec::as_slice);
        }
        let is_other = |error: &ValidationError<'_>| matches!(error.kind(), Kind::Constant { .. } | Kind::Enum { .. });
        let mut told = context.iter().filter(|errors| !errors.iter().any(is_other));
        let first = told.next()?;
        (context.len() > 1 && told.next().is_none()).then_some(first)
    }

    /// The answer in which a place lies: a ticked choice, a property of a file are corrected as one.
    fn answer_at(&self, pointer: &str) -> String {
        let nearest = parse(pointer).and_then(|names| self.lookup.nearest(&names));
        let field = nearest.and_then(|(id, rows, _)| Some((self.nodes[id].field()?, rows)));
        match field {
            Some((field, rows)) if !matches!(field.kind.component(field), "repeat" | "parts") => {
                field.template.pointer(&rows)
            }
            _ => pointer.to_owned(),
        }
    }

    fn code_of(&self, kind: &Kind, pointer: &str) -> (&'static str, Vec<(&'static str, String)>) {
        let count = |n: &u64| vec![("n", n.to_string())];
        let limit = |value: &Value| vec![("limit", value.to_string())];
        match kind {
            Kind::Type { .. } => ("type", vec![]),
            Kind::Enum { .. } => ("enum", vec![]),
            Kind::Constant { .. } => ("const", vec![]),
            // A list of constants with titles is a list of choices.
            Kind::OneOfNotValid { .. } | Kind::AnyOf { .. } if self.offers_choices(pointer) => ("enum", vec![]),
            Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } | Kind::AnyOf { .. } => {
                (error_code(kind), vec![])
            }
            Kind::Format { format } => ("format", vec![("format", format.clone())]),
            Kind::Pattern { .. } | Kind::BacktrackLimitExceeded { .. } => ("pattern", vec![]),
            Kind::Minimum { limit: value } => ("minimum", limit(value)),
            Kind::Maximum { limit: value } => ("maximum", limit(value)),
            Kind::ExclusiveMinimum { limit: value } => ("exclusiveMinimum", limit(value)),
            Kind::ExclusiveMaximum { limit: value } => ("exclusiveMaximum", limit(value)),
            Kind::MultipleOf { multiple_of } => ("multipleOf", vec![("limit", multiple_of.to_string())]),
            Kind::MinLength { limit } => ("minLength", count(limit)),
            Kind::MaxLength { limit } => ("maxLength", count(limit)),
            Kind::MinItems { limit } => ("minItems", count(limit)),
            Kind::MaxItems { limit } => ("maxItems", count(limit)),
            Kind::AdditionalItems { limit } => ("maxItems", vec![("n", limit.to_string())]),
            Kind::MinProperties { limit } => ("minProperties", count(limit)),
            Kind::MaxProperties { limit } => ("maxProperties", count(limit)),
            Kind::PropertyNames { .. } => ("propertyNames", vec![]),
            Kind::UniqueItems => ("uniqueItems", vec![]),
            Kind::Contains => ("contains", vec![]),
            Kind::Not { .. } => ("not", vec![]),
            Kind::Custom { keyword, message } => match LIMITS.iter().find(|(known, _)| known == keyword) {
                Some((known, _)) => (*known, vec![("limit", self.typed_at(pointer, message))]),
                None => ("other", vec![]),
            },
            _ => ("other", vec![]),
        }
    }

    /// A bound as people would type it.
    fn typed_at(&self, pointer: &str, bound: &str) -> String {
        let field = self.field_at(pointer);
        field.map_or_else(|| bound.to_owned(), |field| field.value_kind.typed(field, &Value::from(bound), &self.base))
    }

    fn offers_choices(&self, pointer: &str) -> bool {
        self.field_at(pointer).is_some_and(|field| !field.choices.is_empty() && !field.is_open)
    }

    /// An error with the sentence that fits its field best.
    pub(super) fn error(&self, pointer: String, code: &'static str, args: Vec<(&'static str, String)>) -> FieldError {
        let mut error = FieldError { args, ..FieldError::new(pointer, code) };
        if let Some(field) = self.field_at(&error.pointer) {
            let said = |keyword: &str| field.messages.iter().find(|(known, _)| *known == keyword);
            let custom = || if code == "required" { None } else { said("custom") };
            error.text = said(code).or_else(custom).map(|(_, text)| text.clone());
            let kind = (code, field.value_kind.name());
            if SPECIFIC.contains(&kind) {
                error.key = format!("{}-{}", error.key, kind.1);
            }
        }
        error
    }
}

/// Errors whose sentence depends on the kind of the field.
pub(super) const SPECIFIC: &[(&str, &str)] = &[
    ("required", "choice"),
    ("required", "choice-other"),
    ("required", "civility"),
    ("required", "multiple"),
    ("required", "yes-no"),
    ("required", "file"),
    ("required", "date"),
    ("required", "date-time"),
    ("required", "consent"),
    ("required", "repeat"),
    ("required", "entries"),
    ("required", "map"),
    ("required", "departement"),
    ("required", "region"),
    ("const", "consent"),
    ("type", "integer"),
    ("type", "decimal"),
    ("type", "money"),
    ("type", "commune"),
    ("type", "reference"),
    ("type", "map"),
    ("format", "date"),
    ("format", "date-time"),
    ("format", "time"),
    ("format", "email"),
    ("format", "phone"),
    ("format", "siren"),
    ("format", "siret"),
    ("format", "vat-fr"),
    ("format", "rna"),
    ("format", "rnf"),
    ("format", "uai"),
    ("format", "nir"),
    ("format", "tax-fr"),
    ("format", "iban"),
    ("format", "bic"),
    ("format", "dossier-number"),
    ("format", "url"),
    ("format", "commune"),
    ("format", "departement"),
    ("format", "region"),
    ("format", "epci"),
    ("format", "country"),
    ("minItems", "multiple"),
    ("minItems", "file"),
    ("maxItems", "multiple"),
    ("maxItems", "file"),
    ("multipleOf", "money"),
];

/// Of two errors on one answer, the lower is told.
pub(super) fn rank(code: &str) -> u8 {
    match code {
        "required" => 0,
        // They say precisely what other codes only guess.
        code if code.starts_with("geometry") => 0,
        "type" | "additionalProperties" | "propertyNames" => 1,
        "enum" | "const" | "hour" => 2,
        "format" | "decimals" | "reference" | "unverified" => 3,
        "pattern" => 5,
        "check" => 9,
        "anyOf" | "oneOf" | "not" | "other" => 8,
        _ => 4,
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

    const CODES: &[&str] = &[
        "additionalProperties",
        "anyOf",
        "bank-country",
        "check",
        "const",
        "contains",
        "decimals",
        "dossier",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "formatExclusiveMaximum",
        "formatExclusiveMinimum",
        "formatMaximum",
        "formatMinimum",
        "geometryCrossing",
        "geometryFew",
        "geometryFile",
        "geometryFileEmpty",
        "geometryFileMany",
        "geometryFileShape",
        "geometryFileSize",
        "geometryJson",
        "geometryMany",
        "geometryMissing",
        "geometryPositions",
        "geometryRange",
        "geometryShape",
        "geometrySize",
        "geometryUnread",
        "hour",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "not",
        "nameMissing",
        "namePending",
        "nameTaken",
        "oneOf",
        "other",
        "pattern",
        "prefill-closed",
        "prefill-file",
        "prefill-hidden",
        "prefill-many",
        "prefill-row",
        "prefill-unknown",
        "propertyNames",
        "reference",
        "required",
        "type",
        "uniqueItems",
        "unverified",
    ];

    #[test]
    fn codes_make_keys() {
        assert_eq!(FieldError::new("/a", "minItems").key, "form-error-min-items");
    }

    #[test]
    fn every_error_has_its_sentence_in_each_language() {
        for code in CODES {
            let error = FieldError::new("", code);
            assert!(exists(&error.key), "{}", error.key);
        }
        for (code, kind) in SPECIFIC {
            let key = format!("{}-{kind}", FieldError::new("", code).key);
            assert!(exists(&key), "{key}");
        }
    }
}
