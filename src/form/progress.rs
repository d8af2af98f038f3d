//! How far each page is, for whoever comes back to a draft.

use super::Form;
use super::evaluate::Context;
use super::explain::FieldError;
use super::node::Field;
use super::unanswered::is_unanswered;
use super::whole::document_of;
use serde_json::Value;
use std::collections::BTreeSet;

/// How far a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Something is asked, nothing is answered.
    Blank,
    /// Nothing is answered, and nothing has to be.
    Optional,
    /// Something that must be answered is not.
    Partial,
    /// An answer is refused.
    Wrong,
    Complete,
}

impl Form {
    /// How far each page of a draft is, in their order; `errors` are those of its check. An answer that every new draft has
    /// begins nothing.
    pub fn progress(&self, draft: &Value, errors: &[FieldError], context: &Context) -> Vec<Progress> {
        let (begun, document) = (self.begun(draft, context), document_of(draft));
        let is_answered = |error: &FieldError| document.pointer(&error.pointer).is_some_and(|it| !is_unanswered(it));
        let of_page = |page: usize| {
            let errors: Vec<_> = errors.iter().filter(|error| self.page_of(&error.pointer) == Some(page)).collect();
            match (errors.is_empty(), begun.contains(&page)) {
                (false, _) if errors.into_iter().any(is_answered) => Progress::Wrong,
                (false, true) => Progress::Partial,
                (false, false) => Progress::Blank,
                (true, true) => Progress::Complete,
                (true, false) => Progress::Optional,
            }
        };
        (1..=self.pages.len()).map(of_page).collect()
    }

    /// The pages on which somebody answered something.
    fn begun(&self, draft: &Value, context: &Context) -> BTreeSet<usize> {
        let first = self.initial(context);
        let (first, document) = (document_of(&first), document_of(draft));
        let mut begun = BTreeSet::new();
        for node in &self.nodes {
            let Some(field) = node.field().filter(|field| is_asked_for(field)) else { continue };
            let answers = |rows: &Vec<_>| {
                let value = field.template.get(document, rows);
                value.is_some_and(|value| !is_unanswered(value)) && value != field.template.get(first, rows)
            };
            if !begun.contains(&node.page) && self.instances(&node.blocks, document).iter().any(answers) {
                begun.insert(node.page);
            }
        }
        begun
    }
}

/// Whether people answer it themselves, in one place.
fn is_asked_for(field: &Field) -> bool {
    let is_own = !matches!(field.kind.component(field), "repeat" | "parts" | "calculated");
    is_own && !field.read_only && !field.silent && field.fixed.is_none()
}
