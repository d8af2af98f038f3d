//! Upkeep: sessions that expired, files that no dossier names.

use crate::app::App;
use crate::web::session;
use crate::{Result, files};
use chrono::TimeDelta;

/// A file younger than this may belong to a request that is still being answered.
const SETTLED: TimeDelta = TimeDelta::hours(1);

pub async fn run(app: &App) -> Result<()> {
    let now = app.now();
    let ended = app.db.write(move |tx| session::sweep(tx, now)).await?;
    let settled = app.storage.list().await?.into_iter().filter(|(_, written)| *written < now - SETTLED);
    let stored: Vec<_> = settled.map(|(id, _)| id).collect();
    let unknown = app.db.query(move |db| files::unknown(db, &stored)).await?;
    for id in &unknown {
        app.storage.delete(*id).await?;
    }
    tracing::info!(sessions = ended, files = unknown.len(), "swept");
    Ok(())
}
