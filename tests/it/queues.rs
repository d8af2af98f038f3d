//! What is looked for all day long is found by an index, however many dossiers there are.

use crate::clocks::rows;
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, INSTRUCTOR};
use diesel::{RunQueryDsl, sql_query};
use guichet::review::queue::{FREE, OWN};

/// Dossiers with a task each; of some tasks, nobody has anything to do any more.
const DOSSIERS: usize = 30_000;

/// A site where a town has as many groups as tasks are many: three tasks of ten are open, one of them taken.
pub fn crowded() -> Server {
    let server = story::site(Setup { heard: true, ..Setup::default() });
    let fill = [
        "INSERT INTO groups (id, procedure_id, key, label)
         SELECT gen_random_uuid(), p.id, 'g' || n, '\"g\"' FROM procedures p, generate_series(1, 40) n"
            .to_owned(),
        format!("INSERT INTO group_members (group_id, account_id) SELECT g.id, a.id FROM groups g, accounts a
         WHERE a.email = '{INSTRUCTOR}' AND g.key IN ('g1', 'g2', 'g3')"),
        format!("INSERT INTO dossiers (id, number, procedure_id, revision_id, applicant_id, group_id, applicant, applicant_name, state,
           phase, snapshot, submitted_at, created_at, updated_at)
         SELECT gen_random_uuid(), 'n' || n, p.id, p.revision_id, a.id, g.ids[1 + n % 40], '{{}}', 'x', 'en_instruction', 'review',
           '{{}}', now(), now(), now()
         FROM generate_series(1, {DOSSIERS}) n, procedures p, accounts a, (SELECT array_agg(id) AS ids FROM groups) g
         WHERE a.email = '{INSTRUCTOR}'"),
        format!("INSERT INTO tasks (id, dossier_id, procedure_id, place, name, visit, part, role, group_id, assignee_id, opened_at,
           due_at, urgency, status)
         SELECT gen_random_uuid(), d.id, d.procedure_id, 's', 't', 1, 0, 'instructor', d.group_id,
           CASE WHEN n % 10 = 1 THEN a.id END, now(), now() + n * interval '1 minute', now() + n * interval '1 minute',
           CASE WHEN n % 10 < 3 THEN 'open' ELSE 'done' END
         FROM (SELECT *, row_number() OVER () AS n FROM dossiers) d, accounts a WHERE a.email = '{INSTRUCTOR}'"),
        "INSERT INTO timers (dossier_id, name, due_at) SELECT id, 'due:t:1', now() + interval '1 day' FROM dossiers".to_owned(),
    ];
    let mut db = server.database.connect();
    for statement in fill.iter().map(String::as_str).chain(["ANALYZE"]) {
        sql_query(statement).execute(&mut db).unwrap();
    }
    server
}

/// The plan of a statement with this person in it, as one text.
fn plan(server: &Server, statement: &str, after: &str) -> String {
    let who =
        rows(server, &format!("SELECT id::text AS told FROM accounts WHERE email = '{INSTRUCTOR}'")).pop().unwrap();
    let values = [
        ("$1::uuid", format!("'{who}'::uuid")),
        ("$1", format!("'{who}'::uuid")),
        ("$2", "current_date".to_owned()),
        ("$3", after.to_owned()),
        ("$4", "'00000000-0000-0000-0000-000000000000'::uuid".to_owned()),
        ("$5", "51".to_owned()),
    ];
    let filled = values.iter().fold(statement.to_owned(), |text, (name, value)| text.replace(name, value));
    let mut db = server.database.connect();
    #[derive(diesel::QueryableByName)]
    struct Line {
        #[diesel(sql_type = diesel::sql_types::Text, column_name = "QUERY PLAN")]
        line: String,
    }
    let lines: Vec<Line> =
        sql_query(format!("EXPLAIN (ANALYZE, COSTS off, TIMING off) {filled}")).load(&mut db).unwrap();
    lines.into_iter().map(|line| line.line + "\n").collect()
}

#[test]
fn queues_are_read_from_their_indexes() {
    let server = crowded();
    let queues = [
        ("a person's tasks", OWN, "tasks_of_person"),
        ("what is to be taken", FREE, "tasks_of_group"),
        (
            "timers that are due",
            "SELECT dossier_id, name FROM timers WHERE due_at <= now() ORDER BY due_at LIMIT 32",
            "timers_due",
        ),
    ];
    for (what, statement, index) in queues {
        for after in ["'1970-01-01'::timestamptz", "now() + interval '10 days'"] {
            let plan = plan(&server, statement, after);
            assert!(plan.contains(index), "{what}:\n{plan}");
            for table in ["tasks", "dossiers", "timers"] {
                assert!(!plan.contains(&format!("Seq Scan on {table}")), "{what}:\n{plan}");
            }
            // A page reads what it shows, and not what comes after: no more rows than a page has in each of four queues.
            let read = plan.lines().filter(|line| line.contains(index)).filter_map(actual_rows).max_by(f64::total_cmp);
            assert!(read.is_some_and(|read| read <= 4.0 * 51.0), "{what}:\n{plan}");
        }
    }
}

/// Of several groups, each read from its own part of an index: nothing is left out and nothing shown twice.
#[tokio::test(flavor = "multi_thread")]
async fn a_table_goes_through_all_groups_in_their_common_order() {
    let server = crowded();
    // Several were changed at the same moment.
    let change =
        "UPDATE dossiers SET updated_at = date_trunc('minute', now()) - hashtext(number) % 700 * interval '1 minute'";
    sql_query(change).execute(&mut server.database.connect()).unwrap();
    let expected = format!(
        "SELECT number AS told FROM dossiers d JOIN group_members m ON m.group_id = d.group_id
         JOIN accounts a ON a.id = m.account_id AND a.email = '{INSTRUCTOR}' ORDER BY d.updated_at DESC, d.id DESC LIMIT 200"
    );
    let instructor = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let (mut found, mut path) = (Vec::new(), "/instruction/attestation".to_owned());
    for _ in 0..4 {
        let page = instructor.get(&path).await;
        let links = page.body.split("href=\"/instruction/dossiers/").skip(1);
        found.extend(links.map(|link| link.split('"').next().unwrap().to_owned()));
        let (before, _) = page.body.split_once("\" rel=\"next\"").unwrap();
        path = before.rsplit('"').next().unwrap().replace("&amp;", "&");
    }
    assert_eq!(found, rows(&server, &expected));
}

/// Of `… (actual rows=51.00 loops=4)`.
fn actual_rows(line: &str) -> Option<f64> {
    line.split("actual rows=").nth(1)?.split([' ', ')']).next()?.parse().ok()
}
