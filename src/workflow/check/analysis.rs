//! What rules can never mean: kinds and values that never agree, guards that never or always let pass.

use super::outline::{Outline, Place, members};
use crate::form::Answers;
use crate::rules::Rule;
use crate::rules::analysis::{
    Budget, Domain, Domains, Fault, Kinds, Names, Purpose, Rows, Verdict, faults, ground, verdict,
};
use crate::workflow::problem::Problem;
use crate::workflow::vote::{NO_QUORUM, REJECTED};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) fn check(outline: &Outline<'_>, names: &Facts<'_>) -> Vec<Problem> {
    let mut budget = Budget::default();
    let rules = outline.rules();
    let sets = sets(outline);
    let judge = |(place, is_condition): &(Place<'_>, bool)| match sets.get(&place.pointer) {
        Some(variable) => set(place, variable, names, &mut budget),
        None if *is_condition && gives_no_truth(place.value) => {
            vec![Problem::new("E-condition", &place.pointer, vec![])]
        }
        None => rule(place, if *is_condition { Purpose::Condition } else { ANYTHING }, names, &mut budget),
    };
    rules.iter().flat_map(judge).collect()
}

/// Of a value that is kept, whatever it is.
const ANYTHING: Purpose = Purpose::Value(Kinds::ALL);

/// The variables that actions set, by the pointer of the rule that gives the value.
fn sets<'d>(outline: &Outline<'d>) -> BTreeMap<String, &'d str> {
    let own = outline.actions.iter().filter(|action| action.text("do") == Some("set"));
    own.filter_map(|action| Some((action.get("to")?.pointer, action.text("data")?))).collect()
}

/// Whether a condition is surely a number or a text. An answer alone is a condition: whether it is there.
fn gives_no_truth(rule: &Value) -> bool {
    const VALUES: [&str; 10] = ["+", "-", "*", "/", "%", "min", "max", "length", "cat", "missing"];
    let Some((operator, operands)) = rule.as_object().filter(|one| one.len() == 1).and_then(|one| one.iter().next())
    else {
        return rule.is_number() || rule.is_string();
    };
    match operator.as_str() {
        "and" | "or" => operands.as_array().is_some_and(|all| all.iter().any(gives_no_truth)),
        operator => VALUES.contains(&operator),
    }
}

/// What a variable is set to is of its type, and one of its values where they are listed.
fn set(place: &Place<'_>, variable: &str, names: &Facts<'_>, budget: &mut Budget) -> Vec<Problem> {
    let Some(declared) = names.variable(variable) else { return rule(place, ANYTHING, names, budget) };
    let mut found = rule(place, Purpose::Value(declared.kinds()), names, budget);
    if let (true, Some(choices)) = (found.is_empty(), declared.choices()) {
        let stray = names.stray(place.value, choices);
        found.extend(stray.map(|code| Problem::new(code, &place.pointer, vec![("name", variable.to_owned())])));
    }
    found
}

fn rule(place: &Place<'_>, purpose: Purpose, names: &Facts<'_>, budget: &mut Budget) -> Vec<Problem> {
    let Ok(rule) = Rule::compile(place.value) else { return Vec::new() };
    let is_unknown = |path: &&String| names.answers_to(path).is_some_and(|answers| !answers.have(path));
    let unknown = rule.variables().iter().filter(is_unknown);
    let mut found: Vec<Problem> =
        unknown.map(|path| Problem::new("E-variable", &place.pointer, vec![("name", path.clone())])).collect();
    // A guard that is written shut or open is looked at by `flow`.
    if found.is_empty() && !place.value.is_boolean() {
        let mut domains = Domains::default();
        let grounded = ground(place.value, names, &mut domains);
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
pub(super) struct Facts<'d> {
    document: &'d Value,
    answers: Option<&'d Answers>,
    /// What may be said of the tasks, by path.
    tasks: BTreeMap<String, Domain>,
}

/// What the engine says of the answers as a whole.
const OF_THE_WHOLE: [&str; 2] = ["form.valid", "form.ineligible"];

impl<'d> Facts<'d> {
    /// `answers` are those of the form that the workflow goes with, when it is known.
    pub(super) fn new(document: &'d Value, answers: Option<&'d Answers>) -> Self {
        Self { document, answers, tasks: of_tasks(document) }
    }

    /// Whether a condition is never true.
    pub(super) fn never(&self, condition: &Value, budget: &mut Budget) -> bool {
        let mut domains = Domains::default();
        let grounded = ground(condition, self, &mut domains);
        verdict(&grounded, &domains, budget) == Some(Verdict::Never)
    }

    /// What is told of a value that is read, where it is none of these, or may be another. What leads there may leave a few of
    /// those that are listed.
    fn stray(&self, value: &Value, choices: &[Value]) -> Option<&'static str> {
        let path = value.get("var")?.as_str()?;
        // A form that is not known may ask for these alone.
        if path.starts_with("form.") && self.answers_to(path).is_none() {
            return None;
        }
        match self.find(path, Rows::Outside).1.choices() {
            Some(listed) => (!listed.iter().any(|value| choices.contains(value))).then_some("E-set"),
            None => Some("W-set"),
        }
    }

    /// The answers that know a path, when it is one of theirs.
    fn answers_to(&self, path: &str) -> Option<&Answers> {
        self.answers.filter(|_| path.starts_with("form.") && !OF_THE_WHOLE.contains(&path))
    }

    /// What is said of a task: its outcome, how far it is, or how many came to an outcome.
    fn of_task(&self, path: &str) -> Domain {
        let count =
            || json!({ "type": "integer", "minimum": 0 }).as_object().map_or_else(Domain::any, Domain::of_schema);
        self.tasks.get(path).cloned().unwrap_or_else(count)
    }

    /// A variable of the workflow, by its declaration.
    fn variable(&self, name: &str) -> Option<Domain> {
        let schema = members(self.document, "data")?.get(name)?.as_object()?;
        Some(Domain::of_schema(schema))
    }
}

/// What can be read of the tasks; nothing until they are opened. Of an outcome, blank as well where several people came to
/// several things.
fn of_tasks(document: &Value) -> BTreeMap<String, Domain> {
    let mut outcomes: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for task in &Outline::new(document).tasks {
        let ends = match task.get("vote") {
            Some(vote) => vec![vote.text("favorable").unwrap_or_default(), REJECTED, NO_QUORUM],
            None => super::rules::outcomes(task),
        };
        outcomes.entry(task.name.clone()).or_default().extend(ends.into_iter().map(Value::from));
    }
    let status = || Domain::any().among(["open", "done", "tacit", "cancelled"].map(Value::from));
    let facts = |(name, ends): (String, Vec<Value>)| {
        [(format!("tasks.{name}.outcome"), Domain::any().among(ends)), (format!("tasks.{name}.status"), status())]
    };
    outcomes.into_iter().flat_map(facts).collect()
}

/// What can be read of a clock; nothing until it has started.
fn of_clock(path: &str) -> Domain {
    clock_schema(path).as_object().map_or_else(Domain::any, Domain::of_schema)
}

pub(super) fn clock_schema(path: &str) -> Value {
    let fact = path.rsplit('.').next().unwrap_or_default();
    match fact {
        "phase" => json!({ "enum": ["running", "suspended", "expired", "ended"] }),
        "start" | "due" | "over" => json!({ "type": "string", "format": "date" }),
        _ => json!({ "type": "integer", "minimum": 0 }),
    }
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
            path if path.starts_with("tasks.") => self.of_task(path),
            path => path.strip_prefix("data.").and_then(|name| self.variable(name)).unwrap_or_else(Domain::any),
        };
        (path.to_owned(), domain)
    }
}
