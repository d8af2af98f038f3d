//! `document`: makes a document from a model and keeps it with the dossier.

use super::{Kind, Machine, Perform, read};
use crate::workflow::step::Effect;
use serde::Deserialize;

pub(super) const KIND: Kind = Kind {
    name: "document",
    read: read::<Document>,
    #[cfg(test)]
    example: || serde_json::json!({"do": "document", "template": "arrete", "as": "arrete"}),
};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Document {
    template: String,
    /// What the dossier calls it: another of the same name takes its place.
    #[serde(rename = "as")]
    name: String,
    /// The roles that read it; everybody, when empty.
    #[serde(default)]
    visible_to: Vec<String>,
}

impl Perform for Document {
    fn perform(&self, machine: &mut Machine<'_>) {
        let Self { template, name, visible_to } = self;
        machine.emit(Effect::Document {
            template: template.clone(),
            name: name.clone(),
            visible_to: visible_to.clone(),
        });
    }
}
