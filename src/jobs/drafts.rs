//! Drafts that nobody touches: reminders, warnings, deletions. See [`crate::dossiers::expiry`].

use crate::Result;
use crate::db::Db;
use crate::dossiers::expiry;
use chrono::{DateTime, Utc};

/// Drafts looked at in one round, of each sort.
const BATCH: i64 = 100;

/// Does what is due at `now`, each draft in its own transaction: one that fails waits for the next round and keeps no
/// other. Returns how many were looked at.
pub async fn run(db: &Db, now: DateTime<Utc>) -> Result<usize> {
    let due = db.query(move |db| expiry::due(db, BATCH, now)).await?;
    for id in &due {
        let id = *id;
        if let Err(error) = db.write(move |tx| expiry::act(tx, id, now)).await {
            tracing::error!(dossier = %id, %error, "nothing was done about a draft that is due");
        }
    }
    Ok(due.len())
}
