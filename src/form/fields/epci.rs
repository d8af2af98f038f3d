use super::Example;
use super::listed::{Drawn, Listed};
use crate::reference::{Epci, epcis};

/// A group of communes, by its SIREN.
pub(super) static EPCI: Listed<Epci> = Listed {
    name: "epci",
    set: epcis,
    check: |code| epcis().get(code).is_some(),
    drawn: Drawn::Searched,
    example: Example::new(r#"{"$ref": "../types/epci.json"}"#, r#""244400404""#, Some(r#""Nantes""#)),
};
