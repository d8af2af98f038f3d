//! What a rule can never mean: operations between kinds of values that never agree, values that a variable never has,
//! conditions that are always or never true.
//!
//! A rule is first *grounded*: each variable is named by what it reads, wherever the rule stands ([`ground`]), and what each
//! may be is noted in [`Domains`]. All that is said afterwards is true of every value in these domains.

mod cells;
mod domain;
mod ground;
mod kinds;
mod truth;

pub use domain::{Domain, Kinds};
pub use ground::{Names, Rows, ground};
pub use truth::{Verdict, verdict};

use super::escape;
use serde_json::Value;
use std::collections::BTreeMap;

/// Something wrong in a rule that is well formed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// JSON Pointer from the rule's root.
    pub pointer: String,
    /// `rule-type`, `rule-value`, `rule-never` or `rule-always`.
    pub code: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Fault {
    fn new(code: &'static str, pointer: &str, args: Vec<(&'static str, String)>) -> Self {
        Self { pointer: pointer.to_owned(), code, args }
    }
}

/// What the variables of grounded rules may be, by name.
#[derive(Debug)]
pub struct Domains {
    known: BTreeMap<String, Domain>,
    any: Domain,
}

impl Default for Domains {
    fn default() -> Self {
        Self { known: BTreeMap::new(), any: Domain::any() }
    }
}

impl Domains {
    /// What a variable may be: anything, when nobody said.
    pub fn of(&self, name: &str) -> &Domain {
        self.known.get(name).unwrap_or(&self.any)
    }

    /// Says what a variable may be.
    pub fn insert(&mut self, name: String, domain: Domain) {
        self.known.insert(name, domain);
    }
}

/// How many combinations of answers are left to try, for all conditions of a document.
#[derive(Debug)]
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(40_000)
    }
}

/// Ends the name of what is read in each row of a block, as a list; no JSON Pointer ends so.
pub const EACH: char = '~';

/// What a rule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It is true or false.
    Condition,
    /// Its value is kept; only the conditions in it are true or false.
    Value(Kinds),
}

/// What is wrong in a grounded rule. Of one whose kinds or values don't fit, nothing more is said.
pub fn faults(rule: &Value, purpose: Purpose, domains: &Domains, budget: &mut Budget) -> Vec<Fault> {
    let mut faults = Vec::new();
    let kinds = kinds::of(rule, "", domains, &mut faults);
    if let Purpose::Value(expected) = purpose
        && !kinds.is_empty()
        && !kinds.has(expected)
    {
        let args = [("operator", "calculate"), ("left", kinds.name()), ("right", expected.name())];
        faults.push(Fault::new("rule-type", "", args.map(|(name, value)| (name, value.to_owned())).to_vec()));
    }
    if faults.is_empty() {
        let mut search = Search { domains, budget, faults: &mut faults };
        match purpose {
            Purpose::Condition => search.condition(rule, "", true),
            Purpose::Value(_) => search.value(rule, ""),
        }
    }
    faults
}

/// Looks for conditions that are always or never true, the widest first.
struct Search<'s> {
    domains: &'s Domains,
    budget: &'s mut Budget,
    faults: &'s mut Vec<Fault>,
}

impl Search<'_> {
    fn condition(&mut self, rule: &Value, pointer: &str, is_whole: bool) {
        let is_written = operation(rule).is_none();
        let code = match verdict(rule, self.domains, self.budget) {
            // A constant within a rule is meant.
            _ if is_written && !is_whole => return,
            Some(Verdict::Never) => "rule-never",
            Some(Verdict::Always) => "rule-always",
            _ => return self.within(rule, pointer, true),
        };
        self.faults.push(Fault::new(code, pointer, vec![]));
    }

    /// What gives a value is not a condition unless it gives a truth.
    fn value(&mut self, rule: &Value, pointer: &str) {
        match operation(rule) {
            Some(("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "!" | "some" | "all" | "none", _)) => {
                self.condition(rule, pointer, false);
            }
            _ => self.within(rule, pointer, false),
        }
    }

    /// The conditions in the operands.
    fn within(&mut self, rule: &Value, pointer: &str, is_condition: bool) {
        let Some((operator, operands)) = operation(rule) else { return };
        let last = operands.len().saturating_sub(1);
        for (n, operand) in operands.iter().enumerate() {
            let here = child(rule, pointer, n);
            match operator {
                "var" | "missing" => {}
                "!" => self.condition(operand, &here, false),
                "and" | "or" if is_condition => self.condition(operand, &here, false),
                "if" if n % 2 == 0 && n < last => self.condition(operand, &here, false),
                "if" if is_condition => self.condition(operand, &here, false),
                "some" | "all" | "none" if n == 1 => self.condition(operand, &here, false),
                _ => self.value(operand, &here),
            }
        }
    }
}

/// An operator and its operands; `None` for a literal.
fn operation(rule: &Value) -> Option<(&str, &[Value])> {
    let (operator, operands) = rule.as_object()?.iter().next()?;
    let operands = match operands {
        Value::Array(operands) => operands.as_slice(),
        one => std::slice::from_ref(one),
    };
    Some((operator, operands))
}

/// The pointer of an operand.
fn child(rule: &Value, pointer: &str, n: usize) -> String {
    match rule.as_object().and_then(|fields| fields.iter().next()) {
        Some((operator, Value::Array(_))) => format!("{pointer}/{}/{n}", escape(operator)),
        Some((operator, _)) => format!("{pointer}/{}", escape(operator)),
        None => pointer.to_owned(),
    }
}

#[cfg(test)]
mod tests;
