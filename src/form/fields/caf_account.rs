use super::caf::CAF;
use super::record::{Record, part};
use super::{Example, Part, TEXT};
use crate::form::cell::Column;

/// A household that a family allowance fund (CAF) knows, `forms/types/caf-account.json`: its number, and the postal code that
/// tells which fund.
pub(super) static CAF_ACCOUNT: Record = Record {
    name: "caf-account",
    parts: &[
        part("number", "form-caf-number", "", 10),
        Part {
            wrong: Some("form-error-pattern-caf-account"),
            ..part("postal_code", "form-caf-postal-code", "postal-code", 5)
        },
    ],
    kinds: &[&CAF, &TEXT],
    columns: &[Column::part("number", "form-caf-number"), Column::part("postal_code", "form-caf-postal-code")],
    example: Example::new(
        r#"{"$ref": "../types/caf-account.json"}"#,
        r#"{"number": "1234567", "postal_code": "44000"}"#,
        Some(r#"{"number": "1234567", "postal_code": "4400"}"#),
    ),
};
