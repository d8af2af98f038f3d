//! Conditions, as the product keeps them: terms, operators, the numbers of the fields they look at.

use crate::procedures::imports::ledger::{Ledger, Node};
use serde_json::{Value, json};

/// What a rule may read of a field: its variable, and what it holds.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) kind: String,
}

/// A condition as a rule; `None` when something in it has no equivalent. `find` gives the variable of a field, by its number.
pub(super) fn rule(term: &Value, find: &dyn Fn(&str) -> Option<Variable>, level: usize) -> Option<Value> {
    const LEVELS: usize = 12;
    if level > LEVELS {
        return None;
    }
    let name = term.get("term")?.as_str()?;
    let name = name.rsplit("::").next().unwrap_or(name).trim_end_matches("Operator");
    if let "And" | "Or" = name {
        let operands = term.get("operands")?.as_array()?;
        let each: Option<Vec<Value>> = operands.iter().map(|operand| rule(operand, find, level + 1)).collect();
        let joint = if name == "And" { "and" } else { "or" };
        return each.filter(|each| !each.is_empty()).map(|each| json!({ joint: each }));
    }
    let (left, right) = (term.get("left")?, term.get("right")?);
    let number = left.get("stable_id")?;
    let variable = find(&number.as_str().map_or_else(|| number.to_string(), str::to_owned))?;
    let value = right.get("value")?;
    compare(name, &variable, value)
}

/// Notes what a rule was made of.
pub(super) fn read(term: &Node<'_>, ledger: &mut Ledger) {
    ledger.skip(term, &["term", "stable_id", "value"]);
    for key in ["left", "right"] {
        ledger.get(term, key).iter().for_each(|side| read(side, ledger));
    }
    ledger.list(term, "operands").iter().for_each(|operand| read(operand, ledger));
}

/// The product too says that a blank makes a comparison false.
fn compare(operator: &str, variable: &Variable, value: &Value) -> Option<Value> {
    let is_number = variable.kind.ends_with("number");
    let literal = match value {
        Value::String(text) if is_number => {
            serde_json::from_str::<serde_json::Number>(text.trim()).map(Value::Number).ok()?
        }
        other => other.clone(),
    };
    let var = |suffix: &str| json!({ "var": format!("{}{suffix}", variable.name) });
    let place = |code: &str| match variable.kind.as_str() {
        "communes" | "address" if code == "departement" => Some(var(".departement")),
        "communes" if code == "region" => Some(var(".region")),
        "departements" if code == "departement" => Some(var("")),
        "regions" if code == "region" => Some(var("")),
        _ => None,
    };
    match operator {
        // A box that nobody ticks is not answered.
        "Eq" if literal == json!(false) && variable.kind == "checkbox" => Some(json!({ "!": [var("")] })),
        "Eq" => Some(json!({ "==": [var(""), literal] })),
        "NotEq" => Some(json!({ "!=": [var(""), literal] })),
        "LessThan" => Some(json!({ "<": [var(""), literal] })),
        "LessThanEq" => Some(json!({ "<=": [var(""), literal] })),
        "GreaterThan" => Some(json!({ ">": [var(""), literal] })),
        "GreaterThanEq" => Some(json!({ ">=": [var(""), literal] })),
        "Include" => Some(json!({ "in": [literal, var("")] })),
        "Exclude" => Some(json!({ "!": [{ "in": [literal, var("")] }] })),
        "InDepartement" if variable.kind != "address" => Some(json!({ "==": [place("departement")?, literal] })),
        "NotInDepartement" if variable.kind != "address" => Some(json!({ "!=": [place("departement")?, literal] })),
        "InRegion" => Some(json!({ "==": [place("region")?, literal] })),
        "NotInRegion" => Some(json!({ "!=": [place("region")?, literal] })),
        _ => None,
    }
}
