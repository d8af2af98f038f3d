//! The buttons that a person sees on a dossier, in words.

use super::Dossier;
use crate::procedures::Revision;
use crate::web::Lang;
use crate::workflow::{Actor, Inputs, Kind, Motivation};
use crate::{Error, Result};
use serde::Serialize;

/// A button.
#[derive(Debug, Clone, Serialize)]
pub struct Button {
    /// What the command is called, in addresses too.
    pub name: String,
    pub label: String,
    pub kind: Kind,
    /// What is asked with it: `decision` (reasons), `correction` (a message and fields), or nothing.
    pub form: Option<&'static str>,
    /// Asked before doing it.
    pub confirm: Option<String>,
    /// Whether reasons must be given.
    pub motivation_required: bool,
    /// The state that it leads to, in the words of who reads.
    pub leads_to: Option<String>,
}

/// The form of a request for correction, as transitions name it.
pub const CORRECTION: &str = "guichet:correction";

/// The buttons of someone who holds this role.
pub fn buttons(
    dossier: &Dossier,
    revision: &Revision,
    actor: &Actor,
    inputs: &Inputs<'_>,
    lang: Lang,
) -> Result<Vec<Button>> {
    let snapshot = serde_json::from_value(dossier.snapshot.clone()).map_err(Error::internal)?;
    let definition = revision.workflow.definition();
    let applicant = actor.roles.iter().any(|role| definition.is_applicant(role));
    let offers = revision.workflow.offers(&snapshot, actor, inputs).into_iter();
    // Nobody could answer it.
    let offers = offers.filter(|offer| revision.is_fillable() || offer.form.as_deref() != Some(CORRECTION));
    let button = |offer: crate::workflow::Offer| Button {
        label: revision.said(&offer.label, lang.code()).to_owned(),
        confirm: offer.confirm.as_ref().map(|text| revision.said(text, lang.code()).to_owned()),
        form: offer.form.as_deref().and_then(built_in),
        motivation_required: offer.motivation == Some(Motivation::Required),
        leads_to: offer.target.map(|state| {
            let label = if applicant { revision.applicant_label(&state, lang) } else { revision.label(&state, lang) };
            label.to_owned()
        }),
        kind: offer.kind,
        name: offer.name,
    };
    Ok(offers.map(button).collect())
}

/// A form of the product's own, by what its pages call it.
pub fn built_in(form: &str) -> Option<&'static str> {
    match form {
        "guichet:decision" => Some("decision"),
        CORRECTION => Some("correction"),
        _ => None,
    }
}
