//! Gives up the seats that nobody is left for in the votes of a group: `{group}`.

use super::Context;
use crate::dossiers::seats;
use crate::outbox::Job;
use crate::{Error, Result};
use serde::Deserialize;
use uuid::Uuid;

#[derive(Debug, Deserialize)]
struct Payload {
    group: Uuid,
}

pub async fn run(context: Context, job: Job) -> Result<()> {
    let Payload { group } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let app = context.app;
    // A seat that was given up is found no more: a worker that takes over goes on where this one stopped.
    for dossier in app.db.query(move |db| seats::waiting(db, group)).await? {
        let now = app.now();
        app.db.write(move |tx| seats::give_up(tx, dossier, now)).await?;
    }
    Ok(())
}
