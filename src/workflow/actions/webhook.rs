//! `webhook`: tells a program of others that something happened.

use super::{Kind, Machine, Perform, read};
use crate::workflow::step::Effect;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "webhook",
    read: read::<Webhook>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "webhook", "event": "subsidy.granted"}),
};

#[derive(Debug, Deserialize)]
struct Webhook {
    event: String,
}

impl Perform for Webhook {
    fn perform(&self, machine: &mut Machine<'_>) {
        machine.emit(Effect::Webhook { event: self.event.clone() });
    }
}
