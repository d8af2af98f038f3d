//! A JSON Forms UI schema for a generated form: pages, groups, controls, each with or without a rule that reads a question
//! before it.

use super::{Asked, Object};
use crate::support::dice::Dice;
use guichet::rules::escape;
use serde_json::{Map, Value, json};

/// Pages of groups of members, by their places.
#[derive(Debug)]
pub struct Layout {
    pages: Vec<Part<Vec<Group>>>,
    is_paged: bool,
}

#[derive(Debug)]
struct Part<T> {
    rule: Option<Rule>,
    holds: T,
}

type Group = Part<Vec<Part<usize>>>;

#[derive(Debug)]
struct Rule {
    effect: &'static str,
    /// `AND` or `OR` of these.
    joined: &'static str,
    tests: Vec<Test>,
}

#[derive(Debug)]
struct Test {
    name: String,
    values: Vec<Value>,
    /// Anything but these.
    is_not: bool,
    fails_when_blank: bool,
    is_logic: bool,
}

/// What the rules make of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Shown,
    Hidden,
    /// Shown, and nobody can fill it.
    Disabled,
}

impl Layout {
    pub fn new(dice: &mut Dice<'_>, root: &Object) -> Self {
        let (mut pages, mut at) = (Vec::new(), 0);
        while at < root.members.len() {
            let (rule, mut groups) = (rule(dice, root, at, false), Vec::new());
            for _ in 0..1 + dice.below(2) {
                let (group_rule, mut controls) = (self::rule(dice, root, at, false), Vec::new());
                for _ in 0..1 + dice.below(3) {
                    if at < root.members.len() {
                        let may_disable = !root.members[at].required;
                        controls.push(Part { rule: self::rule(dice, root, at, may_disable), holds: at });
                        at += 1;
                    }
                }
                groups.push(Part { rule: group_rule, holds: controls });
            }
            pages.push(Part { rule, holds: groups });
        }
        Self { is_paged: pages.len() > 1, pages }
    }

    /// What becomes of the member at a place, when these are the answers before it.
    pub fn standing(&self, place: usize, answers: &Map<String, Value>) -> Standing {
        let mut standing = Standing::Shown;
        for page in &self.pages {
            for group in &page.holds {
                for control in group.holds.iter().filter(|control| control.holds == place) {
                    let page_rule = page.rule.as_ref().filter(|_| self.is_paged);
                    let rules = page_rule.into_iter().chain(&group.rule).chain(&control.rule);
                    for rule in rules {
                        match rule.effect(answers) {
                            Standing::Hidden => return Standing::Hidden,
                            Standing::Disabled => standing = Standing::Disabled,
                            Standing::Shown => {}
                        }
                    }
                }
            }
        }
        standing
    }

    pub fn document(&self, root: &Object) -> Value {
        let pages = self.pages.iter().enumerate().map(|(n, page)| {
            let groups = page.holds.iter().map(|group| {
                let controls =
                    group.holds.iter().map(|control| with(control.rule.as_ref(), drawn(root, control.holds)));
                let elements: Vec<Value> = controls.collect();
                with(group.rule.as_ref(), json!({"type": "Group", "label": "Groupe", "elements": elements}))
            });
            let elements: Vec<Value> = groups.collect();
            if self.is_paged {
                let page_of = json!({"type": "Category", "label": format!("Page {n}"), "elements": elements});
                with(page.rule.as_ref(), page_of)
            } else {
                json!({"type": "VerticalLayout", "elements": elements})
            }
        });
        let mut pages: Vec<Value> = pages.collect();
        if self.is_paged { json!({"type": "Categorization", "elements": pages}) } else { pages.remove(0) }
    }
}

fn scope(name: &str) -> String {
    format!("#/properties/{}", escape(name).replace('%', "%25"))
}

fn drawn(root: &Object, place: usize) -> Value {
    let member = &root.members[place];
    let mut control = json!({"type": "Control", "scope": scope(&member.name)});
    if let Asked::Scalar(scalar) = &member.asked {
        control["options"] = scalar.options.clone();
    }
    control
}

fn with(rule: Option<&Rule>, mut element: Value) -> Value {
    if let Some(rule) = rule {
        element["rule"] = rule.document();
    }
    element
}

/// A rule on what stands at a place, if there is a question before it whose answer can be compared.
fn rule(dice: &mut Dice<'_>, root: &Object, place: usize, may_disable: bool) -> Option<Rule> {
    let before = root.members[..place].iter();
    let plain = |value: &Value| !value.is_array() && !value.is_object();
    let read: Vec<_> = before
        .filter_map(|member| match &member.asked {
            Asked::Scalar(scalar) => Some((member, scalar)).filter(|(_, scalar)| scalar.pool.iter().all(plain)),
            _ => None,
        })
        .collect();
    if read.is_empty() || !dice.often(4) {
        return None;
    }
    let effects: &[&str] = if may_disable { &["SHOW", "HIDE", "ENABLE", "DISABLE"] } else { &["SHOW", "HIDE"] };
    let effect = *dice.pick(effects);
    let tests = (0..1 + dice.below(2)).map(|_| {
        let (member, scalar) = *dice.pick(&read);
        let mut values = vec![dice.pick(&scalar.pool).clone()];
        if dice.often(3) {
            values.push(dice.pick(&scalar.pool).clone());
        }
        // A rule of ours parts names by dots.
        let is_logic = dice.often(3) && !member.name.contains('.');
        let (is_not, fails_when_blank) = (!is_logic && dice.often(3), dice.often(5));
        Test { name: member.name.clone(), values, is_not, fails_when_blank, is_logic }
    });
    let tests = tests.collect();
    let joined = if dice.often(5) { "AND" } else { "OR" };
    Some(Rule { effect, tests, joined })
}

impl Rule {
    fn effect(&self, answers: &Map<String, Value>) -> Standing {
        let mut tests = self.tests.iter().map(|test| test.holds(answers));
        let holds = if self.joined == "AND" { tests.all(|holds| holds) } else { tests.any(|holds| holds) };
        match (self.effect, holds) {
            ("SHOW", false) | ("HIDE", true) => Standing::Hidden,
            ("ENABLE", false) | ("DISABLE", true) => Standing::Disabled,
            _ => Standing::Shown,
        }
    }

    fn document(&self) -> Value {
        let mut conditions: Vec<Value> = self.tests.iter().map(Test::document).collect();
        let condition = if conditions.len() == 1 {
            conditions.remove(0)
        } else {
            json!({"type": self.joined, "conditions": conditions})
        };
        json!({"effect": self.effect, "condition": condition})
    }
}

impl Test {
    fn holds(&self, answers: &Map<String, Value>) -> bool {
        match answers.get(&self.name) {
            Some(value) => self.values.contains(value) != self.is_not,
            None => self.is_not && !self.fails_when_blank,
        }
    }

    fn document(&self) -> Value {
        if self.is_logic {
            let variable = json!({"var": format!("form.{}", self.name)});
            let equal = self.values.iter().map(|value| json!({"==": [variable, value]}));
            return json!({"logic": {"or": equal.collect::<Vec<_>>()}});
        }
        let test = match self.values.as_slice() {
            [value] => json!({ "const": value }),
            values => json!({ "enum": values }),
        };
        let test = if self.is_not { json!({ "not": test }) } else { test };
        json!({"scope": scope(&self.name), "schema": test, "failWhenUndefined": self.fails_when_blank})
    }
}
