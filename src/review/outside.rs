//! Whom a circuit asks who has no account, as the pages of a dossier show it to those who look after it.

use super::work::{Reader, Row, named};
use crate::Result;
use crate::dossiers::opinions::{self, Link};
use crate::schema::group_members;
use crate::web::Lang;
use crate::web::i18n::text;
use chrono::{DateTime, FixedOffset};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The addresses of a part.
#[derive(Debug, Clone, Serialize)]
pub struct Outside {
    part: i32,
    /// Whether who reads may send, correct and take back.
    is_theirs: bool,
    is_open: bool,
    addresses: Vec<Address>,
    /// Nobody is asked, or nobody any more.
    is_nobody: bool,
    /// The one that it was done from.
    author: Option<String>,
}

/// An address, with what was sent to it.
#[derive(Debug, Clone, Serialize)]
pub struct Address {
    email: String,
    since: DateTime<FixedOffset>,
    /// When it was last written to.
    last: DateTime<FixedOffset>,
    /// The agent who last had it sent; none, for the circuit.
    sent_by: Option<String>,
    /// It is asked no more: since when, and by whose act.
    revoked: Option<(DateTime<FixedOffset>, String)>,
    is_expired: bool,
}

impl Outside {
    /// Who did it, by their address.
    pub fn author(&self, lang: Lang) -> Option<String> {
        let email = self.author.as_ref()?;
        Some(text(lang, "people-external", &[("email", email.as_str().into())]))
    }
}

/// Of each row that is asked outside.
pub fn of(db: &mut PgConnection, reader: &Reader<'_>, rows: &[Row]) -> Result<BTreeMap<Uuid, Outside>> {
    let definition = reader.revision.workflow.definition();
    let asked: Vec<&Row> = rows.iter().filter(|row| definition.is_outside(&row.role)).collect();
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let links = opinions::links(db, &asked.iter().map(|row| row.id).collect::<Vec<_>>())?;
    let people: BTreeSet<Uuid> = links.iter().flat_map(|link| [link.sent_by, link.revoked_by]).flatten().collect();
    let (names, is_theirs) = (named(db, people)?, looks_after(db, reader)?);
    let outside = |row: &&Row| {
        let own: Vec<&Link> = links.iter().filter(|link| link.task_id == row.id).collect();
        let emails: BTreeSet<&str> = own.iter().map(|link| link.email.as_str()).collect();
        let of = |email: &str| own.iter().copied().filter(|link| link.email == email).collect::<Vec<_>>();
        let mut addresses: Vec<Address> =
            emails.into_iter().filter_map(|email| reader.address(&of(email), &names)).collect();
        addresses.sort_by_key(|address| address.since);
        let is_nobody = addresses.iter().all(|address| address.revoked.is_some());
        let author = own.iter().find(|link| link.used_at.is_some()).map(|link| link.email.clone());
        (row.id, Outside { part: row.part, is_theirs, is_open: row.is_open(), is_nobody, addresses, author })
    };
    Ok(asked.iter().map(outside).collect())
}

/// Whether they received the dossier: whoever only has another part of the work sends nobody anything.
fn looks_after(db: &mut PgConnection, reader: &Reader<'_>) -> Result<bool> {
    let who: Option<Uuid> = reader.actor.id.as_deref().and_then(|id| id.parse().ok());
    let (Some(group), Some(who)) = (reader.dossier.group_id, who) else { return Ok(false) };
    Ok(diesel::select(diesel::dsl::exists(group_members::table.find((group, who)))).get_result(db)?)
}

impl Reader<'_> {
    /// What was sent to one address, the last last.
    fn address(&self, links: &[&Link], names: &BTreeMap<Uuid, String>) -> Option<Address> {
        let (first, last) = (links.first()?, links.last()?);
        let name = |id: Option<Uuid>| id.and_then(|id| names.get(&id)).cloned();
        let revoked = last.revoked_at.map(|at| (self.revision.local(at), name(last.revoked_by).unwrap_or_default()));
        Some(Address {
            email: first.email.clone(),
            since: self.revision.local(first.sent_at),
            last: self.revision.local(last.sent_at),
            sent_by: name(last.sent_by),
            is_expired: revoked.is_none() && last.expires_at <= self.now,
            revoked,
        })
    }
}
