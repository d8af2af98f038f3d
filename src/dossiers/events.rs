//! The history of a dossier: append-only, each event chained to the one before by its hash.

use super::Dossier;
use crate::procedures::{self, Revision};
use crate::schema::{accounts, events};
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::chain;
use crate::workflow::moving::Mapping;
use crate::{Error, Result};
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// An event's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = events, check_for_backend(diesel::pg::Pg))]
pub struct Event {
    pub dossier_id: Uuid,
    pub seq: i32,
    pub at: DateTime<Utc>,
    pub actor_id: Option<Uuid>,
    pub command: String,
    pub key: Option<String>,
    /// What was asked (`input`, `answers`) and what came of it (`from`, `trail`, `to`).
    pub content: Value,
    pub hash: Vec<u8>,
}

impl Event {
    /// Chains an event to the one before.
    pub fn chained(mut self, head: Option<&[u8]>) -> Result<Self> {
        self.hash = self.link(head)?.to_vec();
        Ok(self)
    }

    /// The hash that this event must carry after `head`: of its content, not of what the row says of itself.
    pub fn link(&self, head: Option<&[u8]>) -> Result<[u8; 32]> {
        let head: Option<[u8; 32]> = match head {
            Some(bytes) => Some(bytes.try_into().map_err(|_| Error::internal("a hash of the wrong length"))?),
            None => None,
        };
        Ok(chain::link(head.as_ref(), &self.hashed()))
    }

    fn hashed(&self) -> Value {
        json!({
            "dossier": self.dossier_id,
            "seq": self.seq,
            "at": self.at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "actor": self.actor_id,
            "command": self.command,
            "key": self.key,
            "content": self.content,
        })
    }

    /// The states that this event left or went through, and the one that it led to.
    pub fn passed(&self) -> Vec<String> {
        let trail = self.content["trail"].as_array().into_iter().flatten();
        let names = std::iter::once(&self.content["from"]).chain(trail).chain(std::iter::once(&self.content["to"]));
        names.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// The person on whose behalf it was done.
    pub fn on_behalf(&self) -> Option<Uuid> {
        self.content.get("on_behalf")?.as_str()?.parse().ok()
    }

    /// Of a dossier that went on by another revision: from which, to which, and what became what.
    pub fn moved(&self) -> Result<Option<Moved>> {
        let moved = self.content.get("moved").map(Moved::deserialize);
        moved.transpose().map_err(Error::internal)
    }

    /// The address of who did it without an account.
    pub fn external(&self) -> Option<&str> {
        self.content.get("external")?.as_str()
    }

    /// The state that this event led to.
    pub fn reached(&self) -> &str {
        self.content.get("to").and_then(Value::as_str).unwrap_or_default()
    }
}

/// How a dossier went on by another revision of its procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub from: Uuid,
    pub to: Uuid,
    pub mapping: Mapping,
}

/// The revision by which each event came to be, in their order; of a move, the new one.
pub fn revisions<'e>(
    db: &mut PgConnection,
    dossier: &Dossier,
    history: impl Iterator<Item = &'e Event> + Clone,
) -> Result<Vec<Arc<Revision>>> {
    let mut moves = history.clone().map(Event::moved).filter_map(Result::transpose);
    let mut current = moves.next().transpose()?.map_or(dossier.revision_id, |first| first.from);
    let mut found = Vec::new();
    for event in history {
        current = event.moved()?.map_or(current, |moved| moved.to);
        found.push(procedures::revision(db, current)?);
    }
    Ok(found)
}

/// An event with the name of who did it.
#[derive(Debug, Clone)]
pub struct Told {
    pub event: Event,
    pub by: Option<String>,
    /// The name of the person on whose behalf.
    pub on_behalf: Option<String>,
}

/// The history of a dossier, oldest first.
pub fn of(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Told>> {
    let rows: Vec<Event> =
        events::table.filter(events::dossier_id.eq(dossier)).order(events::seq).select(Event::as_select()).load(db)?;
    let ids: BTreeSet<Uuid> = rows.iter().flat_map(|event| [event.actor_id, event.on_behalf()]).flatten().collect();
    let names: Vec<(Uuid, String, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::given_name, accounts::family_name))
        .load(db)?;
    let names: HashMap<Uuid, String> =
        names.into_iter().map(|(id, given, family)| (id, format!("{given} {family}"))).collect();
    let name = |id: Option<Uuid>| names.get(&id?).cloned();
    let told =
        rows.into_iter().map(|event| Told { by: name(event.actor_id), on_behalf: name(event.on_behalf()), event });
    Ok(told.collect())
}

impl Told {
    /// Who did it, with the person on whose behalf; whoever has no account, by their address.
    pub fn signed(&self, lang: Lang) -> Option<String> {
        match self.event.external() {
            Some(email) => Some(text(lang, "people-external", &[("email", email.into())])),
            None => signed(self.by.clone(), self.on_behalf.clone(), lang),
        }
    }
}

/// Who did something, with the person on whose behalf.
pub fn signed(by: Option<String>, on_behalf: Option<String>, lang: Lang) -> Option<String> {
    match (by, on_behalf) {
        (Some(name), Some(absent)) => {
            Some(text(lang, "people-for", &[("name", name.into()), ("absent", absent.into())]))
        }
        (by, _) => by,
    }
}
