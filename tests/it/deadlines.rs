//! Time limits: known due dates, and the clocks of the example workflows.

use crate::support::example;
use chrono::NaiveDate;
use guichet::civil::Territory;
use guichet::workflow::Table;
use guichet::workflow::deadline::{Deadline, Ledger, Op};
use serde_json::{Value, json};

fn date(value: &Value) -> Option<NaiveDate> {
    value.as_str().map(|text| text.parse().unwrap())
}

#[test]
fn every_known_case_has_its_due_date() {
    let cases = example("deadline-cases.json");
    for case in cases.as_array().unwrap() {
        let deadline: Deadline = serde_json::from_value(json!({
            "label": "Délai",
            "duration": case["period"],
            "monthRule": case["monthRule"],
            "resume": case["resume"],
            "start": ["depose"],
        }))
        .unwrap();
        let mut ledger = Ledger::default();
        let duration = deadline.length(|_| false).unwrap();
        ledger.append(date(&case["submitted"]).unwrap(), Op::Start { duration }, None);
        for correction in case["corrections"].as_array().unwrap() {
            let reason = correction["reason"].as_str().map(str::to_owned);
            ledger.append(date(&correction["created"]).unwrap(), Op::Suspend, reason);
            if let Some(resolved) = date(&correction["resolved"]) {
                ledger.append(resolved, Op::Resume, None);
            }
        }
        let reading = deadline.read(&ledger, Territory::Metropole, date(&case["today"]).unwrap()).unwrap();
        assert_eq!(Some(reading.due), date(&case["expected"]), "{}", case["name"]);
    }
}

#[test]
fn the_clocks_of_whole_definitions_are_read() {
    for (name, known) in [
        ("standard", vec!["sva_svr"]),
        ("association-subsidy", vec!["decision"]),
        ("building-permit", vec!["completeness", "decision"]),
    ] {
        let mut definition = example(&format!("{name}.workflow.json"));
        let deadlines: Table<Deadline> = serde_json::from_value(definition["deadlines"].take()).unwrap();
        assert_eq!(deadlines.names().collect::<Vec<_>>(), known, "{name}");
        for (clock, deadline) in deadlines.iter() {
            assert!(deadline.length(|_| true).is_some(), "{name} {clock}");
            assert!(deadline.on_expiry.is_some(), "{name} {clock}");
        }
    }
}
