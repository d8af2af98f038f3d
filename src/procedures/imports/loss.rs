//! What an import could not take as it was.

use crate::web::Lang;
use crate::web::i18n::text;
use fluent_bundle::FluentValue;
use serde_json::{Value, json};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is not in the procedure.
    Dropped,
    /// Something near stands in its place.
    Approximated,
    /// The source doesn't say it, and a procedure must: a placeholder waits.
    ToComplete,
}

impl Outcome {
    /// For programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Approximated => "approximated",
            Self::ToComplete => "to-complete",
        }
    }
}

/// Each kind of loss: its code, whose sentence is `imports-loss-<code>`, and what becomes of what is lost.
pub(super) const CODES: [(&str, Outcome); 35] = [
    ("calculation", Outcome::Dropped),
    ("choices", Outcome::Approximated),
    ("choices-elsewhere", Outcome::Approximated),
    ("component", Outcome::Dropped),
    ("component-unknown", Outcome::Approximated),
    ("condition", Outcome::Dropped),
    ("default", Outcome::Dropped),
    ("duplicate", Outcome::Approximated),
    ("field-type", Outcome::Approximated),
    ("file-elsewhere", Outcome::Dropped),
    ("file-value", Outcome::Approximated),
    ("format", Outcome::Approximated),
    ("hidden", Outcome::Dropped),
    ("invalid", Outcome::Dropped),
    ("key", Outcome::Approximated),
    ("language", Outcome::Approximated),
    ("layout", Outcome::Approximated),
    ("level", Outcome::Approximated),
    ("mask", Outcome::Dropped),
    ("media", Outcome::Dropped),
    ("pattern", Outcome::Dropped),
    ("placeholder", Outcome::Approximated),
    ("presentation", Outcome::Dropped),
    ("proof-instead", Outcome::Approximated),
    ("reference", Outcome::Approximated),
    ("refused", Outcome::Dropped),
    ("root", Outcome::Approximated),
    ("rule-action", Outcome::Dropped),
    ("service", Outcome::Dropped),
    ("text", Outcome::Dropped),
    ("to-complete", Outcome::ToComplete),
    ("unfetched", Outcome::Dropped),
    ("unread", Outcome::Dropped),
    ("validation", Outcome::Dropped),
    ("widget", Outcome::Approximated),
];

/// One thing that was lost, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// JSON Pointer in the source; `""` when the source says nothing of it.
    pub pointer: String,
    /// JSON Pointer in the procedure, where that is what matters.
    pub target: Option<String>,
    pub code: &'static str,
    args: Vec<(&'static str, String)>,
}

/// Characters of the source that a sentence quotes.
const QUOTED: usize = 80;

impl Loss {
    pub(super) fn new(pointer: &str, code: &'static str, args: &[(&'static str, &str)]) -> Self {
        let args = args.iter().map(|(name, value)| (*name, quoted(value))).collect();
        Self { pointer: pointer.to_owned(), target: None, code, args }
    }

    pub(super) fn at(mut self, target: &str) -> Self {
        self.target = Some(target.to_owned());
        self
    }

    pub fn outcome(&self) -> Outcome {
        let known = CODES.iter().find(|(code, _)| *code == self.code);
        known.map_or(Outcome::Dropped, |(_, outcome)| *outcome)
    }

    /// The sentence.
    pub fn told(&self, lang: Lang) -> String {
        let args: Vec<(&str, FluentValue<'_>)> =
            self.args.iter().map(|(name, value)| (*name, FluentValue::from(value.clone()))).collect();
        text(lang, &format!("imports-loss-{}", self.code), &args)
    }

    /// Where to look: in the source, or else in the procedure.
    pub fn place(&self) -> &str {
        match &self.target {
            Some(target) if self.pointer.is_empty() => target,
            _ if self.pointer.is_empty() => "/",
            _ => &self.pointer,
        }
    }

    /// For programs: `guichet import --from … --json`.
    pub fn to_json(&self, lang: Lang) -> Value {
        let mut told = json!({ "pointer": self.pointer, "code": self.code, "outcome": self.outcome().code(),
                               "message": self.told(lang) });
        if let Some(target) = &self.target {
            told["target"] = Value::from(target.as_str());
        }
        told
    }
}

/// The start of a text, on one line.
fn quoted(value: &str) -> String {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= QUOTED { line } else { line.chars().take(QUOTED).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::has;

    #[test]
    fn every_loss_has_a_sentence_in_each_language() {
        for (code, _) in CODES {
            for lang in Lang::ALL {
                assert!(has(lang, &format!("imports-loss-{code}")), "{code}");
            }
        }
    }
}
