//! Clients that cost little: they share the machine with what they measure.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// How hard, how long.
pub struct Load {
    pub clients: usize,
    pub time: Duration,
}

/// Someone signed in.
#[derive(Clone)]
pub struct Session {
    pub cookies: String,
    pub token: String,
}

/// What was measured.
pub struct Measured {
    /// How long each request took, the shortest first.
    times: Vec<Duration>,
    over: Duration,
}

impl Measured {
    pub fn count(&self) -> u32 {
        u32::try_from(self.times.len()).unwrap()
    }

    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.over.as_secs_f64()
    }

    /// In milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        self.times[(self.times.len() - 1) * percent / 100].as_secs_f64() * 1000.0
    }
}

impl Load {
    /// These pages, each as somebody sees it, one after another and again.
    pub async fn gets(&self, address: &str, pages: &[(Session, String)]) -> Measured {
        let request = |(session, path): &(Session, String)| {
            format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\n\r\n", session.cookies)
        };
        let requests: Vec<String> = pages.iter().map(request).collect();
        // Clients don't ask for the same one at once.
        let apart = requests.len().div_ceil(self.clients);
        self.run(address, 200, move |client, nth| requests.get((client * apart + nth) % requests.len()).cloned()).await
    }

    /// The same form posted to each of these addresses, once, each answered by another address.
    pub async fn posts(&self, address: &str, session: &Session, paths: &[String], fields: &str) -> Measured {
        let (host, session, paths, fields) = (address.to_owned(), session.clone(), paths.to_vec(), fields.to_owned());
        let next = AtomicUsize::new(0);
        let request = move |_, _| {
            let n = next.fetch_add(1, Ordering::Relaxed);
            let path = paths.get(n)?;
            let body = format!("_csrf={}&key=bench-{n}&{fields}", session.token);
            Some(format!(
                "POST {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                session.cookies,
                body.len()
            ))
        };
        self.run(address, 303, request).await
    }

    /// Each client changes one answer of its own draft, again and again, as the page's script does.
    pub async fn autosaves(&self, address: &str, session: &Session, drafts: &[(String, i32)]) -> Measured {
        let (host, session, drafts) = (address.to_owned(), session.clone(), drafts.to_vec());
        let request = move |client: usize, nth: usize| {
            let (number, rev) = drafts.get(client)?;
            let rev = rev + i32::try_from(nth).ok()?;
            let page = format!("00000000-0000-4000-8000-{client:012}");
            let body = format!(
                "_action=autosave&_csrf={}&_rev={rev}&_page={page}&%2Ffield_0=R%C3%A9ponse+{nth}",
                session.token
            );
            Some(format!(
                "POST /dossiers/{number}/pages/1 HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\nHX-Request: true\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
                session.cookies,
                body.len()
            ))
        };
        self.run(address, 200, request).await
    }

    async fn run(
        &self,
        address: &str,
        expected: u16,
        request: impl Fn(usize, usize) -> Option<String> + Send + Sync + 'static,
    ) -> Measured {
        let request = Arc::new(request);
        let start = Instant::now();
        let end = start + self.time;
        let clients: Vec<_> = (0..self.clients)
            .map(|client| {
                let (request, address) = (request.clone(), address.to_owned());
                tokio::spawn(async move {
                    let mut connection = BufReader::new(TcpStream::connect(address).await.unwrap());
                    let mut times = Vec::new();
                    // However short the time is, each asks once.
                    loop {
                        let text = request(client, times.len()).expect("more drafts");
                        let asked = Instant::now();
                        connection.get_mut().write_all(text.as_bytes()).await.unwrap();
                        assert_eq!(answer(&mut connection).await, expected);
                        times.push(asked.elapsed());
                        if Instant::now() >= end {
                            break;
                        }
                    }
                    times
                })
            })
            .collect();
        let mut times = Vec::new();
        for client in clients {
            times.extend(client.await.unwrap());
        }
        let over = start.elapsed();
        times.sort();
        Measured { times, over }
    }
}

/// Reads a whole answer. Returns its status.
async fn answer(connection: &mut BufReader<TcpStream>) -> u16 {
    let (mut line, mut length, mut status) = (String::new(), 0, 0);
    loop {
        line.clear();
        connection.read_line(&mut line).await.unwrap();
        if line == "\r\n" {
            break;
        }
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            status = rest[..3].parse().unwrap();
        } else if let Some((name, value)) = line.split_once(": ")
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body).await.unwrap();
    status
}
