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
mod procedure;
mod site;

#[path = "../support/figures.rs"]
mod figures;
#[path = "../support/pgbench.rs"]
mod pgbench;
#[path = "../support/recording.rs"]
mod recording;

#[expect(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/it/support/http.rs"]
mod http;

use guichet::dossiers::Number;
use http::Visitor;
use load::Load;
use machine::{Process, describe};
use recording::{Case, Recording, listen};
use site::Site;
use std::path::Path;
use std::time::Duration;

/// Read by the tests' visitor.
const PASSWORD: &str = "correct-horse-battery-42";

/// How long each thing is measured.
const TIME: Duration = Duration::from_secs(10);

/// Clients that post at once; pgbench has as many.
const CLIENTS: usize = 16;

/// Drafts that each of them may submit by pgbench.
const EACH: i64 = 4_000;

const FIELDS: usize = 40;

/// What submits a draft.
const SUBMITS: &str = "rev=0&transition=deposer";

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // `cargo test --benches` only wants to see it start.
    if std::env::args().any(|argument| argument == "--bench") {
        runtime.block_on(measure());
    }
}

async fn measure() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    let _ = std::fs::remove_dir_all(&folder);
    let mut site = Site::start(&folder);
    let wanted = machine::load();
    site.import(&procedure::with_fields(FIELDS));
    site.user(site::CITIZEN, &[]);
    site.up(&["--without-jobs"]);
    let process = Process::of(site.pid());
    let citizen = Visitor::signed_in(&site.base, site::CITIZEN).await;
    let draft = site.draft(&citizen, &procedure::answers(FIELDS)).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let rest = process.resident();
    let session = site.session(site::CITIZEN).await;

    let page = Load { clients: 8, time: TIME };
    let before = process.cpu();
    let pages = page.gets(&site.address, &[(session.clone(), format!("/dossiers/{draft}/pages/1"))]).await;
    let cpu = (process.cpu() - before) / pages.count();

    let number = |year: i32| move |n: i64| Number::new(year, n).as_str().to_owned();
    site.copy(&draft, 0..8, number(2023));
    let own: Vec<(String, i32)> = (0..8).map(|n| (number(2023)(n), site.rev(&draft))).collect();
    let (before, transactions) = (process.cpu(), site.transactions());
    let autosaves = page.autosaves(&site.address, &session, &own).await;
    let autosave_cpu = (process.cpu() - before) / autosaves.count();
    let trips = (site.transactions() - transactions) as f64 / f64::from(autosaves.count());

    let drafts = 100_000..180_000;
    site.copy(&draft, drafts.clone(), number(2025));
    let mut paths: Vec<String> = drafts.map(|n| format!("/dossiers/{}/verification", number(2025)(n))).collect();
    let recording = record(&site, &session, &paths.split_off(paths.len() - 3)).await;
    let posts = Load { clients: CLIENTS, time: TIME };
    let before = process.cpu();
    let submissions = posts.posts(&site.address, &session, &paths[..40_000], SUBMITS).await;
    let submission_cpu = (process.cpu() - before) / submissions.count();
    let peak = process.peak();
    // The same in one process with the jobs, which have all these mails to prepare.
    site.up(&[]);
    let with_jobs = posts.posts(&site.address, &session, &paths[40_000..], SUBMITS).await;
    let peak_with_jobs = Process::of(site.pid()).peak();
    site.stop();
    site.audit();
    let bare = played(&site, &draft, &recording);

    let ratio = 100.0 * submissions.rate() / bare;
    let report = format!(
        "{}\nProcesses that wanted a processor: {wanted} before, {} after.\n\n| | |\n|---|---|\n| a page of 40 fields, 8 clients | {:.0} a second |\n| … its 50th, 99th percentile | {:.1} ms, {:.1} ms |\n\
         | … processor time of the site | {:.2} ms |\n| saves of one answer, 8 clients | {:.0} a second |\n\
         | … their 50th, 99th percentile | {:.1} ms, {:.1} ms |\n| … processor time of the site | {:.2} ms |\n\
         | … statements, that of the session included | {trips:.2} |\n| submissions, {CLIENTS} clients | {:.0} a second |\n\
         | … their 50th, 99th percentile | {:.1} ms, {:.1} ms |\n\
         | … processor time of the site | {:.2} ms |\n| the same {} statements by pgbench, {CLIENTS} clients | {bare:.0} a second |\n\
         | … ratio | {ratio:.0} % |\n\
         | submissions while the same process prepares their mails | {:.0} a second |\n| resident memory of the site, at rest | {rest:.0} MB |\n| … at its highest, under these loads | {peak:.0} MB |\n\
         | … and with the mails to prepare | {peak_with_jobs:.0} MB |\n",
        describe(),
        machine::load(),
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
        recording.count(),
        with_jobs.rate(),
    );
    println!("{report}");
    figures::keep("figures", &report);
    figures::hold("a page of 40 fields", cpu, Duration::from_micros(400));
    figures::hold("the save of one answer", autosave_cpu, Duration::from_micros(1_500));
}

/// What a submission sends: the first of three has the site open its sessions.
async fn record(site: &Site, session: &load::Session, paths: &[String]) -> Recording {
    let one = Load { clients: 1, time: Duration::ZERO };
    let mut points = [0; 3];
    listen(&mut site.connect(), true);
    for (path, point) in paths.iter().zip(&mut points) {
        one.posts(&site.address, session, std::slice::from_ref(path), SUBMITS).await;
        *point = recording::length(&site.folder);
    }
    listen(&mut site.connect(), false);
    let number = paths[1].split('/').nth(2).unwrap().to_owned();
    let id = Case(100_000 + 80_000 - 2).id();
    Recording::read(&site.folder, points, (id, number))
}

/// The same statements by pgbench, on drafts of its own: how many times a second.
fn played(site: &Site, draft: &str, recording: &Recording) -> f64 {
    let first = 1_000_000;
    let clients = i64::try_from(CLIENTS).unwrap();
    site.copy(draft, first..first + clients * EACH, |n| Case(n).number());
    let script = site.folder.join("submission.sql");
    std::fs::write(&script, recording.script(first, EACH)).unwrap();
    let played = pgbench::play(&site.database, &script, CLIENTS, TIME);
    // A transaction that found no draft would have cost nothing.
    let done = site.count(
        "SELECT count(*) FROM dossiers JOIN events ON dossier_id = id WHERE number LIKE '2024-%' AND submitted_at IS NOT NULL",
    );
    assert!(done as f64 == played.transactions, "{done} dossiers submitted in {} transactions", played.transactions);
    played.rate
}
