//! Work that follows a transaction: effects of the outbox, and what falls due with time. One file per kind of job.

mod answer;
mod bulk;
mod document;
pub mod drafts;
mod invoke;
mod mail;
mod mailer;
mod moving;
mod notify;
pub mod pages;
mod recipients;
mod seats;
mod sweep;
mod timers;
mod webhook;

use crate::app::App;
use crate::dossiers::{invocations, moves};
use crate::outbox::{self, Job, Lane};
use crate::procedures::SEATS;
use crate::review::bulk::KIND as BULK;
use crate::services::Failure;
use crate::{Error, Result};
use futures_util::future::LocalBoxFuture;
use futures_util::{FutureExt, StreamExt, stream};
pub use mailer::Mailer;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Rows taken at a time, and carried out side by side: none waits for another while its lease runs.
const BATCH: usize = 8;

/// Pause when there is nothing to do.
const PAUSE: Duration = Duration::from_millis(500);

/// Pause between rounds of upkeep: expired sessions, files that nothing names.
const SWEEP_EVERY: Duration = Duration::from_secs(3600);

/// Pause between two looks at the drafts that are due: their dates are days.
const DRAFTS_EVERY: Duration = Duration::from_secs(60);

/// What a job works with.
#[derive(Clone)]
pub struct Context {
    pub app: App,
    pub mailer: Mailer,
}

type Run = fn(Context, Job) -> LocalBoxFuture<'static, Result<()>>;

/// Every kind of effect that the outbox may hold.
static KINDS: &[(&str, Run)] = &[
    (mail::KIND, |context, job| mail::run(context, job).boxed_local()),
    (document::KIND, |context, job| document::run(context, job).boxed_local()),
    (notify::KIND, |context, job| notify::run(context, job).boxed_local()),
    (invocations::ASK, |context, job| invoke::run(context, job).boxed_local()),
    (invocations::ANSWER, |context, job| answer::run(context, job).boxed_local()),
    (moves::KIND, |context, job| moving::run(context, job).boxed_local()),
    (SEATS, |context, job| seats::run(context, job).boxed_local()),
    (BULK, |context, job| bulk::run(context, job).boxed_local()),
    (webhook::KIND, |context, job| webhook::run(context, job).boxed_local()),
];

/// Those that wait for programs of others, or are long. They have a worker of their own: a slow one keeps no mail and no timer.
const FAR: &[&str] = &[invocations::ASK, webhook::KIND, moves::KIND, SEATS, BULK];

/// Works until `stop` turns true; then finishes what it holds.
pub async fn work(context: Context, stop: watch::Receiver<bool>) {
    futures_util::join!(near(context.clone(), stop.clone()), far(context, stop));
}

async fn far(context: Context, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        if told("calls", round(&context, Lane::Only(FAR)).await).unwrap_or(0) == 0 {
            let _ = tokio::time::timeout(PAUSE, stop.changed()).await;
        }
    }
}

async fn near(context: Context, mut stop: watch::Receiver<bool>) {
    let (mut swept, mut looked): (Option<Instant>, Option<Instant>) = (None, None);
    while !*stop.borrow() {
        if swept.is_none_or(|at| at.elapsed() > SWEEP_EVERY) {
            swept = Some(Instant::now());
            told("sweep", sweep::run(&context.app).await);
        }
        if looked.is_none_or(|at| at.elapsed() > DRAFTS_EVERY) {
            looked = Some(Instant::now());
            told("drafts", drafts::run(&context.app.db, context.app.now()).await);
        }
        let due = told("timers", timers::run(&context.app).await).unwrap_or(0);
        let done = told("outbox", round(&context, Lane::But(FAR)).await).unwrap_or(0);
        if due + done == 0 {
            let _ = tokio::time::timeout(PAUSE, stop.changed()).await;
        }
    }
}

/// A round that fails (the database is away) is told and tried again: the worker never dies of it.
fn told<T>(what: &str, result: Result<T>) -> Option<T> {
    result.inspect_err(|error| tracing::warn!(what, %error, "a round of jobs failed")).ok()
}

/// One round of a lane of the outbox. Returns how many effects were taken.
async fn round(context: &Context, lane: Lane) -> Result<usize> {
    let now = context.app.now();
    let jobs = context.app.db.write(move |tx| outbox::claim(tx, lane, BATCH as i32, now)).await?;
    let taken = jobs.len();
    if taken == 0 {
        return Ok(0);
    }
    let results: Vec<_> = stream::iter(jobs)
        .map(|job| async move { (job.clone(), carry_out(context, job).await) })
        .buffer_unordered(BATCH)
        .collect()
        .await;
    let now = context.app.now();
    context
        .app
        .db
        .write(move |tx| {
            let done: Vec<_> = results.iter().filter(|(_, result)| result.is_ok()).map(|(job, _)| job.id).collect();
            outbox::finish(tx, &done)?;
            for (job, result) in &results {
                match result {
                    Ok(()) => {}
                    Err(error) if is_unasked(error) => outbox::put_off(tx, job, &error.to_string(), now)?,
                    Err(error) => outbox::postpone(tx, job, &error.to_string(), now)?,
                }
            }
            Ok(())
        })
        .await?;
    Ok(taken)
}

/// Whether a service was left alone: nobody asked it.
fn is_unasked(error: &Error) -> bool {
    let Error::Unavailable(cause) = error else { return false };
    cause.downcast_ref::<Failure>().is_some_and(|failure| failure.is_unasked())
}

async fn carry_out(context: &Context, job: Job) -> Result<()> {
    let Some((kind, run)) = KINDS.iter().find(|(kind, _)| *kind == job.kind) else {
        return Err(Error::internal(format!("unknown kind of job: {}", job.kind)));
    };
    let (id, attempts) = (job.id, job.attempts);
    let result = tokio::time::timeout(outbox::LIMIT, run(context.clone(), job)).await;
    let result = result.unwrap_or_else(|late| Err(Error::unavailable(late)));
    let outcome = if result.is_ok() { "done" } else { "failed" };
    metrics::counter!("guichet_jobs_total", "kind" => *kind, "outcome" => outcome).increment(1);
    if let Err(error) = &result {
        tracing::warn!(%id, kind, attempts, %error, "an effect did not happen; it will be tried again");
    }
    result
}
