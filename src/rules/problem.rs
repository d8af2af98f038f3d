//! What is wrong with a rule.

/// One violation of the language, found by [`super::Rule::compile`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where, as a JSON Pointer (RFC 6901) from the rule's root; `""` is the whole rule.
    pub pointer: String,
    /// `rule-operator`, `rule-arguments`, `rule-shape`, `rule-variable`, `rule-nesting`, `rule-depth` or `rule-size`.
    pub code: &'static str,
    /// Values for the sentence that a person reads.
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(super) fn new(code: &'static str, pointer: &str, args: Vec<(&'static str, String)>) -> Self {
        Self { pointer: pointer.to_owned(), code, args }
    }
}
