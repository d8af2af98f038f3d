use super::*;
use crate::form::{Context, Definition, Form, ViewOptions, escape};
use crate::rules::unescape;
use proptest::prelude::*;
use serde_json::Map;
use std::collections::BTreeMap;

/// A source of each format: ours, with what its format has to offer.
const FIXTURES: [(Format, &str); 4] = [
    (Format::Rjsf, include_str!("fixtures/rjsf.json")),
    (Format::Jsonforms, include_str!("fixtures/jsonforms.json")),
    (Format::Formio, include_str!("fixtures/formio.json")),
    (Format::Ds, include_str!("fixtures/ds.json")),
];

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
    let key = unescape(key).unwrap();
    match source.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.shift_remove(&key)),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => unreachable!(),
    }
    source
}

/// Entries that may be there or not: the documentation names them. A type that other keywords tell already; the end of an order
/// that the schema has too; a label that a translation replaces; what is meant anyway; a name that the label gives too; numbers
/// and states of the tool.
const SILENT: [(Format, &[&str]); 4] = [
    (Format::Rjsf, &["/$schema", "/schema/type", "/piece/type", "/ui:order/1", "/ui:order/2"]),
    (Format::Jsonforms, &["/schema/type", "/uischema/elements/0/label", "/i18n/locale"]),
    (
        Format::Formio,
        &[
            "/key",
            "/display",
            "/path",
            "/input",
            "/currency",
            "/width",
            "/show",
            "/operator",
            "/components/1/components/1/type",
            "/0/components/12",
            "/12/label",
        ],
    ),
    (
        Format::Ds,
        &[
            "/id",
            "/number",
            "/state",
            "/typeOrganisme",
            "/level",
            "/stable_id",
            "/left/term",
            "/right/term",
            "/formatted_mode",
        ],
    ),
];

/// What a tool writes when nobody said anything.
fn is_blank(value: Option<&Value>) -> bool {
    value.is_none_or(|value| {
        [json!(null), json!(""), json!("0"), json!(false), json!({"required": false})].contains(value)
    })
}

#[test]
fn nothing_is_dropped_in_silence() {
    let mut silent = Vec::new();
    for (format, _) in FIXTURES {
        let source = fixture(format);
        let whole = imported(format, &source);
        let mut all = Vec::new();
        places(&source, "", &mut all);
        for place in all {
            let mut keys = SILENT.iter().filter(|(known, _)| *known == format).flat_map(|(_, keys)| *keys);
            let is_told = whole.losses.iter().any(|loss| !loss.pointer.is_empty() && place.starts_with(&loss.pointer));
            if is_told || is_blank(source.pointer(&place)) || keys.any(|key| place.ends_with(key)) {
                continue;
            }
            let Ok(less) = read(format, &without(&source, &place), "source", "fr") else { continue };
            // Maps are equal in any order, and the order of questions counts.
            if written(&less) == written(&whole) && less.losses == whole.losses {
                silent.push(format!("{format:?} {place}"));
            }
        }
    }
    assert!(silent.is_empty(), "nothing tells of\n{}", silent.join("\n"));
}

#[test]
fn a_key_that_nobody_knows_is_told_wherever_it_stands() {
    let mut silent = Vec::new();
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
            let is_kept = found.procedure.to_string().contains("zzz\"");
            let covers = |loss: &Loss| match &loss.target {
                Some(target) => target.ends_with("/zzz"),
                None => pointer.starts_with(&loss.pointer),
            };
            let is_silent = format.is_silent(&place);
            if !is_kept && !is_silent && !found.losses.iter().any(covers) {
                silent.push(format!("{format:?} {pointer}"));
            }
        }
    }
    assert!(silent.is_empty(), "nothing tells of\n{}", silent.join("\n"));
}

impl Format {
    /// Places that say nothing to whoever fills the form: a button, for the page has its own.
    fn is_silent(self, place: &str) -> bool {
        self == Self::Formio && place.ends_with("/components/0/components/12")
    }
}

#[test]
fn a_layout_that_leads_nowhere_gives_way_to_the_form_s_own() {
    let schema = json!({"type": "object", "properties": {"nom": {"type": "string"}}});
    for scope in [json!("#/properties/x"), json!(null), json!("x")] {
        let source = json!({"schema": schema, "uischema": {"type": "Control", "scope": scope}});
        let found = imported(Format::Jsonforms, &source);
        assert!(found.procedure["form"].get("ui").is_none(), "{scope}");
        assert!(found.losses.iter().any(|loss| loss.code == "refused" && loss.place() == "/form/ui"), "{scope}");
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

/// Scripts are read in a time that goes with their length.
#[test]
fn endless_scripts_are_lost_and_told() {
    for script in
        ["(".repeat(15_000), "!".repeat(15_000), "show = ".repeat(2_000), "if(a){".repeat(2_000), "1+".repeat(9_000)]
    {
        let script = format!("show = {script}");
        let source =
            json!({"components": [{"type": "textfield", "key": "a", "label": "A", "customConditional": script}]});
        let found = imported(Format::Formio, &source);
        assert!(found.losses.iter().any(|loss| loss.code == "condition"), "{}", &script[..20]);
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

#[test]
fn rows_that_ask_some_things_only_sometimes_keep_them() {
    let source = json!({
        "schema": {"type": "object", "properties": {"owners": {"type": "array", "items": {
            "type": "object", "properties": {"pets": {"enum": ["none", "one"]}},
            "dependencies": {"pets": {"oneOf": [
                {"properties": {"pets": {"enum": ["none"]}}},
                {"properties": {"pets": {"enum": ["one"]}, "age": {"type": "number"}}, "required": ["age"]}]}}}}}},
        "uiSchema": {"owners": {"items": {"pets": {"ui:widget": "radio"}}}}
    });
    let found = imported(Format::Rjsf, &source);
    let definition = Definition::bare(found.procedure["form"].clone()).unwrap();
    let form = Form::compile(&definition, &[]).unwrap();
    assert!(form.page_of("/owners/0/age").is_some());
}

fn compiled(imported: &Imported) -> Form {
    Form::compile(&Definition::bare(imported.procedure["form"].clone()).unwrap(), &[]).unwrap()
}

/// What may be done with a block, by the name of what it asks.
fn block(form: &Form, name: &str, draft: &Value) -> (bool, Vec<bool>) {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let view = form.page_view(1, draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let mut elements = view.elements;
    while let Some(element) = elements.pop() {
        if element.component == "repeat" && element.name == name {
            return (element.can_add, element.rows.iter().map(|row| row.removable).collect());
        }
        elements.extend(element.parts);
    }
    panic!("no block {name}");
}

#[test]
fn names_that_rjsf_lets_people_add_are_theirs_to_choose() {
    let source = json!({
        "schema": {"type": "object", "properties": {
            "first": {"type": "string", "default": {"properties": {}, "additionalProperties": true}},
            "more": {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": true},
            "default": {"type": "object", "properties": {"c": {"type": "string"}}, "additionalProperties": true},
            "shut": {"type": "object", "properties": {"b": {"type": "string"}}, "additionalProperties": false}
        }, "additionalProperties": true},
        "uiSchema": {"first": {"ui:help": "Aide"}}
    });
    let found = imported(Format::Rjsf, &source);
    assert_eq!(found.procedure["form"]["schema"]["properties"]["shut"]["additionalProperties"], false);
    let form = compiled(&found);
    assert!(["", "/more", "/default"].iter().all(|place| block(&form, place, &json!({})).0));
    assert!(form.page_of("/first").is_some() && form.page_of("/more/a").is_some());
    assert_eq!(form.check(&json!({"more": {"x": "y"}, "z": 1}), &Context::default()).errors, []);
}

#[test]
fn what_may_be_done_with_rows_is_taken_over() {
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}});
    let schema = json!({"type": "object", "properties": {"rows": rows}});
    let draft = json!({"rows": [{"a": "x"}]});
    let rjsf = json!({"schema": schema, "uiSchema": {"rows": {"ui:options": {"addable": false, "removable": false}}}});
    let control = json!({"type": "Control", "scope": "#/properties/rows", "options": {"disableAdd": true, "disableRemove": true}});
    let forms = json!({"schema": schema, "uischema": control});
    let grid = json!({"type": "datagrid", "key": "rows", "label": "Lignes", "input": true, "disableAddingRemovingRows": true,
        "components": [{"type": "textfield", "key": "a", "label": "A", "input": true}]});
    let formio = json!({"components": [grid]});
    for (format, source) in [(Format::Rjsf, rjsf), (Format::Jsonforms, forms), (Format::Formio, formio)] {
        let found = imported(format, &source);
        assert_eq!(told(&found.losses), Vec::<String>::new(), "{format:?}");
        assert_eq!(block(&compiled(&found), "/rows", &draft), (false, vec![false]), "{format:?}");
    }
    let free =
        imported(Format::Rjsf, &json!({"schema": schema, "uiSchema": {"rows": {"ui:options": {"addable": true}}}}));
    assert_eq!(block(&compiled(&free), "/rows", &draft), (true, vec![true]));
}

#[test]
fn rjsf_sorts_rows_and_proposes_examples_unless_it_is_told_otherwise() {
    let rows = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string", "examples": ["x", 2]}}}});
    let source = json!({
        "schema": {"type": "object", "definitions": {"color": {"enum": ["r", "g"]}}, "properties": {
            "free": rows, "fixed": rows, "tree": {"$ref": "#/properties/free"},
            "colors": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/definitions/color"}},
            "files": {"type": "array", "items": {"type": "string", "format": "data-url"}},
            "day": {"type": "string", "format": "date", "examples": ["2026-01-01"]},
            "long": {"type": "string", "examples": ["x"]}}},
        "uiSchema": {"fixed": {"ui:options": {"orderable": false}}, "long": {"ui:widget": "textarea"}}
    });
    let found = imported(Format::Rjsf, &source);
    let lost: Vec<_> =
        found.losses.iter().filter(|loss| loss.outcome() != Outcome::ToComplete).map(|loss| loss.code).collect();
    assert_eq!(lost, ["file-value"]);
    let elements = found.procedure["form"]["ui"]["elements"].as_array().unwrap();
    let option = |name: &str, option: &str| {
        let scope = format!("#/properties/{name}");
        elements.iter().find(|at| at["scope"] == *scope).unwrap().pointer(&format!("/options/{option}")).cloned()
    };
    assert!(["free", "tree"].iter().all(|list| option(list, "showSortButtons") == Some(json!(true))));
    assert_eq!(option("fixed", "showSortButtons"), Some(json!(false)));
    assert!(["colors", "files"].iter().all(|list| option(list, "showSortButtons").is_none()));
    assert_eq!(option("free", "detail/elements/0/options/suggestion"), Some(json!(["x", "2"])));
    assert!(["day", "long"].iter().all(|line| option(line, "suggestion").is_none()));
    let form = compiled(&found);
    let draft = json!({"free": [{}, {}], "fixed": [{}, {}]});
    let moved = |row: &str| form.move_row(&mut draft.clone(), row, false, None).is_some();
    assert!(moved("/free/0") && !moved("/fixed/0"));
}

#[test]
fn schemas_under_an_address_are_taken_in() {
    let source = json!({
        "$id": "https://example.org/form", "type": "object",
        "properties": {"who": {"$ref": "person"}, "old": {"$ref": "dates#day"}, "far": {"$ref": "https://example.org/far"}},
        "definitions": {
            "p": {"$id": "person", "type": "object", "properties": {"name": {"$ref": "#/$defs/name"}}, "$defs": {"name": {"type": "string"}}},
            "d": {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "dates", "definitions": {"n": {"$id": "#day", "type": "string", "format": "date"}}}
        }
    });
    let found = imported(Format::Rjsf, &source);
    let losses: Vec<_> =
        found.losses.iter().filter(|loss| loss.code == "reference").map(|loss| loss.pointer.clone()).collect();
    assert_eq!(losses, ["/properties/far/$ref"]);
    let form = compiled(&found);
    assert!(form.page_of("/who/name").is_some());
    let errors = form.check(&json!({"old": "hier", "who": {"name": 1}}), &Context::default()).errors;
    assert_eq!(
        errors.iter().map(|error| (&*error.pointer, error.code)).collect::<Vec<_>>(),
        [("/who/name", "type"), ("/old", "format")]
    );
}

#[test]
fn what_is_never_shown_is_not_asked_where_the_form_lays_itself_out() {
    let source = json!({
        "schema": {"type": "object", "required": ["secret"], "properties": {"kind": {"enum": ["a", "b"]}, "secret": {"type": "string"}},
            "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"properties": {"more": {"type": "string"}}}},
        "uiSchema": {"secret": {"ui:widget": "hidden"}, "kind": {"ui:widget": "radio"}}
    });
    let found = imported(Format::Rjsf, &source);
    assert!(found.procedure["form"].get("ui").is_none());
    let form = compiled(&found);
    let checked = form.check(&json!({"kind": "a", "secret": "x"}), &Context::default());
    assert_eq!((checked.errors, checked.values), (vec![], json!({"kind": "a"})));
}
