//! When a component is shown.

use super::build::{Builder, Place};
use crate::procedures::imports::ledger::Node;
use crate::procedures::imports::logic::{Names, Operand, equal, not, of_rule, of_script, ordered};
use crate::procedures::imports::script::assigned;
use serde_json::{Value, json};

/// Whether a component is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    Always,
    Never,
    When(Value),
}

/// Reads all that a component says of when it is shown. A condition that isn't understood is lost, and told.
pub(super) fn shown(builder: &mut Builder<'_>, node: &Node<'_>, place: &Place, own: Option<&[String]>) -> Shown {
    let mut all: Vec<Value> = Vec::new();
    let script = builder.ledger.text(node, "customConditional");
    if let Some(script) = script {
        let names = builder.index.seen_from(&place.path, own);
        match assigned(script, "show").and_then(|value| of_script(&value, &names)) {
            Some(found) => all.push(found.rule),
            None => builder.ledger.lose(&node.at("customConditional"), "condition", &[("script", script)]),
        }
    }
    if let Some(conditional) = builder.ledger.get(node, "conditional") {
        builder.ledger.skip(&conditional, &["show", "when", "eq", "json", "conjunction"]);
        for condition in builder.ledger.list(&conditional, "conditions") {
            builder.ledger.skip(&condition, &["component", "operator", "value"]);
        }
        let source = conditional.value;
        match simple(builder, source, place, own) {
            _ if says_nothing(source) => {}
            // Form.io looks at a script first, and only at it.
            Some(rule) if script.is_none() => all.push(rule),
            _ => builder.ledger.lose(&conditional.pointer, "condition", &[("script", &source.to_string())]),
        }
    }
    let mut revealed = logic(builder, node, place, own, &mut all);
    let key = node.peek_text("key");
    all.extend(builder.rules.iter().filter(|(known, _)| known == key).map(|(_, rule)| rule.clone()));
    revealed.extend(builder.revealed.iter().filter(|(known, _)| known == key).map(|(_, rule)| rule.clone()));
    match (builder.ledger.flag(node, "hidden"), revealed.len()) {
        (true, 0) => return Shown::Never,
        (true, 1) => all.extend(revealed),
        (true, _) => all.push(json!({ "or": revealed })),
        (false, _) => {}
    }
    match all.len() {
        0 => Shown::Always,
        1 => Shown::When(all.remove(0)),
        _ => Shown::When(json!({ "and": all })),
    }
}

/// `{"show": null, "when": null, "eq": ""}` is what the tool writes when nobody chose.
fn says_nothing(conditional: &Value) -> bool {
    let has = |key: &str| {
        conditional.get(key).is_some_and(|value| match value {
            Value::Null | Value::Bool(false) => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(fields) => !fields.is_empty(),
            _ => true,
        })
    };
    !["when", "json", "conditions"].iter().any(|key| has(key))
}

/// The condition of the tool's own pages: one comparison, several, or a rule in JSONLogic.
fn simple(builder: &Builder<'_>, source: &Value, place: &Place, own: Option<&[String]>) -> Option<Value> {
    let names = builder.index.seen_from(&place.path, own);
    if let Some(rule) = source.get("json").filter(|rule| rule.is_object()) {
        return Some(of_rule(rule, &names)?.rule);
    }
    let holds =
        if let Some(conditions) = source.get("conditions").and_then(Value::as_array).filter(|list| !list.is_empty()) {
            let each: Option<Vec<Value>> = conditions.iter().map(|condition| comparison(condition, &names)).collect();
            let joint = if source.get("conjunction").is_some_and(|joint| joint == "any") { "or" } else { "and" };
            json!({ joint: each? })
        } else {
            equal(&operand(source.get("when")?, &names)?, &Operand::literal(source.get("eq")?))?
        };
    let is_hidden = source.get("show").is_some_and(|show| *show == false || show == "false");
    Some(if is_hidden { not(holds) } else { holds })
}

fn operand(path: &Value, names: &dyn Names) -> Option<Operand> {
    let path: Vec<String> = path.as_str()?.split('.').map(str::to_owned).collect();
    names.find(&path)
}

fn comparison(condition: &Value, names: &dyn Names) -> Option<Value> {
    let answer = operand(condition.get("component")?, names)?;
    let value = Operand::literal(condition.get("value").unwrap_or(&Value::Null));
    let operator = condition.get("operator").and_then(Value::as_str).unwrap_or("isEqual");
    match operator {
        "isEqual" | "isDateEqual" | "includes" => equal(&answer, &value),
        "isNotEqual" | "isNotDateEqual" | "notIncludes" => equal(&answer, &value).map(not),
        "isEmpty" => Some(not(answer.rule)),
        "isNotEmpty" => Some(not(not(answer.rule))),
        "lessThan" | "dateLessThan" => ordered("<", &answer, &value),
        "lessThanOrEqual" | "dateLessThanOrEqual" => ordered("<=", &answer, &value),
        "greaterThan" | "dateGreaterThan" => ordered(">", &answer, &value),
        "greaterThanOrEqual" | "dateGreaterThanOrEqual" => ordered(">=", &answer, &value),
        _ => None,
    }
}

/// `logic`: what a trigger does to a component. Hiding adds to `all`; showing is given back.
fn logic(
    builder: &mut Builder<'_>,
    node: &Node<'_>,
    place: &Place,
    own: Option<&[String]>,
    all: &mut Vec<Value>,
) -> Vec<Value> {
    let mut revealed = Vec::new();
    for rule in builder.ledger.list(node, "logic") {
        builder.ledger.skip(&rule, &["name"]);
        let trigger =
            builder.ledger.whole(&rule, "trigger").and_then(|trigger| self::trigger(builder, trigger, place, own));
        for action in builder.ledger.list(&rule, "actions") {
            let is_hidden = action.value.pointer("/property/value").is_some_and(|name| name == "hidden");
            let state = action.peek("state").and_then(Value::as_bool);
            match (&trigger, is_hidden, state) {
                (Some(trigger), true, Some(true)) => all.push(not(trigger.clone())),
                (Some(trigger), true, Some(false)) => revealed.push(trigger.clone()),
                _ => {
                    builder.ledger.lose(&action.pointer, "rule-action", &[("action", &action.value.to_string())]);
                    continue;
                }
            }
            builder.ledger.all(&action);
        }
    }
    revealed
}

fn trigger(builder: &Builder<'_>, trigger: &Value, place: &Place, own: Option<&[String]>) -> Option<Value> {
    let names = builder.index.seen_from(&place.path, own);
    match trigger.get("type")?.as_str()? {
        "simple" => simple(builder, trigger.get("simple")?, place, own),
        "javascript" => {
            let value = assigned(trigger.get("javascript")?.as_str()?, "result")?;
            Some(of_script(&value, &names)?.rule)
        }
        "json" => Some(of_rule(trigger.get("json")?, &names)?.rule),
        _ => None,
    }
}
