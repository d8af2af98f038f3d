//! From the JSON of a definition.

use super::{Call, Circuit, Clock, Due, Region, Scope, State, Task, clocks, ways};
use crate::rules::{Text, escape};
use crate::workflow::check;
use crate::workflow::problem::Problem;
use serde_json::{Map, Value};

/// What an inner reader needs of the whole.
pub(super) struct Reader<'d> {
    pub(super) document: &'d Value,
    lang: &'d str,
    base: &'d str,
    pub(super) problems: Vec<Problem>,
}

pub(super) fn circuit(document: &Value, lang: &str, base: &str) -> Result<Circuit, Vec<Problem>> {
    let problems = check::shape(document);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut reader = Reader { document, lang, base, problems };
    let mut scope = reader.scope(document, "", Some(&document["on"]));
    clocks::add(&mut scope, &mut reader);
    let clocks = entries(&document["deadlines"]).map(|(name, value)| Clock {
        label: reader.text(value, "label"),
        name: name.clone(),
        value: value.clone(),
    });
    let clocks = clocks.collect();
    let (id, label) = (string(document, "id"), reader.text(document, "label"));
    if reader.problems.is_empty() { Ok(Circuit { id, label, scope, clocks }) } else { Err(reader.problems) }
}

/// The members of an object; none when it is absent.
pub(super) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

/// The items of a list; none when it is absent.
pub(super) fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

pub(super) fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// A delay as ISO 8601 writes it, and whether it counts business days.
pub(super) fn delay(value: &Value) -> (String, bool) {
    match value {
        Value::String(delay) => (delay.clone(), false),
        counted => (string(counted, "duration"), counted["count"] == "business"),
    }
}

impl Reader<'_> {
    pub(super) fn text(&self, value: &Value, key: &str) -> String {
        let text = value.get(key).and_then(Text::from_json);
        text.map(|text| text.in_language(self.lang, self.base).to_owned()).unwrap_or_default()
    }

    /// The number of the state that a name stands for.
    pub(super) fn target(&mut self, states: &Value, name: &str, pointer: String) -> Option<usize> {
        let found = entries(states).position(|(known, _)| known == name);
        if found.is_none() {
            self.problems.push(Problem::new("E-target", pointer, vec![("name", name.to_owned())]));
        }
        found
    }

    /// `global` are the transitions that are offered in many states.
    fn scope(&mut self, owner: &Value, pointer: &str, global: Option<&Value>) -> Scope {
        let states = &owner["states"];
        let initial = string(owner, "initial");
        let initial = self.target(states, &initial, format!("{pointer}/initial")).unwrap_or_default();
        let named = entries(states).map(|(name, state)| (name, state, format!("{pointer}/states/{}", escape(name))));
        let named: Vec<_> = named.collect();
        let states = named.iter().map(|(name, state, pointer)| {
            let mut ways = ways::own(self, states, state, pointer);
            ways.extend(global.into_iter().flat_map(|global| ways::global(self, states, (name, state), global)));
            ways.extend(ways::timed(self, states, state, pointer));
            ways.extend(ways::after_work(self, states, state, pointer));
            self.state(name, state, pointer, ways)
        });
        let states = states.collect();
        let mut scope = Scope { initial, states };
        if global.is_none() {
            ways::resolve_returns(&mut scope);
        }
        scope
    }

    fn state(&mut self, name: &str, state: &Value, pointer: &str, ways: Vec<super::Way>) -> State {
        let regions = entries(&state["states"]).map(|(name, region)| Region {
            label: self.text(region, "label"),
            scope: self.scope(region, &format!("{pointer}/states/{}", escape(name)), None),
            name: name.clone(),
        });
        let regions = regions.collect();
        State {
            name: name.to_owned(),
            label: self.text(state, "label"),
            phase: state["phase"].as_str().unwrap_or("review").to_owned(),
            is_final: state["type"] == "final",
            tasks: entries(&state["tasks"]).map(|(name, task)| self.task(name, task)).collect(),
            calls: items(&state["invoke"])
                .iter()
                .map(|call| Call { name: string(call, "id"), service: string(call, "service") })
                .collect(),
            regions,
            ways,
        }
    }

    fn task(&self, name: &str, task: &Value) -> Task {
        let role = string(task, "role");
        let due = task
            .get("due")
            .map(|due| Due { delay: delay(&due["delay"]).0, outcome: due["outcome"].as_str().map(str::to_owned) });
        let vote = task.get("vote").cloned();
        let outcomes = match &vote {
            Some(vote) => vec![string(vote, "favorable"), "rejected".to_owned(), "no_quorum".to_owned()],
            None => items(&task["outcomes"]).iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        };
        Task {
            name: name.to_owned(),
            label: self.text(task, "label"),
            role_label: self.text(&self.document["roles"][&role], "label"),
            role,
            // One that may come to nothing in particular is done.
            outcomes: if outcomes.is_empty() { vec!["done".to_owned()] } else { outcomes },
            when: task.get("when").filter(|when| **when != Value::Bool(true)).cloned(),
            is_required: task["required"] != Value::Bool(false),
            instances: task.get("instances").cloned(),
            vote,
            due,
        }
    }
}
