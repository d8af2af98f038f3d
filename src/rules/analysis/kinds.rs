//! What kind of value each part of a rule has, and the operations that can't give anything with such values.

use super::domain::{Domain, Kinds};
use super::{Domains, EACH, Fault, child, operation};
use serde_json::Value;

/// Notes what is wrong in an expression. Returns the kinds of its value.
pub(super) fn of(expression: &Value, pointer: &str, domains: &Domains, faults: &mut Vec<Fault>) -> Kinds {
    let Some((operator, operands)) = operation(expression) else { return Kinds::of(expression) };
    if operator == "missing" {
        return Kinds::LIST;
    }
    if let ("var", [Value::String(path), otherwise @ ..]) = (operator, operands) {
        let rest = otherwise.iter().enumerate();
        let rest = rest.map(|(n, one)| of(one, &child(expression, pointer, n + 1), domains, faults));
        return rest.fold(domains.of(path).kinds, Kinds::or);
    }
    let sides = operands.iter().enumerate();
    let sides: Vec<Kinds> = sides.map(|(n, one)| of(one, &child(expression, pointer, n), domains, faults)).collect();
    let mut judge = Judge { operator, operands, sides: &sides, pointer, domains, faults };
    match operator {
        "==" | "!=" | "<" | "<=" | ">" | ">=" => judge.comparison(),
        "in" => judge.membership(),
        "+" | "*" | "min" | "max" => judge.sum(),
        "-" | "/" | "%" => judge.difference(),
        "years" | "months" => {
            judge.only(0, Kinds::TEXT);
            judge.only(1, Kinds::TEXT);
        }
        "length" => judge.only(0, Kinds::TEXT.or(Kinds::LIST)),
        "some" | "all" | "none" => judge.only(0, Kinds::LIST),
        _ => {}
    }
    match operator {
        "and" | "or" => sides.into_iter().fold(Kinds::NONE, Kinds::or),
        "if" => values_of_if(&sides),
        "cat" => Kinds::TEXT,
        "+" | "*" | "min" | "max" | "-" | "/" | "%" | "length" | "years" | "months" => Kinds::NUMBER,
        _ => Kinds::BOOLEAN,
    }
}

fn values_of_if(sides: &[Kinds]) -> Kinds {
    let last = sides.len() - 1;
    let values = sides.iter().enumerate().filter(|(n, _)| n % 2 == 1 || *n == last);
    values.fold(Kinds::NONE, |kinds, (_, side)| kinds.or(*side))
}

/// One operation, and the kinds of its operands. An operand that is always blank is told elsewhere.
struct Judge<'e> {
    operator: &'e str,
    operands: &'e [Value],
    sides: &'e [Kinds],
    pointer: &'e str,
    domains: &'e Domains,
    faults: &'e mut Vec<Fault>,
}

impl Judge<'_> {
    fn clash(&mut self, left: Kinds, right: Kinds) {
        let right = if right.is_empty() { "none" } else { right.name() };
        let args =
            vec![("operator", self.operator.to_owned()), ("left", left.name().to_owned()), ("right", right.to_owned())];
        self.faults.push(Fault::new("rule-type", self.pointer, args));
    }

    /// Both sides must have a kind in common; for an order, one that has an order.
    fn comparison(&mut self) {
        let ordered = if matches!(self.operator, "==" | "!=") { Kinds::ALL } else { Kinds::TEXT.or(Kinds::NUMBER) };
        for n in 1..self.sides.len() {
            let (left, right) = (self.sides[n - 1], self.sides[n]);
            let are_known = !left.is_empty() && !right.is_empty();
            if are_known && !left.and(right).has(ordered) {
                self.clash(left, right);
            } else {
                self.value(n - 1, n);
                self.value(n, n - 1);
            }
        }
    }

    fn membership(&mut self) {
        let (needle, heap) = (self.sides[0], self.sides[1]);
        let items = self.items(1);
        let in_list = heap.has(Kinds::LIST) && items.has(needle);
        let in_text = heap.has(Kinds::TEXT) && needle.has(Kinds::TEXT);
        let are_known = !needle.is_empty() && !heap.is_empty() && !items.is_empty();
        if are_known && !in_list && !in_text {
            self.clash(needle, if heap.is_within(Kinds::LIST) { items } else { heap });
        } else if let Some(items) = self.variable(1).and_then(|list| list.items.clone()) {
            self.refused(&items, 1, &self.operands[0].clone());
        } else if let Value::Array(values) = &self.operands[1] {
            for value in values {
                self.one(0, value);
            }
        }
    }

    /// The kinds of what a list holds.
    fn items(&self, n: usize) -> Kinds {
        match (&self.operands[n], self.variable(n)) {
            (Value::Array(values), _) => Kinds::of_all(values),
            (_, Some(Domain { items: Some(items), .. })) => items.kinds,
            _ => Kinds::ALL,
        }
    }

    /// One list, or several numbers.
    fn sum(&mut self) {
        match self.sides {
            [list] if list.has(Kinds::LIST) && self.items(0).has(Kinds::NUMBER) => {}
            [list] if *list == Kinds::LIST && !self.items(0).is_empty() => self.clash(self.items(0), Kinds::NONE),
            _ => (0..self.sides.len()).for_each(|n| self.only(n, Kinds::NUMBER)),
        }
    }

    /// Numbers; or two dates, of which the difference is days.
    fn difference(&mut self) {
        let dates = |side: &Kinds| side.has(Kinds::TEXT);
        if self.operator != "-" || self.sides.len() != 2 || !self.sides.iter().all(dates) {
            (0..self.sides.len()).for_each(|n| self.only(n, Kinds::NUMBER));
        }
    }

    fn only(&mut self, n: usize, kinds: Kinds) {
        let side = self.sides[n];
        if !side.is_empty() && !side.has(kinds) {
            self.clash(side, Kinds::NONE);
        }
    }

    fn variable(&self, n: usize) -> Option<&Domain> {
        match operation(&self.operands[n])? {
            ("var", [Value::String(path)]) => Some(self.domains.of(path)),
            _ => None,
        }
    }

    /// The constant at one side must be one that the variable at the other can reach.
    fn value(&mut self, variable: usize, constant: usize) {
        let constant = &self.operands[constant];
        if Kinds::of(constant).is_within(Kinds::SCALAR) {
            self.one(variable, constant);
        }
    }

    fn one(&mut self, variable: usize, constant: &Value) {
        if let Some(domain) = self.variable(variable).cloned() {
            self.refused(&domain, variable, constant);
        }
    }

    fn refused(&mut self, domain: &Domain, variable: usize, constant: &Value) {
        let is_order = !matches!(self.operator, "==" | "!=" | "in");
        let is_whole = Kinds::of(constant).is_empty() || !Kinds::of(constant).is_within(Kinds::SCALAR);
        let is_known = domain.kinds.is_within(Kinds::SCALAR) && !is_whole;
        let fits = if is_order { domain.reaches(constant) } else { domain.takes(constant) };
        if is_known && !fits {
            let path = match operation(&self.operands[variable]) {
                Some(("var", [Value::String(path), ..])) => path.trim_end_matches(EACH),
                _ => "",
            };
            let args = vec![("variable", path.to_owned()), ("value", constant.to_string())];
            self.faults.push(Fault::new("rule-value", self.pointer, args));
        }
    }
}
