//! Documents that are a list or a single value.

use super::*;

fn form(schema: Value) -> Form {
    compiled(&Definition { schema, ..Definition::default() })
}

fn page(form: &Form, draft: &Value) -> PageView {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    form.page_view(1, draft, &evaluation, &BTreeMap::new(), &options).unwrap()
}

/// What a browser would post of a page.
fn posted(elements: &[Element], pairs: &mut Vec<(String, String)>) {
    for element in elements.iter().filter(|element| !element.hidden) {
        assert!(!element.id.is_empty(), "{}", element.name);
        let chosen = element.options.iter().filter(|option| option.selected);
        pairs.extend(chosen.map(|option| (element.name.clone(), option.value.clone())));
        if ["text", "textarea", "autocomplete", "hidden"].contains(&element.component) {
            pairs.push((element.name.clone(), element.value.clone()));
        }
        posted(&element.parts, pairs);
        element.rows.iter().for_each(|row| posted(&row.elements, pairs));
    }
}

fn kept(form: &Form, draft: &Value) -> Value {
    document_of(&form.check(draft, &Context::default()).values).clone()
}

#[test]
fn any_document_is_drawn_filled_and_given_back() {
    let cases = [
        (json!({"type": "string", "title": "Texte"}), json!("un texte")),
        (json!({"type": "integer"}), json!(12)),
        (json!({"type": "boolean"}), json!(false)),
        (json!({"enum": ["a", "b"]}), json!("b")),
        (json!({"type": ["string", "boolean", "integer", "null"]}), json!(3)),
        (json!({"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": true}), json!(["a", "c"])),
        (json!({"type": "array", "items": {"type": "string"}}), json!(["x", "y"])),
        (json!({"type": "array", "items": {"type": "array", "items": {"type": "integer"}}}), json!([[1], [2, 3]])),
        (json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}), json!(["x", 1])),
        (
            json!({"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}),
            json!([{"a": "1"}, {"a": "2"}]),
        ),
        (
            json!({"oneOf": [
                {"title": "A", "type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                {"title": "B", "type": "array", "items": {"type": "string"}}
            ]}),
            json!({"a": "x"}),
        ),
        (json!({"$ref": "../types/address.json", "title": "Où ?"}), json!({"street": "1 rue X", "city": "Nantes"})),
    ];
    for (schema, document) in cases {
        let form = form(schema.clone());
        let mut pairs = Vec::new();
        posted(&page(&form, &form.draft_of(&document)).elements, &mut pairs);
        let filled = form.merge(&Value::Null, &pairs, None);
        assert_eq!(document_of(&filled), &document, "{schema}: {pairs:?}");
        assert_eq!(kept(&form, &filled), document, "{schema}");
        let validated = form.validate(&document, &Context::default());
        assert_eq!(validated.values, document);
    }
}

#[test]
fn a_single_question_bears_the_name_of_the_whole() {
    let form = form(json!({"type": "string", "minLength": 3}));
    let element = page(&form, &json!({})).elements.remove(0);
    assert_eq!((element.name.as_str(), element.id.as_str(), element.required), ("#", "_", true));
    assert_eq!(errors(&form, &json!({})), [(String::new(), "required")]);
    assert_eq!(errors(&form, &json!("ab")), [(String::new(), "minLength")]);
    assert_eq!(form.validate(&json!(4), &Context::default()).errors[0].code, "type");
    assert!(form.visible(&form.evaluate(&json!("ab"), &Context::default())).contains(&String::new()));
}

#[test]
fn a_list_may_be_empty_and_a_nullable_value_blank() {
    let list = form(json!({"type": "array", "items": {"type": "string"}}));
    assert_eq!((errors(&list, &json!({})), kept(&list, &json!({}))), (vec![], json!([])));
    let nullable = form(json!({"type": ["string", "null"]}));
    assert_eq!((errors(&nullable, &json!({})), kept(&nullable, &json!({}))), (vec![], json!(null)));
}

#[test]
fn rows_of_a_list_are_added_removed_and_told_by_their_pointers() {
    let form = form(json!({"type": "array", "minItems": 1, "items": {
        "type": "object", "required": ["a"], "properties": {"a": {"type": "string"}, "b": {"type": "string", "default": "x"}}}}));
    assert_eq!(page(&form, &json!({})).elements[0].rows[0].elements[0].name, "/0/a");
    let mut draft = form.merge(&json!({}), &[("/0/a".to_owned(), "1".to_owned())], None);
    let added = form.add_row(&mut draft, "", None).unwrap();
    assert_eq!((added.place(), document_of(&draft)), ("/1".to_owned(), &json!([{"a": "1"}, {"b": "x"}])));
    assert_eq!(errors(&form, &draft), [("/1/a".to_owned(), "required")]);
    form.remove_row(&mut draft, "/0", None).unwrap();
    assert_eq!(document_of(&draft), &json!([{"b": "x"}]));
    let wrong = form.validate(&json!([{"a": "1"}, {"b": 2}]), &Context::default());
    let places: Vec<&str> = wrong.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(places, ["/1/a", "/1/b"]);
}

#[test]
fn a_layout_points_at_the_whole() {
    for scope in ["#", "#/"] {
        let definition = json!({
            "schema": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}},
            "ui": {"type": "VerticalLayout", "elements": [{"type": "Control", "scope": scope, "label": "Lignes",
                "options": {"detail": {"type": "Control", "scope": "#/properties/b"}}}]}
        });
        let form = compiled(&serde_json::from_value(definition).unwrap());
        let drawn = page(&form, &form.draft_of(&json!([{"a": "1", "b": "2"}])));
        assert_eq!(drawn.elements[0].label, "Lignes");
        assert_eq!(drawn.elements[0].rows[0].elements[0].name, "/0/b", "{scope}");
    }
}

#[test]
fn rules_read_the_whole() {
    let definition = json!({
        "schema": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}, "why": {"type": "string"}}}},
        "ui": {"type": "Control", "scope": "#", "options": {"detail": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/n"},
            {"type": "Control", "scope": "#/properties/why", "rule": {"effect": "SHOW", "condition": {"logic": {">": [{"var": "n"}, 3]}}}}
        ]}}},
        "checks": [{"rule": {"some": [{"var": "form"}, {">": [{"var": "n"}, 0]}]}, "message": "m", "pointers": ["/*/n"]}]
    });
    let form = compiled(&serde_json::from_value(definition).unwrap());
    let seen = |document: Value| form.visible(&form.evaluate(&document, &Context::default()));
    assert!(!seen(json!([{"n": 1}])).contains(&"/0/why".to_owned()));
    assert!(seen(json!([{"n": 1}, {"n": 9}])).contains(&"/1/why".to_owned()));
}

#[test]
fn what_says_nothing_is_no_form() {
    for schema in [json!({}), json!({"foo": 1}), json!({"type": "null"}), json!({"$ref": "../types/file.json"})] {
        let definition = Definition { schema: schema.clone(), ..Definition::default() };
        let problems = Form::compile(&definition, &[]).unwrap_err();
        assert!(problems.iter().any(|problem| problem.code == "root"), "{schema}: {problems:?}");
    }
}
