//! Pressing the button, on one dossier after the other.

use super::{Action, DONE, ENDED, RUNNING, WAITING_RANK, end};
use crate::app::App;
use crate::db::{Kept, Tx};
use crate::dossiers::step::Outcome;
use crate::dossiers::{Dossier, access};
use crate::review::act::{self, Click, Stamp};
use crate::schema::{bulk_actions, bulk_items, dossiers, events};
use crate::web::Pairs;
use crate::workflow::Command;
use crate::{Error, Result, procedures};
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Dossiers that are found at a time.
const BATCH: i64 = 100;

/// Takes dossiers of an action for a while. Returns whether it is over.
pub async fn turn(app: &App, id: Uuid, lasting: Duration) -> Result<bool> {
    let began = Instant::now();
    loop {
        let Some((action, found)) = app.db.query(move |db| next(db, id)).await? else { return Ok(true) };
        if found.is_empty() {
            let now = app.now();
            app.db.write(move |tx| end(tx, id, ENDED, now)).await?;
            return Ok(true);
        }
        let (action, mut is_alone) = (Arc::new(action), true);
        for dossier in found {
            let (action, now) = (action.clone(), app.now());
            is_alone &= app.db.write(move |tx| one(tx, &action, dossier, now)).await?;
            if began.elapsed() > lasting {
                return Ok(false);
            }
        }
        // Somebody has stopped it, or another worker takes the same dossiers: the next turn sees what is left.
        if !is_alone {
            return Ok(false);
        }
    }
}

/// What is next of an action that runs: its dossiers, the oldest first.
pub fn next(db: &mut PgConnection, id: Uuid) -> Result<Option<(Action, Vec<Uuid>)>> {
    let running = bulk_actions::table.find(id).filter(bulk_actions::status.eq(RUNNING)).select(Action::as_select());
    let Some(action) = running.first(db).optional()? else { return Ok(None) };
    let waiting = bulk_items::action_id.eq(id).and(bulk_items::rank.eq(WAITING_RANK));
    let waiting = bulk_items::table.filter(waiting).order(bulk_items::dossier_id).limit(BATCH);
    Ok(Some((action, waiting.select(bulk_items::dossier_id).load(db)?)))
}

/// Takes one dossier, and writes what came of it in the same transaction: a worker that dies has done both or nothing. Returns
/// whether it was still to be taken.
fn one(tx: &mut Tx<'_>, action: &Action, dossier: Uuid, now: DateTime<Utc>) -> Result<bool> {
    let runs = bulk_actions::table.find(action.id).filter(bulk_actions::status.eq(RUNNING));
    let waiting = bulk_items::table.find((action.id, dossier)).filter(bulk_items::result.is_null());
    let waiting = waiting.filter(exists(runs)).select((bulk_items::state, bulk_items::rev));
    let Some(chosen): Option<(String, i32)> = waiting.for_update().skip_locked().first(&mut **tx).optional()? else {
        return Ok(false);
    };
    let done = tx.apart(true, |tx| press(tx, action, dossier, &chosen, now));
    let result = match done {
        Ok(Outcome::Done | Outcome::Replayed) => DONE,
        Ok(Outcome::Overtaken) => "overdue",
        Err(Error::NotFound) => "gone",
        Err(Error::Conflict) => "changed",
        Err(Error::Refused(refusal)) => refusal.code(),
        Err(Error::Invalid(code) | Error::Forbidden(code)) => code,
        Err(error @ Error::Unavailable(_)) => return Err(error),
        Err(error) => {
            tracing::error!(%dossier, %error, "a dossier of a bulk action failed");
            "failed"
        }
    };
    let item = bulk_items::table.find((action.id, dossier));
    Kept(diesel::update(item).set(bulk_items::result.eq(result))).execute(&mut **tx)?;
    Ok(true)
}

/// An ordinary step, by the rights of now, on the dossier as it stands. One that is no longer as it was chosen is left alone:
/// who chose it has not seen what it is now.
fn press(
    tx: &mut Tx<'_>,
    action: &Action,
    dossier: Uuid,
    (state, rev): &(String, i32),
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let who = action.created_by;
    let mine = dossiers::table.find(dossier).filter(access::consultable_by_account(who, now));
    let dossier: Dossier = mine.select(Dossier::as_select()).for_update().first(&mut **tx)?;
    if dossier.state != *state || is_answered_since(tx, &dossier, *rev)? {
        return Err(Error::Conflict);
    }
    let revision = procedures::revision(tx, dossier.revision_id)?;
    if !revision.workflow.is_bulk(&dossier.snapshot()?, &action.button) {
        return Err(Error::Forbidden("not-bulk"));
    }
    let key = format!("{}:{}", super::KIND, action.id);
    let click = Click {
        command: Command::Transition { name: action.button.clone() },
        stamp: Stamp { rev: dossier.rev, key, on_behalf: None },
        input: action.input.clone(),
        // One that asks for a form of the procedure's own is refused: each dossier has its own answers.
        answers: Pairs::new(),
    };
    act::press(tx, who, &dossier, &revision, &click, now)
}

/// Whether its applicant has sent other answers since.
fn is_answered_since(tx: &mut Tx<'_>, dossier: &Dossier, rev: i32) -> Result<bool> {
    if dossier.rev == rev {
        return Ok(false);
    }
    let since = events::dossier_id.eq(dossier.id).and(events::seq.gt(rev));
    let answered = events::table.filter(since).filter(sql::<Bool>("content ? 'answers'"));
    Ok(diesel::select(exists(answered)).get_result(&mut **tx)?)
}
