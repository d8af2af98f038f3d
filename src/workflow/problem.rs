//! What is wrong with a definition.

use serde::Serialize;

/// Whether a problem blocks publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Error,
    /// To confirm before publishing.
    Warning,
}

/// One problem, where it is, and the values of its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// JSON Pointer (RFC 6901) in the definition; `""` is the whole of it.
    pub pointer: String,
    /// Stable: `E-…` blocks, `W-…` asks for confirmation.
    pub code: &'static str,
    pub severity: Severity,
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    pub(super) fn new(code: &'static str, pointer: impl Into<String>, args: Vec<(&'static str, String)>) -> Self {
        let severity = if code.starts_with("W-") { Severity::Warning } else { Severity::Error };
        Self { pointer: pointer.into(), code, severity, args }
    }

    /// Whether the definition can't be published with it.
    pub fn blocks(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The key of its sentence.
    pub fn message_key(&self) -> String {
        format!("workflow-problem-{}", self.code)
    }
}
