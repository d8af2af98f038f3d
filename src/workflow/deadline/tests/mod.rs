//! Clocks by example, then by what holds of any of them.

mod cases;
mod laws;

use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn any_date() -> impl Strategy<Value = NaiveDate> {
    // 1990 to 2090.
    (726_468..763_000_i32).prop_map(|days| NaiveDate::from_num_days_from_ce_opt(days).unwrap())
}

pub(super) fn any_territory() -> impl Strategy<Value = Territory> {
    prop::sample::select(Territory::ALL.to_vec())
}

/// Two months from the same day, with what a definition says beside.
fn deadline(more: Value) -> Deadline {
    let mut document = json!({"label": "Délai", "duration": "P2M", "start": ["depose"]});
    document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_value(document).unwrap()
}

/// A clock of the length that its definition says, started on a day.
fn started(deadline: &Deadline, on: &str) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.append(date(on), Op::Start { duration: deadline.length(|_| true).unwrap() }, None);
    ledger
}

fn reason(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn read(deadline: &Deadline, ledger: &Ledger, today: &str) -> Reading {
    deadline.read(ledger, Territory::Metropole, date(today)).unwrap()
}

/// Phase, due date, first day on which it is over.
fn stand(deadline: &Deadline, ledger: &Ledger, today: &str) -> (Phase, String, String) {
    let reading = read(deadline, ledger, today);
    (reading.phase, reading.due.to_string(), reading.over.to_string())
}
