//! The messages of a dossier, as one side reads them.

use crate::Result;
use crate::messages::{self, Side};
use crate::procedures::Revision;
use crate::procedures::contact::contact;
use crate::web::Lang;
use chrono::{DateTime, FixedOffset};
use diesel::PgConnection;
use serde::Serialize;
use uuid::Uuid;

/// A message as the thread shows it.
#[derive(Debug, Serialize)]
pub struct Said {
    pub author: String,
    pub at: DateTime<FixedOffset>,
    pub text: String,
    pub mine: bool,
}

/// The thread, seen from one side. To an applicant, an instructor is the service.
pub fn thread(db: &mut PgConnection, dossier: Uuid, side: Side, revision: &Revision, lang: Lang) -> Result<Vec<Said>> {
    let service = contact(revision, lang);
    let mine = |message: &messages::Message| (message.side == "applicant") == (side == Side::Applicant);
    let said = |message: messages::Message| Said {
        mine: mine(&message),
        author: match (&service, message.given_name.zip(message.family_name)) {
            (_, Some((given, family))) if side == Side::Administration || message.side == "applicant" => {
                format!("{given} {family}")
            }
            (service, _) => service.as_ref().map(|service| service.name.clone()).unwrap_or_default(),
        },
        at: revision.local(message.sent_at),
        text: message.body,
    };
    Ok(messages::of(db, dossier)?.into_iter().map(said).collect())
}
