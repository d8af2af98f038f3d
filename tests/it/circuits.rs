//! The example workflows, run from end to end by scenarios.

use crate::support::example;
use guichet::workflow::{Scenario, Workflow};
use serde_json::{Value, json};

/// Runs a story; every step is as it expects. Returns the last configuration.
fn plays(workflow: &Workflow, given: Value, steps: Value) -> Value {
    let scenario: Scenario = serde_json::from_value(json!({"name": "x", "given": given, "steps": steps})).unwrap();
    let run = workflow.run(&scenario);
    assert_eq!(run.failures, [], "{steps}");
    serde_json::to_value(run.configurations.last().unwrap()).unwrap()
}

fn does(task: &str, who: &str, outcome: &str, state: &str) -> Value {
    json!({"task": task, "as": who, "outcome": outcome, "expect": state})
}

#[test]
fn the_checker_finds_nothing_in_them_but_what_is_not_published_yet() {
    for file in ["standard.workflow.json", "association-subsidy.workflow.json", "building-permit.workflow.json"] {
        let document = example(file);
        let found = guichet::workflow::check(&document);
        let wrong: Vec<_> =
            found.iter().filter(|problem| problem.blocks() && problem.code != "E-unsupported").collect();
        assert!(wrong.is_empty(), "{file}: {wrong:?}");
    }
}

#[test]
fn an_association_is_granted_a_subsidy_by_a_committee() {
    let document = example("association-subsidy.workflow.json");
    let workflow = Workflow::parse(&document).unwrap();
    for scenario in &workflow.definition().scenarios {
        assert_eq!(workflow.run(scenario).failures, [], "{}", scenario.name);
    }
    let large = json!({"form": {"amount": 9000}, "today": "2026-01-05"});
    let start = |more: Value| {
        let mut steps = json!([
            {"do": "submit", "as": "applicant", "expect": "instruction"},
            does("analysis", "instructor_1", "eligible", "committee"),
        ]);
        steps.as_array_mut().unwrap().extend(more.as_array().unwrap().clone());
        steps
    };
    let votes = |outcomes: [&str; 3]| -> Vec<Value> {
        let cast = outcomes
            .iter()
            .enumerate()
            .map(|(n, outcome)| json!({"task": "ballot", "as": format!("committee_{}", n + 1), "outcome": outcome}));
        cast.collect()
    };
    // Three of five for: it closes at once. Who voted may not sign, who signs may not pay.
    let mut steps = votes(["favorable", "favorable", "favorable"]);
    steps.extend([
        json!({"task": "sign", "as": "agent_9", "outcome": "grant", "expect": "payment"}),
        json!({"task": "order", "as": "agent_9", "refused": "exclude", "expect": "payment"}),
        does("order", "finance_1", "paid", "granted"),
    ]);
    let end = plays(&workflow, large.clone(), start(Value::from(steps)));
    assert_eq!(end["decision"]["outcome"], "accepted");
    assert_eq!(
        end["tasks"]["ballot"],
        json!({"status": "done", "outcome": "favorable", "count_favorable": 3, "count_unfavorable": 0, "count_abstain": 0})
    );
    // Two ballots of five in three weeks: no quorum, then a second meeting in which one is enough.
    let mut steps = votes(["favorable", "unfavorable", "abstain"]);
    steps.truncate(2);
    steps.extend([
        json!({"wait": "P22D", "expect": "committee_second"}),
        json!({"task": "ballot2", "as": "committee_1", "outcome": "favorable"}),
        json!({"wait": "P15D", "expect": "signature"}),
    ]);
    let end = plays(&workflow, large.clone(), start(Value::from(steps)));
    assert_eq!(end["tasks"]["ballot"]["outcome"], "no_quorum");
    assert_eq!(end["tasks"]["ballot2"]["outcome"], "rejected", "the missing ballots are against");
    // As many for as against: the chair decides.
    let mut steps = votes(["favorable", "unfavorable", "abstain"]);
    steps.extend([
        json!({"task": "ballot", "as": "committee_4", "outcome": "abstain"}),
        json!({"task": "ballot", "as": "committee_5", "outcome": "abstain", "expect": "committee"}),
        does("ballot", "chair", "favorable", "signature"),
    ]);
    plays(&workflow, large.clone(), start(Value::from(steps)));
    // Nobody decides in two months: silence refuses, on the due date.
    let end = plays(&workflow, large, start(json!([{"wait": "P3M", "expect": "refused_tacit"}])));
    assert_eq!(end["decision"]["effective_on"], "2026-03-05");
}

#[test]
fn a_building_permit_is_consulted_on_extended_and_granted_by_silence() {
    let document = example("building-permit.workflow.json");
    let workflow = Workflow::parse(&document).unwrap();
    let house = |protected: bool| json!({"data": {"house": true, "protected_area": protected, "public_building": false}, "today": "2026-01-05"});
    let submitted = json!({"do": first_button(&document), "as": "applicant", "expect": "completeness"});
    let complete = json!({"do": "declare_complete", "as": "instructor", "expect": "examination"});
    // Opinions and analysis side by side; the mayor signs, and not the instructor.
    let end = plays(
        &workflow,
        house(true),
        json!([
            submitted, complete,
            does("analysis", "agent_1", "grant", "examination"),
            does("abf", "abf", "favorable", "examination"),
            does("network", "network", "favorable", "signature"),
            {"task": "sign", "as": "agent_1", "outcome": "grant", "refused": "exclude"},
            does("sign", "mayor", "grant", "granted"),
        ]),
    );
    assert_eq!(end["deadlines"]["decision"]["phase"], "ended");
    // The consulted services stay silent: their opinions are deemed favourable.
    let end = plays(
        &workflow,
        house(true),
        json!([submitted, complete, does("analysis", "instructor", "grant", "examination"),
            {"do": "extend_abf", "as": "instructor", "expect": "examination"},
            {"do": "extend_abf", "as": "instructor", "refused": "guard"},
            {"wait": "P70D", "expect": "signature"}]),
    );
    assert_eq!(
        end["tasks"]["abf"],
        json!({"status": "tacit", "outcome": "favorable", "count_favorable": 1, "count_reserved": 0, "count_unfavorable": 0})
    );
    // Two months and the month of the extension go by: the permit is born of silence.
    let end = plays(&workflow, house(false), json!([submitted, complete, {"wait": "P3M", "expect": "granted_tacit"}]));
    assert_eq!((&end["decision"]["tacit"], &end["decision"]["effective_on"]), (&json!(true), &json!("2026-03-05")));
    // Missing documents start the clock anew.
    let end = plays(
        &workflow,
        house(false),
        json!([submitted, {"do": "request_pieces", "as": "instructor", "expect": "missing_pieces"},
            {"wait": "P10D", "do": "provide", "as": "applicant", "expect": "completeness"}, complete]),
    );
    assert_eq!(end["deadlines"]["decision"]["due"], "2026-03-15");
}

/// The button of the draft.
fn first_button(document: &Value) -> String {
    let initial = document["initial"].as_str().unwrap();
    document["states"][initial]["on"].as_object().unwrap().keys().next().unwrap().clone()
}
