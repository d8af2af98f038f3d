//! What falls due with time: a timer fires as a command like any other, so one that comes late for a state that was
//! left does nothing.

use crate::Result;
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::step;
use crate::schema::{dossiers, timers};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use uuid::Uuid;

/// Timers fired in one round.
const BATCH: i64 = 32;

/// Fires what is due. Returns how many timers were dealt with; one whose dossier somebody holds waits for the next round.
pub async fn run(app: &App) -> Result<usize> {
    let now = app.now();
    let due = timers::table.filter(timers::due_at.le(now)).order(timers::due_at).limit(BATCH);
    let due: Vec<(Uuid, String)> = {
        let query = due.select((timers::dossier_id, timers::name));
        app.db.query(move |db| Ok(query.load(db)?)).await?
    };
    let mut fired = 0;
    for (dossier, name) in due {
        let timer = name.clone();
        match app.db.write(move |tx| fire(tx, dossier, &timer, now)).await {
            Ok(done) => fired += usize::from(done),
            Err(error) => {
                tracing::error!(%dossier, name, %error, "a timer did not fire");
                app.db.write(move |tx| postpone(tx, dossier, &name, now)).await?;
            }
        }
    }
    Ok(fired)
}

/// One timer, in one transaction with what it causes, and after what fell due before it. The dossier is locked first, as by
/// every step: whoever held a timer would wait for a step that waits for that timer. Returns whether nobody else held it.
fn fire(tx: &mut Tx<'_>, dossier: Uuid, name: &str, now: DateTime<Utc>) -> Result<bool> {
    let free = dossiers::table.find(dossier).select(dossiers::id).for_update().skip_locked();
    if free.first::<Uuid>(&mut **tx).optional()?.is_none() {
        return Ok(false);
    }
    let timer = timers::table.find((dossier, name)).filter(timers::due_at.le(now));
    if diesel::select(diesel::dsl::exists(timer)).get_result(&mut **tx)? {
        step::catch_up(tx, dossier, now)?;
        // One that the dossier does not know is of a former version of the program.
        diesel::delete(timer).execute(&mut **tx)?;
    }
    Ok(true)
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
