//! Whoever is signed in, and their sessions: rows of PostgreSQL, so that a person can see and end theirs.

mod claim;
mod store;

use crate::db::Tx;
use crate::schema::sessions;
use crate::web::i18n::Lang;
use crate::{Error, Result};
use actix_session::{Session, SessionExt};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use chrono::{DateTime, TimeDelta, Utc};
pub use claim::{Claim, recalling};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use std::future::Future;
use std::pin::Pin;
pub use store::Rows;
use uuid::Uuid;

/// How long a session lives without being used.
pub const LIFETIME: TimeDelta = TimeDelta::days(14);

const ACCOUNT_ID: &str = "account_id";
const ACCOUNT: &str = "account";
const USER_AGENT: &str = "user_agent";
const UNAVAILABLE: &str = "unavailable";
/// The hash of the key of a session that was not read: see [`Claim`].
const RECALLED: &str = "recalled";

/// Whoever is signed in. What they may do with a dossier is each feature's `access`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    pub id: Uuid,
    /// The session that asks: so that a page can say "this one".
    pub session_id: Uuid,
    pub email: String,
    pub given_name: String,
    pub family_name: String,
    pub language: Lang,
    /// Member of a group of instructors, of any procedure.
    pub instructor: bool,
    /// In charge of a procedure.
    pub official: bool,
    pub administrator: bool,
}

impl Account {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// The account that a request says it is from, if any: good for its language and its token. `Err` when the database can't
    /// tell.
    pub(super) fn claimed(request: &HttpRequest) -> Result<Option<Self>> {
        let entries = request.get_session().entries().clone();
        if entries.contains_key(UNAVAILABLE) {
            return Err(Error::unavailable("sessions can't be read"));
        }
        entries.get(ACCOUNT).map(|json| serde_json::from_str(json).map_err(Error::internal)).transpose()
    }
}

/// What an extractor that may read the database returns.
type Reading<T> = Pin<Box<dyn Future<Output = Result<T>>>>;

impl FromRequest for Account {
    type Error = Error;
    type Future = Reading<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let claim = Claim::from_request(request, payload);
        Box::pin(async move { claim.await?.proved().await.cloned() })
    }
}

/// An account with a role on the site; each extractor lets in only those who have it.
macro_rules! role {
    ($(#[$doc:meta])* $name:ident, $field:ident, $code:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name(pub Account);

        impl FromRequest for $name {
            type Error = Error;
            type Future = Reading<Self>;

            fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
                let account = Account::from_request(request, payload);
                Box::pin(async move {
                    let account = account.await?;
                    if account.$field { Ok(Self(account)) } else { Err(Error::Forbidden($code)) }
                })
            }
        }
    };
}

role!(
    /// A member of some group of instructors. Which dossiers they see is decided by their groups.
    Instructor, instructor, "instructors-only"
);
role!(
    /// Someone in charge of some procedure. Which ones is decided by each query.
    Official, official, "officials-only"
);
role!(
    /// An administrator of the platform.
    Administrator, administrator, "administrators-only"
);

/// Signs an account in, under a new session key: one that was planted before is worth nothing.
pub fn sign_in(session: &Session, account: Uuid, user_agent: &str) -> Result<()> {
    session.renew();
    session.insert(ACCOUNT_ID, account).map_err(Error::internal)?;
    let user_agent: String = user_agent.chars().take(200).collect();
    session.insert(USER_AGENT, user_agent).map_err(Error::internal)
}

/// A session as the account's page lists it.
#[derive(Debug, Clone, Queryable, Selectable, Serialize)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct Opened {
    pub id: Uuid,
    pub user_agent: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
}

/// The sessions of an account, the last seen first.
pub fn opened(db: &mut PgConnection, account: Uuid, now: DateTime<Utc>) -> Result<Vec<Opened>> {
    let rows = sessions::table
        .filter(sessions::account_id.eq(account).and(sessions::expires_at.gt(now)))
        .order(sessions::last_seen_at.desc())
        .select(Opened::as_select())
        .load(db)?;
    Ok(rows)
}

/// Ends one session of an account; another's is as if it did not exist.
pub fn revoke(tx: &mut Tx<'_>, account: Uuid, id: Uuid) -> Result<()> {
    let ended = diesel::delete(sessions::table.filter(sessions::id.eq(id).and(sessions::account_id.eq(account))))
        .execute(&mut **tx)?;
    if ended == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Ends every session of an account: its password has changed.
pub fn revoke_all(tx: &mut Tx<'_>, account: Uuid) -> Result<()> {
    diesel::delete(sessions::table.filter(sessions::account_id.eq(account))).execute(&mut **tx)?;
    Ok(())
}

/// Forgets what has expired. Returns how many.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(&mut **tx)?)
}
