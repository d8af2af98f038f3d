//! What has no effect, and ways out that are none.

use super::*;

const AT: &str = "/states/en_instruction";

/// The problems of the standard workflow with this in the state under review.
fn with(key: &str, more: Value) -> Vec<(&'static str, String)> {
    broken(|d| match &mut d["states"]["en_instruction"][key] {
        Value::Object(known) => known.extend(more.as_object().unwrap().clone()),
        place => *place = more,
    })
}

#[test]
fn a_length_is_one_and_reminders_come_within_it() {
    let due =
        |due: Value| with("tasks", json!({"t": state(json!({"role": "instructor", "required": false, "due": due}))}));
    assert_eq!(due(json!({"delay": "P10D", "remind": ["P9D"]})), []);
    assert_eq!(due(json!({"delay": "P1M", "remind": ["P4W"]})), []);
    assert_eq!(due(json!({"delay": "P0D"})), one("W-zero", &format!("{AT}/tasks/t/due/delay")));
    let late = json!({"delay": "P10D", "remind": ["P2D", "P10D"]});
    assert_eq!(due(late), one("W-remind", &format!("{AT}/tasks/t/due/remind/1")));
    let clock = |duration: Value, before: &str| {
        let remind = json!([{"before": before, "to": ["instructor"]}]);
        let own = state(json!({"duration": duration, "start": ["en_instruction"], "remind": remind}));
        broken(|d| d["deadlines"]["late"] = own)
    };
    let by_rule = |long: &str| json!([{"when": {"var": "form.x"}, "duration": "P1M"}, {"duration": long}]);
    assert_eq!(clock(json!("P2M"), "P1M"), []);
    assert_eq!(clock(by_rule("P2M"), "P1M"), [], "the longest counts");
    assert_eq!(clock(by_rule("P3W"), "P1M"), one("W-remind", "/deadlines/late/remind/0/before"));
    assert_eq!(clock(json!("P2M"), "P2M"), one("W-remind", "/deadlines/late/remind/0/before"));
    assert_eq!(clock(json!("P0D"), "P1D"), one("W-zero", "/deadlines/late/duration"));
}

#[test]
fn only_what_is_made_longer_says_by_how_much() {
    let order = |op: &str| {
        broken(|d| {
            d["deadlines"]["late"] = state(json!({"duration": "P1M", "start": ["en_instruction"]}));
            d["states"]["refuse"]["entry"] = json!([{"do": "deadline", "deadline": "late", "op": op, "by": "P1M"}]);
        })
    };
    assert_eq!(order("extend"), []);
    assert_eq!(order("stop"), one("W-by", "/states/refuse/entry/0/by"));
}

#[test]
fn a_button_does_something() {
    let pressed = |more: Value| with("on", json!({"x": button(more)}));
    let told = json!([{"do": "notify", "to": ["applicant"], "template": "depot"}]);
    assert_eq!(pressed(json!({"target": "accepte"})), []);
    assert_eq!(pressed(json!({ "actions": told })), []);
    assert_eq!(pressed(json!({"form": "correction"})), []);
    assert_eq!(pressed(json!({})), one("W-no-effect", &format!("{AT}/on/x")));
    let visa = json!({"x": button(json!({})), "y": button(json!({"target": "accepte", "exclude": ["transition:x"]}))});
    let two = |d: &mut Value| d["roles"]["instructor"]["min"] = json!(2);
    let found = broken(|d| {
        two(d);
        d["states"]["en_instruction"]["on"].as_object_mut().unwrap().extend(visa.as_object().unwrap().clone());
    });
    assert_eq!(found, [], "who gave it may not press the other");
    let reopens = json!({"target": "accepte", "kind": "reopen"});
    assert_eq!(pressed(reopens), one("W-reopen", &format!("{AT}/on/x/kind")));
}

#[test]
fn a_scenario_gives_what_a_dossier_may_have() {
    let given = |data: Value| broken(|d| d["scenarios"][0]["given"]["data"] = data);
    assert_eq!(given(json!({"declarative": "none"})), []);
    assert_eq!(given(json!({"declarative": 3})), one("W-given", "/scenarios/0/given/data/declarative"));
    assert_eq!(given(json!({"other": 3})), one("W-given", "/scenarios/0/given/data/other"));
}

#[test]
fn a_part_of_the_voters_is_no_more_than_all() {
    let vote = |key: &str, share: &str| {
        let mut vote = json!({"favorable": "yes", "majority": "simple"});
        vote[key] = json!(share);
        let task = json!({"role": "instructor", "instances": "each_member", "outcomes": ["yes", "no"], "vote": vote, "required": false});
        with("tasks", json!({"t": state(task)}))
    };
    for key in ["quorum", "majority"] {
        assert_eq!(vote(key, "2/3"), []);
        for share in ["3/2", "99999999999/99999999999"] {
            assert_eq!(vote(key, share), one("E-share", &format!("{AT}/tasks/t/vote/{key}")), "{share}");
        }
    }
}

#[test]
fn a_condition_that_never_holds_is_no_way_out() {
    let pit = |guard: Value| {
        broken(|d| {
            d["states"]["pit"] = state(json!({"on": {"climb": button(json!({"target": "accepte", "guard": guard}))}}));
            d["states"]["en_instruction"]["on"]["fall"] = button(json!({"target": "pit"}));
        })
    };
    let guard = "/states/pit/on/climb/guard".to_owned();
    let valid = json!({"var": "form.valid"});
    assert_eq!(pit(valid.clone()), []);
    let never = json!({"and": [valid, {"!": [valid]}]});
    assert_eq!(pit(never), vec![("W-never", guard), ("E-dead-end", "/states/pit".to_owned())]);
}
