//! A real SMTP server, and the mails that it received.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The server. It can be stopped and started again on the same port.
pub struct Smtp {
    pub port: u16,
    folder: PathBuf,
    child: Option<Child>,
}

/// A mail as its reader sees it.
#[derive(Debug, Clone)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    pub message_id: String,
}

impl Mail {
    /// The first address in the text that contains this.
    pub fn link(&self, part: &str) -> String {
        let found = self.text.split_whitespace().find(|word| word.starts_with("http") && word.contains(part));
        found.unwrap_or_else(|| panic!("no link with {part:?} in\n{}", self.text)).to_owned()
    }
}

impl Smtp {
    pub fn start() -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = std::env::temp_dir().join(format!("guichet-mails-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut server = Self { port, folder, child: None };
        server.up();
        server
    }

    pub fn up(&mut self) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/support/smtp-server.mjs");
        let mut command = Command::new("node");
        command.arg(script).arg(&self.folder).arg(self.port.to_string());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node, and the packages of package.json");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "listening");
        self.child = Some(child);
    }

    pub fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=opportunistic", self.port)
    }

    /// Every mail received so far, in order.
    pub fn all(&self) -> Vec<Mail> {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
        files.sort();
        files.iter().map(|file| parse(&std::fs::read_to_string(file).unwrap())).collect()
    }

    /// The last mail to this address whose subject or text contains this; waited for.
    pub async fn wait_for(&self, to: &str, part: &str) -> Mail {
        let start = Instant::now();
        loop {
            let found = self
                .all()
                .into_iter()
                .rev()
                .find(|mail| mail.to.contains(to) && (mail.subject.contains(part) || mail.text.contains(part)));
            if let Some(mail) = found {
                return mail;
            }
            let subjects: Vec<_> = self.all().into_iter().map(|mail| (mail.to, mail.subject)).collect();
            assert!(start.elapsed() < Duration::from_secs(20), "no mail to {to} with {part:?} among {subjects:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.down();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Reads what lettre writes: headers, then a multipart/alternative of two quoted-printable or plain parts.
fn parse(raw: &str) -> Mail {
    let raw = raw.replace("\r\n", "\n");
    let (head, body) = raw.split_once("\n\n").unwrap();
    let header = |name: &str| {
        let unfolded = head.replace("\n ", " ").replace("\n\t", " ");
        let line = unfolded.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
        line.map(|line| decoded_words(line.split_once(':').unwrap().1.trim())).unwrap_or_default()
    };
    let part = |kind: &str| {
        let start = body.find(&format!("Content-Type: {kind}")).unwrap_or_else(|| panic!("no {kind} in\n{raw}"));
        let (head, rest) = body[start..].split_once("\n\n").unwrap();
        let content = rest.split("\n--").next().unwrap();
        match head.to_lowercase() {
            head if head.contains("quoted-printable") => quoted_printable(content),
            head if head.contains("base64") => String::from_utf8(base64(content)).unwrap(),
            _ => content.to_owned(),
        }
    };
    Mail {
        to: header("To"),
        subject: header("Subject"),
        message_id: header("Message-ID"),
        text: part("text/plain"),
        html: part("text/html"),
    }
}

fn base64(text: &str) -> Vec<u8> {
    use base64::{Engine, prelude::BASE64_STANDARD};
    BASE64_STANDARD.decode(text.split_whitespace().collect::<String>()).unwrap()
}

fn quoted_printable(text: &str) -> String {
    let mut bytes = Vec::new();
    let joined = text.replace("=\n", "");
    let mut rest = joined.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'=' && after.len() >= 2 {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// `=?utf-8?b?…?=` (RFC 2047), as lettre writes it.
fn decoded_words(text: &str) -> String {
    let mut out = String::new();
    for word in text.replace("?= =?", "?==?").split("=?") {
        match word.split_once("?=") {
            Some((encoded, after)) if encoded.to_lowercase().starts_with("utf-8?b?") => {
                out.push_str(&String::from_utf8_lossy(&base64(&encoded[8..])));
                out.push_str(after);
            }
            _ => out.push_str(word),
        }
    }
    out
}
