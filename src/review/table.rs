//! Lists of dossiers: my work, by procedure and phase; a procedure's table, by keyset.

use crate::dossiers::access::{self, Readable};
use crate::schema::{dossiers, group_members, groups};
use crate::web::pagination::{SIZE, Slice};
use crate::web::{Account, Lang};
use crate::{Result, procedures};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde::Serialize;
use std::cmp::Reverse;
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

/// How many dossiers of each phase a person's groups have, by procedure: counted in the index alone, group by group.
const COUNTS: &str = "
    SELECT g.procedure_id, c.phase, sum(c.count)::bigint AS count
    FROM group_members m JOIN groups g ON g.id = m.group_id
    CROSS JOIN LATERAL (SELECT d.phase, count(*) FROM dossiers d
        WHERE d.group_id = m.group_id AND d.submitted_at IS NOT NULL GROUP BY d.phase) c
    WHERE m.account_id = $1 GROUP BY g.procedure_id, c.phase";

#[derive(QueryableByName)]
#[diesel(check_for_backend(Pg))]
struct Counted {
    #[diesel(sql_type = SqlUuid)]
    procedure_id: Uuid,
    #[diesel(sql_type = Text)]
    phase: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// My work, by procedure.
pub fn work(db: &mut PgConnection, who: &Account, lang: Lang) -> Result<Vec<Work>> {
    let counts: Vec<Counted> = diesel::sql_query(COUNTS).bind::<SqlUuid, _>(who.id).load(db)?;
    let mut by_procedure: BTreeMap<Uuid, Vec<(String, i64)>> = BTreeMap::new();
    for Counted { procedure_id, phase, count } in counts {
        by_procedure.entry(procedure_id).or_default().push((phase, count));
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
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub phase: Option<String>,
    /// Only those that this person took in charge.
    pub mine: bool,
    /// A part of the number or of the applicant's name.
    pub search: String,
    pub after: Option<(DateTime<Utc>, Uuid)>,
}

impl Wanted {
    /// The filters, as an address or a form holds them.
    pub(super) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::from_iter(self.phase.clone().map(|phase| ("phase", phase)));
        pairs.extend(self.mine.then(|| ("mine", "1".to_owned())));
        pairs.extend((!self.search.is_empty()).then(|| ("q", self.search.clone())));
        pairs
    }
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
    dossiers::table.filter(passing(who, procedure, wanted)).into_boxed()
}

/// The same, as a condition.
pub(super) fn passing(who: &Account, procedure: Uuid, wanted: &Wanted) -> Readable {
    let mut all: Readable = Box::new(access::reviewable_by(who).and(dossiers::procedure_id.eq(procedure)));
    if let Some(phase) = &wanted.phase {
        all = Box::new(all.and(dossiers::phase.eq(phase.clone())));
    }
    if wanted.mine {
        all = Box::new(all.and(dossiers::assignee_id.assume_not_null().eq(who.id)));
    }
    if !wanted.search.is_empty() {
        let pattern = format!("%{}%", wanted.search.replace(['\\', '%', '_'], ""));
        let found = dossiers::number.ilike(pattern.clone()).or(dossiers::applicant_name.ilike(pattern));
        all = Box::new(all.and(found));
    }
    all
}

/// The same, read from the part of the index that each of their groups has.
pub(super) fn in_groups(db: &mut PgConnection, who: &Account, procedure: Uuid, wanted: &Wanted) -> Result<Readable> {
    let own = groups(db, who, procedure)?;
    Ok(Box::new(passing(who, procedure, wanted).and(dossiers::group_id.assume_not_null().eq_any(own))))
}

/// A page of a procedure's table, the last changed first. The dossiers of each group have their own part of an index, in this
/// order: a page reads no more of each than it may show.
pub fn rows(db: &mut PgConnection, who: &Account, procedure: Uuid, wanted: &Wanted, lang: Lang) -> Result<Slice<Row>> {
    let mut loaded: Vec<Loaded> = Vec::new();
    for group in groups(db, who, procedure)? {
        let mut query = filtered(who, procedure, wanted).filter(dossiers::group_id.eq(group));
        if let Some((at, id)) = wanted.after {
            let after = sql::<Bool>("(dossiers.updated_at, dossiers.id) < (").bind::<Timestamptz, _>(at);
            query = query.filter(after.sql(", ").bind::<SqlUuid, _>(id).sql(")"));
        }
        let query = query.order((dossiers::updated_at.desc(), dossiers::id.desc())).limit(SIZE as i64 + 1);
        let found: Vec<Loaded> = query
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
        loaded.extend(found);
    }
    loaded.sort_by_key(|row| Reverse((row.6, row.0)));
    loaded.truncate(SIZE + 1);
    let slice = Slice::of(loaded, |row| (row.6, row.0));
    let rows = slice.rows.into_iter().map(|row| shown(db, row, lang)).collect::<Result<Vec<_>>>()?;
    Ok(Slice { rows, next: slice.next })
}

/// How many dossiers the filters leave. `work` has counted those of each phase.
pub(super) fn count(
    db: &mut PgConnection,
    who: &Account,
    procedure: Uuid,
    wanted: &Wanted,
    work: Option<&Work>,
) -> Result<i64> {
    if let Some(work) = work.filter(|_| !wanted.mine && wanted.search.is_empty()) {
        let of_phase = |phase: &String| work.phases.iter().find(|(name, _)| name == phase).map_or(0, |(_, n)| *n);
        return Ok(wanted.phase.as_ref().map_or(work.total, of_phase));
    }
    Ok(dossiers::table.filter(in_groups(db, who, procedure, wanted)?).count().get_result(db)?)
}

/// Their groups of a procedure.
fn groups(db: &mut PgConnection, who: &Account, procedure: Uuid) -> Result<Vec<Uuid>> {
    let own = groups::table.inner_join(group_members::table).filter(group_members::account_id.eq(who.id));
    Ok(own.filter(groups::procedure_id.eq(procedure)).select(groups::id).load(db)?)
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
