//! Work under way: what it is called by the new version, and where it is.

use super::{Moving, Unmoved, given};
use crate::workflow::step::Effect;
use crate::workflow::work::{Part, Status, Work};
use std::collections::BTreeMap;

impl Moving<'_> {
    /// What a task is called now, and where; none, when it is no more.
    pub(super) fn task(&self, name: &str, place: &str) -> Option<(String, String)> {
        let new = self.mapping.tasks.get(name).cloned().unwrap_or_else(|| Some(name.to_owned()))?;
        let is_there = |place: &String| self.new.workflow.definition().task(place, &new).is_some();
        let place = self.targets(place).into_iter().find(is_there)?;
        Some((new, place))
    }

    /// Tasks that are no more are cancelled, and remembered as they were; the others go on.
    pub(super) fn tasks(&mut self) -> Result<(), Unmoved> {
        let mut carried = BTreeMap::new();
        self.moved.tasks.clear();
        for (name, work) in &self.snapshot.tasks {
            match self.task(name, &work.place) {
                Some((new, place)) => {
                    let work = self.carry((name, &new), work, place)?;
                    if carried.insert(new.clone(), work).is_some() {
                        return Err(Unmoved::Clash(new));
                    }
                }
                None => self.drop(name, work),
            }
        }
        self.moved.tasks.extend(carried);
        self.moved.acts.clear();
        for (act, people) in &self.snapshot.acts {
            let act = self.act(act);
            self.moved.acts.entry(act).or_default().extend(people.iter().cloned());
        }
        Ok(())
    }

    fn drop(&mut self, name: &str, work: &Work) {
        let mut work = work.clone();
        if work.is_open() {
            work.status = Status::Cancelled;
            let (task, visit) = (name.to_owned(), work.visit);
            self.effects.push(Effect::EndTask { task, visit, status: work.status, outcome: None });
        }
        self.moved.tasks.insert(name.to_owned(), work);
    }

    fn carry(&mut self, (from, name): (&str, &str), work: &Work, place: String) -> Result<Work, Unmoved> {
        let task = self.new.workflow.definition().task(&place, name).ok_or(Unmoved::Configuration)?;
        // Two that change names with each other can't be told apart on the way.
        if from != name && self.snapshot.tasks.get(name).is_some_and(|other| other.visit == work.visit) {
            return Err(Unmoved::Clash(name.to_owned()));
        }
        if work.is_open() && given(work).any(|outcome| !task.outcomes.contains(outcome)) {
            return Err(Unmoved::Outcome(name.to_owned()));
        }
        let open = work.parts.iter().enumerate().filter(|(_, part)| work.is_open() && part.is_open());
        let role = |part: &Part| part.role.clone().unwrap_or_else(|| task.role.clone());
        let roles: Vec<(usize, String)> = open.map(|(index, part)| (index, role(part))).collect();
        let moved = from != name || place != work.place;
        if moved || !roles.is_empty() {
            self.effects.push(Effect::CarryTask {
                from: from.to_owned(),
                task: name.to_owned(),
                visit: work.visit,
                place: place.clone(),
                roles,
            });
        }
        Ok(Work { place, ..work.clone() })
    }

    /// What keeps people from a task keeps them from it under its new name.
    fn act(&self, act: &str) -> String {
        let Some((kind @ ("task" | "recused"), name)) = act.split_once(':') else { return act.to_owned() };
        let new = self.mapping.tasks.get(name).cloned().flatten();
        format!("{kind}:{}", new.unwrap_or_else(|| name.to_owned()))
    }

    /// The outside work that is asked for there too goes on being awaited.
    pub(super) fn awaited(&self) -> BTreeMap<String, String> {
        let awaited = self.snapshot.invoked.iter().filter_map(|(id, place)| {
            let asks = |place: &String| self.new.workflow.definition().invoke(place, id).is_some();
            Some((id.clone(), self.targets(place).into_iter().find(asks)?))
        });
        awaited.collect()
    }
}
