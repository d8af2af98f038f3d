//! `guichet audit verify`: the history of every dossier is verified.

use super::{Database, Failure, output};
use crate::config::Config;
use crate::dossiers::audit;
use diesel::prelude::*;
use std::process::ExitCode;
use uuid::Uuid;

/// Dossiers read at a time: memory does not grow with their number.
const BATCH: i64 = 500;

/// Verifies the whole database. Exit 1 if any history does not hold, each told on its line.
pub fn verify(config: Config) -> Result<ExitCode, Failure> {
    let database = Database::open(&config)?;
    let mut db = PgConnection::establish(&database.url).map_err(Failure::new)?;
    let (mut last, mut dossiers, mut events, mut broken) = (Uuid::nil(), 0, 0, 0);
    loop {
        let batch = audit::after(&mut db, last, BATCH)?;
        let Some(final_one) = batch.last() else { break };
        last = final_one.dossier.id;
        for record in batch {
            dossiers += 1;
            events += record.history.len();
            if let Some(fault) = record.fault(&mut db)? {
                broken += 1;
                output::line(format_args!("{}: {fault}", record.dossier.number))?;
            }
        }
    }
    output::line(format_args!("{dossiers} dossiers, {events} events, {broken} broken"))?;
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
