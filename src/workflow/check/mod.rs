//! Every reason not to publish a definition: E blocks, W asks for confirmation. Each has a pointer and a stable code.
//!
//! The checks go from what is written to what it means, and stop where the next one would only repeat: a document of the
//! wrong shape has no states to explore.

mod analysis;
mod closed;
mod deadlines;
mod documents;
mod dues;
mod duty;
mod ends;
mod external;
mod flow;
mod gaps;
mod graph;
mod invokes;
mod outline;
mod people;
mod places;
mod reasons;
mod references;
mod regions;
mod rules;
mod scenarios;
mod shape;
mod tasks;
mod texts;
mod unsupported;
mod vain;
mod values;
mod votes;

use super::Workflow;
use super::problem::Problem;
use crate::civil::Territory;
use crate::form::Answers;
pub use documents::{groups, templates, words};
use outline::Outline;
use serde_json::Value;

/// Everything that is wrong with a definition, errors and warnings, in the languages that its own texts speak.
pub fn check(document: &Value) -> Vec<Problem> {
    check_for(document, &texts::spoken(document), None, Territory::default())
}

/// The same, for the languages that a procedure declares, its base language first, for the answers of its form, and for where
/// it is handled.
pub fn check_for(
    document: &Value,
    languages: &[String],
    answers: Option<&Answers>,
    territory: Territory,
) -> Vec<Problem> {
    let mut problems = shape::check(document);
    if !problems.is_empty() {
        return problems;
    }
    let outline = Outline::new(document);
    problems.extend(parts(document, &outline));
    problems.extend(unsupported::check(&outline));
    problems.extend(deadlines::idle(&outline));
    problems.extend(invokes::check(document, &outline, answers));
    if !territory.has_calendar() {
        problems.extend(deadlines::calendars(&outline));
    }
    // What the engine runs and this version does not publish is looked at all the same.
    if problems.iter().any(|problem| problem.blocks() && problem.code != unsupported::CODE) {
        return problems;
    }
    let workflow = match Workflow::read(document) {
        Ok(workflow) => workflow,
        Err(found) => return found,
    };
    let definition = workflow.definition();
    let facts = analysis::Facts::new(document, answers);
    problems.extend(analysis::check(&outline, &facts));
    problems.extend(flow::check(definition));
    let dead_ends = closed::check(document, &outline, &problems);
    problems.extend(dead_ends);
    problems.extend(ends::check(definition));
    problems.extend(reasons::check(definition));
    problems.extend(gaps::check(definition, &facts, answers));
    problems.extend(duty::check(definition));
    problems.extend(votes::check(definition));
    problems.extend(vain::check(definition, &outline));
    problems.extend(people::check(definition, answers));
    problems.extend(dues::check(definition, &facts, territory));
    if !problems.iter().any(|problem| problem.blocks() && problem.code != unsupported::CODE) {
        problems.extend(scenarios::check(&workflow));
    }
    problems.extend(texts::check(document, languages));
    problems
}

/// The separations of duties that these people can't meet.
pub fn unmet(definition: &super::Definition, people: &super::People) -> Vec<Problem> {
    duty::unmet(definition, people)
}

/// Whether a definition has the shape of the published schema, whether or not the engine runs all of it.
pub(super) fn shape(document: &Value) -> Vec<Problem> {
    shape::check(document)
}

/// What keeps a definition from being run at all: shape, unsupported blocks, rules, references.
pub(super) fn structure(document: &Value) -> Vec<Problem> {
    let problems = shape::check(document);
    if problems.is_empty() { parts(document, &Outline::new(document)) } else { problems }
}

/// The same of a document that has the shape.
fn parts(document: &Value, outline: &Outline<'_>) -> Vec<Problem> {
    let mut problems = rules::check(document, outline);
    problems.extend(references::check(document, outline));
    problems.extend(deadlines::check(document, outline));
    problems.extend(documents::check(document, outline));
    problems.extend(external::check(document, outline));
    problems.extend(regions::check(outline));
    // A rule that reads the same absent block twice says so once.
    problems.dedup();
    problems
}

#[cfg(test)]
mod tests;
