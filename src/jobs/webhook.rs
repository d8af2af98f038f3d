//! Tells a program of others that something happened to a dossier: `{webhook, body}`, the body as it was written with the step.

use super::Context;
use crate::outbox::Job;
use crate::procedures::webhooks;
use crate::services::Failure;
use crate::{Error, Result};
use serde::Deserialize;
use uuid::Uuid;

pub const KIND: &str = "webhook";
/// What a receiver answers that wants nothing more, ever.
const GONE: u16 = 410;

#[derive(Debug, Deserialize)]
struct Payload {
    webhook: Uuid,
    body: String,
}

/// One delivery. Each try of a message has the same `webhook-id`, by which the receiver tells a repeat.
pub async fn run(context: Context, job: Job) -> Result<()> {
    let Payload { webhook, body } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let app = &context.app;
    // One that was stopped meanwhile is told nothing.
    let Some(found) = app.db.query(move |db| webhooks::find(db, webhook)).await? else { return Ok(()) };
    let now = app.now();
    let headers = found.key().headers(&format!("msg_{}", job.id.simple()), now, &body);
    match app.services.post(&found.url, &headers, body).await {
        Err(Failure::Status(GONE)) => app.db.write(move |tx| webhooks::gone(tx, webhook, now)).await,
        sent => sent.map_err(Error::unavailable),
    }
}
