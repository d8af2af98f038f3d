//! Ways that serve, that never do, that no scenario takes; what can't stand together.

use super::*;

/// A check by another program, an opinion, a silence; every way is taken by one scenario or another.
fn circuit() -> Value {
    let region = |name: &str| {
        json!({"label": "x", "initial": "asking", "states": {
            "asking": {"label": "x", "onDone": "told", "tasks": {name: {"label": "x", "role": "agent"}}},
            "told": {"label": "x", "type": "final", "phase": "review"}}})
    };
    json!({
        "workflow": "1.0", "id": "c", "label": "x",
        "roles": {"applicant": {"label": "x", "kind": "applicant"}, "agent": {"label": "x"}},
        "deadlines": {"law": {"label": "x", "duration": "P2M", "start": ["opinions"], "onExpiry": {"target": "end"}}},
        "initial": "draft",
        "states": {
            "draft": {"label": "x", "phase": "draft", "after": [{"delay": "P1Y", "target": "end"}],
                "on": {"send": {"label": "x", "roles": ["applicant"], "target": "inquiry"}}},
            "inquiry": {"label": "x", "invoke": [{"id": "siret", "service": "http", "with": {"connector": "c", "path": "/x"}, "onDone": "opinions", "onError": "retry"}]},
            "retry": {"label": "x", "always": [{"guard": {"var": "form.x"}, "target": "opinions"}, {"target": "end"}]},
            "opinions": {"label": "x", "type": "parallel", "onDone": "end", "states": {"law": region("law"), "money": region("money")}},
            "end": {"label": "x", "type": "final", "phase": "closed"},
        },
        "scenarios": [
            {"name": "a", "steps": [{"do": "send", "as": "applicant"}, {"task": "law", "as": "agent"}, {"task": "money", "as": "agent", "expect": "end"}]},
            {"name": "b", "steps": [{"wait": "P2Y", "expect": "end"}]},
            {"name": "c", "given": {"form": {"x": true}}, "steps": [{"do": "send", "as": "applicant", "fails": "siret", "expect": "opinions"},
                {"wait": "P3M", "expect": "end"}]},
            {"name": "d", "steps": [{"do": "send", "as": "applicant", "fails": "siret", "expect": "end"}]},
        ]
    })
}

fn told(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, String)> {
    let mut document = circuit();
    change(&mut document);
    let known = |problem: &Problem| !matches!(problem.code, "W-label" | "E-unsupported" | "W-uncovered");
    check(&document).into_iter().filter(known).map(|problem| (problem.code, problem.pointer)).collect()
}

/// What is not taken when a scenario is left out.
fn untaken(without: usize) -> Vec<String> {
    let mut document = circuit();
    document["scenarios"].as_array_mut().unwrap().remove(without);
    let found = check(&document).into_iter().filter(|problem| problem.code == "W-uncovered");
    found.map(|problem| problem.pointer).collect()
}

#[test]
fn every_way_is_to_be_taken_by_a_scenario() {
    let mut document = circuit();
    assert!(!check(&document).iter().any(|problem| problem.code == "W-uncovered"));
    let region = |name: &str| format!("/states/opinions/states/{name}/states/asking/onDone");
    assert_eq!(
        untaken(0),
        [
            "/states/inquiry/invoke/0/onDone".to_owned(),
            region("law"),
            region("money"),
            "/states/opinions/onDone".to_owned()
        ]
    );
    assert_eq!(untaken(1), ["/states/draft/after/0"]);
    assert_eq!(untaken(2), ["/states/retry/always/0", "/deadlines/law/onExpiry"]);
    assert_eq!(untaken(3), ["/states/retry/always/1"]);
    document["scenarios"] = json!([]);
    let all = check(&document).into_iter().filter(|problem| problem.code == "W-uncovered").count();
    assert_eq!(all, 10, "with the button, and what follows the failure");
}

#[test]
fn ways_that_never_serve() {
    let shut = |at: &'static str| move |d: &mut Value| d.pointer_mut(at).unwrap()["guard"] = json!(false);
    assert_eq!(told(shut("/states/draft/after/0")), one("E-dead-branch", "/states/draft/after/0"));
    assert_eq!(told(shut("/states/retry/always/0")), one("E-dead-branch", "/states/retry/always/0"));
    assert_eq!(told(shut("/deadlines/law/onExpiry")), one("E-dead-branch", "/deadlines/law/onExpiry"));
    assert_eq!(
        told(|d| d["deadlines"]["law"]["suspendIn"] = json!(["opinions"])),
        one("E-dead-branch", "/deadlines/law/onExpiry"),
        "it runs nowhere"
    );
    let passing = |d: &mut Value| d["states"]["inquiry"]["always"] = json!([{"target": "opinions"}]);
    let at = "/states/inquiry/invoke/0";
    let found = told(passing);
    assert!(found.contains(&("E-dead-branch", format!("{at}/onDone"))), "{found:?}");
    assert!(found.contains(&("E-dead-branch", format!("{at}/onError"))), "{found:?}");
}

#[test]
fn the_way_back_leads_nowhere_new() {
    // Only `@return` would lead to the island, and no dossier has come from there.
    let island = |d: &mut Value| {
        d["states"]["retry"]["on"] = json!({"back": {"label": "x", "roles": ["agent"], "target": "@return"}});
        d["states"]["retry"]["always"][1]["guard"] = json!({"!": [{"var": "form.x"}]});
        d["states"]["island"] = state(json!({"on": {"go": {"label": "x", "roles": ["agent"], "target": "retry"}}}));
    };
    assert_eq!(told(island)[0], ("E-unreachable", "/states/island".to_owned()));
    // A clock alone leads to a state that one comes back from.
    let by_clock = |d: &mut Value| {
        d["scenarios"] = json!([]);
        d["deadlines"]["law"]["onExpiry"]["target"] = json!("late");
        d["states"]["late"] = state(json!({"on": {"back": {"label": "x", "roles": ["agent"], "target": "@return"}}}));
    };
    assert_eq!(told(by_clock), []);
}

#[test]
fn regions_stand_in_parallel_states_alone() {
    let regions = circuit()["states"]["opinions"]["states"].clone();
    let at = "/states/inquiry";
    assert_eq!(told(|d| d["states"]["inquiry"]["states"] = regions.clone()), one("E-regions", &format!("{at}/states")));
    assert_eq!(told(|d| d["states"]["inquiry"]["initial"] = json!("x")), one("E-regions", &format!("{at}/initial")));
    let inner = "/states/opinions/states/law/states/asking";
    let nested = |d: &mut Value| {
        d.pointer_mut(inner).unwrap()["type"] = json!("parallel");
        d.pointer_mut(inner).unwrap()["states"] = regions.clone();
    };
    assert_eq!(told(nested), vec![("E-regions", format!("{inner}/type")), ("E-regions", format!("{inner}/states"))]);
    let own = json!({"t": {"label": "x", "role": "agent"}});
    assert_eq!(told(|d| d["states"]["opinions"]["tasks"] = own), one("E-parallel-tasks", "/states/opinions/tasks"));
}

#[test]
fn nothing_is_open_twice_at_once() {
    let asking = |region: &str| format!("/states/opinions/states/{region}/states/asking");
    let same = |d: &mut Value| {
        let task = json!({"law": {"label": "x", "role": "agent"}});
        d.pointer_mut(&asking("money")).unwrap()["tasks"] = task;
        d["scenarios"] = json!([]);
    };
    assert_eq!(told(same), one("E-twice", &format!("{}/tasks/law", asking("money"))));
    let work = || json!([{"id": "call", "service": "http", "with": {"connector": "c", "path": "/x"}, "onDone": "told", "onError": "told"}]);
    let called =
        |d: &mut Value| ["law", "money"].map(|region| d.pointer_mut(&asking(region)).unwrap()["invoke"] = work());
    assert_eq!(told(|d| _ = called(d)), one("E-twice", &format!("{}/invoke/0", asking("money"))));
    let own = |d: &mut Value| {
        d["states"]["opinions"]["invoke"] =
            json!([{"id": "call", "service": "http", "with": {"connector": "c", "path": "/x"}, "onError": "end"}]);
        d.pointer_mut(&asking("law")).unwrap()["invoke"] = work();
    };
    assert_eq!(told(own), one("E-twice", &format!("{}/invoke/0", asking("law"))));
    let again = |d: &mut Value| {
        let first = d["states"]["inquiry"]["invoke"][0].clone();
        d["states"]["inquiry"]["invoke"].as_array_mut().unwrap().push(first);
    };
    assert_eq!(told(again), one("E-twice", "/states/inquiry/invoke/1"));
    // One state after the other may do the same.
    assert_eq!(
        told(|d| {
            d["states"]["retry"]["invoke"] = d["states"]["inquiry"]["invoke"].clone();
            d["states"]["retry"].as_object_mut().unwrap().remove("always");
            d["states"]["retry"]["on"] = json!({"go": {"label": "x", "roles": ["agent"], "target": "retry"}});
            d["scenarios"] = json!([]);
        }),
        []
    );
}

#[test]
fn the_form_says_what_may_be_blank() {
    let form = |required: Value, ui: Value| {
        let schema = json!({"type": "object", "required": required, "properties": {
            "amount": {"type": "number"}, "note": {"type": "string"}}});
        crate::form::Answers::of(&serde_json::from_value(json!({ "schema": schema, "ui": ui })).unwrap())
    };
    let found = |answers: Option<&crate::form::Answers>| {
        let mut document = circuit();
        let side =
            |sign: &str, target: &str| json!({"guard": {sign: [{"var": "form.amount"}, 1500]}, "target": target});
        document["states"]["retry"]["always"] = json!([side("<=", "opinions"), side(">", "end")]);
        document["scenarios"] = json!([]);
        let all = check_for(&document, &["fr".to_owned()], answers, Territory::default());
        all.into_iter().map(|problem| problem.code).find(|code| code.ends_with("-gap"))
    };
    assert_eq!(found(None), Some("W-gap"), "nobody knows the form");
    let shown = || json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/amount"}]});
    assert_eq!(found(Some(&form(json!(["amount"]), shown()))), None, "a valid form says how much");
    assert_eq!(found(Some(&form(json!(["note"]), shown()))), Some("E-gap"), "it may not");
    let mut hidden = shown();
    hidden["elements"][0]["rule"] =
        json!({"effect": "SHOW", "condition": {"scope": "#/properties/note", "schema": {"const": "x"}}});
    assert_eq!(found(Some(&form(json!(["amount"]), hidden))), Some("E-gap"), "it is asked only sometimes");
}
