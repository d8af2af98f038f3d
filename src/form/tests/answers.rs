//! From a draft to answers.

use super::*;

#[test]
fn a_pattern_that_looks_around_is_matched_within_bounds() {
    let schema = json!({"type": "object", "properties": {
        "last": {"type": "string", "pattern": "^(?!0000)[0-9]{4}$"},
        "evil": {"type": "string", "pattern": "^(?:(?=a)a+)+$"}
    }});
    let form = compiled(&Definition { schema, ..Definition::default() });
    let warned: Vec<_> = form.warnings().iter().filter(|problem| problem.code == "pattern-backtracks").collect();
    assert_eq!(warned[0].pointer, "/schema/properties/last/pattern");
    assert_eq!(errors(&form, &json!({"last": "0000"})), [("/last".to_owned(), "pattern")]);
    assert_eq!(errors(&form, &json!({"last": "1234", "evil": "aaa"})), []);
    let start = std::time::Instant::now();
    let long = format!("{}!", "a".repeat(400));
    assert_eq!(errors(&form, &json!({"evil": long})), [("/evil".to_owned(), "pattern")]);
    assert!(start.elapsed() < std::time::Duration::from_secs(1), "{:?}", start.elapsed());
}
use crate::form::Context;

fn complete() -> Value {
    json!({
        "kind": "person", "siret": "nonsense kept in the draft",
        "contact": {"email": "a@b.fr", "address": {"street": "1 rue", "postal_code": "49000", "city": "Angers"}},
        "children": [{"name": "Zoé", "age": 6, "school": "Sand", "cost": 12.5}, {"name": "Ali", "age": 1, "cost": 1000}],
        "total": 99999, "agree": true
    })
}

#[test]
fn hidden_is_absent_and_computed_is_ours() {
    let submission = rich().check(&complete(), &Context::default());
    assert_eq!(submission.errors, []);
    assert_eq!(submission.values.get("siret"), None);
    assert_eq!(submission.values["total"], json!(12.5));
    // The cost of a child too young for school is hidden with the school that it needs.
    assert_eq!(submission.values["children"][1], json!({"name": "Ali", "age": 1}));
}

#[test]
fn a_hidden_page_asks_nothing() {
    let form = rich();
    let mut draft = complete();
    draft["kind"] = json!("company");
    draft["siret"] = json!("732 829 320 00074");
    let evaluation = form.evaluate(&draft, &Context::default());
    assert!(!evaluation.shows_page(2) && evaluation.shows_page(3));
    let submission = form.check(&draft, &Context::default());
    assert_eq!(submission.errors, []);
    assert_eq!((submission.values.get("children"), submission.values.get("total")), (None, None));
    assert!(form.page_view(2, &draft, &evaluation, &BTreeMap::new(), &options("fr")).is_none());
}

#[test]
fn each_missing_answer_is_told_by_name() {
    let expected = [
        "/kind",
        "/contact/email",
        "/contact/address/street",
        "/contact/address/postal_code",
        "/contact/address/city",
        "/agree",
    ];
    let found = errors(&rich(), &json!({"children": [], "about": "  "}));
    assert_eq!(found.iter().map(|(pointer, _)| pointer.as_str()).collect::<Vec<_>>(), expected);
    assert!(found.iter().all(|(_, code)| *code == "required"));
}

#[test]
fn errors_have_the_code_of_their_keyword_and_the_key_of_their_kind() {
    let mut draft = complete();
    draft["kind"] = json!("robot");
    draft["contact"]["email"] = json!("a@b");
    draft["contact"]["phone"] = json!("12");
    draft["born"] = json!("31/02/2026");
    draft["days"] = json!(["mon", "sun"]);
    draft["children"][0]["age"] = json!("six");
    draft["agree"] = json!(false);
    let found = rich().check(&draft, &Context::default()).errors;
    let found: Vec<_> = found.iter().map(|error| (error.pointer.as_str(), error.code, error.key.as_str())).collect();
    assert_eq!(
        found,
        [
            ("/kind", "enum", "form-error-enum"),
            ("/contact/email", "format", "form-error-format-email"),
            ("/contact/phone", "format", "form-error-format-phone"),
            ("/born", "format", "form-error-format-date"),
            ("/days", "enum", "form-error-enum"),
            ("/children/0/age", "type", "form-error-type-integer"),
            ("/agree", "const", "form-error-const-consent"),
        ]
    );
}

#[test]
fn a_number_of_six_digits_is_asked_for_its_territory() {
    let form = simple(json!({"phone": {"title": "Téléphone", "type": "string", "format": "phone"}}));
    for (typed, code) in [("26 12 34", "phone-territory"), ("06 39 98", "format")] {
        assert_eq!(errors(&form, &json!({"phone": typed})), [("/phone".to_owned(), code)]);
    }
}

#[test]
fn long_texts_and_small_change_are_refused() {
    let form = simple(json!({
        "line": {"title": "Ligne", "type": "string"},
        "cost": {"title": "Coût", "type": "number", "format": "money"}
    }));
    assert_eq!(errors(&form, &json!({"line": "é".repeat(500), "cost": 0.29})), []);
    let found = errors(&form, &json!({"line": "é".repeat(501), "cost": 0.295}));
    assert_eq!(found, [("/line".to_owned(), "maxLength"), ("/cost".to_owned(), "decimals")]);
}

#[test]
fn cross_checks_speak_where_they_are_seen() {
    let form = rich();
    let mut draft = complete();
    draft["children"][0]["cost"] = json!(250);
    let errors = form.check(&draft, &Context::default()).errors;
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].pointer.as_str(), errors[0].code), ("/children", "check"));
    assert_eq!((errors[0].said("en"), errors[0].said("fr")), (Some("No more than €100."), Some("Pas plus de 100 €.")));
}

#[test]
fn eligibility_is_told() {
    let form = rich();
    let draft = json!({"married": true});
    assert_eq!(form.evaluate(&draft, &Context::default()).ineligible("fr"), ["Réservé aux célibataires."]);
    assert!(!form.check(&draft, &Context::default()).is_valid());
}

#[test]
fn rules_read_today_and_the_applicant() {
    let definition = Definition::bare(json!({
        "schema": {"type": "object", "properties": {
            "a": {"title": "A", "type": "string"}, "b": {"title": "B", "type": "string"}
        }},
        "ui": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/a", "rule": {"effect": "SHOW", "condition": {
                "logic": {">": [{"var": "today"}, "2026-01-01"]}}}},
            {"type": "Control", "scope": "#/properties/b", "rule": {"effect": "DISABLE", "condition": {
                "logic": {"==": [{"var": "applicant.kind"}, "person"]}}}}
        ]}
    }));
    let form = compiled(&definition.unwrap());
    let context = Context {
        today: "2026-06-01".parse().unwrap(),
        applicant: json!({"kind": "person"}),
        data: json!({}),
        dossiers: None,
    };
    let evaluation = form.evaluate(&json!({}), &context);
    let view = form.page_view(1, &json!({}), &evaluation, &BTreeMap::new(), &options("fr")).unwrap();
    assert_eq!((view.elements[0].hidden, view.elements[1].disabled), (false, true));
    assert!(view_hidden(&form));
}

fn view_hidden(form: &Form) -> bool {
    view(form, 1, &json!({})).elements[0].hidden
}

#[test]
fn unknown_answers_are_told_when_the_schema_refuses_them() {
    let schema =
        json!({"type": "object", "additionalProperties": false, "properties": {"a": {"title": "A", "type": "string"}}});
    let form = compiled(&Definition { schema, ..Definition::default() });
    assert_eq!(errors(&form, &json!({"a": "x", "b/c": 1})), [("/b~1c".to_owned(), "additionalProperties")]);
    assert_eq!(form.merge(&json!({}), &pairs(&[("/b", "1"), ("/a", "x")]), None), json!({"a": "x"}));
}

#[test]
fn a_document_of_another_shape_is_no_surprise() {
    let form = rich();
    for document in
        [json!(null), json!([]), json!("x"), json!({"children": "x", "contact": 3, "plan": {"id": []}, "days": {}})]
    {
        assert!(!form.check(&document, &Context::default()).errors.is_empty());
        for page in 1..=3 {
            view(&form, page, &document);
        }
    }
}

#[test]
fn answers_are_read_page_after_page() {
    let form = rich();
    let draft = complete();
    let evaluation = form.evaluate(&draft, &Context::default());
    let summary = form.summary(&draft, &evaluation, "fr");
    let read: Vec<(&str, Vec<(&str, String)>)> = summary[1]
        .groups
        .iter()
        .map(|group| {
            (group.title.as_str(), group.rows.iter().map(|row| (row.label.as_str(), row.lines.join("|"))).collect())
        })
        .collect();
    assert_eq!(
        read,
        [
            (
                "Enfants – Zoé",
                vec![
                    ("Prénom", "Zoé".to_owned()),
                    ("Âge", "6".to_owned()),
                    ("École", "Sand".to_owned()),
                    ("Coût", "12,50\u{a0}€".to_owned()),
                    ("Justificatif", String::new()),
                ]
            ),
            (
                "Enfants – Ali",
                vec![("Prénom", "Ali".to_owned()), ("Âge", "1".to_owned()), ("Justificatif", String::new())]
            ),
            ("", vec![("Total", "12,50\u{a0}€".to_owned())]),
        ]
    );
    let contact = &summary[0].groups[1];
    assert_eq!(contact.title, "Vous joindre");
    assert_eq!(contact.rows[2].lines, ["1 rue", "49000 Angers"]);
    assert_eq!(form.page_of("/children/0/name"), Some(2));
    assert_eq!(form.label("/children/0/name", "fr"), "Prénom");
}

#[test]
fn what_our_own_types_promise_is_validated_where_it_is_asked() {
    let own = json!({"cost": {"title": "Coût", "type": "number", "format": "money"},
        "town": {"title": "Commune", "$ref": "../types/commune.json"}});
    let schema = json!({"type": "object", "properties": {"kind": {"enum": ["a", "b"]}, "text": {"type": "string"}},
        "if": {"properties": {"kind": {"const": "a"}}, "required": ["kind"]}, "then": {"properties": own}});
    let form = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
    let codes = |document: &Value| {
        let errors = form.validate(document, &Context::default()).errors.into_iter();
        errors.map(|error| (error.pointer, error.code)).collect::<Vec<_>>()
    };
    let town = json!({"code": "35238", "name": "Nulle part", "departement": "35", "region": "53"});
    let mut wrong = json!({"kind": "a", "cost": 1.234, "town": town});
    assert_eq!(codes(&wrong), [("/cost".to_owned(), "decimals"), ("/town".to_owned(), "reference")]);
    // Not asked, not ours; and a bound that only the product sets is none of a schema.
    wrong["kind"] = json!("b");
    wrong["text"] = json!("x".repeat(100_000));
    assert_eq!(codes(&wrong), []);
}
