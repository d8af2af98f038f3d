//! Ten million dossiers of one procedure, 700,000 of which wait for somebody: two are made by the site itself, one that waits and
//! one that is decided, and copied by SQL with other people, groups and dates.

use crate::http::Visitor;
use crate::procedure;
use crate::recording::Case;
use crate::site::{CITIZEN, Site};
use diesel::connection::SimpleConnection;
use diesel::sql_types::{Array, Text};
use diesel::{PgConnection, QueryableByName, RunQueryDsl, sql_query};
use serde_json::{Value, json};
use std::fs;
use std::time::Instant;

pub const DOSSIERS: i64 = 10_000_000;
pub const OPEN: i64 = 700_000;
/// Of those that are open, the ones that steps are taken on: in ten groups, the last half under numbers that only a script knows.
const STEPPED: i64 = 200_000;
/// After these come the ones that a script takes.
pub const SCRIPTED: i64 = STEPPED / 2;

const GROUPS: i64 = 100;
const AGENTS: i64 = 500;
const CITIZENS: i64 = 100_000;

/// Who takes the steps.
pub const AGENT: &str = "agent@exemple.test";
const DIRECTOR: &str = "directrice@exemple.test";

/// Fields of the form.
const FIELDS: usize = 5;

/// The n-th of those who instruct.
pub fn agent(n: i64) -> String {
    format!("agent-{n}@exemple.test")
}

/// Fills the site, unless it was filled before.
pub async fn fill(site: &mut Site) {
    let done = site.folder.join("filled");
    if done.exists() {
        return;
    }
    let start = Instant::now();
    let [open, closed] = models(site).await;
    let mut db = site.connect();
    // What is copied refers to what is there; indexes are made once all is in.
    for setting in ["session_replication_role = replica", "synchronous_commit = off", "maintenance_work_mem = '1GB'"] {
        db.batch_execute(&format!("SET {setting}")).unwrap();
    }
    people(&mut db);
    let indexes = take_indexes(&mut db);
    for (number, first, last) in [(&open, 1, OPEN), (&closed, OPEN + 1, DOSSIERS)] {
        copies(number, first == 1).iter().for_each(|copy| copy.run(&mut db, first, last));
        println!("{last} dossiers after {:.0} s", start.elapsed().as_secs_f64());
    }
    indexes.iter().for_each(|statement| db.batch_execute(statement).unwrap());
    give_numbers(&mut db);
    for table in ["dossiers", "events", "tasks", "timers", "accounts", "groups", "group_members", "delegations"] {
        db.batch_execute(&format!("VACUUM ANALYZE {table}")).unwrap();
    }
    db.batch_execute("CHECKPOINT").unwrap();
    println!("filled in {:.0} s", start.elapsed().as_secs_f64());
    fs::write(done, "0").unwrap();
}

/// The procedure of tests, with a few fields and the circuit of the tests: an analysis, a committee, a signature.
fn file() -> Value {
    let mut file = procedure::with_fields(FIELDS);
    let circuit = include_str!("../../tests/it/procedures/commission.workflow.json");
    file["workflow"] = serde_json::from_str(circuit).unwrap();
    let committee: Vec<String> = (0..3).map(agent).collect();
    file["roles"] = json!({"committee": committee, "director": [DIRECTOR]});
    file["forms"] = json!({"analyse": {"schema": {"type": "object", "properties": {
        "score": {"title": "Note", "type": "integer", "minimum": 0, "maximum": 20},
    }, "required": ["score"]}}});
    file["languages"] = json!(["fr"]);
    file
}

/// The number of one that waits for its analysis, and of one that is decided.
async fn models(site: &mut Site) -> [String; 2] {
    site.import(&file());
    site.user(CITIZEN, &[]);
    site.user(AGENT, &["--instructor", "attestation/population"]);
    site.user(DIRECTOR, &[]);
    site.up(&["--without-jobs"]);
    let citizen = Visitor::signed_in(&site.base, CITIZEN).await;
    let (open, closed) = (submitted(site, &citizen).await, submitted(site, &citizen).await);
    let done = [("outcome", "ineligible"), ("/score", "8")];
    does(&Visitor::signed_in(&site.base, AGENT).await, &closed, "analysis", &done).await;
    let refused = [("outcome", "refuse"), ("motivation", "Hors sujet.")];
    does(&Visitor::signed_in(&site.base, DIRECTOR).await, &closed, "sign", &refused).await;
    site.stop();
    [open, closed]
}

async fn submitted(site: &Site, citizen: &Visitor) -> String {
    let number = site.draft(citizen, &procedure::answers(FIELDS)).await;
    let address = format!("/dossiers/{number}/verification");
    let page = citizen.get(&address).await;
    let (key, rev, transition) = (page.hidden("key"), page.hidden("rev"), page.hidden("transition"));
    let sent = citizen.post(&address, &[("key", &key), ("rev", &rev), ("transition", &transition)]).await;
    assert_eq!(sent.location, Some(format!("/dossiers/{number}")), "{}", sent.body);
    number
}

async fn does(who: &Visitor, number: &str, task: &str, fields: &[(&str, &str)]) {
    let address = format!("/instruction/dossiers/{number}/tasks/{task}");
    let page = who.get(&address).await;
    let (key, rev, part) = (page.hidden("key"), page.hidden("rev"), page.hidden("part"));
    let mut all = vec![("key", key.as_str()), ("rev", &rev), ("part", &part)];
    all.extend_from_slice(fields);
    let sent = who.post(&address, &all).await;
    assert_eq!(sent.location, Some(format!("/instruction/dossiers/{number}")), "{}", sent.body);
}

/// An id in SQL, by the letter of what it is of; those of dossiers are [`Case`]s.
fn id(kind: char, n: &str) -> String {
    format!("('01900000-0000-7000-{kind}000-' || lpad(({n})::text, 12, '0'))::uuid")
}

fn applicant(n: &str) -> String {
    id('9', n)
}

fn group(n: &str) -> String {
    id('a', n)
}

fn person(n: &str) -> String {
    id('b', n)
}

/// Those who file, those who instruct, their groups: each is in three. Some act for a colleague.
fn people(db: &mut PgConnection) {
    let like = |email: &str, id: String, own: &str| Copy {
        table: "accounts",
        which: format!("t.email = '{email}'"),
        changes: vec![("id", id), ("email", format!("'{own}-' || n || '@exemple.test'"))],
    };
    like(CITIZEN, applicant("n"), "citoyenne").run(db, 0, CITIZENS - 1);
    like(AGENT, person("n"), "agent").run(db, 0, AGENTS - 1);
    let statements = [
        format!(
            "INSERT INTO groups (id, procedure_id, key, label)
             SELECT {}, p.id, 'g' || n, '\"Groupe\"' FROM procedures p, generate_series(0, {GROUPS} - 1) n",
            group("n")
        ),
        format!(
            "INSERT INTO group_members (group_id, account_id)
             SELECT DISTINCT {}, {} FROM generate_series(0, {AGENTS} - 1) n, unnest(ARRAY[n, 7 * n + 3, 13 * n + 5]) g",
            group(&format!("g % {GROUPS}")),
            person("n")
        ),
        format!(
            "INSERT INTO group_members (group_id, account_id)
             SELECT {}, a.id FROM generate_series(0, 9) n, accounts a WHERE a.email = '{AGENT}'",
            group("n")
        ),
        format!(
            "INSERT INTO delegations (id, account_id, delegate_id, starts_on, ends_on, created_at)
             SELECT gen_random_uuid(), {}, {}, current_date - 1, current_date + 365, now() FROM generate_series(0, 49) n",
            person("n + 100"),
            person("n")
        ),
    ];
    statements.iter().for_each(|statement| db.batch_execute(statement).unwrap());
}

/// Rows that are like those of a model, one for each `n`.
struct Copy {
    table: &'static str,
    /// Those of the model, `t`.
    which: String,
    /// What is different, by column.
    changes: Vec<(&'static str, String)>,
}

impl Copy {
    fn run(&self, db: &mut PgConnection, first: i64, last: i64) {
        let table = self.table;
        let columns = texts(
            db,
            &format!(
                "SELECT column_name::text AS text FROM information_schema.columns
                 WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY ordinal_position"
            ),
        );
        let value = |column: &String| {
            let change = self.changes.iter().find(|(name, _)| name == column);
            change.map_or_else(|| format!("t.{column}"), |(_, value)| value.clone())
        };
        let sql = format!(
            "INSERT INTO {table} ({}) SELECT {} FROM {table} t, generate_series({first}::bigint, {last}) n WHERE {}",
            columns.join(", "),
            columns.iter().map(value).collect::<Vec<_>>().join(", "),
            self.which,
        );
        db.batch_execute(&sql).unwrap();
    }
}

/// A dossier and what belongs to it. Its counter says of which group it is, and who has its task.
fn copies(number: &str, is_open: bool) -> [Copy; 4] {
    let case = format!("({})::uuid", Case::sql_id("n"));
    let own = format!("t.dossier_id = (SELECT id FROM dossiers WHERE number = '{number}')");
    let of_group = group(&format!("CASE WHEN n <= {STEPPED} THEN n % 10 ELSE 10 + n % {} END", GROUPS - 10));
    let taken = format!("CASE WHEN n > {STEPPED} AND n % 7 = 0 THEN {} END", person(&format!("n / 7 % {AGENTS}")));
    // Spread over two months, in no order.
    let due = "now() + n * 7919 % 5184000 * interval '1 second'".to_owned();
    let at = "now() - n * interval '5 seconds'".to_owned();
    let mut task = vec![("id", id('c', "n")), ("dossier_id", case.clone()), ("group_id", of_group.clone())];
    if is_open {
        task.extend([("assignee_id", taken), ("due_at", due.clone()), ("urgency", due.clone())]);
    }
    // Of what is decided nothing is read here but what lists show: less is kept of it, to spare the disk.
    let (snapshot, event) = if is_open { ("t.snapshot", 1) } else { ("t.snapshot - 'tasks'", 3) };
    let dossier = vec![
        ("snapshot", snapshot.to_owned()),
        ("id", case.clone()),
        ("number", Case::sql_number("n")),
        ("group_id", of_group),
        ("applicant_id", applicant(&format!("n % {CITIZENS}"))),
        ("applicant_name", "'Nom ' || n".to_owned()),
        ("submitted_at", at.clone()),
        ("created_at", at.clone()),
        ("updated_at", at),
    ];
    [
        Copy { table: "dossiers", which: format!("t.number = '{number}'"), changes: dossier },
        Copy {
            table: "events",
            which: format!("t.seq = {event} AND {own}"),
            changes: vec![("dossier_id", case.clone())],
        },
        Copy { table: "tasks", which: format!("t.name = 'analysis' AND {own}"), changes: task },
        Copy { table: "timers", which: own, changes: vec![("dossier_id", case), ("due_at", due)] },
    ]
}

/// Drops the indexes that hold no constraint. Returns what makes them again.
fn take_indexes(db: &mut PgConnection) -> Vec<String> {
    const FREE: &str = "FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
        WHERE i.indrelid IN ('dossiers'::regclass, 'events'::regclass, 'tasks'::regclass, 'timers'::regclass)
          AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)";
    let made = texts(db, &format!("SELECT pg_get_indexdef(i.indexrelid) AS text {FREE}"));
    let names = texts(db, &format!("SELECT c.relname::text AS text {FREE}"));
    names.iter().for_each(|name| db.batch_execute(&format!("DROP INDEX {name}")).unwrap());
    made
}

/// Those that the site takes steps on have a number that it reads.
fn give_numbers(db: &mut PgConnection) {
    let sql = format!(
        "UPDATE dossiers d SET number = c.number FROM unnest($1) WITH ORDINALITY AS c (number, n) WHERE d.id = ({})::uuid",
        Case::sql_id("c.n")
    );
    let numbers: Vec<String> = (1..=SCRIPTED).map(crate::number).collect();
    sql_query(sql).bind::<Array<Text>, _>(numbers).execute(db).unwrap();
}

fn texts(db: &mut PgConnection, sql: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        text: String,
    }
    let rows: Vec<Row> = sql_query(sql).load(db).unwrap();
    rows.into_iter().map(|row| row.text).collect()
}
