//! Steps whose dues add up past a legal clock.

use super::*;

/// A check in ten days, two opinions side by side, a signature; a clock of two months over all of it.
fn circuit(change: impl FnOnce(&mut Value)) -> Vec<(String, String)> {
    let task = |due: &str| json!({"t": {"label": "x", "role": "agent", "due": {"delay": due}}});
    let region = |name: &str, due: &str| {
        let mut tasks = task(due);
        tasks[name] = tasks.as_object_mut().unwrap().remove("t").unwrap();
        json!({"label": "x", "initial": "asking", "states": {
            "asking": {"label": "x", "tasks": tasks, "onDone": "told"}, "told": {"label": "x", "type": "final", "phase": "review"}}})
    };
    let mut document = json!({
        "workflow": "1.0", "id": "c", "label": "x",
        "roles": {"applicant": {"label": "x", "kind": "applicant"}, "agent": {"label": "x"}},
        "deadlines": {"law": {"label": "x", "duration": "P2M", "start": ["check"], "onExpiry": {"target": "end"}}},
        "initial": "draft",
        "states": {
            "draft": {"label": "x", "phase": "draft", "on": {"send": {"label": "x", "roles": ["applicant"], "target": "check"}}},
            "check": {"label": "x", "tasks": task("P10D"), "onDone": "opinions",
                "on": {"ask": {"label": "x", "roles": ["agent"], "target": "missing"}}},
            "missing": {"label": "x", "tasks": {"wait": {"label": "x", "role": "agent", "due": {"delay": "P3M"}}}, "onDone": "check"},
            "opinions": {"label": "x", "type": "parallel", "onDone": "signature",
                "states": {"one": region("one", "P1M"), "other": region("other", "P15D")}},
            "signature": {"label": "x", "tasks": {"sign": {"label": "x", "role": "agent", "due": {"delay": "P5D"}}}, "onDone": "end",
                "on": {"back": {"label": "x", "roles": ["agent"], "target": "check"}}},
            "end": {"label": "x", "type": "final", "phase": "closed"},
        }
    });
    document["deadlines"]["law"]["suspendIn"] = json!(["missing"]);
    change(&mut document);
    let told = check(&document);
    assert!(!told.iter().any(|problem| problem.blocks() && problem.code != "E-unsupported"), "{told:?}");
    let dues = told.into_iter().filter(|problem| problem.code == "W-dues");
    dues.map(|problem| (problem.pointer, problem.args[2].1.clone())).collect()
}

fn late(path: &str) -> Vec<(String, String)> {
    vec![("/deadlines/law".to_owned(), path.to_owned())]
}

#[test]
fn steps_fit_in_the_clock_or_do_not() {
    assert_eq!(circuit(|_| {}), []);
    let path = "check (P10D) → asking (P1M) → signature (P30D)";
    let longer = |d: &mut Value| d["states"]["signature"]["tasks"]["sign"]["due"]["delay"] = json!("P30D");
    assert_eq!(circuit(longer), late(path));
    // Nobody waits for it.
    assert_eq!(
        circuit(|d| {
            longer(d);
            d["states"]["signature"]["tasks"]["sign"]["required"] = json!(false);
        }),
        []
    );
}

/// By rule, each length against the work that there may be under it.
#[test]
fn a_longer_clock_for_more_work_is_raced_by_that_work() {
    let protected = || json!({"var": "form.protected"});
    let case = |opinion: Value, cases: Value| {
        circuit(|d| {
            d["deadlines"]["law"]["duration"] = cases;
            d["states"]["signature"]["tasks"]["sign"]["due"]["delay"] = json!("P2D");
            d["states"]["opinions"]["states"]["one"]["states"]["asking"]["tasks"]["one"]["when"] = opinion;
        })
    };
    let longer = json!([{"when": protected(), "duration": "P2M"}, {"duration": "P1M"}]);
    assert_eq!(case(protected(), longer.clone()), []);
    assert_eq!(case(json!({"and": [protected(), {"var": "form.other"}]}), longer.clone()), []);
    // The opinion may be asked where the clock is short.
    let short = late("check (P10D) → asking (P1M)");
    assert_eq!(case(json!({"var": "form.other"}), longer.clone()), short);
    assert_eq!(case(json!({"!": protected()}), longer), short);
    let first = json!([{"when": {"!": protected()}, "duration": "P1M"}, {"duration": "P2M"}]);
    assert_eq!(case(protected(), first), []);
    // Nor is the longer one long enough for everything.
    let tight = json!([{"when": protected(), "duration": "P42D"}, {"duration": "P1M"}]);
    assert_eq!(case(protected(), tight), late("check (P10D) → asking (P1M) → signature (P2D)"));
}

#[test]
fn business_days_are_longer() {
    let with = |count: &str| {
        let delay = json!({"duration": "P14D", "count": count});
        circuit(|d| d["states"]["signature"]["tasks"]["sign"]["due"]["delay"] = delay)
    };
    assert_eq!(with("calendar"), []);
    assert_eq!(with("business"), late("check (P10D) → asking (P1M) → signature (P14D)"));
}

#[test]
fn a_clock_that_stops_or_starts_anew_is_not_raced() {
    let longer = |d: &mut Value| d["states"]["signature"]["tasks"]["sign"]["due"]["delay"] = json!("P2M");
    let stopped = json!([{"do": "deadline", "deadline": "law", "op": "stop"}]);
    assert_eq!(
        circuit(|d| {
            longer(d);
            d["states"]["signature"]["entry"] = stopped;
        }),
        []
    );
    // On the way, too; one way that does not is enough to go on.
    let stop = |d: &mut Value| {
        longer(d);
        d["states"]["opinions"]["onDone"] =
            json!([{"target": "signature", "actions": [{"do": "deadline", "deadline": "law", "op": "stop"}]}]);
    };
    assert_eq!(circuit(stop), []);
    let aside = |d: &mut Value| {
        stop(d);
        d["states"]["opinions"]["on"] = json!({"hurry": {"label": "x", "roles": ["agent"], "target": "signature"}});
    };
    assert_eq!(circuit(aside), late("check (P10D) → asking (P1M) → signature (P2M)"));
    let suspended = |resume: &str| {
        circuit(|d| {
            longer(d);
            d["deadlines"]["law"]["suspendIn"] = json!(["opinions"]);
            d["deadlines"]["law"]["resume"] = json!(resume);
            d["states"]["missing"]["tasks"]["wait"]["due"]["delay"] = json!("P1D");
        })
    };
    assert_eq!(suspended("continue"), late("check (P10D) → signature (P2M)"));
    assert_eq!(suspended("restart"), []);
    // One that an action starts is raced from there.
    let ordered = json!([{"do": "deadline", "deadline": "law", "op": "start"}]);
    assert_eq!(
        circuit(|d| {
            longer(d);
            d["deadlines"]["law"]["start"] = json!([]);
            d["states"]["opinions"]["entry"] = ordered;
        }),
        late("asking (P1M) → signature (P2M)")
    );
}
