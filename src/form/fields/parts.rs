use super::Kind;

/// A part of an answer that is a question of its own.
#[derive(Debug)]
pub struct Part {
    /// The property.
    pub(crate) name: &'static str,
    /// The message that labels it.
    pub(crate) label: &'static str,
    /// The autocomplete token that it has when the answer is about the person who fills the form; empty for none.
    pub(crate) token: &'static str,
    pub(crate) width: Option<u64>,
    /// Who draws it, when its schema doesn't tell.
    pub(crate) kind: Option<&'static dyn Kind>,
    /// The message for an answer that its `pattern` refuses, when no kind has one.
    pub(crate) wrong: Option<&'static str>,
}
