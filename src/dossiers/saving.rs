//! Keeping what a page posts. Several people, or one in several tabs, may write at once: each answer is compared with what
//! the page knew of it, and nothing that was written is lost.

use super::draft::Open;
use super::expiry::Deadline;
use super::history::{self, Next};
use super::writing::{Action, Writing};
use super::{Number, access, memory};
use crate::db::Db;
use crate::files::{self, File};
use crate::form::{Change, Choice, Code, Past, RowChange, Writer, document_of};
use crate::web::{Account, Claim};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::sync::Arc;

/// Times that a draft which others write at the same moment is read again.
const TRIES: usize = 10;

/// A draft after a page was kept.
pub struct Saved {
    /// The dossier as it is now.
    pub open: Open,
    /// What had become of the draft since the page was drawn.
    pub past: Past,
    /// What the button did to rows.
    pub rows: Option<RowChange>,
    /// Where to go on after it: a row that came or moved, an entry, the name that can't be one.
    pub place: Option<String>,
    /// Files that were sent and not taken: their field, and the code of the reason.
    pub refused: Vec<(String, Code)>,
}

/// What a page makes of a draft.
struct Made {
    draft: Value,
    changes: Vec<Change>,
    rows: Option<RowChange>,
    place: Option<String>,
    attached: Vec<File>,
    offers: Vec<(String, Vec<Choice>)>,
    refused: Vec<(String, Code)>,
}

/// Keeps what was written, valid or not. The draft that this process remembers is tried first: when it is still the last,
/// one statement keeps everything, and looks for the session of whoever claims to write if nobody did yet.
pub async fn save(db: &Db, who: &mut Claim, number: &Number, writing: Writing, now: DateTime<Utc>) -> Result<Saved> {
    let writing = Arc::new(writing);
    let mut remembered =
        memory::recall(number, now).filter(|open| writing.rev.is_none_or(|rev| rev == open.dossier.draft_rev));
    for _ in 0..TRIES {
        let from_memory = remembered.is_some();
        let (open, past, undone) = match remembered.take() {
            Some(open) => {
                let past = Past::none(&open.dossier.writing());
                (open, past, None)
            }
            None => read(db, who.proved().await?, number, &writing, now).await?,
        };
        let past = past.in_language(writing.lang.code());
        let mut open = open.editable()?;
        let (only, me) = (open.only(who.account().id), writing.writer(who.account(), now));
        let made = make(&open, only.as_deref(), (&past, undone.as_ref()), &writing, &me);
        if made.changes.is_empty() && made.attached.is_empty() {
            if from_memory {
                // Nothing was asked of the database yet: neither who may write, nor whether this is the last draft.
                continue;
            }
            memory::remember(&open);
            open.offers = made.offers;
            return Ok(Saved { open, past, rows: None, place: made.place, refused: made.refused });
        }
        if let Some((mut open, made)) = write(db, who, open, made, now).await? {
            memory::remember(&open);
            open.offers = made.offers;
            return Ok(Saved { open, past, rows: made.rows, place: made.place, refused: made.refused });
        }
    }
    Err(Error::unavailable("a draft is written by too many at once"))
}

async fn read(
    db: &Db,
    who: &Account,
    number: &Number,
    writing: &Arc<Writing>,
    now: DateTime<Utc>,
) -> Result<(Open, Past, Option<Past>)> {
    let (who, number, writing) = (who.clone(), number.clone(), writing.clone());
    let read = move |db: &mut diesel::PgConnection| {
        let open = Open::read(db, access::fillable_by(&who), &number, now)?;
        let rev = writing.rev.unwrap_or(open.dossier.draft_rev);
        let past = history::since(db, &open.dossier, rev)?;
        let undone = match writing.action {
            Action::Undo(rev) => Some(history::since(db, &open.dossier, rev - 1)?),
            _ => None,
        };
        Ok((open, past, undone))
    };
    db.query(read).await
}

/// Writes the draft, if it is still the one that was read. Returns the dossier as it is then.
async fn write(db: &Db, who: &Claim, mut open: Open, made: Made, now: DateTime<Utc>) -> Result<Option<(Open, Made)>> {
    let (who, has_files) = (who.clone(), !made.attached.is_empty());
    let keep = move |tx: &mut crate::db::Tx<'_>| {
        let deadline = Deadline::touched(&open.dossier, open.revision.definition.opening.draft_months, now);
        let next = Next { dossier: &open.dossier, deadline, draft: &made.draft, changes: &made.changes };
        if !next.write(tx, who.account().id, access::fillable_by_claim(&who, now), now)? {
            return Ok(None);
        }
        files::keep(tx, &made.attached)?;
        open.dossier.draft_rev += i32::try_from(made.changes.len()).unwrap_or_default();
        open.dossier.draft = Some(made.draft.clone());
        open.dossier.expires_at = deadline.map(|deadline| deadline.expires_at);
        open.dossier.remind_at = deadline.and_then(|deadline| deadline.remind_at);
        open.dossier.draft_by = Some(who.account().id);
        open.dossier.updated_at = now;
        open.look_up_named(tx)?;
        Ok(Some((open, made)))
    };
    if has_files { db.write(keep).await } else { db.once(keep).await }
}

fn make(
    open: &Open,
    only: Option<&[String]>,
    (past, undone): (&Past, Option<&Past>),
    writing: &Writing,
    me: &Writer,
) -> Made {
    let form = &open.revision.form;
    let before = open.dossier.writing();
    let draft = form.merge_since(past, &writing.pairs, only, me);
    let (mut draft, offers) = form.settle((past, &me.page), draft, &writing.replies, only);
    let (mut attached, mut refused) = (Vec::new(), Vec::new());
    let at = |draft: &Value, pointer: &str| document_of(draft).pointer(pointer).cloned();
    for file in &writing.files {
        let place = past.follow(&file.pointer).filter(|place| at(&before, place) == at(past.shown(), &file.pointer));
        let is_one = form.file_rule(&file.pointer, only).is_some_and(|rule| !rule.multiple);
        match place.or_else(|| past.follow(&file.pointer).filter(|_| !is_one)) {
            Some(place) => match form.attach(&draft, &place, file.answer(), only) {
                Some(with) => {
                    draft = with;
                    attached.push(File { pointer: place, ..file.clone() });
                }
                None => refused.push((file.pointer.clone(), Code::FileCount)),
            },
            // Somebody replaced it meanwhile.
            None => refused.push((file.pointer.clone(), Code::FileReplaced)),
        }
    }
    for (pointer, found) in &writing.places {
        if let Some(place) = past.follow(pointer) {
            draft = form.import(&draft, &place, found.clone(), only);
        }
    }
    match &writing.action {
        Action::RemoveFile(id) => draft = form.detach(&draft, &id.to_string(), only),
        Action::Settle(choice, name) => {
            if let Some(name) = past.follow(name) {
                form.choose_answer(&mut draft, &name, *choice, only);
            }
        }
        _ => {}
    }
    let context = open.context();
    form.propose(&before, &mut draft, &context, only);
    let mut changes = Vec::new();
    if draft != *before {
        changes.push(Change::between(&before, &draft, me.clone(), None));
    }
    let written = draft.clone();
    let rows = move_rows(open, only, (past, undone), &writing.action, &mut draft);
    if draft != written {
        changes.push(Change::between(&written, &draft, me.clone(), rows.clone()));
    }
    let place = rows.as_ref().map(RowChange::place).or_else(|| match &writing.action {
        Action::AddRow(block) => form.asked_entry((&written, &draft), &past.follow(block)?),
        _ => None,
    });
    Made { draft, changes, rows, place, attached, offers, refused }
}

/// What a button does to the rows of a block.
fn move_rows(
    open: &Open,
    only: Option<&[String]>,
    (past, undone): (&Past, Option<&Past>),
    action: &Action,
    draft: &mut Value,
) -> Option<RowChange> {
    let form = &open.revision.form;
    match action {
        Action::AddRow(block) => {
            let before = draft.clone();
            let added = form.add_row(draft, &past.follow(block)?, only);
            form.propose(&before, draft, &open.context(), only);
            added
        }
        Action::DuplicateRow(row) => form.duplicate_row(draft, &past.follow(row)?, only),
        Action::RiseRow(row) => form.move_row(draft, &past.follow(row)?, true, only),
        Action::SinkRow(row) => form.move_row(draft, &past.follow(row)?, false, only),
        Action::RemoveRow(row) => form.remove_row(draft, &past.follow(row)?, only),
        Action::Undo(_) => {
            let row = undone?.first_removed()?;
            form.restore_row(draft, (undone?.shown(), &row), None, only)
        }
        _ => None,
    }
}
