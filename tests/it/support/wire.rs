//! What a site asks of PostgreSQL, heard on the way: a relay between the two that keeps every round trip.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What is asked at the end of a round trip, and at once (PostgreSQL's protocol 3, « Message Formats »).
const SYNC: u8 = b'S';
const QUERY: u8 = b'Q';

type Trips = Arc<Mutex<Vec<String>>>;

/// The relay. It ends with the run.
pub struct Wire {
    folder: PathBuf,
    trips: Trips,
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
        let (name, trips) = (name.unwrap(), Trips::default());
        let (listener, behind) = (UnixListener::bind(folder.join(&name)).unwrap(), Path::new(socket).join(&name));
        let heard = trips.clone();
        std::thread::spawn(move || {
            for site in listener.incoming().flatten() {
                relay(site, UnixStream::connect(&behind).unwrap(), heard.clone());
            }
        });
        Self { folder, trips }
    }

    /// The address of a database, through the relay.
    pub fn through(&self, url: &str) -> String {
        url.replacen(folder_of(url), self.folder.to_str().unwrap(), 1)
    }

    /// The round trips since the last call, each by its messages.
    pub fn trips(&self) -> Vec<String> {
        std::mem::take(&mut self.trips.lock().unwrap())
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

fn relay(site: UnixStream, server: UnixStream, trips: Trips) {
    let (mut answers, mut back) = (server.try_clone().unwrap(), site.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let _ = hear(&site, &server, &trips);
        let _ = server.shutdown(Shutdown::Both);
    });
}

/// Passes on what a site says, message by message.
fn hear(mut site: &UnixStream, mut server: &UnixStream, trips: &Trips) -> std::io::Result<()> {
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
        if matches!(kind[0], SYNC | QUERY) {
            trips.lock().unwrap().push(std::mem::take(&mut asked));
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
