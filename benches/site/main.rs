//! The figures of `docs/PERFORMANCE.md`: a page of 40 fields, submissions beside the bare transaction, memory. A real site
//! before a durable PostgreSQL, its clients on the same machine.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "figures that can't be had should stop the run"
)]

mod load;
mod machine;
mod pgbench;
mod procedure;
mod site;

#[path = "../support/figures.rs"]
mod figures;

#[expect(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/it/support/http.rs"]
mod http;

use guichet::dossiers::Number;
use http::Visitor;
use load::Load;
use machine::{Process, describe};
use site::Site;
use std::time::Duration;

/// Read by the tests' visitor.
const PASSWORD: &str = "correct-horse-battery-42";

/// How long each thing is measured.
const TIME: Duration = Duration::from_secs(10);

/// Clients that post at once; pgbench has as many.
const CLIENTS: usize = 16;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // `cargo test --benches` only wants to see it start.
    if std::env::args().any(|argument| argument == "--bench") {
        runtime.block_on(measure());
    }
}

async fn measure() {
    let mut site = Site::start();
    let process = Process::of(site.pid());
    let citizen = Visitor::signed_in(&site.base, site::CITIZEN).await;
    let draft = site.draft(&citizen).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let rest = process.resident();
    let session = site.session().await;

    let page = Load { clients: 8, time: TIME };
    let before = process.cpu();
    let pages = page.gets(&site.address, &session, &format!("/dossiers/{draft}/pages/1")).await;
    let cpu = (process.cpu() - before) / pages.count();

    let own: Vec<String> = (0..8).map(|n| Number::new(2023, n).as_str().to_owned()).collect();
    site.copy(&draft, &own);
    let own: Vec<(String, i32)> = own.into_iter().map(|number| (number, site.rev(&draft))).collect();
    let (before, transactions) = (process.cpu(), site.transactions());
    let autosaves = page.autosaves(&site.address, &session, &own).await;
    let autosave_cpu = (process.cpu() - before) / autosaves.count();
    let trips = (site.transactions() - transactions) as f64 / f64::from(autosaves.count());

    let drafts: Vec<String> = (0..80_000).map(|n| Number::new(2025, n).as_str().to_owned()).collect();
    site.copy(&draft, &drafts);
    let posts = Load { clients: CLIENTS, time: TIME };
    let before = process.cpu();
    let submissions = posts.submissions(&site.address, &session, &drafts[..40_000]).await;
    let submission_cpu = (process.cpu() - before) / submissions.count();
    let peak = process.peak();
    // The same in one process with the jobs, which have all these mails to prepare.
    site.up(&[]);
    let with_jobs = posts.submissions(&site.address, &session, &drafts[40_000..]).await;
    let peak_with_jobs = Process::of(site.pid()).peak();
    site.stop();
    site.audit();
    site.copy(&draft, &pgbench::numbers(CLIENTS));
    let bare = pgbench::run(&site, CLIENTS, TIME);

    let ratio = 100.0 * submissions.rate() / bare;
    let report = format!(
        "{}\n\n| | |\n|---|---|\n| a page of 40 fields, 8 clients | {:.0} a second |\n| … its 50th, 99th percentile | {:.1} ms, {:.1} ms |\n\
         | … processor time of the site | {:.2} ms |\n| saves of one answer, 8 clients | {:.0} a second |\n\
         | … their 50th, 99th percentile | {:.1} ms, {:.1} ms |\n| … processor time of the site | {:.2} ms |\n\
         | … statements, that of the session included | {trips:.2} |\n| submissions, {CLIENTS} clients | {:.0} a second |\n\
         | … their 50th, 99th percentile | {:.1} ms, {:.1} ms |\n\
         | … processor time of the site | {:.2} ms |\n| the same statements by pgbench, {CLIENTS} clients | {bare:.0} a second |\n\
         | … ratio | {ratio:.0} % |\n\
         | submissions while the same process prepares their mails | {:.0} a second |\n| resident memory of the site, at rest | {rest:.0} MB |\n| … at its highest, under these loads | {peak:.0} MB |\n\
         | … and with the mails to prepare | {peak_with_jobs:.0} MB |\n",
        describe(),
        pages.rate(),
        pages.percentile(50),
        pages.percentile(99),
        cpu.as_secs_f64() * 1000.0,
        autosaves.rate(),
        autosaves.percentile(50),
        autosaves.percentile(99),
        autosave_cpu.as_secs_f64() * 1000.0,
        submissions.rate(),
        submissions.percentile(50),
        submissions.percentile(99),
        submission_cpu.as_secs_f64() * 1000.0,
        with_jobs.rate(),
    );
    println!("{report}");
    figures::keep("figures", &report);
    figures::hold("a page of 40 fields", cpu, Duration::from_micros(400));
    figures::hold("the save of one answer", autosave_cpu, Duration::from_micros(1_500));
}
