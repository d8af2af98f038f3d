//! The messages of a dossier, as one side reads them.

use crate::Result;
use crate::messages::{self, Side};
use crate::procedures::contact::Contact;
use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde::Serialize;
use uuid::Uuid;

/// A message as the thread shows it.
#[derive(Debug, Serialize)]
pub struct Said {
    pub author: String,
    pub at: DateTime<Utc>,
    pub text: String,
    pub mine: bool,
}

/// The thread, seen from one side. To an applicant, an instructor is the service.
pub fn thread(db: &mut PgConnection, dossier: Uuid, side: Side, service: Option<&Contact>) -> Result<Vec<Said>> {
    let mine = |message: &messages::Message| (message.side == "applicant") == (side == Side::Applicant);
    let said = |message: messages::Message| Said {
        mine: mine(&message),
        author: match (service, message.given_name.zip(message.family_name)) {
            (_, Some((given, family))) if side == Side::Administration || message.side == "applicant" => {
                format!("{given} {family}")
            }
            (service, _) => service.map(|service| service.name.clone()).unwrap_or_default(),
        },
        at: message.sent_at,
        text: message.body,
    };
    Ok(messages::of(db, dossier)?.into_iter().map(said).collect())
}
