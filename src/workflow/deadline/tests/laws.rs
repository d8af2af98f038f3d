//! What holds of any clock.

use super::*;
use std::collections::BTreeSet;

fn any_op() -> impl Strategy<Value = Op> {
    let by = (0..40_u32).prop_map(|days| format!("P{days}D").parse().unwrap());
    prop_oneof![
        4 => Just(Op::Suspend),
        4 => Just(Op::Resume),
        1 => Just(Op::Restart),
        1 => by.prop_map(|by| Op::Extend { by }),
        1 => Just(Op::Stop),
        1 => (0..8_u32).prop_map(|row| Op::Void { row }),
    ]
}

fn any_deadline() -> impl Strategy<Value = Deadline> {
    let one_of = |names: &'static [&'static str]| prop::sample::select(names);
    (
        one_of(&["P0D", "P1D", "P10D", "P45D", "P8W", "P1M", "P2M", "P1Y"]),
        one_of(&["calendar", "business"]),
        one_of(&["same_day", "next_day"]),
        one_of(&["none", "next_business_day"]),
        one_of(&["continue", "restart", "by_reason"]),
    )
        .prop_map(|(duration, count, month_rule, rollover, resume)| {
            deadline(json!({
                "duration": duration, "count": count, "monthRule": month_rule, "rollover": rollover, "resume": resume,
            }))
        })
}

/// A start, then anything, some days later each time.
fn any_ledger() -> impl Strategy<Value = (Vec<(u64, Op, bool)>, NaiveDate)> {
    (prop::collection::vec((0..25_u64, any_op(), any::<bool>()), 0..10), any_date())
}

fn ledger(deadline: &Deadline, start: NaiveDate, steps: &[(u64, Op, bool)]) -> (Ledger, NaiveDate) {
    let mut ledger = started(deadline, &start.to_string());
    let mut day = start;
    for (later, op, incomplete) in steps {
        day = day + chrono::Days::new(*later);
        ledger.append(day, op.clone(), reason(if *incomplete { "incomplete" } else { "incorrect" }));
    }
    (ledger, day)
}

/// Suspensions one after another: days of running before, days until it resumes.
fn any_pauses() -> impl Strategy<Value = Vec<(u64, u64)>> {
    prop::collection::vec((0..30_u64, 0..20_u64), 0..6)
}

/// The ledger of these suspensions, and the days that they cover.
fn paused(deadline: &Deadline, start: NaiveDate, pauses: &[(u64, u64)]) -> (Ledger, BTreeSet<NaiveDate>, NaiveDate) {
    let mut ledger = started(deadline, &start.to_string());
    let (mut covered, mut day) = (BTreeSet::new(), start);
    for (running, waiting) in pauses {
        let from = day + chrono::Days::new(*running);
        day = from + chrono::Days::new(*waiting);
        ledger.append(from, Op::Suspend, None);
        ledger.append(day, Op::Resume, None);
        covered.extend(from.iter_days().take_while(|covered| *covered <= day));
    }
    (ledger, covered, day)
}

/// The last day of so many days, one day after another: neither the start counts nor a day that is covered.
fn last_day(start: NaiveDate, days: usize, counts: impl Fn(NaiveDate) -> bool) -> NaiveDate {
    let counted = start.iter_days().skip(1).filter(|day| counts(*day));
    counted.take(days).last().unwrap_or(start)
}

proptest! {
    /// The engine against a calendar whose days are struck out one by one.
    #[test]
    fn a_clock_is_the_days_that_count(
        (start, days, pauses) in (any_date(), 1..90_u32, any_pauses()),
        territory in any_territory(),
        (business, next_day) in any::<(bool, bool)>(),
    ) {
        let deadline = deadline(json!({
            "duration": format!("P{days}D"),
            "count": if business { "business" } else { "calendar" },
            "monthRule": if next_day { "next_day" } else { "same_day" },
        }));
        let (ledger, covered, today) = paused(&deadline, start, &pauses);
        let reading = deadline.read(&ledger, territory, today).unwrap();
        let counts = |day| !covered.contains(&day) && (!business || territory.is_business_day(day));
        let last = last_day(start, days as usize, counts);
        prop_assert_eq!(reading.over, last.succ_opt().unwrap());
        prop_assert_eq!(reading.due, if next_day { reading.over } else { last });
        prop_assert_eq!(reading.phase == Phase::Expired, today > last);
        let elapsed = start.iter_days().skip(1).take_while(|day| *day <= today.min(last)).filter(|day| counts(*day));
        prop_assert_eq!(reading.elapsed_days as usize, elapsed.count());
    }

    #[test]
    fn a_suspension_moves_the_due_date_by_its_days(
        (start, after, waiting) in (any_date(), 1..59_u64, 0..400_u64),
        next_day in any::<bool>(),
    ) {
        let deadline = deadline(json!({"monthRule": if next_day { "next_day" } else { "same_day" }}));
        let plain = read(&deadline, &started(&deadline, &start.to_string()), &start.to_string());
        let (ledger, covered, today) = paused(&deadline, start, &[(after - 1, waiting)]);
        // The day of the start does not count anyway.
        let days = covered.iter().filter(|day| **day > start).count();
        prop_assert_eq!((read(&deadline, &ledger, &today.to_string()).due - plain.due).num_days(), days as i64);
    }

    #[test]
    fn voiding_every_suspension_gives_the_clock_without_them(
        deadline in any_deadline(),
        (start, pauses) in (any_date(), any_pauses()),
        incomplete in any::<bool>(),
        territory in any_territory(),
    ) {
        let (ledger, _, today) = paused(&deadline, start, &pauses);
        let with_reasons = ledger.rows().iter().cloned().map(|row| Row {
            reason: reason(if incomplete { "incomplete" } else { "" }),
            ..row
        });
        let mut ledger = Ledger::new(with_reasons.collect());
        let asked: Vec<u32> = ledger.rows().iter().filter(|row| row.op == Op::Suspend).map(|row| row.id).collect();
        for row in asked {
            ledger.append(today, Op::Void { row }, None);
        }
        let voided = deadline.read(&ledger, territory, today).unwrap();
        let plain = deadline.read(&started(&deadline, &start.to_string()), territory, today).unwrap();
        prop_assert_eq!(Reading { history: plain.history.clone(), ..voided }, plain);
    }

    #[test]
    fn a_new_start_is_a_new_clock(
        (start, after, waiting) in (any_date(), 0..27_u64, 0..400_u64),
        deadline in any_deadline(),
        territory in any_territory(),
    ) {
        // Longer than the time before the suspension, whatever is counted.
        let deadline = Deadline { duration: Length::Plain("P1M".parse().unwrap()), resume: Resume::Restart, ..deadline };
        let (ledger, _, today) = paused(&deadline, start, &[(after, waiting)]);
        let anew = deadline.read(&ledger, territory, today).unwrap();
        let fresh = deadline.read(&started(&deadline, &today.to_string()), territory, today).unwrap();
        prop_assert_eq!(Reading { history: fresh.history.clone(), ..anew }, fresh);
    }

    /// Whatever happens to it.
    #[test]
    fn any_ledger_can_be_read(
        deadline in any_deadline(),
        (steps, start) in any_ledger(),
        territory in any_territory(),
        later in 0..400_u64,
    ) {
        let (ledger, day) = ledger(&deadline, start, &steps);
        let today = day + chrono::Days::new(later);
        let read = |ledger: &Ledger| deadline.read(ledger, territory, today);
        let Some(reading) = read(&ledger) else {
            // Only a voided start starts nothing.
            prop_assert!(ledger.void_of(0).is_some());
            return Ok(());
        };
        prop_assert!(start <= reading.start && reading.start <= reading.due);
        let ahead = (reading.over - reading.due).num_days();
        prop_assert_eq!(ahead, i64::from(deadline.month_rule == MonthRule::SameDay));
        let goes = matches!(reading.phase, Phase::Running | Phase::Expired);
        prop_assert_eq!(reading.phase == Phase::Expired, goes && reading.over <= today);
        if reading.phase == Phase::Suspended {
            prop_assert!(reading.over > today, "what is suspended is not over");
        }
        if deadline.rollover == Rollover::NextBusinessDay {
            prop_assert!(territory.is_business_day(reading.over.pred_opt().unwrap()));
        }
        // Read again, kept and read again, and whatever the order in which its rows are found.
        let kept: Ledger = serde_json::from_value(serde_json::to_value(&ledger).unwrap()).unwrap();
        prop_assert_eq!(read(&kept), Some(reading.clone()));
        let mut rows = ledger.rows().to_vec();
        rows.reverse();
        let half = rows.len() / 2;
        rows.rotate_left(half);
        prop_assert_eq!(read(&Ledger::new(rows)), Some(reading.clone()));
        // What would change is what changes.
        for row in ledger.rows() {
            let change = deadline.if_void(&ledger, row.id, territory, today);
            prop_assert_eq!(change.is_some(), ledger.void_of(row.id).is_none());
            if let Some(change) = change {
                prop_assert_eq!(change.now, Some(reading.clone()));
                prop_assert_eq!(change.then, read(&ledger.with(today, Op::Void { row: row.id })));
            }
        }
    }

    #[test]
    fn an_extension_never_brings_the_end_nearer(
        deadline in any_deadline(),
        (steps, start) in any_ledger(),
        by in 0..40_u32,
        territory in any_territory(),
    ) {
        let (ledger, today) = ledger(&deadline, start, &steps);
        let longer = ledger.with(today, Op::Extend { by: format!("P{by}D").parse().unwrap() });
        let due = |ledger: &Ledger| deadline.read(ledger, territory, today).map(|reading| reading.due);
        prop_assert!(due(&longer) >= due(&ledger));
    }

    #[test]
    fn no_date_is_too_far(
        deadline in any_deadline(),
        steps in prop::collection::vec((0..25_u64, any_op(), any::<bool>()), 0..4),
    ) {
        let end = NaiveDate::MAX - chrono::Days::new(150);
        let (ledger, today) = ledger(&deadline, end, &steps);
        if let Some(reading) = deadline.read(&ledger, Territory::Metropole, today) {
            prop_assert!(reading.due >= end);
        }
    }
}
