//! Decisions that must say why, after a vote.

use super::circuits::{circuit, outcome};
use super::*;

fn wrong(change: impl FnOnce(&mut Value)) -> Vec<(&'static str, String)> {
    let mut document = circuit();
    document["states"]["refused"]["decision"]["motivation"] = json!("required");
    change(&mut document);
    let known = |problem: &Problem| !matches!(problem.code, "W-uncovered" | "W-label" | "E-unsupported");
    check(&document).into_iter().filter(known).map(|problem| (problem.code, problem.pointer)).collect()
}

const AT: &str = "/states/committee/onDone/1";

#[test]
fn a_vote_does_not_say_why() {
    assert_eq!(wrong(|_| {}), one("E-reasons", AT));
    let secret = |d: &mut Value| d["states"]["committee"]["tasks"]["ballot"]["vote"]["secret"] = json!(true);
    assert_eq!(wrong(secret), one("E-reasons", AT));
    // Whoever signs says why; where nothing must be said, nothing is missing.
    assert_eq!(wrong(|d| d["states"]["committee"]["onDone"] = json!("signature")), []);
    for motivation in ["optional", "none"] {
        assert_eq!(wrong(|d| d["states"]["refused"]["decision"]["motivation"] = json!(motivation)), []);
    }
    // An opinion is no vote.
    let opinion = |d: &mut Value| {
        d["states"]["committee"]["tasks"]["ballot"] =
            json!({"label": "x", "role": "director", "outcomes": ["for", "rejected", "no_quorum"]});
    };
    assert_eq!(wrong(opinion), []);
    // It is not waited for: the end of the work is that of the other task.
    let beside = |d: &mut Value| {
        d["states"]["committee"]["tasks"]["ballot"]["required"] = json!(false);
        d["states"]["committee"]["tasks"]["report"] =
            json!({"label": "x", "role": "instructor", "outcomes": ["good", "bad"]});
        d["states"]["committee"]["onDone"] =
            json!([{"guard": outcome("report", "good"), "target": "signature"}, {"target": "refused"}]);
    };
    assert_eq!(wrong(beside), []);
    // The report may be there first: then the vote is the last.
    let both = |d: &mut Value| {
        beside(d);
        d["states"]["committee"]["tasks"]["ballot"]["required"] = json!(true);
    };
    assert_eq!(wrong(both), one("E-reasons", AT));
}

#[test]
fn what_is_gone_through_at_once_says_nothing_either() {
    let through = |on: Value| {
        move |d: &mut Value| {
            d["states"]["committee"]["onDone"][1]["target"] = json!("told");
            d["states"]["told"] = on;
        }
    };
    let always = json!({"label": "x", "always": [{"target": "refused"}]});
    assert_eq!(wrong(through(always)), one("E-reasons", AT));
    let pressed = json!({"label": "x", "on": {"refuse": {"label": "x", "roles": ["director"], "target": "refused"}}});
    assert_eq!(wrong(through(pressed)), []);
    // A branch that looks at the ballots does not wait for the end of the work.
    let counted = json!([{"guard": {">": [{"var": "tasks.ballot.count_against"}, 1]}, "target": "refused"}]);
    let early = |d: &mut Value| {
        d["states"]["committee"]["onDone"][1]["target"] = json!("signature");
        d["states"]["committee"]["always"] = counted.clone();
    };
    assert_eq!(wrong(early), one("E-reasons", "/states/committee/always/0"));
    let other = json!([{"guard": outcome("law", "bad"), "target": "refused"}]);
    let beside = |d: &mut Value| {
        d["states"]["committee"]["onDone"][1]["target"] = json!("signature");
        d["states"]["committee"]["always"] = other;
    };
    assert_eq!(wrong(beside), []);
}

#[test]
fn a_vote_within_a_region_does_not_say_why_either() {
    let within = |target: &str, then: &str| {
        let mut found = wrong(|d| {
            d["states"]["committee"]["onDone"] = json!("signature");
            let asking = &mut d["states"]["examination"]["states"]["law"]["states"]["asking"];
            let vote = json!({"favorable": "good", "majority": "simple"});
            asking["tasks"]["law"] =
                json!({"label": "x", "role": "member", "instances": 3, "outcomes": ["good", "bad"], "vote": vote});
            asking["onDone"] = json!(target);
            d["states"]["examination"]["onDone"] = json!(then);
        });
        // The rest of the circuit may be cut off.
        found.retain(|(code, _)| *code != "E-unreachable");
        found
    };
    let at = "/states/examination/states/law/states/asking/onDone";
    assert_eq!(within("told", "committee"), []);
    assert_eq!(within("refused", "committee"), one("E-reasons", at));
    // It may be the last region to end.
    assert_eq!(within("told", "refused"), one("E-reasons", at));
}
