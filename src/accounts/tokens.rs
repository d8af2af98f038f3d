//! Links sent by mail: random, hashed in the database, good once and for a while.

use crate::db::Tx;
use crate::schema::account_tokens as table;
use crate::{Error, Result};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use rand::Rng;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Confirm,
    Reset,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reset => "reset",
        }
    }

    fn lifetime(self) -> TimeDelta {
        match self {
            Self::Confirm => TimeDelta::days(2),
            Self::Reset => TimeDelta::hours(1),
        }
    }
}

/// What the database keeps of a link.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// A new link, that nobody can guess.
pub fn fresh() -> String {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    BASE64.encode(bytes)
}

/// A new link. The former ones stay good: people open the mail that they find first.
pub fn issue(tx: &mut Tx<'_>, account: Uuid, purpose: Purpose, now: DateTime<Utc>) -> Result<String> {
    let token = fresh();
    diesel::insert_into(table::table)
        .values((
            table::hash.eq(hash(&token)),
            table::account_id.eq(account),
            table::purpose.eq(purpose.code()),
            table::expires_at.eq(now + purpose.lifetime()),
        ))
        .execute(&mut **tx)?;
    Ok(token)
}

/// Uses a link up, and those that were sent for the same purpose. Returns whose it was.
pub fn redeem(tx: &mut Tx<'_>, token: &str, purpose: Purpose, now: DateTime<Utc>) -> Result<Uuid> {
    let good = table::table
        .filter(table::hash.eq(hash(token)).and(table::purpose.eq(purpose.code())).and(table::expires_at.gt(now)));
    let account: Uuid = good.select(table::account_id).first(&mut **tx).optional()?.ok_or(Error::NotFound)?;
    let sent = table::table.filter(table::account_id.eq(account).and(table::purpose.eq(purpose.code())));
    let spent = diesel::delete(sent).execute(&mut **tx)?;
    // Somebody pressed the same button at the same moment.
    if spent == 0 { Err(Error::NotFound) } else { Ok(account) }
}

/// Forgets links that are too old to be used. Returns how many.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(table::table.filter(table::expires_at.le(now))).execute(&mut **tx)?)
}
