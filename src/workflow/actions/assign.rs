//! `assign`: who is in charge of the dossier.

use super::{Kind, Machine, Perform, read};
use crate::workflow::step::Effect;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "assign",
    read: read::<Assign>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "assign", "to": "me"}),
};

#[derive(Debug, Deserialize)]
struct Assign {
    /// `me`, `nobody` or `group:<name>`.
    to: String,
}

impl Perform for Assign {
    fn perform(&self, machine: &mut Machine<'_>) {
        machine.emit(Effect::Assign { to: self.to.clone() });
    }
}
