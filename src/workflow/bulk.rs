//! The buttons that may be pressed on many dossiers at once.

use super::definition::Definition;
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
            motivation: motivation(definition, transition),
        }));
    }
    found
}

fn motivation(definition: &Definition, transition: &Transition) -> Option<Motivation> {
    let reached = definition.states.get(transition.target.as_deref()?)?;
    reached.decision.as_ref().map(|rule| rule.motivation)
}

/// Whether nothing of this name, where a dossier stands, is to be pressed on one dossier only.
pub(super) fn is_bulk(definition: &Definition, snapshot: &Snapshot, name: &str) -> bool {
    definition.offered(snapshot, name).iter().all(|transition| transition.bulk)
}
