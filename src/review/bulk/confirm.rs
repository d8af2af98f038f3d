//! What is about to be done to many dossiers, as its page asks to confirm it.

use super::chosen::{Choice, Chosen};
use super::{find, view};
use crate::procedures::{self, Procedure, Revision};
use crate::web::{Account, ErrorLink, Lang, Pairs};
use crate::{Error, Result};
use chrono::{DateTime, SecondsFormat, Utc};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What somebody asks for, in an address or a form.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub button: String,
    pub chosen: Chosen,
    /// Reasons, or a message.
    pub text: String,
}

impl Asked {
    pub fn of(pairs: Pairs) -> Result<Self> {
        let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let button = value("bouton").unwrap_or_default().to_owned();
        let text = value("text").unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
        if text.len() > 40_000 {
            return Err(Error::Invalid("malformed"));
        }
        Ok(Self { button, chosen: Chosen::of(&pairs), text })
    }
}

/// What is about to be done.
#[derive(Serialize)]
pub(super) struct Confirmation {
    slug: String,
    title: String,
    choice: Choice,
    /// Where the dossiers stand that have the button, and those that have not.
    ready: Vec<Standing>,
    others: Vec<Standing>,
    count: i64,
    /// Those that have not the button are left out, else each is told by a line.
    leaves_out: bool,
    /// What is chosen, as fields of the form.
    fields: Vec<(&'static str, String)>,
    key: Uuid,
    seen: String,
    text: String,
    error: Option<String>,
    errors: Vec<ErrorLink>,
}

/// Dossiers of one state.
#[derive(Serialize)]
struct Standing {
    label: String,
    phase: String,
    count: i64,
}

pub(super) fn confirmation(
    db: &mut PgConnection,
    who: &Account,
    procedure: &Procedure,
    choice: Choice,
    asked: Asked,
    error: Option<String>,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<Confirmation> {
    if matches!(&asked.chosen, Chosen::Ticked(numbers) if numbers.is_empty()) {
        return Err(Error::Invalid("bulk-none"));
    }
    let (mut ready, mut others) = (Vec::new(), Vec::new());
    for (revision, state, count) in asked.chosen.standing(db, who, procedure.id)? {
        let revision = procedures::revision(db, revision)?;
        let list = if has_button(&revision, &state, &asked.button) { &mut ready } else { &mut others };
        add(list, revision.label(&state, lang), revision.workflow.phase(&state), count);
    }
    let text = match &asked.chosen {
        // What was written the first time, for those on which it was not done.
        Chosen::Left(id) if error.is_none() => view::written(&find(db, who, procedure.id, *id)?),
        _ => asked.text,
    };
    Ok(Confirmation {
        slug: procedure.slug.clone(),
        title: procedures::revision(db, procedure.revision_id)?.title(lang.code()).to_owned(),
        count: ready.iter().map(|standing| standing.count).sum(),
        leaves_out: asked.chosen.is_list(),
        fields: asked.chosen.pairs(),
        key: Uuid::now_v7(),
        seen: now.to_rfc3339_opts(SecondsFormat::Micros, true),
        errors: error.iter().map(|words| ErrorLink::new("#text", words.as_str())).collect(),
        choice,
        ready,
        others,
        text,
        error,
    })
}

/// Two versions may call one state alike.
fn add(list: &mut Vec<Standing>, label: &str, phase: &str, count: i64) {
    match list.iter_mut().find(|known| known.label == label && known.phase == phase) {
        Some(known) => known.count += count,
        None => list.push(Standing { label: label.to_owned(), phase: phase.to_owned(), count }),
    }
}

fn has_button(revision: &Revision, state: &str, name: &str) -> bool {
    revision.workflow.bulk_buttons().iter().any(|button| button.state == state && button.name == name)
}

/// The states, of those where the chosen dossiers stand, that have the button.
pub(super) fn states(
    db: &mut PgConnection,
    who: &Account,
    procedure: &Procedure,
    asked: &Asked,
) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for (revision, state, _) in asked.chosen.standing(db, who, procedure.id)? {
        if has_button(&*procedures::revision(db, revision)?, &state, &asked.button) {
            found.insert(state);
        }
    }
    Ok(found)
}
