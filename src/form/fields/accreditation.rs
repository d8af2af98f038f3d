use super::date::Date;
use super::record::{Record, part};
use super::{Example, Part, TEXT};
use crate::form::cell::Column;

/// An accreditation to an event, `forms/types/accreditation.json`: its number, and the date of birth that goes with it. Who
/// gives accreditations lays their numbers down; démarches-simplifiées takes digits, for the Paris Games of 2024.
pub(super) static ACCREDITATION: Record = Record {
    name: "accreditation",
    parts: &[
        Part { wrong: Some("form-error-pattern-accreditation"), ..part("number", "form-accreditation-number", "", 20) },
        part("birth_date", "form-accreditation-birth-date", "bday", 10),
    ],
    kinds: &[&TEXT, &Date],
    columns: &[
        Column::part("number", "form-accreditation-number"),
        Column::part("birth_date", "form-accreditation-birth-date"),
    ],
    example: Example::new(
        r#"{"$ref": "../types/accreditation.json"}"#,
        r#"{"number": "100234567", "birth_date": "1990-07-26"}"#,
        Some(r#"{"number": "AB 12", "birth_date": "1990-07-26"}"#),
    ),
};
