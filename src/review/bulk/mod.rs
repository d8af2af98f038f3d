//! A button pressed on many dossiers at once: an ordinary command for each, with what came of it. Choosing is one statement,
//! whatever the number; a job then takes one dossier and one transaction after the other.

mod chosen;
mod confirm;
pub mod pages;
pub mod run;
mod view;

use crate::db::Tx;
use crate::outbox;
use crate::procedures::Procedure;
use crate::schema::{bulk_actions, bulk_items, dossiers};
use crate::web::Account;
use crate::web::pagination::{SIZE, Slice};
use crate::{Error, Result};
use chosen::Chosen;
pub use chosen::{Choice, choices};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, SingleValue, SqlType, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The kind of the effect that takes the next dossiers.
pub const KIND: &str = "bulk";

/// How an action begins, ends, or was ended by who began it.
const RUNNING: &str = "running";
const ENDED: &str = "done";
const STOPPED: &str = "stopped";

/// What is written of a dossier on which it was done; anything else says why not.
const DONE: &str = "done";

/// The ranks of a dossier that waits for its turn, and of one on which it was done.
const WAITING_RANK: i16 = 1;
const DONE_RANK: i16 = 2;

/// The history of each dossier keeps what was done; the list of what came of it is for who asked, and for a while.
const KEPT: TimeDelta = TimeDelta::days(90);

/// An action's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = bulk_actions, check_for_backend(diesel::pg::Pg))]
pub struct Action {
    pub id: Uuid,
    pub procedure_id: Uuid,
    pub revision_id: Uuid,
    pub button: String,
    pub input: Value,
    pub total: i32,
    status: String,
    pub created_by: Uuid,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl Action {
    pub fn is_running(&self) -> bool {
        self.status == RUNNING
    }
}

/// What somebody wants done.
#[derive(Debug, Clone)]
struct Order {
    /// The same for each try of one click.
    id: Uuid,
    button: String,
    input: Value,
    chosen: Chosen,
    /// When the page that was confirmed was drawn: each dossier is taken as it was then.
    seen: DateTime<Utc>,
    /// The states that have the button.
    states: BTreeSet<String>,
}

/// Plans it, with a line for each dossier. Of a whole list, those are left out that stand where the button is not.
fn create(tx: &mut Tx<'_>, who: &Account, procedure: &Procedure, order: &Order, now: DateTime<Utc>) -> Result<()> {
    let row = (
        bulk_actions::id.eq(order.id),
        bulk_actions::procedure_id.eq(procedure.id),
        bulk_actions::revision_id.eq(procedure.revision_id),
        bulk_actions::button.eq(&order.button),
        bulk_actions::input.eq(&order.input),
        (bulk_actions::total.eq(0), bulk_actions::status.eq(RUNNING)),
        (bulk_actions::created_by.eq(who.id), bulk_actions::created_at.eq(now)),
    );
    let inserted = diesel::insert_into(bulk_actions::table).values(row).on_conflict_do_nothing().execute(&mut **tx)?;
    if inserted == 0 {
        // The click was tried again; anybody else's is not found.
        return find(tx, who, procedure.id, order.id).map(drop);
    }
    let total = choose(tx, who, procedure.id, order)?;
    if total == 0 {
        return Err(Error::Invalid("bulk-nothing"));
    }
    let total = i32::try_from(total).map_err(Error::internal)?;
    diesel::update(bulk_actions::table.find(order.id)).set(bulk_actions::total.eq(total)).execute(&mut **tx)?;
    plan(tx, order.id, now)
}

/// Writes a line for each dossier that was chosen. Returns how many.
fn choose(tx: &mut Tx<'_>, who: &Account, procedure: Uuid, order: &Order) -> Result<usize> {
    let state = || as_of::<Text>("dossiers.state", "e.content->>'from'", order.seen);
    let mut chosen = order.chosen.condition(tx, who, procedure)?;
    if order.chosen.is_list() {
        // What came to the list meanwhile was not seen.
        let listed = dossiers::submitted_at.assume_not_null().le(order.seen);
        chosen = Box::new(chosen.and(listed).and(state().eq_any(order.states.clone())));
    }
    let rev = as_of::<Integer>("dossiers.rev", "e.seq - 1", order.seen);
    let found = dossiers::table.filter(chosen).select((order.id.into_sql::<SqlUuid>(), dossiers::id, state(), rev));
    let columns = (bulk_items::action_id, bulk_items::dossier_id, bulk_items::state, bulk_items::rev);
    Ok(found.insert_into(bulk_items::table).into_columns(columns).execute(&mut **tx)?)
}

/// A column of a dossier as it was at a moment: the first step since then tells what it found.
fn as_of<T: SqlType + SingleValue>(now: &str, then: &str, seen: DateTime<Utc>) -> SqlLiteral<T> {
    let seen = seen.to_rfc3339_opts(SecondsFormat::Micros, true);
    sql(&format!(
        "CASE WHEN dossiers.updated_at > '{seen}' THEN coalesce((SELECT {then} FROM events e
            WHERE e.dossier_id = dossiers.id AND e.at > '{seen}' ORDER BY e.seq LIMIT 1), {now}) ELSE {now} END"
    ))
}

/// An action of this person's.
fn find(db: &mut PgConnection, who: &Account, procedure: Uuid, id: Uuid) -> Result<Action> {
    let own = bulk_actions::created_by.eq(who.id).and(bulk_actions::procedure_id.eq(procedure));
    Ok(bulk_actions::table.find(id).filter(own).select(Action::as_select()).first(db)?)
}

/// The actions of this person's on a procedure, the last first.
fn of(
    db: &mut PgConnection,
    who: &Account,
    procedure: Uuid,
    after: Option<(DateTime<Utc>, Uuid)>,
) -> Result<Slice<Action>> {
    let own = bulk_actions::created_by.eq(who.id).and(bulk_actions::procedure_id.eq(procedure));
    let mut rows = bulk_actions::table.filter(own).into_boxed();
    if let Some((at, id)) = after {
        let after = sql::<Bool>("(created_at, id) < (").bind::<Timestamptz, _>(at);
        rows = rows.filter(after.sql(", ").bind::<SqlUuid, _>(id).sql(")"));
    }
    let rows = rows.order((bulk_actions::created_at.desc(), bulk_actions::id.desc())).limit(SIZE as i64 + 1);
    Ok(Slice::of(rows.select(Action::as_select()).load(db)?, |row: &Action| (row.created_at, row.id)))
}

/// How many dossiers of an action came to each result; none is of those that wait.
fn results(db: &mut PgConnection, id: Uuid) -> Result<Vec<(Option<String>, i64)>> {
    let items = bulk_items::table.filter(bulk_items::action_id.eq(id)).group_by(bulk_items::result);
    Ok(items.select((bulk_items::result, count_star())).load(db)?)
}

/// Plans the next dossiers.
pub fn plan(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    // The job that plans its successor is still there.
    let dedup_key = format!("{KIND}:{id}:{}", Uuid::now_v7());
    outbox::enqueue(tx, &[outbox::Effect { dedup_key, kind: KIND, payload: json!({ "action": id }) }], now)
}

/// Takes no further dossier.
fn stop(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    end(tx, id, STOPPED, now)
}

fn end(tx: &mut Tx<'_>, id: Uuid, status: &str, now: DateTime<Utc>) -> Result<()> {
    let running = bulk_actions::table.find(id).filter(bulk_actions::status.eq(RUNNING));
    diesel::update(running)
        .set((bulk_actions::status.eq(status), bulk_actions::ended_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Forgets actions that are old. Those that run go on.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    let old = bulk_actions::created_at.lt(now - KEPT).and(bulk_actions::status.ne(RUNNING));
    Ok(diesel::delete(bulk_actions::table.filter(old)).execute(&mut **tx)?)
}
