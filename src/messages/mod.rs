//! The thread between an applicant and the administration.

use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::schema::{accounts, messages};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// Longest message, in characters.
pub const MAX_LENGTH: usize = 10_000;

/// From which side a message comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Applicant,
    Administration,
}

impl Side {
    pub fn code(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Administration => "administration",
        }
    }

    /// The role to tell of a message from this side.
    fn other_role(self) -> &'static str {
        match self {
            Self::Applicant => "instructor",
            Self::Administration => "applicant",
        }
    }
}

/// A message with its author's names.
#[derive(Debug, Clone, Queryable)]
pub struct Message {
    pub id: Uuid,
    pub side: String,
    pub body: String,
    pub sent_at: DateTime<Utc>,
    /// None for a message that a step left.
    pub given_name: Option<String>,
    pub family_name: Option<String>,
}

/// The thread of a dossier, oldest first.
pub fn of(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Message>> {
    let rows = messages::table
        .left_join(accounts::table)
        .filter(messages::dossier_id.eq(dossier))
        .order(messages::id)
        .select((
            messages::id,
            messages::side,
            messages::body,
            messages::sent_at,
            accounts::given_name.nullable(),
            accounts::family_name.nullable(),
        ))
        .load(db)?;
    Ok(rows)
}

/// Adds a message and tells the other side. The caller has checked that the author may write on this dossier.
/// The error is `Invalid` for a message that is empty or too long.
pub fn send(tx: &mut Tx<'_>, dossier: Uuid, author: Uuid, side: Side, body: &str, now: DateTime<Utc>) -> Result<()> {
    let body = body.trim().replace("\r\n", "\n");
    if body.is_empty() {
        return Err(Error::Invalid("message-empty"));
    }
    if body.chars().count() > MAX_LENGTH {
        return Err(Error::Invalid("message-too-long"));
    }
    let id = insert(tx, dossier, Some(author), side, &body, now)?;
    let effect = Effect {
        dedup_key: format!("message:{id}"),
        kind: "notify",
        payload: json!({ "dossier": dossier, "template": "message", "role": side.other_role() }),
    };
    outbox::enqueue(tx, &[effect], now)
}

/// Leaves a message in the administration's name: what a step of the workflow says. The step tells people by itself.
pub fn leave(tx: &mut Tx<'_>, dossier: Uuid, body: &str, now: DateTime<Utc>) -> Result<()> {
    insert(tx, dossier, None, Side::Administration, body, now).map(drop)
}

fn insert(
    tx: &mut Tx<'_>,
    dossier: Uuid,
    author: Option<Uuid>,
    side: Side,
    body: &str,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(id),
            messages::dossier_id.eq(dossier),
            messages::author_id.eq(author),
            messages::side.eq(side.code()),
            messages::body.eq(body),
            messages::sent_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}
