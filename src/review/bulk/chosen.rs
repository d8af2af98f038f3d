//! To which dossiers something is to be done, and by which button.

use super::DONE_RANK;
use crate::Result;
use crate::dossiers::access::Readable;
use crate::dossiers::offers::{CORRECTION, DECISION};
use crate::dossiers::people;
use crate::procedures::{self, Procedure, Revision};
use crate::review::table::{self, Wanted};
use crate::schema::{bulk_actions, bulk_items, dossiers};
use crate::web::{Account, Lang, Pairs};
use crate::workflow::{BulkButton, Kind, Motivation};
use diesel::dsl::count_star;
use diesel::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The dossiers that somebody chose.
#[derive(Debug, Clone)]
pub(super) enum Chosen {
    /// Those whose boxes they ticked, by their numbers.
    Ticked(Vec<String>),
    /// All that a table lists, beyond its page.
    Listed(Wanted),
    /// Those of an action of theirs on which it was not done.
    Left(Uuid),
}

impl Chosen {
    /// As the forms say it. An action that is none chooses nothing.
    pub fn of(pairs: &Pairs) -> Self {
        let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
        match value("sur").as_deref() {
            Some("liste") => {
                let search = value("q").unwrap_or_default();
                Self::Listed(Wanted { phase: value("phase"), mine: value("mine").is_some(), search, after: None })
            }
            Some("reste") => Self::Left(value("lot").and_then(|id| id.parse().ok()).unwrap_or_default()),
            _ => {
                let ticked = pairs.iter().filter(|(name, _)| name == "dossier");
                Self::Ticked(ticked.map(|(_, number)| number.clone()).collect())
            }
        }
    }

    /// The same again, for a form.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Ticked(numbers) => numbers.iter().map(|number| ("dossier", number.clone())).collect(),
            Self::Listed(wanted) => std::iter::once(("sur", "liste".to_owned())).chain(wanted.pairs()).collect(),
            Self::Left(id) => vec![("sur", "reste".to_owned()), ("lot", id.to_string())],
        }
    }

    pub fn is_list(&self) -> bool {
        matches!(self, Self::Listed(_))
    }

    /// Which these are, of those that this person reviews.
    pub fn condition(&self, db: &mut PgConnection, who: &Account, procedure: Uuid) -> Result<Readable> {
        let reviewed = table::passing(who, procedure, &Wanted::default());
        Ok(match self {
            Self::Ticked(numbers) => Box::new(reviewed.and(dossiers::number.eq_any(numbers.clone()))),
            Self::Listed(wanted) => table::in_groups(db, who, procedure, wanted)?,
            Self::Left(id) => {
                let own = bulk_actions::created_by.eq(who.id).and(bulk_actions::procedure_id.eq(procedure));
                let own = bulk_actions::table.find(*id).filter(own).select(bulk_actions::id);
                let left = bulk_items::action_id.eq_any(own).and(bulk_items::rank.lt(DONE_RANK));
                let left = bulk_items::table.filter(left).select(bulk_items::dossier_id);
                Box::new(reviewed.and(dossiers::id.eq_any(left)))
            }
        })
    }

    /// In which states they stand: by revision, with how many.
    pub fn standing(&self, db: &mut PgConnection, who: &Account, procedure: Uuid) -> Result<Vec<(Uuid, String, i64)>> {
        let chosen = self.condition(db, who, procedure)?;
        let by_state = dossiers::table.filter(chosen).group_by((dossiers::revision_id, dossiers::state));
        Ok(by_state.select((dossiers::revision_id, dossiers::state, count_star())).load(db)?)
    }
}

/// A button that somebody may press on many dossiers, in words.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    pub name: String,
    pub label: String,
    pub kind: Kind,
    /// What is asked with it: `decision` (reasons), `correction` (a message), or nothing.
    pub form: Option<&'static str>,
    pub confirm: Option<String>,
    pub motivation_required: bool,
    /// The state that it leads to.
    pub leads_to: Option<String>,
    #[serde(skip)]
    phases: BTreeSet<String>,
}

impl Choice {
    /// Whether any dossier of a phase may have it.
    pub fn is_in(&self, phase: &str) -> bool {
        self.phases.contains(phase)
    }
}

/// The buttons for many dossiers that somebody's roles have in the version in force, in its order.
pub fn choices(db: &mut PgConnection, procedure: &Procedure, who: &Account, lang: Lang) -> Result<Vec<Choice>> {
    let revision = procedures::revision(db, procedure.revision_id)?;
    let mut buttons = revision.workflow.bulk_buttons();
    buttons.retain(|button| is_asked_here(&revision, button));
    if buttons.is_empty() {
        return Ok(Vec::new());
    }
    let roles = people::roles_in(db, &revision, who.id)?;
    let mut found: Vec<Choice> = Vec::new();
    for button in buttons.iter().filter(|button| button.transition.roles.iter().any(|role| roles.contains(role))) {
        let phase = revision.workflow.phase(button.state).to_owned();
        match found.iter_mut().find(|known| known.name == button.name) {
            Some(known) => {
                known.phases.insert(phase);
                known.motivation_required |= is_required(button);
            }
            None => found.push(choice(&revision, button, phase, lang)),
        }
    }
    Ok(found)
}

/// Whether what the button asks can be asked once for many: a form of the procedure's own can't, nor two texts. Nobody can answer a
/// request about a form that can only be read.
fn is_asked_here(revision: &Revision, button: &BulkButton<'_>) -> bool {
    let corrects = asked(button) == Some("correction");
    let is_built_in = button.form.is_none_or(|form| revision.form_with_id(form).is_none());
    is_built_in && !(corrects && (is_required(button) || !revision.is_fillable()))
}

/// What is asked with it, by what it does: a message, reasons, or nothing.
fn asked(button: &BulkButton<'_>) -> Option<&'static str> {
    let corrects = button.correction.is_some() || button.form == Some(CORRECTION);
    let explains = button.form == Some(DECISION) || is_required(button);
    if corrects { Some("correction") } else { explains.then_some("decision") }
}

fn is_required(button: &BulkButton<'_>) -> bool {
    button.motivation == Some(Motivation::Required)
}

fn choice(revision: &Revision, button: &BulkButton<'_>, phase: String, lang: Lang) -> Choice {
    let transition = button.transition;
    let reached = transition.target.as_deref().map(|state| revision.label(state, lang));
    Choice {
        name: button.name.to_owned(),
        label: revision.said(&transition.label, lang.code()).to_owned(),
        kind: transition.kind,
        form: asked(button),
        confirm: transition.confirm.as_ref().map(|text| revision.said(text, lang.code()).to_owned()),
        motivation_required: is_required(button),
        leads_to: reached.filter(|label| !label.is_empty()).map(str::to_owned),
        phases: BTreeSet::from([phase]),
    }
}
