//! What an applicant is writing, and what may be written now.

use super::access::Readable;
use super::expiry::Deadline;
use super::{Correction, Dossier, Identity, Number, access, find, history, linked, lock, pending_correction};
use crate::db::Tx;
use crate::form::{self, Choice, Context};
use crate::procedures::{self, Revision};
use crate::schema::dossiers;
use crate::web::Account;
use crate::workflow::May;
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// A dossier open for writing, with all that its pages need.
#[derive(Clone)]
pub struct Open {
    pub dossier: Dossier,
    pub revision: Arc<Revision>,
    /// The request for correction that limits what may be written.
    pub correction: Option<Correction>,
    /// Of the other dossiers that the draft names, those that the applicant may see.
    named: BTreeSet<String>,
    /// For references that what was just posted does not name: the entries to choose from, by pointer.
    pub offers: Vec<(String, Vec<Choice>)>,
    pub now: DateTime<Utc>,
}

impl Open {
    /// A dossier as far as this reader may see it, for a page that shows it.
    pub fn read(db: &mut PgConnection, reader: Readable, number: &Number, now: DateTime<Utc>) -> Result<Self> {
        let dossier = find(db, reader, number)?;
        Self::around(db, dossier, now)
    }

    /// The same, locked, for what changes it.
    pub fn lock(tx: &mut Tx<'_>, reader: Readable, number: &Number, now: DateTime<Utc>) -> Result<Self> {
        let dossier = lock(tx, reader, number)?;
        Self::around(tx, dossier, now)
    }

    pub(super) fn around(db: &mut PgConnection, dossier: Dossier, now: DateTime<Utc>) -> Result<Self> {
        let revision = procedures::revision(db, dossier.revision_id)?;
        let limited = revision.applicant_may(&dossier.state) == May::EditRequested;
        let correction = if limited { pending_correction(db, dossier.id)? } else { None };
        let mut open = Self { dossier, revision, correction, named: BTreeSet::new(), offers: Vec::new(), now };
        open.look_up_named(db)?;
        Ok(open)
    }

    /// Looks which of the named dossiers are the applicant's own: of those of others nothing is ever told.
    pub(super) fn look_up_named(&mut self, db: &mut PgConnection) -> Result<()> {
        let mut named = self.revision.form.named_dossiers(&self.dossier.writing());
        named.remove(&self.dossier.number);
        if !named.is_empty() {
            let own = dossiers::table
                .filter(dossiers::applicant_id.eq(self.dossier.applicant_id))
                .filter(dossiers::number.eq_any(named))
                .select(dossiers::number);
            named = own.load::<String>(db)?.into_iter().collect();
        }
        self.named = named;
        Ok(())
    }

    /// Whether anything may be written now.
    pub fn is_editable(&self) -> bool {
        self.revision.is_fillable()
            && match self.revision.applicant_may(&self.dossier.state) {
                May::Edit => true,
                May::EditRequested => self.correction.is_some(),
                May::Message | May::Read => false,
            }
    }

    /// An error that says so, where it may not.
    pub fn editable(self) -> Result<Self> {
        if self.is_editable() { Ok(self) } else { Err(Error::Forbidden("not-editable")) }
    }

    /// The only fields that this reader may write, when a correction was asked: those that it names, and those that a
    /// corrected answer has made wrong or required. A request that names none is about all.
    pub fn only(&self, reader: Uuid) -> Option<Vec<String>> {
        let mut pointers = self.correction.as_ref().map(Correction::pointers).filter(|asked| !asked.is_empty())?;
        let wrong = self.checked(reader).errors.into_iter().map(|error| error.pointer);
        pointers.extend(wrong);
        Some(pointers)
    }

    /// Whether a field may be written, among these of [`Self::only`].
    pub fn asks(only: Option<&[String]>, pointer: &str) -> bool {
        only.is_none_or(|only| only.iter().any(|asked| form::is_under(pointer, asked)))
    }

    /// What the rules of the form may read.
    pub fn context(&self) -> Context {
        Context {
            today: self.today(),
            applicant: self.dossier.applicant.clone(),
            data: Value::Object(self.revision.definition.data.clone()),
            dossiers: None,
        }
    }

    /// The civil date.
    pub fn today(&self) -> NaiveDate {
        self.revision.date(self.now)
    }

    pub fn identity(&self) -> Result<Identity> {
        serde_json::from_value(self.dossier.applicant.clone()).map_err(Error::internal)
    }

    /// The answers as they would be submitted, and what is wrong with them as far as this reader may know. Who was invited to
    /// fill must not learn which dossiers are the applicant's by naming some: of any, the applicant alone is told.
    pub fn checked(&self, reader: Uuid) -> form::Submission {
        let dossiers = (reader == self.dossier.applicant_id).then(|| self.named.clone());
        self.revision.form.check(&self.dossier.writing(), &Context { dossiers, ..self.context() })
    }
}

/// Keeps who files.
pub fn identify(tx: &mut Tx<'_>, open: &Open, who: &Account, identity: &Identity, now: DateTime<Utc>) -> Result<()> {
    let deadline = Deadline::touched(&open.dossier, open.revision.definition.opening.draft_months, now);
    diesel::update(dossiers::table.find(open.dossier.id))
        .set((
            dossiers::expires_at.eq(deadline.map(|deadline| deadline.expires_at)),
            dossiers::remind_at.eq(deadline.and_then(|deadline| deadline.remind_at)),
            dossiers::applicant.eq(serde_json::to_value(identity).map_err(Error::internal)?),
            dossiers::applicant_name.eq(identity.name()),
            // Rules read it: whoever computes with the former one must notice.
            dossiers::draft_rev.eq(dossiers::draft_rev + 1),
            dossiers::updated_at.eq(now),
        ))
        .execute(&mut **tx)?;
    history::unchanged(tx, open, who, now)
}

/// Throws a draft away, with its files' rows: nothing was submitted. The files' bytes follow with the next sweep.
pub fn discard(tx: &mut Tx<'_>, who: &Account, number: &Number, now: DateTime<Utc>) -> Result<()> {
    let draft = dossiers::table
        .filter(access::filed_by(who))
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .filter(dossiers::submitted_at.is_null())
        .select(dossiers::id)
        // Nobody links it meanwhile.
        .for_update();
    let id: Uuid = draft.first(&mut **tx)?;
    linked::abandon(tx, id, now)?;
    diesel::delete(dossiers::table.find(id)).execute(&mut **tx)?;
    Ok(())
}
