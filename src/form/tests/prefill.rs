//! Answers given beforehand.

use super::*;
use crate::form::prefill::Prefilled;

fn typed(pairs: &[(&str, &str)]) -> Vec<(String, Given)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), Given::Typed((*value).to_owned()))).collect()
}

fn refused(prefilled: &Prefilled) -> Vec<(&str, &'static str)> {
    prefilled.refused.iter().map(|refused| (refused.error.pointer.as_str(), refused.error.code)).collect()
}

#[test]
fn typed_values_are_read_as_inputs_are_and_the_rest_is_told() {
    let given = typed(&[
        ("/kind", "person"),
        ("/married", "true"),
        ("/contact/email", "pas une adresse"),
        ("/children/1/name", "Zoé"),
        ("/children/0/name", "Ali"),
        ("/children/0/cost", "12,5"),
        ("/children/0/age", "7"),
        ("/children/0/school", "Ferry"),
        ("/children/1/age", "-3"),
        ("/children/7/name", "De trop"),
        ("/days", "mon"),
        ("/days", "tue"),
        ("/total", "1000"),
        ("/agree", "true"),
        ("/plan", "x"),
        ("/nothing", "x"),
        ("/about", "   "),
    ]);
    let prefilled = rich().prefill(given, &Context::default());
    let expected = json!({
        "kind": "person", "married": true, "days": ["mon", "tue"], "contact": {},
        "children": [{"name": "Ali", "age": 7, "school": "Ferry", "cost": 12.5}, {"name": "Zoé"}],
    });
    assert_eq!(prefilled.draft, expected);
    let filled = [
        "/kind",
        "/married",
        "/days",
        "/children/0/name",
        "/children/0/age",
        "/children/0/school",
        "/children/0/cost",
        "/children/1/name",
    ];
    let mut sorted = prefilled.filled.clone();
    sorted.sort();
    let mut wanted: Vec<&str> = filled.to_vec();
    wanted.sort_unstable();
    assert_eq!(sorted, wanted);
    let mut told = refused(&prefilled);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("/agree", "prefill-closed"),
            ("/children/1/age", "minimum"),
            ("/children/7/name", "prefill-row"),
            ("/contact/email", "format"),
            ("/nothing", "prefill-unknown"),
            ("/plan", "prefill-closed"),
            ("/total", "prefill-closed"),
        ]
    );
    assert_eq!(prefilled.refused.iter().find(|one| one.error.code == "minimum").unwrap().value, "-3");
}

#[test]
fn what_the_answers_hide_is_told() {
    let prefilled = rich().prefill(typed(&[("/kind", "person"), ("/siret", "73282932000074")]), &Context::default());
    assert_eq!(refused(&prefilled), [("/siret", "prefill-hidden")]);
    assert_eq!(prefilled.draft, json!({"kind": "person"}));
    // What makes it show is wrong: it goes too, and says so.
    let prefilled = rich().prefill(typed(&[("/kind", "nonsense"), ("/siret", "73282932000074")]), &Context::default());
    assert_eq!(prefilled.draft, json!({}));
    assert_eq!(prefilled.refused.len(), 2, "{:?}", prefilled.refused);
}

#[test]
fn a_document_is_checked_as_it_stands() {
    let form = rich();
    let document = json!({
        "kind": "person", "born": "12/01/1990", "married": true, "ratio": "oui", "days": ["mon"],
        "contact": {"address": {"street": "1 rue X", "postal_code": "35000", "city": "Rennes", "commune": "99999"}},
        "children": [{"name": "Ali", "age": "3"}], "unknown": {"deep": [1]},
    });
    let prefilled = form.prefill(form.given_in(&document), &Context::default());
    let mut told = refused(&prefilled);
    told.sort_unstable();
    assert_eq!(
        told,
        [("/born", "format"), ("/children/0/age", "type"), ("/ratio", "type"), ("/unknown/deep/0", "prefill-unknown")]
    );
    assert_eq!(prefilled.draft["contact"]["address"]["city"], "Rennes");
    assert!(prefilled.draft["contact"]["address"].get("commune").is_none());
    assert_eq!(prefilled.draft["days"], json!(["mon"]));
}

#[test]
fn the_definition_says_which_answers_may_be_given() {
    let form = |prefill: serde_json::Value| {
        let schema = json!({"type": "object", "properties": {
            "a": {"type": "string", "title": "A"},
            "rows": {"type": "array", "title": "R", "maxItems": 3, "items": {"type": "object", "properties": {
                "b": {"type": "string", "title": "B"}, "c": {"type": "string", "title": "C"}}}},
        }});
        let definition = serde_json::from_value(json!({"schema": schema, "prefill": prefill})).unwrap();
        Form::compile(&definition, &[])
    };
    let given = || typed(&[("/a", "1"), ("/rows/0/b", "2"), ("/rows/0/c", "3")]);
    let codes = |prefill| form(prefill).unwrap().prefill(given(), &Context::default()).filled;
    assert_eq!(codes(json!(true)), ["/a", "/rows/0/b", "/rows/0/c"]);
    assert!(codes(json!(false)).is_empty());
    assert_eq!(codes(json!(["/rows/*/b"])), ["/rows/0/b"]);
    assert_eq!(codes(json!(["/rows"])), ["/rows/0/b", "/rows/0/c"]);
    let problems = form(json!(["/a", "/nowhere"])).unwrap_err();
    assert_eq!((problems[0].pointer.as_str(), problems[0].code), ("/prefill/1", "check-pointer"));
}

#[test]
fn two_hundred_values_are_enough() {
    let given: Vec<(String, Given)> = (0..300).map(|n| (format!("/x{n}"), Given::Typed("1".into()))).collect();
    let prefilled = rich().prefill(given, &Context::default());
    assert_eq!(refused(&prefilled).iter().filter(|(_, code)| *code == "prefill-many").count(), 100);
    assert_eq!(prefilled.refused.len(), 300);
}

#[test]
fn a_new_form_takes_over_what_it_still_asks() {
    let former = rich();
    let answers = json!({
        "kind": "company", "siret": "73282932000074", "about": "Un projet", "days": ["mon"], "agree": true, "total": 12.0,
        "children": [{"name": "Ali", "age": 3, "cost": 12.0}],
    });
    let schema = json!({"type": "object", "properties": {
        "siret": {"title": "SIRET", "type": "string", "format": "siret"},
        "about": {"title": "Projet", "type": "string", "maxLength": 5},
        "days": {"title": "Combien ?", "type": "integer"},
        "children": {"title": "Enfants", "type": "array", "maxItems": 4, "items": {"type": "object", "properties": {
            "name": {"title": "Prénom", "type": "string"}}}},
        "agree": {"title": "J’accepte", "type": "boolean", "const": true},
    }});
    let new = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
    let taken = new.take_over(&former, &answers, &Context::default());
    assert_eq!(taken.draft, json!({"siret": "73282932000074", "children": [{"name": "Ali"}]}));
    let mut told = refused(&taken);
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("/about", "maxLength"),
            ("/children/0/age", "prefill-unknown"),
            ("/children/0/cost", "prefill-unknown"),
            ("/days", "prefill-unknown"),
            ("/kind", "prefill-unknown"),
        ]
    );
}

#[test]
fn a_copy_is_as_long_as_the_form_lets_it_be() {
    let schema = json!({"type": "object", "properties": {
        "place": {"title": "Lieu", "$ref": "../types/geometry.json", "map": {}},
        "rows": {"title": "Lignes", "type": "array", "maxItems": 150, "items": {"type": "object", "properties": {
            "a": {"title": "A", "type": "string"}, "b": {"title": "B", "type": "integer"}}}},
    }});
    let form = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
    let point = json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [-1.5536, 47.2173]}, "properties": {"label": "Entrée"}});
    let rows: Vec<Value> = (0..151).map(|n| json!({"a": format!("ligne {n}"), "b": n})).collect();
    let answers = json!({"place": {"type": "FeatureCollection", "features": [point]}, "rows": rows});
    let taken = form.take_over(&form, &answers, &Context::default());
    assert_eq!((&taken.draft["place"], taken.filled.len()), (&answers["place"], 301));
    assert_eq!(taken.draft["rows"].as_array().unwrap()[..], rows[..150]);
    // One row more than the form takes.
    let mut told = refused(&taken);
    told.sort_unstable();
    assert_eq!(told, [("/rows/150/a", "prefill-row"), ("/rows/150/b", "prefill-row")]);
    // Who is a stranger gives no more than two hundred.
    let codes = form.prefill(form.given_in(&answers), &Context::default());
    assert_eq!(refused(&codes).iter().filter(|(_, code)| *code == "prefill-many").count(), 303 - 200);
}

/// Twenty thousand answers, each of them refused: what each of them costs must not go with how many there are. The bound is
/// wide, for the build is not optimised; looking through all errors for each answer takes minutes.
#[test]
fn a_copy_of_thousands_of_rows_takes_its_time_once_for_each() {
    let of = |kind: &str| {
        let inner = json!({"type": "array", "items": {"type": "object", "properties": {"a": {"title": "A", "type": "string", "maxLength": kind.len()}}}});
        let outer = json!({"type": "array", "items": {"type": "object", "properties": {"inner": inner}}});
        simple(json!({"outer": outer}))
    };
    let (former, new) = (of("longer than that"), of("x"));
    let inner: Vec<Value> = (0..200).map(|n| json!({"a": format!("ligne {n}")})).collect();
    let answers = json!({"outer": vec![json!({"inner": inner}); 100]});
    let start = std::time::Instant::now();
    let taken = new.take_over(&former, &answers, &Context::default());
    println!("copied in {:?}", start.elapsed());
    assert_eq!((taken.filled.len(), taken.refused.len()), (0, 20_000));
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
