//! What the workflow's rules may read of a dossier.

use super::Dossier;
use crate::civil::Territory;
use crate::procedures::Revision;
use crate::workflow::{Inputs, People};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

/// What the workflow's rules may read of a dossier, beside its snapshot. All of it can be found again in the history.
pub struct Facts {
    form: Value,
    applicant: Value,
    dossier: Value,
    today: NaiveDate,
    territory: Territory,
    /// Who holds the roles of those who have seats.
    pub people: People,
    /// Whether they are known: see [`Inputs::knows_holders`].
    pub knows_holders: bool,
    /// What the step's own form was filled with.
    pub input: Value,
}

impl Facts {
    /// With new answers, or those in force.
    pub fn of(
        dossier: &Dossier,
        revision: &Revision,
        answers: Option<&Value>,
        input: Value,
        now: DateTime<Utc>,
    ) -> Self {
        Self {
            form: answers.or(dossier.answers.as_ref()).cloned().unwrap_or_default(),
            applicant: dossier.applicant.clone(),
            dossier: json!({ "number": dossier.number, "submitted_at": dossier.submitted_at }),
            today: revision.date(now),
            territory: revision.definition.territory,
            people: People::new(),
            knows_holders: false,
            input,
        }
    }

    /// As the engine reads them. Answers in force are valid: nothing else is ever kept as such.
    pub fn inputs(&self) -> Inputs<'_> {
        Inputs {
            form: &self.form,
            valid: true,
            ineligible: false,
            applicant: &self.applicant,
            dossier: &self.dossier,
            today: self.today,
            territory: self.territory,
            people: &self.people,
            knows_holders: self.knows_holders,
            input: &self.input,
            ..Inputs::default()
        }
    }
}
