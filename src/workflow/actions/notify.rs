//! `notify`: a mail to everyone who holds some roles.

use super::{Kind, Machine, Perform, read};
use crate::workflow::step::Effect;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "notify",
    read: read::<Notify>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "notify", "to": ["applicant"], "template": "depot"}),
};

#[derive(Debug, Deserialize)]
struct Notify {
    to: Vec<String>,
    template: String,
}

impl Perform for Notify {
    fn perform(&self, machine: &mut Machine<'_>) {
        machine.emit(Effect::Notify { to: self.to.clone(), template: self.template.clone() });
    }
}
