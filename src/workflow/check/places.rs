//! Where the states of a definition stand, those within regions included.

use crate::workflow::definition::Definition;
use crate::workflow::state::State;

/// A state.
pub(super) struct Spot<'d> {
    pub(super) pointer: String,
    pub(super) name: &'d str,
    pub(super) state: &'d State,
    pub(super) is_inner: bool,
}

/// Every state.
pub(super) fn spots(definition: &Definition) -> Vec<Spot<'_>> {
    let mut found = Vec::new();
    for (name, state) in definition.states.iter() {
        let pointer = format!("/states/{name}");
        for (region, machine) in state.regions.iter() {
            found.extend(machine.states.iter().map(|(inner, state)| Spot {
                pointer: format!("{pointer}/states/{region}/states/{inner}"),
                name: inner,
                state,
                is_inner: true,
            }));
        }
        found.push(Spot { pointer, name, state, is_inner: false });
    }
    found
}
