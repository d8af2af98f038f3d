//! Running PostgreSQL's programs.

use super::{Error, Ids, Options, give, io, private_file};
use nix::sys::signal::Signal;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

fn command(bin: &Path, program: &str, ids: Ids) -> Command {
    let mut command = Command::new(bin.join(program));
    // The server's user may not be allowed into our own working directory.
    command.current_dir("/").env_remove("PGDATA").stdin(Stdio::null());
    if let Some((uid, gid)) = ids {
        command.uid(uid).gid(gid);
    }
    command
}

/// Makes the data folder, and our database in it.
pub(super) fn initialise(bin: &Path, data: &Path, socket: &Path, password: &str, ids: Ids) -> Result<(), Error> {
    let given = socket.join("password");
    private_file(&given, password)?;
    give(&given, ids)?;
    let made = command(bin, "initdb", ids)
        .args(["-U", "guichet", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-instructions", "-D"])
        .arg(data)
        .arg(format!("--pwfile={}", given.display()))
        .output();
    let _ = fs::remove_file(&given);
    let made = made.map_err(io(data))?;
    if !made.status.success() {
        let tail = String::from_utf8_lossy(&made.stderr).trim().to_owned();
        return Err(Error::NotStarted { log: "initdb".to_owned(), tail });
    }
    first_database(bin, data, ids)
}

/// Makes the database in single-user mode: no client program is needed.
fn first_database(bin: &Path, data: &Path, ids: Ids) -> Result<(), Error> {
    let mut child = command(bin, "postgres", ids)
        .args(["--single", "-D"])
        .arg(data)
        .arg("postgres")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(io(data))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(b"CREATE DATABASE guichet\n").map_err(io(data))?;
    }
    child.wait().map_err(io(data))?;
    Ok(())
}

/// Starts the server; its log goes beside its data.
#[expect(unsafe_code, reason = "between fork and exec, one system call that allocates nothing")]
pub(super) fn launch(
    bin: &Path,
    root: &Path,
    data: &Path,
    socket: &Path,
    ids: Ids,
    options: Options,
) -> Result<Child, Error> {
    let path = root.join("postgres.log");
    let log = File::create(&path).map_err(io(&path))?;
    let mut command = command(bin, "postgres", ids);
    command.arg("-D").arg(data).arg("-c").arg(format!("unix_socket_directories={}", socket.display()));
    for setting in ["listen_addresses=", "port=5432", "max_connections=100", "timezone=UTC", "log_timezone=UTC"] {
        command.args(["-c", setting]);
    }
    if !options.durable {
        for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off"] {
            command.args(["-c", setting]);
        }
    }
    command.stdout(log.try_clone().map_err(io(&path))?).stderr(log);
    // Ctrl-C reaches Guichet alone, which then stops the server in order.
    command.process_group(0);
    #[cfg(target_os = "linux")]
    // Safety: prctl is async-signal-safe. It runs after the change of user, which would undo it.
    unsafe {
        // If Guichet is killed, the server does not stay behind.
        command.pre_exec(|| Ok(nix::sys::prctl::set_pdeathsig(Signal::SIGINT)?));
    }
    command.spawn().map_err(io(&path))
}
