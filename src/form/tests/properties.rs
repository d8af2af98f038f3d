//! Whatever people and robots send.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static FORM: LazyLock<Form> = LazyLock::new(rich);

/// The inputs of a page as a browser would send them.
pub(super) fn inputs(elements: &[Element], sent: &mut Vec<(String, String)>) {
    for element in elements.iter().filter(|element| !element.hidden) {
        let name = element.name.clone();
        match element.component {
            "text" | "textarea" | "autocomplete" => sent.push((name, element.value.clone())),
            "select" => {
                let chosen = element.options.iter().find(|option| option.selected);
                sent.push((name, chosen.map(|option| option.value.clone()).unwrap_or_default()));
                inputs(&element.parts, sent);
            }
            "radios" | "checkboxes" => {
                sent.push((name.clone(), String::new()));
                let ticked = element.options.iter().filter(|option| option.selected);
                sent.extend(ticked.map(|option| (name.clone(), option.value.clone())));
                inputs(&element.parts, sent);
            }
            "checkbox" => {
                sent.push((name.clone(), String::new()));
                sent.push((name, element.value.clone()));
            }
            "date" | "parts" | "group" => inputs(&element.parts, sent),
            "map" => sent.extend(map_inputs(element)),
            "repeat" => element.rows.iter().for_each(|row| inputs(&row.elements, sent)),
            _ => {}
        }
    }
}

/// What a map's page posts without scripts.
pub(super) fn map_inputs(element: &Element) -> Vec<(String, String)> {
    let Some(map) = &element.map else { return Vec::new() };
    let place = &element.name;
    let mut sent = vec![(format!("{place}/base"), map.mark.clone()), (place.clone(), element.value.clone())];
    for row in &map.features {
        let name = format!("{place}/features/{}", row.index);
        if !row.shapes.is_empty() {
            let chosen = row.shapes.iter().find(|shape| shape.selected).map(|shape| shape.value.clone());
            sent.push((format!("{name}/geometry/type"), chosen.unwrap_or_default()));
        }
        sent.extend(row.text.clone().map(|text| (format!("{name}/geometry"), text)));
        sent.push((format!("{name}/properties/label"), row.label.clone()));
    }
    sent
}

/// A radio group without a choice sends nothing; the tests send a blank, which takes the answer away.
fn filled(draft: &Value, lang: &str) -> Value {
    let evaluation = FORM.evaluate(draft, &Context::default());
    let mut sent = Vec::new();
    for page in 1..=3 {
        if let Some(view) = FORM.page_view(page, draft, &evaluation, &BTreeMap::new(), &options(lang)) {
            inputs(&view.elements, &mut sent);
        }
    }
    // Rows that hold nothing but blanks are made by the button, not by inputs.
    let rows = draft.get("children").and_then(Value::as_array).map_or(0, Vec::len);
    let mut empty = json!({});
    (0..rows).for_each(|_| drop(FORM.add_row(&mut empty, "/children", None)));
    FORM.merge(&empty, &sent, None)
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-zÀ-ÿ’<>&\"-]{1,12}( [a-z0-9é]{1,8})?"
}

fn child() -> impl Strategy<Value = Value> {
    (word(), 0..120_i64, proptest::option::of(word()), 0..10_000_000_i64).prop_map(|(name, age, school, cents)| {
        let mut child = json!({"name": name, "age": age});
        if let Some(school) = school.filter(|_| age > 2) {
            child["school"] = json!(school);
            child["cost"] = crate::form::numbers::to_cents(rust_decimal::Decimal::new(cents, 2));
        }
        child
    })
}

prop_compose! {
    /// Answers of a person, nothing hidden in them.
    fn answers()(
        about in proptest::option::of("[a-zé]{1,10}(\n[a-z]{1,10}){0,3}"),
        day in proptest::option::of((1900..2100_i32, 1..13_u32, 1..29_u32)),
        married in proptest::option::of(any::<bool>()),
        days in proptest::sample::subsequence(vec!["mon", "tue", "wed"], 0..=3),
        ratio in proptest::option::of(-1_000_000..1_000_000_i64),
        children in proptest::collection::vec(child(), 0..4),
        address in proptest::option::of((word(), "[0-9]{5}", word())),
        agree in any::<bool>(),
    ) -> Value {
        let mut answers = json!({"kind": "person"});
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value { answers[key] = value; }
        };
        put("about", about.map(Value::from));
        put("born", day.map(|(year, month, day)| json!(format!("{year}-{month:02}-{day:02}"))));
        put("married", married.map(Value::from));
        put("days", (!days.is_empty()).then(|| json!(days)));
        put("ratio", ratio.map(|ratio| if ratio % 1000 == 0 { json!(ratio / 1000) } else { json!(ratio as f64 / 1000.0) }));
        put("children", (!children.is_empty()).then(|| json!(children)));
        put("contact", address.map(|(street, code, city)| json!({"address": {"street": street, "postal_code": code, "city": city}})));
        put("agree", agree.then_some(json!(true)));
        answers
    }
}

/// Any JSON, not too deep.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        proptest::sample::select(vec![
            "kind", "siret", "contact", "children", "plan", "address", "name", "age", "cost", "days", "total", "id"
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        proptest::sample::select(vec![
            "kind",
            "contact",
            "email",
            "children",
            "0",
            "1",
            "3",
            "200",
            "-1",
            "*",
            "name",
            "age",
            "cost",
            "born",
            "days",
            "plan",
            "total",
            "address",
            "city",
            "~1",
            "~",
            "__proto__",
            "",
        ])
        .prop_map(str::to_owned),
        ".{0,5}",
    ];
    proptest::collection::vec(token, 0..6).prop_map(|tokens| tokens.iter().map(|token| format!("/{token}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_drawn_and_sent_back_is_the_same(answers in answers(), lang in proptest::sample::select(vec!["fr", "en"])) {
        prop_assert_eq!(filled(&answers, lang), answers);
    }

    #[test]
    fn hidden_answers_are_never_kept(mut answers in answers(), company in any::<bool>(), siret in ".{0,20}") {
        answers["siret"] = json!(siret);
        answers["kind"] = json!(if company { "company" } else { "person" });
        let values = FORM.check(&answers, &Context::default()).values;
        let hidden = if company { values.get("children").or(values.get("total")) } else { values.get("siret") };
        prop_assert_eq!(hidden, None);
        let again = FORM.check(&values, &Context::default()).values;
        prop_assert_eq!(again, values, "what was checked once stays as it is");
    }

    #[test]
    fn nothing_posted_makes_it_fall(
        draft in anything(),
        pairs in proptest::collection::vec((name(), ".{0,30}"), 0..20),
        action in name(),
    ) {
        let mut merged = FORM.merge(&draft, &pairs, None);
        FORM.add_row(&mut merged, &action, None);
        FORM.duplicate_row(&mut merged, &action, None);
        FORM.move_row(&mut merged, &action, true, None);
        FORM.remove_row(&mut merged, &action, None);
        let merged = FORM.attach(&merged, &action, json!({"id": "1"}), None).unwrap_or(merged);
        FORM.detach(&merged, "1", Some(std::slice::from_ref(&action)));
        let rows = merged.get("children").and_then(Value::as_array).map_or(0, Vec::len);
        let before = draft.get("children").and_then(Value::as_array).map_or(0, Vec::len);
        prop_assert!(rows <= before.max(4));
    }

    #[test]
    fn nothing_checked_or_drawn_makes_it_fall(draft in anything()) {
        let evaluation = FORM.evaluate(&draft, &Context::default());
        let checked = FORM.check(&draft, &Context::default());
        let errors = checked.errors.into_iter().map(|error| (error.pointer, error.key)).collect();
        for page in 1..=3 {
            FORM.page_view(page, &draft, &evaluation, &errors, &options("fr"));
        }
        FORM.summary(&draft, &evaluation, "en");
    }

    #[test]
    fn no_definition_makes_it_fall(schema in anything(), ui in anything()) {
        let definition = Definition { schema, ui: Some(ui), ..Definition::default() };
        let _ = Form::compile(&definition, &[]);
    }
}
