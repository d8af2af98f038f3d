//! Who may load a dossier. There is no other way to one than through a reader: what is not yours does not exist.

use super::Number;
use super::people::today;
use crate::Result;
use crate::schema::{dossiers, group_members, invitations, sessions};
use crate::web::{Account, Claim};
use chrono::{DateTime, Utc};
use diesel::dsl::{exists, sql};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text, Uuid as SqlUuid};
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
    let member = group_members::table
        .filter(group_members::account_id.eq(who.id).and(group_members::group_id.nullable().eq(dossiers::group_id)));
    Box::new(dossiers::submitted_at.is_not_null().and(exists(member)))
}

/// The submitted dossiers that this person has, or had, something to do with: as a member of a group that received them or that
/// they were brought before, or on behalf of such a member. For one dossier at a time: lists are [`reviewable_by`]'s.
pub fn consultable_by(who: &Account, now: DateTime<Utc>) -> Readable {
    consultable_by_account(who.id, now)
}

/// The same, for an account that is known otherwise than by a session.
pub fn consultable_by_account(id: Uuid, now: DateTime<Utc>) -> Readable {
    let member = sql::<Bool>(
        "EXISTS (SELECT FROM group_members m
         WHERE (m.group_id = dossiers.group_id OR EXISTS (
             SELECT FROM concerned_groups c WHERE c.dossier_id = dossiers.id AND c.group_id = m.group_id))
         AND (m.account_id = ",
    );
    // A delegation for a role lets in where that role does: its own group, or the one that received the dossier.
    let delegate = " OR EXISTS (SELECT FROM delegations d
         WHERE d.account_id = m.account_id AND d.revoked_at IS NULL
         AND (d.procedure_id IS NULL OR d.procedure_id = dossiers.procedure_id)
         AND (d.role IS NULL OR m.group_id = coalesce((SELECT h.group_id FROM role_holders h
             WHERE h.procedure_id = dossiers.procedure_id AND h.role = d.role), dossiers.group_id))
         AND d.delegate_id = ";
    let member = member.bind::<SqlUuid, _>(id).sql(delegate).bind::<SqlUuid, _>(id);
    let member = member.sql(" AND ").bind::<Date, _>(today(now)).sql(" BETWEEN d.starts_on AND d.ends_on)))");
    Box::new(dossiers::submitted_at.is_not_null().and(member))
}

/// Who may read it so: whoever may have been shown a page of it.
pub fn consulting(db: &mut PgConnection, number: &Number, now: DateTime<Utc>) -> Result<Vec<Uuid>> {
    const WHO: &str = "
        SELECT m.account_id AS id FROM dossiers
        JOIN group_members m ON m.group_id = dossiers.group_id OR m.group_id IN (
            SELECT c.group_id FROM concerned_groups c WHERE c.dossier_id = dossiers.id)
        WHERE dossiers.number = $1";
    const ALL: &str = " UNION SELECT d.delegate_id FROM delegations d
        WHERE d.revoked_at IS NULL AND $2 BETWEEN d.starts_on AND d.ends_on AND d.account_id IN (";
    let query = diesel::sql_query(format!("{WHO}{ALL}{WHO})"));
    let found: Vec<Somebody> = query.bind::<Text, _>(number.as_str()).bind::<Date, _>(today(now)).load(db)?;
    Ok(found.into_iter().map(|somebody| somebody.id).collect())
}

#[derive(QueryableByName)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Somebody {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}
