//! Work of others that a circuit waits for: how it is asked, and what follows its answer.

use super::circuits::{circuit, wrong};
use super::*;

#[test]
fn an_answer_that_leads_nowhere_strands_unless_something_else_leads_on() {
    let at = "/states/inquiry/invoke/0/onDone";
    let gap = || one("E-gap", at);
    let known = |known: bool| json!({"==": [{"var": "data.known"}, known]});
    let with = |change: &dyn Fn(&mut Value)| {
        wrong(|d| {
            d["data"] = json!({"known": {"enum": [true, false], "default": false}});
            d["states"]["inquiry"]["invoke"][0]["onDone"] = json!([{"guard": known(true), "target": "examination"}]);
            change(&mut d["states"]["inquiry"]);
        })
    };
    let button = |role: &str, target: &str| json!({"go": {"label": "x", "roles": [role], "target": target}});
    assert_eq!(with(&|_| {}), gap());
    // By the answer itself, by time, by who works on it.
    let always = |is: bool| json!([{"guard": known(is), "target": "committee"}]);
    assert_eq!(with(&|state| state["always"] = always(false)), []);
    assert_eq!(with(&|state| state["always"] = always(true)), gap());
    assert_eq!(with(&|state| state["after"] = json!([{"delay": "P1M", "target": "committee"}])), []);
    let perhaps = json!([{"delay": "P1M", "target": "committee", "guard": known(true)}]);
    assert_eq!(with(&|state| state["after"] = perhaps.clone()), gap());
    assert_eq!(with(&|state| state["on"] = button("instructor", "committee")), []);
    assert_eq!(with(&|state| state["on"] = button("applicant", "refused")), gap(), "the administration would wait");
    let work = |required: bool| json!({"look": {"label": "x", "role": "instructor", "required": required}});
    assert_eq!(
        with(&|state| {
            state["tasks"] = work(true);
            state["onDone"] = json!("committee");
        }),
        []
    );
    // A failure has nothing but its own branches.
    let failed = |d: &mut Value| {
        d["data"] = json!({"known": {"enum": [true, false], "default": false}});
        d["states"]["inquiry"]["always"] = always(false);
        d["states"]["inquiry"]["invoke"][0]["onError"] = json!([{"guard": known(true), "target": "examination"}]);
    };
    assert_eq!(wrong(failed), one("E-gap", "/states/inquiry/invoke/0/onError"));
}

#[test]
fn outside_work_may_fail_and_waiting_may_last() {
    assert_eq!(
        wrong(|d| _ = d["states"]["inquiry"]["invoke"][0].as_object_mut().unwrap().remove("onError")),
        one("W-no-error", "/states/inquiry/invoke/0")
    );
    let waiting = |with_clock: bool, suspended: bool| {
        wrong(|d| {
            d["states"]["signature"]["phase"] = json!("waiting");
            d["states"]["signature"]["on"] =
                json!({"answer": {"label": "x", "roles": ["applicant"], "target": "committee"}});
            let clock = json!({"label": "x", "duration": "P2M", "start": ["inquiry"], "onExpiry": {"target": "refused"},
                "suspendIn": if suspended { json!(["signature"]) } else { json!([]) }});
            d["deadlines"] = if with_clock { json!({"d": clock}) } else { json!({}) };
        })
    };
    assert_eq!(waiting(false, false), one("W-no-timer", "/states/signature"));
    assert_eq!(waiting(true, true), one("W-no-timer", "/states/signature"));
    assert_eq!(waiting(true, false), []);
}

#[test]
fn outside_work_is_asked_as_its_service_wants() {
    let with = |with: Value| wrong(|d| d["states"]["inquiry"]["invoke"][0]["with"] = with);
    let at = "/states/inquiry/invoke/0/with";
    for fine in [
        json!({"connector": "c", "path": "/a/{form.x}?b={data.i}&c={dossier.number}", "method": "PUT", "body": {"a": "{applicant.email}"}}),
        json!({"connector": "c", "path": "/a/%7Bb%7D/it's;v=1.2(a)~?q=%20&r=a+b"}),
    ] {
        assert_eq!(
            wrong(|d| {
                d["data"] = json!({"i": {"type": "string"}});
                d["states"]["inquiry"]["invoke"][0]["with"] = fine;
            }),
            []
        );
    }
    for bad in [
        json!({"path": "/x"}),
        json!({"connector": "c", "path": "x"}),
        json!({"connector": "c", "path": "/x", "to": 1}),
    ] {
        assert_eq!(with(bad), one("E-invoke", at));
    }
    for path in ["/a b", "/é", "/a/../b", "/./a", "/a/{b}", "/a/%2E%2e", "/a\\b", "/a?b=<{form.x}>"] {
        let found = with(json!({"connector": "c", "path": path}));
        assert_eq!(found, one("E-path", &format!("{at}/path")), "{path}");
    }
    for name in ["{data.none}", "{today.x}", "{tasks.law.outcome}"] {
        assert_eq!(with(json!({"connector": "c", "path": format!("/{name}")})), one("E-variable", at), "{name}");
    }
    let change = |key: &str, value: Value| wrong(|d| d["states"]["inquiry"]["invoke"][0][key] = value);
    assert_eq!(change("service", json!("pay")), [], "a provider takes a path");
    assert_eq!(change("service", json!("case")), one("E-invoke", at));
    assert_eq!(change("timeout", json!("P1DT")), one("E-duration", "/states/inquiry/invoke/0/timeout"));
    assert_eq!(
        change("retry", json!({"backoff": "P0DT"})),
        one("E-duration", "/states/inquiry/invoke/0/retry/backoff")
    );
    let call = circuit()["states"]["inquiry"]["invoke"][0].clone();
    let again = wrong(|d| d["states"]["inquiry"]["invoke"].as_array_mut().unwrap().push(call.clone()));
    assert_eq!(again, one("E-twice", "/states/inquiry/invoke/1"));
    assert_eq!(
        wrong(|d| d["states"]["draft"]["invoke"] = json!([call])),
        one("E-invoke-initial", "/states/draft/invoke/0")
    );
}
