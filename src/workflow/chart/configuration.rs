//! Where a chart stands between two events, as a value that can be kept.

use super::node_set::NodeSet;
use super::tree::{Chart, Id};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All that an interpreter remembers, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Configuration {
    /// Every active state but the chart itself, in document order.
    pub active: Vec<String>,
    /// What histories remember: the states that each leads back to, in document order.
    #[serde(default)]
    pub history: BTreeMap<String, Vec<String>>,
}

/// What histories remember.
pub(super) type History = BTreeMap<Id, Vec<Id>>;

impl<G, A> Chart<G, A> {
    pub(super) fn save(&self, active: &NodeSet, history: &History) -> Configuration {
        let name = |id: Id| self.states[id].name.clone();
        let remembered = |ids: &Vec<Id>| ids.iter().map(|id| name(*id)).collect();
        Configuration {
            active: active.iter().filter(|id| *id != 0).map(name).collect(),
            history: history.iter().map(|(id, ids)| (name(*id), remembered(ids))).collect(),
        }
    }

    /// The states that a configuration names; `None` when they are not of this chart or can't be active together.
    pub(super) fn load(&self, configuration: &Configuration) -> Option<(NodeSet, History)> {
        let mut active = NodeSet::new(self.states.len());
        active.insert(0);
        for name in &configuration.active {
            active.insert(*self.names.get(name)?);
        }
        let mut history = History::new();
        for (name, names) in &configuration.history {
            let ids: Vec<Id> = names.iter().map(|name| self.names.get(name).copied()).collect::<Option<_>>()?;
            history.insert(*self.names.get(name)?, ids);
        }
        let legal = self.is_legal(&active) && history.iter().all(|(id, ids)| self.can_remember(*id, ids));
        legal.then_some((active, history))
    }

    /// Parents of active states are active, with one child if they are compound, with all if they are parallel.
    fn is_legal(&self, active: &NodeSet) -> bool {
        active.iter().all(|id| {
            let state = &self.states[id];
            let inside = state.children.iter().filter(|child| active.contains(**child)).count();
            let expected = if self.is_compound(id) { 1 } else { state.children.len() };
            let parent = state.parent.is_none_or(|parent| active.contains(parent));
            parent && !state.kind.is_history() && inside == expected
        })
    }

    fn can_remember(&self, history: Id, ids: &[Id]) -> bool {
        let Some(around) = self.states[history].parent.filter(|_| self.states[history].kind.is_history()) else {
            return false;
        };
        let inside = |id: &Id| self.is_within(*id, around) && !self.states[*id].kind.is_history();
        !ids.is_empty() && ids.iter().all(inside) && self.are_orthogonal(ids)
    }
}
