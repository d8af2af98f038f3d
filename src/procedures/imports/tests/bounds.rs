//! Sources that are too large, or odd.

use super::*;
use proptest::prelude::*;
use serde_json::Map;

/// Sources that are too large, each in a way of its own.
fn hostile() -> Vec<(Format, Value)> {
    let many = |count: usize, item: &dyn Fn(usize) -> Value| (0..count).map(item).collect::<Value>();
    let properties: Map<String, Value> = (0..5_000).map(|n| (format!("p{n}"), json!({"type": "string"}))).collect();
    let schema = json!({"type": "object", "properties": properties});
    let one_name = many(20_000, &|_| json!({"type": "textfield", "key": "a.b", "label": "A"}));
    let conditions = many(
        3_000,
        &|n| json!({"type": "textfield", "key": format!("k{n}"), "label": "A", "customConditional": "show = data.z === 'x'"}),
    );
    let choices = many(50_000, &|n| json!({"label": n.to_string(), "value": n}));
    let champs = many(20_000, &|_| json!({"__typename": "TextChampDescriptor", "label": "Nom"}));
    let deep = (0..100).fold(
        json!({"type": "textfield", "key": "a"}),
        |inner, n| json!({"type": "container", "key": format!("k{n}"), "components": [inner]}),
    );
    let blank = many(300_000, &|_| Value::Null);
    vec![
        (Format::Rjsf, schema.clone()),
        (Format::Jsonforms, json!({"schema": schema, "uischema": {"type": "VerticalLayout", "elements": blank}})),
        (Format::Formio, json!({"components": one_name})),
        (Format::Formio, json!({"components": conditions})),
        (
            Format::Formio,
            json!({"components": [{"type": "select", "key": "a", "label": "A", "data": {"values": choices}}]}),
        ),
        (Format::Formio, json!({"components": [deep]})),
        (Format::Ds, json!({"champDescriptors": champs})),
    ]
}

/// The bound is wide: the build is not optimised, and the machine is shared.
#[test]
fn what_is_too_large_is_refused_or_taken_in_a_bounded_time() {
    for (n, (format, source)) in hostile().into_iter().enumerate() {
        let start = std::time::Instant::now();
        let read = read(format, &source, "source", "fr");
        assert!(start.elapsed().as_secs() < 20, "{n} {format:?}: {:?}", start.elapsed());
        match read {
            Err(refused) => assert_eq!(refused.code, "too-large", "{n} {format:?}"),
            Ok(imported) => assert!(!imported.losses.is_empty()),
        }
    }
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
