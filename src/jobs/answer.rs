//! Brings the answer of another dossier to the one that awaits it: `{invocation, result}`, or `{invocation, error}`.

use super::Context;
use crate::dossiers::invocations::{self, Answer};
use crate::outbox::Job;
use crate::{Error, Result};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

#[derive(Debug, Deserialize)]
struct Payload {
    invocation: Uuid,
    #[serde(default)]
    result: Value,
    error: Option<String>,
}

pub async fn run(context: Context, job: Job) -> Result<()> {
    let Payload { invocation, result, error } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let (answer, now) = (error.map_or(Answer::Done(result), Answer::Failed), context.app.now());
    let give = move |tx: &mut crate::db::Tx<'_>| match (invocations::answer(tx, invocation, &answer, now)?, &answer) {
        (false, Answer::Failed(reason)) => invocations::give_up(tx, invocation, reason, now),
        _ => Ok(()),
    };
    context.app.db.write(give).await
}
