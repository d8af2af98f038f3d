//! Opinions asked of those who have no account. Whoever holds the link of a mail does one part of one task, and reads what the task
//! shows (`shows`); nothing else opens by it. Only the hash of a link is kept. It is good while the part is open, for six months
//! at most, until it serves or somebody takes it back; then the link that served tells what was sent.

use super::Dossier;
use super::facts::Facts;
use super::opinion_mail::{tell_nobody, write};
use super::step::Act;
use crate::accounts::{normalised, tokens};
use crate::db::Tx;
use crate::procedures::{self, Revision};
use crate::schema::{dossiers, opinion_links, role_holders, tasks};
use crate::workflow::task::{Instances, Task};
use crate::workflow::{Effect, People, Snapshot, Step, outsider};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;
use validator::ValidateEmail;

/// A link, without what opens it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = opinion_links, check_for_backend(diesel::pg::Pg))]
pub struct Link {
    pub id: Uuid,
    pub task_id: Uuid,
    pub email: String,
    /// The agent who had it sent; none, for the circuit itself.
    pub sent_by: Option<Uuid>,
    pub sent_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub revoked_by: Option<Uuid>,
}

/// The part of a task that is asked.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = tasks, check_for_backend(diesel::pg::Pg))]
pub struct Part {
    pub id: Uuid,
    pub dossier_id: Uuid,
    pub place: String,
    pub name: String,
    pub visit: i32,
    pub part: i32,
    pub role: String,
    pub draft: Option<Value>,
    pub due_at: Option<DateTime<Utc>>,
    pub status: String,
    pub outcome: Option<String>,
    pub answers: Option<Value>,
    pub closed_at: Option<DateTime<Utc>>,
}

/// What a link leads to.
pub struct Asked {
    pub link: Link,
    pub part: Part,
    pub dossier: Dossier,
    pub revision: Arc<Revision>,
}

impl Asked {
    /// What this address has written for later: `answers`, `outcome` and `motivation`.
    pub fn kept(&self, name: &str) -> Option<&Value> {
        self.part.draft.as_ref()?.get(self.link.email.as_str())?.get(name).filter(|value| !value.is_null())
    }

    /// The task, as its definition writes it.
    pub fn task(&self) -> Result<&Task> {
        let definition = self.revision.workflow.definition();
        definition.task(&self.part.place, &self.part.name).ok_or(Error::NotFound)
    }
}

/// The links of parts of tasks, the first sent first.
pub fn links(db: &mut PgConnection, parts: &[Uuid]) -> Result<Vec<Link>> {
    let rows = opinion_links::table
        .filter(opinion_links::task_id.eq_any(parts))
        .order((opinion_links::sent_at, opinion_links::id))
        .select(Link::as_select());
    Ok(rows.load(db)?)
}

/// What a link leads to. The error is `NotFound` whatever the reason: it is not ours, was taken back, is too old, or there is
/// nothing to say any more. One that has served still leads to what was sent by it.
pub fn found(db: &mut PgConnection, token: &str, now: DateTime<Utc>) -> Result<Asked> {
    let (link, part, dossier): (Link, Part, Dossier) = opinion_links::table
        .inner_join(tasks::table.inner_join(dossiers::table))
        .filter(opinion_links::token_hash.eq(tokens::hash(token)))
        .filter(opinion_links::expires_at.gt(now).and(opinion_links::revoked_at.is_null()))
        .filter(tasks::status.eq("open").or(opinion_links::used_at.is_not_null()))
        .select((Link::as_select(), Part::as_select(), Dossier::as_select()))
        .first(db)?;
    let revision = procedures::revision(db, dossier.revision_id)?;
    Ok(Asked { link, part, dossier, revision })
}

/// The same, with the dossier locked.
pub fn locked(tx: &mut Tx<'_>, token: &str, now: DateTime<Utc>) -> Result<Asked> {
    let dossier = found(tx, token, now)?.dossier.id;
    dossiers::table.find(dossier).select(dossiers::id).for_update().first::<Uuid>(&mut **tx)?;
    found(tx, token, now)
}

/// Who holds each of these roles without an account, by the ids that the engine knows them by.
pub(super) fn holders(
    db: &mut PgConnection,
    revision: &Revision,
    snapshot: &Snapshot,
    roles: &BTreeSet<&str>,
    facts: &Facts,
) -> Result<People> {
    let mut held = People::new();
    for role in roles.iter().filter(|role| revision.workflow.definition().is_outside(role)) {
        let found = addresses(db, revision, (snapshot, role), facts)?;
        held.insert((*role).to_owned(), found.iter().map(|address| outsider(address)).collect());
    }
    Ok(held)
}

/// The addresses of a role: the one that its rule gives, else those that the procedure binds.
fn addresses(
    db: &mut PgConnection,
    revision: &Revision,
    (snapshot, role): (&Snapshot, &str),
    facts: &Facts,
) -> Result<Vec<String>> {
    if let Some(given) = revision.workflow.address(snapshot, role, &facts.inputs()) {
        let given = normalised(&given);
        if given.validate_email() {
            return Ok(vec![given]);
        }
    }
    let bound = role_holders::table.find((revision.procedure_id, role)).select(role_holders::emails);
    let mut bound: Vec<String> = bound.first(db).optional()?.unwrap_or_default();
    bound.retain(|address| address.validate_email());
    Ok(bound)
}

/// Writes to those who have no account and have something to say since this step, and again to those who are reminded.
pub(super) fn ask(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, step: &Step, act: &Act<'_>) -> Result<()> {
    let definition = revision.workflow.definition();
    for effect in &step.effects {
        match effect {
            Effect::OpenTask { task, visit, part, role, person, .. } if definition.is_outside(role) => {
                let Some(row) = open_part(tx, dossier.id, (task, *part))?.filter(|row| is_of(row, *visit)) else {
                    continue;
                };
                let mut to = addresses(tx, revision, (&step.snapshot, role), &act.facts)?;
                match person {
                    Some(person) => to.retain(|address| outsider(address) == *person),
                    None => to = theirs(to, definition.task(&row.place, task), &row),
                }
                for email in &to {
                    send(tx, (dossier, revision, &row), email, None, act.now)?;
                }
                if to.is_empty() {
                    tell_nobody(tx, dossier, revision, &row, act)?;
                }
            }
            Effect::Escalate { to, task, late: false } if definition.is_outside(to) => {
                remind(tx, dossier, revision, task, act.now)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn is_of(row: &Part, visit: u32) -> bool {
    u32::try_from(row.visit) == Ok(visit)
}

/// Where several do the same, each of them has a part; else whoever answers first answers for all.
fn theirs(mut to: Vec<String>, task: Option<&Task>, row: &Part) -> Vec<String> {
    if let Some(Instances::Count(count)) =
        task.filter(|task| task.role == row.role).and_then(|task| task.instances.as_ref())
    {
        let (count, own) = (usize::try_from(*count).unwrap_or(1), usize::try_from(row.part).unwrap_or_default());
        let mut turn = 0..;
        to.retain(|_| turn.next().is_some_and(|n: usize| n % count == own));
    }
    to
}

/// Once more to each address that holds a good link: the former link stays good, people open the mail that they find first.
fn remind(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, task: &str, now: DateTime<Utc>) -> Result<()> {
    let rows: Vec<Part> = tasks::table
        .filter(tasks::dossier_id.eq(dossier.id).and(tasks::name.eq(task)).and(tasks::status.eq("open")))
        .select(Part::as_select())
        .load(&mut **tx)?;
    for row in rows {
        let asked: BTreeSet<String> =
            good(row.id, now).select(opinion_links::email).load(&mut **tx)?.into_iter().collect();
        for email in &asked {
            write(tx, (dossier, revision, &row), (email, None), "opinion-reminder", now)?;
        }
    }
    Ok(())
}

/// The links of a part that open its page.
#[diesel::dsl::auto_type(no_type_alias)]
fn good(part: Uuid, now: DateTime<Utc>) -> _ {
    opinion_links::table
        .filter(opinion_links::task_id.eq(part).and(opinion_links::revoked_at.is_null()))
        .filter(opinion_links::expires_at.gt(now))
}

/// A part that is open.
pub fn open_part(db: &mut PgConnection, dossier: Uuid, (task, part): (&str, usize)) -> Result<Option<Part>> {
    let part = i32::try_from(part).map_err(Error::internal)?;
    let row = tasks::table
        .filter(tasks::dossier_id.eq(dossier).and(tasks::name.eq(task)))
        .filter(tasks::part.eq(part).and(tasks::status.eq("open")))
        .select(Part::as_select());
    Ok(row.first(db).optional()?)
}

/// Sends a link to an address; the former ones stay good.
pub fn send(
    tx: &mut Tx<'_>,
    about: (&Dossier, &Revision, &Part),
    email: &str,
    by: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<()> {
    write(tx, about, (email, by), "opinion", now)
}

/// Takes back what an address was sent for a part. Returns how many links were good.
pub fn revoke(tx: &mut Tx<'_>, part: &Part, email: &str, by: Uuid, now: DateTime<Utc>) -> Result<usize> {
    let links = opinion_links::table
        .filter(opinion_links::task_id.eq(part.id).and(opinion_links::email.eq(email)))
        .filter(opinion_links::revoked_at.is_null());
    let taken = (opinion_links::revoked_at.eq(now), opinion_links::revoked_by.eq(by));
    Ok(diesel::update(links).set(taken).execute(&mut **tx)?)
}

/// Keeps what is written for later. Each address has its own: what one began is not for another to read.
pub fn keep(tx: &mut Tx<'_>, asked: &Asked, written: Value) -> Result<()> {
    let mut draft = asked.part.draft.clone().unwrap_or_else(|| json!({}));
    draft[asked.link.email.as_str()] = written;
    diesel::update(tasks::table.find(asked.part.id)).set(tasks::draft.eq(draft)).execute(&mut **tx)?;
    Ok(())
}

/// The link has served.
pub fn use_up(tx: &mut Tx<'_>, link: &Link, now: DateTime<Utc>) -> Result<()> {
    diesel::update(opinion_links::table.find(link.id)).set(opinion_links::used_at.eq(now)).execute(&mut **tx)?;
    Ok(())
}
