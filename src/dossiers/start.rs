//! Starting a dossier: a number, an empty draft.

use super::{Identity, Number, quotas, step};
use crate::db::Tx;
use crate::procedures::{Procedure, Revision};
use crate::schema::{accounts, dossiers};
use crate::web::format::civil_date;
use crate::workflow::Inputs;
use crate::{Error, Result};
use chrono::{DateTime, Datelike, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

#[derive(QueryableByName)]
struct Counter {
    #[diesel(sql_type = BigInt)]
    value: i64,
}

/// Starts a draft on the procedure's current revision. Refused outside its opening dates or beyond its quotas.
pub fn start(
    tx: &mut Tx<'_>,
    applicant: Uuid,
    procedure: &Procedure,
    revision: &Revision,
    now: DateTime<Utc>,
) -> Result<Number> {
    if !procedure.is_published() || revision.definition.opening.closed_on(civil_date(now)).is_some() {
        return Err(Error::Invalid("closed"));
    }
    quotas::check_start(tx, applicant, procedure.id, &revision.definition.opening)?;
    let identity = identity(tx, applicant)?;
    let counter: Counter = diesel::sql_query("SELECT nextval('dossier_numbers') AS value").get_result(&mut **tx)?;
    let number = Number::new(civil_date(now).year(), counter.value);
    let snapshot = revision.workflow.start(&revision.definition.data, &Inputs::default(), now)?.snapshot;
    let id = Uuid::now_v7();
    diesel::insert_into(dossiers::table)
        .values((
            dossiers::id.eq(id),
            dossiers::number.eq(number.as_str()),
            dossiers::procedure_id.eq(procedure.id),
            dossiers::revision_id.eq(revision.id),
            dossiers::applicant_id.eq(applicant),
            dossiers::applicant.eq(serde_json::to_value(&identity).map_err(Error::internal)?),
            dossiers::applicant_name.eq(identity.name()),
            dossiers::state.eq(snapshot.state.clone()),
            dossiers::phase.eq(revision.workflow.phase(&snapshot.state).to_owned()),
            dossiers::snapshot.eq(serde_json::to_value(&snapshot).map_err(Error::internal)?),
            dossiers::draft.eq(revision.form.initial()),
            dossiers::created_at.eq(now),
            dossiers::updated_at.eq(now),
        ))
        .execute(&mut **tx)?;
    for (name, due) in &snapshot.timers {
        step::set_timer(tx, id, name, *due)?;
    }
    Ok(number)
}

fn identity(tx: &mut Tx<'_>, applicant: Uuid) -> Result<Identity> {
    let (given_name, family_name, email) = accounts::table
        .find(applicant)
        .select((accounts::given_name, accounts::family_name, accounts::email))
        .first(&mut **tx)?;
    Ok(Identity { given_name, family_name, email, ..Identity::default() })
}
