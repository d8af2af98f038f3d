//! What an answer must be, and what is computed.

use super::build::Builder;
use super::names::ROW;
use crate::form::takes_pattern;
use crate::procedures::imports::ledger::Node;
use crate::procedures::imports::logic::Operand;
use crate::procedures::imports::logic::{Type, not, of_rule, of_script};
use crate::procedures::imports::script::{Expression, assigned};
use serde_json::{Map, Value, json};

/// Bounds, and how JSON Schema says them.
const BOUNDS: [(&str, &str); 6] = [
    ("min", "minimum"),
    ("max", "maximum"),
    ("minLength", "minLength"),
    ("maxLength", "maxLength"),
    ("minSelectedCount", "minItems"),
    ("maxSelectedCount", "maxItems"),
];

/// `validate`: bounds and patterns. Some tools write bounds on the component itself.
pub(super) fn bounds(builder: &mut Builder<'_>, node: &Node<'_>, facts: &mut Map<String, Value>) {
    let validate = builder.ledger.get(node, "validate");
    for place in validate.iter().chain([node]) {
        for (key, keyword) in BOUNDS {
            let is_count = !matches!(key, "min" | "max");
            if let Some(bound) = builder.ledger.number(place, key) {
                if is_count && bound.as_u64().is_none() {
                    builder.ledger.note(&place.at(key), "invalid", &[]);
                } else {
                    facts.insert(keyword.to_owned(), bound);
                }
            }
        }
    }
    let Some(validate) = validate else { return };
    match validate.peek("step") {
        Some(Value::String(any)) if any == "any" => builder.ledger.skip(&validate, &["step"]),
        _ => {
            if let Some(step) =
                builder.ledger.number(&validate, "step").filter(|step| step.as_f64().is_some_and(|step| step > 0.0))
            {
                facts.insert("multipleOf".to_owned(), step);
            }
        }
    }
    if let Some(pattern) = builder.ledger.text(&validate, "pattern") {
        let found = whole_pattern(builder, &validate.at("pattern"), pattern);
        facts.extend(found.map(|pattern| ("pattern".to_owned(), pattern)));
    }
    if let Some(mask) = builder.ledger.text(node, "inputMask").or_else(|| builder.ledger.text(node, "displayMask")) {
        builder.ledger.note(&node.at("inputMask"), "mask", &[("mask", mask)]);
    }
}

/// `calculateValue`: a sum that is understood is computed on the server; else the answer is asked.
pub(super) fn calculation(builder: &mut Builder<'_>, node: &Node<'_>, path: &[String], facts: &mut Map<String, Value>) {
    let Some(source) = builder.ledger.whole(node, "calculateValue").filter(|source| !builder.ledger.is_blank(source))
    else {
        return;
    };
    let place = &path[..path.len().saturating_sub(1)];
    let names = builder.index.seen_from(place, Some(path));
    let rule = match source {
        Value::String(script) => assigned(script, "value").and_then(|value| of_script(&value, &names)),
        rule => of_rule(rule, &names),
    };
    let is_number = |name: Option<&Value>| name.is_some_and(|name| name == "number" || name == "integer");
    let fits = |rule: &Operand| match rule.of {
        Type::Number => is_number(facts.get("type")),
        Type::Text => facts.get("type").is_some_and(|name| name == "string"),
        Type::Truth => facts.get("type").is_some_and(|name| name == "boolean"),
        _ => false,
    };
    match rule.filter(fits) {
        Some(rule) => {
            facts.insert("calculate".to_owned(), rule.rule);
            facts.insert("readOnly".to_owned(), json!(true));
        }
        None => {
            let script = source.as_str().map_or_else(|| source.to_string(), str::to_owned);
            builder.ledger.lose(&node.at("calculateValue"), "calculation", &[("script", &script)]);
        }
    }
}

/// `validate.custom` and `validate.json`: true, or the message to show.
pub(super) fn custom(builder: &mut Builder<'_>, node: &Node<'_>, path: &[String]) {
    let Some(validate) = builder.ledger.get(node, "validate") else { return };
    for key in ["custom", "json"] {
        let Some(source) = builder.ledger.whole(&validate, key).filter(|source| !builder.ledger.is_blank(source))
        else {
            continue;
        };
        if let Some(check) = check(builder, source, path) {
            builder.checks.push(check);
        } else {
            let script = source.as_str().map_or_else(|| source.to_string(), str::to_owned);
            builder.ledger.lose(&validate.at(key), "validation", &[("script", &script)]);
        }
    }
}

fn check(builder: &Builder<'_>, source: &Value, path: &[String]) -> Option<Value> {
    // A check is made once for the whole document.
    if path.iter().any(|name| name == ROW) {
        return None;
    }
    let names = builder.index.seen_from(&path[..path.len().saturating_sub(1)], Some(path));
    let (rule, message) = match source {
        Value::String(script) => match assigned(script, "valid")? {
            Expression::Choice(test, then, otherwise) => {
                let rule = of_script(&test, &names)?.rule;
                match (*then, *otherwise) {
                    (Expression::Literal(Value::Bool(true)), Expression::Literal(Value::String(message))) => {
                        (rule, message)
                    }
                    (Expression::Literal(Value::String(message)), Expression::Literal(Value::Bool(true))) => {
                        (not(rule), message)
                    }
                    _ => return None,
                }
            }
            _ => return None,
        },
        rule => match rule.get("if")?.as_array()?.as_slice() {
            [test, Value::Bool(true), Value::String(message)] => (of_rule(test, &names)?.rule, message.clone()),
            [test, Value::String(message), Value::Bool(true)] => (not(of_rule(test, &names)?.rule), message.clone()),
            _ => return None,
        },
    };
    let own = json!({ "var": format!("form.{}", path.join(".")) });
    let pointer: String = path.iter().map(|name| format!("/{}", crate::form::escape(name))).collect();
    // What isn't answered is not wrong: it is missing, or it isn't.
    Some(json!({ "rule": { "or": [not(own), rule] }, "message": message, "pointers": [pointer] }))
}

/// Form.io compares a pattern with the whole answer.
fn whole_pattern(builder: &mut Builder<'_>, pointer: &str, pattern: &str) -> Option<Value> {
    let is_whole = pattern.starts_with('^') && pattern.ends_with('$') && !pattern.contains('|');
    let whole = if is_whole { pattern.to_owned() } else { format!("^(?:{pattern})$") };
    if takes_pattern(&whole) {
        return Some(Value::from(whole));
    }
    builder.ledger.lose(pointer, "pattern", &[("pattern", pattern)]);
    None
}
