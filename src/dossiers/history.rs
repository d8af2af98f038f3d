//! The history of drafts: read by whoever writes from a page that is not the last, written with each change in the one
//! statement that makes it. It is bounded, and goes with the draft.

use super::Dossier;
use super::access::Readable;
use super::draft::Open;
use super::expiry::Deadline;
use super::memory::weight;
use crate::Result;
use crate::db::Tx;
use crate::form::{Change, Past, Writer};
use crate::schema::{accounts, dossiers, draft_changes};
use crate::web::Account;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Integer, Jsonb, Nullable, Timestamptz, Uuid as SqlUuid};
use serde_json::Value;
use uuid::Uuid;

/// Bytes that the history of a draft takes at most, in memory, counted as so many whole drafts, and changes between the two bounds.
const ROOM: usize = 16_000_000;
const FEWEST: usize = 20;
const MOST: usize = 500;

/// A page that was open longer is not told what changed: any difference is then shown to people.
const KEPT: TimeDelta = TimeDelta::days(30);

type Row = (Uuid, String, String, Option<Uuid>, DateTime<Utc>, Value, Option<Value>);

/// What became of a draft since this revision of it.
pub fn since(db: &mut PgConnection, dossier: &Dossier, rev: i32) -> Result<Past> {
    let draft = dossier.writing();
    if rev >= dossier.draft_rev {
        return Ok(Past::none(&draft));
    }
    let rows: Vec<Row> = draft_changes::table
        .inner_join(accounts::table)
        .filter(draft_changes::dossier_id.eq(dossier.id))
        .filter(draft_changes::rev.gt(rev).and(draft_changes::rev.le(dossier.draft_rev)))
        .order(draft_changes::rev)
        .select((
            accounts::id,
            accounts::given_name,
            accounts::family_name,
            draft_changes::page,
            draft_changes::at,
            draft_changes::undo,
            draft_changes::rows,
        ))
        .load(db)?;
    let is_whole = i64::try_from(rows.len()).is_ok_and(|count| count == i64::from(dossier.draft_rev) - i64::from(rev));
    let changes: Vec<Change> = rows.into_iter().map(change).collect::<Result<_>>()?;
    Ok(Past::new(&draft, changes, is_whole))
}

fn change((id, given_name, family_name, page, at, undo, rows): Row) -> Result<Change> {
    let page = page.map(|page| page.to_string()).unwrap_or_default();
    Ok(Change {
        by: Writer { id: id.to_string(), name: format!("{given_name} {family_name}"), page, at: at.fixed_offset() },
        undo: serde_json::from_value(undo).map_err(crate::Error::internal)?,
        rows: rows.map(serde_json::from_value).transpose().map_err(crate::Error::internal)?,
    })
}

/// The next state of a draft, and how it was made.
pub struct Next<'a> {
    /// The dossier as it was read.
    pub dossier: &'a Dossier,
    /// When it is to be deleted, if nobody writes in it any more.
    pub deadline: Option<Deadline>,
    pub draft: &'a Value,
    /// One for each revision.
    pub changes: &'a [Change],
}

impl Next<'_> {
    /// Writes the draft with its history, in one statement, if the dossier is still as it was read and this person may
    /// still write it. Returns whether it did.
    pub fn write(&self, tx: &mut Tx<'_>, author: Uuid, writer: Readable, now: DateTime<Utc>) -> Result<bool> {
        let mut changes = Vec::with_capacity(self.changes.len());
        for (rev, change) in (self.dossier.draft_rev + 1..).zip(self.changes) {
            let undo = serde_json::to_value(&change.undo).map_err(crate::Error::internal)?;
            let rows = change.rows.as_ref().map(serde_json::to_value).transpose().map_err(crate::Error::internal)?;
            changes.push((rev, undo, rows));
        }
        let page = self.changes.first().and_then(|change| change.by.page.parse().ok());
        let kept = i32::try_from((ROOM / weight(self.draft)).clamp(FEWEST, MOST)).unwrap_or(i32::MAX);
        let last = changes.last().map_or(self.dossier.draft_rev, |(rev, ..)| *rev);
        let (expires_at, remind_at) = self.deadline.map(|deadline| (deadline.expires_at, deadline.remind_at)).unzip();
        let statement = Statement {
            next: self,
            writer,
            author,
            page,
            changes,
            last,
            oldest: last - kept,
            now,
            expires_at,
            remind_at: remind_at.flatten(),
        };
        Ok(statement.get_result::<i32>(&mut **tx).optional()?.is_some())
    }
}

struct Statement<'a> {
    next: &'a Next<'a>,
    writer: Readable,
    author: Uuid,
    page: Option<Uuid>,
    changes: Vec<(i32, Value, Option<Value>)>,
    last: i32,
    oldest: i32,
    expires_at: Option<DateTime<Utc>>,
    remind_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
}

impl QueryFragment<Pg> for Statement<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        let dossier = self.next.dossier;
        out.push_sql("WITH changed AS (UPDATE dossiers SET draft = ");
        out.push_bind_param::<Jsonb, Value>(self.next.draft)?;
        out.push_sql(", draft_rev = ");
        out.push_bind_param::<Integer, i32>(&self.last)?;
        out.push_sql(", draft_by = ");
        out.push_bind_param::<SqlUuid, Uuid>(&self.author)?;
        out.push_sql(", expires_at = ");
        out.push_bind_param::<Nullable<Timestamptz>, Option<DateTime<Utc>>>(&self.expires_at)?;
        out.push_sql(", remind_at = ");
        out.push_bind_param::<Nullable<Timestamptz>, Option<DateTime<Utc>>>(&self.remind_at)?;
        out.push_sql(", updated_at = ");
        out.push_bind_param::<Timestamptz, DateTime<Utc>>(&self.now)?;
        out.push_sql(" WHERE id = ");
        out.push_bind_param::<SqlUuid, Uuid>(&dossier.id)?;
        out.push_sql(" AND rev = ");
        out.push_bind_param::<Integer, i32>(&dossier.rev)?;
        out.push_sql(" AND draft_rev = ");
        out.push_bind_param::<Integer, i32>(&dossier.draft_rev)?;
        // Upkeep moves it without a revision.
        out.push_sql(" AND remind_at IS NOT DISTINCT FROM ");
        out.push_bind_param::<Nullable<Timestamptz>, Option<DateTime<Utc>>>(&dossier.remind_at)?;
        out.push_sql(" AND (");
        self.writer.walk_ast(out.reborrow())?;
        out.push_sql(") RETURNING id), recorded AS (INSERT INTO draft_changes (dossier_id, rev, author_id, page, at, undo, rows)");
        for (n, (rev, undo, rows)) in self.changes.iter().enumerate() {
            out.push_sql(if n == 0 { " SELECT id, " } else { " UNION ALL SELECT id, " });
            out.push_bind_param::<Integer, i32>(rev)?;
            out.push_sql(", ");
            out.push_bind_param::<SqlUuid, Uuid>(&self.author)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<SqlUuid>, Option<Uuid>>(&self.page)?;
            out.push_sql(", ");
            out.push_bind_param::<Timestamptz, DateTime<Utc>>(&self.now)?;
            out.push_sql(", ");
            out.push_bind_param::<Jsonb, Value>(undo)?;
            out.push_sql(", ");
            out.push_bind_param::<Nullable<Jsonb>, Option<Value>>(rows)?;
            out.push_sql(" FROM changed");
        }
        out.push_sql("), forgotten AS (DELETE FROM draft_changes WHERE dossier_id = ");
        out.push_bind_param::<SqlUuid, Uuid>(&dossier.id)?;
        out.push_sql(" AND rev <= ");
        out.push_bind_param::<Integer, i32>(&self.oldest)?;
        out.push_sql(") SELECT ");
        out.push_bind_param::<Integer, i32>(&self.last)?;
        out.push_sql(" FROM changed");
        Ok(())
    }

    // Told apart by its text, which only the number of changes and the kind of reader vary.
    fn is_safe_to_cache_prepared(&self, _: &Pg) -> QueryResult<bool> {
        Ok(true)
    }
}

impl QueryId for Statement<'_> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement<'_> {
    type SqlType = Integer;
}

impl RunQueryDsl<PgConnection> for Statement<'_> {}

/// Notes that a revision of the draft changed no answer, after it was made.
pub fn unchanged(tx: &mut Tx<'_>, open: &Open, who: &Account, now: DateTime<Utc>) -> Result<()> {
    diesel::insert_into(draft_changes::table)
        .values((
            draft_changes::dossier_id.eq(open.dossier.id),
            draft_changes::rev.eq(open.dossier.draft_rev + 1),
            draft_changes::author_id.eq(who.id),
            draft_changes::at.eq(now),
            draft_changes::undo.eq(Value::Array(Vec::new())),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Forgets what no page needs any more: the history of what was submitted, and what is old. Returns how many changes.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    let without_draft = dossiers::table.filter(dossiers::draft.is_null()).select(dossiers::id);
    let old = draft_changes::at.lt(now - KEPT).or(draft_changes::dossier_id.eq_any(without_draft));
    Ok(diesel::delete(draft_changes::table.filter(old)).execute(&mut **tx)?)
}
