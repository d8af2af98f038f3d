//! The schema's way up, down, and up again; several nodes at once.

use crate::support::postgres::Database;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use guichet::db;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Everything that migrations make: columns, indexes, constraints, triggers.
fn schema(database: &Database) -> Vec<String> {
    let sql = "
        SELECT format('%s.%s %s %s', table_name, column_name, data_type, is_nullable) AS line
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '__diesel_schema_migrations'
        UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '__diesel_schema_migrations'
        UNION SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace AND conrelid <> '__diesel_schema_migrations'::regclass
        UNION SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT 'sequence ' || sequencename FROM pg_sequences WHERE schemaname = 'public'
        ORDER BY 1";
    let lines: Vec<Line> = sql_query(sql).load(&mut database.connect()).unwrap();
    lines.into_iter().map(|line| line.line).collect()
}

#[test]
fn down_leaves_nothing_and_up_again_gives_the_same() {
    let database = Database::new();
    let before = schema(&database);
    assert!(before.iter().any(|line| line.starts_with("dossiers.answers jsonb")), "{before:?}");
    let versions = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations")).unwrap().count();
    for _ in 0..versions {
        db::revert(&database.url()).unwrap();
    }
    assert_eq!(schema(&database), Vec::<String>::new());
    assert!(db::revert(&database.url()).is_err());
    assert_eq!(db::migrate(&database.url()).unwrap().len(), versions);
    assert_eq!(schema(&database), before);
}

#[test]
fn of_several_nodes_that_start_together_one_migrates() {
    let database = Database::new();
    db::revert(&database.url()).unwrap();
    let migrate = || db::migrate(&database.url()).unwrap().len();
    let done: usize = std::thread::scope(|scope| {
        let nodes: Vec<_> = (0..4).map(|_| scope.spawn(migrate)).collect();
        nodes.into_iter().map(|node| node.join().unwrap()).sum()
    });
    assert_eq!(done, 1);
}
