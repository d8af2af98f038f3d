use super::*;
use serde_json::json;

fn standard() -> Value {
    serde_json::from_str(include_str!("../../../forms/workflows/standard.json")).unwrap()
}

fn state<'c>(circuit: &'c Circuit, name: &str) -> &'c State {
    circuit.scope.states.iter().find(|state| state.name == name).unwrap()
}

fn triggers<'c>(circuit: &'c Circuit, name: &str) -> Vec<&'c Trigger> {
    state(circuit, name).ways.iter().map(|way| &way.trigger).collect()
}

#[test]
fn names_that_stand_for_no_state_are_told_with_their_place() {
    let mut document = standard();
    document["initial"] = json!("a");
    document["states"]["brouillon"]["on"]["deposer"]["target"] = json!("b");
    document["states"]["en_instruction"]["onDone"] = json!("c");
    document["deadlines"] =
        json!({"d": {"label": "D", "duration": "P1M", "start": ["brouillon"], "onExpiry": {"target": "e"}}});
    let problems = Circuit::read(&document, "fr", "fr").unwrap_err();
    let places: Vec<&str> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
    let expected = [
        "/initial",
        "/states/brouillon/on/deposer/target",
        "/states/en_instruction/onDone/target",
        "/deadlines/d/onExpiry/target",
    ];
    assert_eq!(places, expected);
    assert!(Circuit::read(&json!({}), "fr", "fr").is_err());
}

#[test]
fn a_clock_runs_out_where_a_dossier_rests_after_its_start_and_nothing_stops_it() {
    let mut document = standard();
    document["deadlines"] = json!({"d": {"label": "D", "duration": "P1M", "start": ["en_construction"],
        "suspendIn": ["a_corriger"], "onExpiry": {"target": "accepte"}}});
    let circuit = Circuit::read(&document, "fr", "fr").unwrap();
    let runs = |name: &str| triggers(&circuit, name).contains(&&Trigger::Expiry("d".to_owned()));
    let found: Vec<&str> =
        circuit.scope.states.iter().map(|state| state.name.as_str()).filter(|name| runs(name)).collect();
    assert_eq!(found, ["en_construction", "en_instruction"]);
}

#[test]
fn one_goes_back_to_where_one_may_have_come_from() {
    let circuit = Circuit::read(&standard(), "en", "fr").unwrap();
    let back = &state(&circuit, "a_corriger").ways[0];
    let names: Vec<&str> = back.to.states().iter().map(|number| circuit.scope.states[*number].name.as_str()).collect();
    assert_eq!(names, ["en_construction", "en_instruction"]);
    assert_eq!(state(&circuit, "en_construction").label, "Submitted");
}

#[test]
fn only_what_may_be_taken_is_a_way() {
    let mut document = standard();
    document["states"]["en_instruction"]["always"] =
        json!([{"guard": false, "target": "refuse"}, {"target": "accepte"}, {"target": "sans_suite"}]);
    let circuit = Circuit::read(&document, "fr", "fr").unwrap();
    let passing = state(&circuit, "en_instruction");
    assert_eq!(passing.open_ways().iter().map(|way| way.to.states().len()).collect::<Vec<_>>(), [1]);
    assert!(passing.is_passing());
    let reached = circuit.scope.reachable();
    let names = circuit.scope.states.iter().zip(reached).filter(|(_, reached)| *reached).map(|(state, _)| &state.name);
    assert!(!names.collect::<Vec<_>>().contains(&&"refuse".to_owned()));
}
