//! From choices to questions.

use super::{Asked, Member, Object, Rest, Sometimes, Written, scalars, shipped};
use crate::support::dice::Dice;
use serde_json::json;

/// What names of properties may hold, beside letters.
const ODD: [&str; 9] = ["", "_x", " é", "/y", "~1", ".z", "%41", "-0", "#"];
/// How deep objects and lists may nest.
const DEEPEST: usize = 3;

/// The whole document; where a layout names its properties, nothing is asked only sometimes.
pub fn root(dice: &mut Dice<'_>, may_depend: bool) -> Object {
    let mut names = Names::default();
    let count = 1 + dice.below(5);
    let mut root = object(dice, &mut names, 0, count, may_depend);
    root.members.iter_mut().for_each(|member| preset(dice, member));
    if !may_depend {
        // A layout points at properties where they stand.
        root.members.iter_mut().filter(|member| member.written == Written::Beside).for_each(|member| {
            member.written = Written::Here;
        });
    }
    computed(dice, &mut names, &mut root);
    root
}

/// One more than a whole number that is asked before.
fn computed(dice: &mut Dice<'_>, names: &mut Names, root: &mut Object) {
    let is_number = |member: &&Member| {
        let is_whole = matches!(&member.asked, Asked::Scalar(scalar) if scalar.schema["type"] == "integer");
        // A rule parts names by dots.
        is_whole && !member.name.contains('.')
    };
    let found = root.members.iter().position(|member| is_number(&member)).filter(|_| dice.often(7));
    if let Some(of) = found {
        let asked = Asked::Computed { of, name: root.members[of].name.clone() };
        root.members.push(Member { name: names.next(dice), asked, required: false, written: Written::Here });
    }
}

/// A question that is always asked may have an answer to begin with; what it stands in would be there by it alone.
fn preset(dice: &mut Dice<'_>, member: &mut Member) {
    if let Asked::Scalar(scalar) = &mut member.asked {
        scalars::preset(dice, scalar);
    }
}

/// Each name once in the whole form, so that no two mean the same place.
#[derive(Default)]
struct Names(usize);

impl Names {
    fn next(&mut self, dice: &mut Dice<'_>) -> String {
        self.0 += 1;
        let odd = if dice.often(3) { *dice.pick(&ODD) } else { "" };
        format!("q{}{odd}", self.0)
    }
}

fn object(dice: &mut Dice<'_>, names: &mut Names, depth: usize, count: usize, may_depend: bool) -> Object {
    let mut found = Object { members: members(dice, names, depth, count), sometimes: Vec::new() };
    if may_depend && dice.often(4) {
        found.sometimes.extend(sometimes(dice, names, depth, &found.members));
    }
    found
}

fn members(dice: &mut Dice<'_>, names: &mut Names, depth: usize, count: usize) -> Vec<Member> {
    let mut found = Vec::new();
    for _ in 0..count {
        let (name, required) = (names.next(dice), dice.often(5));
        let written = match dice.below(10) {
            8 => Written::Apart,
            9 => Written::Beside,
            _ => Written::Here,
        };
        found.push(Member { name, asked: asked(dice, names, depth), required, written });
    }
    found
}

fn sometimes(dice: &mut Dice<'_>, names: &mut Names, depth: usize, members: &[Member]) -> Option<Sometimes> {
    let on = dice.below(members.len());
    let Asked::Scalar(scalar) = &members[on].asked else { return None };
    let value = dice.often(6).then(|| dice.pick(&scalar.pool).clone()).filter(|value| !value.is_object());
    let then = members_of(dice, names, depth);
    let otherwise = if value.is_some() && dice.often(5) { members_of(dice, names, depth) } else { Vec::new() };
    Some(Sometimes { on, value, then, otherwise })
}

fn members_of(dice: &mut Dice<'_>, names: &mut Names, depth: usize) -> Vec<Member> {
    let count = 1 + dice.below(2);
    members(dice, names, depth + 1, count)
}

fn asked(dice: &mut Dice<'_>, names: &mut Names, depth: usize) -> Asked {
    if depth >= DEEPEST {
        return Asked::Scalar(scalars::any(dice));
    }
    match dice.below(18) {
        8 => Asked::Object(inner(dice, names, depth)),
        9 | 10 => {
            let least = dice.below(3);
            let most = least + 1 + dice.below(2);
            Asked::List { items: Box::new(row(dice, names, depth)), least, most }
        }
        11 => {
            let places = 1 + dice.below(3);
            let places = (0..places).map(|_| Asked::Scalar(scalars::any(dice))).collect();
            let rest = dice.often(5).then(|| {
                let least = dice.below(2);
                Rest { items: Box::new(row(dice, names, depth)), least, most: least + 1 + dice.below(2) }
            });
            Asked::Tuple { places, rest }
        }
        12 => Asked::Names(Box::new(row(dice, names, depth))),
        13 => branches(dice, names, depth),
        14..=16 => Asked::Scalar(shipped::any(dice)),
        17 => Asked::Tree,
        _ => Asked::Scalar(scalars::any(dice)),
    }
}

fn inner(dice: &mut Dice<'_>, names: &mut Names, depth: usize) -> Object {
    let count = 1 + dice.below(3);
    object(dice, names, depth + 1, count, true)
}

/// A row: a value, an object whose first answer is always there, or a list.
fn row(dice: &mut Dice<'_>, names: &mut Names, depth: usize) -> Asked {
    match dice.below(6) {
        0..=3 => {
            let mut object = inner(dice, names, depth);
            object.members[0].required = true;
            if depth == 0 {
                preset(dice, &mut object.members[0]);
            }
            Asked::Object(object)
        }
        4 if dice.often(3) => Asked::Scalar(shipped::any(dice)),
        4 => Asked::Scalar(single(dice)),
        _ if depth + 1 < DEEPEST => {
            let items = Box::new(Asked::Scalar(single(dice)));
            Asked::List { items, least: 1, most: 2 }
        }
        _ => Asked::Scalar(single(dice)),
    }
}

/// A question whose answer isn't a list.
fn single(dice: &mut Dice<'_>) -> super::Scalar {
    loop {
        let mut found = scalars::any(dice);
        // A list of choices is asked as boxes to tick: another question.
        if found.schema["type"] != "array"
            && !["enum", "oneOf", "anyOf"].iter().any(|key| found.schema.get(key).is_some())
        {
            // A control of a row can't be said to be anything but what its schema says.
            found.options = json!({});
            if found.schema["type"] == "string" {
                found.pool.retain(|value| value.as_str().is_none_or(|text| !text.contains('\n')));
            }
            if !found.pool.is_empty() {
                return found;
            }
        }
        if dice.is_empty() {
            // The first of all choices is a text.
            return scalars::any(dice);
        }
    }
}

fn branches(dice: &mut Dice<'_>, names: &mut Names, depth: usize) -> Asked {
    let keyword = *dice.pick(&["oneOf", "anyOf"]);
    let tag = dice.often(5).then_some("kind");
    let count = 2 + dice.below(2);
    let branches = (0..count).map(|_| {
        let mut object = inner(dice, names, depth);
        // What tells it, where no constant does.
        object.members[0].required = true;
        // Nobody is asked for a constant of a branch: it is always there.
        for member in &mut object.members {
            member.required |= matches!(&member.asked, Asked::Scalar(scalar) if scalar.is_constant());
        }
        object
    });
    Asked::Branches { keyword, tag, branches: branches.collect() }
}
