//! A draft that nobody touches: its applicant is reminded, warned, and then it is deleted. Data that serves nothing is not
//! kept (GDPR, article 5.1.e), and nothing is deleted without two weeks' warning.

use super::{Dossier, Number, access, linked, lock};
use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::procedures;
use crate::schema::{accounts, dossiers};
use crate::web::format::day;
use crate::web::{Account, Lang};
use crate::{Error, Result};
use chrono::{DateTime, Months, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// The first reminder comes after a week of silence, once for a draft.
const REMIND_AFTER: TimeDelta = TimeDelta::days(7);
/// The last comes this long before the deletion.
const WARN_BEFORE: TimeDelta = TimeDelta::days(14);

/// When a draft is deleted, and when its applicant is next told of it. Once the warning has left, nothing is to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    pub expires_at: DateTime<Utc>,
    pub remind_at: Option<DateTime<Utc>>,
}

impl Deadline {
    /// Of a draft that is started now and kept for so many months.
    pub fn first(months: u32, now: DateTime<Utc>) -> Self {
        Self { remind_at: Some(now + REMIND_AFTER), ..Self::kept(months, now) }
    }

    /// Of a draft that its applicant wants to keep: no reminder but the last.
    pub fn kept(months: u32, now: DateTime<Utc>) -> Self {
        let expires_at = now.checked_add_months(Months::new(months)).unwrap_or(now);
        Self { expires_at, remind_at: Some(expires_at - WARN_BEFORE) }
    }

    /// Of a draft that somebody writes in; none for a dossier that was sent, which does not expire.
    pub fn touched(dossier: &Dossier, months: u32, now: DateTime<Utc>) -> Option<Self> {
        if dossier.submitted_at.is_some() {
            return None;
        }
        let waits = dossier.expires_at.zip(dossier.remind_at).is_some_and(|(at, remind)| remind < at - WARN_BEFORE);
        Some(if waits { Self::first(months, now) } else { Self::kept(months, now) })
    }
}

/// Keeps a draft longer, without writing in it.
pub fn keep(tx: &mut Tx<'_>, who: &Account, number: &Number, now: DateTime<Utc>) -> Result<()> {
    let dossier = lock(tx, access::filed_by(who), number)?;
    if dossier.submitted_at.is_some() {
        return Err(Error::NotFound);
    }
    let months = procedures::revision(tx, dossier.revision_id)?.definition.opening.draft_months;
    set(tx, dossier.id, Deadline::kept(months, now))
}

fn set(tx: &mut Tx<'_>, id: Uuid, deadline: Deadline) -> Result<()> {
    diesel::update(dossiers::table.find(id))
        .set((dossiers::expires_at.eq(deadline.expires_at), dossiers::remind_at.eq(deadline.remind_at)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The drafts about which something is to be done, at most so many: a reminder, a warning, the deletion.
pub fn due(db: &mut PgConnection, limit: i64, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let told = dossiers::table.filter(dossiers::remind_at.le(now)).order(dossiers::remind_at).limit(limit);
    let mut ids: Vec<Uuid> = told.select(dossiers::id).load(db)?;
    let over = dossiers::table.filter(dossiers::remind_at.is_null().and(dossiers::expires_at.le(now)));
    let over: Vec<Uuid> = over.order(dossiers::expires_at).limit(limit).select(dossiers::id).load(db)?;
    ids.extend(over);
    Ok(ids)
}

/// Does it, in one transaction with the mail that tells. Another worker that holds the draft is let alone, and what it has
/// done is not done again. Warned late, after the site was stopped for long, a draft gets its two weeks all the same.
pub fn act(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let draft = dossiers::table.find(id).filter(dossiers::submitted_at.is_null()).select(Dossier::as_select());
    let draft: Option<Dossier> = draft.for_update().skip_locked().first(&mut **tx).optional()?;
    let Some(dossier) = draft else { return Ok(()) };
    let Some(expires_at) = dossier.expires_at else { return Ok(()) };
    let warning = expires_at - WARN_BEFORE;
    match dossier.remind_at {
        Some(at) if at > now => Ok(()),
        Some(_) if warning > now => {
            set(tx, id, Deadline { expires_at, remind_at: Some(warning) })?;
            tell(tx, &dossier, "draft-waiting", expires_at, now)
        }
        Some(_) => {
            let expires_at = expires_at.max(now + WARN_BEFORE);
            set(tx, id, Deadline { expires_at, remind_at: None })?;
            tell(tx, &dossier, "draft-expires", expires_at, now)
        }
        None if expires_at > now => Ok(()),
        None => {
            tell(tx, &dossier, "draft-deleted", expires_at, now)?;
            linked::abandon(tx, id, now)?;
            diesel::delete(dossiers::table.find(id)).execute(&mut **tx)?;
            Ok(())
        }
    }
}

fn tell(tx: &mut Tx<'_>, dossier: &Dossier, template: &str, at: DateTime<Utc>, now: DateTime<Utc>) -> Result<()> {
    let (email, language): (String, String) =
        accounts::table.find(dossier.applicant_id).select((accounts::email, accounts::language)).first(&mut **tx)?;
    let lang = Lang::from_code(&language).unwrap_or_default();
    let revision = procedures::revision(tx, dossier.revision_id)?;
    let path = match template {
        "draft-deleted" => format!("/demarches/{}", revision.slug()),
        _ => format!("/dossiers/{}", dossier.number),
    };
    let data = json!({
        "number": dossier.number,
        "procedure": revision.title(lang.code()),
        "date": day(lang, revision.date(at)),
        "path": path,
    });
    let key = format!("draft:{}:{template}:{}", dossier.id, at.timestamp());
    outbox::enqueue(tx, &[Effect::mail(key, &email, template, lang.code(), &data)], now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn three_months_from_the_end_of_november_end_in_february() {
        let deadline = Deadline::kept(3, at("2026-11-30T10:00:00Z"));
        assert_eq!(deadline.expires_at, at("2027-02-28T10:00:00Z"));
        assert_eq!(deadline.remind_at, Some(at("2027-02-14T10:00:00Z")));
        assert_eq!(Deadline::first(1, at("2026-11-30T10:00:00Z")).remind_at, Some(at("2026-12-07T10:00:00Z")));
    }
}
