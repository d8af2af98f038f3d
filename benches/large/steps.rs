//! Steps a second: tasks that are done through the site, and the same statements played by pgbench on dossiers like them.

use crate::load::{Load, Session};
use crate::population::{AGENT, SCRIPTED};
use crate::recording::{Case, Recording, length, listen};
use crate::site::Site;
use crate::{TIME, number, pgbench};
use std::fs;
use std::time::Duration;

/// Those who do tasks at once; pgbench has as many.
pub const CLIENTS: usize = 8;

/// Tasks that each of them may do in a run, and all of them.
const EACH: i64 = 2_500;
const ALL: i64 = 8 * EACH;

/// So many dossiers after one comes another of its group.
const SAME_GROUP: usize = 10;

/// What does the task: another one is opened for the director, who is told.
const DOES: &str = "rev=1&part=0&outcome=ineligible&%2Fscore=8";

pub struct Steps {
    /// A second.
    pub site: f64,
    pub bare: f64,
    /// Percentiles of the site's, in words.
    pub times: String,
    pub statements: usize,
}

pub async fn measure(site: &mut Site) -> Steps {
    let first = take(site);
    let mut paths: Vec<String> =
        (first + 1..=first + ALL).map(|n| format!("/instruction/dossiers/{}/tasks/analysis", number(n))).collect();
    let session = site.session(AGENT).await;
    let last = paths.split_off(paths.len() - 2 * SAME_GROUP - 1);
    let middle = first + ALL - i64::try_from(SAME_GROUP).unwrap();
    let recorded: Vec<String> = last.into_iter().step_by(SAME_GROUP).collect();
    let recording = record(site, &session, &recorded, middle).await;
    let load = Load { clients: CLIENTS, time: TIME };
    let measured = load.posts(&site.address, &session, &paths, DOES).await;
    assert_eq!(done(site, first), f64::from(measured.count()) + 3.0, "dossiers that have moved");
    site.stop();

    let script = site.folder.join("step.sql");
    fs::write(&script, recording.script(SCRIPTED + first + 1, EACH)).unwrap();
    let played = pgbench::play(&site.database, &script, CLIENTS, TIME);
    assert_eq!(done(site, SCRIPTED + first), played.transactions, "dossiers that pgbench has moved");
    let percentile = |percent| measured.percentile(percent);
    Steps {
        site: measured.rate(),
        bare: played.rate,
        times: format!("{:.1} ms, {:.1} ms, {:.1} ms", percentile(50), percentile(95), percentile(99)),
        statements: recording.count(),
    }
}

/// After which dossier those of this run begin: the tasks of the runs before are done.
fn take(site: &Site) -> i64 {
    let used = site.folder.join("filled");
    let first: i64 = fs::read_to_string(&used).unwrap().trim().parse().unwrap();
    assert!(first + ALL <= SCRIPTED, "no more tasks to do: remove {}", site.folder.display());
    fs::write(&used, (first + ALL).to_string()).unwrap();
    first
}

/// How many dossiers of a run, the first after this one, wait for a signature now, with their event.
fn done(site: &Site, first: i64) -> f64 {
    let sql = format!(
        "SELECT count(*) FROM dossiers d JOIN events e ON e.dossier_id = d.id AND e.seq = 2
         JOIN tasks t ON t.dossier_id = d.id AND t.name = 'sign' AND t.status = 'open'
         JOIN tasks b ON b.dossier_id = d.id AND b.name = 'analysis' AND b.status = 'done'
         WHERE d.state = 'signature' AND d.rev = 2 AND d.id BETWEEN '{}' AND '{}'",
        Case(first + 1).id(),
        Case(first + ALL).id()
    );
    site.count(&sql) as f64
}

/// What a step sends: the first of three has the site open its sessions.
async fn record(site: &Site, session: &Session, paths: &[String], middle: i64) -> Recording {
    let one = Load { clients: 1, time: Duration::ZERO };
    let mut points = [0; 3];
    listen(&mut site.connect(), true);
    for (path, point) in paths.iter().zip(&mut points) {
        one.posts(&site.address, session, std::slice::from_ref(path), DOES).await;
        *point = length(&site.folder);
    }
    listen(&mut site.connect(), false);
    Recording::read(&site.folder, points, (Case(middle).id(), number(middle)))
}
