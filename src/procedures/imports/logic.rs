//! Conditions of other products as rules of ours.
//!
//! In ours a blank makes a comparison false; in JavaScript a blank differs from everything. `a !== 'x'` becomes « not a = x ».

use super::script::Expression;
use serde_json::{Map, Value, json};

/// What is known of an answer, for a comparison to mean the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Number,
    Truth,
    /// A list of chosen values.
    Several,
    Other,
}

/// Where names are looked up.
pub(super) trait Names {
    /// The variable that a path of a script or of a rule reads, with its type; `None` when nothing bears this name here.
    fn find(&self, path: &[String]) -> Option<Operand>;
}

/// A part of a rule.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Operand {
    pub(super) rule: Value,
    pub(super) of: Type,
    pub(super) is_literal: bool,
}

impl Operand {
    pub(super) fn variable(name: &str, of: Type) -> Self {
        Self { rule: json!({ "var": name }), of, is_literal: false }
    }

    pub(super) fn rule(rule: Value) -> Self {
        Self { rule, of: Type::Truth, is_literal: false }
    }

    pub(super) fn literal(value: &Value) -> Self {
        let of = match value {
            Value::String(_) => Type::Text,
            Value::Number(_) => Type::Number,
            Value::Bool(_) => Type::Truth,
            _ => Type::Other,
        };
        Self { rule: value.clone(), of, is_literal: true }
    }
}

pub(super) fn not(rule: Value) -> Value {
    json!({ "!": [rule] })
}

/// Whether a literal is a blank.
fn is_blank(value: &Value) -> bool {
    value.is_null() || value == ""
}

/// `a = b`, as other products mean it: text and number are one when they read the same.
pub(super) fn equal(left: &Operand, right: &Operand) -> Option<Value> {
    let (variable, literal) = if left.is_literal { (right, left) } else { (left, right) };
    if variable.is_literal || !literal.is_literal {
        return Some(json!({ "==": [left.rule, right.rule] })).filter(|_| left.of == right.of && !left.is_literal);
    }
    if is_blank(&literal.rule) {
        return Some(not(variable.rule.clone()));
    }
    let written = match &literal.rule {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => return None,
        other => other.to_string(),
    };
    match variable.of {
        Type::Truth => match written.as_str() {
            "true" if variable.rule.get("var").is_some() => Some(json!({ "==": [variable.rule, true] })),
            "true" => Some(variable.rule.clone()),
            "false" => Some(not(variable.rule.clone())),
            _ => None,
        },
        Type::Number => {
            let number: serde_json::Number = serde_json::from_str(written.trim()).ok()?;
            Some(json!({ "==": [variable.rule, number] }))
        }
        Type::Text => Some(json!({ "==": [variable.rule, written] })),
        Type::Several => Some(json!({ "in": [written, variable.rule] })),
        Type::Other => None,
    }
}

/// `a < b` and the like.
pub(super) fn ordered(sign: &str, left: &Operand, right: &Operand) -> Option<Value> {
    let numeric = |operand: &Operand| match (&operand.rule, operand.is_literal) {
        (Value::String(text), true) => serde_json::from_str::<serde_json::Number>(text.trim()).ok().map(Value::Number),
        (rule, _) => (operand.of == Type::Number).then(|| rule.clone()),
    };
    if left.of == Type::Text && right.of == Type::Text {
        return Some(json!({ sign: [left.rule, right.rule] }));
    }
    Some(json!({ sign: [numeric(left)?, numeric(right)?] }))
}

/// An expression of a script as a rule.
pub(super) fn of_script(expression: &Expression, names: &dyn Names) -> Option<Operand> {
    use Expression::{Binary, Call, Choice, List, Literal, Method, Minus, Not, Path};
    let part = |expression: &Expression| of_script(expression, names);
    match expression {
        Literal(value) => Some(Operand::literal(value)),
        Path(path) => match path.split_last() {
            Some((last, rest)) if last == "length" && rest.len() > 1 => {
                let list = names.find(rest)?;
                Some(Operand { rule: json!({ "length": [list.rule] }), of: Type::Number, is_literal: false })
            }
            _ => names.find(path),
        },
        Not(inner) => Some(Operand::rule(not(part(inner)?.rule))),
        Minus(inner) => {
            let inner = part(inner).filter(|inner| inner.of == Type::Number)?;
            Some(Operand { rule: json!({ "-": [inner.rule] }), ..inner })
        }
        Choice(test, then, otherwise) => {
            let (then, otherwise) = (part(then)?, part(otherwise)?);
            let of = if then.of == otherwise.of { then.of } else { Type::Other };
            Some(Operand {
                rule: json!({ "if": [part(test)?.rule, then.rule, otherwise.rule] }),
                of,
                is_literal: false,
            })
        }
        Binary(sign, left, right) => binary(sign, left, right, names),
        List(_) => None,
        Method(list, name, arguments) if name == "includes" => {
            let (List(items), [sought]) = (list.as_ref(), arguments.as_slice()) else { return None };
            let sought = part(sought)?;
            let any: Option<Vec<Value>> = items.iter().map(|item| equal(&sought, &part(item)?)).collect();
            Some(Operand::rule(json!({ "or": any? })))
        }
        Method(..) => None,
        Call(path, arguments) => call(path, arguments, names),
    }
}

fn binary(sign: &str, left: &Expression, right: &Expression, names: &dyn Names) -> Option<Operand> {
    if let Some(found) = index_of(sign, left, right, names) {
        return found.map(Operand::rule);
    }
    let (left, right) = (of_script(left, names)?, of_script(right, names)?);
    let is_number = left.of == Type::Number && right.of == Type::Number;
    match sign {
        "&&" => Some(Operand::rule(json!({ "and": [left.rule, right.rule] }))),
        // `data.a || 0` is a number.
        "||" => Some(Operand {
            rule: json!({ "or": [left.rule, right.rule] }),
            of: if is_number { Type::Number } else { Type::Truth },
            is_literal: false,
        }),
        "===" | "==" => equal(&left, &right).map(Operand::rule),
        "!==" | "!=" => equal(&left, &right).map(|rule| Operand::rule(not(rule))),
        "<" | "<=" | ">" | ">=" => ordered(sign, &left, &right).map(Operand::rule),
        "+" | "-" | "*" | "/" | "%" if is_number => {
            Some(Operand { rule: json!({ sign: [left.rule, right.rule] }), of: Type::Number, is_literal: false })
        }
        "+" if left.of == Type::Text && right.of == Type::Text => {
            Some(Operand { rule: json!({ "cat": [left.rule, right.rule] }), of: Type::Text, is_literal: false })
        }
        _ => None,
    }
}

/// `list.indexOf(x) !== -1` and its like: whether the list has it. The outer option tells whether it is one.
#[expect(clippy::option_option, reason = "not of this shape, or of this shape and not understood")]
fn index_of(sign: &str, left: &Expression, right: &Expression, names: &dyn Names) -> Option<Option<Value>> {
    let Expression::Call(path, arguments) = left else { return None };
    let (last, list) = path.split_last()?;
    if last != "indexOf" || list.len() < 2 {
        return None;
    }
    let bound = match right {
        Expression::Literal(value) => value.as_i64(),
        Expression::Minus(inner) => match inner.as_ref() {
            Expression::Literal(value) => value.as_i64().map(|number| -number),
            _ => None,
        },
        _ => None,
    };
    let has = || includes(list, arguments, names);
    Some(match (sign, bound) {
        (">=", Some(0)) | (">" | "!==" | "!=", Some(-1)) => has(),
        ("<", Some(0)) | ("===" | "==", Some(-1)) => has().map(not),
        _ => None,
    })
}

fn includes(list: &[String], arguments: &[Expression], names: &dyn Names) -> Option<Value> {
    let [sought] = arguments else { return None };
    let (list, sought) = (names.find(list)?, of_script(sought, names)?);
    (list.of == Type::Several).then(|| json!({ "in": [sought.rule, list.rule] }))
}

fn call(path: &[String], arguments: &[Expression], names: &dyn Names) -> Option<Operand> {
    let names_of: Vec<&str> = path.iter().map(String::as_str).collect();
    match (names_of.as_slice(), arguments) {
        // What isn't a number already would have to be read as one, which rules don't.
        (["parseInt" | "parseFloat" | "Number"], [value, ..]) | (["_", "toNumber"], [value]) => {
            of_script(value, names).filter(|value| value.of == Type::Number)
        }
        (["Boolean"], [value]) => Some(Operand::rule(not(not(of_script(value, names)?.rule)))),
        (["_", "isEmpty"], [value]) => Some(Operand::rule(not(of_script(value, names)?.rule))),
        (["_", "includes"], [Expression::Path(list), sought]) => {
            includes(list, std::slice::from_ref(sought), names).map(Operand::rule)
        }
        (["_", "get"], [Expression::Path(base), Expression::Literal(Value::String(rest))]) => {
            let whole: Vec<String> = base.iter().cloned().chain(rest.split('.').map(str::to_owned)).collect();
            names.find(&whole)
        }
        (["Math", function @ ("min" | "max")], values) => {
            let values: Option<Vec<Operand>> = values.iter().map(|value| of_script(value, names)).collect();
            let values = values?;
            let all = values.iter().all(|value| value.of == Type::Number);
            let rules: Vec<Value> = values.into_iter().map(|value| value.rule).collect();
            all.then(|| Operand { rule: json!({ *function: rules }), of: Type::Number, is_literal: false })
        }
        ([.., "includes"], _) if path.len() > 2 => {
            includes(&path[..path.len() - 1], arguments, names).map(Operand::rule)
        }
        ([.., "toString"], []) if path.len() > 2 => names.find(&path[..path.len() - 1]),
        _ => None,
    }
}

/// A rule in JSONLogic, as other products write it, in ours.
pub(super) fn of_rule(rule: &Value, names: &dyn Names) -> Option<Operand> {
    const LEVELS: usize = 30;
    rule_at(rule, names, LEVELS)
}

fn rule_at(rule: &Value, names: &dyn Names, levels: usize) -> Option<Operand> {
    if levels == 0 {
        return None;
    }
    let Value::Object(fields) = rule else {
        return if rule.is_array() { None } else { Some(Operand::literal(rule)) };
    };
    let (operator, operands) = single(fields)?;
    let listed = match operands {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    if operator == "var" {
        let path = listed.first()?.as_str()?;
        return names.find(&path.split('.').map(str::to_owned).collect::<Vec<_>>());
    }
    if operator == "in"
        && let [sought, Value::Array(items)] = listed
    {
        let sought = rule_at(sought, names, levels - 1)?;
        let any: Option<Vec<Value>> = items.iter().map(|item| equal(&sought, &Operand::literal(item))).collect();
        return Some(Operand::rule(json!({ "or": any? })));
    }
    let parts: Option<Vec<Operand>> = listed.iter().map(|part| rule_at(part, names, levels - 1)).collect();
    let parts = parts?;
    let rules = || parts.iter().map(|part| part.rule.clone()).collect::<Vec<_>>();
    let number = |rule: Value| Operand { rule, of: Type::Number, is_literal: false };
    match (operator, parts.as_slice()) {
        ("==" | "===", [left, right]) => equal(left, right).map(Operand::rule),
        ("!=" | "!==", [left, right]) => equal(left, right).map(|rule| Operand::rule(not(rule))),
        ("<" | "<=" | ">" | ">=", [left, right]) => ordered(operator, left, right).map(Operand::rule),
        ("and" | "or", [_, ..]) => Some(Operand::rule(json!({ operator: rules() }))),
        ("!", [one]) => Some(Operand::rule(not(one.rule.clone()))),
        ("!!", [one]) => Some(Operand::rule(not(not(one.rule.clone())))),
        ("in", [_, list]) if list.of == Type::Several => Some(Operand::rule(json!({ "in": rules() }))),
        ("if" | "?:", [_, then, ..]) => {
            Some(Operand { rule: json!({ "if": rules() }), of: then.of, is_literal: false })
        }
        ("+" | "-" | "*" | "/" | "%" | "min" | "max", [_, ..]) => {
            parts.iter().all(|part| part.of == Type::Number).then(|| number(json!({ operator: rules() })))
        }
        ("today", _) => Some(Operand::variable("today", Type::Text)),
        // Open Forms marks what is a date; dates compare as they are written.
        ("date" | "datetime", [one]) => Some(one.clone()),
        _ => None,
    }
}

fn single(fields: &Map<String, Value>) -> Option<(&str, &Value)> {
    let (operator, operands) = fields.iter().next().filter(|_| fields.len() == 1)?;
    Some((operator.as_str(), operands))
}
