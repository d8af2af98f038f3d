//! Forged requests. Every form carries a token that only our own pages can know: the HMAC, under the site's
//! secret, of a random cookie and of the account, after the cookie's value. The browser's own word (`Sec-Fetch-Site`, `Origin`) is checked too.

use crate::{Error, Result};
use actix_web::HttpRequest;
use actix_web::http::header;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Name of the form field.
pub const FIELD: &str = "_csrf";

/// A fresh value for the cookie.
pub fn seed() -> String {
    let mut bytes = [0; 18];
    rand::rng().fill_bytes(&mut bytes);
    BASE64.encode(bytes)
}

/// The token of a form shown to this visitor.
pub fn token(secret: &str, seed: &str, account: Option<Uuid>) -> String {
    let account = account.map(|id| id.to_string()).unwrap_or_default();
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    for part in ["csrf", seed, &account] {
        mac.update(part.as_bytes());
        mac.update(b"\0");
    }
    format!("{seed}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

/// Whether we gave this token to this account, in whatever browser and session.
pub fn was_given_to(token_given: &str, secret: &str, account: Uuid) -> bool {
    let seed = token_given.rsplit_once('.').map(|(seed, _)| seed);
    seed.is_some_and(|seed| matches(token_given, &token(secret, seed, Some(account))))
}

/// Whether the token is the one that we gave.
pub fn matches(given: &str, expected: &str) -> bool {
    given.as_bytes().ct_eq(expected.as_bytes()).into()
}

/// Refuses what the browser itself says comes from another site.
pub fn same_site(request: &HttpRequest) -> Result<()> {
    let value = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let foreign = value("sec-fetch-site").is_some_and(|site| site == "cross-site");
    let host = request.connection_info().host().to_owned();
    let elsewhere = value(header::ORIGIN.as_str())
        .is_some_and(|origin| origin != "null" && origin.split_once("://").is_none_or(|(_, named)| named != host));
    if foreign || elsewhere { Err(Error::Forbidden("csrf")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_visitor_only() {
        let (mine, me) = (seed(), Some(Uuid::now_v7()));
        let good = token("secret", &mine, me);
        assert!(matches(&good, &token("secret", &mine, me)));
        assert!(!matches(&good, &token("secret", &seed(), me)));
        assert!(!matches(&good, &token("secret", &mine, None)));
        assert!(!matches(&good, &token("other", &mine, me)));
    }

    #[test]
    fn a_token_tells_whose_page_it_was_and_nobody_can_make_one() {
        let (mine, other) = (Uuid::now_v7(), Uuid::now_v7());
        let given = token("secret", &seed(), Some(mine));
        assert!(was_given_to(&given, "secret", mine));
        assert!(!was_given_to(&given, "secret", other) && !was_given_to(&given, "other", mine));
        let moved = given.rsplit_once('.').map(|(_, mac)| format!("{}.{mac}", seed())).unwrap();
        assert!(!was_given_to(&moved, "secret", mine) && !was_given_to("", "secret", mine));
        assert!(!was_given_to(&token("secret", &seed(), None), "secret", mine));
    }

    #[test]
    fn another_origin_is_refused() {
        let from = |origin: &'static str| {
            let request = actix_web::test::TestRequest::post().insert_header((header::HOST, "guichet.test"));
            same_site(&request.insert_header((header::ORIGIN, origin)).to_http_request())
        };
        assert!(from("http://guichet.test").is_ok());
        assert!(from("http://evil.test").is_err());
    }
}
