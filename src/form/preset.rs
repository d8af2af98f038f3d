//! Answers that the schema gives by itself: `default`, until somebody types another. A question that is asked only sometimes
//! gets its own when it appears: what is hidden is never answered for anybody.

use super::Form;
use super::evaluate::{Context, Evaluation};
use super::merge::is_asked;
use super::node::{Field, Id};
use super::pointer::Key;
use serde_json::{Map, Value};

/// A first answer may bring a question that has one too; in more turns than these nobody finds their way.
const MAX_TURNS: usize = 10;

impl Form {
    /// The draft that a new request starts with.
    pub fn initial(&self, context: &Context) -> Value {
        let mut draft = Value::Object(Map::new());
        self.preset(&mut draft, |_, _| true);
        self.propose_since(None, &mut draft, context, None);
        draft
    }

    /// Gives the questions that appeared since `before` their first answers, where they have none; one that took the place
    /// of another takes over its own, as long as nobody changed the other's.
    pub fn propose(&self, before: &Value, draft: &mut Value, context: &Context, only: Option<&[String]>) {
        if !self.late.is_empty() && before != draft {
            self.propose_since(Some((before, &self.evaluate(before, context))), draft, context, only);
        }
    }

    fn propose_since(
        &self,
        before: Option<(&Value, &Evaluation)>,
        draft: &mut Value,
        context: &Context,
        only: Option<&[String]>,
    ) {
        for _ in 0..MAX_TURNS {
            let mut given = Vec::new();
            if !self.late.is_empty() {
                let now = self.evaluate(draft, context);
                for id in &self.late {
                    given.extend(self.appeared(*id, before, (draft, &now)).into_iter().map(|rows| (*id, rows)));
                }
            }
            given.retain(|(id, rows)| {
                let field = self.nodes[*id].field();
                field.is_some_and(|field| is_asked(&field.template.pointer(rows), only))
            });
            if given.is_empty() {
                return;
            }
            for (id, rows) in given {
                if let Some((field, default)) = self.given_by_schema(id) {
                    field.template.put(draft, &rows, default.clone());
                }
            }
        }
    }

    /// The rows in which a field is asked now and wasn't before, and waits for its first answer.
    fn appeared(
        &self,
        id: Id,
        before: Option<(&Value, &Evaluation)>,
        (draft, now): (&Value, &Evaluation),
    ) -> Vec<Vec<Key>> {
        let Some((field, default)) = self.given_by_schema(id) else { return Vec::new() };
        let blocks = &self.nodes[id].blocks;
        let was_asked = |rows: &Vec<Key>| {
            before.is_some_and(|(_, was)| {
                !self.is_hidden(id, rows, was) && self.instances(blocks, &was.values).contains(rows)
            })
        };
        let is_free = |rows: &Vec<Key>| match field.template.get(draft, rows) {
            None | Some(Value::Null) => true,
            Some(there) => there != default && self.is_of_twin(field, rows, there, before),
        };
        let rows = self.instances(blocks, &now.values).into_iter();
        rows.filter(|rows| !self.is_hidden(id, rows, now) && !was_asked(rows) && is_free(rows)).collect()
    }

    /// Whether an answer is the untouched first one of the field that was asked here before.
    fn is_of_twin(&self, field: &Field, rows: &[Key], there: &Value, before: Option<(&Value, &Evaluation)>) -> bool {
        before.is_some_and(|(old, was)| {
            let is_first = |twin: &Id| self.given_by_schema(*twin).is_some_and(|(_, default)| default == there);
            let mut twins = field.twins.iter().filter(|twin| !self.is_hidden(**twin, rows, was));
            field.template.get(old, rows) == Some(there) && twins.any(is_first)
        })
    }

    fn given_by_schema(&self, id: Id) -> Option<(&Field, &Value)> {
        self.nodes[id].field().and_then(|field| Some((field, field.default.as_ref()?)))
    }

    /// Gives the fields of a new row their first answers, but for those that are asked only sometimes.
    pub(super) fn preset_row(&self, draft: &mut Value, block: Id, row: &[Key]) {
        self.preset(draft, |blocks, rows| blocks.get(row.len() - 1) == Some(&block) && rows.starts_with(row));
    }

    /// Gives an answer to what has a default and no answer, where `here` holds of the blocks and the rows.
    fn preset(&self, draft: &mut Value, here: impl Fn(&[Id], &[Key]) -> bool) {
        for (id, node) in self.nodes.iter().enumerate().filter(|(id, _)| self.late.binary_search(id).is_err()) {
            let Some((field, default)) = self.given_by_schema(id) else { continue };
            for rows in self.instances(&node.blocks, draft).into_iter().filter(|rows| here(&node.blocks, rows)) {
                if field.template.get(draft, &rows).is_none_or(Value::is_null) {
                    field.template.put(draft, &rows, default.clone());
                }
            }
        }
    }
}
