//! An instructor's step on a dossier.

use crate::db::Tx;
use crate::dossiers::facts::Facts;
use crate::dossiers::offers::CORRECTION;
use crate::dossiers::step::{self, Act, Outcome};
use crate::dossiers::unsent::Showed;
use crate::dossiers::{Dossier, Number, access, lock, people};
use crate::procedures::Revision;
use crate::web::{Account, Pairs};
use crate::workflow::{Command, Refusal};
use crate::{Error, Result, procedures};
use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

/// What every form of a click says of it.
#[derive(Debug, Clone, Default)]
pub struct Stamp {
    /// The revision of the dossier that the page showed.
    pub rev: i32,
    /// The same for each try of one click.
    pub key: String,
    /// Who is absent, and for whom they act.
    pub on_behalf: Option<Uuid>,
}

impl Stamp {
    /// As a page posts it; what is only to be forgotten needs neither.
    pub fn of(pairs: &Pairs, showed: Showed) -> Result<Self> {
        let malformed = || Error::Invalid("malformed");
        let (mut stamp, mut rev) = (Self::default(), None);
        for (name, value) in pairs {
            match name.as_str() {
                "rev" => rev = Some(value.parse().map_err(|_| malformed())?),
                "on_behalf" => stamp.on_behalf = Some(value.parse().map_err(|_| malformed())?),
                "key" => stamp.key.clone_from(value),
                _ => {}
            }
        }
        stamp.rev = rev.unwrap_or_default();
        let is_whole = rev.is_some() && !stamp.key.is_empty() && stamp.key.len() <= 100;
        if showed.is_unwanted || is_whole { Ok(stamp) } else { Err(malformed()) }
    }
}

/// A click on a button of the instructor's.
pub struct Click {
    pub command: Command,
    pub stamp: Stamp,
    /// What the step's form was filled with: `motivation`, or `message` and `fields`.
    pub input: Value,
}

/// Takes the step. Whether this person may is looked at again here, inside the transaction: they may have left the
/// group since the page was drawn.
pub fn act(tx: &mut Tx<'_>, who: &Account, number: &Number, click: &Click, now: DateTime<Utc>) -> Result<Outcome> {
    let dossier = lock(tx, access::consultable_by(who, now), number)?;
    let revision = procedures::revision(tx, dossier.revision_id)?;
    press(tx, who.id, &dossier, &revision, click, now)
}

/// The same on a dossier that is locked.
pub(super) fn press(
    tx: &mut Tx<'_>,
    who: Uuid,
    dossier: &Dossier,
    revision: &Revision,
    click: &Click,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    // Nobody can answer a request that says nothing, nor one about a form that can only be read.
    let asked = match &click.command {
        Command::Transition { name } => revision.asked_form(&dossier.state, name),
        _ => None,
    };
    if asked == Some(CORRECTION) {
        if !revision.is_fillable() {
            return Err(Error::Forbidden("not-enabled"));
        }
        if click.input["message"].as_str().is_none_or(str::is_empty) {
            return Err(Error::Invalid("message-empty"));
        }
    }
    perform(tx, who, dossier, revision, click, now)
}

/// The same, whatever the command.
pub(super) fn perform(
    tx: &mut Tx<'_>,
    who: Uuid,
    dossier: &Dossier,
    revision: &Revision,
    click: &Click,
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let act = Act {
        actor_id: Some(who),
        external: None,
        actor: people::actor(tx, dossier, revision, (who, click.stamp.on_behalf), now)?,
        command: click.command.clone(),
        expected_rev: Some(click.stamp.rev),
        key: Some(&click.stamp.key),
        facts: Facts::of(dossier, revision, None, click.input.clone(), now),
        answers: None,
        group: None,
        now,
    };
    step::perform(tx, dossier, revision, act)
}

/// Whether what is missing can be written on the same page.
pub(super) fn is_mended(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::MotivationRequired | Refusal::Outcome)
}
