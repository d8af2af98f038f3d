//! PostgreSQL. A request does one `read` or one `write`; each is one transaction on one thread.

mod kept;

use crate::{Error, Result};
use diesel::connection::{AnsiTransactionManager as Manager, SimpleConnection, TransactionManager};
use diesel::migration::MigrationVersion;
use diesel::r2d2::{ManageConnection, Pool};
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
pub use kept::{Both, Kept};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// The schema's history, carried by the binary.
pub const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

/// How long a request waits for a connection before the reader is told to come back later.
const PATIENCE: Duration = Duration::from_secs(3);

/// A connection inside a read-write transaction. Only [`Db::write`] and [`Db::once`] make one, so a function
/// that takes `&mut Tx` writes, and a function that takes `&mut PgConnection` only reads.
pub struct Tx<'a>(&'a mut PgConnection);

impl Deref for Tx<'_> {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        self.0
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.0
    }
}

impl Tx<'_> {
    /// Runs `f` up to a savepoint. What it wrote is taken back if it fails, or if it is not to be kept: a rehearsal. The
    /// transaction goes on either way.
    #[expect(clippy::disallowed_methods, reason = "a savepoint within a transaction that is open")]
    pub fn apart<T>(&mut self, is_kept: bool, f: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        enum Undone<T> {
            Rehearsed(T),
            Failed(Error),
        }
        impl<T> From<diesel::result::Error> for Undone<T> {
            fn from(error: diesel::result::Error) -> Self {
                Self::Failed(error.into())
            }
        }
        let done = self.0.transaction(|connection| match f(&mut Tx(connection)) {
            Ok(done) if is_kept => Ok(done),
            Ok(done) => Err(Undone::Rehearsed(done)),
            Err(error) => Err(Undone::Failed(error)),
        });
        match done {
            Ok(done) | Err(Undone::Rehearsed(done)) => Ok(done),
            Err(Undone::Failed(error)) => Err(error),
        }
    }
}

/// The two pools. Readers are sessions that PostgreSQL itself holds to reading: a GET changes nothing.
#[derive(Clone)]
pub struct Db {
    readers: Sharing,
    writers: Sharing,
}

/// A pool, and as many turns as it has connections: a request waits for its turn as a future, not as a thread.
#[derive(Clone)]
struct Sharing {
    pool: Pool<Sessions>,
    turns: Arc<Semaphore>,
}

impl Db {
    /// Pools of at most so many readers and writers. Opens nothing yet: a site whose database
    /// is away starts, says so, and recovers.
    pub fn connect(url: &str, readers: u32, writers: u32) -> Self {
        let pool = |access, size| {
            let sessions = Sessions { url: url.to_owned(), access };
            let pool =
                Pool::builder().max_size(size).min_idle(Some(0)).connection_timeout(PATIENCE).build_unchecked(sessions);
            Sharing { pool, turns: Arc::new(Semaphore::new(size as usize)) }
        };
        Self { readers: pool("READ ONLY", readers), writers: pool("READ WRITE", writers) }
    }

    /// One query, or several that need not agree with each other: no transaction around them.
    pub async fn query<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
    {
        run(self.readers.clone(), f).await
    }

    /// Several queries that see one state of the database.
    pub async fn read<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
    {
        run(self.readers.clone(), |connection| connection.build_transaction().read_only().repeatable_read().run(f))
            .await
    }

    /// All or nothing. The closure can't await: no mail, no HTTP call while rows are locked. It runs
    /// to its end even if the client leaves.
    pub async fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        run(self.writers.clone(), |connection| transaction(connection, f)).await
    }

    /// One statement that writes. It is a transaction by itself: one round trip, where [`Self::write`] makes two more.
    pub async fn once<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        run(self.writers.clone(), |connection| f(&mut Tx(connection))).await
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that opens a read-write transaction")]
fn transaction<T>(connection: &mut PgConnection, f: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
    connection.transaction(|connection| f(&mut Tx(connection)))
}

async fn run<T, F>(Sharing { pool, turns }: Sharing, f: F) -> Result<T>
where
    T: Send + 'static,
    F: FnOnce(&mut PgConnection) -> Result<T> + Send + 'static,
{
    let turn = tokio::time::timeout(PATIENCE, turns.acquire_owned()).await.map_err(Error::unavailable)?;
    let job = move || {
        // Until the work is done, even if nobody waits for it any more.
        let _turn = turn;
        let mut session = pool.get().map_err(Error::unavailable)?;
        let result = f(&mut session.connection);
        session.lost |= matches!(result, Err(Error::Unavailable(_)));
        session.used = Instant::now();
        result
    };
    tokio::task::spawn_blocking(job).await.map_err(Error::internal)?
}

/// A session that has just answered is taken for alive. One that has been idle longer is asked first:
/// after PostgreSQL restarts, every idle session is dead and libpq can't know.
const TRUSTED: Duration = Duration::from_millis(500);

struct Session {
    connection: PgConnection,
    used: Instant,
    lost: bool,
}

struct Sessions {
    url: String,
    access: &'static str,
}

impl ManageConnection for Sessions {
    type Connection = Session;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Session, Self::Error> {
        let mut connection = PgConnection::establish(&self.url).map_err(diesel::r2d2::Error::ConnectionError)?;
        connection
            .batch_execute(&format!("SET SESSION CHARACTERISTICS AS TRANSACTION {}", self.access))
            .map_err(diesel::r2d2::Error::QueryError)?;
        Ok(Session { connection, used: Instant::now(), lost: false })
    }

    fn is_valid(&self, session: &mut Session) -> Result<(), Self::Error> {
        if session.used.elapsed() < TRUSTED {
            return Ok(());
        }
        session.connection.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.lost || std::thread::panicking() || Manager::is_broken_transaction_manager(&mut session.connection)
    }
}

/// Brings the schema up to date. Several nodes may start at once: one migrates, the others wait.
pub fn migrate(url: &str) -> Result<Vec<String>> {
    with_lock(url, |connection| {
        let done = connection.run_pending_migrations(MIGRATIONS).map_err(Error::Internal)?;
        Ok(done.iter().map(MigrationVersion::to_string).collect())
    })
}

/// Takes the last migration back. Returns its version.
pub fn revert(url: &str) -> Result<String> {
    with_lock(url, |connection| {
        let undone = connection.revert_last_migration(MIGRATIONS).map_err(Error::Internal)?;
        Ok(undone.to_string())
    })
}

fn with_lock<T>(url: &str, f: impl FnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
    // Any constant will do, as long as every version of Guichet takes the same.
    const LOCK: i64 = 0x6775_6963_6865_7400;
    let mut connection = PgConnection::establish(url).map_err(Error::unavailable)?;
    sql_query(format!("SELECT pg_advisory_lock({LOCK})")).execute(&mut connection)?;
    // The lock goes with the session, so an early return frees it.
    f(&mut connection)
}
