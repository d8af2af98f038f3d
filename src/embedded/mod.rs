//! The PostgreSQL server that Guichet starts for itself when no other is named: the machine's own programs, a data folder,
//! a socket, no network.

mod launch;
mod place;
mod programs;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use place::Place;
use std::fs::{self, File};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

/// How long a start may take, a recovery after a crash included.
const PATIENCE: Duration = Duration::from_secs(120);

/// How long a server that is starting or stopping is waited for, before it is taken for a trace of an old one.
const TURN: Duration = Duration::from_secs(30);

/// How long the signal of its owner's death takes to reach a server, at most.
const SIGNAL: Duration = Duration::from_secs(1);

/// Between two looks at a server.
const PAUSE: Duration = Duration::from_millis(20);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "no PostgreSQL on this machine: install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install \
         postgresql@17), or set DATABASE_URL"
    )]
    Missing,
    #[error("PG_BIN names {0}, which has no initdb and postgres")]
    NotThere(PathBuf),
    #[error("PostgreSQL refuses to run as root, and there is no user postgres or nobody to give it to")]
    NoUser,
    #[error(
        "PostgreSQL does not run as root, and its user can't enter {0}: set GUICHET_DATA, for example /var/lib/guichet"
    )]
    Unreachable(PathBuf),
    #[error("{0} belongs to somebody else")]
    NotOurs(PathBuf),
    #[error("PostgreSQL did not start; {log} says: {tail}")]
    NotStarted { log: String, tail: String },
    #[error("{0}: {1}")]
    Io(String, #[source] std::io::Error),
}

/// How the server runs.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether what is committed survives a loss of power. False in tests only.
    pub durable: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { durable: true }
    }
}

/// A running server. It stops with this value, unless it ran already.
#[derive(Debug)]
pub struct Embedded {
    child: Option<Child>,
    /// Locked as long as we live: who finds the server and no lock knows that it is about to stop.
    owner: Option<File>,
    socket: PathBuf,
    password: String,
}

impl Embedded {
    /// Starts the server whose files are under `root`, making them if absent; a live one is used as it is. Call it from a
    /// thread that lives as long as the process: the server is told to stop when that thread ends.
    pub fn start(root: &Path, options: Options) -> Result<Self, Error> {
        fs::create_dir_all(root).map_err(io(root))?;
        let root = root.canonicalize().map_err(io(root))?;
        // Two processes may start together: the second finds the server of the first.
        let turn = lock_file(&root, "postgres.lock")?;
        turn.lock().map_err(io(&root))?;
        let owner = lock_file(&root, "postgres.owner")?;
        let place = Place::prepare(root)?;
        let has_owner = owner.try_lock().is_err();
        let bin = programs::find(&place.data)?;
        let password = place.password()?;
        if !place.data.join("PG_VERSION").exists() {
            launch::initialise(&bin, &place, &password)?;
        }
        let mut server = Self { child: None, owner: None, socket: place.socket.clone(), password };
        if !is_live(&place, has_owner) {
            server.owner = Some(owner);
            server.child = Some(launch::launch(&bin, &place, options)?);
            server.wait_until_ready(&place)?;
        }
        Ok(server)
    }

    /// The address of a database of this server; `postgres` always exists, `guichet` is made at the first start.
    pub fn url(&self, database: &str) -> String {
        let socket = self.socket.display().to_string().replace('\\', "\\\\").replace('\'', "\\'");
        format!("host='{socket}' user=guichet password={} dbname={database}", self.password)
    }

    fn wait_until_ready(&mut self, place: &Place) -> Result<(), Error> {
        let start = Instant::now();
        loop {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten()).is_some();
            if ended || start.elapsed() > PATIENCE {
                let log = place.log();
                let tail = last_lines(&fs::read_to_string(&log).unwrap_or_default());
                return Err(Error::NotStarted { log: log.display().to_string(), tail });
            }
            // The socket answers before the server is ready; this file is what pg_ctl itself goes by.
            let pid = self.child.as_ref().map(Child::id);
            if postmaster(&place.data).is_some_and(|(found, ready)| ready && Some(found.unsigned_abs()) == pid) {
                return Ok(());
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// Stops the server, if this value started it; connections are cut.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            if let Ok(pid) = i32::try_from(child.id()) {
                // One that is gone already needs no signal.
                let _ = kill(Pid::from_raw(pid), Signal::SIGINT);
            }
            let _ = child.wait();
        }
        self.owner = None;
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop();
    }
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.display().to_string();
    move |error| Error::Io(path, error)
}

/// A file for `flock`, made if absent.
fn lock_file(root: &Path, name: &str) -> Result<File, Error> {
    let path = root.join(name);
    File::create(&path).map_err(io(&path))
}

fn last_lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.get(lines.len().saturating_sub(3)..).unwrap_or_default().join(" / ")
}

/// The process that postmaster.pid names, if it lives, and whether the file says that it is ready.
fn postmaster(data: &Path) -> Option<(i32, bool)> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let ready = lines.nth(6).is_some_and(|status| status.trim() == "ready");
    kill(Pid::from_raw(pid), None).ok().map(|()| (pid, ready))
}

/// Whether a server answers, and will. One whose owner was killed a moment ago is waited for, until it has stopped.
fn is_live(place: &Place, has_owner: bool) -> bool {
    let start = Instant::now();
    while let Some((_, ready)) = postmaster(&place.data) {
        let settled = ready && (has_owner || start.elapsed() > SIGNAL);
        if settled || start.elapsed() > TURN {
            return ready && UnixStream::connect(place.socket.join(".s.PGSQL.5432")).is_ok();
        }
        std::thread::sleep(PAUSE);
    }
    false
}

#[cfg(test)]
mod tests;
