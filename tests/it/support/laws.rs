//! What must agree in the database at any moment, whoever died and whoever was first: each law is two queries that give the same
//! rows. What the engine remembers (the snapshot) is compared with the rows that people, queues and jobs look for.

use super::postgres::Database;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};

const LAWS: &[(&str, &str, &str)] = &[
    (
        "open tasks are the open parts of the snapshot",
        "SELECT d.id, t.key, (t.value->>'visit')::int, p.n::int - 1, p.part->>'person'
         FROM dossiers d, jsonb_each(d.snapshot->'tasks') t, jsonb_array_elements(t.value->'parts') WITH ORDINALITY p(part, n)
         WHERE t.value->>'status' = 'open' AND p.part->>'outcome' IS NULL AND p.part->>'recused' IS NULL",
        "SELECT dossier_id, name, visit, part, person_id::text FROM tasks WHERE status = 'open'",
    ),
    (
        "what was done of a task is what the snapshot says, by whom it says",
        "SELECT d.id, t.key, (t.value->>'visit')::int, p.n::int - 1, p.part->>'outcome', p.part->>'by'
         FROM dossiers d, jsonb_each(d.snapshot->'tasks') t, jsonb_array_elements(t.value->'parts') WITH ORDINALITY p(part, n)
         WHERE p.part->>'outcome' IS NOT NULL",
        "SELECT k.dossier_id, k.name, k.visit, k.part, k.outcome, k.done_by::text FROM tasks k JOIN dossiers d ON d.id = k.dossier_id
         WHERE k.status IN ('done', 'tacit') AND k.visit = (d.snapshot->'tasks'->k.name->>'visit')::int",
    ),
    (
        "timers are those of the snapshot",
        "SELECT d.id, t.key, t.value::timestamptz FROM dossiers d, jsonb_each_text(d.snapshot->'timers') t WHERE d.rev > 0",
        "SELECT t.dossier_id, t.name, t.due_at FROM timers t JOIN dossiers d ON d.id = t.dossier_id WHERE d.rev > 0",
    ),
    (
        "ledgers are those of the snapshot",
        "SELECT d.id, c.key, r.n - 1, r.line FROM dossiers d, jsonb_each(d.snapshot->'deadlines') c,
         jsonb_array_elements(c.value) WITH ORDINALITY r(line, n)",
        "SELECT dossier_id, deadline, row, content FROM ledgers",
    ),
    (
        "outside work that is awaited is that of the snapshot",
        "SELECT d.id, i.key, i.value FROM dossiers d, jsonb_each_text(d.snapshot->'invoked') i",
        "SELECT dossier_id, name, place FROM invocations WHERE ended_at IS NULL",
    ),
    (
        "a dossier stands where its last event led",
        "SELECT id, rev, head, state, snapshot->>'state' FROM dossiers WHERE rev > 0",
        "SELECT DISTINCT ON (dossier_id) dossier_id, seq, hash, content->>'to', content->>'to' FROM events ORDER BY dossier_id, seq DESC",
    ),
    (
        "events are numbered from one, none twice, none missing",
        "SELECT dossier_id, seq FROM events",
        "SELECT d.id, n FROM dossiers d, generate_series(1, d.rev) n",
    ),
    (
        "one decision is in force where one was taken, and nowhere else",
        "SELECT id FROM dossiers WHERE decided_at IS NOT NULL",
        "SELECT dossier_id FROM decisions WHERE superseded_at IS NULL",
    ),
    (
        "each decision was taken by the event that led to its state",
        "SELECT dossier_id, seq FROM decisions",
        "SELECT e.dossier_id, e.seq FROM events e JOIN dossiers d ON d.id = e.dossier_id JOIN revisions r ON r.id = d.revision_id
         WHERE r.workflow::jsonb->'states'->(e.content->>'to')->'decision' IS NOT NULL AND e.content->'trail' <> '[]'",
    ),
    (
        "none is decided again before it is reopened",
        "SELECT a.dossier_id, a.seq FROM decisions a WHERE NOT EXISTS (
            SELECT FROM decisions b WHERE b.dossier_id = a.dossier_id AND b.seq > a.seq AND (a.superseded_at IS NULL OR a.superseded_at > b.decided_at))",
        "SELECT dossier_id, seq FROM decisions",
    ),
    (
        "receipts are numbered, and each submission has one",
        "SELECT dossier_id, number, CASE number WHEN 1 THEN seq END FROM receipts",
        "SELECT d.id, n, CASE n WHEN 1 THEN 1 END FROM dossiers d,
         generate_series(1, greatest(1, (SELECT count(*) FROM receipts r WHERE r.dossier_id = d.id)::int)) n WHERE d.submitted_at IS NOT NULL",
    ),
    (
        "a correction is awaited where one was asked for",
        "SELECT id FROM dossiers WHERE (snapshot->>'correcting')::bool",
        "SELECT dossier_id FROM corrections WHERE resolved_at IS NULL",
    ),
    ("no effect was given up", "SELECT dedup_key FROM outbox WHERE failed_at IS NOT NULL", "SELECT '' WHERE false"),
];

#[derive(QueryableByName)]
struct Broken {
    #[diesel(sql_type = Text)]
    told: String,
}

/// Everything agrees.
pub fn hold(database: &Database, when: &str) {
    let mut connection = database.connect();
    // Compiling them takes much longer than they do.
    sql_query("SET jit = off").execute(&mut connection).unwrap();
    for (law, one, other) in LAWS {
        let sql = format!(
            "WITH one AS ({one}), other AS ({other}) SELECT side || ' ' || told AS told FROM (
                SELECT 'only in the first' AS side, x::text AS told FROM (TABLE one EXCEPT ALL TABLE other) x
                UNION ALL SELECT 'only in the second', x::text FROM (TABLE other EXCEPT ALL TABLE one) x) found"
        );
        let found: Vec<Broken> = sql_query(sql).load(&mut connection).unwrap_or_else(|error| panic!("{law}: {error}"));
        let told: Vec<String> = found.into_iter().map(|broken| broken.told).collect();
        assert!(told.is_empty(), "{when}: {law}:\n{}", told.join("\n"));
    }
}
