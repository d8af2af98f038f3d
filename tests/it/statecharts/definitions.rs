//! Whole definitions beside XState 5: the examples, and others made at random, are walked in both, guards evaluated by `rules`
//! here and by json-logic-js there. After the start and after each event the same states are active, the variables and the
//! tasks are the same to the last ballot, the same timers are pending, and what is refused here is not taken there.
//!
//! | compared | how XState says it |
//! |---|---|
//! | buttons, those of many states, `@return`, reopening | transitions with guards, those of many states on the root; a final state of the whole is one that no other button leaves |
//! | tasks, what they wait for, `onDone` | regions of a parallel state, whose end is `onDone` |
//! | votes and their seats, silence, recusal, separation of duties | counted in JavaScript, by trying every way to cast what is missing |
//! | regions, `always`, `after`, `onExpiry`, `invoke`, its answers and the end of their time | XState's own |
//! | `set` | `assign` |
//!
//! Left out: when a timer falls due and how clocks count (XState is told that it is time; `deadlines.rs` has the dates), the
//! other actions, which change nothing of the flow, delegation, exit actions that read the answer they leave for, and what the head of `xstate.rs` tells of regions: there,
//! `always` does nothing and stays in its region, and not where there are tasks.

use super::made;
use super::other::{Other, asked};
use crate::support::dice::Dice;
use crate::support::example;
use chrono::{DateTime, Utc};
use guichet::civil::Territory;
use guichet::workflow::work::{Part, Work};
use guichet::workflow::{Actor, Command, Definition, Inputs, People, Refusal, Snapshot, Workflow};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Map, Value, json};

/// Steps in all walks together, when `STATECHART_STEPS` says nothing.
const STEPS: usize = 100_000;
/// Steps of one walk.
const WALK: usize = 60;
/// Choices that a walk is made of, in bytes.
const CHOICES: usize = 6000;
/// Walks of one definition.
const WALKS: u64 = 4;
/// People who are tried for each button that is pressed, refusals in a row that end a walk.
const TRIES: usize = 6;

/// The examples, and the shipped definition.
pub fn examples() -> Vec<Value> {
    let shipped = serde_json::from_str(include_str!("../../../forms/workflows/standard.json")).unwrap();
    let names = ["association-subsidy", "building-permit", "standard"];
    let beside = names.iter().map(|name| example(&format!("{name}.workflow.json")));
    beside.chain([shipped]).collect()
}

/// Who holds each role.
fn people(definition: &Definition) -> People {
    let named = |name: &str, min: u32| (1..=min.max(2)).map(|n| format!("{name}_{n}")).collect();
    definition.roles.iter().map(|(name, role)| (name.to_owned(), named(name, role.min.unwrap_or(1)))).collect()
}

/// A walk of ours: what is told to the other engine, and where the dossier stands at the start and after each event.
struct Walk {
    told: Value,
    standings: Vec<Value>,
    /// Commands that were carried out.
    taken: usize,
}

struct Walker<'w, 'd, 'b> {
    workflow: &'w Workflow,
    dice: &'d mut Dice<'b>,
    people: People,
    now: DateTime<Utc>,
    snapshot: Snapshot,
}

/// What happens, here and there.
struct Happening {
    command: Command,
    actor: Actor,
    input: Value,
    /// As the other engine is told; nothing, of what is no affair of its own.
    told: Option<Value>,
}

impl Walker<'_, '_, '_> {
    fn form(&mut self) -> Value {
        let items: Vec<usize> = (0..=self.dice.below(3)).collect();
        let x = if self.dice.often(2) { Value::Null } else { json!(self.dice.below(4)) };
        json!({"x": x, "items": items, "amount": 500 * self.dice.below(6), "valid": self.dice.often(8)})
    }

    /// Somebody, of one role or of several.
    fn anybody(&mut self, role: Option<&str>) -> Actor {
        let names: Vec<String> = self.people.keys().cloned().collect();
        let role = role.map_or_else(|| self.dice.pick(&names).clone(), str::to_owned);
        let person = self.dice.pick(&self.people[&role]).clone();
        let more = self.dice.often(1).then(|| self.dice.pick(&names).clone());
        Actor::new(person, more.into_iter().chain([role]))
    }

    fn press(&mut self, form: &Value) -> Happening {
        let mut actor = self.anybody(None);
        let mut offers = Vec::new();
        for _ in 0..TRIES {
            offers = self.workflow.offers(&self.snapshot, &actor, &self.inputs(form, &Value::Null));
            if !offers.is_empty() {
                break;
            }
            actor = self.anybody(None);
        }
        let name = match offers.is_empty() || self.dice.often(1) {
            true => self.any_button(),
            false => self.dice.pick(&offers).name.clone(),
        };
        let told = json!({"type": "press", "name": name});
        Happening { command: Command::Transition { name }, actor, input: json!({}), told: Some(told) }
    }

    fn any_button(&mut self) -> String {
        let definition = self.workflow.definition();
        let inner = self.snapshot.inner.iter().filter_map(|path| definition.place(path));
        let own = inner.chain(self.workflow.state(&self.snapshot.state)).flat_map(|state| state.on.names());
        let names: Vec<String> = own.chain(definition.on.names()).map(str::to_owned).collect();
        if names.is_empty() { "unknown".to_owned() } else { self.dice.pick(&names).clone() }
    }

    /// A task that is open, or was, and a part of it that mostly is.
    fn task(&mut self) -> Option<Happening> {
        let tasks = &self.snapshot.tasks;
        let open: Vec<String> = tasks.iter().filter(|(_, work)| work.is_open()).map(|(name, _)| name.clone()).collect();
        let all: Vec<String> = tasks.keys().cloned().collect();
        let among = if open.is_empty() || self.dice.often(1) { all } else { open };
        let name = (!among.is_empty()).then(|| self.dice.pick(&among).clone())?;
        let work = self.snapshot.tasks[&name].clone();
        let parts: Vec<usize> = (0..work.parts.len()).filter(|n| work.parts[*n].is_open()).collect();
        let part = if parts.is_empty() { self.dice.below(2) } else { *self.dice.pick(&parts) };
        let actor = self.worker(&name, &work, part);
        let task = self.workflow.definition().place(&work.place)?.tasks.get(&name)?;
        let outcome = if self.dice.often(1) { "none".to_owned() } else { self.dice.pick(&task.outcomes).clone() };
        let (kind, command) = match self.dice.often(2) {
            true => ("recuse", Command::Recuse { name: name.clone(), part }),
            false => ("task", Command::Task { name: name.clone(), part }),
        };
        let told = Some(json!({"type": kind, "name": name, "part": part}));
        Some(Happening { command, actor, input: json!({ "outcome": outcome }), told })
    }

    /// Mostly somebody who may do that part.
    fn worker(&mut self, name: &str, work: &Work, part: usize) -> Actor {
        let task = self.workflow.definition().place(&work.place).and_then(|state| state.tasks.get(name));
        let part: Option<&Part> = work.parts.get(part);
        let role = part.and_then(|part| part.role.clone()).or_else(|| task.map(|task| task.role.clone()));
        let fits = !self.dice.often(1);
        let mut actor = self.anybody(role.as_deref().filter(|_| fits));
        if let Some(person) = part.and_then(|part| part.person.clone()).filter(|_| fits) {
            actor.id = Some(person);
        }
        actor
    }

    fn answer(&mut self) -> Option<Happening> {
        let ids: Vec<String> = self.snapshot.invoked.keys().cloned().collect();
        let id = (!ids.is_empty()).then(|| self.dice.pick(&ids).clone())?;
        let (done, output) = (self.dice.often(7), self.dice.below(4));
        let told = Some(json!({"type": "answer", "name": id, "done": done, "output": output}));
        let command = Command::Answer { id, done };
        Some(Happening { command, actor: Actor::system(), input: json!({ "result": output }), told })
    }

    /// What falls due first: time passes until then.
    fn fall_due(&mut self) -> Option<Happening> {
        let (due, id) = self.snapshot.timers.iter().map(|(id, due)| (*due, id.clone())).min()?;
        self.now = self.now.max(due);
        let told = match id.split_once(':')? {
            ("timer" | "due", _) => Some(json!({"type": "timer", "name": id.rsplit_once(':')?.0})),
            ("expiry", name) => Some(json!({"type": "expiry", "name": name})),
            ("timeout", rest) => self.times_out(rest.split_once(':')?.0),
            _ => None,
        };
        Some(Happening { command: Command::Timer { id }, actor: Actor::system(), input: json!({}), told })
    }

    /// The end of the time for an answer is a failure, where something follows one.
    fn times_out(&self, id: &str) -> Option<Value> {
        let place = self.snapshot.invoked.get(id)?;
        let follows = !self.workflow.definition().invoke(place, id)?.on_error.is_empty();
        follows.then(|| json!({"type": "answer", "name": id, "done": false, "output": 0}))
    }

    fn next(&mut self, form: &Value) -> Happening {
        // What the law settles by a date, nobody settles after it.
        let overdue = self.snapshot.due(self.now).is_some();
        let found = match self.dice.below(10) {
            _ if overdue => self.fall_due(),
            0..=3 => self.task(),
            4 | 5 => self.answer().or_else(|| self.task()),
            6 => self.fall_due(),
            _ => None,
        };
        found.unwrap_or_else(|| self.press(form))
    }

    fn inputs<'a>(&'a self, form: &'a Value, input: &'a Value) -> Inputs<'a> {
        let territory = Territory::default();
        Inputs {
            form,
            valid: form["valid"] == true,
            today: territory.date(self.now),
            territory,
            people: &self.people,
            input,
            ..Inputs::default()
        }
    }

    fn standing(&self, could: bool) -> Value {
        let mut active: Vec<&String> = std::iter::once(&self.snapshot.state).chain(&self.snapshot.inner).collect();
        active.sort();
        let part = |part: &Part| {
            json!({"person": part.person, "role": part.role, "item": part.item, "outcome": part.outcome, "by": part.by,
                "recused": part.recused})
        };
        let work = |work: &Work| json!({"status": work.status, "outcome": work.outcome, "parts": work.parts.iter().map(part).collect::<Vec<_>>()});
        let tasks: Map<String, Value> =
            self.snapshot.tasks.iter().map(|(name, task)| (name.clone(), work(task))).collect();
        let pending = self.snapshot.timers.keys().filter(|id| id.starts_with("timer:") || id.starts_with("due:"));
        let mut timers: Vec<&str> = pending.filter_map(|id| Some(id.rsplit_once(':')?.0)).collect();
        timers.sort_unstable();
        json!({"active": active, "data": self.snapshot.data, "tasks": tasks, "timers": timers, "could": could})
    }
}

/// First values of the variables that have none.
fn first_values(definition: &Definition, dice: &mut Dice<'_>) -> Map<String, Value> {
    let value = |schema: &Value, dice: &mut Dice<'_>| match schema["type"].as_str() {
        Some("boolean") => Some(json!(dice.often(5))),
        Some("integer") => Some(json!(dice.below(3))),
        _ => None,
    };
    definition.data.iter().filter_map(|(name, schema)| Some((name.to_owned(), value(schema, dice)?))).collect()
}

/// None, when the automatic branches never come to rest at the start.
fn walk(document: &Value, workflow: &Workflow, dice: &mut Dice<'_>) -> Option<Walk> {
    let people = people(workflow.definition());
    let data = first_values(workflow.definition(), dice);
    let now: DateTime<Utc> = "2026-01-05T09:00:00Z".parse().unwrap();
    let started = json!({"x": 1, "items": [1], "amount": 1000, "valid": true});
    let today = Territory::default().date(now);
    let inputs = Inputs { form: &started, valid: true, today, people: &people, ..Inputs::default() };
    let snapshot = workflow.start(&data, &inputs, now).ok()?.snapshot;
    let mut walker = Walker { workflow, dice, people, now, snapshot };
    let (mut events, mut standings, mut taken, mut refused) = (Vec::new(), vec![walker.standing(true)], 0, 0);
    while events.len() < WALK && refused < TRIES && !walker.dice.is_empty() {
        let form = walker.form();
        let Happening { command, actor, mut input, told } = walker.next(&form);
        input["motivation"] = json!("Parce que");
        let inputs = walker.inputs(&form, &input);
        let clocks = workflow.clocks(&walker.snapshot, inputs.territory, inputs.today);
        let result = workflow.step(&walker.snapshot, &command, &actor, &inputs, walker.now);
        let is_endless = match &result {
            Ok(step) => step.stuck == Some(Refusal::Endless),
            Err(refusal) => *refusal == Refusal::Endless,
        };
        if is_endless {
            break;
        }
        let could = result.is_ok();
        if let Ok(step) = result {
            walker.snapshot = step.snapshot;
        }
        if let Some(mut told) = told {
            taken += usize::from(could);
            refused = if could { 0 } else { refused + 1 };
            told["form"] = form;
            told["deadlines"] = Value::Object(clocks);
            told["actor"] = json!({"id": actor.id, "roles": actor.roles});
            told["input"] = input;
            events.push(told);
            standings.push(walker.standing(could));
        }
    }
    let people = json!(walker.people);
    let told = json!({"definition": document, "people": people, "data": data, "form": started, "events": events});
    Some(Walk { told, standings, taken })
}

impl Walk {
    /// Panics where the other engine stands elsewhere.
    fn compare(&self, seed: u64, theirs: &[Value]) {
        for (index, (ours, theirs)) in self.standings.iter().zip(theirs).enumerate() {
            let before = &self.standings[index.saturating_sub(1)];
            let last = index.checked_sub(1).map(|last| &self.told["events"][last]);
            assert!(
                ours == theirs,
                "seed {seed}: after {last:?}\nfrom    {before}\nours    {ours}\nXState's {theirs}\n{}",
                self.told["definition"]
            );
        }
        assert_eq!(self.standings.len(), theirs.len());
    }
}

fn choices(seed: u64) -> Vec<u8> {
    let mut bytes = vec![0; CHOICES];
    StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
    bytes
}

/// An example, or one made at random.
fn definition(number: u64, examples: &[Value]) -> (u64, Value, Workflow) {
    let bytes = choices(number);
    let mut dice = Dice::new(&bytes);
    let document = if dice.often(3) { dice.pick(examples).clone() } else { made::definition(&mut dice) };
    let workflow = Workflow::parse(&document).unwrap_or_else(|problems| panic!("{problems:?}\n{document}"));
    (number, document, workflow)
}

#[test]
fn a_definition_goes_as_xstate_says() {
    let examples = examples();
    let asked = asked();
    let first = if asked.is_some() { rand::rng().random() } else { 0_u64 };
    let (mut steps, mut taken, mut walks, mut seed) = (0, 0, 0, first);
    let mut other = Other::start("definitions.mjs");
    // It walks one definition while the next is made.
    let mut pending: Option<(u64, Walk)> = None;
    let mut current: Option<(u64, Value, Workflow)> = None;
    while steps < asked.unwrap_or(STEPS) {
        let (_, definition, workflow) = match current.take().filter(|(number, _, _)| *number == seed / WALKS) {
            Some(same) => current.insert(same),
            None => current.insert(definition(seed / WALKS, &examples)),
        };
        let bytes = choices(seed);
        if let Some(walk) = walk(definition, workflow, &mut Dice::new(&bytes)) {
            (steps, taken, walks) = (steps + walk.standings.len() - 1, taken + walk.taken, walks + 1);
            other.ask(&walk.told);
            if let Some((seed, former)) = pending.replace((seed, walk)) {
                former.compare(seed, &other.answer::<Vec<Value>>());
            }
        }
        seed = seed.wrapping_add(1);
    }
    if let Some((seed, last)) = pending {
        last.compare(seed, &other.answer::<Vec<Value>>());
    }
    eprintln!("{steps} steps in {walks} walks, {taken} of them taken");
    assert!(taken * 2 > steps, "only {taken} of {steps} steps were taken");
}
