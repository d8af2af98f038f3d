//! How many of several questions are to be answered.

use super::*;

fn text(title: &str) -> Value {
    json!({"title": title, "type": "string"})
}

fn form(more: Value) -> Form {
    let contact = json!({"type": "object", "title": "Contact", "properties": {"mail": text("Courriel"), "phone": text("Téléphone")}});
    let mut schema = json!({"type": "object", "properties": {
        "a": text("A"), "b": text("B"), "c": text("C"), "contact": contact,
        "rows": {"title": "Lignes", "type": "array", "items": {"type": "object", "properties": {"x": text("X"), "y": text("Y")},
            "anyOf": [{"required": ["x"]}, {"required": ["y"]}]}}
    }});
    schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    compiled(&Definition { schema, ..Definition::default() })
}

/// Each error: where it stands, its sentence, and the labels and places of the questions that it names.
type Told = (String, String, Vec<Vec<(String, String)>>);

fn told(form: &Form, draft: Value) -> Vec<Told> {
    let errors = form.check(&draft, &Context::default()).errors.into_iter();
    let question =
        |question: &AskedQuestion| (question.label.in_language("fr", "").to_owned(), question.pointer.clone());
    let told = errors.map(|error| {
        let questions = error.questions.iter().map(|group| group.iter().map(question).collect());
        (error.pointer.clone(), error.key.replace("form-error-", ""), questions.collect())
    });
    told.collect()
}

fn expected(pointer: &str, key: &str, groups: &[&[(&str, &str)]]) -> Vec<Told> {
    let question = |(label, pointer): &(&str, &str)| ((*label).to_owned(), (*pointer).to_owned());
    let groups = groups.iter().map(|group| group.iter().map(question).collect()).collect();
    vec![(pointer.to_owned(), key.to_owned(), groups)]
}

#[test]
fn one_at_least_is_told_by_the_questions() {
    let form = form(json!({"anyOf": [{"required": ["b"]}, {"type": "object", "required": ["a"]}]}));
    let both: [&[(&str, &str)]; 2] = [&[("B", "/b")], &[("A", "/a")]];
    // At the first of them as they are asked.
    assert_eq!(told(&form, json!({"c": "x"})), expected("/a", "any-of-questions", &both));
    assert_eq!(told(&form, json!({"b": "x"})), []);
    // A blank is no answer.
    assert_eq!(told(&form, json!({"b": " ", "a": ""})).len(), 1);
    // An independent validator tells it of the object.
    let plain = form.validate(&json!({}), &Context::default()).errors;
    assert_eq!(
        plain.iter().map(|error| (&*error.pointer, error.code, &*error.key)).collect::<Vec<_>>(),
        [("", "anyOf", "form-error-any-of-questions")]
    );
}

#[test]
fn one_and_no_other_is_told_by_the_questions() {
    let form = form(json!({"oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]}));
    let all: [&[(&str, &str)]; 3] = [&[("A", "/a")], &[("B", "/b")], &[("C", "/c")]];
    for draft in [json!({}), json!({"b": "x", "c": "x"}), json!({"a": "x", "b": "x", "c": "x"})] {
        assert_eq!(told(&form, draft), expected("/a", "one-of-questions", &all));
    }
    assert_eq!(told(&form, json!({"c": "x"})), []);
}

#[test]
fn not_both_is_told_by_the_questions() {
    let form = form(json!({"allOf": [{"not": {"required": ["a", "b"]}}, {"not": {"required": ["b", "c"]}}]}));
    assert_eq!(told(&form, json!({"a": "x", "c": "x"})), []);
    assert_eq!(
        told(&form, json!({"a": "x", "b": "x"})),
        expected("/a", "not-all-questions", &[&[("A", "/a")], &[("B", "/b")]])
    );
    assert_eq!(
        told(&form, json!({"c": "x", "b": "x"})),
        expected("/b", "not-all-questions", &[&[("B", "/b")], &[("C", "/c")]])
    );
}

#[test]
fn groups_and_rows_are_told_where_they_stand() {
    let form = form(json!({"anyOf": [{"required": ["a", "b"]}, {"required": ["contact"]}]}));
    let groups: [&[(&str, &str)]; 2] = [&[("A", "/a"), ("B", "/b")], &[("Contact", "/contact/mail")]];
    assert_eq!(told(&form, json!({"a": "x"})), expected("/a", "any-of-groups", &groups));
    assert_eq!(told(&form, json!({"contact": {"phone": "x"}})), []);
    let rows: [&[(&str, &str)]; 2] = [&[("X", "/rows/1/x")], &[("Y", "/rows/1/y")]];
    let draft = json!({"contact": {"phone": "x"}, "rows": [{"y": "1"}, {}]});
    assert_eq!(told(&form, draft), expected("/rows/1/x", "any-of-questions", &rows));
}

#[test]
fn what_is_hidden_is_not_named() {
    let schema = json!({"type": "object", "properties": {"a": text("A"), "b": text("B"), "c": text("C")},
        "anyOf": [{"required": ["b"]}, {"required": ["c"]}]});
    let control = |name: &str, hidden_by: &str| {
        json!({"type": "Control", "scope": format!("#/properties/{name}"),
            "rule": {"effect": "HIDE", "condition": {"logic": {"in": [hidden_by, {"var": "form.a"}]}}}})
    };
    let ui = json!({"type": "VerticalLayout", "elements": [
        {"type": "Control", "scope": "#/properties/a"}, control("b", "b"), control("c", "c")]});
    let form = compiled(&Definition { schema, ui: Some(ui), ..Definition::default() });
    assert_eq!(told(&form, json!({"a": "b"})), expected("/c", "required", &[]));
    assert_eq!(told(&form, json!({"a": "bc"})), []);
}

#[test]
fn it_stands_on_the_last_page_that_asks_one() {
    let schema = json!({"type": "object", "properties": {"a": text("A"), "b": text("B"), "c": text("C")},
        "anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]});
    let page = |label: &str, names: &[&str]| {
        let controls = names.iter().map(|name| json!({"type": "Control", "scope": format!("#/properties/{name}")}));
        json!({"type": "Category", "label": label, "elements": controls.collect::<Vec<_>>()})
    };
    let ui = json!({"type": "Categorization", "elements": [page("1", &["a"]), page("2", &["c", "b"])]});
    let form = compiled(&Definition { schema, ui: Some(ui), ..Definition::default() });
    let all: [&[(&str, &str)]; 3] = [&[("A", "/a")], &[("B", "/b")], &[("C", "/c")]];
    assert_eq!(told(&form, json!({})), expected("/c", "any-of-questions", &all));
}
