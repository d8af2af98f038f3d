//! Draws a document that a workflow made, and keeps it: `{document}`. Drawn twice, it is the same.

use super::Context;
use crate::dossiers::produced;
use crate::outbox::Job;
use crate::{Error, Result};
use futures_util::stream;
use serde::Deserialize;
use std::convert::Infallible;
use uuid::Uuid;

pub const KIND: &str = "document";

#[derive(Debug, Deserialize)]
struct Payload {
    document: Uuid,
}

pub async fn run(context: Context, job: Job) -> Result<()> {
    let Payload { document } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let app = &context.app;
    let Some((sheet, at)) = app.db.query(move |db| produced::waiting(db, document)).await? else { return Ok(()) };
    let bytes = app.press.print(sheet, at).await?;
    let size = bytes.len() as u64;
    let written = app.storage.write(document, stream::iter([Ok::<_, Infallible>(bytes)]), size).await;
    let (written, now) = (written.map_err(Error::unavailable)?, app.now());
    app.db.write(move |tx| produced::keep(tx, document, written.size, &written.sha256, now)).await
}
