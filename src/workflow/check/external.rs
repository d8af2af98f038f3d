//! Outside roles: whoever holds one has no account, so that a task is all that can be asked of them.

use super::outline::{Outline, Place, members};
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let is_outside = |name: &str| {
        let role = members(document, "roles").and_then(|roles| roles.get(name));
        role.is_some_and(|role| role["kind"] == "external")
    };
    let refused = |place: Place<'_>| {
        let name = place.value.as_str().filter(|name| is_outside(name))?;
        Some(Problem::new("E-external", &place.pointer, vec![("name", name.to_owned())]))
    };
    let pressed = outline.transitions.iter().flat_map(|transition| transition.each("roles"));
    let notified = outline.actions.iter().filter(|action| action.text("do") == Some("notify"));
    let notified = notified.flat_map(|action| action.each("to"));
    let clocks = outline.deadlines.iter().flat_map(|deadline| deadline.each("remind"));
    let reminded = clocks.flat_map(|reminder| reminder.each("to"));
    let escalated = outline.tasks.iter().filter_map(|task| task.get("due")?.get("escalateTo"));
    let mut found: Vec<Problem> =
        pressed.chain(notified).chain(reminded).chain(escalated).filter_map(refused).collect();
    let shown = outline.tasks.iter().filter(|task| !is_outside(task.text("role").unwrap_or_default()));
    found.extend(shown.filter_map(|task| {
        let shows = task.get("shows")?;
        Some(Problem::new("E-shows", shows.pointer, vec![("name", task.name.clone())]))
    }));
    found
}
