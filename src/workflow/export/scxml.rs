//! W3C SCXML. Buttons, timers, clocks and results are events that the host sends: `command.NAME`, `after.STATE.NUMBER`,
//! `deadline.NAME`, `STATE--TASK.OUTCOME`, `done.invoke.STATE--NAME`, `error.invoke.STATE--NAME`. A required task is a parallel
//! part of its state, so that `done.state.STATE` says when all are closed.
//!
//! Rules stay JSONLogic, in the datum `rules`; `holds` is what they come to, which the host keeps up to date. Until it does,
//! no guarded way is open and every task is opened. `came_from` remembers the way in of states that go back.

use super::xml::Element;
use crate::workflow::circuit::{Circuit, Scope, State, Task, To, Trigger, Way};
use serde_json::{Map, Value, json};

const NAMESPACE: &str = "http://www.w3.org/2005/07/scxml";

/// What is written beside the states.
#[derive(Default)]
struct Data {
    labels: Map<String, Value>,
    tasks: Map<String, Value>,
    calls: Map<String, Value>,
    timers: Map<String, Value>,
    rules: Map<String, Value>,
    holds: Map<String, Value>,
}

pub(super) fn write(circuit: &Circuit) -> String {
    let mut data = Data::default();
    let states = scope(&mut data, &circuit.scope, "");
    let deadlines: Map<String, Value> =
        circuit.clocks.iter().map(|clock| (clock.name.clone(), clock.value.clone())).collect();
    let datum = |id: &str, value: Map<String, Value>| Element::new("data").with("id", id).text(Value::Object(value));
    let datamodel = Element::new("datamodel").children([
        datum("labels", data.labels),
        datum("tasks", data.tasks),
        datum("calls", data.calls),
        datum("timers", data.timers),
        datum("deadlines", deadlines),
        datum("rules", data.rules),
        datum("holds", data.holds),
        datum("came_from", Map::new()),
    ]);
    Element::new("scxml")
        .with("xmlns", NAMESPACE)
        .with("version", "1.0")
        .with("name", &circuit.id)
        .with("datamodel", "ecmascript")
        .with("initial", &circuit.scope.states[circuit.scope.initial].name)
        .child(datamodel)
        .children(states)
        .document()
}

/// A state by the names of those that hold it. Names have no hyphen, and an id has no dot: what is for `done.state.a` is for
/// `done.state.a.b` too.
fn id(within: &str, name: &str) -> String {
    if within.is_empty() { name.to_owned() } else { format!("{within}-{name}") }
}

/// A task or outside work, by the state that it belongs to: no region has an empty name.
fn part(within: &str, name: &str) -> String {
    format!("{within}--{name}")
}

fn scope(data: &mut Data, scope: &Scope, within: &str) -> Vec<Element> {
    (0..scope.states.len()).map(|number| state(data, scope, number, within)).collect()
}

fn state(data: &mut Data, scope: &Scope, number: usize, within: &str) -> Element {
    let state = &scope.states[number];
    let id = id(within, &state.name);
    data.labels.insert(id.clone(), json!(state.label));
    let tasks = state.tasks.iter().filter_map(|one| task(data, one, &id)).collect::<Vec<_>>();
    let parts: Vec<Element> = state.regions.iter().map(|part| region(data, part, &id)).chain(tasks).collect();
    for call in &state.calls {
        data.calls.insert(part(&id, &call.name), json!({ "service": call.service }));
    }
    let kind = match (parts.is_empty(), state.is_final && state.ways.is_empty()) {
        (false, _) => "parallel",
        (true, true) => "final",
        // SCXML lets nothing leave a final state: one that may be reopened is a state like another.
        (true, false) => "state",
    };
    let has_parts = !parts.is_empty();
    let ways = state.ways.iter().flat_map(|way| transitions(data, scope, number, way, (within, has_parts)));
    let ways: Vec<Element> = ways.collect();
    Element::new(kind).with("id", id).children(ways).children(parts)
}

fn region(data: &mut Data, region: &crate::workflow::circuit::Region, within: &str) -> Element {
    let own = id(within, &region.name);
    data.labels.insert(own.clone(), json!(region.label));
    let initial = id(&own, &region.scope.states[region.scope.initial].name);
    Element::new("state").with("id", &own).with("initial", initial).children(scope(data, &region.scope, &own))
}

fn task(data: &mut Data, task: &Task, within: &str) -> Option<Element> {
    let own = part(within, &task.name);
    data.labels.insert(own.clone(), json!(task.label));
    let event = |outcome: &String| format!("{own}.{outcome}");
    data.tasks.insert(
        own.clone(),
        json!({ "role": task.role, "events": task.outcomes.iter().map(event).collect::<Vec<_>>(),
            "required": task.is_required, "instances": task.instances, "vote": task.vote,
            "due": task.due.as_ref().map(|due| json!({ "delay": due.delay, "outcome": due.outcome })) }),
    );
    if !task.is_required {
        return None;
    }
    let (open, closed) = (id(&own, "open"), id(&own, "closed"));
    let close = || Element::new("transition").with("target", &closed);
    let outcomes = task.outcomes.iter().map(|outcome| close().with("event", event(outcome)));
    let skipped = task.when.as_ref().map(|when| close().with("cond", format!("!{}", holds(data, when, true))));
    let state = Element::new("state").with("id", &open).children(skipped).children(outcomes);
    let end = Element::new("final").with("id", &closed);
    Some(Element::new("state").with("id", own).with("initial", &open).child(state).child(end))
}

/// The expression that says what a rule comes to.
fn holds(data: &mut Data, rule: &Value, before: bool) -> String {
    let known = data.rules.iter().find(|(name, known)| *known == rule && data.holds[*name] == before);
    let name = match known {
        Some((name, _)) => name.clone(),
        None => format!("r{}", data.rules.len() + 1),
    };
    data.rules.insert(name.clone(), rule.clone());
    data.holds.insert(name.clone(), json!(before));
    format!("holds.{name}")
}

/// The transitions of a way: one, or one for each state that it may go back to.
fn transitions(
    data: &mut Data,
    scope: &Scope,
    from: usize,
    way: &Way,
    (within, has_parts): (&str, bool),
) -> Vec<Element> {
    let state = &scope.states[from];
    let own = id(within, &state.name);
    let event = match &way.trigger {
        Trigger::Always => None,
        // What has no part that must end is done at once.
        Trigger::Done => has_parts.then(|| format!("done.state.{own}")),
        Trigger::Command { name, .. } => Some(format!("command.{name}")),
        Trigger::After { number, delay, business } => {
            let event = format!("after.{own}.{number}");
            data.timers.insert(event.clone(), json!({ "delay": delay, "business": business }));
            Some(event)
        }
        Trigger::Expiry(clock) => Some(format!("deadline.{clock}")),
        Trigger::Answered(call) => Some(format!("done.invoke.{}", part(&own, call))),
        Trigger::Failed(call) => Some(format!("error.invoke.{}", part(&own, call))),
    };
    let guard = way.guard.as_ref().map(|rule| holds(data, rule, false));
    let one = |target: Option<usize>, came: Option<String>| {
        let cond: Vec<String> = guard.clone().into_iter().chain(came).collect();
        Element::new("transition")
            .with_some("event", event.as_ref())
            .with_some("cond", (!cond.is_empty()).then(|| cond.join(" && ")))
            .with_some("target", target.map(|target| id(within, &scope.states[target].name)))
            .children(
                target.filter(|_| !matches!(way.to, To::Back(_))).and_then(|to| remember(scope, from, to, within)),
            )
    };
    match &way.to {
        To::Stay => vec![one(None, None)],
        To::State(target) => vec![one(Some(*target), None)],
        To::Back(states) => {
            let came = |target: &usize| format!("{} === '{}'", came_from(&own), scope.states[*target].name);
            states.iter().map(|target| one(Some(*target), Some(came(target)))).collect()
        }
    }
}

fn came_from(state: &str) -> String {
    format!("came_from['{state}']")
}

/// Notes the way in of a state that goes back.
fn remember(scope: &Scope, from: usize, to: usize, within: &str) -> Option<Element> {
    let goes_back = |state: &State| state.ways.iter().any(|way| matches!(way.to, To::Back(_)));
    let needed = from != to && goes_back(&scope.states[to]);
    needed.then(|| {
        Element::new("assign")
            .with("location", came_from(&id(within, &scope.states[to].name)))
            .with("expr", format!("'{}'", scope.states[from].name))
    })
}
