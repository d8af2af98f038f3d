//! Presses a button on many dossiers, some at a time: `{action}`.

use super::Context;
use crate::outbox::Job;
use crate::review::bulk;
use crate::{Error, Result};
use serde::Deserialize;
use std::time::Duration;
use uuid::Uuid;

/// How long one job goes on: others wait for their turn meanwhile.
const TURN: Duration = Duration::from_secs(2);

#[derive(Debug, Deserialize)]
struct Payload {
    action: Uuid,
}

pub async fn run(context: Context, job: Job) -> Result<()> {
    let Payload { action } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    if bulk::run::turn(&context.app, action, TURN).await? {
        return Ok(());
    }
    let now = context.app.now();
    context.app.db.write(move |tx| bulk::plan(tx, action, now)).await
}
