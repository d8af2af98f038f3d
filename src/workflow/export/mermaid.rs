//! Mermaid's `stateDiagram-v2`.

use super::rule;
use crate::workflow::circuit::{Circuit, Scope, State, To, Trigger, Way};
use std::fmt::Write as _;

/// Words of the language, which can't name a state.
const RESERVED: [&str; 17] = [
    "as",
    "choice",
    "class",
    "classdef",
    "click",
    "default",
    "direction",
    "end",
    "fork",
    "hide",
    "href",
    "join",
    "note",
    "scale",
    "state",
    "style",
    "title",
];

pub(super) fn write(circuit: &Circuit) -> String {
    let mut out = format!("---\ntitle: {}\n---\nstateDiagram-v2\n", yaml(&circuit.label));
    scope(&mut out, &circuit.scope, "", 1);
    out
}

/// A text between double quotes, as YAML and JSON read it.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A state by the names of those that hold it. Names are in lower case and begin with a letter: a dot parts them, and an underscore
/// before a word of the language makes it a name.
fn id(within: &str, name: &str) -> String {
    let own = if within.is_empty() { name.to_owned() } else { format!("{within}.{name}") };
    if RESERVED.contains(&own.as_str()) { format!("_{own}") } else { own }
}

/// A text that no sign of the language ends. Lines are one.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            sign if sign.is_control() => out.push(' '),
            sign if sign.is_alphanumeric() || " ,.!?()[]'’«»–…°·€/+=*-_".contains(sign) => out.push(sign),
            // Written to a `String`: it can't fail.
            sign => _ = write!(out, "#{};", u32::from(sign)),
        }
    }
    out.trim().to_owned()
}

fn line(out: &mut String, depth: usize, text: &str) {
    // Written to a `String`: it can't fail.
    let _ = writeln!(out, "{:1$}{text}", "", 2 * depth);
}

fn scope(out: &mut String, scope: &Scope, within: &str, depth: usize) {
    let name = |number: usize| id(within, &scope.states[number].name);
    for state in &scope.states {
        declare(out, state, &id(within, &state.name), depth);
    }
    line(out, depth, &format!("[*] --> {}", name(scope.initial)));
    for (number, state) in scope.states.iter().enumerate() {
        for way in &state.ways {
            let targets = if way.to == To::Stay { vec![number] } else { way.to.states().to_vec() };
            let told = told(way);
            for target in targets {
                line(out, depth, &format!("{} --> {} : {told}", name(number), name(target)));
            }
        }
        if state.is_final {
            line(out, depth, &format!("{} --> [*]", name(number)));
        }
    }
}

/// The label of a state, what is done in it, and its regions.
fn declare(out: &mut String, state: &State, id: &str, depth: usize) {
    let work = state.own_work();
    // What holds others has a label and no more.
    if !state.regions.is_empty() {
        let all: Vec<&str> = std::iter::once(state.label.as_str()).chain(work.iter().map(String::as_str)).collect();
        line(out, depth, &format!("state \"{}\" as {id}", escaped(&all.join(" – "))));
    } else {
        line(out, depth, &format!("state \"{}\" as {id}", escaped(&state.label)));
        work.iter().for_each(|work| line(out, depth, &format!("{id} : {}", escaped(work))));
        return;
    }
    line(out, depth, &format!("state {id} {{"));
    for (n, region) in state.regions.iter().enumerate() {
        if n > 0 {
            line(out, depth + 1, "--");
        }
        let inner = format!("{id}.{}", region.name);
        line(out, depth + 1, &format!("state \"{}\" as {inner}", escaped(&region.label)));
        line(out, depth + 1, &format!("state {inner} {{"));
        scope(out, &region.scope, &inner, depth + 2);
        line(out, depth + 1, "}");
    }
    line(out, depth, "}");
}

/// The words of a way: a button's own, the others by what opens them. Conditions are told where nobody chooses.
fn told(way: &Way) -> String {
    let opens = match &way.trigger {
        Trigger::Command { .. } => return escaped(&way.label),
        Trigger::Expiry(_) => format!("⏱ {}", escaped(&way.label)),
        Trigger::After { delay, .. } => format!("⏱ {delay}"),
        Trigger::Always => "·".to_owned(),
        Trigger::Done => "✓".to_owned(),
        Trigger::Answered(call) => format!("✓ {call}"),
        Trigger::Failed(call) => format!("✗ {call}"),
    };
    match rule(way) {
        Some(rule) => format!("{opens} {}", escaped(&rule)),
        None => opens,
    }
}
