use super::Example;
use super::listed::{Drawn, Listed};
use crate::reference::{Departement, departements};

/// A French département or overseas collectivity: « 44 », « 2A », « 971 ».
pub(super) static DEPARTEMENT: Listed<Departement> = Listed {
    name: "departement",
    set: departements,
    check: |code| departements().get(code).is_some(),
    drawn: Drawn::ByCode,
    example: Example::new(r#"{"$ref": "../types/departement.json"}"#, r#""44""#, Some(r#""99""#)),
};
