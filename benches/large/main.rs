//! The figures of a site with ten million dossiers: queues of the desk, what one person has to do, steps beside the bare statements.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "figures that can't be had should stop the run"
)]

mod population;
mod queues;
mod steps;

#[expect(dead_code, reason = "the bench of the site needs more of it")]
#[path = "../site/load.rs"]
mod load;
#[expect(dead_code, reason = "the bench of the site needs more of it")]
#[path = "../site/machine.rs"]
mod machine;
#[path = "../site/procedure.rs"]
mod procedure;
#[expect(dead_code, reason = "the bench of the site needs more of it")]
#[path = "../site/site.rs"]
mod site;

#[path = "../support/figures.rs"]
mod figures;
#[path = "../support/pgbench.rs"]
mod pgbench;
#[expect(dead_code, reason = "the bench of the site needs more of it")]
#[path = "../support/recording.rs"]
mod recording;

#[expect(dead_code, reason = "the tests need more of it")]
#[path = "../../tests/it/support/http.rs"]
mod http;

use guichet::dossiers::Number;
use site::Site;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Read by the tests' visitor.
const PASSWORD: &str = "correct-horse-battery-42";

/// How long each thing is measured.
const TIME: Duration = Duration::from_secs(10);

/// Names a folder in which the dossiers are kept from one run to the next.
const KEPT: &str = "BENCH_DATA";

/// The number of a dossier that the site reads.
fn number(n: i64) -> String {
    Number::new(2025, n).as_str().to_owned()
}

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    // `cargo test --benches` only wants to see it start.
    if std::env::args().any(|argument| argument == "--bench") {
        let kept = std::env::var_os(KEPT).map(PathBuf::from);
        let folder = kept.clone().unwrap_or_else(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-large"));
        runtime.block_on(measure(&folder));
        if kept.is_none() {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}

async fn measure(folder: &Path) {
    let mut site = Site::start(folder);
    population::fill(&mut site).await;
    site.up(&["--without-jobs"]);
    let before = machine::load();
    let queues = queues::measure(&site).await;
    let steps = steps::measure(&mut site).await;
    let ratio = 100.0 * steps.site / steps.bare;
    let report = format!(
        "{}\n{} dossiers, {} open tasks, {} on disk. Processes that wanted a processor: {before} before, {} after.\n\n\
         | 50th, 95th, 99th percentile | |\n|---|---|\n{}\n| | |\n|---|---|\n\
         | steps (a task is done, another opened), {clients} clients | {:.0} a second |\n\
         | … their 50th, 95th, 99th percentile | {} |\n\
         | the same {} statements by pgbench, {clients} clients | {:.0} a second |\n| … ratio | {ratio:.0} % |\n",
        machine::describe(),
        thousands(population::DOSSIERS),
        thousands(population::OPEN),
        size(&site),
        machine::load(),
        queues.told(),
        steps.site,
        steps.times,
        steps.statements,
        steps.bare,
        clients = steps::CLIENTS,
    );
    println!("{report}");
    figures::keep("figures of ten million", &report);
    queues.hold();
    assert!(ratio >= 60.0, "{ratio:.0} % of what pgbench does, and at least 60 % is wanted");
}

fn size(site: &Site) -> String {
    let bytes = site.count("SELECT pg_database_size(current_database()) AS count");
    format!("{:.1} GB", bytes as f64 / 1e9)
}

/// With a comma at each thousand.
fn thousands(n: i64) -> String {
    let digits = n.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(",")
}
