//! Names that stand for something: states, roles, forms, variables, lengths of time.

use super::outline::{Outline, Place, members};
use super::{shape, tasks};
use crate::workflow::definition::RETURN;
use crate::workflow::duration::Duration;
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let names = Names::of(document);
    let mut found = Vec::new();
    let initial = document.get("initial").and_then(Value::as_str).unwrap_or_default();
    found.extend(names.unknown("states", initial, "/initial", "E-target"));
    for way in outline.ways() {
        found.extend(way.get("target").and_then(|target| names.target(&target)));
    }
    for state in &outline.states {
        // `onDone` by its target alone.
        found.extend(state.get("onDone").filter(|done| done.value.is_string()).and_then(|done| names.target(&done)));
    }
    for region in &outline.regions {
        let initial = region
            .get("initial")
            .filter(|initial| !region.each("states").iter().any(|state| initial.value == state.name.as_str()));
        found.extend(initial.map(|at| {
            Problem::new("E-target", &at.pointer, vec![("name", at.value.as_str().unwrap_or_default().to_owned())])
        }));
    }
    for task in &outline.tasks {
        found.extend(tasks::check(task, &names, outline));
    }
    for transition in &outline.transitions {
        found.extend(transition.each("from").iter().filter_map(|state| names.target(state)));
        found.extend(transition.each("roles").iter().filter_map(|role| names.place("roles", role, "E-role")));
        found.extend(transition.get("form").and_then(|form| names.place("forms", &form, "E-form")));
        found.extend(transition.each("exclude").iter().filter_map(|rule| tasks::exclusion(rule, &names, outline)));
    }
    for action in &outline.actions {
        let told = if action.text("do") == Some("notify") { action.each("to") } else { Vec::new() };
        found.extend(told.iter().filter_map(|role| names.place("roles", role, "E-role")));
        found.extend(action.get("data").and_then(|data| names.place("data", &data, "E-data")));
    }
    for timer in &outline.timers {
        found.extend(timer.get("delay").and_then(|delay| length(&delay).or_else(|| business(&delay))));
        if timer.get("target").is_none() && timer.each("actions").is_empty() {
            found.push(Problem::new("E-timer", &timer.pointer, vec![]));
        }
    }
    let steps = outline.scenarios.iter().flat_map(|scenario| scenario.each("steps"));
    found.extend(steps.filter_map(|step| length(&step.get("wait")?)));
    found.extend(members(document, "data").into_iter().flatten().filter_map(|(name, schema)| variable(name, schema)));
    found
}

/// The names that a definition declares.
pub(super) struct Names<'d> {
    pub(super) document: &'d Value,
}

impl<'d> Names<'d> {
    pub(super) fn of(document: &'d Value) -> Self {
        Self { document }
    }

    /// A state of the region that the place is in, or of the whole.
    fn target(&self, place: &Place<'_>) -> Option<Problem> {
        let mut way = place.pointer.split('/').skip(1);
        let region = match (way.next(), way.next(), way.next(), way.next()) {
            (Some("states"), Some(state), Some("states"), Some(region)) => {
                self.document.pointer(&format!("/states/{state}/states/{region}/states"))
            }
            _ => None,
        };
        let beside = place.value.as_str().is_some_and(|name| region.is_some_and(|states| states.get(name).is_some()));
        if place.value == RETURN || beside { None } else { self.place("states", place, "E-target") }
    }

    /// How many people a role has for sure.
    pub(super) fn people(&self, role: &str) -> u64 {
        let role = members(self.document, "roles").and_then(|roles| roles.get(role));
        role.and_then(|role| role.get("min")?.as_u64()).unwrap_or(1)
    }

    /// What a place names must stand in a table of the document.
    pub(super) fn place(&self, table: &str, place: &Place<'_>, code: &'static str) -> Option<Problem> {
        self.unknown(table, place.value.as_str()?, &place.pointer, code)
    }

    pub(super) fn unknown(&self, table: &str, name: &str, pointer: &str, code: &'static str) -> Option<Problem> {
        let known = members(self.document, table).is_some_and(|members| members.contains_key(name));
        (!known).then(|| Problem::new(code, pointer, vec![("name", name.to_owned())]))
    }
}

/// What should be a length of time, with its count or without.
pub(super) fn length(place: &Place<'_>) -> Option<Problem> {
    let at = place.get("duration");
    let at = at.as_ref().unwrap_or(place);
    let read = at.value.as_str().is_some_and(|text| text.parse::<Duration>().is_ok());
    (!read).then(|| shape::duration(&at.pointer, at.value))
}

/// Business days make no hours.
fn business(delay: &Place<'_>) -> Option<Problem> {
    let at = delay.get("duration").filter(|_| delay.text("count") == Some("business"))?;
    let duration: Duration = at.value.as_str()?.parse().ok()?;
    let args = vec![("value", at.value.as_str().unwrap_or_default().to_owned())];
    (!duration.is_in_days()).then(|| Problem::new("E-business-duration", at.pointer, args))
}

/// A variable's declaration is a schema, and its default is one of its values.
fn variable(name: &str, schema: &Value) -> Option<Problem> {
    let pointer = format!("/data/{name}");
    let args = vec![("name", name.to_owned())];
    match jsonschema::options().with_pattern_options(jsonschema::PatternOptions::regex()).build(schema) {
        Ok(validator) => {
            let fits = schema.get("default").is_none_or(|default| validator.is_valid(default));
            (!fits).then(|| Problem::new("E-default", format!("{pointer}/default"), args))
        }
        Err(_) => Some(Problem::new("E-data-schema", pointer, args)),
    }
}
