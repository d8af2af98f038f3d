//! A former request becomes a new draft.

use super::Form;
use super::code::Code;
use super::evaluate::Context;
use super::explain::FieldError;
use super::given::{Given, shown};
use super::node::Field;
use super::prefill::{Prefilled, Refused, is_given};
use super::source::is_entry;
use serde_json::Value;

impl Form {
    /// A new draft with the answers of a former request that this form still asks: at the same pointer, of the same kind,
    /// still valid. Computed values are computed again; consents are asked again; files are their bytes' affair.
    pub fn take_over(&self, former: &Self, answers: &Value, context: &Context) -> Prefilled {
        let (mut given, mut gone) = (Vec::new(), Vec::new());
        for (pointer, field, value) in former.answered(answers).into_iter().filter(|(_, field, _)| is_given(field)) {
            if let Some(here) = self.asked_alike(&pointer, field) {
                given.push((pointer, self.kept(here, field, value)));
            } else {
                let error = FieldError::new(&pointer, Code::PrefillUnknown);
                gone.push(Refused { error, value: shown(&[Given::Value(value.clone())]) });
            }
        }
        // The bounds of the form are enough: the answers are those of a request that was sent.
        let mut filled = self.given(given, usize::MAX, |_| true, context);
        filled.refused.extend(gone);
        filled
    }

    /// Whether each answer to a former form has a field here, at the same pointer and of the same kind.
    pub fn has_room_for(&self, former: &Self, answers: &Value) -> bool {
        let mut answered = former.answered(answers).into_iter();
        answered.all(|(pointer, field, _)| self.asked_alike(&pointer, field).is_some())
    }

    fn asked_alike(&self, pointer: &str, former: &Field) -> Option<&Field> {
        let (id, _) = self.writable(pointer, None)?;
        self.nodes[id].field().filter(|here| are_alike(here, former))
    }

    /// The fields that have an answer, rows included.
    fn answered<'v>(&self, document: &'v Value) -> Vec<(String, &Field, &'v Value)> {
        let fields = self.nodes.iter().filter_map(|node| Some((node, node.field()?)));
        let mut found = Vec::new();
        for (node, field) in fields {
            for rows in self.instances(&node.blocks, document) {
                let value = field.template.get(document, &rows).filter(|value| !value.is_null());
                found.extend(value.map(|value| (field.template.pointer(&rows), field, value)));
            }
        }
        found
    }

    /// An entry that a service confirmed is worth what it was as long as the same service is asked for the same things.
    fn kept(&self, here: &Field, former: &Field, value: &Value) -> Given {
        let is_same = |here: &Field| match (&here.reference, &former.reference) {
            (Some(here), Some(former)) => here.asks_as(former) && is_entry(value),
            (here, _) => here.is_none(),
        };
        let differs = here.has_others(|id| self.nodes[id].field().is_some_and(|other| !is_same(other)));
        if is_same(here) && !differs { Given::Kept(value.clone()) } else { Given::Value(value.clone()) }
    }
}

/// Whether an answer to one may be an answer to the other. A line may become a text, and a text a line.
fn are_alike(one: &Field, other: &Field) -> bool {
    let is_text = |field: &Field| ["text", "textarea"].contains(&field.kind.name());
    one.kind.name() == other.kind.name() || (is_text(one) && is_text(other))
}
