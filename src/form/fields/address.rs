use super::{Facts, Kind};
use crate::form::node::Field;
use serde_json::Value;

/// A postal address, `forms/types/address.json`. Its parts are fields of their own.
#[derive(Debug)]
pub(super) struct Address;

/// The parts: property, label, autocomplete token, width of the input.
pub(crate) const PARTS: [(&str, &str, &str, Option<u64>); 5] = [
    ("street", "form-address-street", "address-line1", None),
    ("complement", "form-address-complement", "address-line2", None),
    ("postal_code", "form-address-postal-code", "postal-code", Some(5)),
    ("city", "form-address-city", "address-level2", Some(20)),
    ("country", "form-address-country", "country-name", Some(20)),
];

impl Kind for Address {
    fn name(&self) -> &'static str {
        "address"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("address") && facts.type_name == "object"
    }

    fn component(&self, _field: &Field) -> &'static str {
        "address"
    }

    /// The address itself has no input.
    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    /// As on an envelope.
    fn display(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<String> {
        let part = |name: &str| value.get(name).map(super::plain).unwrap_or_default();
        let town = format!("{} {}", part("postal_code"), part("city"));
        let lines = [part("street"), part("complement"), town.trim().to_owned(), part("country")];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }
}
