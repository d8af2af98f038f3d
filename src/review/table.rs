//! Lists of dossiers: my work, by procedure and phase; a procedure's table, by keyset.

use crate::dossiers::access;
use crate::schema::dossiers;
use crate::web::pagination::{SIZE, Slice};
use crate::web::{Account, Lang};
use crate::{Result, procedures};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::dsl::{count_star, sql};
use diesel::expression::SqlLiteral;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use serde::Serialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A procedure and how many of its dossiers stand in each phase.
#[derive(Debug, Serialize)]
pub struct Work {
    pub slug: String,
    pub title: String,
    pub phases: Vec<(String, i64)>,
    /// Dossiers that wait for an instructor.
    pub to_do: i64,
    pub total: i64,
}

/// Phases in which an instructor has something to do.
const TO_DO: [&str; 2] = ["submitted", "review"];

/// My work, by procedure.
pub fn work(db: &mut PgConnection, who: &Account, lang: Lang) -> Result<Vec<Work>> {
    let counts: Vec<(Uuid, String, i64)> = dossiers::table
        .filter(access::reviewable_by(who))
        .group_by((dossiers::procedure_id, dossiers::phase))
        .select((dossiers::procedure_id, dossiers::phase, count_star()))
        .load(db)?;
    let mut by_procedure: BTreeMap<Uuid, Vec<(String, i64)>> = BTreeMap::new();
    for (procedure, phase, count) in counts {
        by_procedure.entry(procedure).or_default().push((phase, count));
    }
    let mine = procedures::reviewed_by(db, who)?;
    mine.into_iter()
        .map(|procedure| {
            let revision = procedures::revision(db, procedure.revision_id)?;
            let phases = by_procedure.remove(&procedure.id).unwrap_or_default();
            let sum = |wanted: &dyn Fn(&str) -> bool| {
                phases.iter().filter(|(phase, _)| wanted(phase)).map(|(_, count)| count).sum()
            };
            Ok(Work {
                title: revision.title(lang.code()).to_owned(),
                to_do: sum(&|phase| TO_DO.contains(&phase)),
                total: sum(&|_| true),
                slug: procedure.slug,
                phases,
            })
        })
        .collect()
}

/// A row of a procedure's table.
#[derive(Debug, Serialize)]
pub struct Row {
    pub number: String,
    pub applicant: String,
    pub phase: String,
    pub state: String,
    pub assignee: Option<String>,
    pub submitted_at: Option<DateTime<FixedOffset>>,
    pub updated_at: DateTime<FixedOffset>,
}

/// What to show of a table.
#[derive(Debug, Default)]
pub struct Wanted {
    pub phase: Option<String>,
    /// Only those that this person took in charge.
    pub mine: bool,
    /// A part of the number or of the applicant's name.
    pub search: String,
    pub after: Option<(DateTime<Utc>, Uuid)>,
}

type Loaded = (Uuid, String, String, String, String, Option<DateTime<Utc>>, DateTime<Utc>, Uuid, Option<String>);

/// A name that a query finds.
pub(super) type Name = SqlLiteral<Nullable<Text>>;

/// The name of who is in charge: an account's names, where there is one.
pub(super) fn assignee() -> Name {
    sql("(SELECT a.given_name || ' ' || a.family_name FROM accounts a WHERE a.id = dossiers.assignee_id)")
}

/// The dossiers of a procedure that this person reviews and that pass the filters.
pub(super) fn filtered(who: &Account, procedure: Uuid, wanted: &Wanted) -> dossiers::BoxedQuery<'static, Pg> {
    let mut query =
        dossiers::table.filter(access::reviewable_by(who)).filter(dossiers::procedure_id.eq(procedure)).into_boxed();
    if let Some(phase) = &wanted.phase {
        query = query.filter(dossiers::phase.eq(phase.clone()));
    }
    if wanted.mine {
        query = query.filter(dossiers::assignee_id.eq(who.id));
    }
    if !wanted.search.is_empty() {
        let pattern = format!("%{}%", wanted.search.replace(['\\', '%', '_'], ""));
        query = query.filter(dossiers::number.ilike(pattern.clone()).or(dossiers::applicant_name.ilike(pattern)));
    }
    query
}

/// A page of a procedure's table, the last changed first.
pub fn rows(db: &mut PgConnection, who: &Account, procedure: Uuid, wanted: &Wanted, lang: Lang) -> Result<Slice<Row>> {
    let mut query = filtered(who, procedure, wanted);
    if let Some((at, id)) = wanted.after {
        query = query.filter(dossiers::updated_at.lt(at).or(dossiers::updated_at.eq(at).and(dossiers::id.lt(id))));
    }
    let loaded: Vec<Loaded> = query
        .order((dossiers::updated_at.desc(), dossiers::id.desc()))
        .limit(SIZE as i64 + 1)
        .select((
            dossiers::id,
            dossiers::number,
            dossiers::applicant_name,
            dossiers::phase,
            dossiers::state,
            dossiers::submitted_at,
            dossiers::updated_at,
            dossiers::revision_id,
            assignee(),
        ))
        .load(db)?;
    let slice = Slice::of(loaded, |row| (row.6, row.0));
    let rows = slice.rows.into_iter().map(|row| shown(db, row, lang)).collect::<Result<Vec<_>>>()?;
    Ok(Slice { rows, next: slice.next })
}

fn shown(db: &mut PgConnection, row: Loaded, lang: Lang) -> Result<Row> {
    let (_, number, applicant, phase, state, submitted_at, updated_at, revision, assignee) = row;
    let revision = procedures::revision(db, revision)?;
    Ok(Row {
        number,
        applicant,
        state: revision.label(&state, lang).to_owned(),
        phase,
        assignee,
        submitted_at: submitted_at.map(|at| revision.local(at)),
        updated_at: revision.local(updated_at),
    })
}
