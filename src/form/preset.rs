//! Answers that the schema gives by itself: `default`, until somebody types another.

use super::Form;
use super::node::Id;
use super::pointer::Key;
use serde_json::{Map, Value};

impl Form {
    /// The draft that a new request starts with.
    pub fn initial(&self) -> Value {
        let mut draft = Value::Object(Map::new());
        self.preset(&mut draft, |_, _| true);
        draft
    }

    /// Gives the fields of a new row their first answers.
    pub(super) fn preset_row(&self, draft: &mut Value, block: Id, row: &[Key]) {
        self.preset(draft, |blocks, rows| blocks.get(row.len() - 1) == Some(&block) && rows.starts_with(row));
    }

    /// Gives an answer to what has a default and no answer, where `here` holds of the blocks and the rows.
    fn preset(&self, draft: &mut Value, here: impl Fn(&[Id], &[Key]) -> bool) {
        for node in &self.nodes {
            let Some((field, default)) = node.field().and_then(|field| Some((field, field.default.as_ref()?))) else {
                continue;
            };
            for rows in self.instances(&node.blocks, draft).into_iter().filter(|rows| here(&node.blocks, rows)) {
                if field.template.get(draft, &rows).is_none_or(Value::is_null) {
                    field.template.put(draft, &rows, default.clone());
                }
            }
        }
    }
}
