//! What is done in a state, as the content of a subprocess: tasks, regions and outside work, side by side.

use super::build::{Branch, Builder, Draft, Goal};
use super::graph::{Event, Gateway, Graph, Kind, Loop};
use super::state;
use crate::workflow::circuit::{Call, State, Task, Trigger};

/// A result of outside work that leaves the state: what it is, and what catches it at the boundary.
pub(super) struct Raised {
    pub(super) trigger: Trigger,
    pub(super) name: String,
    pub(super) event: Event,
}

/// A part of the work: where it begins, and where it is over.
struct Part {
    first: usize,
    over: Option<usize>,
}

pub(super) fn content(builder: &mut Builder, state: &State) -> (Graph, Vec<Raised>) {
    let mut draft = Draft::new(builder);
    let start = draft.node("start", &state.label, Kind::Start(None));
    let mut raised = Vec::new();
    let mut parts: Vec<Part> = state.tasks.iter().map(|one| task(&mut draft, one)).collect();
    parts.extend(state.calls.iter().map(|one| call(&mut draft, one, state, &mut raised)));
    for region in &state.regions {
        let graph = state::scope(draft.builder, &region.scope, &region.label);
        let node = draft.node("region", &region.label, Kind::SubProcess(graph));
        parts.push(Part { first: node, over: Some(node) });
    }
    match parts.as_slice() {
        [one] => draft.flow(start, one.first),
        several => {
            let fork = draft.node("fork", "", Kind::Gateway(Gateway::Parallel));
            draft.flow(start, fork);
            several.iter().for_each(|part| draft.flow(fork, part.first));
        }
    }
    let over: Vec<usize> = parts.iter().filter_map(|part| part.over).collect();
    if !over.is_empty() {
        let end = draft.node("end", &state.label, Kind::End(None));
        let last = if over.len() > 1 { draft.node("join", "", Kind::Gateway(Gateway::Parallel)) } else { end };
        over.iter().for_each(|node| draft.flow(*node, last));
        if last != end {
            draft.flow(last, end);
        }
    }
    // No flow leads to a state from here.
    (draft.close(|_| start), raised)
}

fn task(draft: &mut Draft<'_>, task: &Task) -> Part {
    let loops = match &task.instances {
        Some(count) if count.is_u64() => count.as_u64().filter(|count| *count > 1).map(Loop::Times),
        Some(_) => Some(Loop::Each),
        None => None,
    };
    let node = draft.node("task", &task.label, Kind::UserTask { role: task.role_label.clone(), loops });
    draft.note(node, format!("tasks.{}.outcome: {}", task.name, task.outcomes.join(", ")));
    if !task.is_required {
        draft.note(node, "required: false".to_owned());
    }
    if let Some(vote) = &task.vote {
        draft.note(node, format!("vote: {vote}"));
    }
    let mut over = vec![node];
    if let Some(due) = &task.due {
        let name =
            due.outcome.as_ref().map_or_else(|| due.delay.clone(), |outcome| format!("{}: {outcome}", due.delay));
        let silent = draft.boundary(node, &name, Event::After(due.delay.clone()), due.outcome.is_some());
        if due.outcome.is_some() {
            over.push(silent);
        } else {
            let end = draft.node("end", &name, Kind::End(None));
            draft.flow(silent, end);
        }
    }
    let asked =
        task.when.as_ref().map(|when| (draft.node("gateway", &task.label, Kind::Gateway(Gateway::Exclusive)), when));
    if asked.is_none() && over.len() == 1 {
        return Part { first: node, over: Some(node) };
    }
    let join = draft.node("join", "", Kind::Gateway(Gateway::Exclusive));
    over.iter().for_each(|node| draft.flow(*node, join));
    let mut first = node;
    if let Some((gateway, when)) = asked {
        let does = Branch { to: Goal::Node(node), name: task.label.clone(), condition: Some(when.to_string()) };
        draft.fork(gateway, vec![does]);
        draft.by_default(gateway, join);
        first = gateway;
    }
    Part { first, over: Some(join) }
}

/// A result that nothing follows is the end of the part; one that something follows leaves the state.
fn call(draft: &mut Draft<'_>, call: &Call, state: &State, raised: &mut Vec<Raised>) -> Part {
    let node = draft.node("call", &format!("{} {}", call.service, call.name), Kind::ServiceTask);
    let mut raise = |draft: &mut Draft<'_>, trigger: Trigger, name: &str| {
        let (event, caught) = draft.builder.escalation(name);
        let end = draft.node("end", name, Kind::End(Some(event)));
        raised.push(Raised { trigger, name: name.to_owned(), event: caught });
        end
    };
    let (answered, failed) = (Trigger::Answered(call.name.clone()), Trigger::Failed(call.name.clone()));
    let fails = state.follows(&failed);
    let over = if state.follows(&answered) {
        let end = raise(draft, answered, &call.name);
        draft.flow(node, end);
        None
    } else {
        Some(node)
    };
    if fails {
        let name = format!("{} ✗", call.name);
        let error = draft.boundary(node, &name, Event::Error, true);
        let end = raise(draft, failed, &name);
        draft.flow(error, end);
    }
    Part { first: node, over }
}
