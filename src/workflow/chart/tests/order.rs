//! What the host sees, in which order.

use super::*;

#[test]
fn exit_goes_outwards_then_the_way_then_entry_inwards() {
    let chart = chart(json!([
        {"name": "a", "exit": ["leave a"], "states": [{"name": "a1", "exit": ["leave a1"],
            "transitions": [{"events": ["go"], "target": ["c"], "actions": ["go 1", "go 2"]}]}]},
        {"name": "b", "entry": ["enter b"], "initial": {"target": ["c"], "actions": ["begin b"]},
            "states": [{"name": "b1"}, {"name": "c", "entry": ["enter c"], "initial": {"target": ["c1"], "actions": ["begin c"]},
                "states": [{"name": "c1"}]}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    assert_eq!(std::mem::take(&mut host.told), ["+chart", "+a", "+a1"]);
    assert!(interpreter.send("go", &mut host).unwrap());
    assert_eq!(
        host.told,
        [
            "-a1",
            "leave a1 on go",
            "-a",
            "leave a on go",
            "go 1 on go",
            "go 2 on go",
            "+b",
            "enter b on go",
            "+c",
            "enter c on go",
            "begin c on go",
            "+c1",
        ],
        "b has a target within it, so its own beginning isn't followed"
    );
    assert_eq!(active(&interpreter), "b c c1");
}

#[test]
fn regions_are_left_last_to_first_and_entered_first_to_last() {
    let chart = chart(json!([
        {"name": "p", "type": "parallel", "transitions": [{"events": ["again"], "target": ["p"]}], "states": [
            {"name": "a", "states": [{"name": "a1", "transitions": [{"events": ["e"], "target": ["a2"], "actions": ["a"]}]}, {"name": "a2"}]},
            {"name": "b", "states": [{"name": "b1", "transitions": [{"events": ["e"], "target": ["b2"], "actions": ["b"]}]}, {"name": "b2"}]}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    assert_eq!(std::mem::take(&mut host.told), ["+chart", "+p", "+a", "+a1", "+b", "+b1"]);
    interpreter.send("e", &mut host).unwrap();
    assert_eq!(std::mem::take(&mut host.told), ["-b1", "-a1", "a on e", "b on e", "+a2", "+b2"]);
    interpreter.send("again", &mut host).unwrap();
    assert_eq!(host.told, ["-b2", "-b", "-a2", "-a", "-p", "+p", "+a", "+a1", "+b", "+b1"]);
}

#[test]
fn a_transition_without_target_leaves_nothing_and_an_internal_one_keeps_its_source() {
    let chart = chart(json!([
        {"name": "a", "states": [{"name": "a1"}, {"name": "a2"}], "transitions": [
            {"events": ["note"], "actions": ["noted"]},
            {"events": ["in"], "target": ["a2"], "internal": true},
            {"events": ["out"], "target": ["a2"]}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    for (event, told) in
        [("note", vec!["noted on note"]), ("in", vec!["-a1", "+a2"]), ("out", vec!["-a2", "-a", "+a", "+a2"])]
    {
        host.told.clear();
        assert!(interpreter.send(event, &mut host).unwrap());
        assert_eq!(host.told, told);
    }
}

#[test]
fn what_is_raised_waits_for_what_is_automatic_and_comes_before_what_is_outside() {
    let chart = chart(json!([
        {"name": "a", "transitions": [{"events": ["go"], "target": ["b"], "actions": ["raise one", "raise two"]}]},
        {"name": "b", "transitions": [{"target": ["c"], "actions": ["by itself"]}, {"events": ["one"], "target": ["x"]}]},
        {"name": "c", "transitions": [{"events": ["two"], "target": ["x"]}, {"events": ["one"], "target": ["d"], "actions": ["got"]}]},
        {"name": "d", "transitions": [{"events": ["two"], "target": ["e"], "actions": ["got"]}]},
        {"name": "e"}, {"name": "x"},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    host.told.clear();
    interpreter.send("go", &mut host).unwrap();
    let told: Vec<_> = host.told.iter().filter(|told| !told.starts_with(['+', '-'])).collect();
    assert_eq!(told, ["raise one on go", "raise two on go", "by itself", "got on one", "got on two"]);
    assert_eq!(active(&interpreter), "e");
}

#[test]
fn a_history_does_what_is_on_its_way_only_while_it_remembers_nothing() {
    let chart = chart(json!([
        {"name": "off", "transitions": [{"events": ["on"], "target": ["h"]}]},
        {"name": "on", "entry": ["enter on"], "initial": {"target": ["slow"], "actions": ["begin on"]},
            "transitions": [{"events": ["off"], "target": ["off"]}], "states": [
            {"name": "h", "type": "history", "initial": {"target": ["fast"], "actions": ["first time"]}},
            {"name": "slow"}, {"name": "fast"}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    host.told.clear();
    interpreter.send("on", &mut host).unwrap();
    assert_eq!(host.told, ["-off", "+on", "enter on on on", "first time on on", "+fast"]);
    interpreter.send("off", &mut host).unwrap();
    host.told.clear();
    interpreter.send("on", &mut host).unwrap();
    assert_eq!(host.told, ["-off", "+on", "enter on on on", "+fast"]);
}

#[test]
fn a_history_that_is_reached_from_within_enters_nothing_twice() {
    let chart = chart(json!([
        {"name": "out", "transitions": [{"events": ["in"], "target": ["h"]}]},
        {"name": "a", "transitions": [{"events": ["leave"], "target": ["out"]}], "states": [
            {"name": "h", "type": "deep_history", "initial": {"target": ["c1"]}},
            {"name": "b", "states": [{"name": "c", "type": "parallel", "states": [
                {"name": "c1", "transitions": [{"events": ["jump"], "target": ["h"]}]},
                {"name": "d", "states": [{"name": "d1", "transitions": [{"events": ["next"], "target": ["d2"]}]}, {"name": "d2"}]}]}]}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    for event in ["in", "leave", "in", "next"] {
        assert!(interpreter.send(event, &mut host).unwrap());
    }
    host.told.clear();
    assert!(interpreter.send("jump", &mut host).unwrap());
    assert_eq!(host.told, ["-d2", "-d", "-c1", "-c", "-b", "+b", "+c", "+c1", "+d", "+d1"]);
    assert_eq!(active(&interpreter), "a b c c1 d d1");
}
