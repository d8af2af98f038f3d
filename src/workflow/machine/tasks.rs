//! The work of states: opened as they are entered, done by people or by silence, cancelled as they are left.

use super::Machine;
use super::timers::{DUE, NUDGE};
use crate::workflow::chart::Scene;
use crate::workflow::command::{Actor, Refusal};
use crate::workflow::plan::done_event;
use crate::workflow::step::Effect;
use crate::workflow::task::{Exclusion, Task};
use crate::workflow::vote::Tie;
use crate::workflow::work::{Conclusion, Part, Status, Work, recusal};

impl<'a> Machine<'a> {
    /// Opens the work of a state that was just entered. If nothing of it is to be waited for, the state is done at once.
    pub(super) fn open_tasks(&mut self, place: &str, scene: &mut Scene<'_>) {
        if self.definition.place(place).is_none_or(|state| state.tasks.iter().next().is_none()) {
            return;
        }
        self.open_these(place, |_| true);
        if self.is_over(place) {
            scene.raise(done_event(place));
        }
    }

    /// Opens those tasks of a state that are wanted and whose condition holds.
    pub(super) fn open_these(&mut self, place: &str, wanted: impl Fn(&str) -> bool) {
        let Some(state) = self.definition.place(place) else { return };
        let open = state.tasks.iter().filter(|(name, task)| wanted(name) && self.facts.allow(task.when.as_ref()));
        let open: Vec<_> = open.collect();
        for (name, task) in open {
            let parts = self.parts(name, task);
            let (visit, opened_at) = (self.snapshot.visit, self.now);
            let work = Work { place: place.to_owned(), visit, opened_at, status: Status::Open, outcome: None, parts };
            for (index, part) in work.parts.iter().enumerate().filter(|(_, part)| part.is_open()) {
                self.effects.push(opening(name, task, &work, (index, part)));
            }
            self.snapshot.tasks.insert(name.to_owned(), work);
            if let Some(due) = &task.due {
                self.plan_due((name, visit), due);
            }
            if self.is_deserted(name, task) {
                self.conclude(name, task, false);
            }
        }
        self.tell_tasks();
    }

    /// The time of a task under way starts again.
    pub(super) fn count_anew(&mut self, name: &str) {
        let Some(work) = self.snapshot.tasks.get(name).filter(|work| work.is_open()) else { return };
        let (place, visit) = (work.place.clone(), work.visit);
        if let Some(due) = self.definition.task(&place, name).and_then(|task| task.due.as_ref()) {
            self.plan_due((name, visit), due);
        }
    }

    /// Somebody does a part of a task. Returns the state that is done by it, if it is.
    pub(super) fn complete(&mut self, name: &str, index: usize, actor: &Actor) -> Result<Option<String>, Refusal> {
        self.convene(name, index, actor);
        let (task, part) = self.may_complete(name, index, actor)?;
        let outcome = self.facts.inputs.text("outcome").map(str::to_owned);
        let known = |outcome: &String| task.outcomes.contains(outcome);
        let outcome = outcome.or_else(|| only(&task.outcomes)).filter(known).ok_or(Refusal::Outcome)?;
        // The reasons of one ballot are not the committee's, though it is the last.
        self.by_person = task.vote.is_none();
        self.remember(&Exclusion::Task(name.to_owned()), actor);
        let (by, on_behalf) = (actor.id.clone(), actor.on_behalf.clone());
        self.close_part(name, index, Part { outcome: Some(outcome), by, on_behalf, ..part });
        Ok(self.conclude(name, task, false))
    }

    /// Whether this person may do a part of a task.
    pub(in crate::workflow) fn may_complete(
        &self,
        name: &str,
        index: usize,
        actor: &Actor,
    ) -> Result<(&'a Task, Part), Refusal> {
        let (task, part) = self.open_part(name, index)?;
        may_do(task, &part, actor)?;
        let excluded = task.exclude.iter().any(|rule| self.excludes(rule, actor));
        if excluded || self.has_done_part(name, &part, actor) { Err(Refusal::Excluded) } else { Ok((task, part)) }
    }

    /// Somebody says that they had better not do it.
    pub(super) fn recuse(&mut self, name: &str, index: usize, actor: &Actor) -> Result<Option<String>, Refusal> {
        self.convene(name, index, actor);
        let (task, part) = self.open_part(name, index)?;
        may_do(task, &part, actor)?;
        if !task.recusable {
            return Err(Refusal::NotEnabled);
        }
        self.facts.inputs.text("motivation").ok_or(Refusal::MotivationRequired)?;
        let key = recusal(name);
        self.snapshot.acts.entry(key).or_default().extend(actor.id.iter().chain(&actor.on_behalf).cloned());
        if part.person.is_some() {
            self.close_part(name, index, Part { recused: true, ..part });
        }
        Ok(self.conclude(name, task, false))
    }

    /// The time of a task is over. Returns the state that is done by it, if it is.
    pub(super) fn fall_due(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let work = self.snapshot.tasks.get(name).filter(|work| work.is_open()).ok_or(Refusal::NotEnabled)?;
        let place = work.place.clone();
        let task = self.definition.task(&place, name).ok_or(Refusal::NotEnabled)?;
        let Some(due) = &task.due else { return Err(Refusal::NotEnabled) };
        if let Some(role) = &due.escalate_to {
            self.emit(Effect::Escalate { to: role.clone(), task: name.to_owned(), late: true });
        }
        if due.outcome.is_none() && task.vote.is_none() {
            return Ok(None);
        }
        self.reseat(name, task);
        let open: Vec<(usize, Part)> = self.parts_of(name).filter(|(_, part)| part.is_open()).collect();
        for (index, part) in open.into_iter().filter(|_| due.outcome.is_some()) {
            self.close_part(name, index, Part { outcome: due.outcome.clone(), ..part });
        }
        Ok(self.conclude(name, task, true))
    }

    /// Those who are to do it are told again.
    pub(super) fn nudge(&mut self, name: &str) -> Result<(), Refusal> {
        let work = self.snapshot.tasks.get(name).filter(|work| work.is_open()).ok_or(Refusal::NotEnabled)?;
        let task = self.definition.task(&work.place, name).ok_or(Refusal::NotEnabled)?;
        self.emit(Effect::Escalate { to: task.role.clone(), task: name.to_owned(), late: false });
        Ok(())
    }

    /// The work of a state that is left, and is not waited for any more.
    pub(super) fn cancel_tasks(&mut self, place: &str) {
        let open = self.snapshot.tasks.iter().filter(|(_, work)| work.place == place && work.is_open());
        let names: Vec<String> = open.map(|(name, _)| name.clone()).collect();
        for name in &names {
            self.end(name, Status::Cancelled, None);
        }
        if !names.is_empty() {
            self.tell_tasks();
        }
    }

    /// Whether all that a state waits for is over.
    pub(super) fn is_over(&self, place: &str) -> bool {
        let Some(state) = self.definition.place(place) else { return false };
        let waits = |(name, task): (&str, &Task)| {
            let work = self.snapshot.tasks.get(name).filter(|work| work.place == place && work.is_open());
            task.required && work.is_some()
        };
        !state.tasks.iter().any(waits)
    }

    pub(super) fn conclude(&mut self, name: &str, task: &'a Task, last: bool) -> Option<String> {
        self.reseat(name, task);
        let is_deserted = self.is_deserted(name, task);
        let work = self.snapshot.tasks.get(name)?;
        let place = work.place.clone();
        let by_person = work.parts.iter().any(|part| part.by.is_some());
        let over = match work.conclusion(task, last || is_deserted) {
            Some(Conclusion::Over(outcome)) => {
                let status = if last && !by_person { Status::Tacit } else { Status::Done };
                self.end(name, status, outcome);
                true
            }
            Some(Conclusion::Tied) => {
                self.break_tie(name, task);
                if self.reseat(name, task) {
                    return self.conclude(name, task, last);
                }
                false
            }
            None => false,
        };
        self.tell_tasks();
        // The end of what nobody waits for is not the end of the work, which was told already.
        (over && task.required && self.is_over(&place)).then_some(place)
    }

    /// One ballot more decides: that of somebody whose role breaks ties.
    fn break_tie(&mut self, name: &str, task: &Task) {
        let Some(Tie::Role(role)) = task.vote.as_ref().and_then(|vote| vote.tie.as_ref()) else { return };
        self.add_part(name, task, Part { role: Some(role.clone()), ..Part::default() });
    }

    fn end(&mut self, name: &str, status: Status, outcome: Option<String>) {
        let Some(work) = self.snapshot.tasks.get_mut(name) else { return };
        (work.status, work.outcome) = (status, outcome.clone());
        let visit = work.visit;
        self.effects.push(Effect::EndTask { task: name.to_owned(), visit, status, outcome });
        let (due, nudge) = (format!("{DUE}{name}:"), format!("{NUDGE}{name}:"));
        self.snapshot.timers.retain(|id, _| !id.starts_with(&due) && !id.starts_with(&nudge));
    }

    pub(super) fn close_part(&mut self, name: &str, index: usize, part: Part) {
        let Some(work) = self.snapshot.tasks.get_mut(name) else { return };
        let effect =
            Effect::ClosePart { task: name.to_owned(), visit: work.visit, part: index, outcome: part.outcome.clone() };
        if let Some(own) = work.parts.get_mut(index) {
            *own = part;
        }
        self.effects.push(effect);
    }

    pub(super) fn open_part(&self, name: &str, index: usize) -> Result<(&'a Task, Part), Refusal> {
        let work = self.snapshot.tasks.get(name).filter(|work| work.is_open()).ok_or(Refusal::NotEnabled)?;
        let part = work.parts.get(index).filter(|part| part.is_open()).ok_or(Refusal::NotEnabled)?;
        let task = self.definition.task(&work.place, name).ok_or(Refusal::NotEnabled)?;
        Ok((task, part.clone()))
    }

    pub(super) fn parts_of(&self, name: &str) -> impl Iterator<Item = (usize, Part)> {
        let parts = self.snapshot.tasks.get(name).map(|work| work.parts.clone()).unwrap_or_default();
        parts.into_iter().enumerate()
    }

    /// Whether a rule of separation keeps somebody, or who they act for, from it.
    pub(super) fn excludes(&self, rule: &Exclusion, actor: &Actor) -> bool {
        match rule {
            Exclusion::Role(role) => actor.roles.contains(role),
            _ => actor.people().any(|person| self.has_done(rule, person)),
        }
    }

    pub(super) fn has_done(&self, rule: &Exclusion, person: &str) -> bool {
        self.snapshot.acts.get(&rule.key()).is_some_and(|people| people.contains(person))
    }

    /// Whether they have done another part of the same work, or said that they would not.
    pub(super) fn has_done_part(&self, name: &str, part: &Part, actor: &Actor) -> bool {
        let recused = self.snapshot.acts.get(&recusal(name));
        if recused.is_some_and(|people| actor.people().any(|person| people.contains(person))) {
            return true;
        }
        let others = self.parts_of(name).filter(|(_, other)| other.role.is_none() && part.role.is_none());
        let mut people = others.flat_map(|(_, other)| [other.by, other.on_behalf]).flatten();
        part.item.is_none() && people.any(|done| actor.people().any(|person| person == done))
    }

    /// Keeps who did something, for those that must not do the next thing.
    pub(super) fn remember(&mut self, act: &Exclusion, actor: &Actor) {
        if !self.definition.keeps_from(act) {
            return;
        }
        self.snapshot.acts.entry(act.key()).or_default().extend(actor.people().map(str::to_owned));
    }

    pub(super) fn tell_tasks(&mut self) {
        self.facts.set_tasks(self.definition.work_facts(&self.snapshot));
    }
}

fn may_do(task: &Task, part: &Part, actor: &Actor) -> Result<(), Refusal> {
    let role = part.role.as_ref().unwrap_or(&task.role);
    let own = part.person.as_ref().is_none_or(|person| actor.acts_for(person));
    let delegated = actor.on_behalf.is_none() || task.delegable;
    if actor.roles.contains(role) && own && delegated { Ok(()) } else { Err(Refusal::WrongRole) }
}

/// The outcome that needs no naming.
fn only(outcomes: &[String]) -> Option<String> {
    if let [one] = outcomes { Some(one.clone()) } else { None }
}

pub(super) fn opening(name: &str, task: &Task, work: &Work, (index, part): (usize, &Part)) -> Effect {
    Effect::OpenTask {
        task: name.to_owned(),
        visit: work.visit,
        part: index,
        role: part.role.clone().unwrap_or_else(|| task.role.clone()),
        person: part.person.clone(),
        assign: task.assign,
    }
}
