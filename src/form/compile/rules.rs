//! Rules within the form: what they read must exist.

use super::fields::resolve_any;
use super::names::Scopes;
use super::parts::Parts;
use super::{Compiler, Cursor};
use crate::form::CrossCheck;
use crate::form::condition::{Condition, Test};
use crate::form::node::Effect;
use crate::form::pointer::Template;
use crate::rules::{ROOTS, Rule, Text};
use serde_json::Value;
use std::sync::Arc;

/// How many conditions may nest.
const MAX_LEVELS: usize = 20;

impl<'s> Compiler<'s> {
    /// The rule of an element: its effect, its condition, and what that reads.
    pub(super) fn visibility(
        &mut self,
        rule: &Value,
        pointer: &str,
        cursor: &Cursor<'s>,
    ) -> Option<(Effect, Arc<Condition>, Vec<Template>)> {
        let name = rule.get("effect").and_then(Value::as_str).unwrap_or_default();
        let Some(effect) = Effect::named(name) else {
            self.problems.error(&format!("{pointer}/effect"), "effect-unknown", vec![("effect", name.to_owned())]);
            return None;
        };
        let mut reads = Vec::new();
        let condition = rule.get("condition").unwrap_or(&Value::Null);
        let condition = self.condition(condition, &format!("{pointer}/condition"), cursor, 0, &mut reads)?;
        Some((effect, Arc::new(condition), reads))
    }

    fn condition(
        &mut self,
        source: &Value,
        pointer: &str,
        cursor: &Cursor<'s>,
        level: usize,
        reads: &mut Vec<Template>,
    ) -> Option<Condition> {
        if level > MAX_LEVELS {
            self.problems.error(pointer, "depth", vec![("max", MAX_LEVELS.to_string())]);
            return None;
        }
        if let Some(rule) = source.get("logic") {
            let rule = self.rule(rule, &format!("{pointer}/logic"), cursor)?;
            reads.extend(rule.1);
            return Some(Condition::Logic(rule.0));
        }
        if let Some(Value::Array(conditions)) = source.get("conditions") {
            let mut compiled = Vec::with_capacity(conditions.len());
            for (n, condition) in conditions.iter().enumerate() {
                let here = format!("{pointer}/conditions/{n}");
                compiled.extend(self.condition(condition, &here, cursor, level + 1, reads));
            }
            return match source.get("type").and_then(Value::as_str) {
                Some("AND") => Some(Condition::All(compiled)),
                Some("OR") => Some(Condition::Any(compiled)),
                _ => {
                    self.problems.error(pointer, "condition", vec![]);
                    None
                }
            };
        }
        self.value_condition(source, pointer, cursor, reads)
    }

    /// `{"scope": …, "schema": …}`, or the older `{"scope": …, "expectedValue": …}`.
    fn value_condition(
        &mut self,
        source: &Value,
        pointer: &str,
        cursor: &Cursor<'s>,
        reads: &mut Vec<Template>,
    ) -> Option<Condition> {
        let Some(scope) = source.get("scope").and_then(Value::as_str) else {
            self.problems.error(pointer, "condition", vec![]);
            return None;
        };
        // A row sees itself first, then the blocks around it, then the document.
        let found = cursor.scopes.iter().rev().find_map(|(shape, base)| resolve_any(shape, base, scope));
        let Some((shape, template)) = found else {
            self.problems.error(&format!("{pointer}/scope"), "scope-unknown", vec![("scope", scope.to_owned())]);
            return None;
        };
        let test = match (source.get("expectedValue"), source.get("schema")) {
            (Some(expected), _) => Some(Test::Equals(expected.clone())),
            (None, Some(schema)) => test(schema, &self.within),
            (None, None) => {
                // As in JSON Forms: what asks nothing of an answer always holds.
                self.problems.warn(pointer, "condition-empty", vec![]);
                return Some(Condition::All(Vec::new()));
            }
        };
        let Some(test) = test else {
            self.problems.error(&format!("{pointer}/schema"), "schema", vec![("keyword", "schema".to_owned())]);
            return None;
        };
        match source.get("schema").filter(|_| shape.is_group()) {
            // Of an object it reads what its schema names: the rule of a field may look at the document around it.
            Some(schema) => {
                reads.extend(self.within.properties_of(schema).into_iter().map(|name| template.child(name)));
            }
            None => reads.push(template.clone()),
        }
        let needs_value = source.get("failWhenUndefined") == Some(&Value::Bool(true));
        Some(Condition::Value { template, test, needs_value })
    }

    fn rule(&mut self, source: &Value, pointer: &str, cursor: &Cursor<'s>) -> Option<(Rule, Vec<Template>)> {
        match Rule::compile(source) {
            Ok(rule) => {
                let reads = self.variables(&rule, pointer, cursor);
                Some((rule, reads))
            }
            Err(problems) => {
                self.problems.rule(pointer, problems);
                None
            }
        }
    }

    /// A rule that looks at the whole document.
    fn root_rule(&mut self, source: &Value, pointer: &str) -> Option<Rule> {
        let cursor = self.document(0);
        let (rule, _) = self.rule(source, pointer, &cursor)?;
        self.note_document(source, pointer);
        Some(rule)
    }

    /// Why a request can't be filed.
    pub(super) fn eligibility(&mut self) -> Vec<(Rule, Text)> {
        let mut compiled = Vec::new();
        for (n, reason) in self.definition.eligibility.iter().enumerate() {
            let here = format!("/eligibility/{n}");
            let rule = self.root_rule(&reason.rule, &format!("{here}/rule"));
            let message =
                self.texts.translated(reason.message.clone(), "", &format!("{here}/message"), &mut self.problems);
            compiled.extend(rule.map(|rule| (rule, message)));
        }
        compiled
    }

    /// The checks across fields.
    pub(super) fn checks(&mut self) -> Vec<CrossCheck> {
        let mut compiled = Vec::new();
        for (n, check) in self.definition.checks.iter().enumerate() {
            let here = format!("/checks/{n}");
            let rule = self.root_rule(&check.rule, &format!("{here}/rule"));
            let message =
                self.texts.translated(check.message.clone(), "", &format!("{here}/message"), &mut self.problems);
            for (at, pointer) in check.pointers.iter().enumerate() {
                self.names_a_question(pointer, &format!("{here}/pointers/{at}"));
            }
            compiled.extend(rule.map(|rule| CrossCheck { rule, message, pointers: check.pointers.clone() }));
        }
        compiled
    }

    /// The fields that a rule reads. A name that nothing bears would be blank for ever: it is an error.
    pub(super) fn variables(&mut self, rule: &Rule, pointer: &str, cursor: &Cursor<'s>) -> Vec<Template> {
        let mut reads = Vec::new();
        for variable in rule.variables() {
            let first = variable.split('.').next().unwrap_or(variable);
            let scopes = Scopes { root: self.root, list: &cursor.scopes };
            if first != "form" && ROOTS.contains(&first) {
                if scopes.holders(first).next().is_some() {
                    self.problems.error(pointer, "variable-ambiguous", vec![("variable", variable.clone())]);
                }
                continue;
            }
            match scopes.read(variable) {
                Some(read) => reads.push(read.template),
                None => self.problems.error(pointer, "variable-unknown", vec![("variable", variable.clone())]),
            }
        }
        reads
    }
}

fn test(schema: &Value, within: &Parts<'_>) -> Option<Test> {
    let fields = schema.as_object()?;
    let alone = fields.len() == 1;
    match (fields.get("const"), fields.get("enum")) {
        (Some(expected), _) if alone => Some(Test::Equals(expected.clone())),
        (_, Some(Value::Array(expected))) if alone => Some(Test::In(expected.clone())),
        _ => within.condition(schema).map(|validator| Test::Schema(Box::new(validator))),
    }
}
