//! Moving the dossiers that run by a former revision to the one in force. A move is tried first: each dossier takes the step in a
//! savepoint that is rolled back, and the report says who would go, who would stay, and why. Then it is carried out, one dossier
//! and one transaction after the other, each with an event; what does not fit stays where it was.

use super::move_report::{Reason, Report};
use super::moving::{self, Moved, Turn};
use crate::db::Tx;
use crate::outbox;
use crate::procedures::Procedure;
use crate::schema::{dossiers, moves, revisions};
use crate::workflow::moving::Mapping;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Failed};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

/// The kind of the effect that looks at the next dossiers.
pub const KIND: &str = "move";

/// How far a move is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Each dossier is looked at, and nothing changes.
    Trying,
    Tried,
    Moving,
    Moved,
    /// Somebody has stopped it. What was moved stays so.
    Stopped,
}

impl Status {
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Trying | Self::Moving)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Trying => "trying",
            Self::Tried => "tried",
            Self::Moving => "moving",
            Self::Moved => "moved",
            Self::Stopped => "stopped",
        }
    }

    fn of(code: &str) -> Result<Self> {
        serde_json::from_value(code.into()).map_err(Error::internal)
    }
}

/// A move's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = moves, check_for_backend(diesel::pg::Pg))]
pub struct Move {
    pub id: Uuid,
    pub procedure_id: Uuid,
    pub from_id: Uuid,
    pub to_id: Uuid,
    mapping: Value,
    status: String,
    reached: Option<Uuid>,
    report: Value,
    pub created_by: Uuid,
    pub created_at: DateTime<Utc>,
}

impl Move {
    pub fn status(&self) -> Result<Status> {
        Status::of(&self.status)
    }

    pub fn mapping(&self) -> Result<Mapping> {
        Mapping::deserialize(&self.mapping).map_err(Error::internal)
    }

    pub fn report(&self) -> Result<Report> {
        Report::deserialize(&self.report).map_err(Error::internal)
    }
}

/// Tries to move the dossiers of a revision to the one in force. The error is `Invalid` if another move is under way.
pub fn prepare(tx: &mut Tx<'_>, procedure: &Procedure, from: Uuid, by: Uuid, now: DateTime<Utc>) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let row = (
        moves::id.eq(id),
        moves::procedure_id.eq(procedure.id),
        (moves::from_id.eq(from), moves::to_id.eq(procedure.revision_id)),
        moves::mapping.eq(json!({})),
        moves::status.eq(Status::Trying.code()),
        moves::report.eq(json!({})),
        moves::created_by.eq(by),
        (moves::created_at.eq(now), moves::updated_at.eq(now)),
    );
    let inserted = diesel::insert_into(moves::table).values(row).on_conflict_do_nothing().execute(&mut **tx)?;
    if inserted == 0 {
        return Err(Error::Invalid("move-under-way"));
    }
    plan(tx, id, now)?;
    Ok(id)
}

/// A move of a procedure.
pub fn find(db: &mut PgConnection, procedure: Uuid, id: Uuid) -> Result<Move> {
    Ok(moves::table.filter(moves::procedure_id.eq(procedure)).find(id).select(Move::as_select()).first(db)?)
}

/// The moves of a procedure, the last first.
pub fn of(db: &mut PgConnection, procedure: Uuid) -> Result<Vec<Move>> {
    let rows = moves::table.filter(moves::procedure_id.eq(procedure)).order(moves::created_at.desc());
    Ok(rows.select(Move::as_select()).limit(20).load(db)?)
}

/// Goes on with a move that rests: a new try with a mapping, or the real one with the mapping that was tried. The error is
/// `Conflict` when it is no longer there to be done, `Invalid` while another move of the procedure is under way.
pub fn resume(tx: &mut Tx<'_>, this: &Move, mapping: Option<&Mapping>, now: DateTime<Utc>) -> Result<()> {
    let (status, mapping) = match mapping {
        Some(mapping) => (Status::Trying, serde_json::to_value(mapping).map_err(Error::internal)?),
        None => (Status::Moving, this.mapping.clone()),
    };
    let ready: &[&str] = match status {
        Status::Moving => &[Status::Tried.code()],
        _ => &[Status::Tried.code(), Status::Stopped.code()],
    };
    let ready = moves::table.find(this.id).filter(moves::status.eq_any(ready));
    let new = (
        moves::status.eq(status.code()),
        moves::mapping.eq(mapping),
        moves::reached.eq(None::<Uuid>),
        moves::report.eq(json!({})),
        moves::updated_at.eq(now),
    );
    match diesel::update(ready).set(new).execute(&mut **tx) {
        Ok(0) => return Err(Error::Conflict),
        Err(Failed::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            return Err(Error::Invalid("move-under-way"));
        }
        done => done?,
    };
    plan(tx, this.id, now)
}

/// Looks at no further dossier.
pub fn stop(tx: &mut Tx<'_>, this: &Move, now: DateTime<Utc>) -> Result<()> {
    let under_way = [Status::Trying.code(), Status::Moving.code()];
    diesel::update(moves::table.find(this.id).filter(moves::status.eq_any(under_way)))
        .set((moves::status.eq(Status::Stopped.code()), moves::updated_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Plans the next dossiers.
pub fn plan(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    // The job that plans its successor is still there.
    let dedup_key = format!("{KIND}:{id}:{}", Uuid::now_v7());
    let effect = outbox::Effect { dedup_key, kind: KIND, payload: json!({ "move": id }) };
    outbox::enqueue(tx, &[effect], now)
}

/// What is next of a move that is under way: its dossiers, in the order of their ids.
pub fn next(db: &mut PgConnection, id: Uuid, limit: i64) -> Result<Option<(Move, Vec<Uuid>)>> {
    let this: Move = moves::table.find(id).select(Move::as_select()).first(db)?;
    if !this.status()?.is_under_way() {
        return Ok(None);
    }
    let running = dossiers::table
        .filter(dossiers::revision_id.eq(this.from_id))
        .filter(dossiers::submitted_at.is_not_null().and(dossiers::decided_at.is_null()))
        .filter(dossiers::id.gt(this.reached.unwrap_or_default()));
    let found = running.order(dossiers::id).limit(limit).select(dossiers::id).load(db)?;
    Ok(Some((this, found)))
}

/// There is none left, unless the move was begun anew meanwhile, which has a job of its own.
pub fn finish(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    moves::table.find(id).select(moves::id).for_update().first::<Uuid>(&mut **tx)?;
    if next(tx, id, 1)?.is_some_and(|(_, left)| !left.is_empty()) {
        return Ok(());
    }
    for (from, to) in [(Status::Trying, Status::Tried), (Status::Moving, Status::Moved)] {
        diesel::update(moves::table.find(id).filter(moves::status.eq(from.code())))
            .set((moves::status.eq(to.code()), moves::updated_at.eq(now)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Looks at one dossier, and keeps what came of it with how far the move has come: a worker that dies has done a dossier or not.
/// Returns whether the move goes on.
pub fn one(tx: &mut Tx<'_>, (id, turn): (Uuid, &Turn), dossier: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let this: Move = moves::table.find(id).select(Move::as_select()).for_update().first(&mut **tx)?;
    let status = this.status()?;
    if !status.is_under_way() {
        return Ok(false);
    }
    if this.reached.is_some_and(|reached| reached >= dossier) {
        return Ok(true);
    }
    let done = tx.apart(status == Status::Moving, |tx| moving::carry(tx, &this, turn, dossier, now));
    let done = done.or_else(|error| match error {
        Error::Unavailable(_) => Err(error),
        error => {
            tracing::error!(%dossier, %error, "a dossier could not be moved");
            Ok(Moved::Stays(vec![Reason::Failed]))
        }
    })?;
    let mut report = this.report()?;
    if let Moved::Stays(reasons) = &done {
        let number: String = dossiers::table.find(dossier).select(dossiers::number).first(&mut **tx)?;
        reasons.iter().for_each(|reason| report.stays_for(reason, &number));
    }
    report.seen += u64::from(done != Moved::Other);
    report.moved += u64::from(done == Moved::Gone);
    let report = serde_json::to_value(report).map_err(Error::internal)?;
    diesel::update(moves::table.find(id))
        .set((moves::reached.eq(dossier), moves::report.eq(report), moves::updated_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(true)
}

/// How many dossiers run by each revision of a procedure.
pub fn running(db: &mut PgConnection, procedure: Uuid) -> Result<Vec<(Uuid, i64)>> {
    let own = revisions::table.filter(revisions::procedure_id.eq(procedure)).select(revisions::id);
    let running = dossiers::table
        .filter(dossiers::revision_id.eq_any(own))
        .filter(dossiers::submitted_at.is_not_null().and(dossiers::decided_at.is_null()));
    Ok(running.group_by(dossiers::revision_id).select((dossiers::revision_id, diesel::dsl::count_star())).load(db)?)
}
