//! What is well written and makes no sense: work that nobody can do, clocks that nothing starts, values that never fit.

use super::*;

const AT: &str = "/states/en_instruction";

/// The problems of the standard workflow with this in the state under review, and these variables.
fn with(more: &Value, data: Value) -> Vec<(&'static str, String)> {
    broken(|d| {
        d["roles"]["robot"] = json!({"label": {"fr": "x", "en": "x"}, "kind": "system"});
        d["roles"]["person"] = json!({"label": {"fr": "x", "en": "x"}, "kind": "people"});
        d["data"].as_object_mut().unwrap().extend(data.as_object().unwrap().clone());
        let state = d["states"]["en_instruction"].as_object_mut().unwrap();
        for (key, value) in more.as_object().unwrap() {
            match state.get_mut(key).and_then(Value::as_object_mut) {
                Some(known) => known.extend(value.as_object().unwrap().clone()),
                None => drop(state.insert(key.clone(), value.clone())),
            }
        }
    })
}

#[test]
fn work_is_for_somebody_who_has_a_page_for_it() {
    let task = |role: &str| json!({"tasks": {"t": state(json!({"role": role, "required": false}))}});
    let pressed = |roles: Value| json!({"on": {"x": state(json!({"roles": roles, "target": "accepte"}))}});
    assert_eq!(with(&task("person"), json!({})), []);
    for role in ["applicant", "robot"] {
        assert_eq!(with(&task(role), json!({})), one("E-nobody", &format!("{AT}/tasks/t/role")), "{role}");
    }
    assert_eq!(with(&pressed(json!(["robot"])), json!({})), one("E-nobody", &format!("{AT}/on/x/roles")));
    assert_eq!(with(&pressed(json!(["robot", "person"])), json!({})), []);
}

#[test]
fn a_clock_is_started_by_something() {
    let clock = |start: Value, entry: Value| {
        broken(|d| {
            d["deadlines"]["late"] = state(json!({"duration": "P1M", "start": start}));
            d["states"]["en_instruction"]["entry"] = entry;
        })
    };
    let action = json!([{"do": "deadline", "deadline": "late", "op": "start"}]);
    assert_eq!(clock(json!(["en_instruction"]), json!([])), []);
    assert_eq!(clock(json!([]), action), []);
    let stops = json!([{"do": "deadline", "deadline": "late", "op": "stop"}]);
    assert_eq!(clock(json!([]), stops), one("E-never-started", "/deadlines/late"));
}

#[test]
fn a_condition_is_true_or_false() {
    let guard =
        |rule: Value| with(&json!({"on": {"x": button(json!({"guard": rule, "target": "accepte"}))}}), json!({}));
    for rule in [
        json!({"+": [{"var": "form.a"}, 2]}),
        json!({"cat": ["a", {"var": "form.a"}]}),
        json!({"length": [{"var": "form.a"}]}),
        json!({"and": [{"var": "form.a"}, {"*": [{"var": "form.a"}, 2]}]}),
    ] {
        assert_eq!(guard(rule.clone()), one("E-condition", &format!("{AT}/on/x/guard")), "{rule}");
    }
    for rule in [
        json!({"var": "form.a"}),
        json!({"!": [{"missing": ["form.a"]}]}),
        json!({">": [{"+": [{"var": "form.a"}, {"var": "form.b"}]}, 2]}),
        json!({"if": [{"var": "form.a"}, {"var": "form.b"}, {"var": "form.c"}]}),
    ] {
        assert_eq!(guard(rule.clone()), [], "{rule}");
    }
}

#[test]
fn a_variable_is_set_to_a_value_of_its_own() {
    let data = json!({"way": {"type": "string", "enum": ["a", "b"]}, "sum": {"type": "number"}, "said": {"type": "string"},
        "more": {"type": "string", "enum": ["a", "b", "c"]}, "other": {"type": "string", "enum": ["c"]}});
    let set = |name: &str, to: Value| with(&json!({"exit": [{"do": "set", "data": name, "to": to}]}), data.clone());
    let at = format!("{AT}/exit/0/to");
    assert_eq!(set("way", json!({"var": "data.other"})), one("E-set", &at));
    assert_eq!(set("way", json!({"var": "data.said"})), one("W-set", &at));
    assert_eq!(set("sum", json!({"cat": ["a"]})), one("E-type", &at));
    for (name, to) in [
        // What leads there may leave none of the others.
        ("way", json!({"var": "data.more"})),
        // A form that is not known may ask for these alone.
        ("way", json!({"var": "form.way"})),
        ("said", json!({"var": "data.way"})),
        ("sum", json!({"+": [1, {"var": "data.sum"}]})),
    ] {
        assert_eq!(set(name, to.clone()), [], "{name} {to}");
    }
}

#[test]
fn a_phase_says_what_the_decision_says() {
    assert_eq!(
        broken(|d| d["states"]["accepte"]["decision"]["outcome"] = json!("refused")),
        one("E-phase", "/states/accepte/decision/outcome")
    );
}
