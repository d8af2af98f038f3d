//! What each kind gives to a table and prints.

use super::*;
use chrono::Datelike;

#[test]
fn a_value_has_as_many_cells_as_its_kind_has_columns() {
    let foreign =
        [json!(true), json!(-1e300), json!("é"), json!([[]]), json!({"a": {}}), json!(["a", {}]), json!({"code": 1})];
    for kind in KINDS {
        let field = field(kind);
        let columns = kind.columns(&field);
        let suffixes: BTreeSet<&str> = columns.iter().map(|column| column.suffix).collect();
        assert_eq!(suffixes.len(), columns.len(), "{}", kind.name());
        for column in columns {
            assert!(column.label.is_empty() || exists(column.label), "{} {}", kind.name(), column.label);
        }
        let known = samples(kind.name()).into_iter().map(|(_, value)| value).filter(|value| !value.is_null());
        for value in known.chain(foreign.clone()) {
            for lang in ["fr", "en"] {
                assert_eq!(kind.cells(&field, &value, lang).len(), columns.len(), "{} {value}", kind.name());
            }
        }
    }
}

/// The cells of a value, as they are.
fn cells(kind: &'static dyn Kind, value: &Value) -> Vec<Cell> {
    kind.cells(&field(kind), value, "fr")
}

#[test]
fn cells_keep_the_type_of_their_values() {
    let text = |text: &str| Cell::Text(text.to_owned());
    let number = |digits: &str| Cell::Number(digits.to_owned());
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
    let half = chrono::NaiveTime::from_hms_opt(9, 30, 0).unwrap();
    let address = json!({"street": "1 rue Haute", "postal_code": "44000", "city": "Nantes", "commune": "44109"});
    let cases: [(&'static dyn Kind, Value, Vec<Cell>); 26] = [
        (&text::Text, json!("=1+1"), vec![text("=1+1")]),
        (&textarea::Textarea, json!("a\nb"), vec![text("a\nb")]),
        (&integer::Integer, json!(12000), vec![number("12000")]),
        (&integer::Integer, json!("douze"), vec![text("douze")]),
        (&decimal::Decimal, json!(-0.125), vec![number("-0.125")]),
        (&money::Money, json!(1234.1), vec![number("1234.10")]),
        (&money::Money, json!(12), vec![number("12.00")]),
        (&money::Money, json!(12.345), vec![number("12.345")]),
        (&date::Date, json!("2026-03-01"), vec![Cell::Date(day)]),
        (&date::Date, json!("31/02/2026"), vec![text("31/02/2026")]),
        (
            &date_time::Moment,
            json!("2026-07-01T07:30:00Z"),
            vec![Cell::Moment(day.and_time(half).with_month(7).unwrap())],
        ),
        (&time::Time, json!("09:30"), vec![Cell::Time(half)]),
        (&time::Time, json!("09:30:00Z"), vec![text("09:30:00Z")]),
        (&yes_no::YesNo, json!(false), vec![Cell::Boolean(false)]),
        (&choice::Choice, json!(2), vec![text("Deux"), text("2")]),
        (&multiple::Multiple, json!(["a", 2]), vec![text("Un, Deux"), text("a, 2")]),
        (
            &address::Address,
            address,
            vec![text("1 rue Haute"), Cell::Empty, text("44000"), text("Nantes"), Cell::Empty, text("44109")],
        ),
        (
            &commune::Commune,
            nantes(),
            vec![text("Nantes"), text("44000"), text("44109"), text("Loire-Atlantique (44)")],
        ),
        (&commune::Commune, json!("Nant"), vec![text("Nant"), Cell::Empty, Cell::Empty, Cell::Empty]),
        (
            &caf_account::CAF_ACCOUNT,
            json!({"number": "0012345", "postal_code": "01000"}),
            vec![text("0012345"), text("01000")],
        ),
        (&tax_notice::TAX_NOTICE, json!({"tax_number": "3023217600053"}), vec![text("3023217600053"), Cell::Empty]),
        (
            &accreditation::ACCREDITATION,
            json!({"number": "12-3", "birth_date": "2026-03-01"}),
            vec![text("12-3"), Cell::Date(day)],
        ),
        (&siret::SIRET, json!("73282932000074"), vec![text("73282932000074")]),
        (&siret::SIRET, json!("732 829"), vec![text("732 829")]),
        (&country::COUNTRY, json!("DE"), vec![text("Allemagne"), text("DE")]),
        (&repeat::Repeat, json!([{}, {}]), vec![number("2")]),
    ];
    for (kind, value, expected) in cases {
        assert_eq!(cells(kind, &value), expected, "{} {value}", kind.name());
    }
    let files = json!([{"id": "1", "name": "a.pdf"}, {"id": "2", "name": "b.pdf"}]);
    assert_eq!(cells(&file::File, &files), [text("a.pdf\nb.pdf")]);
}

#[test]
fn each_kind_is_printed_to_be_filled_by_hand() {
    for kind in KINDS {
        let printed = kind.paper(&field(kind), "fr");
        let expected = match kind.name() {
            "calculated" | "explanation" => matches!(printed, Paper::Nothing),
            "file" => printed == Paper::Documents,
            "address" | "bank-account" | "caf-account" | "tax-notice" | "accreditation" | "repeat" | "entries" => {
                printed == Paper::Inside
            }
            "checkbox" | "consent" => printed == Paper::Tick,
            "choice" | "choice-other" | "civility" | "multiple" | "yes-no" => {
                matches!(&printed, Paper::Boxes { labels, .. } if ["Un", "Oui", "Madame"].contains(&labels[0].as_str()))
            }
            "date" | "date-time" | "time" | "siren" | "siret" | "iban" | "bic" | "nir" | "rna" | "uai" | "tax-fr"
            | "tax-reference-fr" | "caf" | "ine" | "vat-fr" => matches!(printed, Paper::Cells { .. }),
            "commune" => matches!(printed, Paper::Parts { .. }),
            _ => matches!(printed, Paper::Lines { .. }),
        };
        assert!(expected, "{}: {printed:?}", kind.name());
    }
}
