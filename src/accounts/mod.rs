//! Accounts: registering, confirming an address, signing in, a lost password.
//!
//! No answer tells whether an address has an account: the page is the same, the mail differs.

pub mod access;
pub mod membership;
pub mod pages;
pub mod passwords;
pub mod settings;
pub mod tokens;

use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::schema::accounts;
use crate::web::{Lang, session};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

pub use tokens::Purpose;

/// What signing in needs to know.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(diesel::pg::Pg))]
pub struct Credentials {
    pub id: Uuid,
    pub password_hash: String,
    pub confirmed_at: Option<DateTime<Utc>>,
}

/// A person who registers. The password comes hashed.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = accounts)]
pub struct NewAccount {
    pub email: String,
    pub given_name: String,
    pub family_name: String,
    pub password_hash: String,
    pub language: String,
}

/// An address as we compare it: case and the spaces around are no part of it.
pub fn normalised(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The credentials behind an address.
pub fn credentials(db: &mut PgConnection, email: &str) -> Result<Option<Credentials>> {
    let found = accounts::table
        .filter(accounts::email.eq(normalised(email)))
        .select(Credentials::as_select())
        .first(db)
        .optional()?;
    Ok(found)
}

/// Opens an account and sends the link that confirms its address. To an address that has one already, a mail
/// says so instead.
pub fn register(tx: &mut Tx<'_>, new: NewAccount, next: &str, now: DateTime<Utc>) -> Result<()> {
    let (email, language, name) = (new.email.clone(), new.language.clone(), new.given_name.clone());
    let id = Uuid::now_v7();
    let inserted = diesel::insert_into(accounts::table)
        .values((accounts::id.eq(id), accounts::created_at.eq(now), new))
        .on_conflict(accounts::email)
        .do_nothing()
        .execute(&mut **tx)?;
    if inserted == 0 {
        let data = json!({ "name": name, "path": "/mot-de-passe" });
        return mail(tx, &email, "account-exists", &language, data, now);
    }
    send_confirmation(tx, id, next, now)
}

/// Sends (again) the link that confirms an account's address, and leads on to `next`.
pub fn send_confirmation(tx: &mut Tx<'_>, id: Uuid, next: &str, now: DateTime<Utc>) -> Result<()> {
    let token = tokens::issue(tx, id, Purpose::Confirm, now)?;
    let query = serde_urlencoded::to_string([("jeton", token.as_str()), ("suite", next)]).map_err(Error::internal)?;
    send_link(tx, id, "confirm-address", &format!("/inscription/confirmation?{query}"), now)
}

/// The link of the mail was followed: the address is its owner's. The error is 404 for a link that is not ours, is
/// too old or was used.
pub fn confirm(tx: &mut Tx<'_>, token: &str, now: DateTime<Utc>) -> Result<()> {
    let id = tokens::redeem(tx, token, Purpose::Confirm, now)?;
    diesel::update(accounts::table.find(id)).set(accounts::confirmed_at.eq(now)).execute(&mut **tx)?;
    membership::join(tx, id)
}

/// Sends the link to choose a new password, if the address has an account.
pub fn ask_reset(tx: &mut Tx<'_>, email: &str, now: DateTime<Utc>) -> Result<()> {
    let Some(found) = credentials(tx, email)? else { return Ok(()) };
    let token = tokens::issue(tx, found.id, Purpose::Reset, now)?;
    send_link(tx, found.id, "reset-password", &format!("/mot-de-passe/nouveau?jeton={token}"), now)
}

/// A new password through the mailed link, which proves the address too. Every open session ends.
pub fn reset(tx: &mut Tx<'_>, token: &str, password_hash: &str, now: DateTime<Utc>) -> Result<()> {
    let id = tokens::redeem(tx, token, Purpose::Reset, now)?;
    diesel::update(accounts::table.find(id)).set(accounts::password_hash.eq(password_hash)).execute(&mut **tx)?;
    let unconfirmed = accounts::table.filter(accounts::id.eq(id).and(accounts::confirmed_at.is_null()));
    diesel::update(unconfirmed).set(accounts::confirmed_at.eq(now)).execute(&mut **tx)?;
    membership::join(tx, id)?;
    session::revoke_all(tx, id)?;
    notice(tx, id, "password-changed", now)
}

/// A new password from the account's own page.
pub fn change_password(tx: &mut Tx<'_>, id: Uuid, password_hash: &str, now: DateTime<Utc>) -> Result<()> {
    diesel::update(accounts::table.find(id)).set(accounts::password_hash.eq(password_hash)).execute(&mut **tx)?;
    notice(tx, id, "password-changed", now)
}

/// New names and language.
pub fn rename(tx: &mut Tx<'_>, id: Uuid, names: (&str, &str), language: Lang) -> Result<()> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::given_name.eq(names.0),
            accounts::family_name.eq(names.1),
            accounts::language.eq(language.code()),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Makes an account that is confirmed from the start (the demonstration, an operator's command), or gives an existing
/// one that password. Returns its id.
pub fn provide(tx: &mut Tx<'_>, new: NewAccount, administrator: bool, now: DateTime<Utc>) -> Result<Uuid> {
    let hash = new.password_hash.clone();
    let id = diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(Uuid::now_v7()),
            accounts::created_at.eq(now),
            accounts::confirmed_at.eq(now),
            accounts::administrator.eq(administrator),
            new,
        ))
        .on_conflict(accounts::email)
        .do_update()
        .set((accounts::password_hash.eq(hash), accounts::administrator.eq(administrator)))
        .returning(accounts::id)
        .get_result(&mut **tx)?;
    membership::join(tx, id)?;
    Ok(id)
}

fn send_link(tx: &mut Tx<'_>, id: Uuid, template: &str, path: &str, now: DateTime<Utc>) -> Result<()> {
    let (email, language, name): (String, String, String) = accounts::table
        .find(id)
        .select((accounts::email, accounts::language, accounts::given_name))
        .first(&mut **tx)?;
    mail(tx, &email, template, &language, json!({ "name": name, "path": path }), now)
}

fn notice(tx: &mut Tx<'_>, id: Uuid, template: &str, now: DateTime<Utc>) -> Result<()> {
    send_link(tx, id, template, "/mot-de-passe", now)
}

/// Plans a mail to an address that is no dossier's affair.
fn mail(
    tx: &mut Tx<'_>,
    to: &str,
    template: &str,
    language: &str,
    data: serde_json::Value,
    now: DateTime<Utc>,
) -> Result<()> {
    let key = format!("account:{}", Uuid::now_v7());
    outbox::enqueue(tx, &[Effect::mail(key, to, template, language, &data)], now)
}

/// The account with this address, for an operator's command.
pub fn id_of(db: &mut PgConnection, email: &str) -> Result<Uuid> {
    credentials(db, email)?.map(|found| found.id).ok_or(Error::NotFound)
}
