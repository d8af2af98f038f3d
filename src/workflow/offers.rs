//! The buttons that a person may press now, the work that they may do; whom an outside role stands for.

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
    /// Whether the decision that it leads to must say why; none when it decides nothing.
    pub motivation: Option<Motivation>,
    /// The state that it leads to, before automatic branches; none when the state stays.
    pub target: Option<String>,
}

pub(super) fn offers(definition: &Definition, snapshot: &Snapshot, actor: &Actor, inputs: &Inputs<'_>) -> Vec<Offer> {
    let machine = Machine::new(definition, snapshot.clone(), actor, inputs, (snapshot.entered_at, inputs.today));
    let inner = snapshot.inner.iter().filter_map(|path| definition.place(path)).flat_map(|state| state.on.iter());
    let all = inner.chain(definition.transitions(&snapshot.state));
    let mut offers: Vec<Offer> = Vec::new();
    for (name, transition) in all.filter(|(_, transition)| machine.refusal_of(&Guard::of(transition)).is_none()) {
        // Two regions may have a button of one name: it is one command.
        if !offers.iter().any(|offer| offer.name == name) {
            offers.push(offer(definition, snapshot, name, transition));
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

fn offer(definition: &Definition, snapshot: &Snapshot, name: &str, transition: &Transition) -> Offer {
    let target = match transition.target.as_deref() {
        Some(RETURN) => snapshot.returns.get(&snapshot.state).cloned(),
        target => target.map(str::to_owned),
    };
    let decision = target.as_deref().and_then(|state| definition.states.get(state)?.decision.as_ref());
    Offer {
        name: name.to_owned(),
        label: transition.label.clone(),
        kind: transition.kind,
        form: transition.form.as_deref().and_then(|form| definition.forms.get(form)).cloned(),
        confirm: transition.confirm.clone(),
        motivation: decision.map(|rule| rule.motivation),
        target,
    }
}
