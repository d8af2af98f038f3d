use super::Example;
use super::listed::{Drawn, Listed};
use crate::reference::{Country, countries};

/// A country, as ISO 3166-1 alpha-2, shown in the reader's language.
pub(super) static COUNTRY: Listed<Country> = Listed {
    name: "country",
    set: countries,
    check: |code| countries().get(code).is_some(),
    drawn: Drawn::Searched,
    example: Example::new(r#"{"$ref": "../types/country.json"}"#, r#""DE""#, Some(r#""Atlantide""#)),
};
