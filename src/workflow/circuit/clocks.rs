//! Where the time of a clock may be over.

use super::read::{Reader, entries, items};
use super::ways::{self, resolve_returns};
use super::{Scope, Trigger};
use serde_json::Value;

/// Adds what follows when clocks run out, to the states where they may: those after the states that start them where a dossier
/// rests, but for those that stop them. An expiry may lead to where another clock runs: they are looked for until no more is
/// found.
pub(super) fn add(scope: &mut Scope, reader: &mut Reader<'_>) {
    let document = reader.document;
    let mut expiries = Vec::new();
    for (name, clock) in entries(&document["deadlines"]) {
        let Some(then) = clock.get("onExpiry") else { continue };
        let pointer = format!("/deadlines/{name}/onExpiry");
        let trigger = Trigger::Expiry(name.clone());
        let Some(mut way) = ways::way(reader, &document["states"], trigger, then, &pointer) else { continue };
        way.label = reader.text(clock, "label");
        let number = |state: &Value| entries(&document["states"]).position(|(known, _)| state == known);
        let starts: Vec<usize> = match clock["start"].as_array() {
            Some(starts) if !starts.is_empty() => starts.iter().filter_map(number).collect(),
            // One that no state starts is started by an action, anywhere.
            _ => vec![scope.initial],
        };
        let stops: Vec<usize> = items(&clock["suspendIn"]).iter().filter_map(number).collect();
        expiries.push((way, starts, stops));
    }
    loop {
        let mut found = false;
        resolve_returns(scope);
        for (way, starts, stops) in &expiries {
            let runs = scope.after(starts.iter().copied());
            for (number, state) in scope.states.iter_mut().enumerate() {
                let rests = runs[number] && !state.is_final && !state.is_passing() && !stops.contains(&number);
                if rests && !state.ways.iter().any(|known| known.trigger == way.trigger) {
                    state.ways.push(way.clone());
                    found = true;
                }
            }
        }
        if !found {
            return;
        }
    }
}
