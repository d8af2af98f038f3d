//! What is wrong with a definition, and where.

use super::*;

fn problems(definition: Value) -> Vec<(String, &'static str)> {
    let definition = Definition::bare(definition).unwrap();
    let found = match Form::compile(&definition, &["fr".to_owned()]) {
        Ok(form) => form.warnings().to_vec(),
        Err(problems) => problems,
    };
    found.into_iter().map(|problem| (problem.pointer, problem.code)).collect()
}

fn has(definition: Value, pointer: &str, code: &'static str) {
    let found = problems(definition);
    assert!(found.contains(&(pointer.to_owned(), code)), "{found:?}");
}

fn text() -> Value {
    json!({"title": "T", "type": "string"})
}

#[test]
fn a_schema_alone_makes_a_form() {
    let form = simple(json!({
        "first_name": {"type": "string"},
        "home": {"type": "object", "title": "Domicile", "properties": {"rooms": {"title": "Pièces", "type": "integer"}}},
        "color": {"title": "Couleur", "enum": ["red", "green"]},
        "note": {"title": "Note", "type": ["integer", "null"]}
    }));
    let drawn: Vec<(&str, String)> =
        view(&form, 1, &json!({})).elements.iter().map(|e| (e.component, e.label.clone())).collect();
    let expected = [("text", "First name"), ("group", "Domicile"), ("radios", "Couleur"), ("text", "Note")];
    assert_eq!(drawn, expected.map(|(component, label)| (component, label.to_owned())));
}

#[test]
fn a_schema_without_a_type_tells_it_by_its_keywords() {
    let form = simple(json!({"five": {"const": 5}, "few": {"maximum": 3}, "any": {"title": "N’importe"}}));
    let typed = pairs(&[("/five", "5"), ("/few", "2,5"), ("/any", "5")]);
    assert_eq!(form.merge(&json!({}), &typed, None), json!({"five": 5, "few": 2.5, "any": "5"}));
}

#[test]
fn each_problem_has_its_place() {
    let ui = |elements: Value| {
        json!({"schema": {"type": "object", "properties": {"a": text(), "b": text()}},
        "ui": {"type": "VerticalLayout", "elements": elements}})
    };
    let control = |name: &str| json!({"type": "Control", "scope": format!("#/properties/{name}")});
    has(ui(json!([control("zz")])), "/ui/elements/0/scope", "scope-unknown");
    has(ui(json!([control("a"), control("a")])), "/ui/elements/1", "control-duplicate");
    has(ui(json!([{"type": "Marquee"}])), "/ui/elements/0", "ui-type");
    has(ui(json!([{"type": "Label"}])), "/ui/elements/0", "label-missing");
    let ruled = |condition: Value| {
        let mut control = control("a");
        control["rule"] = json!({"effect": "SHOW", "condition": condition});
        ui(json!([control, {"type": "Control", "scope": "#/properties/b"}]))
    };
    has(
        ruled(json!({"scope": "#/properties/zz", "schema": {}})),
        "/ui/elements/0/rule/condition/scope",
        "scope-unknown",
    );
    has(
        ruled(json!({"logic": {"==": [{"var": "form.zz"}, 1]}})),
        "/ui/elements/0/rule/condition/logic",
        "variable-unknown",
    );
    has(ruled(json!({"logic": {"pow": [1]}})), "/ui/elements/0/rule/condition/logic/pow", "rule-operator");
    has(ruled(json!({"type": "XOR", "conditions": []})), "/ui/elements/0/rule/condition", "condition");
    has(ruled(json!({"scope": "#/properties/b"})), "/ui/elements/0/rule/condition", "condition-empty");
    has(ruled(json!({"scope": "#/properties/b", "schema": 1})), "/ui/elements/0/rule/condition/schema", "schema");
    has(json!({"schema": {"type": "object"}, "chekcs": []}), "/chekcs", "unknown-key");
    has(json!({"title": "x"}), "/schema", "root");
    let missing = json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/x"}}});
    has(missing, "/schema/properties/a/$ref", "ref-unknown");
    let slow: serde_json::Map<String, Value> =
        (0..60).map(|n| (format!("p{n}"), json!({"type": "string", "pattern": "(?!x)y"}))).collect();
    has(json!({"type": "object", "properties": slow}), "/schema/properties/p50/pattern", "pattern-many");
    has(
        json!({"type": "object", "required": ["a"], "properties": {
            "a": {"type": "object", "minProperties": 1, "additionalProperties": false}}}),
        "/schema/properties/a",
        "unrenderable",
    );
    has(json!({"type": "object", "properties": {"a": {"type": "strin"}}}), "/schema/properties/a/type", "schema");
    has(
        json!({"type": "object", "properties": {"a": {"type": "string", "pattern": "^(x"}}}),
        "/schema/properties/a/pattern",
        "schema",
    );
    has(
        json!({"type": "object", "properties": {"a-b": {"type": "object", "properties": {"c": text()}}, "a": {"type": "object", "properties": {"b-c": text()}}}}),
        "/schema/properties/a/properties/b-c",
        "id-clash",
    );
}

#[test]
fn names_of_properties_are_not_keywords() {
    let form = simple(json!({
        "default": {"title": "Adresse", "$ref": "../types/address.json"}, "enum": text(), "properties": text(), "$ref": text()
    }));
    let names: Vec<String> = form.fields("fr").into_iter().map(|field| field.pointer).collect();
    assert_eq!(names, ["/default", "/enum", "/properties", "/$ref"]);
    has(
        json!({"type": "object", "properties": {"default": {"$ref": "http://a.b"}}}),
        "/schema/properties/default/$ref",
        "ref-remote",
    );
}

#[test]
fn schemas_stay_at_home() {
    for reference in ["https://example.com/a.json", "file:///etc/passwd", "../types/other.json", "other.json#/a"] {
        has(
            json!({"type": "object", "properties": {"a": {"$ref": reference}}}),
            "/schema/properties/a/$ref",
            "ref-remote",
        );
    }
}

#[test]
fn what_grows_by_doubling_is_stopped() {
    let chain = |link: fn(&str) -> Value| {
        let names = (0..30).map(|n| (format!("n{n}"), link(&format!("#/$defs/n{}", n + 1))));
        let mut defs: serde_json::Map<String, Value> = names.collect();
        defs.insert("n30".to_owned(), text());
        json!({"type": "object", "$defs": defs, "properties": {"x": {"$ref": "#/$defs/n0"}}})
    };
    let unions = chain(|next| {
        let branch = |name: &str| json!({"type": "object", "properties": {name: {"$ref": next}}});
        json!({"oneOf": [branch("a"), branch("b")]})
    });
    let alls = chain(|next| json!({"allOf": [{"$ref": next}, {"$ref": next}]}));
    let many = json!({"type": "object", "properties": {"a": {"enum": (0..50_000).collect::<Vec<_>>()}}});
    let start = std::time::Instant::now();
    for monster in [unions, alls, many] {
        assert!(!problems(monster).is_empty());
    }
    assert!(start.elapsed().as_secs() < 3, "{:?}", start.elapsed());
}

#[test]
fn monsters_are_refused_quickly() {
    let recursive = json!({"type": "object", "properties": {"a": {"$ref": "#"}}});
    assert!(problems(recursive).iter().any(|(_, code)| *code == "ref-recursive"));
    let mut deep = text();
    for _ in 0..40 {
        deep = json!({"type": "object", "properties": {"a": deep}});
    }
    assert!(problems(deep).iter().any(|(_, code)| *code == "depth"));
    let many: serde_json::Map<String, Value> = (0..2_100).map(|n| (format!("f{n}"), text())).collect();
    assert!(problems(json!({"type": "object", "properties": many})).iter().any(|(_, code)| *code == "fields"));
    let choices: Vec<u32> = (0..10_001).collect();
    assert!(
        problems(json!({"type": "object", "properties": {"a": {"enum": choices}}}))
            .iter()
            .any(|(_, code)| *code == "choices")
    );
}

#[test]
fn circles_are_named() {
    let definition = json!({
        "schema": {"type": "object", "properties": {
            "a": {"title": "A", "type": "number", "readOnly": true, "calculate": {"+": [{"var": "form.b"}, 1]}},
            "b": {"title": "B", "type": "number", "readOnly": true, "calculate": {"+": [{"var": "form.a"}, 1]}}
        }}
    });
    let found = Form::compile(&Definition::bare(definition).unwrap(), &[]).unwrap_err();
    let cycle = found.iter().find(|problem| problem.code == "cycle").unwrap();
    assert_eq!(cycle.args, [("cycle", "/a → /b → /a".to_owned())]);
}

#[test]
fn calculations_follow_each_other_whatever_their_order() {
    let form = simple(json!({
        "c": {"title": "C", "type": "number", "readOnly": true, "calculate": {"*": [{"var": "form.b"}, 2]}},
        "b": {"title": "B", "type": "number", "readOnly": true, "calculate": {"+": [{"var": "form.a"}, 0.1]}},
        "a": {"title": "A", "type": "number"}
    }));
    let values = form.check(&json!({"a": 0.2, "b": 7, "c": "x"}), &Context::default()).values;
    assert_eq!(values, json!({"a": 0.2, "b": 0.3, "c": 0.6}));
}

#[test]
fn nested_rules_hide_with_their_group() {
    let definition = json!({
        "schema": {"type": "object", "properties": {"a": text(), "b": text(), "c": text()}},
        "ui": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/a"},
            {"type": "Group", "label": "G", "rule": {"effect": "SHOW", "condition": {"type": "AND", "conditions": [
                {"scope": "#/properties/a", "schema": {"enum": ["x", "y"]}},
                {"type": "OR", "conditions": [{"logic": {"==": [{"var": "form.a"}, "y"]}}, {"logic": false}]}
            ]}}, "elements": [{"type": "Control", "scope": "#/properties/b"}]},
            {"type": "Control", "scope": "#/properties/c", "rule": {"effect": "HIDE", "condition": {
                "logic": {"!": [{"var": "form.b"}]}}}}
        ]}
    });
    let form = compiled(&Definition::bare(definition).unwrap());
    let kept = |a: &str| form.check(&json!({"a": a, "b": "1", "c": "2"}), &Context::default()).values;
    assert_eq!(kept("y"), json!({"a": "y", "b": "1", "c": "2"}));
    assert_eq!(kept("x"), json!({"a": "x"}));
    let hidden = form.evaluate(&json!({"a": "x"}), &Context::default());
    assert!(!form.is_visible("/b", &hidden) && form.is_visible("/a", &hidden));
    assert_eq!(form.visible(&hidden), ["/a"]);
}

#[test]
fn missing_translations_are_told() {
    let definition = Definition::bare(json!({"type": "object", "properties": {"a": text()}})).unwrap();
    let form = Form::compile(&definition, &["fr".to_owned(), "en".to_owned()]).unwrap();
    let found: Vec<_> = form.warnings().iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
    assert_eq!(found, [("/schema/properties/a", "translation-missing")]);
}

/// The texts between quotes of a source, without those of its tests.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    source.split("#[cfg(test)]").next().unwrap_or_default().split('"').skip(1).step_by(2)
}

/// Whether a text is several words in kebab case, as most codes are.
fn is_kebab(text: &str) -> bool {
    text.contains('-')
        && text.split('-').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[test]
fn every_problem_has_its_sentence() {
    let has = |code: &str| crate::form::words::tests::exists(&format!("form-problem-{code}"));
    let types = ["bank-account", "caf-account", "tax-notice"];
    let (mut files, mut codes) = (0, std::collections::BTreeSet::new());
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/form/compile")).unwrap() {
        let source = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        files += 1;
        // Codes of one word stand in the calls alone, the others anywhere.
        let calls = source.split("problems").skip(1);
        let calls = calls.filter_map(|call| call.strip_prefix(".error(").or_else(|| call.strip_prefix(".warn(")));
        let told = calls.filter_map(|call| call.split(';').next()?.split_once(", \"")?.1.split('"').next());
        let kebabs = literals(&source).filter(|text| is_kebab(text) && !text.starts_with("form-"));
        codes.extend(told.chain(kebabs).filter(|code| !types.contains(code)).map(str::to_owned));
    }
    let silent: Vec<_> = codes.iter().filter(|code| !code.contains(' ') && !has(code)).collect();
    assert_eq!(silent, Vec::<&String>::new());
    assert!(files > 30 && codes.len() > 50, "{files} {}", codes.len());
}

#[test]
fn dates_have_bounds() {
    let schema = |bounds: Value| {
        let mut day = json!({"title": "Jour", "type": "string", "format": "date"});
        day.as_object_mut().unwrap().extend(bounds.as_object().unwrap().clone());
        json!({"type": "object", "properties": {"day": day}})
    };
    let form = |bounds: Value| Form::compile(&Definition::bare(schema(bounds)).unwrap(), &[]).unwrap();
    let told = |form: &Form, day: &str| -> Vec<(&'static str, String)> {
        let errors = form.check(&json!({ "day": day }), &Context::default()).errors.into_iter();
        errors
            .map(|error| (error.code, error.args.first().map(|(_, limit)| limit.clone()).unwrap_or_default()))
            .collect()
    };
    let closed = form(json!({"formatMinimum": "2026-01-01", "formatMaximum": "2026-12-31"}));
    assert_eq!(told(&closed, "2026-01-01"), []);
    assert_eq!(told(&closed, "2026-12-31"), []);
    assert_eq!(told(&closed, "2025-12-31"), [("formatMinimum", "01/01/2026".to_owned())]);
    assert_eq!(told(&closed, "2027-01-01"), [("formatMaximum", "31/12/2026".to_owned())]);
    assert_eq!(told(&closed, "demain")[0].0, "format");
    let open = form(json!({"formatExclusiveMinimum": "2026-01-01", "formatExclusiveMaximum": "2026-12-31"}));
    assert_eq!(told(&open, "2026-06-01"), []);
    assert_eq!(told(&open, "2026-01-01"), [("formatExclusiveMinimum", "01/01/2026".to_owned())]);
    assert_eq!(told(&open, "2026-12-31"), [("formatExclusiveMaximum", "31/12/2026".to_owned())]);
    // What bounds nothing is told.
    has(schema(json!({"formatMinimum": {"$data": "1/other"}})), "/schema/properties/day/formatMinimum", "date-limit");
    has(
        schema(json!({"format": "time", "formatMaximum": "12:00"})),
        "/schema/properties/day/formatMaximum",
        "date-limit",
    );
}

#[test]
fn a_scope_may_go_through_the_part_that_says_a_property() {
    let schema = json!({"type": "object", "properties": {"kind": {"title": "K", "enum": ["a", "b"]}},
        "anyOf": [{"if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
            "then": {"properties": {"more": text()}}}]});
    let control = |scope: &str| json!({"type": "Control", "scope": scope});
    let ruled = |scope: &str| {
        json!({"type": "Group", "label": "G", "elements": [control("#/anyOf/0/then/properties/more")],
            "rule": {"effect": "SHOW", "condition": {"scope": scope, "schema": {"const": "a"}}}})
    };
    for scope in ["#/properties/kind", "/properties/kind"] {
        let ui = json!({"type": "VerticalLayout", "elements": [control(scope), ruled(scope)]});
        let found = problems(json!({"schema": schema, "ui": ui}));
        assert_eq!(found, [], "{scope}");
    }
    for scope in ["", "#/properties", "#/anyOf", "#/anyOf/0/properties", "properties/kind"] {
        has(json!({"schema": schema, "ui": control(scope)}), "/ui/scope", "scope-unknown");
    }
}

#[test]
fn nothing_required_is_no_fault_in_any_draft() {
    for draft in ["http://json-schema.org/draft-04/schema#", "https://json-schema.org/draft/2020-12/schema"] {
        let schema = json!({"$schema": draft, "type": "object", "required": [], "properties": {"required": text()}});
        assert_eq!(problems(json!({ "schema": schema })), [], "{draft}");
    }
}

#[test]
fn what_is_wrong_in_one_place_is_told_once() {
    let person = json!({"type": "object", "properties": {"name": {"type": "string"}}});
    let schema = json!({"type": "object", "properties": {"who": {"title": "Qui", "oneOf": [person, person]}}});
    let found = Form::problems(&Definition { schema, ..Definition::default() }, &["fr".to_owned()]);
    assert!(!found.is_empty());
    let twice = found.iter().enumerate().find(|(n, problem)| found[..*n].contains(problem));
    assert_eq!(twice, None);
}

#[test]
fn a_page_may_be_named_by_its_key() {
    let page = |key: &str, scope: &str| json!({"type": "Category", "i18n": key, "elements": [{"type": "Control", "scope": scope}]});
    let pages = [page("form.homeAddress", "#/properties/a"), page("work", "#/properties/b")];
    let definition = json!({"schema": {"type": "object", "properties": {"a": text(), "b": text()}},
        "ui": {"type": "Categorization", "elements": pages}, "translations": {"fr": {"work.label": "Travail"}}});
    let form = Form::compile(&Definition::bare(definition).unwrap(), &["fr".to_owned()]).unwrap();
    let titles = [1, 2].map(|n| form.pages()[n - 1].title.in_language("fr", "").to_owned());
    assert_eq!(titles, ["Home address", "Travail"]);
    let found: Vec<_> = form.warnings().iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
    assert_eq!(found, [("/ui/elements/0", "label-missing")]);
}

#[test]
fn a_shipped_type_says_what_it_is_called() {
    let refer = |name: &str| json!({ "$ref": format!("../types/{name}.json") });
    let found = problems(json!({"type": "object", "properties": {"x": refer("commune"), "y": refer("address")}}));
    assert_eq!(found, []);
    let schema = json!({"type": "object", "properties": {"x": refer("commune"), "birth_place": refer("commune"), "proof": refer("file")}});
    let form = Form::compile(&Definition { schema, ..Definition::default() }, &["en".to_owned()]).unwrap();
    let labels: Vec<String> = form.fields("en").into_iter().map(|field| field.label).collect();
    assert_eq!(labels, ["Town or city", "Birth place", "Proof"]);
    let told = form.warnings().iter().map(|problem| (problem.pointer.as_str(), problem.code));
    let expected = [("/schema/properties/birth_place", "label-missing"), ("/schema/properties/proof", "label-missing")];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn nothing_is_said_of_the_shipped_types() {
    for (name, source) in super::super::compile::safety::SHIPPED {
        let schema: Value = serde_json::from_str(source).unwrap();
        let found = Form::problems(&Definition { schema, ..Definition::default() }, &["fr".to_owned()]);
        assert_eq!(found, [], "{name}");
    }
}
