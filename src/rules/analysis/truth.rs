//! Whether a condition is always, never or sometimes true, told by trying it.
//!
//! A rule is written again with a number for each variable, and for each sum or search that it only compares: a *term*. The
//! values of a term fall in a few cells that the rule can't tell apart ([`super::cells`]); the rule's own evaluator is asked
//! about every combination of them. What isn't understood becomes a term that may be anything, so that nothing is said of it.

use super::cells::{Uses, cells};
use super::domain::{Domain, Kinds};
use super::{Budget, Domains, operation};
use crate::rules::{Context, Rule};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// How many combinations are tried for one condition.
const MOST: usize = 4_096;

/// What is known of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Never,
    Always,
    /// It depends on the answers.
    Sometimes,
}

/// Tries a grounded condition; `None` when there is too much to try.
pub fn verdict(condition: &Value, domains: &Domains, budget: &mut Budget) -> Option<Verdict> {
    let mut terms = Terms { domains, list: Vec::new(), by_key: HashMap::new() };
    let condition = terms.truth(condition);
    let cells = terms.cells()?;
    let size = cells.iter().try_fold(1_usize, |size, cells| size.checked_mul(cells.len()))?;
    if size > MOST {
        return None;
    }
    let rule = Rule::compile(&condition).ok()?;
    let (mut holds, mut fails) = (false, false);
    for number in 0..size {
        budget.0 = budget.0.checked_sub(1)?;
        let document = json!({ "form": pick(&cells, number) });
        if rule.is_true(&Context::new(&document)) {
            holds = true
        } else {
            fails = true
        }
        if holds && fails {
            return Some(Verdict::Sometimes);
        }
    }
    // A variable without any value, not even a blank, tells nothing.
    match (holds, fails) {
        (true, _) => Some(Verdict::Always),
        (_, true) => Some(Verdict::Never),
        _ => None,
    }
}

/// The n-th combination.
fn pick(cells: &[Vec<Value>], mut number: usize) -> Map<String, Value> {
    let mut values = Map::new();
    for (n, cells) in cells.iter().enumerate() {
        values.insert(format!("t{n}"), cells[number % cells.len()].clone());
        number /= cells.len();
    }
    values
}

struct Term {
    domain: Domain,
    uses: Uses,
    /// The first of the terms that it is compared with, itself perhaps.
    first: usize,
}

struct Terms<'d> {
    domains: &'d Domains,
    list: Vec<Term>,
    by_key: HashMap<String, usize>,
}

impl Terms<'_> {
    /// The term of this name; two that are written alike are one.
    fn term(&mut self, key: String, domain: impl FnOnce() -> Domain) -> usize {
        let Terms { list, by_key, .. } = self;
        *by_key.entry(key).or_insert_with(|| {
            let first = list.len();
            list.push(Term { domain: domain(), uses: Uses::default(), first });
            first
        })
    }

    fn variable(&mut self, path: &str) -> usize {
        let domains = self.domains;
        self.term(path.to_owned(), || domains.of(path).clone())
    }

    /// What is not looked into: any value of these.
    fn whole(&mut self, expression: &Value, domain: Domain) -> Value {
        let term = self.term(format!("={expression}"), || domain);
        read(term)
    }

    /// An expression of which only the truth counts.
    fn truth(&mut self, expression: &Value) -> Value {
        let Some((operator, operands)) = operation(expression) else { return expression.clone() };
        match (operator, operands) {
            ("var", [Value::String(path)]) => read(self.variable(path)),
            ("var", [Value::String(path), otherwise]) => {
                let term = self.variable(path);
                json!({"var": [name(term), self.truth(otherwise)]})
            }
            ("and" | "or" | "!" | "if", _) => {
                let operands: Vec<Value> = operands.iter().map(|operand| self.truth(operand)).collect();
                json!({operator: operands})
            }
            ("missing", _) => {
                let paths = operands.iter().filter_map(Value::as_str);
                let terms: Vec<String> = paths.map(|path| name(self.variable(path))).collect();
                json!({"missing": terms})
            }
            ("==" | "!=" | "<" | "<=" | ">" | ">=" | "in", _) => self.comparison(operator, operands, expression),
            ("some" | "all" | "none", _) => self.whole(expression, Domain::truth()),
            _ => self.computed(operator, operands, expression),
        }
    }

    /// The value of an operation that is not looked into.
    fn computed(&mut self, operator: &str, operands: &[Value], expression: &Value) -> Value {
        let domain = match operator {
            "cat" => Domain::of_kinds(Kinds::TEXT),
            "length" => length(self.domains, operands),
            "+" | "-" | "*" | "/" | "%" | "min" | "max" | "years" | "months" => Domain::of_kinds(Kinds::NUMBER),
            _ => Domain::any(),
        };
        self.whole(expression, domain)
    }

    fn comparison(&mut self, operator: &str, operands: &[Value], expression: &Value) -> Value {
        let mut found = Compared::default();
        let written = match (operator, operands) {
            ("in", [needle, Value::Array(values)]) => self.among(needle, values, &mut found),
            ("in", [needle, heap]) => self.holding(needle, heap, &mut found),
            ("in", _) => None,
            _ => operands.iter().map(|operand| self.operand(operand, &mut found)).collect::<Option<Vec<_>>>(),
        };
        let Some(written) = written else { return self.whole(expression, Domain::truth()) };
        self.unite(&found, !matches!(operator, "==" | "!=" | "in"));
        json!({operator: written})
    }

    /// `{"in": [x, [values]]}`
    fn among(&mut self, needle: &Value, values: &[Value], found: &mut Compared) -> Option<Vec<Value>> {
        if values.iter().any(|value| value.is_object() || value.is_array()) {
            return None;
        }
        found.constants.extend(values.iter().cloned());
        Some(vec![self.operand(needle, found)?, Value::from(values)])
    }

    /// `{"in": [value, {"var": list}]}`
    fn holding(&mut self, needle: &Value, heap: &Value, found: &mut Compared) -> Option<Vec<Value>> {
        let ("var", [Value::String(path)]) = operation(heap)? else { return None };
        if Kinds::of(needle).is_empty() || !Kinds::of(needle).is_within(Kinds::SCALAR) {
            return None;
        }
        if self.domains.of(path).kinds != Kinds::LIST {
            return None;
        }
        let term = self.variable(path);
        found.terms.push(term);
        found.constants.push(needle.clone());
        Some(vec![needle.clone(), read(term)])
    }

    /// A side of a comparison: what it may be is noted. `None` when it may be more than scalars.
    fn operand(&mut self, expression: &Value, found: &mut Compared) -> Option<Value> {
        let Some((operator, operands)) = operation(expression) else {
            found.constants.push(expression.clone());
            return (!expression.is_array() && !expression.is_object()).then(|| expression.clone());
        };
        match (operator, operands) {
            ("var", [Value::String(path), otherwise @ ..]) => {
                if !self.domains.of(path).kinds.is_within(Kinds::SCALAR) {
                    return None;
                }
                let term = self.variable(path);
                found.terms.push(term);
                match otherwise {
                    [] => Some(read(term)),
                    [otherwise, ..] => Some(json!({"var": [name(term), self.operand(otherwise, found)?]})),
                }
            }
            ("if", _) => {
                let last = operands.len() - 1;
                let branches = operands.iter().enumerate().map(|(n, operand)| {
                    let is_condition = n % 2 == 0 && n < last;
                    if is_condition { Some(self.truth(operand)) } else { self.operand(operand, found) }
                });
                branches.collect::<Option<Vec<_>>>().map(|branches| json!({"if": branches}))
            }
            ("and" | "or", _) => {
                let operands = operands.iter().map(|operand| self.operand(operand, found));
                operands.collect::<Option<Vec<_>>>().map(|operands| json!({operator: operands}))
            }
            ("!" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "some" | "all" | "none", _) => {
                found.constants.extend([Value::from(true), Value::from(false)]);
                Some(self.truth(expression))
            }
            ("missing", _) => None,
            _ => {
                let written = self.computed(operator, operands, expression);
                found.terms.extend(self.by_key.get(&format!("={expression}")));
                Some(written)
            }
        }
    }

    /// Terms that are compared with each other are looked at in the same way.
    fn unite(&mut self, found: &Compared, is_ordered: bool) {
        let Some(first) = found.terms.iter().map(|term| self.list[*term].first).min() else { return };
        let joined: Vec<usize> = found.terms.iter().map(|term| self.list[*term].first).collect();
        for term in &mut self.list {
            if joined.contains(&term.first) {
                term.first = first;
            }
        }
        // What is known of a set is kept by each of its terms until `cells` gathers it.
        let uses = &mut self.list[first].uses;
        uses.is_ordered |= is_ordered;
        for constant in found.constants.iter().filter(|value| !Kinds::of(value).is_empty()) {
            if !uses.constants.contains(constant) {
                uses.constants.push(constant.clone());
            }
        }
    }

    /// The cells of each term.
    fn cells(&self) -> Option<Vec<Vec<Value>>> {
        let firsts: Vec<usize> = self.list.iter().map(|term| term.first).collect();
        let mut found = Vec::with_capacity(firsts.len());
        for (n, first) in firsts.iter().enumerate() {
            let set: Vec<usize> = (0..firsts.len()).filter(|other| firsts[*other] == *first).collect();
            let (uses, domain) = self.seen_together(&set, n);
            found.push(cells(&domain, &uses)?);
        }
        Some(found)
    }

    /// How a set of terms is looked at, and what one of them may be. The same values must be tried for all of them: their
    /// bounds and choices are constants for the others, and a date beside a text is a text.
    fn seen_together(&self, set: &[usize], one: usize) -> (Uses, Domain) {
        let mut uses = Uses { spread: set.len(), ..Uses::default() };
        let mut domain = self.list[one].domain.clone();
        let all = || set.iter().map(|term| &self.list[*term]);
        for term in all() {
            uses.is_ordered |= term.uses.is_ordered;
            uses.constants.extend(term.uses.constants.iter().cloned());
        }
        if set.len() > 1 {
            for term in all() {
                let bounds = [term.domain.least, term.domain.greatest].into_iter().flatten();
                uses.constants.extend(bounds.map(|bound| Value::from(bound.at)));
                uses.constants.extend(term.domain.choices.iter().flat_map(|choices| choices.iter().cloned()));
            }
            domain.is_date = all().all(|term| term.domain.is_date);
            domain.is_integer = all().all(|term| term.domain.is_integer);
        }
        (uses, domain)
    }
}

/// The sides of a comparison.
#[derive(Default)]
struct Compared {
    terms: Vec<usize>,
    constants: Vec<Value>,
}

fn name(term: usize) -> String {
    format!("form.t{term}")
}

fn read(term: usize) -> Value {
    json!({"var": name(term)})
}

/// At least 1: the length of nothing is blank.
fn length(domains: &Domains, operands: &[Value]) -> Domain {
    let path = match operands.first().and_then(operation) {
        Some(("var", [Value::String(path)])) => Some(path),
        _ => None,
    };
    let longest = path.map(|path| domains.of(path)).filter(|domain| domain.choices.is_none());
    Domain::counted(longest.and_then(|domain| domain.longest))
}
