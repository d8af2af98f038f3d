//! What falls due with time: a timer fires as a command like any other, so one that comes late for a state that was
//! left does nothing.

use crate::Result;
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::step;
use crate::schema::timers;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use uuid::Uuid;

/// Timers fired in one round.
const BATCH: i64 = 32;

/// Fires what is due. Returns how many timers were looked at.
pub async fn run(app: &App) -> Result<usize> {
    let now = app.now();
    let due = timers::table.filter(timers::due_at.le(now)).order(timers::due_at).limit(BATCH);
    let due: Vec<(Uuid, String)> = {
        let query = due.select((timers::dossier_id, timers::name));
        app.db.query(move |db| Ok(query.load(db)?)).await?
    };
    for (dossier, name) in &due {
        let (dossier, timer) = (*dossier, name.clone());
        if let Err(error) = app.db.write(move |tx| fire(tx, dossier, &timer, now)).await {
            tracing::error!(%dossier, name, %error, "a timer did not fire");
            let name = name.clone();
            app.db.write(move |tx| postpone(tx, dossier, &name, now)).await?;
        }
    }
    Ok(due.len())
}

/// One timer, in one transaction with what it causes, and after what fell due before it. Another worker that holds it is let
/// alone.
fn fire(tx: &mut Tx<'_>, dossier: Uuid, name: &str, now: DateTime<Utc>) -> Result<()> {
    let held = timers::table
        .find((dossier, name))
        .filter(timers::due_at.le(now))
        .select(timers::name)
        .for_update()
        .skip_locked()
        .first::<String>(&mut **tx)
        .optional()?;
    if held.is_none() {
        return Ok(());
    }
    step::catch_up(tx, dossier, now)?;
    // One that the dossier does not know is of a former version of the program.
    diesel::delete(timers::table.find((dossier, name)).filter(timers::due_at.le(now))).execute(&mut **tx)?;
    Ok(())
}

/// A timer that failed is tried again later, ever more rarely, and never blocks the others.
fn postpone(tx: &mut Tx<'_>, dossier: Uuid, name: &str, now: DateTime<Utc>) -> Result<()> {
    let row = timers::table.find((dossier, name));
    let attempts: Option<i32> = row.select(timers::attempts).first(&mut **tx).optional()?;
    let wait = TimeDelta::minutes(1 << attempts.unwrap_or(0).clamp(0, 10));
    diesel::update(row)
        .set((timers::due_at.eq(now + wait), timers::attempts.eq(timers::attempts + 1)))
        .execute(&mut **tx)?;
    Ok(())
}
