//! Starting a dossier: a number, a draft.

use super::expiry::Deadline;
use super::origin::Origin;
use super::{Identity, Number, effects, quotas};
use crate::db::Tx;
use crate::form::Context;
use crate::procedures::{Procedure, Revision};
use crate::schema::{accounts, dossiers};
use crate::{Error, Result};
use chrono::{DateTime, Datelike, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::Value;
use uuid::Uuid;

#[derive(QueryableByName)]
struct Counter {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// Starts a draft on the procedure's current revision. `first` makes its first answers from what rules may read. Refused
/// outside its opening dates or beyond its quotas.
pub fn start(
    tx: &mut Tx<'_>,
    applicant: Uuid,
    procedure: &Procedure,
    revision: &Revision,
    now: DateTime<Utc>,
    first: impl FnOnce(&Context) -> (Value, Option<Origin>),
) -> Result<(Uuid, Number)> {
    if !procedure.is_published() || revision.closed_on(revision.date(now)).is_some() {
        return Err(Error::Invalid("closed"));
    }
    quotas::check_start(tx, applicant, procedure.id, &revision.definition.opening)?;
    let identity = identity(tx, applicant)?;
    let applicant_value = serde_json::to_value(&identity).map_err(Error::internal)?;
    let data = Value::Object(revision.definition.data.clone());
    let (draft, origin) =
        first(&Context { today: revision.date(now), applicant: applicant_value.clone(), data, ..Context::default() });
    let deadline = Deadline::first(revision.definition.opening.draft_months, now);
    let counter: Counter = diesel::sql_query("SELECT nextval('dossier_numbers') AS value").get_result(&mut **tx)?;
    let number = Number::new(revision.date(now).year(), counter.value);
    let step = revision.start(now)?;
    let snapshot = &step.snapshot;
    let id = Uuid::now_v7();
    diesel::insert_into(dossiers::table)
        .values((
            dossiers::id.eq(id),
            dossiers::number.eq(number.as_str()),
            dossiers::procedure_id.eq(procedure.id),
            dossiers::revision_id.eq(revision.id),
            dossiers::applicant_id.eq(applicant),
            dossiers::applicant.eq(applicant_value),
            dossiers::applicant_name.eq(identity.name()),
            dossiers::state.eq(snapshot.state.clone()),
            dossiers::phase.eq(revision.workflow.phase(&snapshot.state).to_owned()),
            dossiers::snapshot.eq(serde_json::to_value(snapshot).map_err(Error::internal)?),
            dossiers::draft.eq(draft),
            dossiers::origin.eq(origin.map(serde_json::to_value).transpose().map_err(Error::internal)?),
            dossiers::expires_at.eq(deadline.expires_at),
            dossiers::remind_at.eq(deadline.remind_at),
            dossiers::created_at.eq(now),
            dossiers::updated_at.eq(now),
        ))
        .execute(&mut **tx)?;
    effects::set_timers(tx, id, &step.effects)?;
    Ok((id, number))
}

fn identity(tx: &mut Tx<'_>, applicant: Uuid) -> Result<Identity> {
    let (given_name, family_name, email) = accounts::table
        .find(applicant)
        .select((accounts::given_name, accounts::family_name, accounts::email))
        .first(&mut **tx)?;
    Ok(Identity { given_name, family_name, email, ..Identity::default() })
}
