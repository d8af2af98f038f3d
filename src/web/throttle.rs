//! Limits on what can be tried again and again: signing in, registering, asking for a mail, searching as one types.

use crate::{Error, Result};
use actix_web::HttpRequest;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use uuid::Uuid;

/// A limit by key (an address of the network, an e-mail).
pub struct Throttle(DefaultKeyedRateLimiter<String>);

impl Throttle {
    /// `burst` tries at once, then `burst` more each hour, spread evenly.
    pub fn per_hour(burst: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_hour(burst)))
    }

    /// `burst` tries at once, then `burst` more each minute, spread evenly.
    fn per_minute(burst: NonZeroU32) -> Self {
        Self(RateLimiter::keyed(Quota::per_minute(burst)))
    }

    /// Counts a try. Too many: the error says how long to wait, in seconds.
    pub fn check(&self, key: &str) -> Result<()> {
        // Keys of people long gone are forgotten here, so that memory stays bounded.
        if self.0.len() > 10_000 {
            self.0.retain_recent();
        }
        self.0.check_key(&key.to_owned()).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            Error::TooMany { retry_after: wait.as_secs() + 1 }
        })
    }
}

/// Limits on what pages ask as people type. Many people share the address of a town hall: it may ask a lot.
pub struct Suggestions {
    lists: Throttle,
    services_by_address: Throttle,
    services_by_account: Throttle,
}

impl Suggestions {
    /// `generosity` multiplies every limit.
    pub fn new(generosity: u32) -> Self {
        let per_minute = |count: u32| {
            let count = NonZeroU32::new(count.saturating_mul(generosity)).unwrap_or(NonZeroU32::MIN);
            Throttle::per_minute(count)
        };
        Self { lists: per_minute(3_000), services_by_address: per_minute(1_200), services_by_account: per_minute(120) }
    }

    /// Before an embedded list is searched.
    pub fn list(&self, request: &HttpRequest) -> Result<()> {
        self.lists.check(&client_address(request))
    }

    /// Before a service of others is asked for somebody.
    pub fn service(&self, request: &HttpRequest, account: Uuid) -> Result<()> {
        self.services_by_account.check(&account.to_string())?;
        self.services_by_address.check(&client_address(request))
    }
}

/// The address that asks. Behind a proxy on this very machine, the last address that the proxy vouches for; a
/// header sent by anybody else is not believed.
pub fn client_address(request: &HttpRequest) -> String {
    let peer = request.peer_addr().map(|address| address.ip());
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .filter(|_| peer.is_some_and(|ip| ip.is_loopback()))
        .and_then(|value| value.to_str().ok()?.rsplit(',').next())
        .map(|address| address.trim().to_owned());
    forwarded.unwrap_or_else(|| peer.map(|ip| ip.to_string()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_by_key() {
        let throttle = Throttle::per_hour(NonZeroU32::new(2).unwrap());
        assert!(throttle.check("a").is_ok() && throttle.check("a").is_ok());
        assert!(matches!(throttle.check("a"), Err(Error::TooMany { retry_after: 1.. })));
        assert!(throttle.check("b").is_ok());
    }
}
