//! The small forms of a dossier that keep what is sent without a session.

use super::Number;
use super::access::{self, Readable};
use crate::messages::Side;
use crate::schema::dossiers;
use crate::{Error, Result, procedures};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

/// The input that says for whom somebody acts.
pub(super) const ON_BEHALF: &str = "on_behalf";

/// A form of a page of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A message from this side to the other.
    Message(Side),
    /// What an instructor writes for a step, by the name of its transition.
    Step(String),
    /// What is written for a task, by its name.
    Task(String),
    /// Who files.
    Identity,
    /// Whom the applicant invites to fill.
    Invitation,
}

impl Place {
    pub(super) fn code(&self) -> String {
        match self {
            Self::Message(side) => side.code().to_owned(),
            Self::Step(transition) => format!("step:{transition}"),
            Self::Task(name) => format!("task:{name}"),
            Self::Identity => "identity".to_owned(),
            Self::Invitation => "invitation".to_owned(),
        }
    }

    pub(super) fn of_code(code: &str) -> Option<Self> {
        let plain =
            [Self::Message(Side::Applicant), Self::Message(Side::Administration), Self::Identity, Self::Invitation];
        let step = || code.strip_prefix("step:").map(|transition| Self::Step(transition.to_owned()));
        let task = || code.strip_prefix("task:").map(|name| Self::Task(name.to_owned()));
        plain.into_iter().find(|place| place.code() == code).or_else(step).or_else(task)
    }

    /// Whether an input of this name is worth keeping.
    pub(super) fn keeps(&self, name: &str) -> bool {
        match self {
            Self::Message(_) => name == "body",
            // The fields of a form are named by their pointers.
            Self::Step(_) => name.starts_with('/') || ["motivation", "message", "fields", ON_BEHALF].contains(&name),
            Self::Task(_) => name.starts_with('/') || ["motivation", "outcome"].contains(&name),
            Self::Identity => ["siret", "organisation"].contains(&name),
            Self::Invitation => name == "email",
        }
    }

    /// Whether what comes later of an input is added to what waits of it. An answer, a number or an address takes the place of the
    /// former one.
    pub(super) fn adds(&self, name: &str) -> bool {
        match self {
            Self::Message(_) => true,
            Self::Step(_) => ["motivation", "message", "fields"].contains(&name),
            _ => false,
        }
    }

    fn is_applicants(&self) -> bool {
        matches!(self, Self::Message(Side::Applicant) | Self::Identity | Self::Invitation)
    }

    /// Where its page shows it to somebody: a button has one of its own if it asks for a form of the procedure's.
    pub(super) fn address(
        &self,
        db: &mut PgConnection,
        number: &Number,
        (account, now): (Uuid, DateTime<Utc>),
    ) -> Result<String> {
        let has_page = |db: &mut PgConnection, transition: &str| {
            // Whoever may not read the dossier learns nothing of its circuit.
            let found = match super::find(db, self.open_to(account, now), number) {
                Err(Error::NotFound) => return Ok(false),
                found => found?,
            };
            let revision = procedures::revision(db, found.revision_id)?;
            Ok::<_, Error>(revision.form_of_button(&found.snapshot()?, transition).is_some())
        };
        Ok(match self {
            Self::Step(transition) if has_page(db, transition)? => {
                format!("/instruction/dossiers/{number}/transitions/{transition}")
            }
            Self::Message(Side::Applicant) => format!("/dossiers/{number}#messages"),
            Self::Message(Side::Administration) => format!("/instruction/dossiers/{number}#messages"),
            Self::Step(transition) => format!("/instruction/dossiers/{number}#{transition}"),
            Self::Task(name) => format!("/instruction/dossiers/{number}/tasks/{name}"),
            Self::Identity => format!("/dossiers/{number}/identite"),
            Self::Invitation => format!("/dossiers/{number}#partage"),
        })
    }

    /// The dossiers on which this person may send it.
    pub(super) fn open_to(&self, account: Uuid, now: DateTime<Utc>) -> Readable {
        if self.is_applicants() {
            access::filed_by_account(account)
        } else {
            access::consultable_by_account(account, now)
        }
    }

    /// Who may have written it. What they may do now is [`Self::open_to`]'s to say.
    pub(super) fn writers(&self, db: &mut PgConnection, number: &Number, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
        if !self.is_applicants() {
            return access::consulting(db, number, now);
        }
        let dossier = dossiers::table.filter(dossiers::number.eq(number.as_str().to_owned()));
        Ok(dossier.select(dossiers::applicant_id).load(db)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_known_by_its_code() {
        let messages = [Side::Applicant, Side::Administration].map(Place::Message);
        for place in messages.into_iter().chain([
            Place::Step("x".into()),
            Place::Task("y".into()),
            Place::Identity,
            Place::Invitation,
        ]) {
            assert_eq!(Place::of_code(&place.code()), Some(place));
        }
        assert_eq!(Place::of_code("else"), None);
    }
}
