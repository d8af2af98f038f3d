//! The same in the files of other products.

use super::schemas::{hostile, object, values};
use guichet::procedures::imports::Format;
use serde_json::{Value, json};

type Source = (String, Value);

/// For each format, a source of one question, and those made to hurt.
pub fn sources() -> [(Format, Value, Vec<Source>); 4] {
    let plain = object(json!({"a": {"type": "string"}}));
    let layout = json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/a"}]});
    let schemas = || hostile().into_iter().map(|(name, schema, _)| (name, schema));
    // Some bring their layout along.
    let parts = |schema: Value| match schema.get("uischema") {
        Some(layout) => (schema["schema"].clone(), layout.clone()),
        None => {
            (schema, json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/a"}]}))
        }
    };
    let of_rjsf =
        |(name, schema): Source| (name, json!({"schema": parts(schema).0, "uiSchema": {"a": {"ui:help": "?"}}}));
    let of_jsonforms = |(name, schema): Source| {
        let (schema, layout) = parts(schema);
        (name, json!({"schema": schema, "uischema": layout}))
    };
    [
        (Format::Rjsf, json!({"schema": plain}), schemas().map(of_rjsf).collect()),
        (Format::Jsonforms, json!({"schema": plain, "uischema": layout}), schemas().map(of_jsonforms).collect()),
        (Format::Formio, json!({"components": [line("a")]}), formio()),
        (Format::Ds, json!({"champDescriptors": [field("Nom")]}), ds()),
    ]
}

fn line(key: &str) -> Value {
    json!({"type": "textfield", "key": key, "label": "A", "input": true})
}

/// So many levels of something around a question.
fn nested(levels: usize, inner: Value, around: impl Fn(usize, Value) -> Value) -> Value {
    (0..levels).fold(inner, |inner, level| around(level, inner))
}

fn with(mut base: Value, more: Value) -> Value {
    let Value::Object(more) = more else { unreachable!("an object") };
    base.as_object_mut().unwrap().extend(more);
    base
}

fn formio() -> Vec<Source> {
    let components = |all: Vec<Value>| json!({ "components": all });
    let one = |more: Value| components(vec![with(line("a"), more)]);
    let around = |kind: &'static str| move |level: usize, inner: Value| json!({"type": kind, "key": format!("k{level}"), "label": "K", "input": true, "components": [inner]});
    let choices: Vec<Value> = values(50_000).into_iter().map(|value| json!({"label": value, "value": value})).collect();
    let condition = |level: usize, inner: Value| json!({"and": [inner, {"!": [{"var": format!("data.k{level}")}]}, {"==": [1, 1]}]});
    let both = nested(13, json!({"var": "data.a"}), |_, inner| json!({"and": [inner, inner]}));
    let long = "x".repeat(10_000_000);
    let sources = [
        ("100-panels", components(vec![nested(100, line("a"), around("panel"))])),
        ("100-containers", components(vec![nested(100, line("a"), around("container"))])),
        ("100-grids", components(vec![nested(100, line("a"), around("datagrid"))])),
        (
            "50000-values",
            components(vec![json!({"type": "select", "key": "a", "label": "A", "data": {"values": choices}})]),
        ),
        ("50000-boxes", components(vec![json!({"type": "selectboxes", "key": "a", "label": "A", "values": choices})])),
        ("10-megabytes", one(json!({ "description": long }))),
        ("10-megabytes-of-script", one(json!({"customConditional": format!("show = data.b === '{long}'")}))),
        ("deep-script", one(json!({"customConditional": format!("show = {}data.b", "!(".repeat(9_000))}))),
        ("doubled-condition", one(json!({"conditional": {"json": both}}))),
        ("deep-condition", one(json!({"conditional": {"json": nested(100, json!({"var": "data.a"}), condition)}}))),
        ("catastrophe", one(json!({"validate": {"pattern": "^(a+)+$"}}))),
        ("look-around", one(json!({"validate": {"pattern": "^(?=(a+)+$)(a|aa)+$"}}))),
        ("huge-pattern", one(json!({"validate": {"pattern": "((a{1,100}){1,100}){1,100}"}}))),
        ("2400-fields", components((0..2_400).map(|n| line(&format!("k{n}"))).collect())),
        ("40000-fields", components((0..40_000).map(|n| line(&format!("k{n}"))).collect())),
        ("one-name", components((0..2_400).map(|_| line("a.b")).collect())),
        ("500000-values", json!({"components": [line("a")], "odd": vec![json!({}); 500_000]})),
    ];
    sources.into_iter().map(|(name, source)| (name.to_owned(), source)).collect()
}

fn field(label: &str) -> Value {
    json!({"__typename": "TextChampDescriptor", "id": "Q2hhbXAtMQ==", "label": label, "required": true})
}

fn ds() -> Vec<Source> {
    let fields = |all: Vec<Value>| json!({ "champDescriptors": all });
    let block = |_: usize, inner: Value| json!({"__typename": "RepetitionChampDescriptor", "label": "B", "required": true, "champDescriptors": [inner]});
    let list = |kind: &str| {
        fields(vec![json!({"__typename": kind, "label": "A", "required": true, "options": values(50_000)})])
    };
    let is = json!({"term": "Logic::Eq", "left": {"term": "Logic::ChampValue", "stable_id": 1}, "right": {"term": "Logic::Constant", "value": "x"}});
    let asked = |condition: Value| {
        fields(vec![with(field("A"), json!({"stable_id": 1})), with(field("B"), json!({ "condition": condition }))])
    };
    let both = |_: usize, inner: Value| json!({"term": "Logic::And", "operands": [inner, inner]});
    let pattern = |pattern: &str| {
        fields(vec![json!({"type_champ": "formatted", "stable_id": 1, "libelle": "A", "mandatory": true,
            "options": {"formatted_mode": "advanced", "expression_reguliere": pattern}})])
    };
    let header =
        |n: usize| json!({"__typename": "HeaderSectionChampDescriptor", "label": format!("S{n}"), "level": n % 3 + 1});
    let sources = [
        ("100-blocks", fields(vec![nested(100, field("A"), block)])),
        ("50000-values", list("DropDownListChampDescriptor")),
        ("50000-boxes", list("MultipleDropDownListChampDescriptor")),
        ("50000-linked", list("LinkedDropDownListChampDescriptor")),
        ("10-megabytes", fields(vec![with(field("A"), json!({"description": "x".repeat(10_000_000)}))])),
        ("markup", fields(vec![with(field("A"), json!({"description": "<b><a href='".repeat(100_000)}))])),
        ("doubled-condition", asked(nested(13, is.clone(), both))),
        ("deep-condition", asked(nested(100, is, |_, inner| json!({"term": "Logic::And", "operands": [inner]})))),
        ("catastrophe", pattern(r"\A(a+)+\z")),
        ("look-around", pattern(r"\A(?=(a+)+\z)(a|aa)+\z")),
        ("huge-pattern", pattern("((a{1,100}){1,100}){1,100}")),
        ("2400-fields", fields(vec![field("Nom"); 2_400])),
        ("40000-fields", fields(vec![field("Nom"); 40_000])),
        ("2000-sections", fields((0..2_000).map(header).collect())),
    ];
    sources.into_iter().map(|(name, source)| (name.to_owned(), source)).collect()
}
