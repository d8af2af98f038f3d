//! One PostgreSQL server for the whole run, one database for each test.

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use guichet::embedded::{Embedded, Options};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};

/// Where the run keeps its server. A run that was killed leaves it; the next one uses it again.
fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres")
}

/// The address of the server, but for the database's name.
static SERVER: LazyLock<String> = LazyLock::new(|| {
    let (tell, told) = mpsc::channel();
    // The server stops with the thread that starts it: this one lives as long as the run.
    std::thread::spawn(move || {
        let server = Embedded::start(&root(), Options { durable: false }).unwrap();
        tell.send(server.url("")).unwrap();
        loop {
            std::thread::park();
        }
    });
    let url = told.recv().unwrap();
    admin_on(&url, "DROP DATABASE IF EXISTS template_of_tests");
    admin_on(&url, "CREATE DATABASE template_of_tests");
    guichet::db::migrate(&format!("{url}template_of_tests")).unwrap();
    url
});

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
        admin_on(&SERVER, &format!("DROP DATABASE IF EXISTS {name}"));
        admin_on(&SERVER, &format!("CREATE DATABASE {name} TEMPLATE template_of_tests"));
        Self { name }
    }

    pub fn url(&self) -> String {
        format!("{}{}", *SERVER, self.name)
    }

    pub fn connect(&self) -> PgConnection {
        PgConnection::establish(&self.url()).unwrap()
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
