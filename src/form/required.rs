//! Which answers are required, for the others as they are.

use super::Form;
use super::condition::Condition;
use super::evaluate::Evaluation;
use super::node::{Field, Id};
use super::pointer::{Key, Template};
use super::unanswered::is_unanswered;
use crate::rules::Context;
use serde_json::Value;
use std::sync::Arc;

/// Something is required when all of these hold.
#[derive(Debug, Clone)]
pub(crate) struct Demand {
    pub(crate) conditions: Vec<Arc<Condition>>,
}

impl Demand {
    fn holds(&self, values: &Value, rows: &[Key]) -> bool {
        let nothing = Context::new(&Value::Null);
        self.conditions.iter().all(|condition| condition.holds(values, rows, &nothing))
    }
}

impl Form {
    /// Notes what is required only because of other answers.
    pub(super) fn settle_demands(&self, evaluation: &mut Evaluation) {
        for (id, node) in self.nodes.iter().enumerate() {
            let Some(field) = node.field().filter(|field| !field.demands.is_empty()) else { continue };
            for rows in self.instances(&node.blocks, &evaluation.values) {
                if field.demands.iter().any(|demand| demand.holds(&evaluation.values, &rows)) {
                    evaluation.demanded.insert((id, rows));
                }
            }
        }
        for (template, demand) in &self.wanted {
            for rows in super::check::rows_of(template, &evaluation.values) {
                if demand.holds(&evaluation.values, &rows) {
                    evaluation.wanted.insert(template.pointer(&rows));
                }
            }
        }
    }

    /// Whether a field must be answered. In an object that is optional nothing must, as long as nothing in it is answered.
    pub(crate) fn is_required(&self, id: Id, field: &Field, rows: &[Key], evaluation: &Evaluation) -> bool {
        let is_named = field.required || evaluation.demanded.contains(&(id, rows.to_vec()));
        is_named && field.within.iter().all(|object| is_there(object, rows, evaluation))
    }
}

fn is_there(object: &Template, rows: &[Key], evaluation: &Evaluation) -> bool {
    object.get(&evaluation.values, rows).is_some_and(|value| !is_unanswered(value))
        || (!evaluation.wanted.is_empty() && evaluation.wanted.contains(&object.pointer(rows)))
}
