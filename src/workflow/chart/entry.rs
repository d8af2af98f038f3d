//! Which states a micro step enters.

use super::configuration::History;
use super::node_set::NodeSet;
use super::select::Enabled;
use super::tree::{Chart, Id};
use std::collections::BTreeMap;

pub(super) struct EntrySet {
    pub(super) states: NodeSet,
    /// Those of which `initial` is followed.
    pub(super) by_default: NodeSet,
    /// Histories that remember nothing and so lead to their default, by the state that they are of.
    pub(super) forgotten: BTreeMap<Id, Id>,
}

impl EntrySet {
    /// What is entered as the chart begins.
    pub(super) fn whole<G, A>(chart: &Chart<G, A>, history: &History) -> Self {
        let mut growing = Growing::new(chart, history);
        growing.add_inside(0);
        growing.set
    }

    /// What follows from transitions that are taken together.
    pub(super) fn of<G, A>(chart: &Chart<G, A>, history: &History, taken: &[Enabled<'_, G, A>]) -> Self {
        let mut growing = Growing::new(chart, history);
        for one in taken {
            one.targets.iter().for_each(|target| growing.add_inside(*target));
            let entered = chart.behind(&one.targets, history);
            entered.into_iter().for_each(|target| growing.add_around(target, one.domain));
        }
        growing.set
    }
}

struct Growing<'b, G, A> {
    chart: &'b Chart<G, A>,
    history: &'b History,
    set: EntrySet,
}

impl<'b, G, A> Growing<'b, G, A> {
    fn new(chart: &'b Chart<G, A>, history: &'b History) -> Self {
        let none = NodeSet::new(chart.states.len());
        let set = EntrySet { states: none.clone(), by_default: none, forgotten: BTreeMap::new() };
        Self { chart, history, set }
    }

    /// A target and, where no other target says more, what is entered with it by default.
    fn add_inside(&mut self, id: Id) {
        let state = &self.chart.states[id];
        if let Some(around) = state.parent.filter(|_| state.kind.is_history()) {
            let remembered = self.history.get(&id);
            if remembered.is_none() {
                self.set.forgotten.insert(around, id);
            }
            return self.add_all(remembered.unwrap_or(&state.initial), around);
        }
        self.set.states.insert(id);
        if self.chart.is_compound(id) {
            self.set.by_default.insert(id);
            self.add_all(&state.initial, id);
        } else {
            self.add_regions(id);
        }
    }

    fn add_all(&mut self, targets: &[Id], around: Id) {
        targets.iter().for_each(|target| self.add_inside(*target));
        targets.iter().for_each(|target| self.add_around(*target, around));
    }

    /// The states between a target and `around`, with the regions beside it.
    fn add_around(&mut self, id: Id, around: Id) {
        for outer in self.chart.upwards(id).skip(1).take_while(|outer| *outer != around) {
            self.set.states.insert(outer);
            if self.chart.is_parallel(outer) {
                self.add_regions(outer);
            }
        }
    }

    /// The regions in which nothing is entered yet; none, of an atomic state.
    fn add_regions(&mut self, id: Id) {
        for region in &self.chart.states[id].children {
            if self.set.states.within(self.chart.within(*region)).next().is_none() {
                self.add_inside(*region);
            }
        }
    }
}
