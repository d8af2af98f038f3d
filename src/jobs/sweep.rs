//! Upkeep: sessions and links that expired, the history of drafts that are none any more, what was written without a session
//! and left, what came of bulk actions that are old, files that no dossier names.

use crate::accounts::tokens;
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::{history, invitations, unsaved, unsent};
use crate::procedures::prefill;
use crate::review::bulk;
use crate::web::session;
use crate::{Result, files};
use chrono::TimeDelta;

/// A file younger than this may belong to a request that is still being answered.
const SETTLED: TimeDelta = TimeDelta::hours(1);

pub async fn run(app: &App) -> Result<()> {
    let now = app.now();
    let forget = move |tx: &mut Tx<'_>| {
        Ok((
            session::sweep(tx, now)?,
            tokens::sweep(tx, now)? + invitations::sweep(tx, now)? + prefill::sweep(tx, now)?,
            history::sweep(tx, now)? + unsaved::sweep(tx, now)? + unsent::sweep(tx, now)?,
            bulk::sweep(tx, now)?,
        ))
    };
    let (ended, links, changes, actions) = app.db.write(forget).await?;
    let settled = app.storage.list().await?.into_iter().filter(|(_, written)| *written < now - SETTLED);
    let stored: Vec<_> = settled.map(|(id, _)| id).collect();
    let unknown = app.db.query(move |db| files::unknown(db, &stored)).await?;
    for id in &unknown {
        app.storage.delete(*id).await?;
    }
    tracing::info!(sessions = ended, links, changes, actions, files = unknown.len(), "swept");
    Ok(())
}
