//! How a message to a program of others is signed, in the manner of Standard Webhooks
//! (<https://github.com/standard-webhooks/standard-webhooks>): whoever has the key can tell that it is ours, whole, and recent.

use base64::{Engine, prelude::BASE64_STANDARD as BASE64};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;

/// How a key starts where a person reads it.
const PREFIX: &str = "whsec_";

/// What a sender and a receiver share.
#[derive(Clone)]
pub struct Key(Vec<u8>);

impl Key {
    /// One that nobody can guess.
    pub fn fresh() -> Self {
        let mut bytes = vec![0; 32];
        rand::rng().fill_bytes(&mut bytes);
        Self(bytes)
    }

    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// As a receiver is given it.
    pub fn written(&self) -> String {
        format!("{PREFIX}{}", BASE64.encode(&self.0))
    }

    /// The headers of a message: who tries it again says so by the same `id`.
    pub fn headers(&self, id: &str, at: DateTime<Utc>, body: &str) -> [(&'static str, String); 3] {
        let timestamp = at.timestamp().to_string();
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("any key");
        for part in [id, ".", &timestamp, ".", body] {
            mac.update(part.as_bytes());
        }
        let signature = format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()));
        [("webhook-id", id.to_owned()), ("webhook-timestamp", timestamp), ("webhook-signature", signature)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example that the libraries of the specification are tested with.
    #[test]
    fn a_message_is_signed_as_the_specification_does() {
        let key = Key::new(BASE64.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap());
        assert_eq!(key.written(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        let at = DateTime::from_timestamp(1_614_265_330, 0).unwrap();
        let headers = key.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", at, "{\"test\": 2432232314}");
        assert_eq!(headers[1].1, "1614265330");
        assert_eq!(headers[2].1, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn keys_differ() {
        assert_ne!(Key::fresh().bytes(), Key::fresh().bytes());
        assert_eq!(Key::fresh().bytes().len(), 32);
    }
}
