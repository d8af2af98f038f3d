//! Who has taken a part of a task, and what they have written of it so far. It is no step: the engine doesn't know of it.

use crate::db::Tx;
use crate::schema::tasks;
use crate::{Error, Result};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

/// A part of a task that is open, as somebody's.
#[derive(Debug, Clone, Copy)]
pub struct Own<'t> {
    pub dossier: Uuid,
    pub task: &'t str,
    pub part: i32,
    /// Whose it is to be: who acts, or whom they act for.
    pub of: Uuid,
}

/// The open row of a part.
#[diesel::dsl::auto_type(no_type_alias)]
fn open_row<'a>(dossier: Uuid, name: &'a str, part: i32) -> _ {
    tasks::table
        .filter(tasks::dossier_id.eq(dossier).and(tasks::name.eq(name)))
        .filter(tasks::part.eq(part).and(tasks::status.eq("open")))
}

impl Own<'_> {
    /// What is kept of it. The error is 403 for one that somebody else than `who` has taken.
    pub fn kept(&self, tx: &mut Tx<'_>, who: Uuid) -> Result<Option<Value>> {
        let row = open_row(self.dossier, self.task, self.part).select((tasks::assignee_id, tasks::draft));
        let found: Option<(Option<Uuid>, Option<Value>)> = row.first(&mut **tx).optional()?;
        let Some((assignee, draft)) = found else { return Ok(None) };
        let is_own = assignee.is_none_or(|assignee| assignee == self.of || assignee == who);
        if is_own { Ok(draft) } else { Err(Error::Forbidden("assigned")) }
    }

    /// Keeps what is written for later: it is then theirs.
    pub fn keep(&self, tx: &mut Tx<'_>, draft: Option<&Value>) -> Result<()> {
        self.take(tx)?;
        let row = open_row(self.dossier, self.task, self.part);
        diesel::update(row).set(tasks::draft.eq(draft)).execute(&mut **tx)?;
        Ok(())
    }

    /// Takes it, if it is free or theirs already. The error is 403.
    pub fn take(&self, tx: &mut Tx<'_>) -> Result<()> {
        let row = open_row(self.dossier, self.task, self.part)
            .filter(tasks::assignee_id.is_null().or(tasks::assignee_id.eq(self.of)));
        let taken = diesel::update(row).set(tasks::assignee_id.eq(self.of)).execute(&mut **tx)?;
        if taken == 0 { Err(Error::Forbidden("assigned")) } else { Ok(()) }
    }

    /// Gives it back to whoever takes it, with what is written of it; what only they may do stays theirs. The error is 403.
    pub fn release(&self, tx: &mut Tx<'_>) -> Result<()> {
        let row = open_row(self.dossier, self.task, self.part)
            .filter(tasks::assignee_id.is_null().or(tasks::assignee_id.eq(self.of)))
            .filter(tasks::person_id.is_null());
        let released = diesel::update(row).set(tasks::assignee_id.eq(None::<Uuid>)).execute(&mut **tx)?;
        if released == 0 { Err(Error::Forbidden("assigned")) } else { Ok(()) }
    }
}
