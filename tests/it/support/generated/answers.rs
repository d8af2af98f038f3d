//! From questions to answers that fit them.

use super::layout::{Layout, Standing};
use super::{Asked, Member, Object};
use crate::support::dice::Dice;
use guichet::rules::escape;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Names that people choose.
const CHOSEN: [&str; 5] = ["Café", "a/b", "x~y", "1", "deux mots"];

/// A document that fits a form, and what isn't in it.
#[derive(Debug)]
pub struct Answers {
    pub document: Value,
    /// The chosen branch of each union, by the pointer of its value.
    pub branches: BTreeMap<String, usize>,
    /// Answers to what isn't asked, by pointer: somebody gave them, then changed another answer.
    pub hidden: Vec<(String, Value)>,
}

struct Writer<'d, 'b> {
    dice: &'d mut Dice<'b>,
    branches: BTreeMap<String, usize>,
    hidden: Vec<(String, Value)>,
}

impl Answers {
    pub fn new(root: &Object, layout: Option<&Layout>, dice: &mut Dice<'_>) -> Self {
        let mut writer = Writer { dice, branches: BTreeMap::new(), hidden: Vec::new() };
        let mut document = Map::new();
        for (place, member) in root.members.iter().enumerate() {
            let standing = layout.map_or(Standing::Shown, |layout| layout.standing(place, &document));
            match (&member.asked, standing) {
                (Asked::Computed { .. }, Standing::Hidden) => {}
                // Who may fill it changes nothing.
                (Asked::Computed { of, .. }, _) => {
                    let number = document.get(&root.members[*of].name).and_then(Value::as_i64);
                    document.extend(number.map(|number| (member.name.clone(), json!(number + 1))));
                }
                (_, Standing::Shown) => writer.member(member, "", &mut document),
                (_, Standing::Hidden) => writer.hide(member, ""),
                // What it begins with stays.
                (_, Standing::Disabled) => {
                    document.extend(default(member).map(|value| (member.name.clone(), value)));
                }
            }
        }
        writer.sometimes(root, "", &mut document);
        Self { document: Value::Object(document), branches: writer.branches, hidden: writer.hidden }
    }
}

impl Writer<'_, '_> {
    fn member(&mut self, member: &Member, here: &str, object: &mut Map<String, Value>) {
        let pointer = child(here, &member.name);
        if member.required || default(member).is_some() || self.dice.often(6) {
            object.extend(self.asked(&member.asked, &pointer).map(|value| (member.name.clone(), value)));
        }
    }

    /// An answer that isn't asked any more.
    fn hide(&mut self, member: &Member, here: &str) {
        let pointer = child(here, &member.name);
        let hidden = self.hidden.len();
        let value = self.asked(&member.asked, &pointer);
        // What is hidden in what is hidden is of no more interest.
        self.hidden.truncate(hidden);
        self.hidden.extend(value.map(|value| (pointer, value)));
    }

    fn sometimes(&mut self, object: &Object, here: &str, answers: &mut Map<String, Value>) {
        for sometimes in &object.sometimes {
            let told = answers.get(&object.members[sometimes.on].name);
            let holds = match &sometimes.value {
                Some(value) => told == Some(value),
                None => told.is_some(),
            };
            let (asked, other) = (&sometimes.then, &sometimes.otherwise);
            let (asked, other) = if holds { (asked, other) } else { (other, asked) };
            asked.iter().for_each(|member| self.member(member, here, answers));
            other.iter().for_each(|member| self.hide(member, here));
        }
    }

    fn object(&mut self, object: &Object, here: &str) -> Map<String, Value> {
        let mut answers = Map::new();
        object.members.iter().for_each(|member| self.member(member, here, &mut answers));
        self.sometimes(object, here, &mut answers);
        answers
    }

    /// A tree is asked three levels deep.
    fn tree(&mut self, levels: usize) -> Value {
        let mut tree = json!({"nom": *self.dice.pick(&CHOSEN)});
        if levels > 0 && self.dice.often(4) {
            let count = 1 + self.dice.below(2);
            tree["branches"] = (0..count).map(|_| self.tree(levels - 1)).collect();
        }
        tree
    }

    /// An answer; none where there would be nothing in it.
    fn asked(&mut self, asked: &Asked, here: &str) -> Option<Value> {
        Some(match asked {
            Asked::Scalar(scalar) => self.dice.pick(&scalar.pool).clone(),
            Asked::Object(object) => {
                let mut answers = self.object(object, here);
                if answers.is_empty() {
                    // An object is there when something in it is.
                    let first = &object.members[0];
                    let value = self.asked(&first.asked, &child(here, &first.name))?;
                    answers.insert(first.name.clone(), value);
                    self.hidden.retain(|(pointer, _)| !pointer.starts_with(&format!("{here}/")));
                    self.sometimes(object, here, &mut answers);
                }
                Value::Object(answers)
            }
            Asked::List { items, least, most } => {
                let count = self.dice.between(i64::try_from((*least).max(1)).ok()?, i64::try_from(*most).ok()?);
                (0..count).filter_map(|n| self.asked(items, &format!("{here}/{n}"))).collect()
            }
            Asked::Tuple { places, rest } => {
                let rows = rest.as_ref().map_or(0, |rest| rest.least + self.dice.below(rest.most - rest.least + 1));
                let rest = rest.iter().flat_map(|rest| std::iter::repeat_n(&*rest.items, rows));
                let values: Vec<&Asked> = places.iter().chain(rest).collect();
                let values = values.into_iter().enumerate();
                values.filter_map(|(n, asked)| self.asked(asked, &format!("{here}/{n}"))).collect()
            }
            Asked::Names(entry) => {
                let count = 1 + self.dice.below(3);
                let mut found = Map::new();
                for _ in 0..count {
                    let name = *self.dice.pick(&CHOSEN);
                    if !found.contains_key(name) {
                        found.extend(self.asked(entry, &child(here, name)).map(|value| (name.to_owned(), value)));
                    }
                }
                Value::Object(found)
            }
            Asked::Tree => self.tree(2),
            // Nobody answers it.
            Asked::Computed { .. } => return None,
            Asked::Branches { tag, branches, .. } => {
                let chosen = self.dice.below(branches.len());
                self.branches.insert(here.to_owned(), chosen);
                let mut answers = Map::new();
                if let Some(tag) = tag {
                    answers.insert((*tag).to_owned(), json!(format!("cas-{chosen}")));
                }
                answers.extend(self.object(&branches[chosen], here));
                Value::Object(answers)
            }
        })
    }
}

fn default(member: &Member) -> Option<Value> {
    match &member.asked {
        Asked::Scalar(scalar) => scalar.schema.get("default").cloned(),
        _ => None,
    }
}

fn child(here: &str, name: &str) -> String {
    format!("{here}/{}", escape(name))
}
