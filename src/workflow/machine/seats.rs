//! The seats of a task that several do, and who may still take them.
//!
//! Whoever is recused, or kept from it by what they did, leaves a vote. A seat that no holder of the role is left for leaves it
//! as well, so that it ends; if none is left at all, there is no quorum. That nobody holds the role is another matter, since
//! somebody can be named: a seat waits for whoever comes.

use super::Machine;
use super::tasks::opening;
use crate::workflow::command::Actor;
use crate::workflow::step::Effect;
use crate::workflow::task::{Exclusion, Instances, Task};
use crate::workflow::work::{Part, Work, recusal};
use serde_json::Value;

impl<'a> Machine<'a> {
    /// The parts of a task that opens.
    pub(super) fn parts(&self, name: &str, task: &Task) -> Vec<Part> {
        let mut parts = match &task.instances {
            None => vec![Part::default()],
            Some(Instances::Count(count)) => vec![Part::default(); usize::try_from(*count).unwrap_or(1)],
            Some(Instances::EachMember) => {
                self.holders(&task.role).iter().map(|holder| self.seat_of(holder, name, task)).collect()
            }
            Some(Instances::Each(rule)) => match self.facts.value(rule) {
                Value::Array(items) => {
                    items.into_iter().map(|item| Part { item: Some(item), ..Part::default() }).collect()
                }
                _ => Vec::new(),
            },
        };
        for index in self.vacant(name, task, &parts) {
            if let Some(part) = parts.get_mut(index) {
                part.recused = true;
            }
        }
        if self.wants_somebody(task, &parts) {
            parts.push(Part::default());
        }
        parts
    }

    fn holders(&self, role: &str) -> &'a [String] {
        self.facts.inputs.people.get(role).map(Vec::as_slice).unwrap_or_default()
    }

    fn seat_of(&self, holder: &str, name: &str, task: &Task) -> Part {
        Part { person: Some(holder.to_owned()), recused: self.bars(name, task, holder), ..Part::default() }
    }

    /// Whether what somebody did, said or is keeps them from a task.
    pub(super) fn bars(&self, name: &str, task: &Task, person: &str) -> bool {
        let knows = self.facts.inputs.knows_holders;
        let keeps = |rule: &Exclusion| match rule {
            Exclusion::Role(role) => knows && self.holders(role).iter().any(|holder| holder == person),
            _ => self.has_done(rule, person),
        };
        let is_recused = || self.snapshot.acts.get(&recusal(name)).is_some_and(|people| people.contains(person));
        task.exclude.iter().any(keeps) || (knows && is_recused())
    }

    /// The open seats that nobody is left for: those of people who are kept from it meanwhile, that of who would break a tie and,
    /// in a vote, those that more holders of the role than are left would have to take.
    fn vacant(&self, name: &str, task: &Task, parts: &[Part]) -> Vec<usize> {
        if !self.facts.inputs.knows_holders {
            return Vec::new();
        }
        let mut room = self.room(name, task, parts);
        let mut is_vacant = |part: &Part| match (&part.role, &part.person, &mut room) {
            (Some(role), ..) => {
                self.holders(role).iter().all(|holder| self.bars(name, task, holder)) && self.is_held(role)
            }
            (None, Some(person), _) => self.bars(name, task, person),
            (None, None, Some(0)) => true,
            (None, None, Some(left)) => {
                *left -= 1;
                false
            }
            (None, None, None) => false,
        };
        let open = parts.iter().enumerate().filter(|(_, part)| part.is_open());
        open.filter(|(_, part)| is_vacant(part)).map(|(index, _)| index).collect()
    }

    /// Whether it is known who holds a role. An outside service may get another address at any time.
    fn is_held(&self, role: &str) -> bool {
        !self.holders(role).is_empty() && !self.definition.is_outside(role)
    }

    /// How many seats of a vote there is somebody left for; none, where anybody may still come.
    fn room(&self, name: &str, task: &Task, parts: &[Part]) -> Option<usize> {
        let holders = self.holders(&task.role);
        if task.vote.is_none() || !self.is_held(&task.role) {
            return None;
        }
        let left: Vec<&String> = holders.iter().filter(|holder| !self.bars(name, task, holder)).collect();
        if matches!(task.instances, Some(Instances::Each(_))) {
            // One person may do all that is about an item each.
            return left.is_empty().then_some(0);
        }
        let seats = || parts.iter().filter(|part| part.role.is_none());
        let has_seat =
            |person: &String| seats().flat_map(|part| [&part.by, &part.on_behalf]).flatten().any(|done| done == person);
        Some(left.into_iter().filter(|holder| !has_seat(holder)).count())
    }

    /// Whether a task of each who holds a role has nobody to do it. In a vote, that all are kept from it is an answer.
    fn wants_somebody(&self, task: &Task, parts: &[Part]) -> bool {
        let of_each = matches!(task.instances, Some(Instances::EachMember)) && self.facts.inputs.knows_holders;
        let is_over = parts.iter().all(|part| part.recused);
        of_each && is_over && (parts.is_empty() || task.vote.is_none())
    }

    /// Gives up the seats of an open task that nobody is left for; one waits for whoever comes. Returns whether there was any.
    pub(super) fn reseat(&mut self, name: &str, task: &Task) -> bool {
        let Some(work) = self.snapshot.tasks.get(name).filter(|work| work.is_open()) else { return false };
        let (parts, visit) = (&work.parts, work.visit);
        let vacant = self.vacant(name, task, parts);
        for &index in &vacant {
            let Some(part) = self.snapshot.tasks.get_mut(name).and_then(|work| work.parts.get_mut(index)) else {
                continue;
            };
            part.recused = true;
            self.effects.push(Effect::DropPart { task: name.to_owned(), visit, part: index });
        }
        let parts = self.snapshot.tasks.get(name).map(|work| work.parts.as_slice()).unwrap_or_default();
        if self.wants_somebody(task, parts) {
            self.add_part(name, task, Part::default());
        }
        !vacant.is_empty()
    }

    /// The same of all work, after something was done that keeps people from other work. Returns the states that are done by it;
    /// none, if no seat was given up.
    pub(super) fn reseat_all(&mut self) -> Option<Vec<String>> {
        let task = |(name, work): (&String, &Work)| Some((name.clone(), self.definition.task(&work.place, name)?));
        let all: Vec<(String, &'a Task)> = self.snapshot.tasks.iter().filter_map(task).collect();
        let touched: Vec<_> = all.into_iter().filter(|(name, task)| self.reseat(name, task)).collect();
        let is_touched = !touched.is_empty();
        let over = touched.into_iter().filter_map(|(name, task)| self.conclude(&name, task, false)).collect();
        is_touched.then_some(over)
    }

    pub(super) fn add_part(&mut self, name: &str, task: &Task, part: Part) {
        let Some(work) = self.snapshot.tasks.get_mut(name) else { return };
        work.parts.push(part.clone());
        if part.is_open() {
            let effect = opening(name, task, work, (work.parts.len() - 1, &part));
            self.effects.push(effect);
        }
    }

    /// Whether nobody is left to vote.
    pub(super) fn is_deserted(&self, name: &str, task: &Task) -> bool {
        let parts = self.snapshot.tasks.get(name).map(|work| work.parts.as_slice()).unwrap_or_default();
        let is_known = self.facts.inputs.knows_holders && task.vote.is_some();
        is_known && !parts.is_empty() && parts.iter().all(|part| part.recused)
    }

    /// The first who takes the seat that waited for anybody brings all who hold the role by then: each has a seat.
    pub(super) fn convene(&mut self, name: &str, index: usize, actor: &Actor) {
        let Ok((task, part)) = self.open_part(name, index) else { return };
        let of_each = matches!(task.instances, Some(Instances::EachMember)) && self.facts.inputs.knows_holders;
        // Where the address of an outside service was not known, one answer is asked for.
        let is_outside = self.definition.is_outside(&task.role);
        let is_alone = part.is_free() && self.parts_of(name).count() == 1 && !is_outside;
        let holders = self.holders(&task.role);
        let me = actor.on_behalf.as_ref().or(actor.id.as_ref()).filter(|me| holders.contains(me));
        let Some(me) = me.filter(|_| of_each && is_alone) else { return };
        self.hand(name, index, me.clone());
        for other in holders.iter().filter(|holder| *holder != me) {
            let seat = self.seat_of(other, name, task);
            self.add_part(name, task, seat);
        }
    }
}
