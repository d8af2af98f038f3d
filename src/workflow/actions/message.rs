//! `message`: a message in the dossier's thread.

use super::{Kind, Machine, Perform, read};
use crate::workflow::step::Effect;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "message",
    read: read::<Message>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "message", "template": "bienvenue"}),
};

#[derive(Debug, Deserialize)]
struct Message {
    template: String,
}

impl Perform for Message {
    fn perform(&self, machine: &mut Machine<'_>) {
        machine.emit(Effect::Message { template: self.template.clone() });
    }
}
