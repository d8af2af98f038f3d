//! Someone else fills: the applicant invites an address, whoever holds the mailed link accepts, and may then write the
//! answers. Never send, withdraw, delete, nor invite.
//!
//! The link is good once, for thirty days, and proves that its mail was read. It may be accepted with an account of
//! another address, since people have several; the page names both addresses, the person says so by a button, and the
//! applicant is told by mail which account came in.

use super::{Dossier, Number, access, lock};
use crate::accounts::{normalised, tokens};
use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::procedures;
use crate::schema::{accounts, dossiers, invitations};
use crate::web::{Account, Lang};
use crate::{Error, Result};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

/// How long a link may be used.
pub const LIFETIME: TimeDelta = TimeDelta::days(30);

/// People invited to one dossier: a family, a firm of accountants; more is a mistake, or a machine.
const MAX: i64 = 10;

/// An invitation as its applicant sees it.
#[derive(Debug, Clone, Queryable)]
pub struct Invitation {
    pub id: Uuid,
    pub email: String,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    /// Given name, family name and address of whoever accepted.
    pub accepted_by: Option<(String, String, String)>,
}

/// The invitations of a dossier, oldest first.
pub fn of(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Invitation>> {
    let rows = invitations::table
        .left_join(accounts::table)
        .filter(invitations::dossier_id.eq(dossier))
        .order(invitations::id)
        .select((
            invitations::id,
            invitations::email,
            invitations::sent_at,
            invitations::expires_at,
            (accounts::given_name, accounts::family_name, accounts::email).nullable(),
        ))
        .load(db)?;
    Ok(rows)
}

/// Invites an address; one that was invited before, and has not accepted, gets a new link. The errors are
/// `Invalid("invitation-self")` for the applicant's own address, `Invalid("invitation-known")` for somebody who accepted,
/// `Invalid("invitation-many")`, `Forbidden("not-editable")` for a dossier that is decided.
pub fn invite(tx: &mut Tx<'_>, who: &Account, number: &Number, email: &str, now: DateTime<Utc>) -> Result<()> {
    let dossier = open(lock(tx, access::filed_by(who), number)?)?;
    let email = normalised(email);
    if email == who.email {
        return Err(Error::Invalid("invitation-self"));
    }
    let known = of(tx, dossier.id)?;
    if known.iter().any(|one| one.email == email && one.accepted_by.is_some()) {
        return Err(Error::Invalid("invitation-known"));
    }
    let is_new = known.iter().all(|one| one.email != email);
    if is_new && known.len() as i64 >= MAX {
        return Err(Error::Invalid("invitation-many"));
    }
    let token = tokens::fresh();
    let link = (
        invitations::token_hash.eq(tokens::hash(&token)),
        invitations::sent_at.eq(now),
        invitations::expires_at.eq(now + LIFETIME),
    );
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(Uuid::now_v7()),
            invitations::dossier_id.eq(dossier.id),
            invitations::email.eq(&email),
            link.clone(),
        ))
        .on_conflict((invitations::dossier_id, invitations::email))
        .do_update()
        .set(link)
        .execute(&mut **tx)?;
    send(tx, who, &dossier, &email, &token, now)
}

/// Sends a new link to an address that was invited and has not accepted; the former link is worth nothing any more.
pub fn resend(tx: &mut Tx<'_>, who: &Account, number: &Number, id: Uuid, now: DateTime<Utc>) -> Result<String> {
    let dossier = lock(tx, access::filed_by(who), number)?;
    let pending = invitations::table
        .find(id)
        .filter(invitations::dossier_id.eq(dossier.id).and(invitations::account_id.is_null()))
        .select(invitations::email);
    let email: String = pending.first(&mut **tx)?;
    invite(tx, who, number, &email, now)?;
    Ok(email)
}

/// Takes an invitation back, accepted or not: from now on the dossier does not exist for that person.
pub fn revoke(tx: &mut Tx<'_>, who: &Account, number: &Number, id: Uuid) -> Result<()> {
    let dossier = lock(tx, access::filed_by(who), number)?;
    let row = invitations::table.find(id).filter(invitations::dossier_id.eq(dossier.id));
    if diesel::delete(row).execute(&mut **tx)? == 0 { Err(Error::NotFound) } else { Ok(()) }
}

fn open(dossier: Dossier) -> Result<Dossier> {
    if dossier.decided_at.is_none() { Ok(dossier) } else { Err(Error::Forbidden("not-editable")) }
}

/// In the language of the address's account, or in that of who invites. The mail names who invites by their address
/// alone: it was confirmed, while anyone can type any name.
fn send(tx: &mut Tx<'_>, who: &Account, dossier: &Dossier, email: &str, token: &str, now: DateTime<Utc>) -> Result<()> {
    let known = accounts::table.filter(accounts::email.eq(email)).select(accounts::language);
    let language: Option<String> = known.first(&mut **tx).optional()?;
    let lang = language.and_then(|code| Lang::from_code(&code)).unwrap_or(who.language);
    let revision = procedures::revision(tx, dossier.revision_id)?;
    let data = json!({
        "from": who.email,
        "procedure": revision.title(lang.code()),
        "path": format!("/invitation?jeton={token}"),
    });
    let key = format!("invitation:{}", Uuid::now_v7());
    outbox::enqueue(tx, &[Effect::mail(key, email, "invitation", lang.code(), &data)], now)
}

/// What a link leads to, before it is accepted.
#[derive(Debug, Clone)]
pub struct Offered {
    pub id: Uuid,
    pub email: String,
    pub dossier: Dossier,
    /// Given name, family name and address of who invites.
    pub from: (String, String, String),
}

/// What a link leads to. The error is `Invalid("invitation-expired")` for one that is not ours, is too old, was used or
/// was taken back, and for a dossier on which there is nothing to fill any more.
pub fn offered(db: &mut PgConnection, token: &str, now: DateTime<Utc>) -> Result<Offered> {
    let row: Option<(Uuid, String, Dossier)> = invitations::table
        .inner_join(dossiers::table)
        .filter(invitations::token_hash.eq(tokens::hash(token)).and(invitations::expires_at.gt(now)))
        .filter(dossiers::decided_at.is_null())
        .select((invitations::id, invitations::email, Dossier::as_select()))
        .first(db)
        .optional()?;
    let (id, email, dossier) = row.ok_or(Error::Invalid("invitation-expired"))?;
    let from = accounts::table
        .find(dossier.applicant_id)
        .select((accounts::given_name, accounts::family_name, accounts::email))
        .first(db)?;
    Ok(Offered { id, email, dossier, from })
}

/// Lets this person in, uses the link up and tells the applicant. Returns the number of the dossier.
pub fn accept(tx: &mut Tx<'_>, who: &Account, token: &str, now: DateTime<Utc>) -> Result<String> {
    let Offered { id, dossier, .. } = offered(tx, token, now)?;
    // One writer per dossier: an invitation that is being sent again is not accepted meanwhile.
    let locked = dossiers::table.find(dossier.id).select(dossiers::id).for_update();
    locked.first::<Uuid>(&mut **tx)?;
    // The applicant who follows their own link, or who was invited twice, is in already: the link stays for its reader.
    let mine = invitations::dossier_id.eq(dossier.id).and(invitations::account_id.eq(who.id));
    let invited: bool = diesel::select(diesel::dsl::exists(invitations::table.filter(mine))).get_result(&mut **tx)?;
    if dossier.applicant_id == who.id || invited {
        return Ok(dossier.number);
    }
    let unused = invitations::table.find(id).filter(invitations::token_hash.eq(tokens::hash(token)));
    let changed = diesel::update(unused)
        .set((invitations::account_id.eq(who.id), invitations::token_hash.eq(None::<Vec<u8>>)))
        .execute(&mut **tx)?;
    // Somebody pressed the same button at the same moment.
    if changed == 0 {
        return Err(Error::Invalid("invitation-expired"));
    }
    tell(tx, who, &dossier, id, now)?;
    Ok(dossier.number)
}

fn tell(tx: &mut Tx<'_>, who: &Account, dossier: &Dossier, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let (email, language): (String, String) =
        accounts::table.find(dossier.applicant_id).select((accounts::email, accounts::language)).first(&mut **tx)?;
    let lang = Lang::from_code(&language).unwrap_or_default();
    let revision = procedures::revision(tx, dossier.revision_id)?;
    let data = json!({
        "from": who.email,
        "number": dossier.number,
        "procedure": revision.title(lang.code()),
        "path": format!("/dossiers/{}", dossier.number),
    });
    let mail = Effect::mail(format!("invitation:{id}:accepted"), &email, "invitation-accepted", lang.code(), &data);
    outbox::enqueue(tx, &[mail], now)
}

/// The dossiers that a person was invited to fill and may still open, the last changed first.
pub fn dossiers_of(db: &mut PgConnection, who: &Account) -> Result<Vec<Dossier>> {
    let rows = dossiers::table
        .inner_join(invitations::table)
        .filter(invitations::account_id.eq(who.id).and(dossiers::decided_at.is_null()))
        .order((dossiers::updated_at.desc(), dossiers::id.desc()))
        .limit(100)
        .select(Dossier::as_select())
        .load(db)?;
    Ok(rows)
}

/// Forgets links that were not used in time. Returns how many.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    let late = invitations::table.filter(invitations::account_id.is_null().and(invitations::expires_at.le(now)));
    Ok(diesel::delete(late).execute(&mut **tx)?)
}
