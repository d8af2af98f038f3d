//! What is well written and has no effect: lengths of nothing, reminders before the start, buttons that do nothing.

use super::outline::Outline;
use super::places::spots;
use crate::civil::Territory;
use crate::workflow::deadline::{Deadline, Length};
use crate::workflow::definition::Definition;
use crate::workflow::duration::Duration;
use crate::workflow::problem::Problem;
use crate::workflow::scenario::Scenario;
use crate::workflow::task::{Exclusion, Task};
use crate::workflow::transition::{Delay, Kind, Origin, Transition};
use chrono::{DateTime, Utc};
use jsonschema::PatternOptions;

pub(super) fn check(definition: &Definition, outline: &Outline<'_>) -> Vec<Problem> {
    let mut found: Vec<Problem> = definition.deadlines.iter().flat_map(|(name, clock)| of_clock(name, clock)).collect();
    for spot in spots(definition) {
        let tasks = spot.state.tasks.iter();
        found.extend(tasks.flat_map(|(name, task)| of_task(&format!("{}/tasks/{name}", spot.pointer), name, task)));
        let buttons = spot.state.on.iter().map(|(name, button)| (format!("{}/on/{name}", spot.pointer), name, button));
        found.extend(buttons.flat_map(|(at, name, button)| of_button(definition, &at, name, button)));
    }
    let common = definition.on.iter();
    found.extend(common.flat_map(|(name, button)| of_button(definition, &format!("/on/{name}"), name, button)));
    let orders = outline.actions.iter().filter(|action| action.text("do") == Some("deadline"));
    found.extend(orders.filter(|action| action.text("op") != Some("extend")).filter_map(|action| {
        let by = action.get("by")?;
        Some(problem("W-by", by.pointer, action.text("op").unwrap_or_default()))
    }));
    let scenarios = definition.scenarios.iter().enumerate();
    found.extend(scenarios.flat_map(|(n, scenario)| of_scenario(definition, n, scenario)));
    found
}

fn problem(code: &'static str, pointer: String, name: &str) -> Problem {
    Problem::new(code, pointer, vec![("name", name.to_owned())])
}

/// The end of a delay that starts at one moment; a reminder after as long comes when it began, or never.
fn end(delay: &Delay) -> DateTime<Utc> {
    delay.after(DateTime::UNIX_EPOCH, Territory::default())
}

/// What ends as it starts, and the reminders that would come before.
fn lengths(at: &str, (name, key): (&str, &str), longest: &Delay, reminders: &[(String, &Delay)]) -> Vec<Problem> {
    if end(longest) == DateTime::UNIX_EPOCH {
        return vec![problem("W-zero", format!("{at}/{key}"), name)];
    }
    let early = reminders.iter().filter(|(_, before)| end(before) >= end(longest));
    early.map(|(pointer, _)| problem("W-remind", pointer.clone(), name)).collect()
}

fn of_clock(name: &str, clock: &Deadline) -> Vec<Problem> {
    let counted = |duration: Duration| Delay::Counted { duration, count: clock.count };
    let all = match &clock.duration {
        Length::Plain(duration) => vec![counted(*duration)],
        Length::ByRule(cases) => cases.iter().map(|case| counted(case.duration)).collect(),
    };
    let at = format!("/deadlines/{name}");
    let reminders = clock.remind.iter().enumerate();
    let reminders: Vec<_> =
        reminders.map(|(n, reminder)| (format!("{at}/remind/{n}/before"), &reminder.before)).collect();
    let longest = all.iter().max_by_key(|delay| end(delay));
    longest.map(|longest| lengths(&at, (name, "duration"), longest, &reminders)).unwrap_or_default()
}

fn of_task(at: &str, name: &str, task: &Task) -> Vec<Problem> {
    let Some(due) = &task.due else { return Vec::new() };
    let reminders = due.remind.iter().enumerate().map(|(n, before)| (format!("{at}/due/remind/{n}"), before));
    lengths(&format!("{at}/due"), (name, "delay"), &due.delay, &reminders.collect::<Vec<_>>())
}

/// Whether a button leads nowhere and does nothing. The applicant's sends their answers; another keeps whoever pressed it from a
/// part of the work.
fn has_no_effect(definition: &Definition, name: &str, button: &Transition) -> bool {
    let is_bare = button.target.is_none() && button.actions.is_empty() && button.form.is_none();
    let is_sent = button.roles.iter().any(|role| definition.is_applicant(role));
    is_bare && !is_sent && !definition.keeps_from(&Exclusion::Transition(name.to_owned()))
}

/// A button that leads nowhere and does nothing; one that reopens what is not closed.
fn of_button(definition: &Definition, at: &str, name: &str, button: &Transition) -> Vec<Problem> {
    if has_no_effect(definition, name, button) {
        return vec![problem("W-no-effect", at.to_owned(), name)];
    }
    if button.kind != Kind::Reopen {
        return Vec::new();
    }
    let is_open = |state: &String| definition.states.get(state).is_some_and(|state| !state.is_final());
    match &button.from {
        Some(Origin::States(states)) => {
            let open = states.iter().enumerate().filter(|(_, state)| is_open(state));
            open.map(|(n, _)| problem("W-reopen", format!("{at}/from/{n}"), name)).collect()
        }
        Some(Origin::Every(_)) => Vec::new(),
        None => vec![problem("W-reopen", format!("{at}/kind"), name)],
    }
}

/// What a scenario gives to variables that there are not, or that take no such value.
fn of_scenario(definition: &Definition, number: usize, scenario: &Scenario) -> Vec<Problem> {
    let results = spots(definition).into_iter().flat_map(|spot| &spot.state.invoke);
    let results: Vec<&str> = results.filter_map(|invoke| invoke.result.as_deref()).collect();
    let options = || jsonschema::options().with_pattern_options(PatternOptions::regex());
    let is_one = |name: &str, value| match definition.data.get(name) {
        Some(schema) => options().build(schema).is_ok_and(|schema| schema.is_valid(value)),
        None => results.contains(&name),
    };
    let strange = scenario.given.data.iter().filter(|(name, value)| !is_one(name, value));
    strange.map(|(name, _)| problem("W-given", format!("/scenarios/{number}/given/data/{name}"), name)).collect()
}
