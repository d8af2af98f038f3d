//! Dead ends behind conditions that never hold: what they shut is no way out.

use super::flow;
use super::outline::Outline;
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use serde_json::Value;

/// Those that are only seen once such a way is taken away. `known` are the problems that were told, the conditions among them.
pub(super) fn check(document: &Value, outline: &Outline<'_>, known: &[Problem]) -> Vec<Problem> {
    let is_never = |pointer: &String| known.iter().any(|told| told.code == "W-never" && told.pointer == *pointer);
    let guards = outline.ways().filter_map(|way| Some(way.get("guard")?.pointer));
    let shut: Vec<String> = guards.filter(is_never).collect();
    if shut.is_empty() {
        return Vec::new();
    }
    let mut closed = document.clone();
    for pointer in shut {
        if let Some(guard) = closed.pointer_mut(&pointer) {
            *guard = Value::Bool(false);
        }
    }
    // It was read before, with other guards.
    let Ok(definition) = serde_json::from_value::<Definition>(closed) else { return Vec::new() };
    let mut found = flow::dead_ends(&definition);
    found.retain(|problem| !known.contains(problem));
    found
}
