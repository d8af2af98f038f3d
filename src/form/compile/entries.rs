//! Objects whose names people choose: which names, and what is asked of each.

use super::blocks::{MAX_ROWS, is_set, row_title};
use super::read::Reader;
use super::ui::NO_CONTROL;
use super::{Compiler, Cursor, Shape, validator};
use crate::form::condition::Condition;
use crate::form::entries::Names;
use crate::form::node::{Block, Effect, VisibilityRule};
use crate::form::pointer::{Template, escape};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::sync::Arc;

impl Reader<'_, '_> {
    /// What the names hold that people choose. An object that says nothing of its names takes them all; beside properties,
    /// only one that says what they hold.
    pub(super) fn entries(&mut self, shape: &mut Shape, depth: usize, chain: &mut Vec<String>) {
        let is_whole = shape.shipped.is_some() || shape.schema.contains_key("format") || !shape.choices.is_empty();
        if shape.type_name != "object" || is_whole || self.stopped {
            return;
        }
        let mut found: Vec<(Option<String>, Value, String)> = Vec::new();
        if let Some(Value::Object(patterns)) = shape.schema.get("patternProperties") {
            found.extend(patterns.iter().map(|(pattern, schema)| {
                (Some(pattern.clone()), schema.clone(), format!("patternProperties/{}", escape(pattern)))
            }));
        }
        let mut others = ["additionalProperties", "unevaluatedProperties"].into_iter();
        let others = others.find_map(|keyword| Some((keyword, shape.schema.get(keyword)?.clone())));
        // Beside properties, `true` is what JSON Schema says by default: nothing else is refused, nor asked.
        let others = others.filter(|(_, schema)| shape.properties.is_empty() || !is_any(schema));
        let says_nothing = shape.properties.is_empty() && found.is_empty() && shape.branches.is_empty();
        let says_nothing = says_nothing && !shape.asks_sometimes();
        match others {
            Some((keyword, schema)) => found.push((None, schema, keyword.to_owned())),
            None if says_nothing => found.push((None, Value::Bool(true), "additionalProperties".to_owned())),
            None => {}
        }
        let inline = chain.is_empty();
        for (pattern, schema, at) in found.into_iter().filter(|(_, schema, _)| *schema != Value::Bool(false)) {
            let place = if inline { format!("{}/{at}", shape.pointer) } else { shape.pointer.clone() };
            let mut child = self.shape(&anything_typed(schema), &place, depth + 1, chain);
            // Who gives a name gives a value.
            child.required = true;
            if !self.ends(&child) {
                shape.entries.push((pattern, child));
            }
        }
    }
}

impl<'s> Compiler<'s> {
    /// How many entries an object has beside its properties, and what they may be called.
    pub(super) fn entries_block(
        &mut self,
        shape: &Shape,
        template: &Template,
        options: &Map<String, Value>,
        pointer: &str,
    ) -> Option<Block> {
        let mut tests = vec![shape.schema.get("propertyNames").cloned().unwrap_or_else(|| json!({}))];
        let patterns: Option<Vec<Value>> =
            shape.entries.iter().map(|(pattern, _)| Some(pattern_of(pattern.as_ref()?))).collect();
        // Without an entry for all others, a name must match one of the patterns.
        tests.extend(patterns.map(|patterns| json!({ "anyOf": patterns })));
        let Some(names) = self.within.validator(&json!({ "allOf": tests })) else {
            self.problems.error(&shape.pointer, "schema", vec![("keyword", "propertyNames".to_owned())]);
            return None;
        };
        let declared = shape.properties.iter().map(|(name, _)| name.clone()).collect();
        let max = shape.number("maxProperties").and_then(|count| usize::try_from(count).ok());
        Some(Block {
            first: 0,
            shown: 0,
            max: max.unwrap_or(MAX_ROWS).min(MAX_ROWS),
            sortable: false,
            can_add: !is_set(options, "disableAdd"),
            can_remove: !is_set(options, "disableRemove"),
            holds_names: shape.entries.iter().all(|(_, entry)| entry.type_name == "object"),
            title: row_title(options, &template.entry()),
            add_label: self.add_label(options, pointer),
            names: Some(Names { declared, validator: Arc::new(names) }),
        })
    }

    /// What is asked of an entry; of several schemas, the first whose pattern its name matches.
    pub(super) fn entry_rows(&mut self, shape: &'s Shape, template: &Template, pointer: &str, cursor: &Cursor<'s>) {
        let mut below = cursor.clone();
        (below.is_branch, below.is_alternative) = (false, cursor.is_alternative);
        below.blocks.extend(cursor.parent);
        below.id = self.id_of(template, pointer).entry();
        let mut before: Vec<Arc<Validator>> = Vec::new();
        for (pattern, entry) in &shape.entries {
            let mut here = below.clone();
            if shape.entries.len() > 1 {
                let passes = pattern.as_ref().and_then(|pattern| validator::part(&pattern_of(pattern), None));
                if passes.is_none() && pattern.is_some() {
                    continue;
                }
                let passes = passes.map(Arc::new);
                let depth = below.blocks.len() - 1;
                // The names that match a pattern and none of those before.
                let condition = Arc::new(Condition::Named { depth, passes: passes.clone(), fails: before.clone() });
                before.extend(passes);
                let group = self.open_group(None, None, &below);
                self.nodes[group].rule = Some(VisibilityRule { effect: Effect::Show, condition });
                (here.parent, here.is_alternative) = (Some(group), true);
            }
            here.scopes.push((entry, template.entry()));
            if entry.is_group() {
                self.derived(entry, &here);
            } else {
                self.control_of(entry, &template.entry(), &NO_CONTROL, &entry.pointer, &here);
            }
        }
    }
}

fn pattern_of(pattern: &str) -> Value {
    json!({ "pattern": pattern })
}

fn is_any(schema: &Value) -> bool {
    *schema == Value::Bool(true) || schema.as_object().is_some_and(Map::is_empty)
}

/// Where anything is taken, a text or a number is asked.
fn anything_typed(schema: Value) -> Value {
    if is_any(&schema) { serde_json::json!({ "type": ["string", "number"] }) } else { schema }
}
