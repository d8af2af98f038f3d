//! What a `oneOf` or an `anyOf` asks: a choice of values, one more thing to check, or a choice of what to fill.

use super::flatten::{Flat, Flattener, When};
use serde_json::{Map, Value, json};

/// How a union is asked.
pub(super) enum Union {
    /// One value of a list.
    Choices(Vec<(Value, Map<String, Value>)>),
    /// The only branch that isn't `null`.
    Same(Value),
    /// Another answer says which branch it is.
    ByAnswer(Vec<(When, Value)>),
    /// A person chooses, by title.
    Branches(Vec<Titled>),
    /// Nothing more is asked: the branches only check. Their types, where the base names none.
    Checked(Option<Value>),
}

/// A branch, with its place in the union.
pub(super) struct Titled {
    pub(super) index: usize,
    pub(super) title: String,
    pub(super) schema: Value,
}

/// Reads the branches of a union that stands beside `base`.
pub(super) fn read(branches: Vec<Value>, base: &Flat, flattener: &Flattener<'_>, chain: &mut Vec<String>) -> Union {
    if let Some(choices) = constants(&branches) {
        return Union::Choices(choices);
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
        return Union::Checked(types(&flats, base));
    }
    if let Some(found) = by_answer(&kept, &flats, base) {
        return Union::ByAnswer(found);
    }
    let titled = indexes.into_iter().zip(kept.into_iter().zip(&flats));
    let titled = titled.map(|(index, (schema, flat))| Titled { index, title: title(&schema, flat, index), schema });
    Union::Branches(titled.collect())
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

/// The values of branches that are all constants.
fn constants(branches: &[Value]) -> Option<Vec<(Value, Map<String, Value>)>> {
    let constant = |branch: &Value| {
        let branch = branch.as_object()?;
        let single = branch.get("enum").and_then(Value::as_array).filter(|values| values.len() == 1);
        let value = branch.get("const").or_else(|| single.and_then(|values| values.first()))?;
        (!value.is_object() && !value.is_array()).then(|| (value.clone(), branch.clone()))
    };
    let values = branches.iter().filter(|branch| !is_null(branch));
    let found: Option<Vec<_>> = values.map(constant).collect();
    found.map(|found| found.into_iter().filter(|(value, _)| !value.is_null()).collect())
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
    names.into_iter().any(is_new) || holds || shipped || is_object || inner || !flat.sometimes.is_empty()
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

/// A property of the base of which each branch takes some values: the answer says which branch it is.
fn by_answer(branches: &[Value], flats: &[Flat], base: &Flat) -> Option<Vec<(When, Value)>> {
    let asked = base.keywords.get("properties")?.as_object()?;
    let test = |flat: &Flat, name: &String| {
        let schema = flat.keywords.get("properties")?.get(name)?;
        let known = schema.get("const").or_else(|| schema.get("enum"));
        known.is_some().then(|| schema.clone())
    };
    asked.keys().find_map(|name| {
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
    let referred = || branch.get("$ref").and_then(Value::as_str).and_then(|reference| reference.rsplit('/').next());
    let found = text("title").or_else(|| constants.next()).or_else(referred).or_else(|| text("type"));
    found.map_or_else(|| (n + 1).to_string(), str::to_owned)
}
