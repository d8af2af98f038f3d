//! Services of others, asked over HTTP: the national address service, the references that a form's author names. One client
//! for all, which only goes where the operator allows, and never makes a person wait long.
//!
//! A service that is slow, down or wrong is an answer like another ([`Failure`]): who asks goes on without it.

pub mod addresses;
mod breaker;
mod connectors;
mod credentials;
mod guard;
mod post;
pub mod signature;

use breaker::Breaker;
pub use connectors::Connectors;
pub use credentials::Credentials;
pub use guard::{Allowed, is_loopback};
pub use post::Call;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response, Url};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How long a person waits for a service, at most: waiting for a turn, connecting and reading together.
pub const PATIENCE: Duration = Duration::from_secs(3);
/// Bytes of an answer, at most.
const MAX_ANSWER: usize = 1_000_000;
/// Requests to one service under way at the same time.
const AT_ONCE: usize = 16;

/// Why a service gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    #[error("the operator does not allow this host")]
    NotAllowed,
    #[error("the operator has set up no such connector")]
    NoConnector,
    #[error("skipped: it failed too often")]
    Skipped,
    #[error("too many requests to it at once")]
    Busy,
    #[error("no answer in time")]
    Timeout,
    #[error("can't be reached")]
    Unreachable,
    #[error("answered {0}")]
    Status(u16),
    #[error("the answer is too large")]
    TooLarge,
    #[error("the answer is not JSON")]
    NotJson,
}

impl Failure {
    /// For figures and logs.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotAllowed => "not-allowed",
            Self::NoConnector => "no-connector",
            Self::Skipped => "skipped",
            Self::Busy => "busy",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Status(_) => "status",
            Self::TooLarge => "too-large",
            Self::NotJson => "not-json",
        }
    }

    /// Whether the service works and says that there is nothing, or that the question makes no sense to it.
    pub fn is_absence(self) -> bool {
        matches!(self, Self::Status(400 | 404 | 410 | 422))
    }

    /// Whether the same question would never be answered otherwise: it is not one that this service takes. What an operator may
    /// mend (who we are, what we may) or time does is none of these.
    pub fn is_final(self) -> bool {
        match self {
            Self::NotAllowed => true,
            Self::Status(401 | 403 | 408 | 409 | 421 | 423..=425 | 429) => false,
            Self::Status(status) => (400..500).contains(&status),
            _ => false,
        }
    }

    /// Whether it was not asked at all.
    pub fn is_unasked(self) -> bool {
        matches!(self, Self::Skipped | Self::Busy)
    }

    /// Whether asking again soon would fail too.
    fn is_of_service(self) -> bool {
        match self {
            Self::NotAllowed | Self::NoConnector | Self::Skipped | Self::Busy => false,
            Self::Status(status) => status >= 500 || status == 429 || (300..400).contains(&status),
            Self::Timeout | Self::Unreachable | Self::TooLarge | Self::NotJson => true,
        }
    }
}

/// How a service stands, for operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub host: String,
    /// It is left alone for a while.
    pub skipped: bool,
    /// Why it failed last; nothing while it answers.
    pub reason: Option<&'static str>,
}

/// The services that may be asked.
#[derive(Clone)]
pub struct Services(Arc<Inner>);

struct Inner {
    allowed: Vec<Allowed>,
    /// For hosts of the Internet: looks only public addresses up.
    public: Client,
    /// For places that the operator named with their port.
    named: Client,
    turns: HashMap<String, Semaphore>,
    breakers: Mutex<HashMap<String, Breaker>>,
    credentials: Credentials,
    connectors: Connectors,
}

impl Services {
    /// The services of these hosts, what they know us by, and those that workflows ask by name.
    pub fn new(
        mut allowed: Vec<Allowed>,
        credentials: Credentials,
        connectors: Connectors,
    ) -> Result<Self, reqwest::Error> {
        use_ring();
        allowed.dedup();
        let client = || {
            let name = concat!("guichet/", env!("CARGO_PKG_VERSION"));
            // A redirection would lead past the list of hosts, and take their headers along; a proxy of the environment would connect in our place.
            Client::builder().user_agent(name).redirect(Policy::none()).no_proxy().referer(false).timeout(PATIENCE)
        };
        let turns = allowed.iter().map(|entry| (entry.name(), Semaphore::new(AT_ONCE))).collect();
        Ok(Self(Arc::new(Inner {
            public: client().dns_resolver(guard::PublicOnly).build()?,
            named: client().build()?,
            turns,
            breakers: Mutex::default(),
            credentials,
            connectors,
            allowed,
        })))
    }

    /// The JSON that is at an address. What was asked is never logged: it may be about a person.
    pub async fn json(&self, address: &str) -> Result<Value, Failure> {
        let (entry, url) = self.place(address)?;
        let (name, client) = (entry.name(), self.client(entry));
        if !self.breaker(&name, |breaker| breaker.lets_through(Instant::now())) {
            return Err(Failure::Skipped);
        }
        let services = self.clone();
        // Goes on to its end when the person has typed on: else a service that is slow would never be told from a good one.
        let asked = tokio::spawn(async move {
            let answer = services.in_turn(&name, client, url).await;
            services.note(&name, answer.as_ref().err().copied());
            answer
        });
        asked.await.unwrap_or(Err(Failure::Unreachable))
    }

    /// Whether the operator allows an address.
    pub fn allows(&self, address: &str) -> bool {
        Url::parse(address).is_ok_and(|url| guard::allowed(&self.0.allowed, &url).is_some())
    }

    /// The place that an address is at, if the operator allows it.
    fn place(&self, address: &str) -> Result<(&Allowed, Url), Failure> {
        let url = Url::parse(address).map_err(|_| Failure::NotAllowed)?;
        let Some(entry) = guard::allowed(&self.0.allowed, &url) else {
            let host = url.host_str().unwrap_or_default();
            tracing::warn!(host, "a service is not asked: GUICHET_SERVICE_HOSTS does not list its host");
            return Err(Failure::NotAllowed);
        };
        Ok((entry, url))
    }

    fn client(&self, entry: &Allowed) -> Client {
        if entry.is_private() { self.0.named.clone() } else { self.0.public.clone() }
    }

    async fn in_turn(&self, name: &str, client: Client, url: Url) -> Result<Value, Failure> {
        let turns = self.0.turns.get(name).ok_or(Failure::NotAllowed)?;
        let start = Instant::now();
        let turn = tokio::time::timeout(PATIENCE / 3, turns.acquire()).await;
        let Ok(Ok(_turn)) = turn else { return Err(Failure::Busy) };
        let left = PATIENCE.saturating_sub(start.elapsed());
        let request = client.get(url).headers(self.0.credentials.of(name));
        tokio::time::timeout(left, fetch(request)).await.unwrap_or(Err(Failure::Timeout))
    }

    fn note(&self, name: &str, failure: Option<Failure>) {
        let outcome = failure.map_or("answered", Failure::code);
        let labels = [("service", name.to_owned()), ("outcome", outcome.to_owned())];
        metrics::counter!("guichet_service_requests_total", &labels).increment(1);
        let opened = self.breaker(name, |breaker| match failure {
            Some(failure) if failure.is_of_service() => breaker.fail(failure.code(), Instant::now()),
            Some(Failure::Busy) => false,
            _ => {
                breaker.close();
                false
            }
        });
        if let Some(failure) = failure.filter(|failure| failure.is_of_service()) {
            tracing::warn!(service = name, %failure, "a service failed");
        }
        if opened {
            tracing::warn!(service = name, "the service is skipped for a while");
        }
        let skipped = self.breaker(name, |breaker| breaker.is_skipped());
        metrics::gauge!("guichet_service_skipped", "service" => name.to_owned()).set(f64::from(u8::from(skipped)));
    }

    /// How each service stands on this node.
    pub fn states(&self) -> Vec<State> {
        let state = |entry: &Allowed| {
            let asked = self.breaker(&entry.name(), |breaker| *breaker);
            let posted = self.breaker(&post::line(entry), |breaker| *breaker);
            let skipped = asked.is_skipped() || posted.is_skipped();
            State { host: entry.name(), skipped, reason: asked.reason.or(posted.reason) }
        };
        let connector = |name: &str| {
            let called = self.breaker(name, |breaker| *breaker);
            State { host: name.to_owned(), skipped: called.is_skipped(), reason: called.reason }
        };
        self.0.allowed.iter().map(state).chain(self.0.connectors.names().map(connector)).collect()
    }

    fn breaker<T>(&self, name: &str, with: impl FnOnce(&mut Breaker) -> T) -> T {
        // A panic while it was held can't have left it half written.
        let mut breakers = self.0.breakers.lock().unwrap_or_else(PoisonError::into_inner);
        with(breakers.entry(name.to_owned()).or_default())
    }
}

/// TLS by ring, for every client of the process: reqwest takes the one that is installed.
pub fn use_ring() {
    // Fails where it is installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

async fn fetch(request: RequestBuilder) -> Result<Value, Failure> {
    let request = request.header(ACCEPT, "application/json, application/geo+json;q=0.9");
    let response = answered(request.send().await.map_err(failure)?)?;
    serde_json::from_slice(&read(response).await?).map_err(|_| Failure::NotJson)
}

/// An answer that says yes.
fn answered(response: Response) -> Result<Response, Failure> {
    let status = response.status();
    if status.is_success() { Ok(response) } else { Err(Failure::Status(status.as_u16())) }
}

/// The body of an answer, of a bounded size, which says that it is JSON or does not say what it is.
async fn read(mut response: Response) -> Result<Vec<u8>, Failure> {
    let kind = response.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap_or_default().to_ascii_lowercase());
    if kind.is_some_and(|kind| !kind.split(';').next().unwrap_or_default().trim().ends_with("json")) {
        return Err(Failure::NotJson);
    }
    let announced = response.content_length().unwrap_or(0);
    if announced > MAX_ANSWER as u64 {
        return Err(Failure::TooLarge);
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if body.len() + chunk.len() > MAX_ANSWER {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// The error names the whole address, which is not to be logged: only its kind is kept.
fn failure(error: reqwest::Error) -> Failure {
    if error.is_timeout() { Failure::Timeout } else { Failure::Unreachable }
}

#[cfg(test)]
mod tests;
