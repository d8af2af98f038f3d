//! Moves dossiers to a later revision, some at a time: `{move}`.

use super::Context;
use crate::dossiers::moves;
use crate::dossiers::moving::Turn;
use crate::outbox::Job;
use crate::{Error, Result};
use serde::Deserialize;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Dossiers that are found at a time.
const BATCH: i64 = 100;

/// How long one job goes on: well within what a worker may hold it.
const TURN: Duration = Duration::from_secs(10);

#[derive(Debug, Deserialize)]
struct Payload {
    #[serde(rename = "move")]
    id: Uuid,
}

pub async fn run(context: Context, job: Job) -> Result<()> {
    let Payload { id } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let (app, began) = (context.app, Instant::now());
    let Some((turn, mut found)) = app
        .db
        .query(move |db| {
            let Some((this, found)) = moves::next(db, id, BATCH)? else { return Ok(None) };
            Ok(Some((Arc::new(Turn::read(db, this.from_id, this.to_id)?), found)))
        })
        .await?
    else {
        return Ok(());
    };
    while !found.is_empty() {
        for dossier in std::mem::take(&mut found) {
            let (turn, now) = (turn.clone(), app.now());
            if !app.db.write(move |tx| moves::one(tx, (id, &turn), dossier, now)).await? {
                return Ok(());
            }
        }
        if began.elapsed() > TURN {
            let now = app.now();
            return app.db.write(move |tx| moves::plan(tx, id, now)).await;
        }
        found =
            app.db.query(move |db| Ok(moves::next(db, id, BATCH)?.map(|(_, found)| found))).await?.unwrap_or_default();
    }
    let now = app.now();
    app.db.write(move |tx| moves::finish(tx, id, now)).await
}
