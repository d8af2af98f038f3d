//! Running PostgreSQL's programs.

use super::place::{Ids, Place, give, own_folder, private_file};
use super::{Error, Options, io};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn command(bin: &Path, program: &str, ids: Ids) -> Command {
    let mut command = Command::new(bin.join(program));
    // The server's user may not be allowed into our own working directory.
    command.current_dir("/").env_remove("PGDATA").stdin(Stdio::null());
    if let Some((uid, gid)) = ids {
        command.uid(uid).gid(gid);
    }
    command
}

/// Makes the cluster, with the database `guichet` in it. It gets its name once it is whole: what is stopped in the middle
/// begins again.
pub(super) fn initialise(bin: &Path, place: &Place, password: &str) -> Result<(), Error> {
    let draft = place.data.with_extension("new");
    if draft.exists() {
        fs::remove_dir_all(&draft).map_err(io(&draft))?;
    }
    own_folder(&draft, place.ids)?;
    let given = place.socket.join("password");
    private_file(&given, password)?;
    give(&given, place.ids)?;
    let made = command(bin, "initdb", place.ids)
        .args(["-U", "guichet", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-instructions", "-D"])
        .arg(&draft)
        .arg(format!("--pwfile={}", given.display()))
        .output();
    let _ = fs::remove_file(&given);
    succeeded("initdb", &made.map_err(io(bin))?)?;
    first_database(bin, &draft, place.ids)?;
    fs::rename(&draft, &place.data).map_err(io(&place.data))
}

/// Makes the database in single-user mode: no client program is needed.
fn first_database(bin: &Path, data: &Path, ids: Ids) -> Result<(), Error> {
    let mut child = command(bin, "postgres", ids)
        .args(["--single", "-D"])
        .arg(data)
        .arg("postgres")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(io(bin))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(b"CREATE DATABASE guichet\n").map_err(io(data))?;
    }
    let output = child.wait_with_output().map_err(io(data))?;
    succeeded("postgres --single", &output)
}

fn succeeded(program: &str, output: &Output) -> Result<(), Error> {
    let told = String::from_utf8_lossy(&output.stderr);
    // Single-user mode ends well even when a statement fails.
    if output.status.success() && !told.contains("ERROR:") {
        return Ok(());
    }
    Err(Error::NotStarted { log: program.to_owned(), tail: super::last_lines(&told) })
}

/// Starts the server; its log goes beside its data.
pub(super) fn launch(bin: &Path, place: &Place, options: Options) -> Result<Child, Error> {
    let path = place.log();
    // Statements that fail are logged, with what people wrote: the log is ours alone.
    let log = File::options().write(true).create(true).truncate(true).mode(0o600).open(&path).map_err(io(&path))?;
    let mut command = command(bin, "postgres", place.ids);
    command.arg("-D").arg(&place.data).arg("-c").arg(format!("unix_socket_directories={}", place.socket.display()));
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
    stop_with_us(&mut command);
    command.spawn().map_err(io(&path))
}

/// If Guichet is killed, the server does not stay behind.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "between fork and exec, one system call that allocates nothing")]
fn stop_with_us(command: &mut Command) {
    use nix::sys::{prctl::set_pdeathsig, signal::Signal};
    // Safety: prctl is async-signal-safe. It runs after the change of user, which would undo it.
    unsafe {
        command.pre_exec(|| Ok(set_pdeathsig(Signal::SIGINT)?));
    }
}
