//! Clocks that can't be counted, or that never run.

use super::*;

#[test]
fn deadlines() {
    let with = |change: Value| {
        let mut deadline = json!({"label": "x", "duration": "P2M", "start": ["en_construction"]});
        deadline.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        broken(|d| d["deadlines"] = json!({"d": deadline}))
    };
    assert_eq!(
        with(json!({
            "duration": [{"when": {"var": "data.declarative"}, "duration": "P10D"}, {"duration": "P20D"}],
            "count": "business", "suspendIn": ["a_corriger"], "resume": "by_reason",
            "remind": [{"before": "P3W", "to": ["instructor"]}, {"before": {"duration": "P5D", "count": "business"}, "to": []}],
            "onExpiry": {"guard": {"var": "data.declarative"}, "target": "refuse"},
        })),
        []
    );
    for (change, code, pointer) in [
        (json!({"start": ["en_construction", "x"]}), "E-target", "/start/1"),
        (json!({"suspendIn": ["x"]}), "E-target", "/suspendIn/0"),
        (json!({"onExpiry": {"target": "x"}}), "E-target", "/onExpiry/target"),
        (json!({"onExpiry": {"target": "@return"}}), "E-return", "/onExpiry/target"),
        (json!({"start": ["brouillon"]}), "E-draft-clock", "/start/0"),
        (json!({"onExpiry": {"target": "refuse", "guard": {"var": "data.x"}}}), "E-variable", "/onExpiry/guard"),
        (
            json!({"onExpiry": {"target": "refuse", "actions": [{"do": "set", "data": "x", "to": true}]}}),
            "E-data",
            "/onExpiry/actions/0/data",
        ),
        (json!({"duration": "2 mois"}), "E-duration", "/duration"),
        (json!({"duration": "P10000D"}), "E-duration", "/duration"),
        (json!({"duration": "P1DT"}), "E-duration", "/duration"),
        (json!({"duration": "PT36H"}), "E-civil-duration", "/duration"),
        (json!({"count": "business"}), "E-business-duration", "/duration"),
        (
            json!({"duration": [{"duration": "P1D"}, {"duration": "P1DT1H"}]}),
            "E-civil-duration",
            "/duration/1/duration",
        ),
        (
            json!({"duration": [{"when": {"var": "data.declarative"}, "duration": "P1D"}]}),
            "E-duration-gap",
            "/duration",
        ),
        (
            json!({"duration": [{"when": {"var": "data.x"}, "duration": "P1D"}, {"duration": "P2D"}]}),
            "E-variable",
            "/duration/0/when",
        ),
        (json!({"remind": [{"before": "P1D", "to": ["x"]}]}), "E-role", "/remind/0/to/0"),
        (json!({"remind": [{"before": "x", "to": []}]}), "E-duration", "/remind/0/before"),
        (json!({"remind": [{"before": "PT1H", "to": []}]}), "E-civil-duration", "/remind/0/before"),
        (
            json!({"remind": [{"before": {"duration": "P2W", "count": "business"}, "to": []}]}),
            "E-business-duration",
            "/remind/0/before/duration",
        ),
    ] {
        assert_eq!(with(change.clone()), one(code, &format!("/deadlines/d{pointer}")), "{change}");
    }
    let doing = |action: Value| {
        let mut action = action;
        action["do"] = json!("deadline");
        broken(|d| {
            d["deadlines"] = json!({"d": {"label": "x", "duration": "P10D", "count": "business", "start": ["refuse"]}});
            d["states"]["refuse"]["entry"] = json!([action]);
        })
    };
    let begun = broken(|d| {
        d["deadlines"] = json!({"d": {"label": "x", "duration": "P10D", "start": []}});
        d["states"]["brouillon"]["entry"] = json!([{"do": "deadline", "deadline": "d", "op": "start"}]);
    });
    assert_eq!(begun, one("E-draft-clock", "/states/brouillon/entry/0"));
    let at = "/states/refuse/entry/0";
    assert_eq!(doing(json!({"deadline": "d", "op": "stop"})), []);
    assert_eq!(doing(json!({"deadline": "d", "op": "extend", "by": "P5D"})), []);
    assert_eq!(doing(json!({"deadline": "x", "op": "stop"})), one("E-deadline", &format!("{at}/deadline")));
    assert_eq!(doing(json!({"deadline": "d", "op": "extend"})), one("E-extend", at));
    assert_eq!(
        doing(json!({"deadline": "d", "op": "extend", "by": "P1M"})),
        one("E-business-duration", &format!("{at}/by"))
    );
}
