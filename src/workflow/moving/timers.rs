//! What is planned, and what is to be begun.

use super::{Begun, Moving};
use std::collections::{BTreeMap, BTreeSet};

impl Moving<'_> {
    /// The timers that are written alike keep their dates. Those of clocks are planned anew from the ledgers.
    pub(super) fn timers(&mut self) {
        let awaited = self.awaited();
        let timers = self.snapshot.timers.iter();
        let kept = timers.flat_map(|(id, due)| self.kept(id, &awaited).into_iter().map(|id| (id, *due)));
        self.moved.timers = kept.collect();
        self.moved.invoked = awaited;
    }

    /// What a timer is called now; nothing, when it is no more.
    fn kept(&self, id: &str, awaited: &BTreeMap<String, String>) -> Vec<String> {
        let Some((kind, rest)) = id.split_once(':') else { return Vec::new() };
        let Some((rest, visit)) = rest.rsplit_once(':') else { return Vec::new() };
        match kind {
            "timer" => {
                let Some((place, index)) = rest.rsplit_once(':') else { return Vec::new() };
                let Ok(number) = index.parse() else { return Vec::new() };
                let alike = |to: &String| self.is_alike((place, to), number);
                let places = self.targets(place).into_iter().filter(alike);
                places.map(|place| format!("timer:{place}:{index}:{visit}")).collect()
            }
            "due" => self.time_of(rest).map(|name| format!("due:{name}:{visit}")).into_iter().collect(),
            "nudge" => {
                let Some((name, index)) = rest.rsplit_once(':') else { return Vec::new() };
                self.time_of(name).map(|name| format!("nudge:{name}:{index}:{visit}")).into_iter().collect()
            }
            "timeout" if awaited.contains_key(rest) => vec![id.to_owned()],
            _ => Vec::new(),
        }
    }

    /// The new name of a task whose time is the same.
    fn time_of(&self, name: &str) -> Option<String> {
        let place = &self.snapshot.tasks.get(name)?.place;
        let (new, at) = self.task(name, place)?;
        (self.old.due(place, name) == self.new.due(&at, &new)).then_some(new)
    }

    /// Whether two timers are written alike, and lead to the same state under its new name.
    fn is_alike(&self, (from, to): (&str, &str), timer: usize) -> bool {
        let mut former = self.old.timer(from, timer);
        if let Some(target) = former.as_mut().and_then(|timer| timer.get_mut("target")) {
            let named = target.as_str().map(|name| self.target_of(from, name));
            *target = named.into();
        }
        former == self.new.timer(to, timer)
    }

    /// The new name of what a state calls a target: a state beside it in its region, or one of the whole.
    fn target_of(&self, from: &str, target: &str) -> String {
        let beside = from.rsplit_once('.').map(|(region, _)| format!("{region}.{target}"));
        let is_there = |path: &String| self.old.workflow.definition().place(path).is_some();
        let path = beside.filter(is_there).unwrap_or_else(|| target.to_owned());
        let new = self.targets(&path).pop().unwrap_or(path);
        new.rsplit('.').next().unwrap_or_default().to_owned()
    }

    /// By each place where something is new, that.
    pub(super) fn begun(&self) -> BTreeMap<String, Begun> {
        let mut found: BTreeMap<String, Begun> = BTreeMap::new();
        for from in self.active() {
            for to in self.targets(from) {
                found.insert(to.clone(), self.begun_in((from, &to)));
            }
        }
        for start in &self.entered {
            let Some(state) = self.new.workflow.definition().place(start) else { continue };
            let begun = Begun {
                entered: true,
                timers: (0..state.after.len()).collect(),
                tasks: self.new.tasks(start),
                dues: Vec::new(),
                invokes: state.invoke.iter().map(|invoke| invoke.id.clone()).collect(),
            };
            found.insert(start.clone(), begun);
        }
        found
    }

    fn begun_in(&self, (from, to): (&str, &str)) -> Begun {
        let Some(state) = self.new.workflow.definition().place(to) else { return Begun::default() };
        let timers = (0..state.after.len()).filter(|n| !self.is_alike((from, to), *n)).collect();
        let before = self.old.tasks(from).into_iter().filter_map(|name| Some((self.task(&name, from)?.0, name)));
        let before: BTreeMap<String, String> = before.collect();
        let mut begun = Begun { timers, ..Begun::default() };
        for name in self.new.tasks(to) {
            match before.get(&name) {
                None => begun.tasks.push(name),
                Some(former) if self.is_open(former) && self.time_of(former).is_none() => begun.dues.push(name),
                Some(_) => {}
            }
        }
        let asked = self.old.workflow.definition().place(from).map(|state| state.invoke.as_slice());
        let asked: BTreeSet<&str> = asked.unwrap_or_default().iter().map(|invoke| invoke.id.as_str()).collect();
        let new = state.invoke.iter().map(|invoke| &invoke.id).filter(|id| !asked.contains(id.as_str()));
        begun.invokes = new.cloned().collect();
        begun
    }

    fn is_open(&self, task: &str) -> bool {
        self.snapshot.tasks.get(task).is_some_and(|work| work.is_open())
    }
}
