//! Two answers to one question: somebody wrote while somebody else's page was open. The draft keeps the first as the answer,
//! and the second beside the answers until a person chooses. Nothing that was written is lost.

use super::Form;
use super::aside::{self, CHOICES, CONFLICTS};
use super::code::Code;
use super::element::TwoAnswers;
use super::evaluate::Evaluation;
use super::explain::FieldError;
use super::past::Writer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An answer that waits for a choice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// What was written last, null for a blank. None for a row that came back because somebody had written in it.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub value: Option<Value>,
    /// Who wrote it.
    pub by: Writer,
    /// Who wrote the answer that stands, or took the row away, as far as is known.
    pub other: Option<Writer>,
}

/// A null that is there is a blank answer.
fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// Which of two answers to keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The one that stands.
    Standing,
    /// The one that was written last.
    Last,
}

impl Conflict {
    /// The answer that waits, for the page that it was written in.
    pub(crate) fn written_in(&self, page: &str) -> Option<&Value> {
        self.value.as_ref().filter(|_| !page.is_empty() && self.by.page == page)
    }

    pub(crate) fn drawn(&self, name: &str, standing: Vec<String>, last: Vec<String>) -> TwoAnswers {
        TwoAnswers { name: name.to_owned(), standing, last, by: self.by.clone(), other: self.other.clone() }
    }
}

/// The conflict of an input, or of a row.
pub(crate) fn of(draft: &Value, name: &str) -> Option<Conflict> {
    serde_json::from_value(aside::kept(draft, CONFLICTS, name)?.clone()).ok()
}

/// Keeps a conflict in a draft, or takes it out.
pub(crate) fn keep(draft: &mut Value, name: &str, conflict: Option<&Conflict>) {
    let conflict = conflict.and_then(|conflict| serde_json::to_value(conflict).ok());
    aside::keep(draft, CONFLICTS, name.to_owned(), conflict);
}

/// The names that wait for a choice.
pub(crate) fn names(draft: &Value) -> impl Iterator<Item = &str> {
    draft.get(CONFLICTS).and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str())
}

impl Form {
    /// Ends a conflict by a choice.
    pub fn choose_answer(&self, draft: &mut Value, name: &str, choice: Choice, only: Option<&[String]>) {
        let Some(conflict) = of(draft, name) else { return };
        if let (Choice::Last, Some(value)) = (choice, conflict.value) {
            // An answer that can't be written any more stays to be chosen.
            let Some(posted) = self.target(draft, name, value, only) else { return };
            if self.nodes[posted.id].field().is_some_and(|field| field.block.is_some()) {
                return;
            }
            self.write(draft, posted);
        }
        keep(draft, name, None);
    }

    /// Every answer that waits for a choice, where its question is asked.
    pub(super) fn conflicts(&self, draft: &Value, evaluation: &Evaluation) -> Vec<FieldError> {
        let waiting = names(draft).filter(|name| of(draft, name).is_some_and(|conflict| conflict.value.is_some()));
        let drawn = waiting.filter(|name| self.is_drawn(name, draft)).map(|name| name.trim_end_matches(CHOICES));
        let asked = drawn.filter(|pointer| self.has_visible_field(pointer, evaluation) != Some(false));
        asked.map(|pointer| FieldError::new(pointer, Code::Conflict)).collect()
    }

    /// Whether the rows that an input stands in are there.
    fn is_drawn(&self, name: &str, draft: &Value) -> bool {
        let found = self.target(draft, name, Value::Null, None);
        found.is_some_and(|found| self.has_rows(found.id, &found.rows, draft))
    }
}
