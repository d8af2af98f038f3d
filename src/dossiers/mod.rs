//! A dossier: one citizen's answers to one procedure, and where its review stands.

pub mod absence_pages;
pub mod absences;
pub mod access;
pub mod addresses;
pub mod agents;
pub mod assignment;
pub mod audit;
pub mod audit_page;
pub mod awaited;
pub mod check;
pub mod clocks;
pub mod copy;
pub mod documents;
pub mod draft;
mod effects;
pub mod events;
pub mod expiry;
pub mod facts;
pub mod filling;
pub mod handover;
pub mod history;
pub mod identity;
pub mod invitations;
pub mod invocations;
pub mod linked;
mod memory;
pub mod move_pages;
mod move_report;
mod move_view;
pub mod moves;
pub mod moving;
mod number;
pub mod offers;
pub mod opinion_desk;
mod opinion_mail;
pub mod opinion_page;
mod opinion_view;
pub mod opinions;
pub mod origin;
pub mod overview;
pub mod pages;
pub mod people;
pub mod place;
mod posted;
pub mod produced;
mod quotas;
mod reassignment;
pub mod receipt_pages;
pub mod receipts;
pub mod references;
pub mod renew;
pub mod returns;
pub mod saving;
pub mod seats;
pub mod sharing;
pub mod start;
pub mod step;
pub mod submit;
pub mod tags;
pub mod tasks;
pub mod thread;
pub mod timeline;
pub mod unsaved;
pub mod unsent;
pub mod update;
mod webhooks;
pub mod writing;

use crate::Result;
use crate::procedures::Revision;
use crate::schema::{self, corrections, decisions, dossiers};
use crate::workflow::Snapshot;
use access::Readable;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use diesel::prelude::*;
pub use number::Number;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use uuid::Uuid;

/// A dossier's row.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = dossiers, check_for_backend(diesel::pg::Pg))]
pub struct Dossier {
    pub id: Uuid,
    pub number: String,
    pub procedure_id: Uuid,
    pub revision_id: Uuid,
    pub applicant_id: Uuid,
    pub group_id: Option<Uuid>,
    pub assignee_id: Option<Uuid>,
    pub applicant: Value,
    pub applicant_name: String,
    pub state: String,
    pub phase: String,
    pub snapshot: Value,
    pub rev: i32,
    pub head: Option<Vec<u8>>,
    pub draft: Option<Value>,
    pub draft_rev: i32,
    pub draft_by: Option<Uuid>,
    pub origin: Option<Value>,
    pub expires_at: Option<DateTime<Utc>>,
    pub remind_at: Option<DateTime<Utc>>,
    pub answers: Option<Value>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Dossier {
    /// What the applicant is writing: the draft, or, when nothing is being changed, what was submitted.
    pub fn writing(&self) -> Cow<'_, Value> {
        let written = self.draft.as_ref().or(self.answers.as_ref()).map(Cow::Borrowed);
        written.unwrap_or_else(|| Cow::Owned(Value::Object(serde_json::Map::new())))
    }

    /// The engine's memory of this dossier.
    pub fn snapshot(&self) -> Result<Snapshot> {
        serde_json::from_value(self.snapshot.clone()).map_err(crate::Error::internal)
    }
}

/// Who files, asked once before the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    #[serde(default)]
    pub given_name: String,
    #[serde(default)]
    pub family_name: String,
    #[serde(default)]
    pub email: String,
    /// Of the organisation that files, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub siret: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
}

impl Identity {
    /// How lists name the applicant.
    pub fn name(&self) -> String {
        self.organisation.clone().unwrap_or_else(|| format!("{} {}", self.given_name, self.family_name))
    }
}

/// The number in an address; what is no number of ours names no dossier.
pub fn parsed(text: &str) -> Result<Number> {
    text.parse().map_err(|_| crate::Error::NotFound)
}

/// One dossier, as far as this reader may see it.
pub fn find(db: &mut PgConnection, reader: Readable, number: &Number) -> Result<Dossier> {
    let found = dossiers::table
        .filter(reader)
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select(Dossier::as_select())
        .first(db)?;
    Ok(found)
}

/// The same, locked until the transaction ends: one writer per dossier.
pub fn lock(tx: &mut crate::db::Tx<'_>, reader: Readable, number: &Number) -> Result<Dossier> {
    let found = dossiers::table
        .filter(reader)
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select(Dossier::as_select())
        .for_update()
        .first(&mut **tx)?;
    Ok(found)
}

/// A request for correction.
#[derive(Debug, Clone, Queryable, Selectable, Serialize)]
#[diesel(table_name = corrections, check_for_backend(diesel::pg::Pg))]
pub struct Correction {
    pub id: Uuid,
    pub reason: String,
    pub message: String,
    pub fields: Value,
    pub requested_at: DateTime<Utc>,
    pub resolved_at: Option<DateTime<Utc>>,
}

impl Correction {
    /// The fields to correct.
    pub fn pointers(&self) -> Vec<String> {
        let fields = self.fields.as_array().map(Vec::as_slice).unwrap_or_default();
        fields.iter().filter_map(|field| field.as_str().map(str::to_owned)).collect()
    }
}

/// The request that waits for an answer, if any.
pub fn pending_correction(db: &mut PgConnection, dossier: Uuid) -> Result<Option<Correction>> {
    let found = corrections::table
        .filter(corrections::dossier_id.eq(dossier).and(corrections::resolved_at.is_null()))
        .select(Correction::as_select())
        .first(db)
        .optional()?;
    Ok(found)
}

/// A decision; the one in force has no `superseded_at`.
#[derive(Debug, Clone, Serialize)]
pub struct Decision {
    /// The number of the event that took it.
    pub seq: i32,
    pub outcome: String,
    pub motivation: String,
    pub tacit: bool,
    pub decided_at: DateTime<FixedOffset>,
    /// The date from which it holds. Not known of one that an older version of the program took.
    pub effective_on: Option<NaiveDate>,
    pub superseded_at: Option<DateTime<FixedOffset>>,
    /// What tells it, where the workflow makes one.
    pub document: Option<produced::Link>,
}

/// Every decision on a dossier, the last first: one that was taken back is kept. Moments are those of the procedure's clocks.
pub fn decisions(db: &mut PgConnection, dossier: Uuid, revision: &Revision) -> Result<Vec<Decision>> {
    type Row = (
        i32,
        String,
        String,
        bool,
        DateTime<Utc>,
        Option<NaiveDate>,
        Option<DateTime<Utc>>,
        Option<produced::Produced>,
    );
    let rows: Vec<Row> = decisions::table
        .left_join(schema::documents::table)
        .filter(decisions::dossier_id.eq(dossier))
        .order(decisions::seq.desc())
        .select((
            decisions::seq,
            decisions::outcome,
            decisions::motivation,
            decisions::tacit,
            decisions::decided_at,
            decisions::effective_on,
            decisions::superseded_at,
            Option::<produced::Produced>::as_select(),
        ))
        .load(db)?;
    let told = |(seq, outcome, motivation, tacit, decided_at, effective_on, superseded_at, document): Row| Decision {
        seq,
        outcome,
        motivation,
        tacit,
        decided_at: revision.local(decided_at),
        effective_on,
        superseded_at: superseded_at.map(|at| revision.local(at)),
        document: document.map(|document| produced::Link::to(&document, revision)),
    };
    Ok(rows.into_iter().map(told).collect())
}
