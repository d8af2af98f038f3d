//! What every kind owes, whatever it is.

mod lists;
mod outputs;

use super::*;
use crate::form::code::Code;
use crate::form::element::Element;
use crate::form::node::Offered;
use crate::form::pointer::Template;
use crate::form::words::tests::exists;
use crate::rules::Text as Words;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// Components that `templates/components/element.html` draws.
const COMPONENTS: [&str; 13] = [
    "text",
    "textarea",
    "select",
    "radios",
    "checkboxes",
    "checkbox",
    "date",
    "file",
    "parts",
    "map",
    "repeat",
    "calculated",
    "autocomplete",
];

fn field(kind: &'static dyn Kind) -> Field {
    let choice = |value: Value, label: &str| Offered {
        key: plain(&value),
        value,
        label: Words::from(label),
        hint: None,
        group: None,
    };
    let choices = vec![choice(json!("a"), "Un"), choice(json!(2), "Deux"), choice(json!(" b "), "Trois")];
    Field { kind, choices, ..Field::new(Template::default().child("x")) }
}

fn nantes() -> Value {
    json!({"code": "44109", "name": "Nantes", "postal_code": "44000", "departement": "44", "region": "52",
        "epci": "244400404"})
}

/// Inputs, and the value that each kind makes of them.
pub(crate) fn samples(name: &str) -> Vec<(Vec<&'static str>, Value)> {
    match name {
        "text" => vec![
            (vec![" Zoé\u{0}\n N’Diaye "], json!("Zoé  N’Diaye")),
            (vec!["<b>"], json!("<b>")),
            (vec!["Zoe\u{301}"], json!("Zoé")),
        ],
        "textarea" => vec![(vec!["a\r\nb\u{7}\rc "], json!("a\nb\nc"))],
        "email" => vec![(vec!["a@b.fr"], json!("a@b.fr")), (vec!["non"], json!("non"))],
        "phone" => {
            vec![
                (vec!["06 39 98 12 34"], json!("+33639981234")),
                (vec!["+44 20 7946 0958"], json!("+442079460958")),
                (vec!["40 41 23 45"], json!("+68940412345")),
                (vec!["72 12 34"], json!("72 12 34")),
            ]
        }
        "url" => vec![(vec!["www.exemple.fr"], json!("https://www.exemple.fr"))],
        "integer" => vec![(vec!["1 200"], json!(1200)), (vec!["douze"], json!("douze")), (vec!["1,5"], json!("1,5"))],
        "decimal" => vec![(vec!["0,125"], json!(0.125)), (vec!["-3.50"], json!(-3.5))],
        "money" => vec![
            (vec!["1 234,5 €"], json!(1234.5)),
            (vec!["€1,234.50"], json!(1234.5)),
            (vec!["12"], json!(12)),
            (vec!["12,345"], json!("12,345")),
        ],
        "date" => vec![
            (vec!["1", "3", "2026"], json!("2026-03-01")),
            (vec!["31", "02", "2026"], json!("31/02/2026")),
            (vec!["2026-03-01"], json!("2026-03-01")),
        ],
        "time" => vec![
            (vec!["14h30"], json!("14:30")),
            (vec!["9 h"], json!("09:00")),
            (vec!["2.30 pm"], json!("14:30")),
            (vec!["08:30:00Z"], json!("08:30:00Z")),
            (vec!["midi"], json!("midi")),
        ],
        "date-time" => vec![
            (vec!["27", "3", "2026", "14h30"], json!("2026-03-27T14:30:00+01:00")),
            (vec!["2026-07-27T14:30:00Z"], json!("2026-07-27T14:30:00Z")),
            (vec!["27/3/2026 9h"], json!("2026-03-27T09:00:00+01:00")),
            (vec!["31", "2", "2026", "14h30"], json!("31/2/2026 14h30")),
        ],
        "yes-no" => vec![(vec!["false"], json!(false)), (vec!["true"], json!(true))],
        "checkbox" | "consent" => vec![(vec!["", "true"], json!(true)), (vec![""], Value::Null)],
        "choice" => vec![(vec!["2"], json!(2)), (vec![" b "], json!(" b ")), (vec!["z"], json!("z"))],
        "choice-other" => vec![
            (vec!["2", ""], json!(2)),
            (vec!["#other", "Autre chose"], json!("Autre chose")),
            (vec!["Autre chose"], json!("Autre chose")),
            (vec!["a", "Autre chose"], json!("a")),
        ],
        "multiple" => vec![(vec!["", "2", "a", "a"], json!(["a", 2])), (vec![""], Value::Null)],
        "scalar" => vec![(vec!["12"], json!(12)), (vec!["012"], json!("012")), (vec!["1.50"], json!("1.50"))],
        "siret" => vec![(vec!["732 829 320 00074"], json!("73282932000074")), (vec!["12"], json!("12"))],
        "iban" => vec![(vec!["fr14 2004 1010 0505 0001 3m02 606"], json!("FR1420041010050500013M02606"))],
        "siren" => vec![(vec!["732 829 320"], json!("732829320")), (vec!["732 829 321"], json!("732 829 321"))],
        "vat-fr" => {
            vec![(vec!["fr 40 303 265 045"], json!("FR40303265045")), (vec!["40303265045"], json!("FR40303265045"))]
        }
        "nir" => {
            vec![(vec!["2 55 08 14 168 025 38"], json!("255081416802538")), (vec!["2 55"], json!("2 55"))]
        }
        "rna" => vec![(vec!["w 751 080 001"], json!("W751080001"))],
        "rnf" => vec![(vec!["075 fdd 00003 01"], json!("075-FDD-00003-01"))],
        "uai" => vec![
            (vec!["080 1206 b"], json!("0801206B")),
            (vec!["0440500e"], json!("0440500E")),
            (vec!["clemenceau nantes", "0440021J"], json!("0440021J")),
            (vec!["LYCÉE CLEMENCEAU, NANTES (0440021J)"], json!("0440021J")),
            (vec!["0440500E", "0440021J"], json!("0440500E")),
            (vec!["lycée"], json!("lycée")),
            (vec!["0801206C"], json!("0801206C")),
        ],
        "tax-fr" => vec![(vec!["30 23 217 600 053"], json!("3023217600053"))],
        "tax-reference-fr" => vec![(vec!["26 44 a123456 78"], json!("2644A12345678"))],
        "caf" => vec![(vec!["123 4567"], json!("1234567")), (vec!["12345678"], json!("12345678"))],
        "france-travail" => vec![(vec!["123 4567 a"], json!("1234567A")), (vec!["zoe_77"], json!("zoe_77"))],
        "ine" => vec![(vec!["123 456 789 ab"], json!("123456789AB"))],
        "chorus" => vec![(vec!["ej 2026-12"], json!("EJ2026-12")), (vec!["ej*1"], json!("ej*1"))],
        "bic" => vec![(vec!["psst fr pp nte"], json!("PSSTFRPPNTE"))],
        "dossier-number" => vec![(vec!["2026 000123 6"], json!("2026-000123-6"))],
        "civility" => vec![(vec!["Mme"], json!("Mme")), (vec!["Monsieur"], json!("M.")), (vec![""], Value::Null)],
        "formatted" => vec![(vec![" AB-123-CD "], json!("AB-123-CD"))],
        "commune" => vec![
            (vec!["44000 nantes"], nantes()),
            (vec!["44109|44000"], nantes()),
            (vec!["Nantes", "44109|44000"], nantes()),
            (vec!["Nantes"], json!("Nantes")),
            (vec!["Vertou 44000", "44109|44000"], json!("Vertou 44000")),
            (vec!["", "44109|44000"], Value::Null),
        ],
        // Without a list, nothing is named.
        "reference" => vec![(vec!["École"], json!("École")), (vec!["École", "1"], json!("École"))],
        "map" => vec![
            (
                vec![r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{}}]}"#],
                json!({"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties": {}}]}),
            ),
            (
                vec![r#"{"type":"Point","coordinates":[2,48,35]}"#],
                json!({"type": "FeatureCollection", "features": [
                    {"type": "Feature", "geometry": {"type": "Point", "coordinates": [2.0, 48.0]}, "properties": {}},
                ]}),
            ),
            (vec!["48, 2"], json!("48, 2")),
            (vec![r#"{"type":"Point","coordinates":[2]}"#], json!(r#"{"type":"Point","coordinates":[2]}"#)),
        ],
        "departement" => {
            vec![(vec!["2A"], json!("2A")), (vec!["loire-atlantique"], json!("44")), (vec!["x"], json!("x"))]
        }
        "region" => vec![(vec!["52"], json!("52")), (vec!["pays de la loire"], json!("52"))],
        "epci" => vec![(vec!["Nantes Métropole (44)"], json!("244400404")), (vec!["nant"], json!("nant"))],
        "country" => vec![
            (vec!["Germany"], json!("DE")),
            (vec!["de"], json!("DE")),
            (vec!["Guin", "GN"], json!("GN")),
            (vec!["GF"], json!("GF")),
        ],
        // Nothing posted is ever a file, a row, an address as a whole, or a computed value.
        "address" | "bank-account" | "caf-account" | "tax-notice" | "accreditation" | "file" | "repeat" | "entries"
        | "explanation" | "calculated" => {
            vec![(vec!["{\"id\":1}"], Value::Null)]
        }
        other => panic!("write samples for {other}"),
    }
}

#[test]
fn names_are_unique_and_labelled_in_each_language() {
    let names: BTreeSet<&str> = KINDS.iter().map(|kind| kind.name()).collect();
    assert_eq!(names.len(), KINDS.len());
    for name in names {
        assert!(exists(&format!("form-kind-{name}")), "{name}");
    }
}

#[test]
fn each_component_exists() {
    for kind in KINDS {
        let component = kind.component(&field(kind));
        assert!(COMPONENTS.contains(&component) || component == "explanation", "{component}");
    }
}

#[test]
fn what_is_read_is_shown_and_read_again_as_it_was() {
    for kind in KINDS {
        let field = field(kind);
        for (raws, expected) in samples(kind.name()) {
            let value = kind.read_all(&field, &raws);
            assert_eq!(value, expected, "{} {raws:?}", kind.name());
            if value.is_null() || kind.name() == "multiple" {
                continue;
            }
            for lang in ["fr", "en"] {
                let typed = kind.typed(&field, &value, lang);
                // What a page refused is no answer in another language.
                let read = if value.is_string() {
                    kind.read_all(&field, &[&typed])
                } else {
                    kind.read_in(&field, &[&typed], lang)
                };
                assert_eq!(read, value, "{} {typed} {lang}", kind.name());
                assert!(!kind.display(&field, &value, lang).concat().is_empty());
            }
        }
    }
}

proptest! {
    /// What people copy from a summary is the number that they saw, whatever its language: fifteen digits, which is what a
    /// number of JSON keeps.
    #[test]
    fn a_number_is_read_as_it_is_displayed(digits in -999_999_999_999_999..=999_999_999_999_999_i64, scale in 2..=10_u32) {
        let precise = rust_decimal::Decimal::new(digits, scale);
        let samples: [(&'static dyn Kind, Value); 3] = [
            (&decimal::Decimal, crate::rules::to_json(precise)),
            (&money::Money, crate::form::numbers::to_cents(rust_decimal::Decimal::new(digits, 2))),
            (&integer::Integer, json!(digits / 100)),
        ];
        for (kind, value) in samples {
            let field = field(kind);
            for lang in ["fr", "en"] {
                let shown = kind.display(&field, &value, lang).concat();
                let read = kind.read_in(&field, &[&shown], lang);
                prop_assert_eq!(read.as_f64(), value.as_f64(), "{} {} {}", kind.name(), shown, lang);
            }
        }
    }
}

#[test]
fn money_is_read_as_it_is_displayed() {
    let kind = &money::Money;
    let field = field(kind);
    for (value, fr, en) in [
        (json!(1234.5), "1\u{202f}234,50\u{a0}€", "€1\u{202f}234.50"),
        (json!(-3), "-3,00\u{a0}€", "-€3.00"),
        (json!(1_000_000), "1\u{202f}000\u{202f}000,00\u{a0}€", "€1\u{202f}000\u{202f}000.00"),
    ] {
        for (lang, shown) in [("fr", fr), ("en", en)] {
            assert_eq!(kind.display(&field, &value, lang), [shown]);
            assert_eq!(kind.read_in(&field, &[shown], lang), value);
        }
    }
    assert_eq!(kind.fault(&field, &json!(1.005)), Some(Code::Decimals));
    assert_eq!(kind.fault(&field, &json!(0.29)), None);
}

#[test]
fn no_kind_is_afraid_of_a_foreign_value() {
    let values =
        [json!(null), json!(true), json!(-1e300), json!("é\u{0}"), json!([[]]), json!({"a": {}}), json!("12/")];
    for kind in KINDS {
        let field = field(kind);
        for value in &values {
            kind.display(&field, value, "fr");
            kind.typed(&field, value, "en");
            kind.draw(&field, Some(value), "fr", &mut Element::default());
            let _ = kind.fault(&field, value);
        }
        kind.draw(&field, None, "xx", &mut Element::default());
    }
}

#[test]
fn ids_come_from_pointers() {
    assert_eq!(element_id("/expenses/0/amount"), "expenses-0-amount");
    assert_eq!(element_id("/a~1b/c d"), "a_b-c_d");
}
