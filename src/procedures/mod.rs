//! Procedures: what officials publish, as a file, and what citizens find in the catalogue.
//!
//! A procedure has revisions, never changed once written; a dossier stays on the one it was started on.

mod agents;
pub mod cases;
pub mod check;
pub mod circuit;
pub mod contact;
pub mod definition;
pub mod imports;
pub mod notifications;
pub mod pages;
pub mod paper;
pub mod prefill;
pub mod publish;
pub mod revision;
pub mod roles;
mod routing;
mod shape;
mod shows;
mod silence;
pub mod source;
pub mod studio;
mod tags;
pub mod team;
mod team_changes;
mod team_view;
pub mod webhooks;
pub mod words;

use crate::schema::{group_members, groups, officials, procedures, revisions};
use crate::web::Account;
use crate::{Error, Result};
pub use definition::Definition;
use diesel::prelude::*;
pub use revision::Revision;
use serde_json::Value;
use std::sync::Arc;
pub use team_changes::SEATS;
use uuid::Uuid;

/// A procedure's row.
#[derive(Debug, Clone, Queryable, Selectable, Identifiable)]
#[diesel(table_name = procedures, check_for_backend(diesel::pg::Pg))]
pub struct Procedure {
    pub id: Uuid,
    pub slug: String,
    pub status: String,
    pub revision_id: Uuid,
}

impl Procedure {
    /// Whether new dossiers may be started.
    pub fn is_published(&self) -> bool {
        self.status == "published"
    }
}

/// The published procedures, in the order of their addresses, each with its current revision.
pub fn published(db: &mut PgConnection) -> Result<Vec<Arc<Revision>>> {
    let ids: Vec<Uuid> = procedures::table
        .filter(procedures::status.eq("published"))
        .order(procedures::slug)
        .select(procedures::revision_id)
        .load(db)?;
    ids.into_iter().map(|id| revision(db, id)).collect()
}

/// A procedure by its address, published or closed.
pub fn find(db: &mut PgConnection, slug: &str) -> Result<(Procedure, Arc<Revision>)> {
    let found: Procedure =
        procedures::table.filter(procedures::slug.eq(slug)).select(Procedure::as_select()).first(db)?;
    let revision = revision(db, found.revision_id)?;
    Ok((found, revision))
}

/// The revision in force of a procedure.
pub fn in_force(db: &mut PgConnection, procedure: Uuid) -> Result<Arc<Revision>> {
    let current = procedures::table.find(procedure).select(procedures::revision_id).first(db)?;
    revision(db, current)
}

/// A revision, compiled: from memory, since it never changes, or from its row.
pub fn revision(db: &mut PgConnection, id: Uuid) -> Result<Arc<Revision>> {
    if let Some(known) = revision::known(id) {
        return Ok(known);
    }
    let row: revision::Row = revisions::table
        .inner_join(procedures::table.on(procedures::id.eq(revisions::procedure_id)))
        .filter(revisions::id.eq(id))
        .select((revisions::id, revisions::procedure_id, revisions::number, revisions::content, revisions::workflow))
        .first(db)?;
    // A revision's groups are made with it, and none ever goes.
    let groups = groups::table.filter(groups::procedure_id.eq(row.procedure_id)).select((groups::key, groups::id));
    let groups = groups.load(db)?.into_iter().collect();
    let files = publish::files_of(db, id)?;
    revision::remember(Revision::compile(row, groups, &files)?)
}

/// The workflow of a revision, as it was published.
pub fn document(db: &mut PgConnection, id: Uuid) -> Result<Value> {
    let text: String = revisions::table.find(id).select(revisions::workflow).first(db)?;
    serde_json::from_str(&text).map_err(Error::internal)
}

/// The group that a rule of routing named.
pub fn group_by_key(db: &mut PgConnection, procedure: Uuid, key: &str) -> Result<Uuid> {
    let found = groups::table.filter(groups::procedure_id.eq(procedure).and(groups::key.eq(key))).select(groups::id);
    Ok(found.first(db)?)
}

/// The procedures that an official is in charge of.
pub fn designed_by(db: &mut PgConnection, who: &Account) -> Result<Vec<Procedure>> {
    let rows = procedures::table
        .inner_join(officials::table)
        .filter(officials::account_id.eq(who.id))
        .order(procedures::slug)
        .select(Procedure::as_select())
        .load(db)?;
    Ok(rows)
}

/// One of them, by its address; another's is as if it did not exist.
pub fn designed(db: &mut PgConnection, who: &Account, slug: &str) -> Result<Procedure> {
    let row = procedures::table
        .inner_join(officials::table)
        .filter(officials::account_id.eq(who.id).and(procedures::slug.eq(slug)))
        .select(Procedure::as_select())
        .first(db)?;
    Ok(row)
}

/// The procedures of whose groups this person is an instructor.
pub fn reviewed_by(db: &mut PgConnection, who: &Account) -> Result<Vec<Procedure>> {
    let rows = procedures::table
        .filter(procedures::id.eq_any(groups_of(who)))
        .order(procedures::slug)
        .select(Procedure::as_select())
        .load(db)?;
    Ok(rows)
}

/// One of them, by its address.
pub fn reviewed(db: &mut PgConnection, who: &Account, slug: &str) -> Result<Procedure> {
    let row = procedures::table
        .filter(procedures::id.eq_any(groups_of(who)).and(procedures::slug.eq(slug)))
        .select(Procedure::as_select())
        .first(db)?;
    Ok(row)
}

/// The procedures of a person's groups.
#[diesel::dsl::auto_type(no_type_alias)]
fn groups_of(who: &Account) -> _ {
    let id: Uuid = who.id;
    groups::table.inner_join(group_members::table).filter(group_members::account_id.eq(id)).select(groups::procedure_id)
}

/// The text of the workflow that a procedure names or holds.
pub fn workflow_of(definition: &Value) -> Result<Value> {
    match definition.get("workflow") {
        None => shipped_workflow("standard").ok_or(Error::Invalid("unknown-workflow")),
        Some(Value::String(name)) => shipped_workflow(name).ok_or(Error::Invalid("unknown-workflow")),
        Some(whole @ Value::Object(_)) => Ok(whole.clone()),
        _ => Err(Error::Invalid("unknown-workflow")),
    }
}

#[derive(rust_embed::RustEmbed)]
#[folder = "forms/workflows/"]
struct Workflows;

/// A workflow that comes with Guichet, by name.
pub fn shipped_workflow(name: &str) -> Option<Value> {
    let file = Workflows::get(&format!("{name}.json"))?;
    serde_json::from_slice(&file.data).ok()
}
