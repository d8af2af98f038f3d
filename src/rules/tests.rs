use super::*;
use proptest::prelude::*;
use serde_json::json;

fn rule(source: Value) -> Rule {
    Rule::compile(&source).unwrap()
}

fn value(source: Value, context: &Value) -> Value {
    rule(source).value(&Context::new(context))
}

fn is_true(source: Value, context: &Value) -> bool {
    rule(source).is_true(&Context::new(context))
}

fn codes(source: Value) -> Vec<(&'static str, String)> {
    Rule::compile(&source).unwrap_err().into_iter().map(|p| (p.code, p.pointer)).collect()
}

#[test]
fn a_rule_is_shared_between_threads() {
    fn shared<T: Send + Sync + Clone>() {}
    shared::<Rule>();
}

#[test]
fn blank_means_false() {
    let context = json!({"form": {"null": null, "empty": "", "none": [], "five": 5}});
    for operator in ["==", "!=", "<", "<=", ">", ">=", "in"] {
        for name in ["form.absent", "form.null", "form.empty", "form.none", "nowhere.at.all", "form.five.deep"] {
            for operands in
                [json!([{"var": name}, 5]), json!([5, {"var": name}]), json!([{"var": name}, {"var": name}])]
            {
                assert!(!is_true(json!({operator: operands}), &context), "{operator} {name}");
            }
        }
    }
    assert!(is_true(json!({"!": [{"var": "form.empty"}]}), &context));
    assert!(is_true(json!({"!": {"var": "form.absent"}}), &context));
}

#[test]
fn nothing_is_coerced() {
    let context = json!({"form": {"text": "1", "number": 1, "yes": true}});
    assert!(!is_true(json!({"==": [{"var": "form.text"}, 1]}), &context));
    assert!(is_true(json!({"!=": [{"var": "form.text"}, 1]}), &context));
    assert!(!is_true(json!({"<": [{"var": "form.text"}, 2]}), &context));
    assert!(!is_true(json!({"==": [{"var": "form.yes"}, 1]}), &context));
    assert!(!is_true(json!({"in": [1, ["1"]]}), &context));
    assert!(is_true(json!({"==": [{"var": "form.number"}, 1.0]}), &context));
    assert_eq!(value(json!({"+": [{"var": "form.text"}, 1]}), &context), Value::Null);
}

#[test]
fn dates_compare_as_text() {
    let context = json!({"today": "2026-11-23", "form": {"born": "2020-02-29"}});
    assert!(is_true(json!({"<": [{"var": "form.born"}, {"var": "today"}]}), &context));
    assert!(is_true(json!({"<=": ["2020-01-01", {"var": "form.born"}, "2020-12-31"]}), &context));
}

#[test]
fn arithmetic() {
    let context = json!({"form": {"a": 0.1, "b": 0.2, "n": 7}});
    for (source, expected) in [
        (json!({"+": [{"var": "form.a"}, {"var": "form.b"}]}), json!(0.3)),
        (json!({"+": [10_000_000, 0.1, 0.2]}), json!(10_000_000.3)),
        (json!({"*": [1.1, 1.1]}), json!(1.21)),
        (json!({"-": [{"var": "form.n"}]}), json!(-7)),
        (json!({"-": [{"var": "form.n"}, 0.5]}), json!(6.5)),
        (json!({"/": [1, 3]}), json!(0.3333333333)),
        (json!({"/": [6, 3]}), json!(2)),
        (json!({"/": [6, 0]}), Value::Null),
        (json!({"%": [7, 4]}), json!(3)),
        (json!({"%": [7, 0]}), Value::Null),
        (json!({"+": [1, {"var": "form.absent"}]}), Value::Null),
        (json!({"*": [0, {"var": "form.absent"}]}), Value::Null),
        (json!({"max": [1, 3, 2]}), json!(3)),
        (json!({"min": [1, {"var": "form.absent"}]}), Value::Null),
        (json!({"*": [1e300, 1e300]}), Value::Null),
    ] {
        assert_eq!(value(source.clone(), &context), expected, "{source}");
    }
}

#[test]
fn digits_that_no_float_has_are_kept_until_the_end() {
    let product = json!({"*": [9_999_999_999_999.99, 0.123]});
    let context = json!({});
    let exact = |source: Value| rule(source).decimal(&Context::new(&context)).map(|found| found.to_string());
    assert_eq!(exact(product.clone()).as_deref(), Some("1229999999999.99877"));
    let chosen = json!({"if": [{">": [product, 0]}, {"-": [product, 1]}, 0]});
    assert_eq!(exact(chosen).as_deref(), Some("1229999999998.99877"));
    assert_eq!(exact(json!({"-": [{"+": [0.1, 0.2]}, 0.3]})).as_deref(), Some("0"));
    assert_eq!(exact(json!({"cat": [product]})), None);
    assert_eq!(value(json!({"cat": [product, "€"]}), &context), json!("1230000000000€"));
    assert_eq!(value(product.clone(), &context), json!(1_230_000_000_000_i64), "fifteen digits");
    assert!(is_true(json!({"<": [product, {"+": [product, 0.00001]}]}), &context));
    assert!(is_true(json!({"==": [product, {"*": [0.123, 9_999_999_999_999.99]}]}), &context));
}

#[test]
fn lists_are_folded() {
    let context = json!({"form": {"rows": [{"cost": 2, "tags": ["a"]}, {"cost": ""}, {"cost": 3.5}, {}], "none": [],
        "odd": [{"cost": "3 €"}], "children": [{"meals": [{"price": 1}, {"price": 2}]}, {"meals": [{"price": 4}]}]}});
    for (source, expected) in [
        (json!({"+": [{"var": "form.rows.cost"}]}), json!(5.5)),
        (json!({"+": {"var": "form.rows.cost"}}), json!(5.5)),
        (json!({"*": {"var": "form.rows.cost"}}), json!(7)),
        (json!({"max": {"var": "form.rows.cost"}}), json!(3.5)),
        (json!({"min": {"var": "form.rows.cost"}}), json!(2)),
        (json!({"length": {"var": "form.rows.cost"}}), json!(2)),
        (json!({"length": {"var": "form.rows"}}), json!(4)),
        (json!({"length": "été"}), json!(3)),
        (json!({"+": {"var": "form.none.cost"}}), Value::Null),
        (json!({"length": {"var": "form.none"}}), Value::Null),
        (json!({"+": {"var": "form.odd.cost"}}), Value::Null),
        (json!({"+": {"var": "form.children.meals.price"}}), json!(7)),
        (json!({"var": "form.rows.2.cost"}), json!(3.5)),
    ] {
        assert_eq!(value(source.clone(), &context), expected, "{source}");
    }
}

#[test]
fn the_row_comes_first() {
    let base = json!({"today": "2026-01-01", "form": {"age": 1, "name": "root"}});
    let context = Context::new(&base);
    let (outer, inner) = (json!({"age": 9, "kind": "a"}), json!({"name": "row"}));
    let context = context.in_row(&outer);
    let context = context.in_row(&inner);
    for (path, expected) in
        [("name", json!("row")), ("age", json!(9)), ("form.age", json!(1)), ("today", json!("2026-01-01"))]
    {
        assert_eq!(rule(json!({"var": path})).value(&context), expected, "{path}");
        assert_eq!(context.get(path), expected, "{path}");
    }
}

#[test]
fn a_named_frame_hides_the_root() {
    let (base, answers) = (json!({"form": {"a": 1}, "data": {"b": 2}}), json!({"a": 3}));
    let context = Context::new(&base);
    let context = context.with("form", &answers);
    assert_eq!(rule(json!({"cat": [{"var": "form.a"}, "-", {"var": "data.b"}]})).value(&context), json!("3-2"));
    let valid = json!(true);
    let context = context.with("form.valid", &valid);
    assert!(rule(json!({"and": [{"var": "form.valid"}, {"==": [{"var": "form.a"}, 3]}]})).is_true(&context));
}

#[test]
fn quantifiers_look_at_each_row() {
    let context = json!({"limit": 10, "form": {"rows": [{"age": 4, "home": {"city": "Brest"}}, {"age": 12}], "tags": ["a", "b"]}});
    let rows = json!({"var": "form.rows"});
    assert!(is_true(json!({"some": [rows, {">": [{"var": "age"}, {"var": "limit"}]}]}), &context));
    assert!(!is_true(json!({"all": [rows, {">": [{"var": "age"}, 10]}]}), &context));
    assert!(is_true(json!({"none": [rows, {">": [{"var": "age"}, 20]}]}), &context));
    assert!(is_true(json!({"some": [rows, {"==": [{"var": "home.city"}, "Brest"]}]}), &context));
    assert!(is_true(json!({"some": [rows, {"missing": ["home.city"]}]}), &context));
    assert!(is_true(json!({"some": [{"var": "form.tags"}, {"==": [{"var": ""}, "b"]}]}), &context));
    assert!(!is_true(json!({"all": [{"var": "form.absent"}, true]}), &context));
    assert!(is_true(json!({"none": [{"var": "form.absent"}, true]}), &context));
}

#[test]
fn choices_text_and_absence() {
    let context = json!({"form": {"kinds": ["a", "b"], "name": "Léa", "zero": 0, "no": false}});
    assert!(is_true(json!({"in": ["a", {"var": "form.kinds"}]}), &context));
    assert!(is_true(json!({"in": ["é", {"var": "form.name"}]}), &context));
    assert_eq!(value(json!({"missing": ["form.name", "form.x"]}), &context), json!(["form.x"]));
    assert_eq!(value(json!({"missing": ["form.zero", "form.no"]}), &context), json!([]));
    assert_eq!(value(json!({"var": ["form.x", 5]}), &context), json!(5));
    assert_eq!(value(json!({"cat": ["n° ", 3, {"var": "form.x"}, 1.5]}), &context), json!("n° 31.5"));
    assert_eq!(value(json!({"if": [{"var": "form.x"}, 1, {"var": "form.name"}, 2, 3]}), &context), json!(2));
    assert!(is_true(json!(true), &context) && !is_true(json!(false), &context));
}

#[test]
fn refuses_what_is_not_in_the_language() {
    assert_eq!(codes(json!({"reduce": [[], 1, 0]})), [("rule-operator", "/reduce".to_owned())]);
    assert_eq!(
        codes(json!({"and": [{"===": [1, 1]}, {"or": [{"regex/x": 1}]}]})),
        [("rule-operator", "/and/0/===".to_owned()), ("rule-operator", "/and/1/or/0/regex~1x".to_owned())]
    );
    assert_eq!(codes(json!({"guichet:==": [1, 1]})), [("rule-operator", "/guichet:==".to_owned())]);
    assert_eq!(codes(json!({"a": 1, "b": 2})), [("rule-shape", String::new())]);
    assert_eq!(codes(json!({"!": [{}]})), [("rule-shape", "/!/0".to_owned())]);
    assert_eq!(codes(json!({"==": [1]})), [("rule-arguments", "/==".to_owned())]);
    assert_eq!(codes(json!({"var": {"cat": ["a"]}})), [("rule-variable", "/var".to_owned())]);
    assert_eq!(codes(json!({"var": ""})), [("rule-variable", "/var".to_owned())]);
    assert_eq!(codes(json!({"missing": [3]})), [("rule-variable", "/missing/0".to_owned())]);
    assert_eq!(codes(json!({"some": [[1], {"all": [[1], true]}]})), [("rule-nesting", "/some/1/all".to_owned())]);
}

#[test]
fn bounded() {
    let deep = (0..MAX_DEPTH + 1).fold(json!(true), |inner, _| json!({"!": [inner]}));
    assert_eq!(codes(deep)[0].0, "rule-depth");
    assert!(Rule::compile(&(0..MAX_DEPTH).fold(json!(true), |inner, _| json!({"!": [inner]}))).is_ok());
    let wide = json!({"and": vec![true; MAX_NODES]});
    assert_eq!(codes(wide), [("rule-size", String::new())]);
}

#[test]
fn says_what_it_reads() {
    let read = rule(json!({"and": [{"some": [{"var": "form.rows"}, {"<": [{"var": "age"}, {"var": "data.limit"}]}]},
        {"==": [{"var": "form.kind"}, "a"]}, {"in": [{"var": "form.kind"}, ["b", "c"]]}]}));
    assert_eq!(read.variables(), ["form.rows", "form.rows.age", "data.limit", "form.kind"]);
    let compared: Vec<_> = read.comparisons().iter().map(|c| (c.pointer.as_str(), c.variable.as_str())).collect();
    assert_eq!(compared, [("/and/1", "form.kind"), ("/and/2", "form.kind")]);
    assert_eq!(read.comparisons()[1].literal, json!(["b", "c"]));
}

fn blank() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), Just(json!("")), Just(json!([])), Just(json!({"var": "form.nothing"}))]
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-c.]{0,4}|\\PC{0,6}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-c]", inner.clone()), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            (prop::sample::select(OPERATORS.map(|(name, ..)| name).to_vec()), prop::collection::vec(inner, 0..4))
                .prop_map(|(operator, args)| json!({operator: args})),
        ]
    })
}

proptest! {
    #[test]
    fn a_comparison_with_a_blank_is_false(operator in prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">=", "in"]),
        blank in blank(), other in any_json().prop_filter("a literal", |v| !v.is_object() && !v.is_array()), first: bool) {
        let operands = if first { json!([blank, other]) } else { json!([other, blank]) };
        let holds = is_true(json!({operator: operands}), &json!({}));
        prop_assert!(!holds);
    }

    #[test]
    fn arithmetic_with_a_blank_is_blank(operator in prop::sample::select(vec!["+", "-", "*", "/", "%", "min", "max"]),
        blank in blank(), n: i32) {
        let result = value(json!({operator: [n, blank]}), &json!({}));
        prop_assert_eq!(result, Value::Null);
    }

    #[test]
    fn never_panics(source in any_json(), context in any_json(), row in any_json()) {
        if let Ok(rule) = Rule::compile(&source) {
            let context = Context::new(&context);
            let context = context.in_row(&row);
            let once = rule.value(&context);
            prop_assert_eq!(rule.value(&context), once);
        }
    }

    #[test]
    fn without_blanks_it_is_plain_json_logic(operator in prop::sample::select(vec!["<", "<=", ">", ">=", "+", "-", "*", "min", "max"]),
        a in -1_000_000i64..1_000_000, b in -1_000_000i64..1_000_000) {
        let source = json!({operator: [{"var": "a"}, {"var": "b"}]});
        let context = json!({"a": a, "b": b});
        let plain: Value = datalogic_rs::eval_into(&source, &context).unwrap();
        prop_assert_eq!(value(source, &context), plain);
    }
}

#[test]
fn two_dates_are_whole_years_and_months_apart() {
    let apart =
        |operator: &str, from: &str, to: &str| value(json!({operator: [from, {"var": "to"}]}), &json!({ "to": to }));
    for (from, to, months) in [
        ("2008-11-30", "2026-11-29", 215),
        ("2008-11-30", "2026-11-30", 216),
        ("2024-11-30", "2026-11-30", 24),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-02-28", "2026-03-28", 1),
        // Born on a day that most years have not.
        ("2008-02-29", "2026-02-27", 215),
        ("2008-02-29", "2026-02-28", 216),
        ("2026-03-01", "2026-03-01", 0),
        ("2026-03-01", "2026-01-01", -2),
    ] {
        assert_eq!(apart("months", from, to), json!(months), "{from} {to}");
        assert_eq!(apart("years", from, to), json!(months / 12), "{from} {to}");
    }
    assert_eq!(apart("years", "2008-11-30", ""), Value::Null);
    assert_eq!(apart("months", "the day before", "2026-11-30"), Value::Null);
    assert_eq!(
        value(json!({">=": [{"years": [{"var": "born"}, {"var": "to"}]}, 18]}), &json!({"to": "2026-01-01"})),
        json!(false)
    );
}

#[test]
fn two_dates_are_some_days_apart() {
    let apart = |to: Value| value(json!({"-": [{"var": "to"}, "2026-02-27"]}), &json!({ "to": to }));
    assert_eq!(apart(json!("2026-03-01")), json!(2));
    assert_eq!(apart(json!("2026-02-27")), json!(0));
    assert_eq!(apart(json!("2026-02-30")), Value::Null);
    assert_eq!(apart(Value::Null), Value::Null);
    assert_eq!(apart(json!("not a date")), Value::Null);
}
