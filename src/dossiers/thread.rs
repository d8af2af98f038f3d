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
        author: match service.filter(|_| side == Side::Applicant && message.side != "applicant") {
            Some(service) => service.name.clone(),
            None => format!("{} {}", message.given_name, message.family_name),
        },
        at: message.sent_at,
        text: message.body,
    };
    Ok(messages::of(db, dossier)?.into_iter().map(said).collect())
}
