//! Where a dossier stands, told as a timeline to its applicant.

use super::{Dossier, events};
use crate::Result;
use crate::procedures::Revision;
use crate::web::Lang;
use crate::workflow::Command;
use chrono::{DateTime, FixedOffset};
use diesel::PgConnection;
use serde::Serialize;

/// A point of the timeline.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    pub at: Option<DateTime<FixedOffset>>,
    /// `done` or `current`.
    pub kind: &'static str,
}

/// The steps of a dossier, oldest first; the last is where it stands.
pub fn of(db: &mut PgConnection, dossier: &Dossier, lang: Lang) -> Result<Vec<Entry>> {
    let events = events::of(db, dossier.id)?;
    let revisions = events::revisions(db, dossier, events.iter().map(|told| &told.event))?;
    let told = events.iter().zip(&revisions);
    let mut entries: Vec<Entry> = told.filter_map(|(told, revision)| entry(&told.event, revision, lang)).collect();
    if let Some(last) = entries.last_mut() {
        last.kind = "current";
    }
    Ok(entries)
}

/// None for what moves nothing and is nothing of the applicant's: a reminder to those who review, one opinion of several.
pub(super) fn entry(event: &events::Event, revision: &Revision, lang: Lang) -> Option<Entry> {
    let from = event.content["from"].as_str().unwrap_or_default();
    let stayed = event.content["from"] == event.content["to"];
    let command = Command::named(&event.command);
    let is_inner = matches!(command, Command::Task { .. } | Command::Recuse { .. } | Command::Move { .. });
    if stayed && (event.actor_id.is_none() || is_inner) {
        return None;
    }
    // A step that stays where it is (new answers sent) is named by what was done.
    let title = match stayed {
        true => revision.command_label(from, &event.command, lang),
        false => revision.applicant_label(event.reached(), lang).to_owned(),
    };
    Some(Entry { title, at: Some(revision.local(event.at)), kind: "done" })
}
