//! What a `oneOf` or an `anyOf` asks: a choice of values, one more thing to check, or a choice of what to fill.

use super::flatten::{Flat, Flattener, When};
use super::safety::shipped;
use crate::form::pointer::parse;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// How a union is asked.
pub(super) enum Union {
    /// One value of a list.
    Choices(Vec<(Value, Map<String, Value>)>),
    /// One value of a list, or another text.
    Open(Vec<(Value, Map<String, Value>)>),
    /// The only branch that isn't `null`.
    Same(Value),
    /// Another answer says which branch it is.
    ByAnswer(Vec<(When, Value)>),
    /// A person chooses, by title.
    Branches(Vec<Titled>),
    /// Nothing more is asked: the branches only check. Their types, where the base names none, and what they demand.
    Checked(Option<Value>, Vec<(When, Value)>),
}

/// A branch, with its place in its union: a branch of several unions has one in each.
pub(super) struct Titled {
    pub(super) indexes: Vec<usize>,
    pub(super) title: String,
    pub(super) schema: Value,
}

/// More pairs of branches are no choice for anybody.
const MAX_CROSSED: usize = 50;

/// Reads the branches of a union that stands beside `base`.
pub(super) fn read(branches: Vec<Value>, base: &Flat, flattener: &Flattener<'_>, chain: &mut Vec<String>) -> Union {
    if let Some(choices) = constants(&branches) {
        return Union::Choices(choices);
    }
    if let Some(choices) = suggested(&branches) {
        return Union::Open(choices);
    }
    let (indexes, mut kept): (Vec<usize>, Vec<Value>) =
        branches.into_iter().enumerate().filter(|(_, branch)| !is_null(branch)).unzip();
    if kept.len() == 1 && kept[0].is_object() {
        return Union::Same(kept.remove(0));
    }
    let mut flats = Vec::with_capacity(kept.len());
    for branch in &kept {
        let followed = chain.len();
        flats.push(flattener.flatten(branch, chain).unwrap_or_default());
        chain.truncate(followed);
    }
    if !flats.iter().any(|flat| asks(flat, base)) {
        return Union::Checked(types(&flats, base), demands(&kept, &flats));
    }
    if let Some(found) = by_answer(&kept, &flats, base) {
        return Union::ByAnswer(found);
    }
    let titled = indexes.into_iter().zip(kept.into_iter().zip(&flats));
    let titled = titled.map(|(index, (schema, flat))| Titled {
        indexes: vec![index],
        title: title(&schema, flat, index),
        schema,
    });
    Union::Branches(titled.collect())
}

/// What two unions at one place ask together: a branch of each. `None` where they are too many to choose among.
pub(super) fn crossed(ones: Vec<Titled>, others: Vec<Titled>) -> Option<Vec<Titled>> {
    if ones.is_empty() {
        return Some(others);
    }
    let both = |one: &Titled, other: &Titled| Titled {
        indexes: [&*one.indexes, &other.indexes].concat(),
        title: format!("{} – {}", one.title, other.title),
        schema: json!({"allOf": [one.schema, other.schema]}),
    };
    let pairs = ones.iter().flat_map(|one| others.iter().map(move |other| both(one, other)));
    (ones.len() * others.len() <= MAX_CROSSED).then(|| pairs.collect())
}

/// `enum`, or what a union of constants offers.
pub(super) fn choices(flat: &Flat) -> Vec<(Value, Map<String, Value>)> {
    match flat.keywords.get("enum") {
        Some(Value::Array(values)) => {
            let offered = values.iter().filter(|value| !value.is_null());
            offered.map(|value| (value.clone(), flat.of_choice(value))).collect()
        }
        _ => flat.choices.clone(),
    }
}

/// The keyword under which a choice keeps the title of its group; an author may write it too.
pub(super) const GROUP: &str = "group";

/// The values of the branches that are constants, when the only other one is any text.
fn suggested(branches: &[Value]) -> Option<Vec<(Value, Map<String, Value>)>> {
    let is_text = |branch: &&Value| {
        let is_list = ["const", "enum", "oneOf", "anyOf"].iter().any(|keyword| branch.get(*keyword).is_some());
        branch.get("type").is_some_and(|name| name == "string") && !is_list
    };
    let (texts, lists): (Vec<&Value>, Vec<&Value>) = branches.iter().partition(is_text);
    let lists: Vec<Value> = lists.into_iter().cloned().collect();
    if texts.len() == 1 { constants(&lists).filter(|found| !found.is_empty()) } else { None }
}

/// The values of branches that are all constants. A branch with several is a group of choices, by its title.
fn constants(branches: &[Value]) -> Option<Vec<(Value, Map<String, Value>)>> {
    let mut found = Vec::new();
    for branch in branches.iter().filter(|branch| !is_null(branch)) {
        found.extend(constants_of(branch.as_object()?)?);
    }
    found.retain(|(value, _)| !value.is_null());
    Some(found)
}

fn constants_of(branch: &Map<String, Value>) -> Option<Vec<(Value, Map<String, Value>)>> {
    if let Some(value) = branch.get("const") {
        return Some(vec![(value.clone(), branch.clone())]);
    }
    if let Some(values) = branch.get("enum").and_then(Value::as_array) {
        return Some(match values.as_slice() {
            [only] => vec![(only.clone(), branch.clone())],
            values => {
                let said = grouped(branch, Map::new());
                values.iter().map(|value| (value.clone(), said.clone())).collect()
            }
        });
    }
    let within = branch.get("oneOf").or_else(|| branch.get("anyOf")).and_then(Value::as_array)?;
    let found: Option<Vec<_>> = within.iter().map(|inner| constants_of(inner.as_object()?)).collect();
    Some(found?.into_iter().flatten().map(|(value, said)| (value, grouped(branch, said))).collect())
}

/// What is said of a choice, with the title of the branch that it stands in.
fn grouped(branch: &Map<String, Value>, mut said: Map<String, Value>) -> Map<String, Value> {
    if let Some(title) = branch.get("title") {
        said.insert(GROUP.to_owned(), title.clone());
    }
    said
}

fn is_null(branch: &Value) -> bool {
    branch.get("type").is_some_and(|name| name == "null") || branch.get("const").is_some_and(Value::is_null)
}

/// Whether a branch asks something that its base doesn't.
fn asks(flat: &Flat, base: &Flat) -> bool {
    let known = base.keywords.get("properties").and_then(Value::as_object);
    let names = flat.keywords.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let is_new = |name: &String| known.is_none_or(|known| !known.contains_key(name));
    let is_whole = |name: &&str| flat.keywords.contains_key(*name) && !base.keywords.contains_key(*name);
    let holds = ["items", "prefixItems"].iter().any(is_whole);
    let shipped = flat.shipped.is_some() && base.shipped.is_none();
    let is_object =
        flat.keywords.get("type").is_some_and(|name| name == "object") && !base.keywords.contains_key("type");
    let inner = flat.unions.iter().flatten().any(Value::is_object) && !base.keywords.contains_key("type");
    let only_demands = |schema: &Value| schema.as_object().is_some_and(|own| own.keys().all(|key| key == "required"));
    let sometimes = flat.sometimes.iter().any(|(_, schema)| !only_demands(schema));
    names.into_iter().any(is_new) || holds || shipped || is_object || inner || sometimes
}

/// More branches, or more names that they require, are only checked.
const MAX_DEMANDING: usize = 20;

/// A branch, or only the names that it requires when it says much more: this is told on each key press.
fn light(branch: &Value, required: &[Value]) -> Value {
    let is_small = branch.as_object().is_some_and(|own| own.values().map(size).sum::<usize>() <= MAX_DEMANDING);
    if is_small { branch.clone() } else { json!({ "required": required }) }
}

/// How many values a value holds, itself included.
pub(super) fn size(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields.values().map(size).sum::<usize>() + 1,
        Value::Array(items) => items.iter().map(size).sum::<usize>() + 1,
        _ => 1,
    }
}

/// The names that branches require (« an address or a phone number »): one is required as long as no branch that can do
/// without it is satisfied.
fn demands(branches: &[Value], flats: &[Flat]) -> Vec<(When, Value)> {
    let named = |flat: &Flat| flat.keywords.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let sets: Vec<Vec<Value>> = flats.iter().map(named).collect();
    let names: BTreeSet<&str> = sets.iter().flatten().filter_map(Value::as_str).collect();
    if branches.len() > MAX_DEMANDING || names.len() > MAX_DEMANDING {
        return Vec::new();
    }
    let demand = |name: &str| {
        let without = branches.iter().zip(&sets).filter(|(_, set)| !set.iter().any(|known| known == name));
        let without: Vec<Value> = without.map(|(branch, set)| light(branch, set)).collect();
        let test = if without.is_empty() { json!(false) } else { json!({ "anyOf": without }) };
        (When::Fails(test), json!({ "required": [name] }))
    };
    names.into_iter().map(demand).collect()
}

/// The types of scalar branches, for a base that names none.
fn types(flats: &[Flat], base: &Flat) -> Option<Value> {
    if base.keywords.contains_key("type") || base.keywords.contains_key("properties") {
        return None;
    }
    let mut found: Vec<Value> = Vec::new();
    for flat in flats {
        let named = match flat.keywords.get("type") {
            Some(Value::Array(names)) => names.clone(),
            Some(name) => vec![name.clone()],
            None => flat.keywords.get("enum").and_then(Value::as_array)?.iter().map(type_of).collect(),
        };
        found.extend(named);
    }
    found.dedup();
    Some(if found.len() == 1 { found.remove(0) } else { Value::Array(found) })
}

fn type_of(value: &Value) -> Value {
    Value::from(match value {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        _ => "string",
    })
}

/// A property of the base, or asked beside it, of which each branch takes some values: the answer says which branch it is.
fn by_answer(branches: &[Value], flats: &[Flat], base: &Flat) -> Option<Vec<(When, Value)>> {
    let own = base.keywords.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let test = |flat: &Flat, name: &String| {
        let schema = flat.keywords.get("properties")?.get(name)?;
        let known = schema.get("const").or_else(|| schema.get("enum"));
        known.is_some().then(|| schema.clone())
    };
    own.chain(&base.beside).find_map(|name| {
        let tests: Option<Vec<Value>> = flats.iter().map(|flat| test(flat, name)).collect();
        let when = |test: Value| When::Passes(json!({ "properties": { name: test }, "required": [name] }));
        tests.map(|tests| tests.into_iter().map(when).zip(branches.iter().cloned()).collect())
    })
}

/// What a branch is called: its title, the constant that tells it, the name that it is referred to by, its number.
fn title(branch: &Value, flat: &Flat, n: usize) -> String {
    let text = |keyword: &str| flat.keywords.get(keyword).and_then(Value::as_str).filter(|text| !text.is_empty());
    let constants = flat.keywords.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let mut constants = constants.filter_map(|schema| {
        let single = schema.get("enum").and_then(Value::as_array).filter(|values| values.len() == 1);
        schema.get("const").or_else(|| single?.first())?.as_str()
    });
    let found = text("title").or_else(|| constants.next()).map(str::to_owned).or_else(|| referred(branch));
    found.or_else(|| text("type").map(str::to_owned)).unwrap_or_else(|| (n + 1).to_string())
}

/// The name by which a branch is referred to.
fn referred(branch: &Value) -> Option<String> {
    let reference = branch.get("$ref")?.as_str()?;
    let place = || percent_encoding::percent_decode_str(reference.strip_prefix('#')?).decode_utf8().ok();
    let named = || parse(&place()?)?.pop();
    shipped(reference).map(str::to_owned).or_else(named)
}
