use super::Example;
use super::listed::{Drawn, Listed};
use crate::reference::{Region, regions};

/// A French région, by its INSEE code.
pub(super) static REGION: Listed<Region> = Listed {
    name: "region",
    set: regions,
    check: |code| regions().get(code).is_some(),
    drawn: Drawn::ByName,
    example: Example::new(r#"{"$ref": "../types/region.json"}"#, r#""52""#, Some(r#""00""#)),
};
