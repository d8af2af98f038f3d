//! What a site asks of PostgreSQL, heard on the way: a relay between the two that keeps every round trip, and kills who asks in
//! the midst of one.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What is asked at the end of a round trip, and at once (PostgreSQL's protocol 3, « Message Formats »).
const SYNC: u8 = b'S';
const QUERY: u8 = b'Q';

/// The relay. It ends with the run.
pub struct Wire {
    folder: PathBuf,
    heard: Arc<Mutex<Heard>>,
}

#[derive(Default)]
struct Heard {
    trips: Vec<String>,
    /// The process that is to die, and where.
    fuse: Option<(u32, Point)>,
    struck: Option<Struck>,
}

/// Whether PostgreSQL has had what was asked when the process that asks dies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Before,
    /// It carries it out, and there is nobody to tell.
    After,
}

/// Where a process is to die.
#[derive(Debug, Clone, Copy)]
pub struct Point {
    /// Of the round trips from the first that holds this…
    pub from: &'static str,
    /// … so many come before.
    pub left: usize,
    pub side: Side,
}

/// The round trip that a process has died of.
#[derive(Debug, Clone)]
pub struct Struck {
    pub trip: String,
    pub side: Side,
}

impl Heard {
    /// One more round trip. Returns the side on which the process has just died of it, if it has.
    fn hear(&mut self, trip: String) -> Option<Side> {
        self.trips.push(trip.clone());
        let (pid, point) = self.fuse.as_mut().filter(|(_, point)| trip.contains(point.from))?;
        point.from = "";
        if let Some(left) = point.left.checked_sub(1) {
            point.left = left;
            return None;
        }
        let (pid, side) = (nix::unistd::Pid::from_raw(i32::try_from(*pid).unwrap()), point.side);
        nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGKILL).unwrap();
        (self.fuse, self.struck) = (None, Some(Struck { trip, side }));
        Some(side)
    }
}

impl Wire {
    /// Beside the folder of this server's socket.
    pub fn to(url: &str) -> Self {
        let socket = folder_of(url);
        // An address of a socket has at most 107 bytes.
        let folder = std::env::temp_dir().join(format!("guichet-wire-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir_all(&folder).unwrap();
        let name = std::fs::read_dir(socket).unwrap().map(|entry| entry.unwrap().file_name()).find(|name| {
            let name = name.to_str().unwrap();
            name.starts_with(".s.PGSQL.") && !name.ends_with(".lock")
        });
        let (name, heard) = (name.unwrap(), Arc::<Mutex<Heard>>::default());
        let (listener, behind) = (UnixListener::bind(folder.join(&name)).unwrap(), Path::new(socket).join(&name));
        let shared = heard.clone();
        std::thread::spawn(move || {
            for site in listener.incoming().flatten() {
                relay(site, UnixStream::connect(&behind).unwrap(), shared.clone());
            }
        });
        Self { folder, heard }
    }

    /// The address of a database, through the relay.
    pub fn through(&self, url: &str) -> String {
        url.replacen(folder_of(url), self.folder.to_str().unwrap(), 1)
    }

    /// The round trips since the last call, each by its messages.
    pub fn trips(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().unwrap().trips)
    }

    /// From now on a process is to die of what it asks.
    pub fn arm(&self, pid: u32, point: Point) {
        let mut heard = self.heard.lock().unwrap();
        (heard.fuse, heard.struck) = (Some((pid, point)), None);
    }

    /// Whether it has died of it.
    pub fn has_struck(&self) -> bool {
        self.heard.lock().unwrap().struck.is_some()
    }

    /// Nobody is to die any more. What the process has died of, if it has.
    pub fn disarm(&self) -> Option<Struck> {
        let mut heard = self.heard.lock().unwrap();
        heard.fuse = None;
        heard.struck.take()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn folder_of(url: &str) -> &str {
    url.split('\'').nth(1).unwrap()
}

fn relay(site: UnixStream, server: UnixStream, heard: Arc<Mutex<Heard>>) {
    let (mut answers, mut back) = (server.try_clone().unwrap(), site.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let _ = hear(&site, &server, &heard);
        let _ = server.shutdown(Shutdown::Both);
    });
}

/// Passes on what a site says, message by message.
fn hear(mut site: &UnixStream, mut server: &UnixStream, heard: &Mutex<Heard>) -> std::io::Result<()> {
    // The first message has no kind: through a socket of files nothing comes before it.
    let start = body(site)?;
    server.write_all(&start)?;
    let mut asked = String::new();
    loop {
        let mut kind = [0];
        site.read_exact(&mut kind)?;
        let body = body(site)?;
        let text = String::from_utf8_lossy(&body[4..]).replace('\0', " ");
        asked.push_str(&format!("{} {:.200}\n", char::from(kind[0]), text.trim()));
        // Heard before it is passed on: whoever has an answer finds what was asked for it.
        let is_whole = matches!(kind[0], SYNC | QUERY);
        let died = is_whole.then(|| heard.lock().unwrap().hear(std::mem::take(&mut asked))).flatten();
        if died == Some(Side::Before) {
            return Ok(());
        }
        server.write_all(&[&kind, body.as_slice()].concat())?;
    }
}

/// The length of a message, and what it holds.
fn body(mut site: &UnixStream) -> std::io::Result<Vec<u8>> {
    let mut length = [0; 4];
    site.read_exact(&mut length)?;
    let mut body = vec![0; u32::from_be_bytes(length) as usize];
    body[..4].copy_from_slice(&length);
    site.read_exact(&mut body[4..])?;
    Ok(body)
}
