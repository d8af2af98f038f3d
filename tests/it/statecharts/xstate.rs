//! The kernel beside XState 5, another engine of statecharts: charts made at random are walked in both, guards evaluated by
//! `rules` here and in JavaScript there. After the start and after each event the same states are active and the variables
//! have the same values. `STATECHART_STEPS` is the number of events in all.
//!
//! XState differs from SCXML here and there. What the generator so leaves out ([`Freedom::AsXState`]):
//!
//! | XState | SCXML, and the kernel |
//! |---|---|
//! | a transition of a state around a parallel one is not tried once any region has taken the event | it is, for the regions that have not, and both are taken if they leave no state in common: so a transition without target is made only where no parallel state stands within, on an event of its own |
//! | nor is it when what the region would have taken gives way to another transition | then it is: so what stands in regions within a region stays in the outer one |
//! | of the transitions of one state those that name the event come first, then long prefixes, then short ones | in document order: so they are written in that order, and prefixes stand only where no parallel state stands within |
//! | a transition between two regions of a parallel state leaves the regions | it leaves the parallel state, and what is around it up to a compound state: so none is made |
//! | a transition is internal (`reenter: false`) unless it says otherwise, that of a parallel state too | it is external unless it says otherwise, and always when its source is not compound: so `reenter` is always said |
//! | automatic transitions of regions are looked at in the order in which their states were entered | in document order: so in a region they have no action, and stay in it |
//! | a state begins in one of its children, its default actions are also run in other cases | it may begin deeper: so none of both is made |
//! | a chart that is over runs the actions on exit of what was active | ours does not: so variables are not compared then |
//! | a history within which its source stands leads where the states that it remembers have least in common | alike, but for parallel states: so none is made |
//! | nothing keeps a chart from running for ever | an error after so many micro steps: such walks end before that event |
//! | targets chosen by the host: none | none is made |

use super::generated::{Freedom, Generated, generate};
use super::other::{Other, asked};
use super::world::{Action, Guard, World};
use crate::support::dice::Dice;
use guichet::workflow::chart::{Chart, Interpreter};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Events in all walks together, when `STATECHART_STEPS` says nothing.
const STEPS: usize = 100_000;
/// Events of one walk.
const WALK: usize = 100;
/// Events that are tried for each that is sent.
const TRIES: usize = 6;
/// Choices that a walk is made of, in bytes.
const CHOICES: usize = 4000;

/// Where a chart stands, in the eyes of an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Standing {
    active: Vec<String>,
    done: bool,
    /// Nothing once the chart is over.
    data: Option<Value>,
}

impl Standing {
    fn of(running: &Interpreter<'_, Guard, Action>, world: &World) -> Self {
        let done = running.is_done();
        let data = (!done).then(|| world.facts["data"].clone());
        Self { active: running.configuration().active, done, data }
    }
}

/// A walk of ours: the events, and where the chart stands before the first and after each.
struct Walk {
    chart: Value,
    events: Vec<String>,
    standings: Vec<Standing>,
    /// Events that were taken.
    taken: usize,
}

impl Walk {
    /// Panics where the other engine stands elsewhere.
    fn compare(&self, seed: u64, theirs: &[Standing]) {
        for (index, (ours, theirs)) in self.standings.iter().zip(theirs).enumerate() {
            let before = &self.standings[index.saturating_sub(1)].active;
            assert!(
                ours == theirs,
                "seed {seed}: after {:?}, from {before:?}\nours    {ours:?}\nXState's {theirs:?}\n{}",
                &self.events[..index],
                self.chart
            );
        }
        assert_eq!(self.standings.len(), theirs.len());
    }
}

/// None, when the chart never comes to rest at its start.
fn walk(dice: &mut Dice<'_>) -> Option<Walk> {
    let Generated { json, events: known } = generate(dice, Freedom::AsXState);
    let chart: Chart<Guard, Action> = Chart::new(serde_json::from_value(json.clone()).unwrap()).unwrap();
    let mut world = World::new(Vec::new());
    let mut running = Interpreter::start(&chart, &mut world).ok()?;
    let mut walk = Walk { chart: json, events: Vec::new(), standings: vec![Standing::of(&running, &world)], taken: 0 };
    while walk.events.len() < WALK && !running.is_done() {
        // Of a few events the first that is taken, else the last.
        let tries: Vec<&String> = (0..TRIES).map(|_| dice.pick(&known)).collect();
        let enabled = tries.iter().find(|event| running.enables(event, &mut world).unwrap());
        let event = *enabled.unwrap_or(&tries[0]);
        let Ok(taken) = running.send(event, &mut world) else { break };
        walk.taken += usize::from(taken);
        walk.standings.push(Standing::of(&running, &world));
        walk.events.push(event.clone());
    }
    Some(walk)
}

#[test]
fn xstate_is_in_the_same_configuration_after_every_event() {
    let asked = asked();
    let first = if asked.is_some() { rand::rng().random() } else { 0_u64 };
    let (mut steps, mut taken, mut charts, mut seed) = (0, 0, 0, first);
    let mut other = Other::start("xstate.mjs");
    // It walks one chart while the next is made.
    let mut pending: Option<(u64, Walk)> = None;
    while steps < asked.unwrap_or(STEPS) {
        let mut bytes = vec![0; CHOICES];
        StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
        if let Some(walk) = walk(&mut Dice::new(&bytes)) {
            (steps, taken, charts) = (steps + walk.events.len(), taken + walk.taken, charts + 1);
            other.ask(&json!({"chart": walk.chart, "events": walk.events}));
            if let Some((seed, former)) = pending.replace((seed, walk)) {
                former.compare(seed, &other.answer::<Vec<Standing>>());
            }
        }
        seed = seed.wrapping_add(1);
    }
    if let Some((seed, last)) = pending {
        last.compare(seed, &other.answer::<Vec<Standing>>());
    }
    eprintln!("{steps} events in {charts} charts, {taken} of them taken");
    assert!(taken * 3 > steps * 2, "only {taken} of {steps} events were taken");
}
