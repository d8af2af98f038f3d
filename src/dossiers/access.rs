//! Who may load a dossier. There is no other way to one than through a reader: what is not yours does not exist.

use crate::schema::{dossiers, group_members, invitations, sessions};
use crate::web::{Account, Claim};
use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use uuid::Uuid;

/// A condition on dossiers that names its reader.
pub type Readable = Box<dyn BoxableExpression<dossiers::table, Pg, SqlType = Bool>>;

/// The dossiers that this person filed.
pub fn filed_by(who: &Account) -> Readable {
    filed_by_account(who.id)
}

/// The same, for an account that is known otherwise than by a session.
pub fn filed_by_account(id: Uuid) -> Readable {
    Box::new(dossiers::applicant_id.eq(id))
}

/// The dossiers that this person writes the answers of: those that they filed, and those that they were invited to fill.
/// An invitation is for filling: once a decision is taken there is nothing to fill, and it lets nobody in.
pub fn fillable_by(who: &Account) -> Readable {
    fillable_by_account(who.id)
}

/// The same, for whoever says to be this person: a session that was not read must not have ended.
pub fn fillable_by_claim(claim: &Claim, now: DateTime<Utc>) -> Readable {
    let fillable = fillable_by(claim.account());
    let Some(session) = claim.unread() else { return fillable };
    let lasts = sessions::table
        .filter(sessions::id.eq(session).and(sessions::account_id.eq(claim.account().id)))
        .filter(sessions::expires_at.gt(now));
    Box::new(fillable.and(exists(lasts)))
}

/// The same, for an account that is known otherwise than by a session.
pub fn fillable_by_account(id: Uuid) -> Readable {
    let invited =
        invitations::table.filter(invitations::account_id.eq(id).and(invitations::dossier_id.eq(dossiers::id)));
    Box::new(dossiers::applicant_id.eq(id).or(dossiers::decided_at.is_null().and(exists(invited))))
}

/// The submitted dossiers of the groups that this person is a member of. A draft is not the administration's to see.
pub fn reviewable_by(who: &Account) -> Readable {
    reviewable_by_account(who.id)
}

/// The same, for an account that is known otherwise than by a session.
pub fn reviewable_by_account(id: Uuid) -> Readable {
    let member = group_members::table
        .filter(group_members::account_id.eq(id).and(group_members::group_id.nullable().eq(dossiers::group_id)));
    Box::new(dossiers::submitted_at.is_not_null().and(exists(member)))
}
