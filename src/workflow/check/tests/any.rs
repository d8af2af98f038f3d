//! Whatever is put in a definition, the checker answers.

use super::*;
use proptest::prelude::*;

#[test]
fn any_json_is_checked_without_panic() {
    let leaf =
        prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), "[a-z@*]{0,3}".prop_map(Value::from)];
    let values = leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("on|target|to|from|[a-z]{1,3}", inner), 0..3)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    });
    let pointers = places(&standard(), String::new());
    let changes = (prop::sample::select(pointers), values);
    proptest!(|((pointer, value) in changes)| {
        let mut document = standard();
        if let Some(place) = document.pointer_mut(&pointer) {
            *place = value;
        }
        for problem in check(&document) {
            prop_assert!(problem.pointer.is_empty() || problem.pointer.starts_with('/'));
        }
    });
}

fn places(value: &Value, pointer: String) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, child)| (key.clone(), child)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(n, child)| (n.to_string(), child)).collect(),
        _ => vec![],
    };
    let below = children.into_iter().flat_map(|(key, child)| places(child, format!("{pointer}/{key}")));
    std::iter::once(pointer.clone()).chain(below).collect()
}
