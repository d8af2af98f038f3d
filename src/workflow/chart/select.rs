//! Which transitions an event enables.

use super::configuration::History;
use super::host::{Host, View};
use super::interpreter::{Error, Interpreter};
use super::node_set::NodeSet;
use super::tree::{Chart, Edge, Id, Target};

/// A transition that is about to be taken.
pub(super) struct Enabled<'c, G, A> {
    source: Id,
    pub(super) edge: &'c Edge<G, A>,
    pub(super) targets: Vec<Id>,
    /// The state within which everything happens.
    pub(super) domain: Id,
    pub(super) exits: NodeSet,
}

impl<'c, G, A> Interpreter<'c, G, A> {
    /// The transitions that an event enables, or the automatic ones: for each innermost active state the first that is
    /// enabled, of it or of a state around it, in document order; of those that would leave the same state, some give way.
    pub(super) fn select<H>(&self, event: Option<&str>, host: &mut H) -> Result<Vec<Enabled<'c, G, A>>, Error>
    where
        H: Host<Guard = G, Action = A>,
    {
        let mut seen = NodeSet::new(self.chart.states.len());
        let mut found = Vec::new();
        for leaf in self.active.iter().filter(|id| self.chart.is_atomic(*id)) {
            for id in self.chart.upwards(leaf) {
                // Asked already from another region, and so was all that is around it.
                if !seen.insert(id) {
                    break;
                }
                if let Some(enabled) = self.first_enabled(id, event, host)? {
                    found.push(enabled);
                    break;
                }
            }
        }
        Ok(self.without_conflicts(found))
    }

    fn first_enabled<H>(
        &self,
        source: Id,
        event: Option<&str>,
        host: &mut H,
    ) -> Result<Option<Enabled<'c, G, A>>, Error>
    where
        H: Host<Guard = G, Action = A>,
    {
        let chart: &'c Chart<G, A> = self.chart;
        let view = View { names: &chart.names, active: &self.active, event };
        for edge in chart.states[source].edges.iter().filter(|edge| edge.is_for(event)) {
            if !edge.guard.as_ref().is_none_or(|guard| host.allows(guard, &view)) {
                continue;
            }
            let targets = match &edge.target {
                Target::States(targets) => targets.clone(),
                Target::Chosen(name) => match host.choose(name, &chart.states[source].name, &view) {
                    Some(chosen) => vec![chart.names.get(&chosen).copied().filter(|id| *id != 0).ok_or(Error::Choice)?],
                    None => continue,
                },
            };
            return Ok(Some(self.enabled(source, edge, targets)));
        }
        Ok(None)
    }

    fn enabled(&self, source: Id, edge: &'c Edge<G, A>, targets: Vec<Id>) -> Enabled<'c, G, A> {
        let chart = self.chart;
        let mut exits = NodeSet::new(chart.states.len());
        if targets.is_empty() {
            return Enabled { source, edge, targets, domain: source, exits };
        }
        // The state of a history is never entered from within: it is around all that is left.
        let entered = [targets.as_slice(), &chart.behind(&targets, &self.history)].concat();
        let stays = edge.internal && chart.is_compound(source);
        let domain = match stays && entered.iter().all(|target| chart.is_within(*target, source)) {
            true => source,
            false => chart.compound_around(source, &entered),
        };
        for id in self.active.within(chart.within(domain)) {
            exits.insert(id);
        }
        Enabled { source, edge, targets, domain, exits }
    }

    /// Of two that would leave the same state, the one from further inside wins, else the one that was found first.
    fn without_conflicts(&self, found: Vec<Enabled<'c, G, A>>) -> Vec<Enabled<'c, G, A>> {
        let mut kept: Vec<Enabled<'c, G, A>> = Vec::new();
        for one in found {
            let mut rivals = kept.iter().filter(|other| other.exits.intersects(&one.exits));
            if rivals.all(|other| self.chart.is_within(one.source, other.source)) {
                kept.retain(|other| !other.exits.intersects(&one.exits));
                kept.push(one);
            }
        }
        kept
    }
}

impl<G, A> Edge<G, A> {
    fn is_for(&self, event: Option<&str>) -> bool {
        match event {
            Some(event) => self.events.iter().any(|descriptor| descriptor.matches(event)),
            None => self.events.is_empty(),
        }
    }
}

impl<G, A> Chart<G, A> {
    /// The states that targets stand for: what a history remembers, or where it leads by default.
    pub(super) fn behind(&self, targets: &[Id], history: &History) -> Vec<Id> {
        let behind = |id: &Id| match (self.states[*id].kind.is_history(), history.get(id)) {
            (true, Some(remembered)) => remembered.clone(),
            (true, None) => self.states[*id].initial.clone(),
            (false, _) => vec![*id],
        };
        targets.iter().flat_map(behind).collect()
    }
}
