//! The automatic branches of a state, and where each is written.

use super::state::State;
use super::transition::Auto;

/// What lets a list of branches be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When<'d> {
    Always,
    /// The work of the state is over.
    Done,
    /// Outside work has an answer, or has failed.
    Answered(&'d str, bool),
}

/// Branches of which the first that is open is taken.
pub(super) struct Branches<'d> {
    pub(super) when: When<'d>,
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

impl State {
    /// Its automatic branches. `pointer` is where the state is written.
    pub(super) fn branches(&self, pointer: &str) -> Vec<Branches<'_>> {
        let list = |when, key: &str, autos| Branches { when, pointer: format!("{pointer}/{key}"), autos };
        let mut found = vec![list(When::Always, "always", self.always.as_slice())];
        for (n, invoke) in self.invoke.iter().enumerate() {
            let when = |done| When::Answered(&invoke.id, done);
            found.push(list(when(true), &format!("invoke/{n}/onDone"), &invoke.on_done));
            found.push(list(when(false), &format!("invoke/{n}/onError"), &invoke.on_error));
        }
        found.push(list(When::Done, "onDone", &self.on_done));
        found.retain(|branches| !branches.autos.is_empty());
        found
    }
}
