//! One PostgreSQL server for the whole run, one database for each test.

use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use guichet::embedded::{Embedded, Options};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};

/// Where this run keeps its server, and the lock that keeps another run off it. What a killed run left is used again.
fn root() -> (PathBuf, File) {
    // Each test would be a process, and stop the server of the others with its own end.
    assert!(std::env::var_os("NEXTEST").is_none(), "these tests share one server in one process: run `cargo test`");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut slots = (0..).map(|n| folder.join(format!("postgres-{n}")));
    slots
        .find_map(|root| {
            let lock = File::create(root.with_extension("lock")).unwrap();
            lock.try_lock().is_ok().then_some((root, lock))
        })
        .unwrap()
}

/// The address of the server, but for the database's name.
static SERVER: LazyLock<String> = LazyLock::new(|| {
    let (tell, told) = mpsc::channel();
    // The server stops with the thread that starts it: this one lives as long as the run.
    std::thread::spawn(move || {
        let (root, _lock) = root();
        let server = Embedded::start(&root, Options { durable: false }).unwrap();
        tell.send(server.url("")).unwrap();
        loop {
            std::thread::park();
        }
    });
    let url = told.recv().expect("a PostgreSQL server");
    for left in left_behind(&url) {
        admin_on(&url, &format!("DROP DATABASE IF EXISTS {left} WITH (FORCE)"));
    }
    admin_on(&url, "CREATE DATABASE template_of_tests");
    guichet::db::migrate(&format!("{url}template_of_tests")).unwrap();
    url
});

/// The databases of a former run: those of its failed tests, and its template.
fn left_behind(server: &str) -> Vec<String> {
    #[derive(QueryableByName)]
    struct Named {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let sql =
        "SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'test\\_%' OR datname = 'template_of_tests'";
    let mut connection = PgConnection::establish(&format!("{server}postgres")).unwrap();
    let found: Vec<Named> = sql_query(sql).load(&mut connection).unwrap();
    found.into_iter().map(|named| named.name).collect()
}

fn admin_on(server: &str, sql: &str) {
    let mut connection = PgConnection::establish(&format!("{server}postgres")).unwrap();
    sql_query(sql).execute(&mut connection).unwrap();
}

/// A database of its own, with the schema; dropped at the end.
pub struct Database {
    name: String,
}

impl Database {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        admin_on(&SERVER, &format!("CREATE DATABASE {name} TEMPLATE template_of_tests"));
        Self { name }
    }

    pub fn url(&self) -> String {
        format!("{}{}", *SERVER, self.name)
    }

    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.url()).unwrap()
    }

    /// The one number that a query gives.
    pub fn count(&self, sql: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = BigInt)]
            count: i64,
        }
        sql_query(sql).get_result::<Count>(&mut self.connect()).unwrap().count
    }

    /// Cuts every connection to it and lets no other in, as a server that stopped would; or lets them in again.
    pub fn close(&self, closed: bool) {
        admin_on(&SERVER, &format!("ALTER DATABASE {} ALLOW_CONNECTIONS {}", self.name, !closed));
        if closed {
            let cut = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'", self.name);
            admin_on(&SERVER, &cut);
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            admin_on(&SERVER, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}
