//! The PostgreSQL server that Guichet starts for itself when no other is named: the machine's own programs, a data folder,
//! a socket, no network.

mod launch;

use launch::{initialise, launch};
use nix::sys::signal::{Signal, kill};
use nix::unistd::{Pid, User, geteuid};
use rand::Rng;
use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, chown};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::{Duration, Instant};

/// A path of a socket must be shorter than this (sockaddr_un).
const SOCKET_PATH: usize = 100;

/// How long a start may take, a recovery after a crash included.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(
        "no PostgreSQL on this machine: install it (Debian, Ubuntu: apt-get install postgresql; macOS: brew install \
         postgresql@17), or set DATABASE_URL"
    )]
    Missing,
    #[error("PostgreSQL refuses to run as root, and there is no user postgres or nobody to give it to")]
    NoUser,
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
    socket: PathBuf,
    password: String,
}

type Ids = Option<(u32, u32)>;

impl Embedded {
    /// Starts the server whose files are under `root`, making them if absent; a live one is used as it is. Call it from a
    /// thread that lives as long as the process: the server is told to stop when that thread ends.
    pub fn start(root: &Path, options: Options) -> Result<Self, Error> {
        let bin = programs()?;
        fs::create_dir_all(root).map_err(io(root))?;
        let root = root.canonicalize().map_err(io(root))?;
        let data = root.join("postgres");
        let ids = user(&data)?;
        reachable(&root, ids)?;
        let socket = socket_folder(&root);
        own_folder(&data, ids)?;
        own_folder(&socket, ids)?;
        let password = password(&root)?;
        if !data.join("PG_VERSION").exists() {
            initialise(&bin, &data, &socket, &password, ids)?;
        }
        if is_live(&data, &socket) {
            return Ok(Self { child: None, socket, password });
        }
        let child = launch(&bin, &root, &data, &socket, ids, options)?;
        let mut server = Self { child: Some(child), socket, password };
        server.wait_until_ready(&root, &data)?;
        Ok(server)
    }

    /// The address of a database of this server; `postgres` always exists, `guichet` is made at the first start.
    pub fn url(&self, database: &str) -> String {
        format!("host='{}' user=guichet password={} dbname={database}", self.socket.display(), self.password)
    }

    fn wait_until_ready(&mut self, root: &Path, data: &Path) -> Result<(), Error> {
        let (start, log) = (Instant::now(), root.join("postgres.log"));
        loop {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten()).is_some();
            if ended || start.elapsed() > PATIENCE {
                let text = fs::read_to_string(&log).unwrap_or_default();
                let tail = text.lines().rev().take(3).collect::<Vec<_>>().join(" / ");
                return Err(Error::NotStarted { log: log.display().to_string(), tail });
            }
            // The socket answers before the server is ready; this file is what pg_ctl itself goes by.
            let pid = self.child.as_ref().map(Child::id);
            if postmaster(data).is_some_and(|(found, ready)| ready && Some(found.unsigned_abs()) == pid) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(20));
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
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.stop();
    }
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.display().to_string();
    move |error| Error::Io(path, error)
}

/// Where PostgreSQL's programs are, the newest version first.
fn programs() -> Result<PathBuf, Error> {
    if let Some(named) = std::env::var_os("PG_BIN") {
        return Some(PathBuf::from(named)).filter(|bin| has_server(bin)).ok_or(Error::Missing);
    }
    let mut candidates = Vec::new();
    for root in ["/usr/lib/postgresql", "/usr/local/lib/postgresql"] {
        let mut versions: Vec<PathBuf> = fs::read_dir(root).into_iter().flatten().flatten().map(|e| e.path()).collect();
        let number = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
        versions.sort_by_key(|path| std::cmp::Reverse(number(path)));
        candidates.extend(versions.into_iter().map(|version| version.join("bin")));
    }
    for version in (15..=20).rev() {
        candidates.push(format!("/opt/homebrew/opt/postgresql@{version}/bin").into());
        candidates.push(format!("/usr/local/opt/postgresql@{version}/bin").into());
        candidates.push(format!("/usr/pgsql-{version}/bin").into());
    }
    candidates.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    candidates.into_iter().find(|bin| has_server(bin)).ok_or(Error::Missing)
}

fn has_server(bin: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| bin.join(program).exists())
}

/// As root, whom the server runs as: the owner of its files, else `postgres`, else `nobody`.
fn user(data: &Path) -> Result<Ids, Error> {
    if !geteuid().is_root() {
        return Ok(None);
    }
    let owner = fs::metadata(data).ok().map(|meta| (meta.uid(), meta.gid())).filter(|(uid, _)| *uid != 0);
    let named = |name: &str| User::from_name(name).ok().flatten().map(|user| (user.uid.as_raw(), user.gid.as_raw()));
    owner.or_else(|| named("postgres")).or_else(|| named("nobody")).map(Some).ok_or(Error::NoUser)
}

/// Lets the server's user pass through the folder that root made for us; it can't list or read it.
fn reachable(root: &Path, ids: Ids) -> Result<(), Error> {
    if ids.is_some() {
        let mode = fs::metadata(root).map_err(io(root))?.permissions().mode();
        fs::set_permissions(root, Permissions::from_mode(mode | 0o011)).map_err(io(root))?;
    }
    Ok(())
}

/// Beside the data, or, when that path is too long for a socket, in a short folder of its own.
fn socket_folder(root: &Path) -> PathBuf {
    let beside = root.join("run");
    if beside.as_os_str().len() + "/.s.PGSQL.5432".len() < SOCKET_PATH {
        return beside;
    }
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hash = DefaultHasher::new();
    root.hash(&mut hash);
    std::env::temp_dir().join(format!("guichet-{:x}", hash.finish()))
}

fn own_folder(folder: &Path, ids: Ids) -> Result<(), Error> {
    if folder.exists() {
        return Ok(());
    }
    fs::create_dir(folder).map_err(io(folder))?;
    fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(io(folder))?;
    give(folder, ids)
}

fn give(path: &Path, ids: Ids) -> Result<(), Error> {
    match ids {
        Some((uid, gid)) => chown(path, Some(uid), Some(gid)).map_err(io(path)),
        None => Ok(()),
    }
}

/// Made once, readable by us alone.
fn password(root: &Path) -> Result<String, Error> {
    let path = root.join("postgres.password");
    if let Ok(kept) = fs::read_to_string(&path) {
        return Ok(kept);
    }
    let mut bytes = [0; 24];
    rand::rng().fill_bytes(&mut bytes);
    let password: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    private_file(&path, &password)?;
    Ok(password)
}

fn private_file(path: &Path, content: &str) -> Result<(), Error> {
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(io(path))?;
    file.write_all(content.as_bytes()).map_err(io(path))
}

/// The process that postmaster.pid names, and whether it says that it is ready.
fn postmaster(data: &Path) -> Option<(i32, bool)> {
    let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    Some((pid, lines.nth(6).is_some_and(|status| status.trim() == "ready")))
}

fn is_live(data: &Path, socket: &Path) -> bool {
    let alive = postmaster(data).is_some_and(|(pid, ready)| ready && kill(Pid::from_raw(pid), None).is_ok());
    alive && UnixStream::connect(socket.join(".s.PGSQL.5432")).is_ok()
}
