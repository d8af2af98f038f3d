//! The buttons that a person may press now, the work that they may do; whom an outside role stands for.

use super::actions::{Action, Correction};
use super::command::{Actor, Inputs, Refusal};
use super::definition::{Definition, RETURN};
use super::machine::Machine;
use super::plan::Guard;
use super::state::Motivation;
use super::step::Snapshot;
use super::transition::{Kind, Transition};
use super::work::{Part, Work};
use crate::rules::Text;
use serde::Serialize;

/// A transition that is enabled for somebody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Offer {
    /// What the command is called.
    pub name: String,
    pub label: Text,
    pub kind: Kind,
    /// The id of the form to fill in (`guichet:decision`, `guichet:correction`…).
    pub form: Option<String>,
    /// What to ask before doing it.
    pub confirm: Option<Text>,
    /// Whether the decision that it leads to must say why; none when it decides nothing. Where automatic branches may lead to
    /// several, no more than optional: the step itself says which it was.
    pub motivation: Option<Motivation>,
    /// What it asks for when it asks the applicant for corrections.
    pub correction: Option<Correction>,
    /// The state that it leads to, before automatic branches; none when the state stays. One within a region, by the way to it.
    pub target: Option<String>,
}

pub(super) fn offers(definition: &Definition, snapshot: &Snapshot, actor: &Actor, inputs: &Inputs<'_>) -> Vec<Offer> {
    let machine = Machine::new(definition, snapshot.clone(), actor, inputs, (snapshot.entered_at, inputs.today));
    let inner = snapshot.inner.iter().filter_map(|path| Some((path.as_str(), definition.place(path)?)));
    let inner = inner.flat_map(|(path, state)| state.on.iter().map(move |button| (path, button)));
    let all = inner.chain(definition.transitions(&snapshot.state).map(|button| ("", button)));
    let mut offers: Vec<Offer> = Vec::new();
    for (path, (name, transition)) in
        all.filter(|(_, (_, transition))| machine.refusal_of(&Guard::of(transition)).is_none())
    {
        // Two regions may have a button of one name: it is one command.
        if !offers.iter().any(|offer| offer.name == name) {
            let target = target(definition, snapshot, path, transition);
            offers.push(offer(definition, name, transition, target));
        }
    }
    offers
}

/// A part of the open work, and whether somebody may do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub task: String,
    pub part: usize,
    pub refusal: Option<Refusal>,
}

pub(super) fn duties(definition: &Definition, snapshot: &Snapshot, actor: &Actor, inputs: &Inputs<'_>) -> Vec<Duty> {
    let machine = Machine::new(definition, snapshot.clone(), actor, inputs, (snapshot.entered_at, inputs.today));
    let open = snapshot.tasks.iter().filter(|(_, work)| work.is_open());
    let parts = open.flat_map(|(name, work)| (0..work.parts.len()).map(move |part| (name, work, part)));
    let duty = |(name, work, part): (&String, &Work, usize)| {
        let is_open = work.parts.get(part).is_some_and(Part::is_open);
        let refusal = || machine.may_complete(name, part, actor).err();
        is_open.then(|| Duty { task: name.clone(), part, refusal: refusal() })
    };
    parts.filter_map(duty).collect()
}

pub(super) fn address(definition: &Definition, snapshot: &Snapshot, role: &str, inputs: &Inputs<'_>) -> Option<String> {
    let rule = definition.roles.get(role)?.from.as_ref()?;
    let nobody = Actor::default();
    let machine = Machine::new(definition, snapshot.clone(), &nobody, inputs, (snapshot.entered_at, inputs.today));
    machine.facts.value(rule).as_str().map(str::to_owned)
}

/// Where a button leads; `path` is the way to the state within a region that has it.
fn target(definition: &Definition, snapshot: &Snapshot, path: &str, transition: &Transition) -> Option<String> {
    let target = transition.target.as_deref()?;
    if target == RETURN {
        return snapshot.returns.get(&snapshot.state).cloned();
    }
    // A state of the region, or of the whole.
    let beside = path.rsplit_once('.').map(|(region, _)| format!("{region}.{target}"));
    let beside = beside.filter(|path| definition.place(path).is_some());
    Some(beside.unwrap_or_else(|| target.to_owned()))
}

/// Whether what a button leads to must be explained.
pub(super) fn motivation(definition: &Definition, target: &str) -> Option<Motivation> {
    if let Some(rule) = definition.states.get(target).and_then(|state| state.decision.as_ref()) {
        return Some(rule.motivation);
    }
    let then = definition.decisions_from(target);
    let is_told = then.iter().any(|rule| rule.motivation != Motivation::None);
    (!then.is_empty()).then_some(if is_told { Motivation::Optional } else { Motivation::None })
}

/// What is asked of who presses a button that asks for corrections, by itself or as it enters its target.
pub(super) fn correction(definition: &Definition, transition: &Transition, target: Option<&str>) -> Option<Correction> {
    let entry = target.and_then(|target| definition.place(target)).map(|state| state.entry.as_slice());
    let actions = transition.actions.iter().chain(entry.unwrap_or_default());
    let asked = actions.filter_map(Action::correction);
    asked.reduce(|one, other| Correction { chooses: one.chooses || other.chooses })
}

fn offer(definition: &Definition, name: &str, transition: &Transition, target: Option<String>) -> Offer {
    Offer {
        name: name.to_owned(),
        label: transition.label.clone(),
        kind: transition.kind,
        form: transition.form.as_deref().and_then(|form| definition.forms.get(form)).cloned(),
        confirm: transition.confirm.clone(),
        motivation: target.as_deref().and_then(|target| motivation(definition, target)),
        correction: correction(definition, transition, target.as_deref()),
        target,
    }
}
