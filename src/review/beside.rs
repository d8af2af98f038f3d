//! A dossier beside which somebody fills a form: what each such page shows of it.

use super::dossier::sections;
use crate::dossiers::{self, Dossier};
use crate::form::SummarySection;
use crate::procedures::Revision;
use crate::web::Lang;
use crate::{Error, Result};
use serde::Serialize;
use uuid::Uuid;

/// The dossier, and what a click on the page says of it.
#[derive(Serialize)]
pub struct Beside {
    number: String,
    /// What is to be done.
    label: String,
    applicant: String,
    sections: Vec<SummarySection>,
    rev: i32,
    key: Uuid,
}

impl Beside {
    pub fn of(dossier: &Dossier, revision: &Revision, label: String, lang: Lang) -> Result<Self> {
        let identity: dossiers::Identity =
            serde_json::from_value(dossier.applicant.clone()).map_err(Error::internal)?;
        Ok(Self {
            number: dossier.number.clone(),
            label,
            applicant: identity.name(),
            sections: sections(dossier, revision, lang),
            rev: dossier.rev,
            key: Uuid::new_v4(),
        })
    }
}
