//! What jobs send and ask. Nobody waits for it, so it may take longer than what people wait for; and a place that takes no
//! message may still answer forms.

use super::{Allowed, Failure, Services, answered, failure, read};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, Method, RequestBuilder, Url};
use serde_json::Value;
use std::time::{Duration, Instant};

/// How long a place may take: less than a worker holds a message for.
const PATIENCE: Duration = Duration::from_secs(15);

/// Under which name the messages to a place fail and succeed.
pub(super) fn line(entry: &Allowed) -> String {
    format!("{} (messages)", entry.name())
}

/// What a connector is asked.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    pub connector: &'a str,
    pub method: &'a str,
    pub path: &'a str,
    pub body: Option<&'a Value>,
    /// The same for each try: whoever honours it does the thing once.
    pub key: &'a str,
}

impl Services {
    /// Posts JSON to a place that the operator allows; its answer is only whether it took it. The keys of the settings are not
    /// for it: whoever writes the address must not make use of them.
    pub async fn post(&self, address: &str, headers: &[(&str, String)], body: String) -> Result<(), Failure> {
        let (entry, url) = self.place(address)?;
        let line = line(entry);
        let request = with_body(self.client(entry).post(url), body);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        self.unless_skipped(&line, async { answered(request.send().await.map_err(failure)?).map(drop) }).await
    }

    /// Asks a connector. An answer without a body is null.
    pub async fn call(&self, call: Call<'_>) -> Result<Value, Failure> {
        let connector = self.0.connectors.get(call.connector).ok_or(Failure::NoConnector)?;
        let url = connector.address(call.path)?;
        let request = ask(&self.client(&connector.entry), url, call)?.headers(connector.headers.clone());
        self.unless_skipped(call.connector, async {
            let body = read(answered(request.send().await.map_err(failure)?)?).await?;
            if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body).map_err(|_| Failure::NotJson) }
        })
        .await
    }

    async fn unless_skipped<T>(
        &self,
        line: &str,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        if !self.breaker(line, |breaker| breaker.lets_through(Instant::now())) {
            return Err(Failure::Skipped);
        }
        let result = tokio::time::timeout(PATIENCE, work).await.unwrap_or(Err(Failure::Timeout));
        self.note(line, result.as_ref().err().copied());
        result
    }
}

fn ask(client: &Client, url: Url, call: Call<'_>) -> Result<RequestBuilder, Failure> {
    let method = Method::from_bytes(call.method.as_bytes()).map_err(|_| Failure::NotAllowed)?;
    let request = client.request(method, url).timeout(PATIENCE).header(ACCEPT, "application/json");
    let request = request.header("Idempotency-Key", call.key);
    Ok(match call.body {
        Some(body) => with_body(request, body.to_string()),
        None => request,
    })
}

fn with_body(request: RequestBuilder, body: String) -> RequestBuilder {
    request.timeout(PATIENCE).header(CONTENT_TYPE, "application/json").body(body)
}
