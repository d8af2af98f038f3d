//! The elements of a process as XML.

use super::graph::{Event, Gateway, Graph, Kind, Loop, Node};
use crate::workflow::export::xml::Element;

/// What a process or a subprocess holds.
pub(super) fn content(graph: &Graph) -> Vec<Element> {
    let nodes = (0..graph.nodes.len()).map(|number| node(graph, number));
    let flows = graph.flows.iter().map(|flow| {
        let condition = flow.condition.as_ref().map(|rule| expression("bpmn:conditionExpression", rule));
        Element::new("bpmn:sequenceFlow")
            .with("id", &flow.id)
            .with_some("name", Some(&flow.name).filter(|name| !name.is_empty()))
            .with("sourceRef", &graph.nodes[flow.from].id)
            .with("targetRef", &graph.nodes[flow.to].id)
            .children(condition)
    });
    nodes.chain(flows).collect()
}

fn expression(name: &'static str, text: &str) -> Element {
    Element::new(name).with("xsi:type", "bpmn:tFormalExpression").text(text)
}

fn node(graph: &Graph, number: usize) -> Element {
    let Node { id, name, kind, notes } = &graph.nodes[number];
    let default = graph.leaving(number).find(|flow| flow.is_default).map(|flow| &flow.id);
    let mut element = Element::new(tag(kind))
        .with("id", id)
        .with_some("name", Some(name).filter(|name| !name.is_empty()))
        .with_some("default", default);
    if let Kind::Boundary { host, interrupts, .. } = kind {
        element = element.with("attachedToRef", &graph.nodes[*host].id).with("cancelActivity", interrupts);
    }
    element
        .children(notes.iter().map(|note| Element::new("bpmn:documentation").text(note)))
        .children(graph.entering(number).map(|flow| Element::new("bpmn:incoming").text(&flow.id)))
        .children(graph.leaving(number).map(|flow| Element::new("bpmn:outgoing").text(&flow.id)))
        .children(inside(kind, id))
}

fn tag(kind: &Kind) -> &'static str {
    match kind {
        Kind::Start(_) => "bpmn:startEvent",
        Kind::End(_) => "bpmn:endEvent",
        Kind::Pass => "bpmn:intermediateThrowEvent",
        Kind::Catch(_) => "bpmn:intermediateCatchEvent",
        Kind::Boundary { .. } => "bpmn:boundaryEvent",
        Kind::Gateway(Gateway::Exclusive) => "bpmn:exclusiveGateway",
        Kind::Gateway(Gateway::Parallel) => "bpmn:parallelGateway",
        Kind::Gateway(Gateway::EventBased) => "bpmn:eventBasedGateway",
        Kind::UserTask { .. } => "bpmn:userTask",
        Kind::ServiceTask => "bpmn:serviceTask",
        Kind::SubProcess(_) => "bpmn:subProcess",
    }
}

fn inside(kind: &Kind, id: &str) -> Vec<Element> {
    match kind {
        Kind::Start(event) | Kind::End(event) => event.iter().map(|event| definition(event, id)).collect(),
        Kind::Catch(event) | Kind::Boundary { event, .. } => vec![definition(event, id)],
        Kind::UserTask { role, loops } => {
            let who =
                Element::new("bpmn:resourceAssignmentExpression").child(expression("bpmn:formalExpression", role));
            let performer = Element::new("bpmn:potentialOwner").with("name", role).child(who);
            // The schema of BPMN wants the people before the repetition.
            std::iter::once(performer).chain(loops.as_ref().map(repetition)).collect()
        }
        Kind::SubProcess(graph) => content(graph),
        Kind::Pass | Kind::Gateway(_) | Kind::ServiceTask => Vec::new(),
    }
}

fn repetition(loops: &Loop) -> Element {
    let element = Element::new("bpmn:multiInstanceLoopCharacteristics");
    match loops {
        Loop::Times(count) => element.child(expression("bpmn:loopCardinality", &count.to_string())),
        Loop::Each => element,
    }
}

fn definition(event: &Event, id: &str) -> Element {
    let element = |name: &'static str| Element::new(name).with("id", format!("{id}-definition"));
    match event {
        Event::Message(message) => element("bpmn:messageEventDefinition").with("messageRef", message),
        Event::After(delay) => element("bpmn:timerEventDefinition").child(expression("bpmn:timeDuration", delay)),
        Event::At(date) => element("bpmn:timerEventDefinition").child(expression("bpmn:timeDate", date)),
        Event::Error => element("bpmn:errorEventDefinition"),
        Event::Escalation(escalation) => element("bpmn:escalationEventDefinition").with("escalationRef", escalation),
    }
}
