//! Amounts to the cent, compared with whole numbers of cents.

use super::*;
use crate::form::numbers::to_cents;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// A form that computes with amounts in every way that people do.
static FORM: LazyLock<Form> = LazyLock::new(|| {
    let money = |rule: Value| json!({"type": "number", "format": "money", "readOnly": true, "calculate": rule});
    let typed = json!({"type": "number", "format": "money"});
    let var = |name: &str| json!({"var": format!("form.{name}")});
    let (base, share) = (json!({"*": [var("amount"), var("rate")]}), json!({"-": [var("amount"), var("other")]}));
    let schema = json!({"type": "object", "properties": {
        "rows": {"type": "array", "maxItems": 1000, "items": {"type": "object", "properties": {"cost": typed}}},
        "amount": typed,
        "other": typed,
        "quantity": {"type": "integer"},
        "rate": {"type": "number"},
        "total": money(json!({"+": var("rows.cost")})),
        "product": money(json!({"*": [var("amount"), var("quantity")]})),
        "tax": money(base.clone()),
        "whole": money(json!({"+": [var("amount"), base]})),
        "share": money(json!({"/": [{"*": [share, var("rate")]}, 7]})),
        "least": money(json!({"min": [var("amount"), {"*": [var("other"), 1.0]}]}))
    }});
    Form::compile(&Definition::bare(json!({"schema": schema})).unwrap(), &[]).unwrap()
});

fn amount(cents: i128) -> Value {
    to_cents(Decimal::from_i128_with_scale(cents, 2))
}

/// `numerator / denominator` cents, half away from zero.
fn rounded(numerator: i128, denominator: i128) -> i128 {
    numerator.signum() * ((2 * numerator.abs() + denominator) / (2 * denominator))
}

fn computed(draft: &Value) -> Value {
    FORM.check(draft, &Context::default()).values
}

/// In hundred thousandths: 20 % is 20,000.
const RATE: i128 = 100_000;

fn cents(digits: u32) -> impl Strategy<Value = i128> {
    (1..=digits).prop_flat_map(|digits| -(10_i128.pow(digits) - 1)..10_i128.pow(digits))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn products_percentages_and_shares_are_exact(
        first in cents(15),
        other in cents(15),
        quantity in 0..100_000_i128,
        rate in prop_oneof![0..=RATE, (0..=100_i128).prop_map(|percent| percent * RATE / 100)],
    ) {
        let values = computed(&json!({"amount": amount(first), "other": amount(other), "quantity": quantity as i64,
            "rate": Decimal::from_i128_with_scale(rate, 5).to_string().parse::<f64>().unwrap()}));
        let expected = [
            ("product", first * quantity),
            ("tax", rounded(first * rate, RATE)),
            ("whole", rounded(first * (RATE + rate), RATE)),
            ("share", rounded((first - other) * rate, RATE * 7)),
            ("least", first.min(other)),
        ];
        // Beyond, it is told that an amount is too large.
        for (name, cents) in expected.into_iter().filter(|(_, cents)| cents.abs() < 10_i128.pow(15)) {
            prop_assert_eq!(&values[name], &amount(cents), "{}", name);
        }
    }

    #[test]
    fn an_amount_is_computed_on_its_shortest_text(first in cents(15), hundredth in 0..100_i128) {
        // 0.1 + 0.2, 1.1 × 3, 8.2 − 0.2, over the whole range.
        let values = computed(&json!({"amount": amount(first), "rate": hundredth as f64 / 100.0}));
        prop_assert_eq!(&values["tax"], &amount(rounded(first * hundredth, 100)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_sum_of_a_thousand_rows_is_exact(costs in prop::collection::vec(cents(12), 1..=1000)) {
        let rows: Vec<Value> = costs.iter().map(|cost| json!({"cost": amount(*cost)})).collect();
        prop_assert_eq!(&computed(&json!({"rows": rows}))["total"], &amount(costs.iter().sum()));
    }
}

#[test]
fn ties_are_rounded_as_people_do() {
    // 9,999,999,999,999 × 0.505 ends with half a cent, which no binary fraction holds beside so many digits.
    for (first, rate, tax) in
        [(100, 500, 1), (-100, 500, -1), (300, 49_500, 149), (999_999_999_999_900, 50_500, 504_999_999_999_950)]
    {
        let rate = Decimal::from_i128_with_scale(rate, 5).to_string().parse::<f64>().unwrap();
        let values = computed(&json!({"amount": amount(first), "rate": rate}));
        assert_eq!(values["tax"], amount(tax), "{first} × {rate}");
    }
}

#[test]
fn what_is_no_amount_is_refused_and_shown_as_it_is() {
    for (given, code) in [
        (json!(5_000_000_000_000.123), Code::Decimals),
        (json!(0.001), Code::Decimals),
        (json!(12.345), Code::Decimals),
        (json!(10_000_000_000_000_i64), Code::Amount),
        (json!(1e300), Code::Amount),
        (json!(-10_000_000_000_000.5), Code::Amount),
    ] {
        let submission = FORM.check(&json!({"amount": given}), &Context::default());
        assert_eq!(submission.errors.iter().map(|error| error.code).collect::<Vec<_>>(), [code.name()], "{given}");
        assert_eq!(submission.values["amount"], given);
    }
    for given in [json!(9_999_999_999_999.99), json!(-0.01), json!(0), json!(12.0), json!(0.07), json!(1234.56)] {
        assert_eq!(FORM.check(&json!({"amount": given}), &Context::default()).errors, [], "{given}");
    }
    let large = json!({"amount": 9_999_999_999_999.99, "quantity": 10});
    let errors = FORM.check(&large, &Context::default()).errors;
    assert_eq!(
        errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect::<Vec<_>>(),
        [("/product", "amount")]
    );
}

#[test]
fn bounds_and_steps_of_amounts_are_exact() {
    let money = |keyword: &str, bound: &Value| {
        let schema =
            json!({"type": "object", "properties": {"a": {"type": "number", "format": "money", keyword: bound}}});
        Form::compile(&Definition::bare(json!({"schema": schema})).unwrap(), &[]).unwrap()
    };
    for cents in [1, 7, 29, 57, 115, 100_005, 435_001, 99_999_999_999_999, 999_999_999_999_998] {
        let (at, above) = (amount(cents), amount(cents + 1));
        for (keyword, bound, fits, not) in [
            ("maximum", &at, &at, &above),
            ("minimum", &above, &above, &at),
            ("exclusiveMaximum", &above, &at, &above),
            ("exclusiveMinimum", &at, &above, &at),
        ] {
            let form = money(keyword, bound);
            let is_fit = |value: &Value| form.check(&json!({"a": value}), &Context::default()).errors.is_empty();
            assert!(is_fit(fits) && !is_fit(not), "{keyword} {bound}");
        }
        let by_cents = money("multipleOf", &json!(0.01));
        assert_eq!(by_cents.check(&json!({"a": at}), &Context::default()).errors, [], "{at}");
        let by_fives = money("multipleOf", &json!(0.05));
        assert_eq!(by_fives.check(&json!({"a": at}), &Context::default()).errors.is_empty(), cents % 5 == 0, "{at}");
    }
}

#[test]
fn amounts_leave_the_form_with_their_cents() {
    let values = json!({"amount": 9_999_999_999_999.9, "other": 0.07, "quantity": 3});
    let cells: Vec<String> = ["/amount", "/other"]
        .iter()
        .map(|pointer| {
            let field = FORM.nodes[FORM.nearest(pointer).unwrap()].field().unwrap();
            let value = values.pointer(pointer).unwrap();
            match field.kind.cells(field, value, "fr").as_slice() {
                [Cell::Number(digits)] => digits.clone(),
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert_eq!(cells, ["9999999999999.90", "0.07"]);
}

#[test]
fn a_comma_of_an_english_page_is_thousands_or_is_asked_about() {
    let form = simple(json!({
        "amount": {"title": "Amount", "type": "number", "format": "money"},
        "count": {"title": "Count", "type": "integer"},
        "size": {"title": "Size", "type": "number"}
    }));
    let me =
        Writer { id: "a".into(), name: "A".into(), page: "p".into(), at: chrono::DateTime::UNIX_EPOCH.fixed_offset() };
    let posted = |draft: &Value, lang: &str, typed: &[(&str, &str)]| {
        form.merge_since(&Past::none(draft).in_language(lang), &pairs(typed), None, &me)
    };
    let all = [("/amount", "€1,234"), ("/count", "12,345"), ("/size", "1,234")];
    let draft = posted(&json!({}), "en", &all);
    assert_eq!(draft, json!({"amount": 1234, "count": 12_345, "size": "1,234"}));
    assert_eq!(errors(&form, &draft), [("/size".to_owned(), "thousands")]);
    assert_eq!(find(view(&form, 1, &draft), "size").value, "1,234", "what was typed is in its box");
    let [french, english] = super::messages::said(&form.check(&draft, &Context::default()).errors[0]);
    assert!(french.contains("deux façons") && english.contains("two ways"), "{french} {english}");
    // The same page in French, posted as it was drawn, makes no thousandth of it.
    assert_eq!(posted(&draft, "fr", &[("/size", "1,234")]), draft);
    assert_eq!(posted(&draft, "fr", &[("/size", "1.234")])["size"], 1.234);
    assert_eq!(posted(&draft, "en", &[("/size", "1234")])["size"], 1234);
    // What stands as a number is drawn with a dot, and stays.
    let size = json!({"size": 1.234});
    assert_eq!(posted(&size, "en", &[("/size", "1.234")]), size);
    assert_eq!(posted(&size, "en", &[("/size", "1,234")])["size"], "1,234");
    // In French nothing changes.
    assert_eq!(posted(&json!({}), "fr", &all), json!({"amount": "€1,234", "count": "12,345", "size": 1.234}));
}
