//! What jobs send. Nobody waits for it, so it may take longer than what people wait for; and a place that takes no message
//! may still answer forms.

use super::{Allowed, Failure, Services, failure};
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url};
use std::time::{Duration, Instant};

/// How long a place may take over a message: less than a worker holds it for.
const PATIENCE: Duration = Duration::from_secs(15);

/// Under which name the messages to a place fail and succeed.
pub(super) fn line(entry: &Allowed) -> String {
    format!("{} (messages)", entry.name())
}

impl Services {
    /// Posts JSON to a place that the operator allows; its answer is only whether it took it. The keys of the settings are not
    /// for it: whoever writes the address must not make use of them.
    pub async fn post(&self, address: &str, headers: &[(&str, String)], body: String) -> Result<(), Failure> {
        let (entry, url) = self.place(address)?;
        let line = line(entry);
        if !self.breaker(&line, |breaker| breaker.lets_through(Instant::now())) {
            return Err(Failure::Skipped);
        }
        let result = send(&self.client(entry), url, headers, body).await;
        self.note(&line, result.err());
        result
    }
}

async fn send(client: &Client, url: Url, headers: &[(&str, String)], body: String) -> Result<(), Failure> {
    let request = client.post(url).timeout(PATIENCE).header(CONTENT_TYPE, "application/json").body(body);
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
    let status = request.send().await.map_err(failure)?.status();
    if status.is_success() { Ok(()) } else { Err(Failure::Status(status.as_u16())) }
}
