//! Answers that the schema gives by itself: `default`, until somebody types another. A question that is asked only sometimes
//! gets its own when it appears: what is hidden is never answered for anybody.

use super::Form;
use super::evaluate::{Context, Evaluation};
use super::merge::is_asked;
use super::node::{Field, Id};
use super::pointer::Key;
use serde_json::{Map, Value};
use std::cell::OnceCell;

/// A first answer may bring a question that has one too; in more turns than these nobody finds their way.
const MAX_TURNS: usize = 10;

/// A draft before somebody wrote in it, evaluated when that is asked.
struct Before<'v> {
    draft: &'v Value,
    evaluation: OnceCell<Evaluation>,
}

impl Before<'_> {
    fn evaluated(&self, form: &Form, context: &Context) -> &Evaluation {
        self.evaluation.get_or_init(|| form.evaluate(self.draft, context))
    }
}

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
            self.propose_since(Some(&Before { draft: before, evaluation: OnceCell::new() }), draft, context, only);
        }
    }

    fn propose_since(
        &self,
        before: Option<&Before<'_>>,
        draft: &mut Value,
        context: &Context,
        only: Option<&[String]>,
    ) {
        for _ in 0..MAX_TURNS {
            let mut given = Vec::new();
            if !self.late.is_empty() {
                let now = self.evaluate(draft, context);
                for id in &self.late {
                    let appeared = self.appeared(*id, before, (draft, &now), context);
                    given.extend(appeared.into_iter().map(|rows| (*id, rows)));
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
                    self.give(id, field, &rows, draft, default);
                }
            }
        }
    }

    /// The rows in which a field is asked now and wasn't before, and waits for its first answer.
    fn appeared(
        &self,
        id: Id,
        before: Option<&Before<'_>>,
        (draft, now): (&Value, &Evaluation),
        context: &Context,
    ) -> Vec<Vec<Key>> {
        let Some((field, default)) = self.given_by_schema(id) else { return Vec::new() };
        let was_asked = |rows: &[Key]| {
            before.is_some_and(|before| {
                let was = before.evaluated(self, context);
                !self.is_hidden(id, rows, was) && self.has_rows(id, rows, &was.values)
            })
        };
        let is_free = |rows: &[Key]| {
            waits(field, rows, draft)
                || field
                    .template
                    .get(draft, rows)
                    .is_some_and(|there| there != default && self.is_of_twin(field, rows, there, before, context))
        };
        let rows = self.instances(&self.nodes[id].blocks, &now.values).into_iter();
        rows.filter(|rows| !self.is_hidden(id, rows, now) && is_free(rows) && !was_asked(rows)).collect()
    }

    /// Whether an answer is the untouched first one of the field that was asked here before.
    fn is_of_twin(
        &self,
        field: &Field,
        rows: &[Key],
        there: &Value,
        before: Option<&Before<'_>>,
        context: &Context,
    ) -> bool {
        before.is_some_and(|before| {
            let is_first = |twin: &&Id| self.given_by_schema(**twin).is_some_and(|(_, default)| default == there);
            let mut twins = field.twins.iter().filter(is_first);
            field.template.get(before.draft, rows) == Some(there)
                && twins.any(|twin| !self.is_hidden(*twin, rows, before.evaluated(self, context)))
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
                if waits(field, &rows, draft) {
                    self.give(id, field, &rows, draft, default);
                }
            }
        }
    }

    fn give(&self, id: Id, field: &Field, rows: &[Key], draft: &mut Value, default: &Value) {
        let mut value = default.clone();
        if let (Some(first), Value::Array(given)) = (first_row(field), &mut value) {
            let mut list = field.template.get(draft, rows).and_then(Value::as_array).cloned().unwrap_or_default();
            list.resize(first, Value::Null);
            list.append(given);
            *given = list;
        }
        self.put(id, rows, draft, value);
    }
}

/// Whether nothing is answered: of rows that follow places, not one is there.
fn waits(field: &Field, rows: &[Key], draft: &Value) -> bool {
    match (field.template.get(draft, rows), first_row(field)) {
        (None | Some(Value::Null), _) => true,
        (Some(Value::Array(list)), Some(first)) => list.len() <= first,
        _ => false,
    }
}

/// The number of the first row, where places come before.
fn first_row(field: &Field) -> Option<usize> {
    field.block.as_ref().map(|block| block.first).filter(|first| *first > 0)
}
