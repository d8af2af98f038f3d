//! Tasks: the names that they use, outcomes that they can have, votes that can be held.

use super::outline::{Outline, Place};
use super::references::{Names, length};
use super::rules::outcomes;
use crate::workflow::problem::Problem;
use crate::workflow::vote::Share;

pub(super) fn check(task: &Place<'_>, names: &Names<'_>, outline: &Outline<'_>) -> Vec<Problem> {
    let mut found = Vec::new();
    found.extend(task.get("role").and_then(|role| names.place("roles", &role, "E-role")));
    found.extend(task.get("form").and_then(|form| names.place("forms", &form, "E-form")));
    found.extend(task.each("visibleTo").iter().filter_map(|role| names.place("roles", role, "E-role")));
    found.extend(task.each("exclude").iter().filter_map(|rule| exclusion(rule, names, outline)));
    if let Some(due) = task.get("due") {
        found.extend(due.get("outcome").and_then(|outcome| known(task, &outcome)));
        found.extend(due.get("escalateTo").and_then(|role| names.place("roles", &role, "E-role")));
        let delays = due.get("delay").into_iter().chain(due.each("remind"));
        found.extend(delays.filter_map(|delay| length(&delay)));
    }
    found.extend(vote(task, names));
    found
}

/// A vote is of several people, on an outcome of the task; no more of them than there are can be needed.
fn vote(task: &Place<'_>, names: &Names<'_>) -> Vec<Problem> {
    let Some(vote) = task.get("vote") else { return Vec::new() };
    let mut found = Vec::new();
    let sides = ["favorable", "abstain"].into_iter().filter_map(|side| vote.get(side));
    found.extend(sides.filter_map(|side| known(task, &side)));
    if let Some(role) = vote.text("tie").and_then(|tie| tie.strip_prefix("role:")) {
        found.extend(vote.get("tie").and_then(|at| names.unknown("roles", role, &at.pointer, "E-role")));
    }
    found.extend(["quorum", "majority"].into_iter().filter_map(|key| share(&vote.get(key)?)));
    if task.get("instances").is_none() {
        found.push(Problem::new("E-vote", &task.pointer, vec![("name", task.name.clone())]));
        return found;
    }
    let count = task.get("instances").and_then(|instances| instances.value.as_u64());
    let sure = count.unwrap_or_else(|| names.people(task.text("role").unwrap_or_default()));
    let quorum = vote.get("quorum").filter(|quorum| quorum.value.as_u64().is_some_and(|quorum| quorum > sure));
    found.extend(quorum.map(|quorum| Problem::new("E-quorum", quorum.pointer, vec![("count", sure.to_string())])));
    found
}

/// A part of people is no more than all of them.
fn share(place: &Place<'_>) -> Option<Problem> {
    let is_told = place.value.as_str().is_none_or(|text| !text.contains('/'));
    let is_one = is_told || serde_json::from_value::<Share>(place.value.clone()).is_ok();
    let value = place.value.as_str().unwrap_or_default().to_owned();
    (!is_one).then(|| Problem::new("E-share", &place.pointer, vec![("value", value)]))
}

fn known(task: &Place<'_>, outcome: &Place<'_>) -> Option<Problem> {
    let name = outcome.value.as_str()?;
    let args = || vec![("name", name.to_owned())];
    (!outcomes(task).contains(&name)).then(|| Problem::new("E-outcome", &outcome.pointer, args()))
}

/// What keeps somebody from a part of the work names another part.
pub(super) fn exclusion(rule: &Place<'_>, names: &Names<'_>, outline: &Outline<'_>) -> Option<Problem> {
    let (kind, name) = rule.value.as_str()?.split_once(':')?;
    let known = match kind {
        "task" => outline.tasks.iter().any(|task| task.name == name),
        "transition" => outline.transitions.iter().any(|transition| transition.name == name),
        _ => return names.unknown("roles", name, &rule.pointer, "E-role"),
    };
    (!known).then(|| Problem::new("E-exclude", &rule.pointer, vec![("name", name.to_owned())]))
}
