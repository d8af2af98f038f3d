//! Deadlines: the names that they use, and lengths that civil dates can follow.

use super::outline::{Outline, Place, members};
use super::references::{Names, length};
use crate::workflow::definition::RETURN;
use crate::workflow::duration::Duration;
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let names = Names::of(document);
    let mut found: Vec<Problem> = outline.deadlines.iter().flat_map(|deadline| clock(deadline, &names)).collect();
    let actions = outline.actions.iter().filter(|action| action.text("do") == Some("deadline"));
    found.extend(actions.flat_map(|action| order(action, document, &names)));
    let drafts = outline.states.iter().filter(|state| state.text("phase") == Some("draft"));
    let begun = drafts.flat_map(|state| state.each("entry")).filter(|action| action.text("op") == Some("start"));
    found.extend(begun.map(|action| {
        let name = action.text("deadline").unwrap_or_default().to_owned();
        Problem::new("E-draft-clock", action.pointer, vec![("name", name)])
    }));
    found
}

fn clock(deadline: &Place<'_>, names: &Names<'_>) -> Vec<Problem> {
    let states = ["start", "suspendIn"].map(|key| deadline.each(key)).into_iter().flatten();
    let mut found: Vec<Problem> = states.filter_map(|state| names.place("states", &state, "E-target")).collect();
    let target = deadline.get("onExpiry").and_then(|then| then.get("target")).filter(|target| target.value == RETURN);
    found.extend(target.map(|target| {
        let args = vec![("name", deadline.name.clone()), ("target", RETURN.to_owned())];
        Problem::new("E-return", target.pointer, args)
    }));
    let drafts = members(names.document, "states");
    let is_draft = |state: &Place<'_>| {
        drafts.and_then(|all| all.get(state.value.as_str()?)?.get("phase")) == Some(&Value::from("draft"))
    };
    found.extend(
        deadline
            .each("start")
            .iter()
            .filter(|state| is_draft(state))
            .map(|state| Problem::new("E-draft-clock", &state.pointer, vec![("name", deadline.name.clone())])),
    );
    let count = deadline.text("count");
    let cases = deadline.each("duration");
    found.extend(deadline.get("duration").filter(|_| cases.is_empty()).and_then(|whole| civil(&whole, count)));
    found.extend(cases.iter().filter_map(|case| civil(&case.get("duration")?, count)));
    if cases.last().is_some_and(|last| last.get("when").is_some()) {
        found.push(Problem::new("E-duration-gap", format!("{}/duration", deadline.pointer), vec![]));
    }
    for reminder in deadline.each("remind") {
        found.extend(reminder.each("to").iter().filter_map(|role| names.place("roles", role, "E-role")));
        found.extend(reminder.get("before").and_then(|before| match before.get("duration") {
            Some(duration) => civil(&duration, before.text("count")),
            None => civil(&before, None),
        }));
    }
    found
}

/// The clocks that neither a state nor an action ever starts.
pub(super) fn idle(outline: &Outline<'_>) -> Vec<Problem> {
    let starts = |action: &&Place<'_>| action.text("do") == Some("deadline") && action.text("op") == Some("start");
    let started: Vec<&str> =
        outline.actions.iter().filter(starts).filter_map(|action| action.text("deadline")).collect();
    let idle = |clock: &&Place<'_>| clock.each("start").is_empty() && !started.contains(&clock.name.as_str());
    let clocks = outline.deadlines.iter().filter(idle);
    clocks.map(|clock| Problem::new("E-never-started", &clock.pointer, vec![("name", clock.name.clone())])).collect()
}

/// What counts business days, for a territory whose public holidays are not known.
pub(super) fn calendars(outline: &Outline<'_>) -> Vec<Problem> {
    let clocks = outline.deadlines.iter().flat_map(|deadline| {
        let reminders = deadline.each("remind").into_iter().filter_map(|reminder| reminder.get("before")?.get("count"));
        [deadline.get("count"), deadline.get("rollover")].into_iter().flatten().chain(reminders)
    });
    let timers = outline.timers.iter().filter_map(|timer| timer.get("delay")?.get("count"));
    let counts =
        |place: &Place<'_>| ["business", "next_business_day"].contains(&place.value.as_str().unwrap_or_default());
    clocks.chain(timers).filter(counts).map(|place| Problem::new("E-calendar", place.pointer, vec![])).collect()
}

/// An action on a deadline.
fn order(action: &Place<'_>, document: &Value, names: &Names<'_>) -> Vec<Problem> {
    let Some(deadline) = action.get("deadline") else { return Vec::new() };
    if let Some(unknown) = names.place("deadlines", &deadline, "E-deadline") {
        return vec![unknown];
    }
    let known = |name| members(document, "deadlines")?.get(name)?.get("count")?.as_str();
    let found = match action.get("by") {
        Some(by) => civil(&by, action.text("deadline").and_then(known)),
        None if action.text("op") == Some("extend") => Some(Problem::new("E-extend", &action.pointer, vec![])),
        None => None,
    };
    found.into_iter().collect()
}

/// A length in days, weeks, months and years; in days only when they are business days.
fn civil(place: &Place<'_>, count: Option<&str>) -> Option<Problem> {
    let text = place.value.as_str().unwrap_or_default();
    let Ok(duration) = text.parse::<Duration>() else { return length(place) };
    let code = match count {
        _ if duration.has_time() => "E-civil-duration",
        Some("business") if !duration.is_in_days() => "E-business-duration",
        _ => return None,
    };
    Some(Problem::new(code, &place.pointer, vec![("value", text.to_owned())]))
}
