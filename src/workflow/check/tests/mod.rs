//! One small broken definition for each problem; the standard workflow has none.

mod any;
mod circuits;
mod deadlines;
mod dues;
mod outside;
mod reasons;
mod sense;
mod vain;
mod ways;

use super::*;
use serde_json::json;

fn standard() -> Value {
    serde_json::from_str(include_str!("../../../../forms/workflows/standard.json")).unwrap()
}

/// Codes and pointers of the problems that `change` brings to the standard workflow.
fn broken(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, String)> {
    let mut document = standard();
    change(&mut document);
    let known = |problem: &Problem| !matches!(problem.code, "W-uncovered" | "W-label" | "E-scenario");
    check(&document).into_iter().filter(known).map(|problem| (problem.code, problem.pointer)).collect()
}

fn one(code: &'static str, pointer: &str) -> Vec<(&'static str, String)> {
    vec![(code, pointer.to_owned())]
}

fn state(more: Value) -> Value {
    let mut state = json!({"label": {"fr": "x", "en": "x"}});
    state.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    state
}

fn button(more: Value) -> Value {
    let mut button = state(more);
    button["roles"] = json!(["instructor"]);
    button
}

#[test]
fn the_standard_workflow_has_no_problem() {
    assert_eq!(check_for(&standard(), &["fr".to_owned(), "en".to_owned()], None, Territory::default()), []);
}

#[test]
fn shape() {
    assert_eq!(broken(|d| _ = d.as_object_mut().unwrap().remove("initial")), one("E-required", ""));
    assert_eq!(broken(|d| d["colour"] = json!(1)), one("E-unknown", "/colour"));
    assert_eq!(broken(|d| d["states"]["refuse"]["phase"] = json!("lost")), one("E-value", "/states/refuse/phase"));
    assert_eq!(
        broken(|d| d["states"]["refuse"]["entry"][0]["do"] = json!("run")),
        one("E-action", "/states/refuse/entry/0")
    );
    assert_eq!(
        broken(|d| d["states"]["refuse"]["entry"] = json!([{"do": "notify"}])),
        one("E-value", "/states/refuse/entry/0")
    );
    assert_eq!(broken(|d| d["states"]["refuse"]["on"] = json!({})), one("E-leave-final", "/states/refuse"));
    assert_eq!(
        broken(|d| d["states"]["a_corriger"]["after"][0]["delay"] = json!("P1DT")),
        one("E-duration", "/states/a_corriger/after/0/delay")
    );
    assert_eq!(check(&json!([])).len(), 1);
}

#[test]
fn documents() {
    let made = json!([{"do": "document", "template": "arrete_refus", "as": "arrete", "visibleTo": ["instructor"]}]);
    let refused = |entry: Value, named: &str| {
        broken(|d| {
            d["states"]["refuse"]["entry"] = entry;
            d["states"]["refuse"]["decision"]["document"] = json!(named);
        })
    };
    assert_eq!(refused(made.clone(), "arrete"), []);
    assert_eq!(refused(made.clone(), "arrete_refus"), [], "by its model");
    assert_eq!(refused(made.clone(), "autre"), one("E-document", "/states/refuse/decision/document"));
    let mut unread = made;
    unread[0]["visibleTo"] = json!(["x"]);
    assert_eq!(refused(unread, "arrete"), one("E-role", "/states/refuse/entry/0/visibleTo/0"));
}

#[test]
fn what_later_versions_run() {
    let at = "/states/en_instruction";
    for (change, pointer) in [
        (
            json!({"entry": [{"do": "notify", "to": ["applicant"], "template": "t", "channel": "sms"}]}),
            format!("{at}/entry/0/channel"),
        ),
        (json!({"entry": [{"do": "assign", "to": "expr:x"}]}), format!("{at}/entry/0/to")),
    ] {
        let found = broken(|d| {
            d["states"]["en_instruction"].as_object_mut().unwrap().extend(change.as_object().unwrap().clone())
        });
        // What follows the work, and what it follows, is looked at all the same.
        let is_refused = |(code, _): &&(&str, String)| *code == "E-unsupported";
        assert_eq!(
            found.iter().filter(is_refused).cloned().collect::<Vec<_>>(),
            one("E-unsupported", &pointer),
            "{change}"
        );
    }
}

#[test]
fn who_has_no_account_is_asked_by_tasks_only() {
    let at = "/states/en_instruction";
    let with = |from: Value, change: Value| {
        broken(|d| {
            d["roles"]["expert"] = json!({"label": "x", "kind": "external", "from": from});
            d["states"]["en_instruction"].as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        })
    };
    let task = |more: Value| {
        let mut task = json!({"label": "x", "role": "expert", "required": false});
        task.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"tasks": {"avis": task}})
    };
    let mail = json!({"var": "form.email"});
    let asked = with(mail.clone(), task(json!({"shows": ["/name", "/children/*/age"]})));
    assert!(!asked.iter().any(|(code, _)| code.starts_with("E-")), "{asked:?}");
    let notified = json!({"entry": [{"do": "notify", "to": ["applicant", "expert"], "template": "t"}]});
    let pressed = json!({"on": {"x": {"label": "x", "roles": ["expert"], "target": "accepte"}}});
    let told = task(json!({"due": {"delay": "P1M", "escalateTo": "expert"}}));
    for (change, pointer) in [
        (notified, format!("{at}/entry/0/to/1")),
        (pressed, format!("{at}/on/x/roles/0")),
        (told, format!("{at}/tasks/avis/due/escalateTo")),
    ] {
        let found = with(mail.clone(), change.clone());
        assert!(found.contains(&one("E-external", &pointer)[0]), "{change}: {found:?}");
    }
    let agents = with(mail, task(json!({"role": "instructor", "shows": ["/name"]})));
    assert!(agents.contains(&one("E-shows", &format!("{at}/tasks/avis/shows"))[0]), "{agents:?}");
    let unread = with(json!({"var": "tasks.x.outcome"}), json!({}));
    assert!(unread.contains(&one("E-variable", "/roles/expert/from")[0]), "{unread:?}");
}

#[test]
fn rules() {
    let guard = "/states/brouillon/on/deposer/guard";
    let with = |rule: Value| broken(|d| d["states"]["brouillon"]["on"]["deposer"]["guard"] = rule);
    assert_eq!(with(json!({"and": [{"eval": [1]}]})), one("E-rule-operator", &format!("{guard}/and/0/eval")));
    assert_eq!(with(json!({"var": "nowhere.x"})), one("E-variable", guard));
    assert_eq!(with(json!({"var": "data.nothing"})), one("E-variable", guard));
    assert_eq!(with(json!({"var": "tasks.t.outcome"})), one("E-variable", guard));
    assert_eq!(with(json!({"var": "deadlines.d.due"})), one("E-variable", guard));
    let compared = |value: Value| with(json!({"or": [{"==": [{"var": "data.declarative"}, value]}]}));
    assert_eq!(compared(json!(3)), one("E-type", &format!("{guard}/or/0")));
    assert_eq!(compared(json!("never")), one("E-literal", &format!("{guard}/or/0")));
    assert_eq!(compared(json!("none")), []);
    // A definition that is already running goes on: only its checker knows better.
    let mut typed = standard();
    typed["states"]["brouillon"]["on"]["deposer"]["guard"] = json!({"==": [{"var": "data.declarative"}, 3]});
    assert!(Workflow::parse(&typed).is_ok());
    let both = json!({"and": [{"var": "form.valid"}, {"!": {"var": "form.valid"}}]});
    let no_way_out = ("E-dead-end", "/states/brouillon".to_owned());
    assert_eq!(with(both), vec![("W-never", guard.to_owned()), no_way_out]);
    assert_eq!(with(json!({"or": [{"var": "form.valid"}, {"!": {"var": "form.valid"}}]})), one("W-always", guard));
    assert_eq!(with(json!({"in": [{"var": "form.what"}, ["ever", 3]]})), []);
    let fields = json!([{"do": "request_correction", "reason": "incorrect", "fields": {"map": [1]}}]);
    assert_eq!(
        broken(|d| d["on"]["demander_correction"]["actions"] = fields),
        one("E-rule-operator", "/on/demander_correction/actions/0/fields/map")
    );
}

#[test]
fn references() {
    assert_eq!(broken(|d| d["initial"] = json!("x")), one("E-target", "/initial"));
    assert_eq!(broken(|d| d["on"]["se_desister"]["target"] = json!("x")), one("E-target", "/on/se_desister/target"));
    assert_eq!(broken(|d| d["on"]["se_desister"]["from"][1] = json!("x")), one("E-target", "/on/se_desister/from/1"));
    assert_eq!(
        broken(|d| d["states"]["en_construction"]["always"][0]["target"] = json!("x")),
        one("E-target", "/states/en_construction/always/0/target")
    );
    assert_eq!(broken(|d| d["on"]["se_desister"]["roles"] = json!(["x"])), one("E-role", "/on/se_desister/roles/0"));
    assert_eq!(
        broken(|d| d["states"]["refuse"]["entry"][0]["to"] = json!(["x"])),
        one("E-role", "/states/refuse/entry/0/to/0")
    );
    assert_eq!(
        broken(|d| d["on"]["demander_correction"]["form"] = json!("x")),
        one("E-form", "/on/demander_correction/form")
    );
    assert_eq!(
        broken(|d| d["states"]["refuse"]["entry"] = json!([{"do": "set", "data": "x", "to": true}])),
        one("E-data", "/states/refuse/entry/0/data")
    );
    assert_eq!(
        broken(|d| d["data"]["declarative"]["default"] = json!(3)),
        one("E-default", "/data/declarative/default")
    );
    assert_eq!(broken(|d| d["data"]["declarative"]["type"] = json!(3)), one("E-data-schema", "/data/declarative"));
    assert_eq!(
        broken(|d| d["states"]["a_corriger"]["after"] = json!([{"delay": "P1D"}])),
        one("E-timer", "/states/a_corriger/after/0")
    );
}

#[test]
fn flow() {
    let decided = ["accepte", "refuse", "sans_suite", "desiste"];
    let none_final =
        broken(|d| decided.iter().for_each(|s| _ = d["states"][s].as_object_mut().unwrap().remove("type")));
    assert!(none_final.contains(&("E-no-final", "/states".to_owned())));
    assert_eq!(
        broken(|d| d["states"]["island"] = state(json!({"always": [{"target": "accepte"}]}))),
        one("E-unreachable", "/states/island")
    );
    let pit = |d: &mut Value| {
        d["states"]["pit"] = state(json!({}));
        d["states"]["en_instruction"]["on"]["fall"] = button(json!({"target": "pit"}));
    };
    assert_eq!(broken(pit), one("E-dead-end", "/states/pit"));
    let reopened = |d: &mut Value| {
        pit(d);
        d["on"]["climb"] = button(json!({"target": "accepte", "from": ["pit"], "kind": "reopen"}));
    };
    let opened = ("W-reopen", "/on/climb/from/0".to_owned());
    assert_eq!(broken(reopened), vec![("E-dead-end", "/states/pit".to_owned()), opened]);
    assert_eq!(
        broken(|d| d["states"]["en_instruction"]["on"]["classer"]["guard"] = json!(false)),
        vec![
            ("E-unreachable", "/states/sans_suite".to_owned()),
            ("E-dead-transition", "/states/en_instruction/on/classer".to_owned())
        ]
    );
    assert_eq!(
        broken(|d| d["states"]["sas"] = state(json!({"always": [{"target": "accepte"}, {"target": "refuse"}]})))[1..],
        one("E-shadowed", "/states/sas/always/1")
    );
    let passing = |d: &mut Value| {
        d["states"]["sas"] =
            state(json!({"always": [{"target": "accepte"}], "on": {"never": button(json!({"target": "refuse"}))}}));
        d["states"]["en_instruction"]["on"]["enter"] = button(json!({"target": "sas"}));
    };
    assert_eq!(broken(passing), one("E-dead-transition", "/states/sas/on/never"));
    assert_eq!(
        broken(
            |d| d["states"]["en_construction"]["on"]["demander_correction"] = button(json!({"target": "a_corriger"}))
        ),
        one("W-shadowed", "/states/en_construction/on/demander_correction")
    );
    let round = |d: &mut Value| {
        d["states"]["en_instruction"]["always"] = json!([{"guard": {"var": "form.x"}, "target": "sas"}]);
        d["states"]["sas"] = state(json!({"always": [{"target": "en_instruction"}]}));
    };
    assert_eq!(
        broken(round),
        vec![("E-loop", "/states/en_instruction/always".to_owned()), ("E-loop", "/states/sas/always".to_owned())]
    );
    assert_eq!(
        broken(|d| d["states"]["en_instruction"]["phase"] = json!("accepted")),
        one("E-not-final", "/states/en_instruction")
    );
    assert_eq!(
        broken(|d| d["on"]["se_desister"]["from"][1] = json!("accepte")),
        one("E-leave-final", "/on/se_desister/from/1")
    );
    assert_eq!(
        broken(|d| d["states"]["brouillon"]["on"]["back"] = button(json!({"target": "@return"}))),
        one("E-return", "/states/brouillon")
    );
}

#[test]
fn gaps() {
    let with = |branches: Value, declared: Value| {
        broken(|d| {
            d["data"]["silence"] = declared;
            d["states"]["en_instruction"]["on"]["wait"] = button(json!({"target": "silence"}));
            d["states"]["silence"] = state(json!({"always": branches}));
        })
    };
    let is = |sign: &str| json!({"guard": {sign: [{"var": "data.silence"}, "sva"]}, "target": "accepte"});
    let gap = one("E-gap", "/states/silence/always");
    let blank = one("W-gap", "/states/silence/always");
    assert_eq!(with(json!([is("=="), is("!=")]), json!({"enum": ["sva", "svr"]})), blank, "neither holds");
    assert_eq!(with(json!([is("=="), is("!=")]), json!({"enum": ["sva", "svr"], "default": "svr"})), []);
    assert_eq!(with(json!([is("==")]), json!({"enum": ["sva", "svr"], "default": "svr"})), gap);
    let at_least = |n: i32| json!({"guard": {">=": [{"var": "data.silence"}, n]}, "target": "accepte"});
    let less = |n: i32| json!({"guard": {"<": [{"var": "data.silence"}, n]}, "target": "refuse"});
    let number = json!({"type": "number", "default": 0});
    assert_eq!(with(json!([at_least(10), less(9)]), number.clone()), gap);
    assert_eq!(with(json!([at_least(10), less(10)]), number), []);
}

#[test]
fn people() {
    assert_eq!(
        broken(|d| _ = d["states"]["a_corriger"]["on"].as_object_mut().unwrap().remove("corriger")),
        one("E-stuck", "/states/a_corriger")
    );
    assert_eq!(
        broken(|d| _ = d["states"]["a_corriger"].as_object_mut().unwrap().remove("after")),
        one("W-no-timer", "/states/a_corriger")
    );
}

#[test]
fn scenarios_and_texts() {
    let mut document = standard();
    document["scenarios"] = json!([{"name": "faux", "steps": [{"do": "deposer", "as": "instructor"}, {"do": "deposer", "as": "applicant", "expect": "refuse"}]}]);
    document["states"]["refuse"]["label"] = json!("Refusé");
    let found = check(&document);
    let scenario: Vec<_> = found.iter().filter(|problem| problem.code == "E-scenario").collect();
    assert_eq!(scenario[0].pointer, "/scenarios/0/steps/0");
    assert_eq!(scenario[0].args[3], ("got", "wrong-role".to_owned()));
    assert_eq!(scenario[1].args[2..], [("expected", "refuse".to_owned()), ("got", "en_construction".to_owned())]);
    let covered =
        |pointer: &str| !found.iter().any(|problem| problem.code == "W-uncovered" && problem.pointer == pointer);
    assert!(covered("/states/brouillon/on/deposer") && !covered("/on/se_desister"));
    let label = Problem::new("W-label", "/states/refuse/label", vec![("language", "en".to_owned())]);
    assert_eq!(found.iter().filter(|problem| problem.code == "W-label").collect::<Vec<_>>(), [&label]);
    assert!(!label.blocks() && label.message_key() == "workflow-problem-W-label");
}

#[test]
fn a_simulation_tells_each_step() {
    let workflow = Workflow::parse(&standard()).unwrap();
    let scenario = json!({"given": {"today": "2026-03-01"}, "steps": [
        {"do": "deposer", "as": "applicant"}, {"do": "demander_correction", "as": "instructor_2"},
        {"wait": "P15D"}, {"do": "lever", "as": "applicant"}]});
    let told = workflow.run(&serde_json::from_value(scenario).unwrap()).configurations;
    let told = serde_json::to_value(told).unwrap();
    assert_eq!(
        told[1]["effects"][2],
        json!({"do": "set_timer", "id": "timer:a_corriger:0:3", "due": "2026-03-16T12:00:00Z"})
    );
    assert_eq!(
        told[2]["effects"],
        json!([
            {"do": "notify", "to": ["applicant"], "template": "rappel_correction"},
            {"do": "cancel_timer", "id": "timer:a_corriger:0:3"},
        ])
    );
    assert_eq!(
        told[3],
        json!({"state": "a_corriger", "phase": "waiting", "data": {"declarative": "none"}, "effects": [],
            "refused": "wrong-role", "at": "2026-03-16T12:00:00Z"})
    );
}
