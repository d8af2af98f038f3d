//! The real binary, run as an operator would.

use super::postgres::Database;
use super::wire::Wire;
use std::fs::File;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// By how many seconds the clock of the site is ahead.
const CLOCK: &str = "GUICHET_CLOCK_AHEAD";

/// How the site of a test is set up.
pub struct Setup {
    pub smtp_url: Option<String>,
    pub storage: Option<PathBuf>,
    /// Multiplies the limits on signing in: tests come from one address.
    pub throttle: u32,
    /// The site talks to its database through a [`Wire`], and leaves the jobs out.
    pub heard: bool,
    /// More settings.
    pub environment: Vec<(&'static str, String)>,
}

impl Default for Setup {
    fn default() -> Self {
        Self { smtp_url: None, storage: None, throttle: 1000, heard: false, environment: Vec::new() }
    }
}

/// Processor time and memory of a site.
pub struct Used {
    /// To the hundredth of a second.
    pub milliseconds: f64,
    pub kilobytes: u64,
    pub highest: u64,
}

/// A running site with a database of its own.
pub struct Server {
    pub database: Database,
    pub base: String,
    pub port: u16,
    pub folder: PathBuf,
    pub wire: Option<Wire>,
    setup: Setup,
    child: Option<Child>,
}

impl Server {
    pub fn start(setup: Setup) -> Self {
        let database = Database::new();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(format!("guichet-test-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let base = format!("http://127.0.0.1:{port}");
        let wire = setup.heard.then(|| Wire::to(&database.url()));
        let mut server = Self { database, base, port, folder, wire, setup, child: None };
        server.up();
        server
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_guichet"));
        let storage = self.setup.storage.clone().unwrap_or_else(|| self.folder.join("files"));
        command
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .env("DATABASE_URL", self.database.url())
            .env("PORT", self.port.to_string())
            .env("GUICHET_BASE_URL", &self.base)
            .env("GUICHET_SECRET", "a secret for tests, long enough to be taken")
            .env("GUICHET_DATA", &self.folder)
            .env("GUICHET_THROTTLE", self.setup.throttle.to_string())
            .env("STORAGE_URL", format!("file://{}", storage.display()))
            .env("RUST_LOG", "warn,guichet=info")
            .env_remove("SMTP_URL")
            .stdin(Stdio::null());
        command.envs(self.setup.environment.iter().map(|(name, value)| (name, value)));
        if let Some(url) = &self.setup.smtp_url {
            command.env("SMTP_URL", url);
        }
        command
    }

    /// Runs another command of the binary on the same database.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command().args(args).output().unwrap()
    }

    /// The same; it must succeed. Returns what it printed.
    pub fn must(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "guichet {args:?}: {told}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Stops it, and starts it again with its clock this much ahead of the real one.
    pub fn again_after(&mut self, ahead: chrono::TimeDelta) {
        self.kill();
        self.setup.environment.retain(|(name, _)| *name != CLOCK);
        self.setup.environment.push((CLOCK, ahead.num_seconds().to_string()));
        self.up();
    }

    /// Starts (again), and waits until the site says that it is ready.
    pub fn up(&mut self) {
        let jobs: &[&str] = if self.wire.is_some() { &["--without-jobs"] } else { &[] };
        self.child = Some(self.begin(&[&["serve"], jobs].concat()));
        let start = Instant::now();
        while !self.is_ready() {
            assert!(start.elapsed() < Duration::from_secs(30), "not ready:\n{}", self.log());
            let ended = self.child.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "ended {ended:?}:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The jobs alone, in a process of their own.
    pub fn worker(&self) -> Worker {
        Worker(self.begin(&["worker"]))
    }

    /// A process that stays. It talks to the database through the wire, if there is one, under the name of its command.
    fn begin(&self, args: &[&str]) -> Child {
        let log = File::options().create(true).append(true).open(self.folder.join("log")).unwrap();
        let mut command = self.command();
        if let Some(wire) = &self.wire {
            command.env("DATABASE_URL", wire.through(&self.database.url()));
        }
        command.env("PGAPPNAME", args[0]);
        command.args(args).stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap()
    }

    /// The process of the site.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    fn is_ready(&self) -> bool {
        use std::io::{Read, Write};
        let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", self.port)) else { return false };
        let mut answer = String::new();
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").is_ok()
            && stream.read_to_string(&mut answer).is_ok()
            && answer.starts_with("HTTP/1.1 200")
    }

    /// What the site has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// What the site has taken so far. The highest counts from the last look on.
    pub fn used(&self) -> Used {
        let process = format!("/proc/{}", self.pid());
        let stat = std::fs::read_to_string(format!("{process}/stat")).unwrap();
        // After the name, which may hold spaces: the state, and ten more; then the time of the process and the kernel's for it.
        let times = stat.rsplit_once(')').unwrap().1.split_whitespace().skip(11).take(2);
        let ticks: u32 = times.map(|ticks| ticks.parse::<u32>().unwrap()).sum();
        let status = std::fs::read_to_string(format!("{process}/status")).unwrap();
        let size = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        let used = Used { milliseconds: f64::from(ticks) * 10.0, kilobytes: size("VmRSS:"), highest: size("VmHWM:") };
        std::fs::write(format!("{process}/clear_refs"), "5").unwrap();
        used
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Asks it to stop, as a service manager does, and waits. Returns whether it ended well.
    pub fn stop(&mut self) -> bool {
        let Some(mut child) = self.child.take() else { return true };
        let pid = nix::unistd::Pid::from_raw(i32::try_from(child.id()).unwrap());
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM).unwrap();
        child.wait().unwrap().success()
    }

    /// Publishes a shipped procedure.
    pub fn import(&self, slug: &str) {
        self.must(&["import", &format!("forms/{slug}/procedure.json")]);
    }

    /// Makes a confirmed account; `roles` are further arguments of `guichet user add`.
    pub fn user(&self, email: &str, roles: &[&str]) {
        use std::io::Write;
        let mut command = self.command();
        command.args(["user", "add", email, "--given-name", "Prénom", "--family-name", "Nom"]).args(roles);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        writeln!(child.stdin.take().unwrap(), "{}", super::PASSWORD).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A process with the jobs alone. It is killed where it is let go.
pub struct Worker(Child);

impl Worker {
    pub fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- log of the site\n{}", self.log());
        } else {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}
