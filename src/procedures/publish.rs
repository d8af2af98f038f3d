//! Publishing a procedure's file: a new content makes a new revision; the same content changes nothing.

use super::check::{self, Problem};
use super::definition::Definition;
use super::{roles, source};
use crate::db::Tx;
use crate::form::Files;
use crate::schema::{groups, officials, procedures, revision_files, revisions};
use crate::{Error, Result, procedures as operations};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The revision's number.
    Published(i32),
    /// The content is that of the current revision.
    Unchanged(i32),
}

/// Why a file was not published.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("not JSON: {0}")]
    NotJson(#[from] serde_json::Error),
    #[error("the procedure has errors")]
    Problems(Vec<Problem>),
    #[error(transparent)]
    Failed(#[from] Error),
}

/// A file that may be published: it has been read and checked, its own cases run.
pub struct Ready {
    definition: Definition,
    content: String,
    workflow: String,
    /// The models that its fields hand out, and the lists that they search.
    files: Vec<(String, Vec<u8>)>,
}

/// Largest model handed out.
const MAX_FILE: usize = 5_000_000;

impl Ready {
    /// Checks a file. `beside` reads a file that lies beside it. The error lists every problem that blocks.
    pub fn new(content: &str, mut beside: impl FnMut(&str) -> Option<Vec<u8>>) -> Result<Self, Refused> {
        let value: Value = source::read(content)?;
        let (mut files, mut missing) = (Vec::new(), Vec::new());
        for (pointer, name) in neighbours(&value) {
            match beside(&name).filter(|content| content.len() <= MAX_FILE) {
                Some(content) => files.push((name, content)),
                None => missing.push(Problem::error(pointer, "procedure-template-missing", vec![("name", name)])),
            }
        }
        let lists = files.iter().cloned().collect();
        let mut problems: Vec<_> = check::procedure(&value, &lists).into_iter().filter(Problem::blocks).collect();
        problems.extend(missing);
        if !problems.is_empty() {
            return Err(Refused::Problems(problems));
        }
        let workflow = operations::workflow_of(&value)?.to_string();
        Ok(Self { definition: Definition::read(&value)?, content: content.to_owned(), workflow, files })
    }

    /// Files that nothing in the procedure names, of those that came with it.
    pub fn unnamed<'f>(content: &str, files: &'f [(String, Vec<u8>)]) -> Vec<&'f str> {
        // What can't be read is told as such, later.
        let Ok(value) = source::read(content) else { return Vec::new() };
        let named = neighbours(&value);
        let is_named = |file: &str| named.iter().any(|(_, name)| name == file);
        files.iter().map(|(name, _)| name.as_str()).filter(|name| !is_named(name)).collect()
    }

    fn digest(&self) -> Vec<u8> {
        let start = Sha256::new().chain_update(&self.content).chain_update(&self.workflow);
        let whole =
            self.files.iter().fold(start, |hash, (name, content)| hash.chain_update(name).chain_update(content));
        whole.finalize().to_vec()
    }

    pub fn slug(&self) -> &str {
        &self.definition.slug
    }
}

/// The models that fields hand out, the notices of explanations and the lists that fields search, with where they are named.
/// A path is no name: nothing else is ever read.
fn neighbours(file: &Value) -> Vec<(String, String)> {
    fn walk(value: &Value, pointer: &str, found: &mut Vec<(String, String)>) {
        match value {
            Value::Object(fields) => {
                for (keyword, key) in [("file", "template"), ("reference", "file")] {
                    let named = fields.get(keyword).and_then(|options| options.get(key)).and_then(Value::as_str);
                    if let Some(name) = named.filter(|name| !name.contains(['/', '\\'])) {
                        found.push((format!("{pointer}/{keyword}/{key}"), name.to_owned()));
                    }
                }
                fields.iter().for_each(|(name, value)| walk(value, &format!("{pointer}/{name}"), found));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, value)| walk(value, &format!("{pointer}/{i}"), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    // A bare form is a schema, or holds one.
    match file.pointer("/form") {
        Some(form) => {
            for part in ["schema", "ui"] {
                form.get(part).into_iter().for_each(|value| walk(value, &format!("/form/{part}"), &mut found));
            }
        }
        None => walk(file, "", &mut found),
    }
    found.sort_by(|a, b| a.1.cmp(&b.1));
    found.dedup_by(|a, b| a.1 == b.1);
    found
}

/// The files that a form names and that lie beside it; those that miss are left out.
pub fn files_beside(file: &Value, mut beside: impl FnMut(&str) -> Option<Vec<u8>>) -> Files {
    let named = neighbours(file).into_iter().map(|(_, name)| name);
    named.filter_map(|name| Some((name.clone(), beside(&name).filter(|content| content.len() <= MAX_FILE)?))).collect()
}

/// The files of a revision.
pub(super) fn files_of(db: &mut PgConnection, revision: Uuid) -> Result<Files> {
    let rows = revision_files::table.filter(revision_files::revision_id.eq(revision));
    let rows: Vec<(String, Vec<u8>)> = rows.select((revision_files::name, revision_files::content)).load(db)?;
    Ok(rows.into_iter().collect())
}

/// A file of a revision.
pub fn attachment(db: &mut PgConnection, revision: Uuid, name: &str) -> Result<Vec<u8>> {
    Ok(revision_files::table.find((revision, name)).select(revision_files::content).first(db)?)
}

/// Publishes. `by` is the official who does it, who becomes in charge of a procedure that is new.
pub fn publish(tx: &mut Tx<'_>, ready: &Ready, by: Option<Uuid>, now: DateTime<Utc>) -> Result<Outcome> {
    let digest = ready.digest();
    let known: Option<(Uuid, Uuid)> = procedures::table
        .filter(procedures::slug.eq(ready.slug()))
        .select((procedures::id, procedures::revision_id))
        .for_update()
        .first(&mut **tx)
        .optional()?;
    if let Some((_, current)) = known {
        let (number, kept): (i32, Vec<u8>) =
            revisions::table.find(current).select((revisions::number, revisions::digest)).first(&mut **tx)?;
        if kept == digest {
            return Ok(Outcome::Unchanged(number));
        }
    }
    let procedure = known.map_or_else(Uuid::now_v7, |(id, _)| id);
    let last: Option<i32> = revisions::table
        .filter(revisions::procedure_id.eq(procedure))
        .select(diesel::dsl::max(revisions::number))
        .first(&mut **tx)?;
    let (id, number) = (Uuid::now_v7(), last.unwrap_or(0) + 1);
    diesel::insert_into(revisions::table)
        .values((
            revisions::id.eq(id),
            revisions::procedure_id.eq(procedure),
            revisions::number.eq(number),
            revisions::content.eq(&ready.content),
            revisions::workflow.eq(&ready.workflow),
            revisions::digest.eq(digest),
            revisions::created_by.eq(by),
            revisions::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    let files = ready.files.iter().map(|(name, content)| {
        (revision_files::revision_id.eq(id), revision_files::name.eq(name), revision_files::content.eq(content))
    });
    diesel::insert_into(revision_files::table).values(files.collect::<Vec<_>>()).execute(&mut **tx)?;
    make_current(tx, ready, procedure, id, now)?;
    place_groups(tx, &ready.definition, procedure)?;
    let workflow = serde_json::from_str(&ready.workflow).map_err(Error::internal)?;
    roles::place(tx, &ready.definition, &workflow, procedure)?;
    if let (None, Some(by)) = (known, by) {
        put_in_charge(tx, procedure, by)?;
    }
    Ok(Outcome::Published(number))
}

fn make_current(tx: &mut Tx<'_>, ready: &Ready, id: Uuid, revision: Uuid, now: DateTime<Utc>) -> Result<()> {
    diesel::insert_into(procedures::table)
        .values((
            procedures::id.eq(id),
            procedures::slug.eq(ready.slug()),
            procedures::status.eq("published"),
            procedures::revision_id.eq(revision),
            procedures::created_at.eq(now),
        ))
        .on_conflict(procedures::id)
        .do_update()
        .set(procedures::revision_id.eq(revision))
        .execute(&mut **tx)?;
    Ok(())
}

/// Groups that the file names come to exist; one that it names no more stays, with its dossiers.
fn place_groups(tx: &mut Tx<'_>, definition: &Definition, procedure: Uuid) -> Result<()> {
    for group in &definition.routing.groups {
        let label = serde_json::to_value(&group.label).map_err(Error::internal)?;
        diesel::insert_into(groups::table)
            .values((
                groups::id.eq(Uuid::now_v7()),
                groups::procedure_id.eq(procedure),
                groups::key.eq(&group.id),
                groups::label.eq(&label),
            ))
            .on_conflict((groups::procedure_id, groups::key))
            .do_update()
            .set(groups::label.eq(&label))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Makes an account an official of a procedure.
pub fn put_in_charge(tx: &mut Tx<'_>, procedure: Uuid, account: Uuid) -> Result<()> {
    diesel::insert_into(officials::table)
        .values((officials::procedure_id.eq(procedure), officials::account_id.eq(account)))
        .on_conflict_do_nothing()
        .execute(&mut **tx)?;
    Ok(())
}

/// Opens a procedure to new dossiers, or closes it. Running dossiers go on either way.
pub fn set_status(tx: &mut Tx<'_>, procedure: Uuid, published: bool) -> Result<()> {
    let status = if published { "published" } else { "closed" };
    diesel::update(procedures::table.find(procedure)).set(procedures::status.eq(status)).execute(&mut **tx)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_lies_beside_is_named_by_the_schema_and_by_the_layout() {
        let model = json!({"properties": {"plan": {"file": {"template": "modele.csv"}}}});
        let notice = json!({"type": "Label", "options": {"file": {"template": "notice.pdf"}}});
        let file = json!({"form": {"schema": model, "ui": {"elements": [notice, {"options": {"file": {"template": "../x"}}}]}}});
        let named: Vec<_> = neighbours(&file);
        let expected = [
            ("/form/schema/properties/plan/file/template", "modele.csv"),
            ("/form/ui/elements/0/options/file/template", "notice.pdf"),
        ];
        assert_eq!(named, expected.map(|(pointer, name)| (pointer.to_owned(), name.to_owned())));
    }
}
