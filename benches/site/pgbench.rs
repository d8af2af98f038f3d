//! PostgreSQL's own client running the statements of a submission, in the same order, on the same server: what would be
//! left of a site that cost nothing.

use super::site::Site;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use std::process::Command;
use std::time::Duration;

/// Drafts that each client may submit.
const EACH: usize = 4_000;

/// The numbers of the drafts that the script takes, for that many clients.
pub fn numbers(clients: usize) -> Vec<String> {
    let of_client = |client: usize| (0..EACH).map(move |n| format!("2024-{:06}-0", client * 10_000 + n));
    (0..clients).flat_map(of_client).collect()
}

/// What the statements carry, as a real submission wrote it.
#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Text)]
    hash: String,
    #[diesel(sql_type = Text)]
    applicant: String,
    #[diesel(sql_type = Text)]
    group: String,
    #[diesel(sql_type = Text)]
    snapshot: String,
    #[diesel(sql_type = Text)]
    answers: String,
    #[diesel(sql_type = Text)]
    content: String,
}

const WRITTEN: &str = "SELECT (SELECT key_hash::text FROM sessions LIMIT 1) AS hash, d.applicant_id::text AS applicant,
    d.group_id::text AS \"group\", d.snapshot::text AS snapshot, d.answers::text AS answers,
    e.content::text AS content
    FROM dossiers d JOIN events e ON e.dossier_id = d.id LIMIT 1";

/// Transactions a second. The drafts of [`numbers`] must be there.
pub fn run(site: &Site, clients: usize, time: Duration) -> f64 {
    let written: Written = sql_query(WRITTEN).get_result(&mut site.connect()).unwrap();
    let payload =
        r#"{"dossier": "01a209e3-ff34-7440-b377-d9215bbbe1ab", "seq": 1, "template": "depot", "role": "applicant"}"#;
    // To pgbench a colon and a word name a variable, inside a literal too: the hours of a time.
    let literal = |json: &str| json.replace(": ", "\u{1}").replace(':', ".").replace('\u{1}', ": ");
    let script = include_str!("submission.sql")
        .replace("HASH", &written.hash)
        .replace("APPLICANT", &written.applicant)
        .replace("GROUP", &written.group)
        .replace("SNAPSHOT", &literal(&written.snapshot))
        .replace("ANSWERS", &literal(&written.answers))
        .replace("CONTENT", &literal(&written.content))
        .replace("PAYLOAD", payload);
    let path = site.folder.join("submission.sql");
    std::fs::write(&path, script).unwrap();
    let output = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2", "--define=n=-1", "--file"])
        .arg(path)
        .arg(format!("--client={clients}"))
        .arg(format!("--time={}", time.as_secs()))
        .arg(&site.database)
        .output()
        .expect("pgbench");
    let told = String::from_utf8_lossy(&output.stdout);
    let figure = |name: &str| -> f64 {
        let line = told.lines().find_map(|line| line.strip_prefix(name));
        let figure = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        figure.unwrap_or_else(|| panic!("{told}{}", String::from_utf8_lossy(&output.stderr)))
    };
    let done = submitted(site) as f64;
    assert!(done == figure("number of transactions actually processed: "), "{done} dossiers submitted:\n{told}");
    figure("tps = ")
}

/// A transaction that found no draft would have cost nothing.
fn submitted(site: &Site) -> i64 {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        count: i64,
    }
    let sql = "SELECT count(*) FROM dossiers JOIN events ON dossier_id = id WHERE number LIKE '2024-%' AND submitted_at IS NOT NULL";
    sql_query(sql).get_result::<Count>(&mut site.connect()).unwrap().count
}
