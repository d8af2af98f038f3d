//! A service of others, played: it answers, is slow, or is down.

use serde_json::Value;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Up,
    Slow,
    Down,
    /// Takes what is sent, and breaks the connection off before it says so.
    Deaf,
    /// Wants nothing more.
    Gone,
}

/// A running double.
pub struct Double {
    /// `127.0.0.1:port`
    pub host: String,
    /// The last is the requests, whole.
    shared: Arc<Mutex<(Mode, Vec<String>)>>,
}

impl Double {
    /// Answers each address by what `answer` makes of it; 404 where it makes nothing.
    pub fn start(answer: fn(&reqwest::Url) -> Option<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let shared = Arc::new(Mutex::new((Mode::Up, Vec::new())));
        let double = Self { host, shared: shared.clone() };
        // Ends with the run.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                std::thread::spawn(move || serve(stream, &shared, answer));
            }
        });
        double
    }

    pub fn set(&self, mode: Mode) {
        self.shared.lock().unwrap().0 = mode;
    }

    /// What was asked, headers included.
    pub fn requests(&self) -> Vec<String> {
        self.shared.lock().unwrap().1.clone()
    }

    /// The addresses that were asked, path and query.
    pub fn asked(&self) -> Vec<String> {
        self.requests().iter().map(|request| path(request).to_owned()).collect()
    }
}

fn path(request: &str) -> &str {
    request.split(' ').nth(1).unwrap_or_default()
}

/// A request with its body.
fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut part = [0; 8192];
    loop {
        let count = stream.read(&mut part).unwrap_or(0);
        request.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head.to_ascii_lowercase();
            let length = length.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            body.len() >= length.unwrap_or(0)
        });
        if count == 0 || whole {
            return text;
        }
    }
}

fn serve(mut stream: TcpStream, shared: &Mutex<(Mode, Vec<String>)>, answer: fn(&reqwest::Url) -> Option<Value>) {
    let request = read(&mut stream);
    let path = path(&request);
    if path.is_empty() {
        return;
    }
    let mode = {
        let mut shared = shared.lock().unwrap();
        shared.1.push(request.clone());
        shared.0
    };
    if mode == Mode::Deaf {
        return;
    }
    if mode == Mode::Slow {
        std::thread::sleep(Duration::from_secs(10));
    }
    let found = answer(&reqwest::Url::parse(&format!("http://double{path}")).unwrap());
    let (status, body) = match (mode, found) {
        (Mode::Gone, _) => ("410 Gone", "{}".to_owned()),
        (Mode::Down, _) => ("503 Service Unavailable", "{}".to_owned()),
        (_, None) => ("404 Not Found", "{}".to_owned()),
        (_, Some(body)) => ("200 OK", body.to_string()),
    };
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: application/json\r\n");
    let _ = write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len());
}
