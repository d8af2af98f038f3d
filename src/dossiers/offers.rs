//! The buttons that a person sees on a dossier, in words.

use super::{Dossier, agents, people};
use crate::procedures::Revision;
use crate::schema::accounts;
use crate::web::{Account, Lang};
use crate::workflow::deadline::Deadline;
use crate::workflow::{Actor, Inputs, Kind, Motivation, Offer};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// A button.
#[derive(Debug, Clone, Serialize)]
pub struct Button {
    /// What the command is called, in addresses too.
    pub name: String,
    pub label: String,
    pub kind: Kind,
    /// The form of the procedure's own that it asks for, which has a page.
    pub form: Option<String>,
    /// What it must be told.
    #[serde(skip)]
    pub needs: Needs,
    /// What is asked with it, beside its form.
    pub asks: Asks,
    /// Asked before doing it.
    pub confirm: Option<String>,
    /// The state that it leads to, in the words of who reads.
    pub leads_to: Option<String>,
    /// For whom it may be pressed, whoever presses first.
    pub whom: Vec<Whom>,
}

/// What a step asks of who takes it, and no form asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Asks {
    /// Whether it asks why; `Some(true)`, when that must be said.
    pub motivation: Option<bool>,
    /// Whether it asks what is to be corrected.
    pub message: bool,
    /// Whether it asks on which fields.
    pub fields: bool,
}

/// Somebody for whom a button is pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Whom {
    /// Who is absent; none for whoever presses.
    pub id: Option<Uuid>,
    pub name: String,
}

/// What a step must be told, whoever asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Needs {
    /// Why.
    pub motivation: bool,
    /// What is to be corrected.
    pub message: bool,
}

impl Needs {
    pub fn of(offer: &Offer) -> Self {
        Self { motivation: offer.motivation == Some(Motivation::Required), message: corrects(offer) }
    }
}

/// The built-in form that asks why.
pub const DECISION: &str = "guichet:decision";
/// The built-in form that asks what is to be corrected.
pub const CORRECTION: &str = "guichet:correction";

/// Whether an offer asks the applicant for corrections: of a form that can only be read, nobody could make any.
fn corrects(offer: &Offer) -> bool {
    offer.correction.is_some() || offer.form.as_deref() == Some(CORRECTION)
}

/// What is asked beside the form of the procedure's own.
fn asks(offer: &Offer, revision: &Revision) -> Asks {
    let own = offer.form.as_deref().and_then(|form| revision.form_with_id(form));
    let does_not = |pointer: &str| own.is_none_or(|form| !agents::asks(form, pointer));
    let is_required = offer.motivation == Some(Motivation::Required);
    // A button without a form asks for what it can't be pressed without.
    let wants_reasons = match (own, offer.form.as_deref()) {
        (Some(_), _) => offer.motivation.is_some_and(|rule| rule != Motivation::None),
        (None, form) => is_required || form == Some(DECISION),
    };
    Asks {
        motivation: (wants_reasons && does_not("/motivation")).then_some(is_required),
        message: corrects(offer) && does_not("/message"),
        fields: corrects(offer) && offer.correction.is_none_or(|correction| correction.chooses),
    }
}

/// The buttons of someone who holds this role, by what they do themselves.
pub fn buttons(
    dossier: &Dossier,
    revision: &Revision,
    actor: &Actor,
    inputs: &Inputs<'_>,
    lang: Lang,
) -> Result<Vec<Button>> {
    let snapshot = serde_json::from_value(dossier.snapshot.clone()).map_err(Error::internal)?;
    let definition = revision.workflow.definition();
    let applicant = actor.roles.iter().any(|role| definition.is_applicant(role));
    let offers = revision.workflow.offers(&snapshot, actor, inputs).into_iter();
    let offers = offers.filter(|offer| revision.is_fillable() || !corrects(offer));
    let button = |offer: Offer| Button {
        label: revision.said(&offer.label, lang.code()).to_owned(),
        confirm: offer.confirm.as_ref().map(|text| revision.said(text, lang.code()).to_owned()),
        needs: Needs::of(&offer),
        asks: asks(&offer, revision),
        form: offer.form.filter(|form| revision.form_with_id(form).is_some()),
        leads_to: offer.target.map(|state| {
            let label = if applicant { revision.applicant_label(&state, lang) } else { revision.label(&state, lang) };
            label.to_owned()
        }),
        kind: offer.kind,
        whom: Vec::new(),
        name: offer.name,
    };
    Ok(offers.map(button).collect())
}

/// Those for whom somebody acts on a dossier, with what they then may: whoever acts comes first.
pub struct Sides(Vec<(Whom, Actor)>);

impl Sides {
    /// `own` is what they may by themselves. One query where they act for nobody.
    pub fn of(
        db: &mut PgConnection,
        (dossier, revision): (&Dossier, &Revision),
        (who, own): (&Account, &Actor),
        now: DateTime<Utc>,
    ) -> Result<Self> {
        let mut sides = vec![(Whom { id: None, name: who.name() }, own.clone())];
        let absent = people::absent(db, who.id, now)?;
        let names: Vec<(Uuid, String, String)> = match absent.is_empty() {
            true => Vec::new(),
            false => accounts::table
                .filter(accounts::id.eq_any(absent))
                .order((accounts::family_name, accounts::given_name, accounts::id))
                .select((accounts::id, accounts::given_name, accounts::family_name))
                .load(db)?,
        };
        for (id, given, family) in names {
            let actor = people::actor(db, dossier, revision, (who.id, Some(id)), now)?;
            sides.push((Whom { id: Some(id), name: format!("{given} {family}") }, actor));
        }
        Ok(Self(sides))
    }

    /// The buttons that they may press for each, once.
    pub fn buttons(
        &self,
        dossier: &Dossier,
        revision: &Revision,
        inputs: &Inputs<'_>,
        lang: Lang,
    ) -> Result<Vec<Button>> {
        let mut found: Vec<Button> = Vec::new();
        for (whom, actor) in &self.0 {
            for button in buttons(dossier, revision, actor, inputs, lang)? {
                match found.iter_mut().find(|known| known.name == button.name) {
                    Some(known) => known.whom.push(whom.clone()),
                    None => found.push(Button { whom: vec![whom.clone()], ..button }),
                }
            }
        }
        Ok(found)
    }

    /// Those for whom they may take back a row of a clock.
    pub fn voiding(&self, revision: &Revision, deadline: &Deadline) -> Vec<Whom> {
        let definition = revision.workflow.definition();
        let may = self.0.iter().filter(|(_, actor)| definition.may_void(deadline, &actor.roles));
        may.map(|(whom, _)| whom.clone()).collect()
    }
}
