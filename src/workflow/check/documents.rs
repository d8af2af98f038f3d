//! The documents that a definition makes: who reads them, and those that its decisions name.

use super::outline::{Outline, Place};
use super::references::Names;
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let names = Names::of(document);
    let made: Vec<&Place<'_>> = made(outline).collect();
    let readers = made.iter().flat_map(|action| action.each("visibleTo"));
    let mut found: Vec<Problem> = readers.filter_map(|role| names.place("roles", &role, "E-role")).collect();
    let is_made =
        |name: &str| made.iter().any(|action| action.text("as") == Some(name) || action.text("template") == Some(name));
    let named = outline.states.iter().filter_map(|state| state.get("decision")?.get("document"));
    found.extend(named.filter_map(|place| {
        let name = place.value.as_str().filter(|name| !is_made(name))?;
        Some(Problem::new("E-document", &place.pointer, vec![("name", name.to_owned())]))
    }));
    found
}

/// The models that a definition makes documents from, each with its place.
pub fn templates(document: &Value) -> Vec<(String, String)> {
    named(&Outline::new(document), &["document"])
}

/// The words that a definition sends or leaves, by their names, each with its place.
pub fn words(document: &Value) -> Vec<(String, String)> {
    named(&Outline::new(document), &["notify", "message"])
}

/// The groups that a definition gives dossiers to, each with its place.
pub fn groups(document: &Value) -> Vec<(String, String)> {
    let outline = Outline::new(document);
    let assigned = outline.actions.iter().filter(|action| action.text("do") == Some("assign"));
    let group = |action: &Place<'_>| {
        let to = action.get("to")?;
        Some((to.pointer, to.value.as_str()?.strip_prefix("group:")?.to_owned()))
    };
    assigned.filter_map(group).collect()
}

/// The templates that these actions name.
fn named(outline: &Outline<'_>, actions: &[&str]) -> Vec<(String, String)> {
    let own = outline.actions.iter().filter(|action| action.text("do").is_some_and(|name| actions.contains(&name)));
    let template = |action: &Place<'_>| {
        let template = action.get("template")?;
        Some((template.pointer, template.value.as_str()?.to_owned()))
    };
    own.filter_map(template).collect()
}

fn made<'o, 'd>(outline: &'o Outline<'d>) -> impl Iterator<Item = &'o Place<'d>> {
    outline.actions.iter().filter(|action| action.text("do") == Some("document"))
}
