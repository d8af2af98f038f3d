//! What a person would count on a calendar.

use super::*;
use Phase::{Ended, Expired, Running, Suspended};

fn at(phase: Phase, due: &str, over: &str) -> (Phase, String, String) {
    (phase, due.to_owned(), over.to_owned())
}

/// Start, length, what resuming does, suspensions (their days, the last one unless it is pending, and the reason),
/// today, due date: démarches-simplifiées' way to count, `next_day`.
type Known = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str, &'static str)],
    &'static str,
    &'static str,
);

const KNOWN: [Known; 14] = [
    ("2023-05-15", "P2M", "by_reason", &[], "2023-05-15", "2023-07-16"),
    ("2023-04-15", "P2M", "by_reason", &[], "2023-04-15", "2023-06-16"),
    ("2023-05-15", "P30D", "by_reason", &[], "2023-05-15", "2023-06-15"),
    ("2023-05-15", "P8W", "by_reason", &[], "2023-05-15", "2023-07-11"),
    ("2023-05-15", "P2M", "restart", &[], "2023-05-15", "2023-07-16"),
    // Answers to correct: six days, and as many more as the second request waits.
    ("2023-05-15", "P2M", "by_reason", &[("2023-05-20", "2023-05-25", "incorrect")], "2023-05-15", "2023-07-22"),
    (
        "2023-05-15",
        "P2M",
        "by_reason",
        &[("2023-05-20", "2023-05-25", "incorrect"), ("2023-05-30", "", "incorrect")],
        "2023-06-05",
        "2023-07-29",
    ),
    // Missing documents: a new start.
    ("2023-05-15", "P2M", "by_reason", &[("2023-05-20", "2023-05-25", "incomplete")], "2023-05-15", "2023-07-26"),
    (
        "2023-05-15",
        "P2M",
        "by_reason",
        &[("2023-05-20", "2023-05-25", "incorrect"), ("2023-05-30", "", "incomplete")],
        "2023-06-05",
        "2023-08-06",
    ),
    (
        "2023-05-15",
        "P2M",
        "by_reason",
        &[("2023-05-20", "2023-05-25", "incomplete"), ("2023-05-30", "", "incomplete")],
        "2023-06-05",
        "2023-08-06",
    ),
    // A new start whatever the reason.
    (
        "2023-05-15",
        "P2M",
        "restart",
        &[("2023-05-16", "2023-05-17", "incomplete"), ("2023-05-20", "2023-05-25", "incorrect")],
        "2023-05-15",
        "2023-07-26",
    ),
    ("2023-05-15", "P2M", "restart", &[("2023-05-30", "", "incorrect")], "2023-06-05", "2023-08-06"),
    // Over the end of a month.
    ("2023-06-29", "P2M", "by_reason", &[("2023-06-30", "2023-07-01", "incorrect")], "2023-05-15", "2023-09-01"),
    ("2023-07-30", "P2M", "by_reason", &[("2023-07-31", "2023-08-01", "incorrect")], "2023-05-15", "2023-10-02"),
];

#[test]
fn clocks_of_demarches_simplifiees() {
    for known @ (start, length, resume, suspensions, today, due) in KNOWN {
        let deadline = deadline(json!({"duration": length, "resume": resume, "monthRule": "next_day"}));
        let mut ledger = started(&deadline, start);
        for (from, to, why) in suspensions {
            ledger.append(date(from), Op::Suspend, reason(why));
            if !to.is_empty() {
                ledger.append(date(to), Op::Resume, None);
            }
        }
        let reading = read(&deadline, &ledger, today);
        assert_eq!((reading.due, reading.over), (date(due), date(due)), "{known:?}");
    }
}

#[test]
fn months_keep_their_day_or_take_the_last_one() {
    for (start, same_day, next_day) in [
        ("2026-05-15", "2026-07-15", "2026-07-16"),
        ("2025-12-31", "2026-02-28", "2026-03-01"),
        ("2023-12-31", "2024-02-29", "2024-03-01"),
        ("2025-12-29", "2026-02-28", "2026-02-28"),
        ("2025-12-30", "2026-02-28", "2026-02-28"),
        ("2026-06-30", "2026-08-30", "2026-09-01"),
    ] {
        for (rule, due) in [("same_day", same_day), ("next_day", next_day)] {
            let deadline = deadline(json!({"monthRule": rule}));
            assert_eq!(read(&deadline, &started(&deadline, start), start).due, date(due), "{start} {rule}");
        }
    }
    // Over two years, the day after the last one is another day for 13 starts.
    let [same, next] = ["same_day", "next_day"].map(|rule| deadline(json!({"monthRule": rule})));
    let differ = date("2023-01-01").iter_days().take(731).filter(|day| {
        let start = day.to_string();
        read(&same, &started(&same, &start), &start).over != read(&next, &started(&next, &start), &start).over
    });
    assert_eq!(differ.count(), 13);
}

#[test]
fn the_last_day_belongs_to_the_limit() {
    let deadline = deadline(json!({}));
    let ledger = started(&deadline, "2026-05-15");
    assert_eq!(stand(&deadline, &ledger, "2026-07-15"), at(Running, "2026-07-15", "2026-07-16"));
    assert_eq!(stand(&deadline, &ledger, "2026-07-16"), at(Expired, "2026-07-15", "2026-07-16"));
    // What happens that day is in time, and what comes after is not.
    for (day, phase, due) in [("2026-07-15", Suspended, "2026-07-18"), ("2026-07-16", Expired, "2026-07-15")] {
        let mut ledger = ledger.clone();
        ledger.append(date(day), Op::Suspend, None);
        let reading = read(&deadline, &ledger, "2026-07-17");
        assert_eq!((reading.phase, reading.due), (phase, date(due)));
    }
    let next_day = super::deadline(json!({"monthRule": "next_day"}));
    assert_eq!(stand(&next_day, &ledger, "2026-07-15"), at(Running, "2026-07-16", "2026-07-16"));
    assert_eq!(stand(&next_day, &ledger, "2026-07-16"), at(Expired, "2026-07-16", "2026-07-16"));
}

#[test]
fn a_last_day_that_is_not_open_moves_when_the_text_says_so() {
    let rolled = |more: Value, start: &str, territory: Territory| {
        let mut document = json!({"rollover": "next_business_day"});
        document.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let deadline = deadline(document);
        let reading = deadline.read(&started(&deadline, start), territory, date(start)).unwrap();
        (reading.due.to_string(), reading.over.to_string())
    };
    let pair = |due: &str, over: &str| (due.to_owned(), over.to_owned());
    let metropole = Territory::Metropole;
    // 4 April 2026 is the Saturday before Easter.
    assert_eq!(rolled(json!({}), "2026-02-04", metropole), pair("2026-04-07", "2026-04-08"));
    assert_eq!(rolled(json!({"monthRule": "next_day"}), "2026-02-04", metropole), pair("2026-04-08", "2026-04-08"));
    assert_eq!(rolled(json!({"monthRule": "next_day"}), "2026-02-03", metropole), pair("2026-04-04", "2026-04-04"));
    assert_eq!(rolled(json!({}), "2026-02-03", metropole), pair("2026-04-03", "2026-04-04"));
    assert_eq!(rolled(json!({}), "2026-02-03", Territory::AlsaceMoselle), pair("2026-04-07", "2026-04-08"));
    let fixed = deadline(json!({}));
    assert_eq!(read(&fixed, &started(&fixed, "2026-02-04"), "2026-02-04").due, date("2026-04-04"));
}

#[test]
fn a_suspension_of_the_day_to_which_it_moved_takes_it_from_there() {
    let deadline = deadline(json!({"duration": "P5D", "rollover": "next_business_day"}));
    // Its own last day is Saturday 13 June 2026.
    let mut ledger = started(&deadline, "2026-06-08");
    assert_eq!(read(&deadline, &ledger, "2026-06-08").due, date("2026-06-15"));
    ledger.append(date("2026-06-15"), Op::Suspend, None);
    ledger.append(date("2026-06-17"), Op::Resume, None);
    assert_eq!(stand(&deadline, &ledger, "2026-06-17"), at(Running, "2026-06-18", "2026-06-19"));
}

#[test]
fn business_days_are_counted() {
    let ten = deadline(json!({"duration": "P10D", "count": "business"}));
    let mut ledger = started(&ten, "2026-04-30");
    assert_eq!(read(&ten, &ledger, "2026-04-30").due, date("2026-05-19"));
    let reading = ten.read(&ledger, Territory::Martinique, date("2026-05-11")).unwrap();
    assert_eq!((reading.due, reading.elapsed_days, reading.days_left), (date("2026-05-19"), 5, 8));
    // From Friday to Monday: two business days.
    ledger.append(date("2026-05-15"), Op::Suspend, None);
    ledger.append(date("2026-05-18"), Op::Resume, None);
    assert_eq!(read(&ten, &ledger, "2026-05-18").due, date("2026-05-21"));
    assert_eq!(ten.read(&ledger, Territory::Martinique, date("2026-05-18")).unwrap().due, date("2026-05-21"));
    let next_day = deadline(json!({"duration": "P10D", "count": "business", "monthRule": "next_day"}));
    assert_eq!(read(&next_day, &started(&next_day, "2026-05-01"), "2026-05-01").due, date("2026-05-20"));
}

#[test]
fn an_extension_is_counted_from_the_start_and_lasts() {
    let deadline = deadline(json!({"resume": "restart"}));
    let mut ledger = started(&deadline, "2025-12-31");
    ledger.append(date("2026-01-20"), Op::Extend { by: "P1M".parse().unwrap() }, reason("secteur protégé"));
    let reading = read(&deadline, &ledger, "2026-01-20");
    // Three months, and not one month after 28 February.
    assert_eq!((reading.due, reading.extensions), (date("2026-03-31"), 1));
    ledger.append(date("2026-02-01"), Op::Suspend, None);
    ledger.append(date("2026-02-10"), Op::Resume, None);
    let reading = read(&deadline, &ledger, "2026-02-11");
    assert_eq!((reading.start, reading.due, reading.extensions), (date("2026-02-10"), date("2026-05-10"), 1));
    assert_eq!(reading.elapsed_days, 1);
    // Too late: silence has decided.
    ledger.append(date("2026-05-11"), Op::Extend { by: "P1M".parse().unwrap() }, None);
    let reading = read(&deadline, &ledger, "2026-05-11");
    assert_eq!((reading.phase, reading.due, reading.extensions), (Expired, date("2026-05-10"), 1));
    assert_eq!(reading.history.last().map(|line| &line.standing), Some(&Standing::Idle));
}

#[test]
fn a_stopped_clock_runs_out_no_more_and_may_start_anew() {
    let deadline = deadline(json!({}));
    let mut ledger = started(&deadline, "2026-05-15");
    ledger.append(date("2026-06-01"), Op::Suspend, None);
    ledger.append(date("2026-06-03"), Op::Stop, None);
    let reading = read(&deadline, &ledger, "2026-12-01");
    assert_eq!((reading.phase, reading.elapsed_days, reading.days_left), (Ended, 16, 0));
    ledger.append(date("2026-06-04"), Op::Start { duration: "P1D".parse().unwrap() }, None);
    ledger.append(date("2026-06-04"), Op::Resume, None);
    assert_eq!(read(&deadline, &ledger, "2026-12-01").phase, Ended);
    ledger.append(date("2026-09-01"), Op::Restart, None);
    assert_eq!(stand(&deadline, &ledger, "2026-09-02"), at(Running, "2026-11-01", "2026-11-02"));
    // Stopping what has run out does not undo it.
    ledger.append(date("2026-11-02"), Op::Stop, None);
    assert_eq!(stand(&deadline, &ledger, "2026-12-01"), at(Expired, "2026-11-01", "2026-11-02"));
    assert_eq!(read(&deadline, &ledger, "2026-12-01").elapsed_days, 61);
}

#[test]
fn nothing_runs_before_the_start() {
    let deadline = deadline(json!({}));
    let mut ledger = Ledger::default();
    assert_eq!(deadline.read(&ledger, Territory::Metropole, date("2026-05-15")), None);
    ledger.append(date("2026-05-10"), Op::Restart, None);
    ledger.append(date("2026-05-10"), Op::Extend { by: "P1M".parse().unwrap() }, None);
    ledger.append(date("2026-05-10"), Op::Stop, None);
    ledger.append(date("2026-05-12"), Op::Suspend, None);
    assert_eq!(deadline.read(&ledger, Territory::Metropole, date("2026-05-15")), None);
    // A suspension that is older than the start holds it from the first day on.
    ledger.append(date("2026-05-15"), Op::Start { duration: "P2M".parse().unwrap() }, None);
    assert_eq!(stand(&deadline, &ledger, "2026-05-17"), at(Suspended, "2026-07-17", "2026-07-18"));
    ledger.append(date("2026-05-20"), Op::Resume, None);
    let late = started(&deadline, "2026-05-20");
    assert_eq!(read(&deadline, &ledger, "2026-05-20").due, read(&deadline, &late, "2026-05-20").due);
}

#[test]
fn one_suspension_within_another_ends_with_it() {
    let deadline = deadline(json!({"resume": "by_reason"}));
    let mut ledger = started(&deadline, "2026-05-15");
    ledger.append(date("2026-05-20"), Op::Suspend, reason("incorrect"));
    ledger.append(date("2026-05-22"), Op::Suspend, reason("outdated"));
    ledger.append(date("2026-05-25"), Op::Resume, None);
    // Nothing is left to resume.
    ledger.append(date("2026-05-25"), Op::Resume, None);
    assert_eq!(read(&deadline, &ledger, "2026-05-26").due, date("2026-07-21"));
    // Suspended again on the day on which it resumed: that day does not count twice.
    ledger.append(date("2026-05-25"), Op::Suspend, reason("incorrect"));
    ledger.append(date("2026-05-27"), Op::Resume, None);
    assert_eq!(read(&deadline, &ledger, "2026-05-27").due, date("2026-07-23"));
    ledger.append(date("2026-06-01"), Op::Suspend, reason("incorrect"));
    ledger.append(date("2026-06-01"), Op::Suspend, reason("incomplete"));
    ledger.append(date("2026-06-02"), Op::Resume, None);
    assert_eq!(read(&deadline, &ledger, "2026-06-02").start, date("2026-06-02"));
}

#[test]
fn what_a_void_changes_is_told_and_not_done() {
    let deadline = deadline(json!({"resume": "by_reason"}));
    let mut ledger = started(&deadline, "2026-05-15");
    let row = ledger.append(date("2026-06-10"), Op::Suspend, reason("incomplete")).id;
    ledger.append(date("2026-07-20"), Op::Resume, None);
    let before = ledger.clone();
    let Some(Change { now: Some(now), then: Some(then) }) =
        deadline.if_void(&ledger, row, Territory::Metropole, date("2026-07-21"))
    else {
        panic!("both clocks run");
    };
    assert_eq!((now.phase, now.due), (Running, date("2026-09-20")));
    assert_eq!((then.phase, then.due), (Expired, date("2026-07-15")));
    assert_eq!(ledger, before);
    ledger.append(date("2026-07-21"), Op::Void { row }, reason("pièce non exigible"));
    let reading = read(&deadline, &ledger, "2026-07-21");
    assert_eq!((reading.phase, reading.due), (Expired, date("2026-07-15")));
    let void = Standing::Void { on: date("2026-07-21"), reason: reason("pièce non exigible") };
    assert_eq!(reading.history[1].standing, void);
    for (row, why) in [(row, "it is void already"), (99, "there is no such row")] {
        assert_eq!(deadline.if_void(&ledger, row, Territory::Metropole, date("2026-07-21")), None, "{why}");
    }
    // Of the start: there would be no clock.
    let change = deadline.if_void(&ledger, 0, Territory::Metropole, date("2026-07-21")).unwrap();
    assert_eq!(change.then, None);
}

#[test]
fn the_history_tells_what_counts_and_what_does_not() {
    let deadline = deadline(json!({"duration": "P20D", "resume": "by_reason"}));
    let mut ledger = started(&deadline, "2026-03-01");
    ledger.append(date("2026-03-03"), Op::Suspend, reason("incorrect"));
    ledger.append(date("2026-03-12"), Op::Resume, None);
    ledger.append(date("2026-03-13"), Op::Suspend, reason("incomplete"));
    ledger.append(date("2026-03-16"), Op::Resume, None);
    ledger.append(date("2026-03-17"), Op::Extend { by: "P5D".parse().unwrap() }, None);
    ledger.append(date("2026-03-18"), Op::Void { row: 1 }, None);
    ledger.append(date("2026-04-20"), Op::Suspend, None);
    ledger.append(date("2026-04-21"), Op::Resume, None);
    ledger.append(date("2026-04-22"), Op::Stop, None);
    let history = serde_json::to_value(read(&deadline, &ledger, "2026-04-22").history).unwrap();
    let counts = json!({"is": "counts"});
    let idle = json!({"is": "idle"});
    assert_eq!(
        history,
        json!([
            {"row": 0, "what": "started", "duration": "P20D", "from": "2026-03-01", "standing": counts},
            {
                "row": 1, "what": "suspended", "from": "2026-03-03", "to": "2026-03-12", "reason": "incorrect",
                "standing": {"is": "void", "on": "2026-03-18"},
            },
            {
                "row": 3, "what": "suspended", "from": "2026-03-13", "to": "2026-03-16", "reason": "incomplete",
                "standing": counts,
            },
            {"row": 4, "what": "restarted", "from": "2026-03-16", "standing": counts},
            {"row": 5, "what": "extended", "by": "P5D", "from": "2026-03-17", "standing": counts},
            {"what": "expired", "from": "2026-04-10", "standing": counts},
            {"row": 7, "what": "suspended", "from": "2026-04-20", "to": "2026-04-21", "standing": idle},
            {"row": 9, "what": "ended", "from": "2026-04-22", "standing": idle},
        ])
    );
}

#[test]
fn reminders_come_before_the_due_date() {
    let deadline = deadline(json!({"remind": [
        {"before": "P21D", "to": ["instructor"]},
        {"before": {"duration": "P5D", "count": "business"}, "to": ["instructor", "mayor"]},
    ]}));
    let days: Vec<_> = deadline
        .reminders(date("2026-05-15"), Territory::Metropole)
        .map(|(day, to)| (day.to_string(), to.len()))
        .collect();
    assert_eq!(days, [("2026-04-24".to_owned(), 1), ("2026-05-06".to_owned(), 2)]);
}

#[test]
fn the_first_rule_that_holds_gives_the_length() {
    let by_rule = deadline(json!({"duration": [
        {"when": {"var": "data.house"}, "duration": "P2M"},
        {"when": {"var": "data.shop"}, "duration": "P4M"},
        {"duration": "P3M"},
    ]}));
    let length = |name: &str| by_rule.length(|rule| rule.variables() == [name]).map(|length| length.to_string());
    assert_eq!(length("data.house").as_deref(), Some("P2M"));
    assert_eq!(length("data.shop").as_deref(), Some("P4M"));
    assert_eq!(length("data.other").as_deref(), Some("P3M"));
    let open = deadline(json!({"duration": [{"when": {"var": "data.house"}, "duration": "P2M"}]}));
    assert_eq!(open.length(|_| false), None);
}
