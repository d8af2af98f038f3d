//! An instructor's step on a dossier.

use crate::db::Tx;
use crate::dossiers::agents::Sheet;
use crate::dossiers::facts::Facts;
use crate::dossiers::offers::Needs;
use crate::dossiers::step::{self, Act, Outcome};
use crate::dossiers::unsent::Showed;
use crate::dossiers::{Dossier, Number, access, lock, people};
use crate::procedures::Revision;
use crate::web::{Account, Pairs};
use crate::workflow::{Actor, Command, Refusal};
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
                // Blank for whoever acts for themselves.
                "on_behalf" if !value.is_empty() => stamp.on_behalf = Some(value.parse().map_err(|_| malformed())?),
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
#[derive(Clone)]
pub struct Click {
    pub command: Command,
    pub stamp: Stamp,
    /// What the step is told beside its form: `motivation`, or `message` and `fields`.
    pub input: Value,
    /// What its form was filled with, where it asks for one of the procedure's own: as its page posts it.
    pub answers: Pairs,
}

/// Takes the step. Whether this person may is looked at again here, inside the transaction: they may have left the
/// group since the page was drawn. So is what was answered: `answers-unfit` is the error of a form that is not.
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
    let actor = people::actor(tx, dossier, revision, (who, click.stamp.on_behalf), now)?;
    // A click that is tried again finds its first result.
    if click.stamp.rev != dossier.rev {
        return take(tx, who, (dossier, revision), (actor, click), now);
    }
    let input = told((dossier, revision), (&actor, click), now)?;
    take(tx, who, (dossier, revision), (actor, &Click { input, ..click.clone() }), now)
}

/// What the engine is told of a click: nobody can answer a request that says nothing, nor one about a form that can only be read,
/// and no form of the procedure's own is left out.
fn told(
    (dossier, revision): (&Dossier, &Revision),
    (actor, click): (&Actor, &Click),
    now: DateTime<Utc>,
) -> Result<Value> {
    let facts = Facts::of(dossier, revision, None, Value::Null, now);
    let offers = revision.workflow.offers(&dossier.snapshot()?, actor, &facts.inputs());
    // What they may not press is refused with its reason.
    let Some(offer) = offers.into_iter().find(|offer| offer.name == click.command.name()) else {
        return Ok(click.input.clone());
    };
    let needs = Needs::of(&offer);
    if needs.message && !revision.is_fillable() {
        return Err(Error::Forbidden("not-enabled"));
    }
    let mut input = click.input.clone();
    if let Some(form) = offer.form.as_deref().and_then(|form| revision.form_with_id(form)) {
        let sheet = Sheet::new(form, dossier, revision, now);
        let (sent, errors) = sheet.sent(&sheet.written(None, &click.answers), input);
        if !errors.is_empty() {
            return Err(Error::Invalid("answers-unfit"));
        }
        input = sent;
    }
    match input["message"].as_str() {
        None | Some("") if needs.message => Err(Error::Invalid("message-empty")),
        _ => Ok(input),
    }
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
    let actor = people::actor(tx, dossier, revision, (who, click.stamp.on_behalf), now)?;
    take(tx, who, (dossier, revision), (actor, click), now)
}

fn take(
    tx: &mut Tx<'_>,
    who: Uuid,
    (dossier, revision): (&Dossier, &Revision),
    (actor, click): (Actor, &Click),
    now: DateTime<Utc>,
) -> Result<Outcome> {
    let act = Act {
        actor_id: Some(who),
        external: None,
        actor,
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
