//! Where the states of a definition stand, those within regions included, and their automatic branches.

use crate::workflow::definition::Definition;
use crate::workflow::state::State;
use crate::workflow::transition::Auto;

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

/// What lets a list of branches be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    Always,
    /// The work of the state is over.
    Done,
    /// Outside work has an answer.
    Answered,
}

/// Branches of which the first that is open is taken.
pub(super) struct Branches<'d> {
    pub(super) when: When,
    pub(super) pointer: String,
    pub(super) autos: &'d [Auto],
}

impl Branches<'_> {
    /// Where one of them is written: one alone may stand without a list.
    pub(super) fn pointer_of(&self, n: usize) -> String {
        match self.autos.len() {
            1 if self.when != When::Always => self.pointer.clone(),
            _ => format!("{}/{n}", self.pointer),
        }
    }
}

impl<'d> Spot<'d> {
    pub(super) fn branches(&self) -> Vec<Branches<'d>> {
        let Spot { pointer, state, .. } = self;
        let list = |when, key: &str, autos: &'d [Auto]| Branches { when, pointer: format!("{pointer}/{key}"), autos };
        let mut found = vec![list(When::Always, "always", &state.always), list(When::Done, "onDone", &state.on_done)];
        for (n, invoke) in state.invoke.iter().enumerate() {
            found.push(list(When::Answered, &format!("invoke/{n}/onDone"), &invoke.on_done));
            found.push(list(When::Answered, &format!("invoke/{n}/onError"), &invoke.on_error));
        }
        found.retain(|branches| !branches.autos.is_empty());
        found
    }
}
