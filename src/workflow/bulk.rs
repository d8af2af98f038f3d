//! The buttons that may be pressed on many dossiers at once.

use super::actions::Correction;
use super::definition::Definition;
use super::offers::{correction, motivation};
use super::state::Motivation;
use super::step::Snapshot;
use super::transition::Transition;

/// A button of a state that may be pressed on many dossiers at once.
#[derive(Debug, Clone, Copy)]
pub struct BulkButton<'d> {
    /// The state that offers it, by itself or within one of its regions.
    pub state: &'d str,
    pub name: &'d str,
    pub transition: &'d Transition,
    /// The id of the form to fill in (`guichet:decision`, `guichet:correction`…).
    pub form: Option<&'d str>,
    /// Whether the decision that it leads to must say why; none when it decides nothing.
    pub motivation: Option<Motivation>,
    /// What it asks for when it asks the applicant for corrections.
    pub correction: Option<Correction>,
}

pub(super) fn buttons(definition: &Definition) -> Vec<BulkButton<'_>> {
    let mut found = Vec::new();
    for (state, here) in definition.states.iter() {
        let inner = here.regions.iter().flat_map(|(_, region)| region.states.iter());
        let inner = inner.flat_map(|(_, state)| state.on.iter());
        let bulk = inner.chain(definition.transitions(state)).filter(|(_, transition)| transition.bulk);
        found.extend(bulk.map(|(name, transition)| BulkButton {
            state,
            name,
            transition,
            form: transition.form.as_deref().and_then(|form| definition.forms.get(form)).map(String::as_str),
            motivation: transition.target.as_deref().and_then(|target| motivation(definition, target)),
            correction: correction(definition, transition, transition.target.as_deref()),
        }));
    }
    found
}

/// Whether nothing of this name, where a dossier stands, is to be pressed on one dossier only.
pub(super) fn is_bulk(definition: &Definition, snapshot: &Snapshot, name: &str) -> bool {
    definition.offered(snapshot, name).iter().all(|transition| transition.bulk)
}
