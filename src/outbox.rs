//! Effects that leave the database (a mail, a webhook): written in the transaction that decides
//! them, carried out afterwards by `jobs`, at least once, with a key by which a receiver can tell a repeat.

use crate::Result;
use crate::db::{Kept, Tx};
use crate::schema::outbox;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::sql;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Integer, Text, Timestamptz, Uuid as SqlUuid};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use uuid::Uuid;

/// Tries before a person must look: with the usual pace, about two days.
pub const MAX_ATTEMPTS: i32 = 16;

/// How long a worker may hold a row before another takes it over: what a killed one held leaves this much later.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// How long carrying a row out may take: less than the lease, so that no two workers do it at once.
pub const LIMIT: Duration = Duration::from_secs(45);

/// What to do, and the key that makes it unique.
#[derive(Debug, Clone)]
pub struct Effect {
    pub dedup_key: String,
    pub kind: &'static str,
    pub payload: Value,
}

impl Effect {
    /// A mail: `template` names its words, `data` fills them in. See `jobs::mail`.
    pub fn mail(dedup_key: String, to: &str, template: &str, language: &str, data: &Value) -> Self {
        let payload = json!({ "to": to, "template": template, "language": language, "data": data });
        Self { dedup_key, kind: "mail", payload }
    }

    /// Says which dossier it is about: those in charge of its procedure see it when it fails.
    pub fn about(mut self, dossier: Uuid) -> Self {
        self.payload["dossier"] = json!(dossier);
        self
    }
}

/// A row that a worker holds.
#[derive(Debug, Clone, QueryableByName)]
#[diesel(table_name = outbox, check_for_backend(diesel::pg::Pg))]
pub struct Job {
    pub id: Uuid,
    pub dedup_key: String,
    pub kind: String,
    pub payload: Value,
    pub attempts: i32,
}

impl Job {
    /// Whether no try follows this one.
    pub fn is_last(&self) -> bool {
        self.attempts >= self.pace().tries
    }

    fn pace(&self) -> Pace {
        self.payload.get("pace").and_then(|pace| Pace::deserialize(pace).ok()).unwrap_or(Pace::USUAL)
    }
}

/// How often an effect is tried, and how many seconds pass before the second try. Its payload may say so, as `pace`.
#[derive(Debug, Clone, Copy, Deserialize)]
struct Pace {
    tries: i32,
    wait: i64,
}

impl Pace {
    const USUAL: Self = Self { tries: MAX_ATTEMPTS, wait: 1 };

    /// Wait after the nth failed try: doubling, at most six hours, unless the first wait is longer.
    fn delay_after(self, attempts: i32) -> TimeDelta {
        let doublings = attempts.saturating_sub(1).clamp(0, 15);
        let most = self.wait.max(TimeDelta::hours(6).num_seconds());
        TimeDelta::seconds(self.wait.saturating_mul(1 << doublings).min(most))
    }
}

/// Whose failures are looked at.
#[derive(Debug, Clone, Copy)]
pub enum Whose {
    Platform,
    /// Those about the dossiers of a procedure.
    Procedure(Uuid),
}

/// The mails that are an acknowledgement of receipt: of the request, and of what changes its date.
pub const RECEIPTS: [&str; 2] = ["depot", "recepisse"];

/// How long one may take to leave before a person is to look, though it is still tried.
const RECEIPT_LATE: TimeDelta = TimeDelta::hours(24);

impl Whose {
    fn failures(self, now: DateTime<Utc>) -> Box<dyn BoxableExpression<outbox::table, Pg, SqlType = Bool>> {
        let receipt = sql::<Bool>("outbox.payload->>'template' = ANY(").bind::<Array<Text>, _>(RECEIPTS.to_vec());
        let late = outbox::created_at.lt(now - RECEIPT_LATE).and(receipt.sql(")"));
        let failed = outbox::failed_at.is_not_null().or(late);
        match self {
            Self::Platform => Box::new(failed),
            Self::Procedure(id) => {
                let about = sql::<Bool>(
                    "EXISTS (SELECT 1 FROM dossiers WHERE dossiers.id = (outbox.payload->>'dossier')::uuid",
                );
                let about = about.sql(" AND dossiers.procedure_id = ").bind::<SqlUuid, _>(id).sql(")");
                Box::new(failed.and(about))
            }
        }
    }
}

/// A row as the pages of administrators and officials show it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = outbox, check_for_backend(diesel::pg::Pg))]
pub struct Failure {
    pub id: Uuid,
    pub dedup_key: String,
    pub kind: String,
    pub payload: Value,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub failed_at: Option<DateTime<Utc>>,
}

impl Failure {
    /// What it is: its kind, or `receipt` for an acknowledgement of receipt.
    pub fn name(&self) -> &str {
        let template = self.payload["template"].as_str();
        if template.is_some_and(|template| RECEIPTS.contains(&template)) { "receipt" } else { &self.kind }
    }
}

/// Plans effects. One with a key that is already waiting is dropped: the first stands.
pub fn enqueue(tx: &mut Tx<'_>, effects: &[Effect], now: DateTime<Utc>) -> Result<()> {
    if effects.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = effects
        .iter()
        .map(|effect| {
            (
                outbox::id.eq(Uuid::now_v7()),
                outbox::dedup_key.eq(&effect.dedup_key),
                outbox::kind.eq(effect.kind),
                outbox::payload.eq(&effect.payload),
                outbox::run_at.eq(now),
                outbox::created_at.eq(now),
            )
        })
        .collect();
    let insert = diesel::insert_into(outbox::table).values(rows).on_conflict(outbox::dedup_key).do_nothing();
    Kept(insert).execute(&mut **tx)?;
    Ok(())
}

/// What a worker takes.
#[derive(Debug, Clone, Copy)]
pub enum Lane {
    /// Effects of these kinds.
    Only(&'static [&'static str]),
    /// Effects of all other kinds, those that nobody knows included.
    But(&'static [&'static str]),
}

/// Takes up to `limit` due rows for this worker. A worker that dies loses them after the lease.
pub fn claim(tx: &mut Tx<'_>, lane: Lane, limit: i32, now: DateTime<Utc>) -> Result<Vec<Job>> {
    const CLAIM: &str = "
        UPDATE outbox SET locked_until = $1, attempts = attempts + 1
        WHERE id IN (
            SELECT id FROM outbox
            WHERE failed_at IS NULL AND run_at <= $2 AND (locked_until IS NULL OR locked_until < $2)
                AND (kind = ANY($4)) = $5
            ORDER BY run_at LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING *";
    let (kinds, is_only) = match lane {
        Lane::Only(kinds) => (kinds, true),
        Lane::But(kinds) => (kinds, false),
    };
    let jobs = diesel::sql_query(CLAIM)
        .bind::<Timestamptz, _>(now + LEASE)
        .bind::<Timestamptz, _>(now)
        .bind::<Integer, _>(limit)
        .bind::<Array<Text>, _>(kinds)
        .bind::<Bool, _>(is_only)
        .load(&mut **tx)?;
    Ok(jobs)
}

/// The effects have happened: forget them, but for what was given up meanwhile, which a person is to look at.
pub fn finish(tx: &mut Tx<'_>, done: &[Uuid]) -> Result<()> {
    let delete = diesel::sql_query("DELETE FROM outbox WHERE id = ANY($1) AND failed_at IS NULL")
        .bind::<Array<SqlUuid>, _>(done);
    Kept(delete).execute(&mut **tx)?;
    Ok(())
}

/// The effect did not happen: plan the next try, or give it to a person.
pub fn postpone(tx: &mut Tx<'_>, job: &Job, reason: &str, now: DateTime<Utc>) -> Result<()> {
    let failed = job.is_last().then_some(now);
    // What was given up meanwhile stays so.
    diesel::update(outbox::table.filter(outbox::id.eq(job.id).and(outbox::failed_at.is_null())))
        .set((
            outbox::run_at.eq(now + job.pace().delay_after(job.attempts)),
            outbox::locked_until.eq(None::<DateTime<Utc>>),
            outbox::last_error.eq(reason),
            outbox::failed_at.eq(failed),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// How long an effect waits for what was not even asked.
const REST: TimeDelta = TimeDelta::seconds(30);

/// What an effect stands on is known to be away, and was not asked: that was no try.
pub fn put_off(tx: &mut Tx<'_>, job: &Job, reason: &str, now: DateTime<Utc>) -> Result<()> {
    diesel::update(outbox::table.filter(outbox::id.eq(job.id).and(outbox::failed_at.is_null())))
        .set((
            outbox::run_at.eq(now + REST),
            outbox::attempts.eq(job.attempts - 1),
            outbox::locked_until.eq(None::<DateTime<Utc>>),
            outbox::last_error.eq(reason),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// An effect has failed for good, whether or not it is still waiting: a person must look.
pub fn give_up(tx: &mut Tx<'_>, effect: &Effect, reason: &str, now: DateTime<Utc>) -> Result<()> {
    enqueue(tx, std::slice::from_ref(effect), now)?;
    diesel::update(outbox::table.filter(outbox::dedup_key.eq(&effect.dedup_key)))
        .set((outbox::failed_at.eq(now), outbox::last_error.eq(reason), outbox::locked_until.eq(None::<DateTime<Utc>>)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Effects that are no longer wanted, by their keys.
pub fn withdraw(tx: &mut Tx<'_>, keys: &[String]) -> Result<()> {
    if !keys.is_empty() {
        diesel::delete(outbox::table.filter(outbox::dedup_key.eq_any(keys))).execute(&mut **tx)?;
    }
    Ok(())
}

/// Effects that every try has failed, oldest first, then acknowledgements of receipt that have not left in a day.
pub fn failures(db: &mut PgConnection, whose: Whose, now: DateTime<Utc>) -> Result<Vec<Failure>> {
    let rows = outbox::table
        .filter(whose.failures(now))
        .order(outbox::failed_at)
        .limit(200)
        .select(Failure::as_select())
        .load(db)?;
    Ok(rows)
}

/// Gives a failed effect a new round of tries.
pub fn replay(tx: &mut Tx<'_>, id: Uuid, whose: Whose, now: DateTime<Utc>) -> Result<()> {
    let changed = diesel::update(outbox::table.filter(outbox::id.eq(id)).filter(whose.failures(now)))
        .set((outbox::failed_at.eq(None::<DateTime<Utc>>), outbox::attempts.eq(0), outbox::run_at.eq(now)))
        .execute(&mut **tx)?;
    if changed == 0 { Err(crate::Error::NotFound) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_longer_each_time_and_two_days_in_all() {
        let delays: Vec<_> = (1..MAX_ATTEMPTS).map(|attempts| Pace::USUAL.delay_after(attempts)).collect();
        assert_eq!(delays[0], TimeDelta::seconds(1));
        assert!(delays.windows(2).all(|pair| pair[0] <= pair[1]));
        let total: TimeDelta = delays.iter().sum();
        let slow = Pace { tries: 3, wait: 86_400 };
        assert_eq!([1, 2].map(|attempts| slow.delay_after(attempts)), [TimeDelta::days(1); 2]);
        assert!(total > TimeDelta::hours(8) && total < TimeDelta::hours(72), "{total}");
    }
}
