//! Scenarios: tests that ship with a definition, and what an author tries before publishing.

use super::Workflow;
use super::command::{Actor, Command, Inputs, Refusal};
use super::deadline::Count;
use super::duration::Duration;
use super::step::{Decision, Effect, Snapshot, Step};
use crate::civil::Territory;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Timers that one `wait` may let fall due: a timer that arms itself again can't hold the simulation.
const MOST_TIMERS: usize = 1_000;

/// A story: what is given, then one thing after another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub given: Given,
    pub steps: Vec<ScenarioStep>,
}

/// What the rules read. The answers are valid and eligible unless `form.valid` or `form.ineligible` say otherwise.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Given {
    #[serde(default)]
    pub data: Map<String, Value>,
    #[serde(default)]
    pub form: Value,
    #[serde(default)]
    pub review: Value,
    #[serde(default)]
    pub applicant: Value,
    #[serde(default)]
    pub dossier: Value,
    /// Where the procedure is handled; metropolitan France when nothing is said.
    #[serde(default)]
    pub territory: Territory,
    /// The first day; 1 January 2026 when nothing is said.
    pub today: Option<NaiveDate>,
}

/// One step: time passes, then somebody does something, then the state is looked at.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioStep {
    pub wait: Option<Duration>,
    #[serde(rename = "do")]
    pub transition: Option<String>,
    /// A role, or a person of a role: `instructor`, `instructor_2`.
    #[serde(rename = "as")]
    pub actor: Option<String>,
    /// What the person writes in the transition's form; when absent, what the form asks for is there.
    pub with: Option<Value>,
    /// The state after the step.
    pub expect: Option<String>,
    /// The code of the refusal.
    pub refused: Option<String>,
}

/// Where the dossier stands after a step.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Configuration {
    pub state: String,
    pub phase: String,
    pub data: Map<String, Value>,
    /// The clocks that have started, as rules read them.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub deadlines: Map<String, Value>,
    /// What the step did, the timers that fell due in a `wait` included.
    pub effects: Vec<Effect>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Why nothing changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<&'static str>,
    pub at: DateTime<Utc>,
}

/// A step that did not go as it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// From 0.
    pub step: usize,
    /// The state or the refusal that the step names; empty when it only had to pass.
    pub expected: String,
    pub got: String,
}

/// What came of a scenario.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// One for each step.
    pub configurations: Vec<Configuration>,
    pub failures: Vec<Failure>,
    /// The transitions that passed, with the state that each was pressed in.
    pub pressed: Vec<(String, String)>,
}

/// One configuration for each step. A refused step changes nothing, and the next one goes on from there.
pub fn simulate(workflow: &Workflow, scenario: &Scenario) -> Vec<Configuration> {
    workflow.run(scenario).configurations
}

impl Workflow {
    /// Runs a scenario to its end, and compares each step with what it expects.
    pub fn run(&self, scenario: &Scenario) -> Run {
        let mut run = Run::default();
        let first = scenario.given.today.unwrap_or(NaiveDate::MIN.max(first_day()));
        let mut stage = Stage {
            workflow: self,
            given: &scenario.given,
            now: first.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12),
        };
        let mut snapshot = match stage.start() {
            Ok(step) => step.snapshot,
            Err(refusal) => {
                run.failures.push(Failure { step: 0, expected: String::new(), got: refusal.code().to_owned() });
                return run;
            }
        };
        for (number, step) in scenario.steps.iter().enumerate() {
            let left = snapshot.state.clone();
            let (after, configuration) = stage.play(snapshot, step);
            snapshot = after;
            if let (Some(name), None) = (&step.transition, configuration.refused) {
                run.pressed.push((left, name.clone()));
            }
            run.failures.extend(judge(number, step, &configuration));
            run.configurations.push(configuration);
        }
        run
    }
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default()
}

fn judge(number: usize, step: &ScenarioStep, found: &Configuration) -> Option<Failure> {
    let got = found.refused.map_or_else(|| found.state.clone(), str::to_owned);
    let expected = match (&step.refused, &step.expect) {
        (Some(code), _) if found.refused == Some(code) => None,
        (Some(code), _) => Some(code),
        (None, Some(state)) if found.refused.is_none() && *state == found.state => None,
        (None, Some(state)) => Some(state),
        (None, None) if found.refused.is_none() => None,
        (None, None) => return Some(Failure { step: number, expected: String::new(), got }),
    };
    // A refusal may come with the state that must not have moved.
    let moved = step.refused.is_some() && step.expect.as_ref().is_some_and(|state| *state != found.state);
    match expected {
        Some(expected) => Some(Failure { step: number, expected: expected.clone(), got }),
        None if moved => {
            Some(Failure { step: number, expected: step.expect.clone().unwrap_or_default(), got: found.state.clone() })
        }
        None => None,
    }
}

/// The scenario's world: its clock and its values.
struct Stage<'s> {
    workflow: &'s Workflow,
    given: &'s Given,
    now: DateTime<Utc>,
}

impl Stage<'_> {
    fn inputs<'a>(&'a self, input: &'a Value) -> Inputs<'a> {
        let says = |name: &str| self.given.form.get(name).and_then(Value::as_bool);
        Inputs {
            form: &self.given.form,
            valid: says("valid").unwrap_or(true),
            ineligible: says("ineligible").unwrap_or(false),
            review: &self.given.review,
            applicant: &self.given.applicant,
            dossier: &self.given.dossier,
            today: self.given.territory.date(self.now),
            territory: self.given.territory,
            input,
        }
    }

    fn start(&self) -> Result<Step, Refusal> {
        self.workflow.start(&self.given.data, &self.inputs(&Value::Null), self.now)
    }

    fn play(&mut self, snapshot: Snapshot, step: &ScenarioStep) -> (Snapshot, Configuration) {
        let mut done = Done { snapshot, effects: Vec::new(), decision: None, refused: None };
        if let Some(delay) = step.wait {
            self.wait(delay, &mut done);
        }
        if let Some(name) = &step.transition {
            let command = Command::Transition { name: name.clone() };
            let actor = step.actor.as_deref().map_or_else(Actor::system, |name| self.actor(name));
            let filled = json!({"motivation": "Scénario", "message": "Scénario"});
            done.take(self.step(&done.snapshot, &command, &actor, step.with.as_ref().unwrap_or(&filled)));
        }
        let Done { snapshot, effects, decision, refused } = done;
        let configuration = Configuration {
            state: snapshot.state.clone(),
            phase: self.workflow.phase(&snapshot.state).to_owned(),
            data: snapshot.data.clone(),
            deadlines: self.workflow.clocks(&snapshot, self.given.territory, self.given.territory.date(self.now)),
            effects,
            decision,
            refused,
            at: self.now,
        };
        (snapshot, configuration)
    }

    fn step(&self, snapshot: &Snapshot, command: &Command, actor: &Actor, input: &Value) -> Result<Step, Refusal> {
        self.workflow.step(snapshot, command, actor, &self.inputs(input), self.now)
    }

    /// Lets time pass; what falls due fires at its own time, in order.
    fn wait(&mut self, delay: Duration, done: &mut Done) {
        let end = Count::Calendar.moment_after(&delay, self.now, self.given.territory);
        for _ in 0..MOST_TIMERS {
            let next = done.snapshot.timers.iter().map(|(id, due)| (*due, id.clone())).min();
            let Some((due, id)) = next.filter(|(due, _)| *due <= end) else { break };
            self.now = self.now.max(due);
            let command = Command::Timer { id: id.clone() };
            done.take(self.step(&done.snapshot, &command, &Actor::system(), &Value::Null));
            // A refused timer would come back for ever.
            done.snapshot.timers.remove(&id);
        }
        self.now = end;
    }

    fn actor(&self, name: &str) -> Actor {
        let roles = &self.workflow.definition().roles;
        let role = match name.rsplit_once('_') {
            Some((role, number)) if !roles.contains(name) && number.parse::<u32>().is_ok() => role,
            _ => name,
        };
        Actor::new(name, [role])
    }
}

/// What a step did so far.
struct Done {
    snapshot: Snapshot,
    effects: Vec<Effect>,
    decision: Option<Decision>,
    refused: Option<&'static str>,
}

impl Done {
    fn take(&mut self, result: Result<Step, Refusal>) {
        match result {
            Ok(step) => {
                self.snapshot = step.snapshot;
                self.effects.extend(step.effects);
                self.decision = step.decision.or(self.decision.take());
            }
            Err(refusal) => self.refused = Some(refusal.code()),
        }
    }
}
