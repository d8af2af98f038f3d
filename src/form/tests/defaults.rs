//! First answers, which the schema gives: when a question appears, and never for one that nobody sees.

use super::*;

fn form(schema: Value) -> Form {
    compiled(&Definition { schema, ..Definition::default() })
}

/// A draft after these inputs, with what the questions that they bring are answered first.
fn after(form: &Form, draft: &Value, pairs: &[(&str, &str)]) -> Value {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut merged = form.merge(draft, &pairs, None);
    form.propose(draft, &mut merged, &Context::default(), None);
    merged
}

fn works() -> Form {
    form(json!({
        "type": "object", "properties": {"works": {"type": "boolean"}},
        "if": {"properties": {"works": {"const": true}}, "required": ["works"]},
        "then": {"properties": {"country": {"type": "string", "default": "FR"}, "agree": {"const": true, "default": true}}},
        "else": {"properties": {"country": {"type": "string", "default": "BE"}, "why": {"type": "string", "default": "x"}}}
    }))
}

#[test]
fn a_question_that_appears_has_its_first_answer() {
    let form = works();
    let first = form.initial(&Context::default());
    assert_eq!(first, json!({"country": "BE", "why": "x"}));
    let then = after(&form, &first, &[("/works", "true")]);
    assert_eq!(then, json!({"country": "FR", "why": "x", "works": true}), "the other's own, and no consent");
    let kept = form.check(&then, &Context::default()).values;
    assert_eq!(kept, json!({"country": "FR", "works": true}), "what is hidden is not answered");
}

#[test]
fn what_somebody_typed_or_cleared_is_theirs() {
    let form = works();
    let typed = after(&form, &json!({"works": true, "country": "FR"}), &[("/country", "DE")]);
    assert_eq!(after(&form, &typed, &[("/works", "false")])["country"], "DE");
    let cleared = after(&form, &json!({"works": true, "country": "FR"}), &[("/country", "")]);
    assert_eq!(cleared.get("country"), None);
    assert_eq!(after(&form, &cleared, &[("/works", "true")]).get("country"), None, "the question stood already");
}

#[test]
fn a_section_that_is_hidden_answers_nothing() {
    let definition = json!({
        "schema": {"type": "object", "properties": {
            "more": {"type": "boolean"}, "city": {"type": "string", "default": "Nantes"}}},
        "ui": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/more"},
            {"type": "Group", "label": "G", "elements": [{"type": "Control", "scope": "#/properties/city"}],
             "rule": {"effect": "SHOW", "condition": {"scope": "#/properties/more", "schema": {"const": true}}}}
        ]}
    });
    let form = compiled(&serde_json::from_value(definition).unwrap());
    let first = form.initial(&Context::default());
    assert_eq!(first, json!({}));
    assert_eq!(after(&form, &first, &[("/more", "true")]), json!({"more": true, "city": "Nantes"}));
}

#[test]
fn a_first_answer_may_bring_a_question() {
    let form = form(json!({
        "type": "object", "properties": {"a": {"type": "string"}},
        "dependentSchemas": {
            "a": {"properties": {"b": {"type": "string", "default": "1"}}},
            "b": {"properties": {"c": {"type": "string", "default": "2"}}}
        }
    }));
    assert_eq!(form.initial(&Context::default()), json!({}));
    assert_eq!(after(&form, &json!({}), &[("/a", "x")]), json!({"a": "x", "b": "1", "c": "2"}));
}

#[test]
fn a_branch_and_a_new_row_have_theirs() {
    let form = form(json!({"type": "object", "required": ["list"], "properties": {"list": {"type": "array", "items": {
        "type": "object", "properties": {"far": {"type": "boolean"}},
        "oneOf": [
            {"title": "A", "properties": {"a": {"type": "integer", "default": 1}}},
            {"title": "B", "properties": {"b": {"type": "integer", "default": 2}}}
        ],
        "if": {"properties": {"far": {"const": true}}}, "then": {"properties": {"km": {"type": "integer", "default": 9}}}
    }}}}));
    let context = Context::default();
    let first = form.initial(&context);
    assert_eq!(first, json!({"list": [{"km": 9}]}));
    let chosen = after(&form, &first, &[("/list/0#branch", "1"), ("/list/0/km", "")]);
    assert_eq!(chosen["list"], json!([{"b": 2}]));
    let mut added = chosen.clone();
    form.add_row(&mut added, "/list", None).unwrap();
    form.propose(&chosen, &mut added, &context, None);
    assert_eq!(added["list"], json!([{"b": 2}, {"km": 9}]));
}

#[test]
fn an_object_gives_its_properties_their_first_answers() {
    let form = form(json!({
        "type": "object", "default": {"a": 1, "o": {"b": 2}},
        "properties": {"a": {"type": "integer"}, "o": {"type": "object", "properties": {
            "b": {"type": "integer", "default": 3}, "c": {"type": "integer", "default": 4}}}}
    }));
    assert_eq!(form.initial(&Context::default()), json!({"a": 1, "o": {"b": 2, "c": 4}}));
}

#[test]
fn the_rows_after_the_places_of_a_tuple_have_theirs() {
    let tuple = |given: Value| {
        json!({"type": "array", "default": given, "items": {"type": "string"},
            "prefixItems": [{"type": "string"}, {"type": "integer"}]})
    };
    let first =
        |given: Value| form(json!({"type": "object", "properties": {"t": tuple(given)}})).initial(&Context::default());
    for given in [json!(["a", 1, "x", "y"]), json!([null, null, "x"]), json!(["a", 1]), json!(["a"])] {
        assert_eq!(first(given.clone()), json!({"t": given}));
    }
    assert_eq!(first(json!([])), json!({}));
    let form = form(json!({"type": "object", "properties": {"more": {"type": "boolean"}},
        "if": {"properties": {"more": {"const": true}}, "required": ["more"]},
        "then": {"properties": {"t": tuple(json!(["a", 1, "x"]))}}}));
    let asked = after(&form, &json!({}), &[("/more", "true")]);
    assert_eq!(asked, json!({"more": true, "t": ["a", 1, "x"]}));
    let changed = after(&form, &asked, &[("/t/2", "z")]);
    assert_eq!(changed["t"], json!(["a", 1, "z"]), "nothing is given twice");
    let context = Context::default();
    assert_eq!(form.check(&asked, &context).errors, []);
}

#[test]
fn answers_given_beforehand_bring_questions_with_their_first_answers() {
    let given = vec![("/works".to_owned(), Given::Typed("true".to_owned()))];
    let filled = works().prefill(given, &Context::default());
    assert_eq!(filled.draft, json!({"works": true, "country": "FR", "why": "x"}));
}
