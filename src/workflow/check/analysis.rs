//! What rules can never mean: kinds and values that never agree, guards that never or always let pass.

use super::outline::{Outline, Place, members};
use crate::form::Answers;
use crate::rules::Rule;
use crate::rules::analysis::{Budget, Domain, Domains, Fault, Kinds, Names, Purpose, Rows, faults, ground};
use crate::workflow::problem::Problem;
use serde_json::{Value, json};

/// `answers` are those of the form that the workflow goes with, when it is known.
pub(super) fn check(document: &Value, outline: &Outline<'_>, answers: Option<&Answers>) -> Vec<Problem> {
    let names = Facts { document, answers };
    let mut budget = Budget::default();
    let rules = outline.rules();
    rules.iter().flat_map(|(place, is_condition)| rule(place, *is_condition, &names, &mut budget)).collect()
}

fn rule(place: &Place<'_>, is_condition: bool, names: &Facts<'_>, budget: &mut Budget) -> Vec<Problem> {
    let Ok(rule) = Rule::compile(place.value) else { return Vec::new() };
    let is_unknown = |path: &&String| names.answers_to(path).is_some_and(|answers| !answers.have(path));
    let unknown = rule.variables().iter().filter(is_unknown);
    let mut found: Vec<Problem> =
        unknown.map(|path| Problem::new("E-variable", &place.pointer, vec![("name", path.clone())])).collect();
    // A guard that is written shut or open is looked at by `flow`.
    if found.is_empty() && !place.value.is_boolean() {
        let mut domains = Domains::default();
        let grounded = ground(place.value, names, &mut domains);
        let purpose = if is_condition { Purpose::Condition } else { Purpose::Value(Kinds::ALL) };
        found.extend(faults(&grounded, purpose, &domains, budget).into_iter().map(|fault| problem(place, fault)));
    }
    found
}

fn problem(place: &Place<'_>, fault: Fault) -> Problem {
    let code = match fault.code {
        "rule-type" => "E-type",
        "rule-value" => "E-literal",
        "rule-never" => "W-never",
        _ => "W-always",
    };
    let named = |(name, value)| (if name == "variable" { "name" } else { name }, value);
    Problem::new(code, format!("{}{}", place.pointer, fault.pointer), fault.args.into_iter().map(named).collect())
}

/// What the rules of a workflow read.
struct Facts<'d> {
    document: &'d Value,
    answers: Option<&'d Answers>,
}

/// What the engine says of the answers as a whole.
const OF_THE_WHOLE: [&str; 2] = ["form.valid", "form.ineligible"];

impl Facts<'_> {
    /// The answers that know a path, when it is one of theirs.
    fn answers_to(&self, path: &str) -> Option<&Answers> {
        self.answers.filter(|_| path.starts_with("form.") && !OF_THE_WHOLE.contains(&path))
    }

    /// A variable of the workflow, by its declaration.
    fn variable(&self, name: &str) -> Option<Domain> {
        let schema = members(self.document, "data")?.get(name)?.as_object()?;
        Some(Domain::of_schema(schema))
    }
}

/// What can be read of a clock; nothing until it has started.
fn of_clock(path: &str) -> Domain {
    let fact = path.rsplit('.').next().unwrap_or_default();
    let schema = match fact {
        "phase" => json!({ "enum": ["running", "suspended", "expired", "ended"] }),
        "start" | "due" | "over" => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": "integer", "minimum": 0 }),
    };
    schema.as_object().map_or_else(Domain::any, Domain::of_schema)
}

impl Names for Facts<'_> {
    fn find(&self, path: &str, rows: Rows<'_>) -> (String, Domain) {
        let of_answers = match rows {
            Rows::Of(rows) => self.answers_to(rows),
            Rows::Outside => self.answers_to(path),
            Rows::Computed => None,
        };
        if let Some(answers) = of_answers {
            return answers.find(path, rows);
        }
        let domain = match path {
            _ if rows != Rows::Outside => return (format!("?{path}"), Domain::any()),
            "today" => Domain::today(),
            path if OF_THE_WHOLE.contains(&path) => Domain::truth(),
            path if path.starts_with("deadlines.") => of_clock(path),
            path => path.strip_prefix("data.").and_then(|name| self.variable(name)).unwrap_or_else(Domain::any),
        };
        (path.to_owned(), domain)
    }
}
