//! Charts made from choices, as JSON, with the events that they know.

use crate::support::dice::Dice;
use guichet::workflow::chart::Kind;
use serde_json::{Value, json};

/// Values of the two variables are below it.
pub const VALUES: i64 = 4;
const EVENTS: [&str; 6] = ["e1", "e2", "e3", "e4", "e1.a", "e1.b"];
/// States of one chart, about.
const STATES: usize = 24;
const DEPTH: usize = 5;
/// How often targets are chosen anew when they don't suit.
const TRIES: usize = 6;

/// What a chart may be made of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Freedom {
    /// All that the kernel takes.
    Everything,
    /// What XState 5 takes to mean the same: the header of `xstate.rs` tells the differences.
    AsXState,
}

pub struct Generated {
    /// The chart in JSON: the kernel reads it, and so does the other engine.
    pub json: Value,
    pub events: Vec<String>,
}

struct Draft {
    kind: Kind,
    parent: Option<usize>,
    children: Vec<usize>,
}

/// A chart under way; its states are in document order.
struct Maker<'d, 'b> {
    dice: &'d mut Dice<'b>,
    freedom: Freedom,
    states: Vec<Draft>,
    /// Events of one transition alone.
    own: Vec<String>,
}

pub fn generate(dice: &mut Dice<'_>, freedom: Freedom) -> Generated {
    let mut maker = Maker { dice, freedom, states: Vec::new(), own: Vec::new() };
    maker.grow(Kind::State, None, 0);
    let json = maker.write(0);
    let events = EVENTS.into_iter().map(str::to_owned).chain(maker.own).collect();
    Generated { json, events }
}

fn name(id: usize) -> String {
    format!("s{id}")
}

impl Maker<'_, '_> {
    fn grow(&mut self, kind: Kind, parent: Option<usize>, depth: usize) -> usize {
        let id = self.states.len();
        self.states.push(Draft { kind, parent, children: Vec::new() });
        let full = depth >= DEPTH || self.states.len() > STATES;
        let count = match kind {
            Kind::Parallel => 2 + self.dice.below(2),
            Kind::State if parent.is_none() => 2 + self.dice.below(3),
            Kind::State if !full && self.dice.often(6) => 1 + self.dice.below(3),
            _ => 0,
        };
        for _ in 0..count {
            let parallel = !full && self.dice.often(3);
            let child = self.grow(if parallel { Kind::Parallel } else { Kind::State }, Some(id), depth + 1);
            self.states[id].children.push(child);
        }
        if count > 0 && kind == Kind::State && self.dice.often(if parent.is_none() { 2 } else { 6 }) {
            let end = self.grow(Kind::Final, Some(id), depth + 1);
            self.states[id].children.push(end);
        }
        if count > 0 && parent.is_some() && self.dice.often(3) {
            let history = *self.dice.pick(&[Kind::History, Kind::DeepHistory]);
            let history = self.grow(history, Some(id), depth + 1);
            self.states[id].children.push(history);
        }
        id
    }

    fn is_within(&self, id: usize, outer: usize) -> bool {
        std::iter::successors(self.states[id].parent, |id| self.states[*id].parent).any(|around| around == outer)
    }

    fn all(&self, fits: impl Fn(&Self, usize) -> bool) -> Vec<usize> {
        (0..self.states.len()).filter(|id| fits(self, *id)).collect()
    }

    /// A parallel state, or one that has some within.
    fn holds_parallel(&self, id: usize) -> bool {
        let parallel = |other: usize| self.states[other].kind == Kind::Parallel;
        parallel(id) || (0..self.states.len()).any(|other| parallel(other) && self.is_within(other, id))
    }

    /// The regions that a state is or stands in, innermost first.
    fn regions(&self, id: usize) -> impl Iterator<Item = usize> {
        let in_parallel =
            |id: &usize| self.states[*id].parent.is_some_and(|parent| self.states[parent].kind == Kind::Parallel);
        std::iter::successors(Some(id), |id| self.states[*id].parent).filter(in_parallel)
    }

    /// The innermost state that has them all within.
    fn around(&self, source: usize, targets: &[usize]) -> Option<usize> {
        let mut outer = std::iter::successors(self.states[source].parent, |id| self.states[*id].parent);
        outer.find(|outer| targets.iter().all(|target| self.is_within(*target, *outer)))
    }

    fn write(&mut self, id: usize) -> Value {
        let (kind, children) = (self.states[id].kind, self.states[id].children.clone());
        let mut state = json!({"name": name(id), "type": kind});
        if kind.is_history() {
            let parent = self.states[id].parent.unwrap();
            let any = self.all(|maker, other| maker.is_within(other, parent) && !maker.states[other].kind.is_history());
            state["initial"] = json!({"target": [name(*self.dice.pick(&any))]});
            return state;
        }
        if kind != Kind::Final {
            state["transitions"] = self.transitions(id);
        }
        if kind == Kind::State && !children.is_empty() {
            state["initial"] = self.initial(id, &children);
        }
        state["entry"] = self.actions(2);
        state["exit"] = self.actions(1);
        state["states"] = children.into_iter().map(|child| self.write(child)).collect();
        state
    }

    fn initial(&mut self, id: usize, children: &[usize]) -> Value {
        if self.freedom == Freedom::Everything {
            let inside = self.all(|maker, other| maker.is_within(other, id));
            return json!({"target": [name(*self.dice.pick(&inside))], "actions": self.actions(1)});
        }
        let states: Vec<usize> = children.iter().copied().filter(|id| self.states[*id].kind == Kind::State).collect();
        json!({"target": [name(*self.dice.pick(if states.is_empty() { children } else { &states }))]})
    }

    fn transitions(&mut self, id: usize) -> Value {
        let mut found = Vec::new();
        for _ in 0..self.dice.below(4) {
            found.extend(self.on_event(id));
        }
        if self.dice.often(2) {
            found.extend(self.automatic(id));
        }
        if !self.states[id].children.is_empty() && id != 0 && self.dice.often(6) {
            let event = format!("done.state.{}", name(id));
            found.extend(self.targets(id).map(|(target, internal)| self.transition(&event, &target, internal)));
        }
        if self.freedom == Freedom::AsXState {
            // Exact names first, then long prefixes, then short ones.
            found.sort_by_key(|transition| {
                let event = transition["events"][0].as_str().unwrap_or_default();
                let wildcard = event.ends_with('*');
                (wildcard, std::cmp::Reverse(if wildcard { event.len() } else { 0 }))
            });
        }
        Value::Array(found)
    }

    fn on_event(&mut self, id: usize) -> Option<Value> {
        let all = self.freedom == Freedom::Everything;
        let simple = all || !self.holds_parallel(id);
        if simple && self.dice.often(2) {
            let own = format!("x{}", self.own.len());
            self.own.push(own.clone());
            return Some(self.transition(&own, &[], false));
        }
        let event = if simple && self.dice.often(2) {
            *self.dice.pick(&["e1.*", "*", "e2.*"])
        } else {
            *self.dice.pick(&EVENTS)
        };
        if all && self.dice.often(2) {
            let back = json!({"events": [event], "target": ["@back"], "actions": self.actions(2)});
            return Some(back);
        }
        let (target, internal) = self.targets(id)?;
        Some(self.transition(event, &target, internal))
    }

    /// Automatic transitions have a guard, or they would hardly ever come to rest.
    fn automatic(&mut self, id: usize) -> Option<Value> {
        let (target, internal) = self.targets(id)?;
        if self.freedom == Freedom::AsXState && self.leaves_its_region(id, &target) {
            return None;
        }
        let mut transition = json!({"target": names(&target), "internal": internal, "guard": self.guard()});
        if self.freedom == Freedom::Everything {
            transition["actions"] = self.actions(2);
        }
        Some(transition)
    }

    fn leaves_its_region(&self, id: usize, targets: &[usize]) -> bool {
        let mut regions = self.regions(id).take(1);
        regions.any(|region| region == id || targets.iter().any(|target| !self.is_within(*target, region)))
    }

    fn transition(&mut self, event: &str, target: &[usize], internal: bool) -> Value {
        let mut transition =
            json!({"events": [event], "target": names(target), "internal": internal, "actions": self.actions(3)});
        if self.dice.often(3) {
            transition["guard"] = self.guard();
        }
        transition
    }

    /// Targets, and whether the transition is internal.
    fn targets(&mut self, source: usize) -> Option<(Vec<usize>, bool)> {
        for _ in 0..TRIES {
            let targets = self.some_targets();
            let internal = source == 0 || self.dice.often(3);
            if self.freedom == Freedom::Everything || self.means_the_same(source, &targets, internal) {
                return Some((targets, internal));
            }
        }
        None
    }

    fn some_targets(&mut self) -> Vec<usize> {
        let parallel = self.all(|maker, id| maker.states[id].kind == Kind::Parallel);
        if !parallel.is_empty() && self.dice.often(2) {
            let regions = self.states[*self.dice.pick(&parallel)].children.clone();
            let regions = regions.into_iter().filter(|region| !self.states[*region].kind.is_history()).take(2);
            let regions: Vec<usize> = regions.collect();
            let inside = |maker: &Self, id: usize, region: usize| {
                (id == region || maker.is_within(id, region)) && !maker.states[id].kind.is_history()
            };
            let choices: Vec<Vec<usize>> =
                regions.into_iter().map(|region| self.all(|maker, id| inside(maker, id, region))).collect();
            return choices.iter().map(|choices| *self.dice.pick(choices)).collect();
        }
        vec![1 + self.dice.below(self.states.len() - 1)]
    }

    fn means_the_same(&self, source: usize, targets: &[usize], internal: bool) -> bool {
        let compound = self.states[source].kind == Kind::State && !self.states[source].children.is_empty();
        let inside = targets.iter().all(|target| self.is_within(*target, source));
        let from_within = |target: &usize| {
            self.states[*target].kind.is_history() && self.is_within(source, self.states[*target].parent.unwrap())
        };
        if targets.iter().any(from_within) {
            return false;
        }
        if internal && compound && inside {
            return true;
        }
        let mut around = self.regions(source).skip(1).take(1);
        if around.any(|region| targets.iter().any(|target| !self.is_within(*target, region))) {
            return false;
        }
        // The chart's own transitions are internal.
        self.around(source, targets).is_some_and(|around| self.states[around].kind != Kind::Parallel)
    }

    /// One action at most, so many times out of ten.
    fn actions(&mut self, times: usize) -> Value {
        if !self.dice.often(times) {
            return json!([]);
        }
        let (variable, value) = (*self.dice.pick(&["x", "y"]), self.dice.between(0, VALUES - 1));
        match self.dice.below(4) {
            0 | 1 => json!([{"add": [variable, value]}]),
            2 => json!([{"set": [variable, value]}]),
            _ => json!([{"raise": self.dice.pick(&EVENTS)}]),
        }
    }

    fn guard(&mut self) -> Value {
        if self.dice.often(3) {
            let id = 1 + self.dice.below(self.states.len() - 1);
            return json!({"in": name(id)});
        }
        json!({"rule": self.rule(2)})
    }

    /// A condition in JSONLogic.
    fn rule(&mut self, depth: usize) -> Value {
        let choices = if depth == 0 { 3 } else { 6 };
        let chosen = self.dice.below(choices);
        if chosen >= 3 {
            let inner: Vec<Value> = (0..2).map(|_| self.rule(depth - 1)).collect();
            return match chosen {
                3 => json!({ "and": inner }),
                4 => json!({ "or": inner }),
                _ => json!({"!": [inner[0]]}),
            };
        }
        let variable = json!({"var": format!("data.{}", self.dice.pick(&["x", "y"]))});
        let value = self.dice.between(0, VALUES - 1);
        let operator = ["==", "<", ">="][chosen];
        json!({ operator: [variable, value] })
    }
}

fn names(ids: &[usize]) -> Vec<String> {
    ids.iter().map(|id| name(*id)).collect()
}
