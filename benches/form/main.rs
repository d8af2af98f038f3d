//! The figures of `docs/PERFORMANCE.md` for a form alone, without a site: compiling a definition, evaluating its conditions,
//! checking its answers, drawing a page, searching an embedded list. One thread, no database.
#![expect(clippy::unwrap_used, reason = "figures that can't be had should stop the run")]

mod drawing;
mod procedure;
mod searches;

#[path = "../support/figures.rs"]
mod figures;

use drawing::Drawing;
use guichet::form::{Context, Definition, Form};
use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// That of the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() {
    // `cargo test --benches` only wants to see it start.
    if std::env::args().any(|argument| argument == "--bench") {
        measure();
    }
}

fn measure() {
    let (source, fields, rules) = procedure::two_hundred_fields();
    let definition: Definition = serde_json::from_value(source).unwrap();
    let languages = ["fr".to_owned()];
    let form = Form::compile(&definition, &languages).unwrap();
    let today = "2026-11-25".parse().unwrap();
    let (draft, context) = (procedure::answers(), Context { today, ..Context::default() });
    let submission = form.check(&draft, &context);
    assert!(submission.is_valid(), "{:?}", submission.errors);
    assert_eq!(submission.values, draft, "everything is asked");
    assert!(Form::problems(&definition, &languages).is_empty());

    let compiling = taken(300, || Form::compile(&definition, &languages));
    let looked_into = time(100, || Form::problems(&definition, &languages));
    let evaluating = taken(3_000, || form.evaluate(&draft, &context));
    let checked = time(1_000, || form.check(&draft, &context));
    let drawing = Drawing::new();
    let view = drawing.view();
    let elements = || drawing.elements(view.clone());
    let record = Drawing::record(&view, elements());
    let size = drawing.html(&record).len() / 1_000;
    let viewed = time(5_000, || drawing.view());
    let copied = time(5_000, || view.clone());
    let held = time(5_000, elements);
    let recorded = time(5_000, || Drawing::record(&view, String::new()));
    let drawn = time(5_000, || drawing.html(&record));
    let (compiled, evaluated) = (both(compiling), both(evaluating));
    let report = format!(
        "{fields} questions on ten pages, {rules} conditions, all answered; release build, one thread; median, 99th percentile.\n\n\
         | | |\n|---|---|\n\
         | compiling the definition | {compiled} |\n\
         | … and looking into its rules, as `check` does | {looked_into} |\n\
         | evaluating its conditions and calculations for a draft | {evaluated} |\n\
         | checking the draft as a whole | {checked} |\n\n\
         A page of 40 fields, without its server:\n\n| | |\n|---|---|\n| what stands on it | {viewed} |\n\
         | … its elements as HTML, a copy of them included | {held} |\n| that copy | {copied} |\n\
         | … the rest as a record for its template | {recorded} |\n| … drawn, {size} kB | {drawn} |\n"
    );
    let report = format!("{report}{}", searched());
    println!("{report}");
    figures::keep("figures of a form", &report);
    figures::hold("compiling 200 fields", compiling.0, Duration::from_millis(20));
    figures::hold("evaluating 200 conditions", evaluating.0, Duration::from_micros(200));
}

/// The slowest search in each list.
fn searched() -> String {
    let mut report = "\nA search in a list, of several texts the slowest:\n\n| | |\n|---|---|\n".to_owned();
    for (list, told) in searches::lists() {
        let slowest = searches::TEXTS.map(|typed| taken(500, || list.suggest(typed, "fr"))).into_iter().max().unwrap();
        let (_, rare) = slowest;
        assert!(rare < searches::BOUND, "{told}: {rare:?}");
        writeln!(report, "| {told} | {} |", both(slowest)).unwrap();
    }
    report
}

/// How long something takes, once it is warm.
fn time<T>(times: usize, run: impl Fn() -> T) -> String {
    both(taken(times, run))
}

fn both((median, rare): (Duration, Duration)) -> String {
    format!("{}, {}", told(median), told(rare))
}

/// The median and the 99th percentile.
fn taken<T>(times: usize, run: impl Fn() -> T) -> (Duration, Duration) {
    let once = || {
        let start = Instant::now();
        black_box(run());
        start.elapsed()
    };
    for _ in 0..times / 10 {
        once();
    }
    let mut taken: Vec<Duration> = (0..times).map(|_| once()).collect();
    taken.sort();
    (taken[times / 2], taken[times * 99 / 100])
}

fn told(time: Duration) -> String {
    let microseconds = time.as_secs_f64() * 1e6;
    if microseconds < 1_000.0 { format!("{microseconds:.0} µs") } else { format!("{:.1} ms", microseconds / 1_000.0) }
}
