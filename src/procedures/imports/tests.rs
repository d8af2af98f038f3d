use super::*;
use crate::form::{Definition, Form, escape};
use proptest::prelude::*;
use serde_json::Map;

/// A source of each format: ours, with what its format has to offer.
const FIXTURES: [(Format, &str); 1] = [(Format::Rjsf, include_str!("fixtures/rjsf.json"))];

fn fixture(format: Format) -> Value {
    let (_, source) = FIXTURES.iter().find(|(known, _)| *known == format).unwrap();
    serde_json::from_str(source).unwrap()
}

fn imported(format: Format, source: &Value) -> Imported {
    read(format, source, "source", "fr").unwrap()
}

fn told(losses: &[Loss]) -> Vec<String> {
    let told = losses.iter().filter(|loss| loss.outcome() != Outcome::ToComplete);
    told.map(|loss| format!("{} {} {}", loss.place(), loss.code, loss.told(Lang::Fr))).collect()
}

/// The form alone: the frame is the same for all.
fn form_of(imported: &Imported) -> Value {
    let mut file = imported.procedure.as_object().unwrap().clone();
    ["$schema", "procedure", "silence", "remedies", "workflow"].iter().for_each(|key| drop(file.shift_remove(*key)));
    Value::Object(file)
}

#[test]
fn each_fixture_is_taken_as_the_snapshot_says() {
    for (format, _) in FIXTURES {
        let imported = imported(format, &fixture(format));
        let name = format!("{format:?}").to_lowercase();
        insta::assert_json_snapshot!(format!("{name}_procedure"), form_of(&imported));
        insta::assert_snapshot!(format!("{name}_losses"), told(&imported.losses).join("\n"));
    }
}

/// Every place of a document, the deepest last.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (escape(key).into_owned(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let there = format!("{here}/{key}");
        found.push(there.clone());
        places(child, &there, found);
    }
}

/// In the order of its keys.
fn written(imported: &Imported) -> String {
    imported.procedure.to_string()
}

fn without(source: &Value, pointer: &str) -> Value {
    let mut source = source.clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    match source.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.shift_remove(&key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => unreachable!(),
    }
    source
}

/// Entries that may be there or not: the documentation names them.
/// A type that other keywords tell already; the end of an order that the schema has too.
const SILENT: [&str; 5] = ["/$schema", "/schema/type", "/piece/type", "/ui:order/1", "/ui:order/2"];

#[test]
fn nothing_is_dropped_in_silence() {
    for (format, _) in FIXTURES {
        let source = fixture(format);
        let whole = imported(format, &source);
        let (mut all, mut silent) = (Vec::new(), Vec::new());
        places(&source, "", &mut all);
        for place in all {
            let Ok(less) = read(format, &without(&source, &place), "source", "fr") else { continue };
            // Maps are equal in any order, and the order of questions counts.
            let changes = written(&less) != written(&whole) || less.losses != whole.losses;
            if !changes && !SILENT.iter().any(|key| place.ends_with(key)) {
                silent.push(place);
            }
        }
        assert!(silent.is_empty(), "{format:?}: nothing tells of\n{}", silent.join("\n"));
    }
}

#[test]
fn a_key_that_nobody_knows_is_told_wherever_it_stands() {
    for (format, _) in FIXTURES {
        let source = fixture(format);
        let mut all = vec![String::new()];
        places(&source, "", &mut all);
        for place in all {
            let mut odd = source.clone();
            let Some(fields) = odd.pointer_mut(&place).and_then(Value::as_object_mut) else { continue };
            fields.insert("zzz".to_owned(), json!("odd"));
            let Ok(found) = read(format, &odd, "source", "fr") else { continue };
            let pointer = format!("{place}/zzz");
            let is_kept = found.procedure.to_string().contains("\"zzz\"");
            let covers = |loss: &Loss| match &loss.target {
                Some(target) => target.ends_with("/zzz"),
                None => pointer.starts_with(&loss.pointer),
            };
            let is_silent = format.is_silent(&place);
            assert!(is_kept || is_silent || found.losses.iter().any(covers), "{format:?}: {pointer}");
        }
    }
}

impl Format {
    /// Places that say nothing to whoever fills the form.
    fn is_silent(self, _place: &str) -> bool {
        match self {
            Self::Rjsf => false,
        }
    }
}

#[test]
fn what_is_not_a_form_is_refused_for_a_reason() {
    for (format, _) in FIXTURES {
        for source in [json!(null), json!([]), json!("x"), json!(12), json!({}), json!({"a": 1})] {
            let refused = read(format, &source, "source", "fr").unwrap_err();
            assert!(Lang::ALL.iter().all(|lang| !refused.told(*lang).starts_with("imports-")), "{refused:?}");
        }
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let properties: Map<String, Value> = (0..5_000).map(|n| (format!("p{n}"), json!({"type": "string"}))).collect();
    let source = json!({"type": "object", "properties": properties});
    assert_eq!(read(Format::Rjsf, &source, "source", "fr").unwrap_err().code, "too-large");
}

/// Odd values, to put anywhere.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{"type": "string", "key": "a.b", "$ref": "#"}])),
        Just(json!({"type": ["object", "null"], "properties": {"a": false}, "items": [1]})),
        Just(json!({"$ref": "#/schema"})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    /// Whatever stands anywhere, an import refuses or gives a form that compiles.
    #[test]
    fn odd_sources_never_panic(kind in 0..FIXTURES.len(), changes in prop::collection::vec((any::<prop::sample::Index>(), odd()), 1..4)) {
        let format = FIXTURES[kind].0;
        let mut source = fixture(format);
        for (index, value) in changes {
            let mut all = Vec::new();
            places(&source, "", &mut all);
            if all.is_empty() { break; }
            let place = index.get(&all).clone();
            *source.pointer_mut(&place).unwrap() = value;
        }
        if let Ok(imported) = read(format, &source, "source", "fr") {
            let form: Definition = serde_json::from_value(imported.procedure["form"].clone()).unwrap();
            let languages: Vec<String> = serde_json::from_value(imported.procedure["languages"].clone()).unwrap();
            prop_assert!(Form::compile(&form, &languages).is_ok());
        }
    }
}
