//! The applicant's steps. Submitting: the draft becomes the answers, checked as a whole, in one transaction with its event
//! and its mails.

use super::draft::Open;
use super::facts::Facts;
use super::step::{self, Act, Outcome, Same};
use super::{Identity, Number, quotas, unsaved};
use crate::db::Tx;
use crate::form::{Submission, document_of};
use crate::procedures::definition::Applicant;
use crate::rules::Context;
use crate::web::Account;
use crate::workflow::{Actor, Command};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

/// A click on a button of the applicant's.
pub struct Click {
    pub transition: String,
    /// The same for each try of one click.
    pub key: String,
    /// The revision of the dossier that the page showed.
    pub rev: i32,
}

/// What came of it.
pub enum Submitted {
    Done(Outcome),
    /// What was typed in this page after the session had ended waits to be taken up: nothing has changed.
    Waiting(usize),
    /// The answers are not fit to be submitted: nothing has changed.
    Unfit(Box<Open>),
}

/// Takes a step as the applicant. A transition out of a state in which the form is open brings the draft into force,
/// but for a withdrawal, which needs no valid form.
pub fn act(tx: &mut Tx<'_>, who: &Account, number: &Number, click: &Click, now: DateTime<Utc>) -> Result<Submitted> {
    let (open, waits) = unsaved::lock(tx, who, number, now)?;
    // A click that is tried again must find its first result, even if the form has closed since.
    let same = Same { key: Some(&click.key), actor_id: Some(who.id), command: &click.transition };
    if click.rev != open.dossier.rev && step::replayed(tx, &open.dossier, &same)? {
        return Ok(Submitted::Done(Outcome::Replayed));
    }
    let is_withdrawal = open.revision.is_withdrawal(&open.dossier.state, &click.transition);
    // Nobody can look at what it would bring.
    if !is_withdrawal && !open.revision.is_fillable() {
        return Err(Error::Forbidden("not-editable"));
    }
    let brings = open.is_editable() && !is_withdrawal;
    if !brings {
        return perform(tx, &open, who, click, None).map(Submitted::Done);
    }
    if waits && let Some(page) = unsaved::first_page(tx, &open, who.id)? {
        return Ok(Submitted::Waiting(page));
    }
    let first = open.dossier.submitted_at.is_none();
    let opening = &open.revision.definition.opening;
    if first && opening.closed_on(open.today()).is_some() {
        return Err(Error::Invalid("closed"));
    }
    let Submission { values, errors, ineligible, .. } = open.checked(who.id);
    if !errors.is_empty() || !ineligible.is_empty() || !is_identified(&open)? {
        return Ok(Submitted::Unfit(Box::new(open)));
    }
    if first {
        quotas::check_submission(tx, open.dossier.applicant_id, open.dossier.procedure_id, opening)?;
    }
    perform(tx, &open, who, click, Some(values)).map(Submitted::Done)
}

/// Whether the identity that the procedure asks for is there.
pub fn is_identified(open: &Open) -> Result<bool> {
    let Identity { siret, organisation, .. } = open.identity()?;
    Ok(open.revision.definition.applicant != Applicant::Organisation || (siret.is_some() && organisation.is_some()))
}

fn perform(tx: &mut Tx<'_>, open: &Open, who: &Account, click: &Click, answers: Option<Value>) -> Result<Outcome> {
    let dossier = &open.dossier;
    let group = match (dossier.group_id, &answers) {
        (None, Some(answers)) => Some(route(open, answers)?),
        _ => None,
    };
    let act = Act {
        actor_id: Some(who.id),
        external: None,
        actor: Actor::new(who.id.to_string(), open.revision.workflow.definition().applicants()),
        command: Command::of_button(&click.transition),
        expected_rev: Some(click.rev),
        key: Some(&click.key),
        facts: Facts::of(dossier, &open.revision, answers.as_ref(), json!({}), open.now),
        answers,
        group,
        now: open.now,
    };
    step::perform(tx, dossier, &open.revision, act)
}

/// The group of instructors that these answers lead to.
fn route(open: &Open, answers: &Value) -> Result<Uuid> {
    let values = json!({ "applicant": open.dossier.applicant, "today": open.today().to_string() });
    let base = Context::new(&values);
    open.revision.group_for(&base.with("form", document_of(answers))).ok_or_else(|| Error::internal("no group"))
}
