//! Scenarios: tests that ship with a definition, and what an author tries before publishing.

mod stage;

use super::Workflow;
use super::duration::Duration;
use super::step::{Decision, Effect};
use crate::civil::Territory;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use stage::Stage;
use std::collections::BTreeSet;

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
    /// A task that somebody does.
    pub task: Option<String>,
    /// A task that somebody had better not do.
    pub recuse: Option<String>,
    /// Outside work that fails as it is asked for in this step, by its id; all other succeeds at once.
    pub fails: Option<String>,
    /// How it ends; needless where it can end in one way.
    pub outcome: Option<String>,
    /// A role, or a person of a role: `instructor`, `instructor_2`. Any other name is a person who holds every role of the
    /// administration.
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
    /// The states within a parallel one that are active.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<String>,
    pub phase: String,
    pub data: Map<String, Value>,
    /// The tasks that were opened, as rules read them.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub tasks: Map<String, Value>,
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
    /// The ways that were taken: where each is written in the definition, as a JSON Pointer.
    pub taken: BTreeSet<String>,
}

impl Workflow {
    /// Runs a scenario to its end, and compares each step with what it expects. A refused step changes nothing, and the next
    /// one goes on from there.
    pub fn run(&self, scenario: &Scenario) -> Run {
        let mut run = Run::default();
        let first = scenario.given.today.unwrap_or(NaiveDate::MIN.max(first_day()));
        let noon = first.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12);
        let mut stage = Stage::new(self, &scenario.given, noon);
        let mut snapshot = match stage.start() {
            Ok(step) => {
                run.taken.extend(step.taken);
                step.snapshot
            }
            Err(refusal) => {
                run.failures.push(Failure { step: 0, expected: String::new(), got: refusal.code().to_owned() });
                return run;
            }
        };
        for (number, step) in scenario.steps.iter().enumerate() {
            let (after, configuration) = stage.play(snapshot, step, &mut run.taken);
            snapshot = after;
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
