//! The circuit as a list: what a drawing tells, for who does not see it.

use super::{Standing, Words};
use crate::workflow::circuit::{Circuit, To};
use serde::Serialize;

/// A state.
#[derive(Debug, Serialize)]
pub struct Step {
    pub label: String,
    pub phase: String,
    pub here: bool,
    pub done: bool,
    /// What is done in it.
    pub work: Vec<String>,
    pub ways: Vec<Told>,
}

/// A way: what opens it, and where it leads; nowhere when the state stays.
#[derive(Debug, Serialize)]
pub struct Told {
    pub text: String,
    pub to: Vec<String>,
}

pub(super) fn steps(circuit: &Circuit, standing: Standing<'_>, words: &impl Words) -> Vec<Step> {
    let scope = &circuit.scope;
    let reachable = scope.reachable();
    let states = scope.states.iter().zip(reachable).filter(|(_, reachable)| *reachable);
    let step = |(state, _): (&crate::workflow::circuit::State, bool)| {
        let here = standing.here == Some(state.name.as_str());
        let told = |way: &crate::workflow::circuit::Way| Told {
            text: words.way(way),
            to: match &way.to {
                To::Stay => Vec::new(),
                to => to.states().iter().map(|to| scope.states[*to].label.clone()).collect(),
            },
        };
        Step {
            label: state.label.clone(),
            phase: state.phase.clone(),
            here,
            done: !here && standing.done.contains(&state.name),
            work: state.work(),
            ways: state.open_ways().into_iter().map(told).collect(),
        }
    };
    states.map(step).collect()
}
