//! What rules can never mean where they stand. It takes time, and a form works without it: only `check` asks for it.

use super::conditions::Reader;
use super::names::{Scopes, domain};
use super::places::by_place;
use super::union::size;
use super::{Compiler, Cursor, Shape};
use crate::form::node::{Effect, Id, Node};
use crate::rules::analysis::{Budget, Domains, EACH, Fault, Purpose, Verdict, faults, ground, verdict};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// The rules of a form, their variables named by what they read.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    pub(super) domains: Domains,
    pub(super) noted: Vec<Noted>,
    /// When an element is shown, by its own rule.
    shown: HashMap<Id, Value>,
}

/// Values, at any depth, of a rule that is looked into: nobody writes a longer one by hand, and each of its parts is kept.
const LONGEST: usize = 5_000;

fn is_short(rule: &Value) -> bool {
    size(rule) < LONGEST
}

/// The elements, and the questions by their address.
struct Tree<'a> {
    nodes: &'a [Node],
    places: HashMap<String, Vec<Id>>,
}

/// A rule to look at.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) pointer: String,
    pub(super) rule: Value,
    pub(super) purpose: Purpose,
    /// As it is written: a place in it is a place in the definition.
    pub(super) is_written: bool,
    pub(super) stands: Stands,
    /// How many of those noted just before it are its parts. Of a whole, only what its parts don't tell is told.
    pub(super) parts: usize,
}

/// What a rule decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// Nothing by itself.
    Within,
    /// A calculation is done where its field is shown.
    Field,
    /// An element is shown, or may be filled.
    Element(Id, Effect),
    /// The whole document passes.
    Document,
}

impl<'s> Compiler<'s> {
    /// Notes the rule of an element.
    pub(super) fn note_visibility(&mut self, rule: &Value, pointer: &str, id: Id, effect: Effect, cursor: &Cursor<'s>) {
        let root = self.root;
        let Some(analysis) = &mut self.analysis else { return };
        let Some(condition) = rule.get("condition").filter(|condition| is_short(condition)) else { return };
        let mut reader = Reader { analysis, scopes: Scopes { root, list: &cursor.scopes } };
        let formula = reader.condition(condition, &format!("{pointer}/condition"), Stands::Element(id, effect));
        let formula = if effect == Effect::Hide { json!({"!": [formula]}) } else { formula };
        if effect.hides() {
            analysis.shown.insert(id, formula);
        }
    }

    /// Notes a calculation.
    pub(super) fn note_calculation(&mut self, rule: &Value, pointer: &str, shape: &Shape, cursor: &Cursor<'s>) {
        let purpose = Purpose::Value(domain(shape).kinds());
        self.note(rule, pointer, purpose, Stands::Field, cursor);
    }

    /// Notes a rule that looks at the whole document.
    pub(super) fn note_document(&mut self, rule: &Value, pointer: &str) {
        let cursor = self.document(0);
        self.note(rule, pointer, Purpose::Condition, Stands::Document, &cursor);
    }

    fn note(&mut self, rule: &Value, pointer: &str, purpose: Purpose, stands: Stands, cursor: &Cursor<'s>) {
        let root = self.root;
        let Some(analysis) = self.analysis.as_mut().filter(|_| is_short(rule)) else { return };
        let rule = ground(rule, &Scopes { root, list: &cursor.scopes }, &mut analysis.domains);
        analysis.noted.push(Noted { pointer: pointer.to_owned(), rule, purpose, is_written: true, stands, parts: 0 });
    }

    /// Tells what is wrong with the rules that were noted.
    pub(super) fn analyse(&mut self) {
        let Some(analysis) = self.analysis.take() else { return };
        let tree = Tree { nodes: &self.nodes, places: by_place(&self.nodes) };
        let mut budget = Budget::default();
        let mut wrong: Vec<bool> = Vec::with_capacity(analysis.noted.len());
        for noted in &analysis.noted {
            let is_part_wrong = wrong.iter().rev().take(noted.parts).any(|wrong| *wrong);
            let mut found = if is_part_wrong { Vec::new() } else { analysis.faults(noted, &mut budget) };
            if found.is_empty() && !is_part_wrong {
                found.extend(analysis.vain(noted, &tree, &mut budget));
            }
            wrong.push(is_part_wrong || !found.is_empty());
            if !noted.is_written {
                found.iter_mut().for_each(|fault| fault.pointer.clear());
            }
            self.problems.faults(&noted.pointer, found);
        }
    }
}

impl Analysis {
    /// What is wrong with a rule whatever stands around it.
    fn faults(&self, noted: &Noted, budget: &mut Budget) -> Vec<Fault> {
        if noted.parts == 0 {
            return faults(&noted.rule, noted.purpose, &self.domains, budget);
        }
        let code = match verdict(&noted.rule, &self.domains, budget) {
            Some(Verdict::Never) => "rule-never",
            Some(Verdict::Always) => "rule-always",
            _ => return Vec::new(),
        };
        vec![Fault { pointer: String::new(), code, args: vec![] }]
    }

    /// Whether a rule never lets its element be seen or filled, for what it stands in and what shows the answers that it reads;
    /// or never, or always, lets the document pass.
    fn vain(&self, noted: &Noted, tree: &Tree<'_>, budget: &mut Budget) -> Option<Fault> {
        let not = || json!({"!": [noted.rule]});
        let (given, sides) = match noted.stands {
            Stands::Within | Stands::Field => return None,
            Stands::Element(id, effect) => {
                let side = match effect {
                    Effect::Show | Effect::Enable => (noted.rule.clone(), "rule-never"),
                    Effect::Hide | Effect::Disable => (not(), "rule-always"),
                };
                (self.shown_above(id, tree), vec![side])
            }
            Stands::Document => (Vec::new(), vec![(noted.rule.clone(), "rule-never"), (not(), "rule-always")]),
        };
        let found = sides.into_iter().find(|(side, _)| self.is_out_of_reach(&given, side, tree, budget));
        found.map(|(_, code)| Fault { pointer: String::new(), code, args: vec![] })
    }

    fn is_out_of_reach(&self, given: &[Value], side: &Value, tree: &Tree<'_>, budget: &mut Budget) -> bool {
        let mut all = given.to_vec();
        let mut tried = |all: &[Value]| verdict(&json!({ "and": all }), &self.domains, budget);
        all.push(side.clone());
        // The more is known of the variables, the more there is to try: where that is too much, less may still say it.
        for level in [3, 1, 0] {
            let mut known = all.clone();
            known.extend(self.reasons(&all, level, tree));
            if known.len() == 1 {
                return false;
            }
            match tried(&known) {
                None => {}
                Some(Verdict::Never) => {
                    // Where nothing can be, what stands around is to be told, not this.
                    let around: Vec<Value> = known.iter().filter(|value| *value != side).cloned().collect();
                    return around.is_empty() || tried(&around) != Some(Verdict::Never);
                }
                Some(_) => return false,
            }
        }
        false
    }

    /// The rules that show what an element stands in.
    fn shown_above(&self, id: Id, tree: &Tree<'_>) -> Vec<Value> {
        let above = std::iter::successors(tree.nodes[id].parent, |above| tree.nodes[*above].parent);
        above.filter_map(|id| self.shown.get(&id)).cloned().collect()
    }

    /// An answer is there only where its question is shown: what that says of the variables of some conditions, then of the
    /// variables of these reasons, so many times.
    fn reasons(&self, conditions: &[Value], levels: usize, tree: &Tree<'_>) -> Vec<Value> {
        let (mut found, mut known) = (Vec::new(), BTreeSet::new());
        let mut last = conditions.to_vec();
        for _ in 0..levels {
            let mut names = BTreeSet::new();
            last.iter().for_each(|condition| variables(condition, &mut names));
            let new: Vec<&str> = names.into_iter().filter(|name| known.insert((*name).to_owned())).collect();
            let reasons: Vec<Value> = new.into_iter().filter_map(|name| self.reason(name, tree)).collect();
            found.extend(reasons.iter().cloned());
            last = reasons;
        }
        found
    }

    /// What shows the question that a name reads: itself, or the nearest that it is a part of.
    fn reason(&self, name: &str, tree: &Tree<'_>) -> Option<Value> {
        if !name.starts_with('/') || name.ends_with(EACH) {
            return None;
        }
        let above = std::iter::successors(Some(name), |name| name.rsplit_once('/').map(|(above, _)| above));
        let [id] = above.filter_map(|place| tree.places.get(place)).next()?.as_slice() else { return None };
        let mut shown = self.shown_above(*id, tree);
        shown.extend(self.shown.get(id).cloned());
        (!shown.is_empty()).then(|| json!({"or": [{"missing": [name]}, {"and": shown}]}))
    }
}

/// The names that a grounded rule reads, but for those of rows that it looks at one by one.
fn variables<'v>(rule: &'v Value, found: &mut BTreeSet<&'v str>) {
    match rule {
        Value::Array(items) => items.iter().for_each(|item| variables(item, found)),
        Value::Object(fields) => {
            for (operator, operands) in fields {
                let names = operands.as_array().map_or_else(|| std::slice::from_ref(operands), Vec::as_slice);
                match operator.as_str() {
                    "some" | "all" | "none" => {}
                    "missing" => found.extend(names.iter().filter_map(Value::as_str)),
                    "var" => {
                        found.extend(names.first().and_then(Value::as_str));
                        names.iter().skip(1).for_each(|otherwise| variables(otherwise, found));
                    }
                    _ => variables(operands, found),
                }
            }
        }
        _ => {}
    }
}
