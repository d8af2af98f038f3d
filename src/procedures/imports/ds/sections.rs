//! Sections, and texts between the fields.

use super::fields::{Builder, label};
use crate::procedures::imports::frame::markdown;
use crate::procedures::imports::ledger::Node;
use serde_json::{Value, json};

impl Builder<'_> {
    pub(super) fn section(&mut self, node: &Node<'_>) -> Value {
        let level = self.level(node);
        self.ledger.skip(node, &["level", "required", "mandatory"]);
        if let Some(options) = self.ledger.get(node, "options") {
            self.ledger.skip(&options, &["header_section_level"]);
        }
        let label = label(node);
        let mut group = json!({ "type": "Group", "level": level, "label": if label.is_empty() { "Suite".to_owned() } else { label } });
        if let Some(text) = self.ledger.text(node, "description") {
            group["description"] = Value::from(markdown(text));
        }
        group["elements"] = json!([]);
        group
    }

    pub(super) fn explanation(&mut self, node: &Node<'_>) -> Option<Value> {
        self.ledger.skip(node, &["required", "mandatory"]);
        let mut parts = Vec::new();
        let label = label(node);
        if !label.is_empty() {
            parts.push(format!("**{label}**"));
        }
        parts.extend(self.ledger.text(node, "description").map(markdown));
        let mut is_folded = self.ledger.flag(node, "collapsibleExplanationEnabled");
        let mut more = self.ledger.text(node, "collapsibleExplanationText").map(markdown);
        if let Some(options) = self.ledger.get(node, "options") {
            let folds = options.peek("collapsible_explanation_enabled");
            is_folded |= folds.is_some_and(|folds| ["1", "true"].contains(&folds.to_string().trim_matches('"')));
            self.ledger.skip(&options, &["collapsible_explanation_enabled"]);
            more = self.ledger.text(&options, "collapsible_explanation_text").map(markdown).or(more);
        }
        let folded = more.take_if(|_| is_folded && !parts.is_empty());
        parts.extend(more);
        let mut element = json!({ "type": "Label", "text": parts.join("\n\n") });
        if let Some(folded) = folded {
            element["options"] = json!({ "help": folded });
        }
        (!parts.is_empty()).then_some(element)
    }
}

/// What follows a section stands in it, up to the next one of its level or above.
pub(super) fn grouped(elements: Vec<Value>) -> Vec<Value> {
    let mut open: Vec<Value> = Vec::new();
    let mut found: Vec<Value> = Vec::new();
    let level = |element: &Value| element.get("level").and_then(Value::as_u64);
    let close = |open: &mut Vec<Value>, found: &mut Vec<Value>| {
        if let Some(mut done) = open.pop() {
            if let Some(fields) = done.as_object_mut() {
                fields.shift_remove("level");
            }
            match open.last_mut().and_then(|parent| parent["elements"].as_array_mut()) {
                Some(parent) => parent.push(done),
                None => found.push(done),
            }
        }
    };
    for element in elements {
        match level(&element) {
            Some(own) => {
                while open.last().and_then(level).is_some_and(|known| known >= own) {
                    close(&mut open, &mut found);
                }
                open.push(element);
            }
            None => match open.last_mut().and_then(|parent| parent["elements"].as_array_mut()) {
                Some(parent) => parent.push(element),
                None => found.push(element),
            },
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut found);
    }
    found
}
