use super::Example;
use super::record::{Record, part};
use super::tax_fr::TAX_FR;
use super::tax_reference_fr::TAX_REFERENCE_FR;
use crate::form::cell::Column;

/// An income tax notice, `forms/types/tax-notice.json`: the tax number and the reference, with which the administration that
/// receives it can check it.
pub(super) static TAX_NOTICE: Record = Record {
    name: "tax-notice",
    parts: &[
        part("tax_number", "form-tax-notice-number", "", 20),
        part("reference", "form-tax-notice-reference", "", 20),
    ],
    kinds: &[&TAX_FR, &TAX_REFERENCE_FR],
    columns: &[
        Column::part("tax_number", "form-tax-notice-number"),
        Column::part("reference", "form-tax-notice-reference"),
    ],
    example: Example::new(
        r#"{"$ref": "../types/tax-notice.json"}"#,
        r#"{"tax_number": "3023217600053", "reference": "2644A12345678"}"#,
        Some(r#"{"tax_number": "3023217600054", "reference": "2644A12345678"}"#),
    ),
};
