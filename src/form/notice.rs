//! Answers that are kept as they are, with something to be known of them.

use super::Form;
use super::evaluate::Evaluation;
use serde_json::Value;

impl Form {
    /// Whether a page has an answer with something to be known, which was not said of it before.
    pub fn has_news(&self, number: usize, before: &Value, after: &Value, evaluation: &Evaluation) -> bool {
        self.nodes.iter().enumerate().filter(|(_, node)| node.page == number).any(|(id, node)| {
            let Some(field) = node.field() else { return false };
            self.instances(&node.blocks, after).iter().any(|rows| {
                let said = |draft| field.template.get(draft, rows).and_then(|value| field.kind.notice(value, ""));
                let is = said(after);
                is.is_some() && is != said(before) && !self.is_hidden(id, rows, evaluation)
            })
        })
    }
}
