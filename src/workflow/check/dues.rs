//! Steps whose dues add up past a legal clock: everybody takes the time that they are given, and the law decides first.
//!
//! A state lasts as long as the longest of what is required of it; a parallel one as long as its longest region. A path goes
//! through each state once, and ends where an action stops the clock; a clock that a state suspends does not run there, and where it may start anew nothing is said of
//! what follows. Of a length by rule, the shortest counts. Months and business days have no length of their own: a path is
//! walked from the first day of each month of a year.

use super::analysis::Facts;
use super::graph::{By, Graph};
use super::places::spots;
use crate::civil::Territory;
use crate::rules::Rule;
use crate::rules::analysis::Budget;
use crate::workflow::actions::Action;
use crate::workflow::deadline::{Deadline, Ledger, Length, Op, Resume};
use crate::workflow::definition::Definition;
use crate::workflow::duration::Duration;
use crate::workflow::problem::Problem;
use crate::workflow::state::State;
use crate::workflow::task::Task;
use chrono::{DateTime, Months, NaiveDate, NaiveTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The year in which paths are walked.
const YEAR: i32 = 2026;

pub(super) fn check(definition: &Definition, facts: &Facts<'_>, territory: Territory) -> Vec<Problem> {
    let graph = Graph::new(definition);
    let clocks = definition.deadlines.iter().filter_map(|(name, clock)| {
        let lost = lengths(definition, clock, facts).into_iter().find_map(|(length, shut)| {
            let race = Race { definition, graph: &graph, name, clock, length, shut, territory };
            race.lost().map(|path| (length, path))
        });
        let (length, path) = lost?;
        let args = vec![("name", name.to_owned()), ("value", length.to_string()), ("example", path)];
        Some(Problem::new("W-dues", format!("/deadlines/{name}"), args))
    });
    clocks.collect()
}

/// Each length that a clock may have, with the conditions of work that there never is under it.
fn lengths(definition: &Definition, clock: &Deadline, facts: &Facts<'_>) -> Vec<(Duration, Vec<Value>)> {
    let cases = match &clock.duration {
        Length::Plain(duration) => return vec![(*duration, Vec::new())],
        Length::ByRule(cases) => cases,
    };
    let mut budget = Budget::default();
    let conditions: Vec<Value> = spots(definition)
        .iter()
        .flat_map(|spot| spot.state.tasks.iter())
        .filter_map(|(_, task)| task.when.as_ref())
        .map(|rule| rule.source().clone())
        .collect();
    let mut earlier: Vec<Value> = Vec::new();
    let mut found = Vec::new();
    for case in cases {
        let own = case.when.as_ref().map_or(Value::Bool(true), |rule| rule.source().clone());
        let is_shut = |when: &&Value| {
            let mut together = vec![json!(when), own.clone()];
            together.extend(earlier.iter().map(|taken| json!({"!": [taken]})));
            facts.never(&json!({"and": together}), &mut budget)
        };
        found.push((case.duration, conditions.iter().filter(is_shut).cloned().collect()));
        earlier.push(own);
    }
    found
}

/// A clock against the steps that it runs over.
struct Race<'r, 'd> {
    definition: &'d Definition,
    graph: &'r Graph<'d>,
    name: &'d str,
    clock: &'d Deadline,
    length: Duration,
    /// The conditions of work that there is not.
    shut: Vec<Value>,
    territory: Territory,
}

/// When a state is left at the latest, and what was waited for since the clock started.
#[derive(Clone)]
struct Arrival {
    at: DateTime<Utc>,
    steps: Vec<String>,
}

impl<'d> Race<'_, 'd> {
    /// The first path on which a step is over only after the clock.
    fn lost(&self) -> Option<String> {
        let first = NaiveDate::from_ymd_opt(YEAR, 1, 1)?;
        let starts: Vec<&'d str> = self.definition.states.names().filter(|name| self.starts(name)).collect();
        let mut days = (0..12).filter_map(|months| first.checked_add_months(Months::new(months)));
        days.find_map(|day| starts.iter().find_map(|start| self.lost_from(start, day)))
    }

    fn lost_from(&self, start: &'d str, day: NaiveDate) -> Option<String> {
        let mut ledger = Ledger::default();
        ledger.append(day, Op::Start { duration: self.length }, None);
        let due = self.clock.read(&ledger, self.territory, day)?.due;
        let at = self.territory.instant(day.and_time(NaiveTime::MIN));
        let next = |state: &str| {
            let ways = self.graph.from(state).filter(|edge| !matches!(edge.by, By::Reopening | By::Expiry));
            ways.map(|edge| edge.to).filter(|to| !self.stops_between(state, to)).collect()
        };
        let runs = |state: &str| self.runs(state);
        let lasts = |name: &str, arrival: Arrival| self.leave(name, arrival);
        let left = longest(start, Arrival { at, steps: Vec::new() }, &next, &runs, &lasts);
        let late = left.into_iter().filter(|(_, arrival)| self.territory.date(arrival.at) > due);
        late.map(|(_, arrival)| arrival).min_by_key(|arrival| arrival.at).map(|arrival| arrival.steps.join(" → "))
    }

    /// Whether entering a state starts the clock.
    fn starts(&self, state: &str) -> bool {
        self.clock.start.iter().any(|known| known == state) || self.orders(state, "start")
    }

    /// Whether entering a state does that to the clock.
    fn orders(&self, state: &str, op: &str) -> bool {
        let entry = self.definition.states.get(state).map(|state| state.entry.as_slice()).unwrap_or_default();
        entry.iter().any(|action| action.of_clock() == Some((self.name, op)))
    }

    /// Whether every way from a state to another stops the clock.
    fn stops_between(&self, from: &str, to: &str) -> bool {
        let Some(state) = self.definition.states.get(from) else { return false };
        let stops = |actions: &[Action]| actions.iter().any(|action| action.of_clock() == Some((self.name, "stop")));
        let buttons = self.definition.transitions(from).map(|(_, way)| (way.target.as_deref(), &way.actions));
        let timers = state.after.iter().map(|way| (way.target.as_deref(), &way.actions));
        let branches = state.branches("").into_iter().flat_map(|branches| branches.autos);
        let branches = branches.map(|way| (Some(way.target.as_str()), &way.actions));
        let ways = buttons.chain(timers).chain(branches).filter(|(target, _)| *target == Some(to));
        let stopped: Vec<bool> = ways.map(|(_, actions)| stops(actions)).collect();
        stops(&state.exit) || (!stopped.is_empty() && stopped.into_iter().all(|stops| stops))
    }

    /// Whether the clock still runs there as it was started.
    fn runs(&self, name: &str) -> bool {
        let ended = self.definition.states.get(name).is_none_or(State::is_final) || self.orders(name, "stop");
        !ended && (!self.is_suspended(name) || self.clock.resume == Resume::Continue)
    }

    fn is_suspended(&self, state: &str) -> bool {
        self.clock.suspend_in.iter().any(|known| known == state)
    }

    fn is_waited_for(&self, task: &Task) -> bool {
        task.required && task.when.as_ref().map(Rule::source).is_none_or(|when| !self.shut.contains(when))
    }

    fn leave(&self, name: &str, arrival: Arrival) -> Arrival {
        match self.definition.states.get(name).filter(|_| !self.is_suspended(name)) {
            Some(state) => self.after(name, state, arrival),
            None => arrival,
        }
    }

    /// When a state is over that was entered then.
    fn after(&self, name: &str, state: &State, arrival: Arrival) -> Arrival {
        let dues =
            state.tasks.iter().filter(|(_, task)| self.is_waited_for(task)).filter_map(|(_, task)| task.due.as_ref());
        let own = dues.map(|due| {
            let step = format!("{name} ({})", due.delay.duration());
            let steps = arrival.steps.iter().cloned().chain([step]).collect();
            Arrival { at: due.delay.after(arrival.at, self.territory), steps }
        });
        let regions = state.regions.iter().filter_map(|(_, region)| {
            let graph = Graph::of_region(region);
            let next = |state: &str| graph.from(state).map(|edge| edge.to).collect();
            let lasts = |name: &str, arrival: Arrival| match region.states.get(name) {
                Some(state) => self.after(name, state, arrival),
                None => arrival,
            };
            let left = longest(&region.initial, arrival.clone(), &next, &|name| region.states.contains(name), &lasts);
            left.into_values().max_by_key(|arrival| arrival.at)
        });
        own.chain(regions)
            .max_by_key(|left| left.at)
            .filter(|left| left.at > arrival.at)
            .unwrap_or_else(|| arrival.clone())
    }
}

/// When each state that may follow is left at the latest, by ways that come back to none.
fn longest<'d>(
    start: &'d str,
    arrival: Arrival,
    next: &dyn Fn(&str) -> Vec<&'d str>,
    runs: &dyn Fn(&str) -> bool,
    lasts: &dyn Fn(&str, Arrival) -> Arrival,
) -> BTreeMap<&'d str, Arrival> {
    let mut order = Vec::new();
    visit(start, next, runs, &mut Vec::new(), &mut order);
    let mut arrivals = BTreeMap::from([(start, arrival)]);
    let mut left = BTreeMap::new();
    for (n, name) in order.iter().enumerate().rev() {
        let Some(arrival) = arrivals.remove(name) else { continue };
        let leaving = lasts(name, arrival);
        for following in next(name).into_iter().filter(|following| order[..n].contains(following)) {
            if arrivals.get(following).is_none_or(|known: &Arrival| known.at < leaving.at) {
                arrivals.insert(following, leaving.clone());
            }
        }
        left.insert(*name, leaving);
    }
    left
}

/// States after all that may follow them.
fn visit<'d>(
    state: &'d str,
    next: &dyn Fn(&str) -> Vec<&'d str>,
    runs: &dyn Fn(&str) -> bool,
    seen: &mut Vec<&'d str>,
    order: &mut Vec<&'d str>,
) {
    if seen.contains(&state) || !runs(state) {
        return;
    }
    seen.push(state);
    for following in next(state) {
        visit(following, next, runs, seen, order);
    }
    order.push(state);
}
