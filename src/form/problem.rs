//! What is wrong with a form's definition.

use crate::rules::analysis::Fault;
use serde::Serialize;
use std::collections::HashSet;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The form can't be served.
    Error,
    /// It works, and should be looked at.
    Warning,
}

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Problem {
    /// JSON Pointer in the definition: `/schema/…`, `/ui/…`, `/checks/0/…`.
    pub pointer: String,
    /// Stable; the sentence is the Fluent message `form-problem-<code>`.
    pub code: &'static str,
    pub severity: Severity,
    /// Values for the sentence.
    pub args: Vec<(&'static str, String)>,
}

/// Codes of what a form works without: nothing that is asked, hidden, computed or checked depends on it.
const IDLE: [&str; 17] = [
    "file-accept",
    "file-accept-list",
    "file-nature",
    "file-rule",
    "file-size",
    "file-template",
    "id-clash",
    "label-missing",
    "map-option",
    "pattern-many",
    "reference-example",
    "reference-insecure",
    "reference-name",
    "reference-target",
    "reference-target-row",
    "reference-when-down",
    "unknown-key",
];

/// Problems as they are found.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) found: Vec<Problem>,
    /// The form was published before some of them were looked at: what it works without is only told.
    pub(crate) is_published: bool,
}

impl Problems {
    pub(crate) fn error(&mut self, pointer: &str, code: &'static str, args: Vec<(&'static str, String)>) {
        if self.is_published && IDLE.contains(&code) {
            return self.warn(pointer, code, args);
        }
        self.found.push(Problem { pointer: pointer.to_owned(), code, severity: Severity::Error, args });
    }

    pub(crate) fn warn(&mut self, pointer: &str, code: &'static str, args: Vec<(&'static str, String)>) {
        self.found.push(Problem { pointer: pointer.to_owned(), code, severity: Severity::Warning, args });
    }

    /// The problems of a rule that stands at `pointer`.
    pub(crate) fn rule(&mut self, pointer: &str, problems: Vec<crate::rules::Problem>) {
        for problem in problems {
            self.error(&format!("{pointer}{}", problem.pointer), problem.code, problem.args);
        }
    }

    /// What the rule at `pointer` can never mean: one that can't give anything is an error, one that can is only surprising.
    pub(crate) fn faults(&mut self, pointer: &str, faults: Vec<Fault>) {
        for Fault { pointer: place, code, args } in faults {
            let here = format!("{pointer}{place}");
            if code == "rule-type" { self.error(&here, code, args) } else { self.warn(&here, code, args) }
        }
    }

    /// Each problem once: what is referred to in several places is wrong in one.
    pub(crate) fn distinct(problems: Vec<Problem>) -> Vec<Problem> {
        let mut known = HashSet::with_capacity(problems.len());
        problems.into_iter().filter(|problem| known.insert(problem.clone())).collect()
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.found.iter().any(|problem| problem.severity == Severity::Error)
    }
}
