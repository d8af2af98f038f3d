//! Values to try for what guards read: those that tell the guards apart. Each that is tried can be met.

use super::analysis::clock_schema;
use crate::form::Answers;
use crate::rules::Rule;
use crate::rules::analysis::{Names, Rows};
use crate::workflow::definition::Definition;
use crate::workflow::state::State;
use crate::workflow::task::{Instances, Task};
use crate::workflow::vote::REJECTED;
use crate::workflow::work::{Conclusion, Part, Status, Work};
use chrono::DateTime;
use serde_json::{Value, json};

/// Tallies of one task to try.
const MOST_TALLIES: usize = 300;

/// What is read as one: a variable, or all that is said of a task, since its counts and its outcome go together.
pub(super) struct Unit {
    pub(super) path: String,
    pub(super) values: Vec<Value>,
}

/// What the guards of a state are looked at with.
pub(super) struct World<'w> {
    pub(super) definition: &'w Definition,
    pub(super) answers: Option<&'w Answers>,
    /// The state whose work was just done, if it was.
    pub(super) done: Option<&'w State>,
    /// Whether what is not known to be blank or not may be: an answer of a form that is not known, a variable that has no
    /// first value here and may have one in a procedure.
    pub(super) is_careful: bool,
}

impl World<'_> {
    pub(super) fn units(&self, guards: &[&Rule], names: &[&str]) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        for name in names {
            let task = name.strip_prefix("tasks.").and_then(|rest| rest.split('.').next());
            let path = task.map_or_else(|| (*name).to_owned(), |task| format!("tasks.{task}"));
            if units.iter().any(|unit| unit.path == path) {
                continue;
            }
            let facts: Vec<&str> =
                names.iter().filter_map(|name| name.strip_prefix(&path)?.strip_prefix('.')).collect();
            let values = match task {
                Some(task) => self.works(task, &facts),
                None => self.values(guards, name),
            };
            units.push(Unit { path, values });
        }
        units
    }

    /// The values of a declaration, those that the guards name, their neighbours, and blank where it may be.
    fn values(&self, guards: &[&Rule], name: &str) -> Vec<Value> {
        let schema = match name.split_once('.') {
            Some(("data", name)) => self.definition.data.get(name).cloned(),
            Some(("deadlines", _)) => Some(clock_schema(name)),
            _ if matches!(name, "form.valid" | "form.ineligible") => Some(json!({"type": "boolean", "default": true})),
            _ => None,
        };
        let mut values = Vec::new();
        if self.may_be_blank(name, schema.as_ref()) {
            values.push(Value::Null);
        }
        let offered = self.answers.filter(|answers| answers.have(name));
        let offered = offered.and_then(|answers| answers.find(name, Rows::Outside).1.choices().map(<[Value]>::to_vec));
        let listed = schema.as_ref().and_then(|schema| schema.get("enum")?.as_array().cloned());
        match offered.or(listed) {
            Some(listed) => values.extend(listed),
            None => {
                let is_boolean = schema.is_some_and(|schema| schema.get("type").is_some_and(|kind| kind == "boolean"));
                values.extend([json!(true), json!(false)].into_iter().filter(|_| is_boolean));
                let compared = guards.iter().flat_map(|rule| rule.comparisons()).filter(|found| found.variable == name);
                values.extend(compared.flat_map(|found| neighbours(&found.literal)));
            }
        }
        if values.is_empty() {
            values.extend([json!(true), json!(false)]);
        }
        values
    }

    fn may_be_blank(&self, name: &str, schema: Option<&Value>) -> bool {
        let starts_with_a_value = schema.is_some_and(|schema| schema.get("default").is_some());
        match name.split('.').next() {
            _ if starts_with_a_value => false,
            Some("form") => match self.answers.filter(|answers| answers.have(name)) {
                Some(answers) => answers.may_be_blank(name),
                None => self.is_careful,
            },
            Some("data") => self.is_careful,
            root => root != Some("today"),
        }
    }

    /// What may be said of a task.
    fn works(&self, name: &str, facts: &[&str]) -> Vec<Value> {
        let own = self.done.and_then(|state| state.tasks.get(name));
        let inner = || self.definition.states.iter().flat_map(|(_, state)| state.regions.iter());
        let states = || {
            let inner = inner().flat_map(|(_, region)| region.states.iter());
            self.definition.states.iter().chain(inner).map(|(_, state)| state)
        };
        let tasks: Vec<&Task> =
            own.map_or_else(|| states().filter_map(|state| state.tasks.get(name)).collect(), |own| vec![own]);
        let is_certain = own.is_some_and(|task| task.required && task.when.is_none());
        let mut found: Vec<Value> = tasks
            .iter()
            .flat_map(|task| match facts.iter().any(|fact| fact.starts_with("count_")) {
                true => tallies(task, self.people(task)),
                false => {
                    outcomes(task).into_iter().map(|outcome| json!({"outcome": outcome, "status": "done"})).collect()
                }
            })
            .collect();
        let may_be_silent = tasks.iter().any(|task| task.due.as_ref().is_some_and(|due| due.outcome.is_some()));
        if may_be_silent && facts.contains(&"status") {
            let silent: Vec<Value> = found.iter().cloned().map(|facts| with(facts, "status", json!("tacit"))).collect();
            found.extend(silent);
        }
        if !is_certain {
            found.push(Value::Null);
        }
        found
    }

    /// How many do a task, for sure.
    fn people(&self, task: &Task) -> usize {
        let count = match &task.instances {
            None => 1,
            Some(Instances::Count(count)) => *count,
            Some(Instances::EachMember) => self.definition.roles.get(&task.role).and_then(|role| role.min).unwrap_or(1),
            Some(Instances::Each(_)) => 2,
        };
        usize::try_from(count).unwrap_or(1)
    }
}

/// What a task may come to: blank where its parts came to several things.
pub(super) fn outcomes(task: &Task) -> Vec<Value> {
    if let Some(vote) = &task.vote {
        return vote.outcomes().map(Value::from).to_vec();
    }
    let several = !matches!(task.instances, None | Some(Instances::Count(1))) && task.outcomes.len() > 1;
    task.outcomes.iter().map(|outcome| json!(outcome)).chain(several.then_some(Value::Null)).collect()
}

/// What is said of a task by each way to share its parts among its outcomes.
fn tallies(task: &Task, parts: usize) -> Vec<Value> {
    let is_left_open = task.vote.is_some() && task.due.as_ref().is_some_and(|due| due.outcome.is_none());
    let ends: Vec<Option<&String>> = task.outcomes.iter().map(Some).chain(is_left_open.then_some(None)).collect();
    let mut shares = vec![Vec::new()];
    for n in 0..ends.len() {
        let is_last = n + 1 == ends.len();
        let more = |share: Vec<usize>| {
            let left = parts - share.iter().sum::<usize>();
            let least = if is_last { left } else { 0 };
            (least..=left).map(move |count| share.iter().copied().chain([count]).collect::<Vec<_>>())
        };
        shares = shares.into_iter().flat_map(more).take(MOST_TALLIES).collect();
    }
    shares.iter().flat_map(|share| tally(task, &ends, share)).collect()
}

fn tally(task: &Task, ends: &[Option<&String>], share: &[usize]) -> Vec<Value> {
    let part = |outcome: &Option<&String>| Part { outcome: outcome.cloned(), ..Part::default() };
    let parts = ends.iter().zip(share).flat_map(|(end, count)| std::iter::repeat_n(part(end), *count)).collect();
    let opened_at = DateTime::UNIX_EPOCH;
    let work = Work { place: String::new(), visit: 0, opened_at, status: Status::Done, outcome: None, parts };
    let facts = work.facts(&task.outcomes);
    let said = |outcome: Option<String>| with(facts.clone(), "outcome", json!(outcome));
    match (work.conclusion(task, true), &task.vote) {
        (Some(Conclusion::Over(outcome)), _) => vec![said(outcome)],
        (Some(Conclusion::Tied), Some(vote)) => {
            [vote.favorable.clone(), REJECTED.to_owned()].map(|outcome| said(Some(outcome))).to_vec()
        }
        _ => Vec::new(),
    }
}

fn with(mut facts: Value, name: &str, value: Value) -> Value {
    facts[name] = value;
    facts
}

fn neighbours(literal: &Value) -> Vec<Value> {
    match literal {
        Value::Array(items) => items.iter().flat_map(neighbours).collect(),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            vec![json!(number - 1.0), literal.clone(), json!(number + 1.0)]
        }
        Value::String(text) => vec![literal.clone(), json!(format!("{text}…"))],
        other => vec![other.clone()],
    }
}
