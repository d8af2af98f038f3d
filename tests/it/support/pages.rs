//! A small server of files, for what is looked at without a site.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// A media type and bytes.
pub type File = (&'static str, Vec<u8>);

/// Serves what `answer` makes of each path; 404 where it makes nothing. Returns the address, without a slash at its end.
/// It ends with the run.
pub fn serve(answer: impl Fn(&str) -> Option<File> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A browser opens connections before it needs them: none waits for another.
            let answer = answer.clone();
            std::thread::spawn(move || reply(stream, &*answer));
        }
    });
    base
}

fn reply(mut stream: TcpStream, answer: &impl Fn(&str) -> Option<File>) {
    let mut request = [0; 8192];
    let read = stream.read(&mut request).unwrap_or(0);
    let request = String::from_utf8_lossy(&request[..read]);
    let Some(path) = request.split(' ').nth(1) else { return };
    let (status, (kind, body)) = match answer(path) {
        Some(file) => ("200 OK", file),
        None => ("404 Not Found", ("text/plain", Vec::new())),
    };
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n");
    let _ = write!(stream, "{head}Content-Length: {}\r\n\r\n", body.len()).and_then(|()| stream.write_all(&body));
}
