//! Programs of others that are told what happens to the dossiers of a procedure.

use crate::db::Tx;
use crate::schema::{revisions, webhooks};
use crate::services::signature::Key;
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Programs that one procedure may tell.
const MAX: i64 = 20;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = webhooks, check_for_backend(diesel::pg::Pg))]
pub struct Webhook {
    pub id: Uuid,
    pub url: String,
    secret: Vec<u8>,
    /// None for all.
    pub events: Option<Vec<String>>,
    pub created_at: DateTime<Utc>,
    pub disabled_at: Option<DateTime<Utc>>,
}

impl Webhook {
    /// What its messages are signed with.
    pub fn key(&self) -> Key {
        Key::new(self.secret.clone())
    }
}

/// Those of a procedure, the last first; one that was stopped is kept.
pub fn of(db: &mut PgConnection, procedure: Uuid) -> Result<Vec<Webhook>> {
    let own = webhooks::table.filter(webhooks::procedure_id.eq(procedure));
    Ok(own.order(webhooks::created_at.desc()).select(Webhook::as_select()).load(db)?)
}

/// Those of a procedure that an event is to be told to.
pub fn told(db: &mut PgConnection, procedure: Uuid, event: &str) -> Result<Vec<Uuid>> {
    let wanted = webhooks::events.is_null().or(webhooks::events.assume_not_null().contains(vec![event]));
    let own = webhooks::table.filter(webhooks::procedure_id.eq(procedure).and(webhooks::disabled_at.is_null()));
    Ok(own.filter(wanted).order(webhooks::created_at).select(webhooks::id).load(db)?)
}

/// One of them, unless it was stopped.
pub fn find(db: &mut PgConnection, id: Uuid) -> Result<Option<Webhook>> {
    let open = webhooks::table.find(id).filter(webhooks::disabled_at.is_null());
    Ok(open.select(Webhook::as_select()).first(db).optional()?)
}

/// Adds one; `events` are those that it is told, none for all. Returns the key that its receiver needs.
pub fn add(tx: &mut Tx<'_>, procedure: Uuid, url: &str, events: Option<&[String]>, now: DateTime<Utc>) -> Result<Key> {
    let open = webhooks::table.filter(webhooks::procedure_id.eq(procedure).and(webhooks::disabled_at.is_null()));
    if open.count().get_result::<i64>(&mut **tx)? >= MAX {
        return Err(Error::Invalid("webhook-many"));
    }
    let key = Key::fresh();
    diesel::insert_into(webhooks::table)
        .values((
            webhooks::id.eq(Uuid::now_v7()),
            webhooks::procedure_id.eq(procedure),
            webhooks::url.eq(url),
            webhooks::secret.eq(key.bytes()),
            webhooks::events.eq(events),
            webhooks::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(key)
}

/// Tells it nothing more. Another procedure's is as if it did not exist.
pub fn stop(tx: &mut Tx<'_>, procedure: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let own = webhooks::table.filter(webhooks::id.eq(id).and(webhooks::procedure_id.eq(procedure)));
    let changed = diesel::update(own.filter(webhooks::disabled_at.is_null()))
        .set(webhooks::disabled_at.eq(now))
        .execute(&mut **tx)?;
    if changed == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// The receiver says that it is gone for good.
pub fn gone(tx: &mut Tx<'_>, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    diesel::update(webhooks::table.find(id)).set(webhooks::disabled_at.eq(now)).execute(&mut **tx)?;
    Ok(())
}

/// The events that a revision's workflow may tell.
pub fn events(db: &mut PgConnection, revision: Uuid) -> Result<Vec<String>> {
    let workflow: String = revisions::table.find(revision).select(revisions::workflow).first(db)?;
    let mut found = BTreeSet::new();
    gather(&serde_json::from_str(&workflow).map_err(Error::internal)?, &mut found);
    Ok(found.into_iter().collect())
}

fn gather(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(fields) => {
            if fields.get("do").is_some_and(|name| name == "webhook") {
                found.extend(fields.get("event").and_then(Value::as_str).map(str::to_owned));
            }
            fields.values().for_each(|field| gather(field, found));
        }
        _ => {}
    }
}
