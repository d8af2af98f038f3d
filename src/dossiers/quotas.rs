//! How many dossiers a procedure takes: from everyone, from one person, as drafts.

use crate::db::Tx;
use crate::procedures::definition::Opening;
use crate::schema::{dossiers, procedures};
use crate::{Error, Result};
use diesel::prelude::*;
use uuid::Uuid;

/// Drafts that one person may have open on one procedure: more is a mistake, or a machine.
const MAX_DRAFTS: i64 = 20;

/// Refuses a draft that could not be submitted today, and one too many.
pub fn check_start(tx: &mut Tx<'_>, applicant: Uuid, procedure: Uuid, opening: &Opening) -> Result<()> {
    let drafts =
        dossiers::table.filter(dossiers::procedure_id.eq(procedure)).filter(dossiers::applicant_id.eq(applicant));
    let drafts: i64 = drafts.filter(dossiers::submitted_at.is_null()).count().get_result(&mut **tx)?;
    reached(drafts, MAX_DRAFTS)?;
    check_room(tx, applicant, procedure, opening)
}

/// Refuses a submission when there is no room left: other drafts may have been submitted since this one was started.
/// Submissions to a procedure that sets a limit come one after the other, so that the last place is given once.
pub fn check_submission(tx: &mut Tx<'_>, applicant: Uuid, procedure: Uuid, opening: &Opening) -> Result<()> {
    if opening.max_dossiers.or(opening.max_per_applicant).is_some() {
        let row = procedures::table.find(procedure).select(procedures::id);
        row.for_no_key_update().first::<Uuid>(&mut **tx)?;
    }
    check_room(tx, applicant, procedure, opening)
}

fn check_room(tx: &mut Tx<'_>, applicant: Uuid, procedure: Uuid, opening: &Opening) -> Result<()> {
    let submitted =
        dossiers::table.filter(dossiers::procedure_id.eq(procedure).and(dossiers::submitted_at.is_not_null()));
    if let Some(most) = opening.max_dossiers {
        reached(submitted.count().get_result(&mut **tx)?, most)?;
    }
    if let Some(most) = opening.max_per_applicant {
        reached(submitted.filter(dossiers::applicant_id.eq(applicant)).count().get_result(&mut **tx)?, most)?;
    }
    Ok(())
}

fn reached(count: i64, most: i64) -> Result<()> {
    if count >= most { Err(Error::Invalid("quota-reached")) } else { Ok(()) }
}
