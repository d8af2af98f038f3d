//! The store behind actix-session. One query loads a session with its account and roles.

use super::{ACCOUNT, ACCOUNT_ID, Account, LIFETIME, RECALLED, UNAVAILABLE, USER_AGENT, claim};
use crate::db::Db;
use crate::schema::{accounts, delegations, group_members, officials, sessions};
use crate::web::Lang;
use crate::{Error, Result};
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use chrono::{DateTime, Days, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use rand::Rng;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// The store that actix-session asks.
#[derive(Clone)]
pub struct Rows {
    db: Db,
    clock: fn() -> DateTime<Utc>,
}

impl Rows {
    pub fn new(db: Db, clock: fn() -> DateTime<Utc>) -> Self {
        Self { db, clock }
    }

    /// The account of a session that has not ended.
    pub(super) async fn account(&self, hash: Vec<u8>) -> Result<Option<Account>> {
        let now = (self.clock)();
        let found = self.db.query(move |db| load(db, &hash, now)).await?;
        Ok(found.and_then(|(id, _, _, known, instructor, official)| Some(known?.account(id, instructor, official))))
    }

    async fn put(&self, key: SessionKey, mut state: HashMap<String, String>) -> Result<SessionKey> {
        // What `load` adds is derived from other tables: never kept here.
        state.remove(ACCOUNT);
        state.remove(RECALLED);
        let account: Option<Uuid> = state.get(ACCOUNT_ID).and_then(|json| serde_json::from_str(json).ok());
        let user_agent: Option<String> = state.get(USER_AGENT).and_then(|json| serde_json::from_str(json).ok());
        let (hash, now) = (hash(&key), (self.clock)());
        let state = serde_json::to_value(state).map_err(Error::internal)?;
        let row = (
            sessions::key_hash.eq(hash),
            sessions::id.eq(Uuid::now_v7()),
            sessions::account_id.eq(account),
            sessions::state.eq(state.clone()),
            sessions::user_agent.eq(user_agent.unwrap_or_default()),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
            sessions::expires_at.eq(now + LIFETIME),
        );
        let insert = diesel::insert_into(sessions::table)
            .values(row)
            .on_conflict(sessions::key_hash)
            .do_update()
            .set((sessions::account_id.eq(account), sessions::state.eq(state)));
        self.db.write(move |tx| Ok(insert.execute(&mut **tx)?)).await?;
        Ok(key)
    }
}

type Loaded = (Uuid, Value, DateTime<Utc>, Option<Known>, bool, bool);

/// What the accounts' table says of whoever is signed in.
#[derive(Queryable)]
struct Known {
    id: Uuid,
    email: String,
    given_name: String,
    family_name: String,
    language: String,
    administrator: bool,
}

impl Known {
    fn account(self, session_id: Uuid, instructor: bool, official: bool) -> Account {
        Account {
            id: self.id,
            session_id,
            email: self.email,
            given_name: self.given_name,
            family_name: self.family_name,
            language: Lang::from_code(&self.language).unwrap_or_default(),
            instructor,
            official,
            administrator: self.administrator,
        }
    }
}

/// The session behind a key, with its account and roles.
fn load(db: &mut PgConnection, hash: &[u8], now: DateTime<Utc>) -> Result<Option<Loaded>> {
    let account = accounts::id.nullable();
    let known = (
        accounts::id,
        accounts::email,
        accounts::given_name,
        accounts::family_name,
        accounts::language,
        accounts::administrator,
    );
    // Whoever acts for an instructor works at the desk too; what they find there is for each page to say.
    let acting = delegations::table
        .filter(delegations::delegate_id.nullable().eq(account).and(delegations::revoked_at.is_null()))
        .filter(delegations::ends_on.ge(now.date_naive() - Days::new(1)));
    let found = sessions::table
        .left_join(accounts::table)
        .filter(sessions::key_hash.eq(hash).and(sessions::expires_at.gt(now)))
        .select((
            sessions::id,
            sessions::state,
            sessions::last_seen_at,
            known.nullable(),
            exists(group_members::table.filter(group_members::account_id.nullable().eq(account))).or(exists(acting)),
            exists(officials::table.filter(officials::account_id.nullable().eq(account))),
        ))
        .first(db)
        .optional()?;
    Ok(found)
}

/// A session as it was seen last.
fn recalled(account: &Account, hash: &[u8]) -> serde_json::Result<HashMap<String, String>> {
    let entries = [
        (ACCOUNT_ID, serde_json::to_string(&account.id)?),
        (ACCOUNT, serde_json::to_string(account)?),
        (RECALLED, serde_json::to_string(hash)?),
    ];
    Ok(entries.map(|(name, json)| (name.to_owned(), json)).into())
}

/// How stale `last_seen_at` may be: most requests write nothing.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

impl SessionStore for Rows {
    async fn load(&self, key: &SessionKey) -> Result<Option<HashMap<String, String>>, LoadError> {
        let (hash, now) = (hash(key), (self.clock)());
        if let Some(account) = claim::recall(&hash, now) {
            return recalled(&account, &hash).map(Some).map_err(|error| LoadError::Deserialization(error.into()));
        }
        let wanted = hash.clone();
        let found = match self.db.query(move |db| load(db, &wanted, now)).await {
            Ok(found) => found,
            // The page says so by itself, with a 503, where it needs to know who asks.
            Err(Error::Unavailable(_)) => {
                return Ok(Some(HashMap::from([(UNAVAILABLE.to_owned(), "true".to_owned())])));
            }
            Err(error) => return Err(LoadError::Other(error.into())),
        };
        let Some((session_id, state, last_seen_at, known, instructor, official)) = found else { return Ok(None) };
        if now - last_seen_at > SEEN_EVERY {
            touch(&self.db, hash.clone(), now).await;
        }
        let mut state: HashMap<String, String> =
            serde_json::from_value(state).map_err(|error| LoadError::Deserialization(error.into()))?;
        if let Some(known) = known {
            let account = known.account(session_id, instructor, official);
            let json = serde_json::to_string(&account).map_err(|error| LoadError::Deserialization(error.into()))?;
            state.insert(ACCOUNT.to_owned(), json);
            claim::remember(hash, account, now);
        }
        Ok(Some(state))
    }

    async fn save(&self, state: HashMap<String, String>, _: &Duration) -> Result<SessionKey, SaveError> {
        let key = fresh_key().map_err(|error| SaveError::Other(error.into()))?;
        self.put(key, state).await.map_err(|error| SaveError::Other(error.into()))
    }

    async fn update(
        &self,
        key: SessionKey,
        state: HashMap<String, String>,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        self.put(key, state).await.map_err(|error| UpdateError::Other(error.into()))
    }

    async fn update_ttl(&self, key: &SessionKey, _: &Duration) -> Result<(), anyhow::Error> {
        touch(&self.db, hash(key), (self.clock)()).await;
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        let hash = hash(key);
        claim::forget(&hash);
        let row = sessions::table.find(hash);
        self.db.write(move |tx| Ok(diesel::delete(row).execute(&mut **tx)?)).await?;
        Ok(())
    }
}

/// Notes that a session is alive. Best effort: a page must not fail for it.
async fn touch(db: &Db, hash: Vec<u8>, now: DateTime<Utc>) {
    let update = diesel::update(sessions::table.find(hash))
        .set((sessions::last_seen_at.eq(now), sessions::expires_at.eq(now + LIFETIME)));
    if let Err(error) = db.write(move |tx| Ok(update.execute(&mut **tx)?)).await {
        tracing::warn!(%error, "a session's last visit was not noted");
    }
}

fn fresh_key() -> Result<SessionKey> {
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let key: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    SessionKey::try_from(key).map_err(|_| Error::internal("a session key of the wrong size"))
}

/// Only the hash of a key is stored: who reads the table can't take a session over.
fn hash(key: &SessionKey) -> Vec<u8> {
    Sha256::digest(key.as_ref()).to_vec()
}
