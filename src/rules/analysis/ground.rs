//! Names each variable of a rule by what it reads, wherever the rule stands.

use super::{Domain, Domains, operation};
use crate::rules::ROOTS;
use serde_json::{Map, Value, json};

/// Which rows a bare name is looked up in first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows<'r> {
    /// None: it is not within `some`, `all` or `none`.
    Outside,
    /// Those at this path.
    Of(&'r str),
    /// Those that something computes.
    Computed,
}

/// What the variables of a rule are, where it stands.
pub trait Names {
    /// The name of what a path reads, the same for all rules that read it, and what it may be. The path is never one that
    /// [`Rows`] leave unknown.
    fn find(&self, path: &str, rows: Rows<'_>) -> (String, Domain);
}

/// A rule whose variables are named by what they read; of these, the domains are noted.
pub fn ground(rule: &Value, names: &dyn Names, domains: &mut Domains) -> Value {
    Grounding { names, domains }.expression(rule, Rows::Outside)
}

struct Grounding<'n> {
    names: &'n dyn Names,
    domains: &'n mut Domains,
}

impl Grounding<'_> {
    fn expression(&mut self, rule: &Value, rows: Rows<'_>) -> Value {
        if let Value::Array(items) = rule {
            return items.iter().map(|item| self.expression(item, rows)).collect();
        }
        let Some((operator, operands)) = operation(rule) else { return rule.clone() };
        let written: Vec<Value> = match operator {
            "var" => {
                let rest = operands.iter().skip(1).map(|operand| self.expression(operand, rows)).collect::<Vec<_>>();
                operands.first().map(|path| self.name(path, rows)).into_iter().chain(rest).collect()
            }
            "missing" => operands.iter().map(|path| self.name(path, rows)).collect(),
            "some" | "all" | "none" if operands.len() == 2 => {
                let path = match operation(&operands[0]) {
                    Some(("var", [Value::String(path)])) => Rows::Of(path),
                    _ => Rows::Computed,
                };
                vec![self.expression(&operands[0], rows), self.expression(&operands[1], path)]
            }
            _ => operands.iter().map(|operand| self.expression(operand, rows)).collect(),
        };
        let is_list = rule.as_object().and_then(|fields| fields.values().next()).is_some_and(Value::is_array);
        match written.as_slice() {
            // One operand without its list keeps its place.
            [one] if !is_list => json!({operator: one}),
            _ => Value::Object(Map::from_iter([(operator.to_owned(), Value::from(written))])),
        }
    }

    fn name(&mut self, path: &Value, rows: Rows<'_>) -> Value {
        let Some(path) = path.as_str() else { return path.clone() };
        let is_bare = !ROOTS.contains(&path.split('.').next().unwrap_or(path));
        let (name, domain) = match rows {
            Rows::Computed if is_bare => (format!("?{path}"), Domain::any()),
            _ if !is_bare => self.names.find(path, Rows::Outside),
            _ => self.names.find(path, rows),
        };
        self.domains.insert(name.clone(), domain);
        Value::from(name)
    }
}
