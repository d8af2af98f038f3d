//! BPMN 2.0 with its drawing (BPMN DI).
//!
//! A state that waits for somebody is a user task; its buttons are ways out of it, or messages that interrupt it when others
//! than its people press them. Tasks, regions and outside work are a subprocess (outside work alone: a service task) with the
//! buttons, timers and clocks at its boundary. Conditions are JSONLogic.

mod build;
mod di;
mod graph;
mod semantic;
mod state;
mod work;

use super::xml::Element;
use crate::workflow::circuit::Circuit;
use build::Builder;

pub(super) fn write(circuit: &Circuit) -> String {
    let mut builder = Builder::default();
    let process = state::scope(&mut builder, &circuit.scope, &circuit.label);
    let notes = circuit.clocks.iter().map(|clock| {
        let told = format!("deadlines.{}: {}", clock.name, clock.value);
        Element::new("bpmn:documentation").text(told)
    });
    let drawing = di::drawing(&process, &circuit.id);
    let process = Element::new("bpmn:process")
        .with("id", format!("process_{}", circuit.id))
        .with("name", &circuit.label)
        .with("isExecutable", "false")
        .children(notes)
        .children(semantic::content(&process));
    let messages =
        builder.messages.iter().map(|(id, name)| Element::new("bpmn:message").with("id", id).with("name", name));
    let escalations = builder.escalations.iter().map(|(id, name)| {
        Element::new("bpmn:escalation").with("id", id).with("name", name).with("escalationCode", name)
    });
    Element::new("bpmn:definitions")
        .with("xmlns:bpmn", "http://www.omg.org/spec/BPMN/20100524/MODEL")
        .with("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI")
        .with("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC")
        .with("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with("id", format!("definitions_{}", circuit.id))
        .with("targetNamespace", "urn:guichet:workflow:1")
        .with("expressionLanguage", "https://jsonlogic.com")
        .children(messages)
        .children(escalations)
        .child(process)
        .child(drawing)
        .document()
}
