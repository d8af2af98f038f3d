//! Conditions as people would say them, as far as they can be said: for a form on paper, where nothing hides by itself.

use super::Form;
use super::condition::{Condition, Test};
use super::node::{Body, Field, Node};
use super::pointer::{Template, parse};
use serde_json::Value;
use std::sync::Arc;

/// When a question is to be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct When {
    /// It is to be answered but when the clause holds.
    pub unless: bool,
    pub clause: Clause,
}

/// A condition on other answers, with the labels of their questions and the answers as they are displayed.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    All(Vec<Clause>),
    Any(Vec<Clause>),
    /// The answer is one of these, or none of them.
    Is {
        question: String,
        values: Vec<String>,
        not: bool,
    },
    /// The answer is `<`, `<=`, `>` or `>=` than this one.
    Compares {
        question: String,
        operator: &'static str,
        value: String,
        is_date: bool,
    },
    /// There is an answer, or there is none.
    Answered {
        question: String,
        not: bool,
    },
    /// It can't be said simply.
    Unknown,
}

impl Clause {
    /// Whether all of it can be said.
    pub fn is_told(&self) -> bool {
        match self {
            Self::All(clauses) | Self::Any(clauses) => clauses.iter().all(Self::is_told),
            Self::Unknown => false,
            _ => true,
        }
    }
}

/// Comparisons, each with itself seen from the other side.
const OPERATORS: [(&str, &str); 4] = [("<", ">"), ("<=", ">="), (">", "<"), (">=", "<=")];

impl Form {
    /// The condition of an element.
    pub(super) fn clause(&self, condition: &Condition, node: &Node, lang: &str) -> Clause {
        let teller = Teller { form: self, node, lang };
        teller.condition(condition)
    }
}

struct Teller<'a> {
    form: &'a Form,
    /// Where the condition stands: a bare name is one of its row.
    node: &'a Node,
    lang: &'a str,
}

impl Teller<'_> {
    fn condition(&self, condition: &Condition) -> Clause {
        let all = |conditions: &[Condition]| conditions.iter().map(|condition| self.condition(condition)).collect();
        match condition {
            Condition::All(conditions) => Clause::All(all(conditions)),
            Condition::Any(conditions) => Clause::Any(all(conditions)),
            Condition::Value { template, test, .. } => match (self.field(template), test) {
                (Some(field), Test::Equals(value)) => self.is(field, std::slice::from_ref(value), false),
                (Some(field), Test::In(values)) => self.is(field, values, false),
                _ => Clause::Unknown,
            },
            Condition::Present(template) => {
                self.field(template).map_or(Clause::Unknown, |field| self.answered(field, false))
            }
            Condition::Branch { chooser, index } => {
                let chosen = self.form.nodes.iter().find_map(|node| match &node.body {
                    Body::Choose(choose) if Arc::ptr_eq(&choose.chooser, chooser) => {
                        Some((&choose.label, choose.titles.get(*index)?))
                    }
                    _ => None,
                });
                chosen.map_or(Clause::Unknown, |(question, title)| Clause::Is {
                    question: question.in_language(self.lang, &self.form.base).to_owned(),
                    values: vec![title.in_language(self.lang, &self.form.base).to_owned()],
                    not: false,
                })
            }
            Condition::Logic(rule) => self.rule(rule.source()).unwrap_or(Clause::Unknown),
            Condition::Object { .. } | Condition::Named { .. } | Condition::Not(_) => Clause::Unknown,
        }
    }

    /// A rule of ours, when it only compares answers with what is written in it.
    fn rule(&self, source: &Value) -> Option<Clause> {
        let (operator, operands) = source.as_object().filter(|rule| rule.len() == 1)?.iter().next()?;
        let operands = operands.as_array().map_or_else(|| std::slice::from_ref(operands), Vec::as_slice);
        match (operator.as_str(), operands) {
            ("and", clauses) => Some(Clause::All(clauses.iter().map(|at| self.rule(at)).collect::<Option<_>>()?)),
            ("or", clauses) => Some(Clause::Any(clauses.iter().map(|at| self.rule(at)).collect::<Option<_>>()?)),
            ("var", [Value::String(_)]) => self.truth(source, false),
            ("!", [of]) => self.truth(of, true),
            ("==" | "!=", [a, b]) => {
                let (field, value) = self.variable(a).map(|field| (field, b)).or(self.variable(b).map(|at| (at, a)))?;
                (!value.is_object()).then(|| self.is(field, std::slice::from_ref(value), operator == "!="))
            }
            ("in", [Value::Array(values), of] | [of, Value::Array(values)]) => {
                Some(self.is(self.variable(of)?, values, false))
            }
            ("in", [value @ Value::String(_), of]) => {
                Some(self.is(self.variable(of)?, std::slice::from_ref(value), false))
            }
            (operator, [a, b]) => {
                let (own, other) = OPERATORS.into_iter().find(|(own, _)| *own == operator)?;
                match (self.variable(a), self.variable(b)) {
                    (Some(field), None) => self.compares(field, own, b),
                    (None, Some(field)) => self.compares(field, other, a),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The answer is yes, or there is one.
    fn truth(&self, variable: &Value, not: bool) -> Option<Clause> {
        let field = self.variable(variable)?;
        let is_boolean = matches!(field.value_kind.name(), "yes-no" | "checkbox" | "consent");
        Some(if is_boolean { self.is(field, &[Value::Bool(true)], not) } else { self.answered(field, not) })
    }

    fn variable(&self, source: &Value) -> Option<&Field> {
        let path = source.get("var")?.as_str()?;
        let names: Vec<&str> = path.split('.').collect();
        let template = match names.split_first()? {
            (&"form", rest) => rest.iter().fold(Template::default(), |at, name| at.child(name)),
            _ => {
                let block = self.form.nodes[*self.node.blocks.last()?].field()?;
                names.iter().fold(block.template.row(), |at, name| at.child(name))
            }
        };
        self.field(&template)
    }

    /// The question at an address, when it has one of its own.
    fn field(&self, template: &Template) -> Option<&Field> {
        let names = parse(&template.pointer(&[]))?;
        let (id, _, is_own) = self.form.lookup.nearest(&names)?;
        self.form.nodes[id].field().filter(|field| is_own && field.twins.is_empty() && !field.silent)
    }

    fn question(&self, field: &Field) -> String {
        field.label.in_language(self.lang, &self.form.base).to_owned()
    }

    fn is(&self, field: &Field, values: &[Value], not: bool) -> Clause {
        let shown: Vec<String> = values.iter().map(|value| self.shown(field, value)).collect();
        if shown.is_empty() || shown.iter().any(String::is_empty) {
            return Clause::Unknown;
        }
        Clause::Is { question: self.question(field), values: shown, not }
    }

    fn shown(&self, field: &Field, value: &Value) -> String {
        let one_of_several = field.kind.name() == "multiple" && !value.is_array();
        let whole = if one_of_several { Value::Array(vec![value.clone()]) } else { value.clone() };
        field.kind.display(field, &whole, self.lang).join(", ")
    }

    fn compares(&self, field: &Field, operator: &'static str, value: &Value) -> Option<Clause> {
        let is_date = field.value_kind.name() == "date";
        let value = (value.is_number() || is_date).then(|| self.shown(field, value))?;
        let is_told = !value.is_empty();
        is_told.then(|| Clause::Compares { question: self.question(field), operator, value, is_date })
    }

    fn answered(&self, field: &Field, not: bool) -> Clause {
        Clause::Answered { question: self.question(field), not }
    }
}
