//! Where things stand in a definition's JSON, with their pointers.

use crate::rules::escape;
use serde_json::{Map, Value};

/// Something of the definition.
pub(super) struct Place<'d> {
    pub(super) pointer: String,
    /// Its name, or its number in a list.
    pub(super) name: String,
    pub(super) value: &'d Value,
}

impl<'d> Place<'d> {
    fn root(value: &'d Value) -> Self {
        Self { pointer: String::new(), name: String::new(), value }
    }

    /// A member of an object.
    pub(super) fn get(&self, key: &str) -> Option<Place<'d>> {
        self.value.get(key).map(|value| self.child(key, value))
    }

    /// A text member of an object.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// The members of an object, or the items of a list, under a key.
    pub(super) fn each(&self, key: &str) -> Vec<Place<'d>> {
        match self.get(key) {
            Some(place) => place.children(),
            None => Vec::new(),
        }
    }

    fn children(&self) -> Vec<Place<'d>> {
        match self.value {
            Value::Object(fields) => fields.iter().map(|(key, value)| self.child(key, value)).collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(n, value)| self.child(&n.to_string(), value)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn child(&self, key: &str, value: &'d Value) -> Place<'d> {
        Place { pointer: format!("{}/{}", self.pointer, escape(key)), name: key.to_owned(), value }
    }
}

/// The parts that carry rules, targets, roles and actions.
pub(super) struct Outline<'d> {
    /// Those within regions included.
    pub(super) states: Vec<Place<'d>>,
    pub(super) regions: Vec<Place<'d>>,
    pub(super) tasks: Vec<Place<'d>>,
    /// The states' own transitions and the global ones.
    pub(super) transitions: Vec<Place<'d>>,
    pub(super) branches: Vec<Place<'d>>,
    pub(super) timers: Vec<Place<'d>>,
    pub(super) deadlines: Vec<Place<'d>>,
    /// What follows when the time of a deadline is over.
    pub(super) expiries: Vec<Place<'d>>,
    pub(super) actions: Vec<Place<'d>>,
    pub(super) scenarios: Vec<Place<'d>>,
    roles: Vec<Place<'d>>,
}

impl<'d> Outline<'d> {
    pub(super) fn new(document: &'d Value) -> Self {
        let root = Place::root(document);
        let mut states = root.each("states");
        let regions: Vec<_> = states.iter().flat_map(|state| state.each("states")).collect();
        states.extend(regions.iter().flat_map(|region| region.each("states")));
        let within = |key: &str| states.iter().flat_map(|state| state.each(key)).collect::<Vec<_>>();
        let (mut branches, timers, tasks) = (within("always"), within("after"), within("tasks"));
        let answers =
            within("invoke").into_iter().flat_map(|invoke| [invoke.get("onDone"), invoke.get("onError")]).flatten();
        let over = states.iter().filter_map(|state| state.get("onDone"));
        branches.extend(over.chain(answers).flat_map(|done| match done.value {
            Value::Array(_) => done.children(),
            _ => vec![done],
        }));
        let mut transitions = within("on");
        transitions.extend(root.each("on"));
        let deadlines = root.each("deadlines");
        let expiries: Vec<_> = deadlines.iter().filter_map(|deadline| deadline.get("onExpiry")).collect();
        let mut actions = within("entry");
        actions.extend(within("exit"));
        for place in transitions.iter().chain(&branches).chain(&timers).chain(&expiries) {
            actions.extend(place.each("actions"));
        }
        let (scenarios, roles) = (root.each("scenarios"), root.each("roles"));
        Self { states, regions, tasks, transitions, branches, timers, deadlines, expiries, actions, scenarios, roles }
    }

    /// The rules, and whether each is a condition.
    pub(super) fn rules(&self) -> Vec<(Place<'d>, bool)> {
        let guards = self.ways().filter_map(|way| Some((way.get("guard")?, true)));
        let lengths = self.deadlines.iter().flat_map(|deadline| deadline.each("duration"));
        let choices = lengths.filter_map(|length| Some((length.get("when")?, true)));
        let values = self.actions.iter().filter_map(|action| {
            let value = match action.text("do") {
                Some("set") => action.get("to"),
                Some("request_correction") => action.get("fields"),
                _ => None,
            };
            value.map(|value| (value, false))
        });
        let whens = self.tasks.iter().filter_map(|task| Some((task.get("when")?, true)));
        let lists = self.tasks.iter().filter_map(|task| Some((task.get("instances")?.get("each")?, false)));
        let addresses = self.roles.iter().filter_map(|role| Some((role.get("from")?, false)));
        guards.chain(choices).chain(whens).chain(values).chain(lists).chain(addresses).collect()
    }

    /// All that has a guard and may have a target.
    pub(super) fn ways(&self) -> impl Iterator<Item = &Place<'d>> {
        self.transitions.iter().chain(&self.branches).chain(&self.timers).chain(&self.expiries)
    }
}

/// The members of an object of the document; none when it is absent.
pub(super) fn members<'d>(document: &'d Value, key: &str) -> Option<&'d Map<String, Value>> {
    document.get(key)?.as_object()
}
