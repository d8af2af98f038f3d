//! What is no chart.

use super::*;

fn faults(states: Value) -> Vec<Fault> {
    Chart::new(outline(states)).expect_err("it has a fault")
}

fn named(name: &str) -> String {
    name.to_owned()
}

#[test]
fn names_are_unique_and_never_begin_as_a_choice() {
    assert_eq!(faults(json!([{"name": ""}, {"name": "@back"}])), [Fault::Name(named("")), Fault::Name(named("@back"))]);
    let twice = json!([{"name": "a", "states": [{"name": "a"}]}, {"name": "chart"}]);
    assert_eq!(faults(twice), [Fault::Duplicate(named("a")), Fault::Duplicate(named("chart"))]);
}

#[test]
fn each_kind_holds_what_it_can() {
    for states in [
        json!([{"name": "x", "type": "final", "states": [{"name": "a"}]}]),
        json!([{"name": "x", "type": "parallel"}]),
        json!([{"name": "x", "type": "parallel", "states": [{"name": "a", "type": "final"}]}]),
        json!([{"name": "x", "states": [{"name": "h", "type": "history", "initial": {"target": ["x"]}}]}]),
    ] {
        assert!(faults(states.clone()).contains(&Fault::Children(named("x"))), "{states}");
    }
    assert_eq!(faults(json!([])), [Fault::Children(named("chart"))]);
    let at_the_top = json!([{"name": "a"}, {"name": "h", "type": "deep_history", "initial": {"target": ["a"]}}]);
    assert_eq!(faults(at_the_top), [Fault::Children(named("chart"))]);
    let parallel: Node<String, String> =
        serde_json::from_value(json!({"name": "chart", "type": "parallel", "states": [{"name": "a"}]})).unwrap();
    assert_eq!(Small::new(parallel).unwrap_err(), [Fault::Children(named("chart"))]);
}

#[test]
fn one_begins_within() {
    let history = |kind: &str, target: Value| {
        let mut h = json!({"name": "h", "type": kind});
        if !target.is_null() {
            h["initial"] = json!({ "target": target });
        }
        json!([{"name": "x", "states": [{"name": "a", "states": [{"name": "aa"}]}, {"name": "b"}, h]}, {"name": "y"}])
    };
    for (kind, target) in [
        ("history", Value::Null),
        ("history", json!(["y"])),
        ("history", json!([])),
        ("deep_history", json!(["h"])),
        ("deep_history", json!(["aa", "b"])),
    ] {
        assert_eq!(faults(history(kind, target.clone())), [Fault::Initial(named("h"))], "{kind} {target}");
    }
    assert!(Small::new(outline(history("deep_history", json!(["aa"])))).is_ok());

    let compound = |target: &str| json!([{"name": "x", "initial": {"target": [target]}, "states": [{"name": "a"}]}, {"name": "y", "initial": {"target": ["x"]}}]);
    assert_eq!(faults(compound("a")), [Fault::Initial(named("y"))], "nothing is within it");
    assert_eq!(faults(compound("zzz")), [Fault::Initial(named("x")), Fault::Initial(named("y"))]);
}

#[test]
fn targets_exist_and_can_be_active_together() {
    let with = |target: Value| {
        json!([
            {"name": "s", "transitions": [{"events": ["e"], "target": target}]},
            {"name": "p", "type": "parallel", "states": [
                {"name": "h", "type": "deep_history", "initial": {"target": ["a2"]}},
                {"name": "a", "states": [{"name": "a1"}, {"name": "a2"}]},
                {"name": "b", "states": [{"name": "b1"}, {"name": "b2"}]}]},
        ])
    };
    let unknown = Fault::UnknownTarget { state: named("s"), target: named("zzz") };
    assert_eq!(faults(with(json!(["zzz"]))), [unknown]);
    for target in [
        json!(["a1", "a2"]),
        json!(["a", "a1"]),
        json!(["a1", "a1"]),
        json!(["h", "b2"]),
        json!(["s", "a1"]),
        json!(["chart"]),
        json!(["@back", "a1"]),
    ] {
        assert_eq!(faults(with(target.clone())), [Fault::Targets(named("s"))], "{target}");
    }
    for target in [json!(["a2", "b2"]), json!(["b1", "a"]), json!(["h"]), json!(["@back"])] {
        assert!(Small::new(outline(with(target.clone()))).is_ok(), "{target}");
    }
}

#[test]
fn some_states_have_no_way_out_of_their_own() {
    let on = |events: Value| json!({"events": events, "target": ["a"], "guard": "g"});
    let history = json!([{"name": "x", "states": [{"name": "a"},
        {"name": "h", "type": "history", "initial": {"target": ["a"]}, "transitions": [on(json!(["e"]))]}]}]);
    assert_eq!(faults(history), [Fault::Transition(named("h"))]);
    let end = |events: Value| json!({"name": "f", "type": "final", "transitions": [on(events)]});
    assert_eq!(faults(json!([{"name": "a"}, end(json!([]))])), [Fault::Transition(named("f"))]);
    let inner = json!([{"name": "a"}, {"name": "x", "states": [end(json!(["e"]))]}]);
    assert_eq!(faults(inner), [Fault::Transition(named("f"))]);
    assert!(Small::new(outline(json!([{"name": "a"}, end(json!(["e"]))]))).is_ok(), "what is over may be reopened");
    assert_eq!(faults(json!([{"name": "a", "transitions": [{}]}])), [Fault::Idle(named("a"))]);
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| {
        let innermost: Node<String, String> = Node::new(format!("s{levels}"), Kind::State);
        (0..levels).rev().fold(innermost, |inner, level| Node {
            children: vec![inner],
            ..Node::new(format!("s{level}"), Kind::State)
        })
    };
    assert!(Small::new(nested(MAX_DEPTH)).is_ok());
    assert_eq!(Small::new(nested(MAX_DEPTH + 1)).unwrap_err(), [Fault::TooDeep(format!("s{}", MAX_DEPTH + 1))]);
}
