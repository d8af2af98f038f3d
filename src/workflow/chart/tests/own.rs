//! What is ours: SCXML says nothing of it, or something else.

use super::*;

/// A place that is left for a break, and the way back that only the host knows.
fn with_a_break() -> Small {
    chart(json!([
        {"name": "a", "transitions": [{"events": ["pause"], "target": ["break"]}, {"events": ["next"], "target": ["b"]}]},
        {"name": "b", "states": [{"name": "b1", "transitions": [{"events": ["next"], "target": ["b2"]}]},
            {"name": "b2", "transitions": [{"events": ["pause"], "target": ["break"]}]}]},
        {"name": "break", "transitions": [{"events": ["back"], "target": ["@return"]}, {"events": ["*"], "target": ["a"], "guard": "lost"}]},
    ]))
}

#[test]
fn the_host_chooses_where_to_go() {
    let chart = with_a_break();
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    for event in ["next", "next", "pause"] {
        assert!(interpreter.send(event, &mut host).unwrap());
    }
    assert!(!interpreter.enables("back", &mut host).unwrap(), "without a choice there is no such way");
    assert!(!interpreter.send("back", &mut host).unwrap());
    host.flags = vec!["lost"];
    assert!(interpreter.enables("back", &mut host).unwrap(), "the next transition is tried");
    host.choices.insert("@return break".to_owned(), "b2".to_owned());
    assert!(interpreter.send("back", &mut host).unwrap());
    assert_eq!(active(&interpreter), "b b2");

    interpreter.send("pause", &mut host).unwrap();
    for nowhere in ["zzz", "chart"] {
        host.choices.insert("@return break".to_owned(), nowhere.to_owned());
        assert_eq!(interpreter.send("back", &mut host), Err(Error::Choice));
    }
    assert_eq!(active(&interpreter), "break");
}

#[test]
fn a_configuration_is_kept_as_json_and_goes_on() {
    let chart = chart(json!([
        {"name": "p", "type": "parallel", "transitions": [{"events": ["stop"], "target": ["s"]}], "states": [
            {"name": "shallow", "type": "history", "initial": {"target": ["a", "b"]}},
            {"name": "deep", "type": "deep_history", "initial": {"target": ["a1"]}},
            {"name": "a", "states": [{"name": "a1", "transitions": [{"events": ["e"], "target": ["a2"]}]}, {"name": "a2"}]},
            {"name": "b", "states": [{"name": "b1"}, {"name": "b2"}]}]},
        {"name": "s", "transitions": [{"events": ["back"], "target": ["deep"]}, {"events": ["again"], "target": ["shallow"]}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    interpreter.send("e", &mut host).unwrap();
    interpreter.send("stop", &mut host).unwrap();
    let kept = serde_json::to_value(interpreter.configuration()).unwrap();
    assert_eq!(kept, json!({"active": ["s"], "history": {"deep": ["a2", "b1"], "shallow": ["a", "b"]}}));
    for (event, then) in [("back", "p a a2 b b1"), ("again", "p a a1 b b1")] {
        let mut loaded = Interpreter::load(&chart, &serde_json::from_value(kept.clone()).unwrap()).unwrap();
        assert_eq!(loaded.configuration(), interpreter.configuration());
        assert!(loaded.send(event, &mut host).unwrap());
        assert_eq!(active(&loaded), then);
    }
}

#[test]
fn only_configurations_of_the_chart_are_loaded() {
    let chart = chart(json!([
        {"name": "p", "type": "parallel", "states": [
            {"name": "h", "type": "deep_history", "initial": {"target": ["a2"]}},
            {"name": "a", "states": [{"name": "a1"}, {"name": "a2"}]}, {"name": "b"}]},
        {"name": "s"},
    ]));
    let loads = |active: &[&str], history: Value| {
        let configuration = json!({"active": active, "history": history});
        Interpreter::load(&chart, &serde_json::from_value(configuration).unwrap()).is_ok()
    };
    assert!(loads(&["p", "a", "a2", "b"], json!({"h": ["a1", "b"]})));
    for active in [
        vec![],
        vec!["zzz"],
        vec!["p"],
        vec!["a", "a1", "b"],
        vec!["p", "a", "b"],
        vec!["p", "a", "a1"],
        vec!["p", "a", "a1", "a2", "b"],
        vec!["s", "p", "a", "a1", "b"],
        vec!["p", "a", "a1", "b", "h"],
    ] {
        assert!(!loads(&active, json!({})), "{active:?}");
    }
    for history in [
        json!({"zzz": ["a1"]}),
        json!({"h": ["zzz"]}),
        json!({"h": []}),
        json!({"h": ["s"]}),
        json!({"h": ["h"]}),
        json!({"h": ["a1", "a2"]}),
        json!({"a": ["a1"]}),
        json!({"chart": ["s"]}),
    ] {
        assert!(!loads(&["s"], history.clone()), "{history}");
    }
}

#[test]
fn what_never_comes_to_rest_is_an_error() {
    let turning = chart(json!([
        {"name": "a", "transitions": [{"events": ["go"], "target": ["b"]}]},
        {"name": "b", "transitions": [{"target": ["c"]}]}, {"name": "c", "transitions": [{"target": ["b"]}]},
    ]));
    let raising = chart(json!([
        {"name": "a", "transitions": [{"events": ["go"], "actions": ["raise more"]}, {"events": ["more"], "actions": ["raise more"]}]},
    ]));
    for chart in [turning, raising] {
        let mut host = Teller::default();
        let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
        assert_eq!(interpreter.send("go", &mut host), Err(Error::Endless));
    }
    let line = |steps: usize| {
        let link = |n: usize| json!({"name": format!("s{n}"), "transitions": [{"target": [format!("s{}", n + 1)]}]});
        let mut states: Vec<Value> = (0..steps).map(link).collect();
        states.push(json!({"name": format!("s{steps}")}));
        let chart = chart(Value::Array(states));
        Interpreter::start(&chart, &mut Teller::default()).map(|interpreter| active(&interpreter))
    };
    assert_eq!(line(MICRO_STEPS), Ok(format!("s{MICRO_STEPS}")));
    assert_eq!(line(MICRO_STEPS + 1), Err(Error::Endless));
}

#[test]
fn what_is_over_keeps_its_states_until_it_is_reopened() {
    let chart = chart(json!([
        {"name": "open", "transitions": [{"events": ["close"], "target": ["closed"], "actions": ["raise late"]}]},
        {"name": "closed", "type": "final", "exit": ["left"],
            "transitions": [{"events": ["open"], "target": ["open"]}, {"events": ["late"], "target": ["open"]}]},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    assert!(!interpreter.is_done());
    assert!(interpreter.send("close", &mut host).unwrap());
    assert_eq!(
        (active(&interpreter).as_str(), interpreter.is_done()),
        ("closed", true),
        "and what was raised is forgotten"
    );
    assert!(!host.told.contains(&"left".to_owned()));
    assert!(interpreter.enables("open", &mut host).unwrap());
    assert!(!interpreter.send("open", &mut host).unwrap());
    assert!(!interpreter.reopen("zzz", &mut host).unwrap());
    assert!(interpreter.reopen("open", &mut host).unwrap());
    assert_eq!((active(&interpreter).as_str(), interpreter.is_done()), ("open", false));
}

#[test]
fn a_parallel_state_is_done_when_all_its_regions_are_and_so_is_the_one_around_it() {
    let region = |name: &str, event: &str| {
        json!({"name": name, "states": [
            {"name": format!("{name}1"), "transitions": [{"events": [event], "target": [format!("{name}2")]}]},
            {"name": format!("{name}2"), "type": "final"}]})
    };
    let chart = chart(json!([
        {"name": "p", "type": "parallel", "states": [
            region("a", "e"),
            {"name": "q", "type": "parallel", "states": [region("b", "e"), region("c", "f")]}],
         "transitions": [
            {"events": ["done.state.*"], "guard": "never"},
            {"events": ["done.state.a", "done.state.b", "done.state.c"], "actions": ["region"]},
            {"events": ["done.state.q"], "actions": ["inner"]},
            {"events": ["done.state.p"], "target": ["end"], "actions": ["outer"]}]},
        {"name": "end", "type": "final"},
    ]));
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    interpreter.send("e", &mut host).unwrap();
    assert_eq!(active(&interpreter), "p a a2 q b b2 c c1");
    interpreter.send("f", &mut host).unwrap();
    let told: Vec<_> = host.told.iter().filter(|told| !told.starts_with(['+', '-'])).collect();
    let ends = ["region on done.state.a", "region on done.state.b", "region on done.state.c", "inner on done.state.q"];
    assert_eq!(told[..4], ends);
    assert_eq!(told[4..], ["outer on done.state.p"]);
    assert!(interpreter.is_done());
}

#[test]
fn the_chart_s_own_transitions_are_tried_last() {
    let mut outline = outline(json!([
        {"name": "a", "transitions": [{"events": ["e"], "target": ["b"]}]}, {"name": "b"}, {"name": "c"},
    ]));
    let everywhere = Transition { target: vec!["c".to_owned()], ..Transition::on(["e", "f"]) };
    outline.transitions.push(everywhere);
    let chart = Chart::new(outline).unwrap();
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    let mut after = |event: &str| {
        interpreter.send(event, &mut host).unwrap();
        active(&interpreter)
    };
    assert_eq!([after("e"), after("f"), after("e")], ["b", "c", "c"]);
    assert!(!host.told.contains(&"-chart".to_owned()));
}

#[test]
fn names_are_exact_and_prefixes_end_at_a_dot() {
    for (descriptor, yes, no) in [
        ("a", vec!["a"], vec!["a.b", "ab", "b"]),
        ("a.*", vec!["a", "a.b", "a.b.c"], vec!["ab", "b.a"]),
        ("a.b.*", vec!["a.b", "a.b.c"], vec!["a", "a.bc"]),
        ("*", vec!["a", "a.b"], vec![]),
    ] {
        let descriptor = Descriptor::from(descriptor);
        assert!(yes.iter().all(|event| descriptor.matches(event)), "{descriptor:?}");
        assert!(!no.iter().any(|event| descriptor.matches(event)), "{descriptor:?}");
    }
}

#[test]
fn guards_see_which_states_are_active() {
    let chart = chart(json!([
        {"name": "p", "type": "parallel", "states": [
            {"name": "a", "states": [{"name": "a1", "transitions": [{"events": ["e"], "target": ["a2"]}]}, {"name": "a2"}]},
            {"name": "b", "states": [{"name": "b1", "transitions": [{"target": ["b2"], "guard": "In(a2)"}]}, {"name": "b2"}]}]},
    ]));
    assert_eq!(chart.path("b2"), ["p", "b", "b2"]);
    assert!(chart.path("zzz").is_empty() && chart.path("chart").is_empty());
    let mut host = Teller::default();
    let mut interpreter = Interpreter::start(&chart, &mut host).unwrap();
    assert_eq!(active(&interpreter), "p a a1 b b1");
    interpreter.send("e", &mut host).unwrap();
    assert_eq!(active(&interpreter), "p a a2 b b2");
}
