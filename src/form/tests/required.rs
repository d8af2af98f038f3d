//! What is required, for the answers as they are.

use super::*;

fn form(schema: Value) -> Form {
    compiled(&Definition { schema, ..Definition::default() })
}

/// The names of the fields that must be answered, as they are drawn.
fn required(form: &Form, draft: &Value) -> Vec<String> {
    fn within(elements: &[Element], found: &mut Vec<String>) {
        for element in elements.iter().filter(|element| !element.hidden) {
            if element.required {
                found.push(element.name.clone());
            }
            within(&element.parts, found);
            element.rows.iter().for_each(|row| within(&row.elements, found));
        }
    }
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let page = form.page_view(1, draft, &evaluation, &BTreeMap::new(), &options).unwrap();
    let mut found = Vec::new();
    within(&page.elements, &mut found);
    found
}

fn text() -> Value {
    json!({"type": "string"})
}

#[test]
fn an_if_requires_what_is_asked_already() {
    let form = form(json!({
        "type": "object",
        "properties": {"kind": {"enum": ["a", "b"]}, "name": text(), "home": {"type": "object", "properties": {"street": text()}}},
        "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]},
        "then": {"required": ["name"]},
        "else": {"required": ["home"], "properties": {"home": {"required": ["street"]}}}
    }));
    assert_eq!(required(&form, &json!({"kind": "a"})), ["/name"]);
    assert_eq!(required(&form, &json!({"kind": "b"})), ["/home/street"]);
    assert_eq!(required(&form, &json!({})), ["/home/street"]);
    assert_eq!(errors(&form, &json!({"kind": "a"})), [("/name".to_owned(), "required")]);
    assert_eq!(errors(&form, &json!({"kind": "b"})), [("/home/street".to_owned(), "required")]);
}

#[test]
fn one_answer_requires_others() {
    let properties = json!({"card": text(), "holder": text(), "pin": text()});
    for keyword in ["dependentRequired", "dependencies"] {
        let form = form(json!({"type": "object", "properties": properties, keyword: {"card": ["holder", "pin"]}}));
        assert_eq!(required(&form, &json!({})), Vec::<String>::new());
        assert_eq!(required(&form, &json!({"card": "1"})), ["/holder", "/pin"], "{keyword}");
        assert_eq!(errors(&form, &json!({"card": "1", "pin": "2"})), [("/holder".to_owned(), "required")]);
    }
    for keyword in ["dependentSchemas", "dependencies"] {
        let schema = json!({"card": {"required": ["holder"], "properties": {"bank": text()}}});
        let form = form(json!({"type": "object", "properties": properties, keyword: schema}));
        assert_eq!(required(&form, &json!({"card": "1"})), ["/holder"], "{keyword}");
    }
}

#[test]
fn a_branch_requires_what_stands_beside_it() {
    let form = form(json!({
        "type": "object", "properties": {"name": text(), "kind": {"enum": ["x", "y"]}},
        "oneOf": [
            {"title": "A", "properties": {"a": text()}, "required": ["a", "name"]},
            {"title": "B", "properties": {"b": text()}}
        ]
    }));
    assert_eq!(required(&form, &json!({})), ["#branch"]);
    assert_eq!(required(&form, &json!({"#branch": {"": 0}})), ["/name", "#branch", "/a"]);
    assert_eq!(required(&form, &json!({"#branch": {"": 1}})), ["#branch"]);
}

#[test]
fn an_answer_that_tells_its_branch_requires_others() {
    let form = form(json!({
        "type": "object", "properties": {"kind": {"enum": ["x", "y"]}, "name": text()},
        "oneOf": [
            {"properties": {"kind": {"const": "x"}, "size": text()}, "required": ["name"]},
            {"properties": {"kind": {"const": "y"}}}
        ]
    }));
    assert_eq!(required(&form, &json!({"kind": "x"})), ["/name"]);
    assert_eq!(required(&form, &json!({"kind": "y"})), Vec::<String>::new());
}

#[test]
fn one_answer_of_several_is_enough() {
    for keyword in ["anyOf", "oneOf"] {
        let form = form(json!({
            "type": "object", "properties": {"email": text(), "phone": text(), "name": text()},
            keyword: [{"required": ["email", "name"]}, {"required": ["phone", "name"]}]
        }));
        assert_eq!(required(&form, &json!({})), ["/email", "/phone", "/name"], "{keyword}");
        assert_eq!(required(&form, &json!({"email": "x"})), ["/email", "/phone", "/name"]);
        assert_eq!(required(&form, &json!({"email": "x", "name": "y"})), ["/email", "/name"]);
    }
}

#[test]
fn conditions_nest_and_rows_have_their_own() {
    let form = form(json!({"type": "object", "required": ["list"], "properties": {"list": {"type": "array", "items": {
        "type": "object", "properties": {"a": text(), "b": text(), "c": text()},
        "if": {"required": ["a"]}, "then": {"if": {"required": ["b"]}, "then": {"required": ["c"]}}
    }}}}));
    let draft = json!({"list": [{"a": "1"}, {"a": "1", "b": "2"}, {}]});
    assert_eq!(required(&form, &draft), ["/list", "/list/1/c"]);
}

#[test]
fn an_optional_object_requires_nothing_until_something_in_it_is_answered() {
    let form = form(json!({
        "type": "object", "required": ["owner"],
        "properties": {
            "owner": {"type": "object", "required": ["name"], "properties": {"name": text()}},
            "agent": {"type": "object", "required": ["name", "address"], "properties": {
                "name": text(), "note": text(),
                "address": {"type": "object", "required": ["street"], "properties": {"street": text()}}
            }}
        }
    }));
    assert_eq!(required(&form, &json!({"agent": {"name": " "}})), ["/owner/name"]);
    let answered = json!({"agent": {"note": "x"}});
    assert_eq!(required(&form, &answered), ["/owner/name", "/agent/name", "/agent/address/street"]);
    let missing: Vec<String> = errors(&form, &answered).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(missing, ["/owner/name", "/agent/name", "/agent/address/street"]);
}

#[test]
fn a_field_is_drawn_again_when_it_becomes_required() {
    let form = form(json!({
        "type": "object", "properties": {"card": text(), "holder": text(), "other": text()},
        "dependentRequired": {"card": ["holder"]}
    }));
    let (old, new) = (json!({}), json!({"card": "1"}));
    let context = Context::default();
    let (was, is) = (form.evaluate(&old, &context), form.evaluate(&new, &context));
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let changed = form.changed_elements(1, (&old, &was), (&new, &is), &options, &Meanwhile::default());
    let names: Vec<&str> = changed.iter().map(|element| element.name.as_str()).collect();
    assert_eq!(names, ["/holder"]);
}

/// A field is drawn as required exactly when taking its answer away is refused for that.
#[test]
fn what_is_drawn_as_required_is_what_a_submission_refuses_without() {
    let form = form(json!({
        "type": "object", "required": ["n"],
        "properties": {"n": text(), "a": text(), "b": text(), "o": {"type": "object", "required": ["x"], "properties": {"x": text(), "y": text()}}},
        "dependentRequired": {"a": ["b"]},
        "if": {"required": ["b"]}, "then": {"required": ["o"]},
        "allOf": [{"if": {"properties": {"n": {"const": "1"}}}, "then": {"required": ["a"]}}]
    }));
    let places = ["/n", "/a", "/b", "/o/x", "/o/y"];
    for mask in 0..1 << places.len() {
        let mut draft = json!({"o": {}});
        for (_, place) in places.iter().enumerate().filter(|(n, _)| mask & (1 << n) != 0) {
            let (object, name) = place.rsplit_once('/').unwrap();
            draft.pointer_mut(object).unwrap()[name] = json!("1");
        }
        let drawn = required(&form, &draft);
        for place in places {
            let (object, name) = place.rsplit_once('/').unwrap();
            let mut without = draft.clone();
            without.pointer_mut(object).unwrap().as_object_mut().unwrap().remove(name);
            // Taking an answer away may free it from what it requires itself, which the label can't tell beforehand.
            let is_refused = errors(&form, &without).contains(&(place.to_owned(), "required"));
            let is_alone = place.starts_with("/o/") && without["o"] == json!({});
            assert!(drawn.contains(&place.to_owned()) == is_refused || is_alone, "{place} of {draft}: {drawn:?}");
        }
    }
}

/// A condition that nothing but a demand needs refers to the whole schema as any other.
#[test]
fn a_demand_follows_a_reference_of_its_condition() {
    let definition = Definition::bare(json!({
        "type": "object", "properties": {"kind": text(), "name": {"type": "string", "maxLength": 3}},
        "if": {"properties": {"kind": {"$ref": "#/properties/name"}}, "required": ["kind"]},
        "then": {"required": ["name"]}
    }));
    let form = Form::compile(&definition.unwrap(), &[]).unwrap();
    assert_eq!(errors(&form, &json!({"kind": "abc"})), [("/name".to_owned(), "required")]);
    assert_eq!(errors(&form, &json!({"kind": "abcd"})), []);
}
