//! The holders of a role are others: votes that are open may have seats that nobody is left to take.

use super::Dossier;
use super::step::{self, Act};
use crate::db::Tx;
use crate::procedures;
use crate::schema::{dossiers, tasks};
use crate::workflow::Command;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use uuid::Uuid;

/// The dossiers with a seat of a vote that whoever of a group may take.
pub fn waiting(db: &mut PgConnection, group: Uuid) -> Result<Vec<Uuid>> {
    let free = || {
        let open = tasks::group_id.eq(group).and(tasks::status.eq("open"));
        tasks::table.inner_join(dossiers::table).filter(open.and(tasks::person_id.is_null()))
    };
    let kinds: Vec<(Uuid, String, String)> =
        free().select((dossiers::revision_id, tasks::place, tasks::name)).distinct().load(db)?;
    let mut found = Vec::new();
    for (revision, place, name) in kinds {
        let circuit = procedures::revision(db, revision)?;
        if circuit.workflow.definition().task(&place, &name).is_some_and(|task| task.vote.is_some()) {
            let of = dossiers::revision_id.eq(revision).and(tasks::place.eq(place)).and(tasks::name.eq(name));
            found.extend(free().filter(of).select(dossiers::id).distinct().load::<Uuid>(db)?);
        }
    }
    Ok(found)
}

/// Gives up the seats of a dossier that nobody is left for, if there are any.
pub fn give_up(tx: &mut Tx<'_>, dossier: Uuid, now: DateTime<Utc>) -> Result<()> {
    step::catch_up(tx, dossier, now)?;
    let found: Dossier = dossiers::table.find(dossier).select(Dossier::as_select()).first(&mut **tx)?;
    let revision = procedures::revision(tx, found.revision_id)?;
    let act = Act { command: Command::Seats, ..Act::timer("", &found, &revision, now) };
    match step::perform(tx, &found, &revision, act) {
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
