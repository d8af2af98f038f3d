//! Schemas made to hurt.

use serde_json::{Map, Value, json};

pub fn object(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// So many levels of something around a text.
fn nested(levels: usize, around: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(json!({"type": "string"}), |inner, _| around(inner))
}

/// Definitions that refer to the one before, twice each.
fn doubled(levels: usize, twice: impl Fn(usize, Value) -> Value) -> Value {
    let mut definitions = Map::new();
    definitions.insert("d0".to_owned(), object(json!({"z": {"type": "string"}})));
    for level in 1..=levels {
        let before = json!({"$ref": format!("#/$defs/d{}", level - 1)});
        definitions.insert(format!("d{level}"), twice(level, before));
    }
    json!({"type": "object", "properties": {"a": {"$ref": format!("#/$defs/d{levels}")}}, "$defs": definitions})
}

pub fn values(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("valeur {n}")).collect()
}

/// Schemas, and answers that make a validator work.
pub fn hostile() -> Vec<(String, Value, Value)> {
    let mut found: Vec<(String, Value, Value)> = Vec::new();
    let mut add = |name: &str, schema: Value, answers: Value| found.push((name.to_owned(), schema, answers));
    let deep = |levels: usize| (0..levels).fold(json!("x"), |inner, _| json!({ "a": inner }));
    add("100-objects", nested(100, |inner| object(json!({ "a": inner }))), deep(100));
    add("30-objects", nested(30, |inner| object(json!({ "a": inner }))), deep(30));
    add("100-lists", object(json!({"a": nested(100, |inner| json!({"type": "array", "items": inner}))})), json!({}));
    add("50000-values", object(json!({"a": {"enum": values(50_000)}})), json!({"a": "valeur 7"}));
    add("4900-values", object(json!({"a": {"enum": values(4_900)}})), json!({"a": "valeur 7"}));
    let titled = |n: usize| json!({"const": format!("v{n}"), "title": format!("Valeur {n}")});
    add("50000-titles", object(json!({"a": {"oneOf": (0..50_000).map(titled).collect::<Vec<_>>()}})), json!({}));
    add("4900-titles", object(json!({"a": {"oneOf": (0..4_900).map(titled).collect::<Vec<_>>()}})), json!({"a": "v7"}));
    let boxes = json!({"a": {"type": "array", "uniqueItems": true, "items": {"enum": values(4_900)}}});
    add("4900-boxes", object(boxes), json!({"a": values(4_900)}));
    let lists = |n: usize| (format!("a{n}"), json!({"enum": values(4_900)}));
    add("ten-long-lists", object(Value::Object((0..10).map(lists).collect())), json!({"a1": "valeur 7"}));
    add("itself", json!({"$ref": "#"}), json!({}));
    let tree = json!({"type": "object", "$ref": "#/$defs/n", "$defs": {"n": object(json!({
        "a": {"$ref": "#/$defs/n"}, "b": {"type": "array", "items": {"$ref": "#/$defs/n"}}}))}});
    add("tree", tree, deep(100));
    let wide = (0..50).map(|n| (format!("p{n}"), json!({"$ref": "#/$defs/n"})));
    add("wide-tree", json!({"$ref": "#/$defs/n", "$defs": {"n": object(Value::Object(wide.collect()))}}), json!({}));
    let way = object(json!({"a": {"$ref": "#/$defs/n"}}));
    add(
        "double-tree",
        json!({"type": "object", "$ref": "#/$defs/n", "$defs": {"n": {"allOf": [way, way]}}}),
        deep(100),
    );
    for keyword in ["oneOf", "anyOf", "allOf"] {
        add(
            &format!("doubled-{keyword}"),
            doubled(40, |_, before| json!({ keyword: [before, before] })),
            json!({"a": {"z": "x"}}),
        );
        let branch = |name: String, before: &Value| object(json!({ name: {"type": "string"}, "n": before }));
        let both = doubled(
            18,
            |n, before| json!({ keyword: [branch(format!("x{n}"), &before), branch(format!("y{n}"), &before)] }),
        );
        let answers = (0..18).fold(json!({"z": "x"}), |inner, _| json!({ "n": inner }));
        add(&format!("doubled-branches-{keyword}"), both, json!({ "a": answers }));
        add(
            &format!("nested-{keyword}"),
            object(json!({"a": nested(13, |inner| json!({ keyword: [inner, inner] }))})),
            json!({"a": "x"}),
        );
    }
    let addresses = |keyword: &str, name: fn(usize) -> Value| {
        let one = |n: usize| {
            (
                format!("d{n}"),
                json!({"$id": format!("a/{n}/"), "$dynamicAnchor": "x", keyword: name(n), "type": "string"}),
            )
        };
        json!({"type": "object", "properties": {"a": {"$ref": "a/0/"}}, "$defs": (0..4_000).map(one).collect::<Map<_, _>>()})
    };
    add("addresses", addresses("$ref", |n| json!(format!("../{}/", n + 1))), json!({"a": "x"}));
    add("dynamic-names", addresses("$dynamicRef", |_| json!("#x")), json!({"a": "x"}));
    add(
        "doubled-if",
        doubled(30, |_, before| json!({"if": {"required": ["a"]}, "then": before, "else": before})),
        json!({"a": {}}),
    );
    add("doubled-properties", doubled(40, |_, before| object(json!({ "a": before, "b": before }))), json!({}));
    add(
        "catastrophe",
        object(json!({"a": {"type": "string", "pattern": "^(a+)+$"}})),
        json!({"a": format!("{}b", "a".repeat(15_000))}),
    );
    add(
        "look-around",
        object(json!({"a": {"type": "string", "pattern": "^(?=(a+)+$)(a|aa)+$"}})),
        json!({"a": format!("{}b", "a".repeat(15_000))}),
    );
    add(
        "huge-pattern",
        object(json!({"a": {"type": "string", "pattern": "((a{1,100}){1,100}){1,100}"}})),
        json!({"a": "a"}),
    );
    let patterns = (0..300).map(|n| (format!("^(a+)+{n}$"), json!({"type": "string"})));
    add(
        "300-patterns",
        json!({"type": "object", "patternProperties": Value::Object(patterns.collect())}),
        json!({"aaaa7": "x"}),
    );
    add("10-megabytes", object(json!({"a": {"type": "string", "description": "x".repeat(10_000_000)}})), json!({}));
    add("long-text", object(json!({"a": {"type": "string", "description": "x".repeat(1_900_000)}})), json!({}));
    for (name, text) in [("quotes", "> "), ("links", "["), ("stars", "*a_ "), ("cells", "|-"), ("lists", "* ")] {
        add(
            &format!("markdown-{name}"),
            json!({"type": "object", "description": text.repeat(19_000 / text.len()), "properties": {"a": {"type": "string"}}}),
            json!({}),
        );
    }
    add("500000-values", json!({"type": "object", "a": vec![json!({}); 500_000]}), json!({}));
    add(
        "4900-required",
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": values(4_900)}),
        json!({}),
    );
    let members = (0..1_500).map(|n| object(json!({"a": {"type": "string", "title": n.to_string()}})));
    add("1500-members", json!({"type": "object", "allOf": members.collect::<Vec<_>>()}), json!({"a": "x"}));
    let fields = |n: usize| (format!("a{n}"), json!({"type": "string"}));
    add("1900-fields", object(Value::Object((0..1_900).map(fields).collect())), json!({}));
    add(
        "many-rows",
        object(json!({"a": {"type": "array", "items": object(json!({"b": {"type": "string"}}))}})),
        // Ten times what people can add.
        json!({"a": vec![json!({"b": "x"}); 2_000]}),
    );
    let both = |inner: &Value| json!({"type": "AND", "conditions": [inner, inner]});
    let condition = (0..13).fold(json!({"scope": "#/properties/a", "schema": {"const": "x"}}), |inner, _| both(&inner));
    let control =
        json!({"type": "Control", "scope": "#/properties/a", "rule": {"effect": "SHOW", "condition": condition}});
    add(
        "doubled-conditions",
        json!({"schema": object(json!({"a": {"type": "string"}})), "uischema": control}),
        json!({"a": "x"}),
    );
    let groups = (0..40).fold(
        json!({"type": "Control", "scope": "#/properties/a"}),
        |inner, _| json!({"type": "Group", "label": "g", "elements": [inner]}),
    );
    add(
        "40-groups",
        json!({"schema": object(json!({"a": {"type": "string"}})), "uischema": groups}),
        json!({"a": "x"}),
    );
    found
}
