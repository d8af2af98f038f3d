//! Votes that nobody can win or lose, and ties that mean nothing.

use super::places::spots;
use crate::workflow::definition::Definition;
use crate::workflow::problem::Problem;
use crate::workflow::task::{Instances, Task};
use crate::workflow::vote::{Majority, Share, Vote};

pub(super) fn check(definition: &Definition) -> Vec<Problem> {
    let mut found = Vec::new();
    for spot in spots(definition) {
        let votes = spot.state.tasks.iter().filter_map(|(name, task)| Some((name, task, task.vote.as_ref()?)));
        for (name, task, vote) in votes {
            let at = |key: &str| format!("{}/tasks/{name}/vote/{key}", spot.pointer);
            found.extend(
                out_of_reach(vote, sure(definition, task)).map(|args| Problem::new("E-majority", at("majority"), args)),
            );
            found.extend(
                sides(task, vote).map(|(code, key)| Problem::new(code, at(key), vec![("name", name.to_owned())])),
            );
            if vote.tie.is_some() && !vote.majority.may_tie() {
                found.push(Problem::new("W-tie", at("tie"), vec![("name", name.to_owned())]));
            }
        }
    }
    found
}

/// The voters that there are for sure.
fn sure(definition: &Definition, task: &Task) -> u32 {
    match task.instances {
        Some(Instances::Count(count)) => count,
        _ => definition.roles.get(&task.role).and_then(|role| role.min).unwrap_or(1),
    }
}

/// A majority of more people than there are for sure.
fn out_of_reach(vote: &Vote, sure: u32) -> Option<Vec<(&'static str, String)>> {
    let is_above = matches!(vote.majority, Majority::Share(Share::Count(count)) if count > sure);
    is_above.then(|| vec![("count", sure.to_string())])
}

/// An abstention that is a vote for; no outcome that is a vote against.
fn sides(task: &Task, vote: &Vote) -> Option<(&'static str, &'static str)> {
    if vote.abstain.as_ref() == Some(&vote.favorable) {
        return Some(("E-abstain", "abstain"));
    }
    let is_side = |outcome: &String| *outcome == vote.favorable || Some(outcome) == vote.abstain.as_ref();
    task.outcomes.iter().all(is_side).then_some(("E-no-against", "favorable"))
}
