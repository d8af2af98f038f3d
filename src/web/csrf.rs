//! Forged requests. Every form carries a token that only our own pages can know: the value of a random cookie, the day on which
//! the page was drawn, and the HMAC of both and of the account under the site's secret. The browser's own word
//! (`Sec-Fetch-Site`, `Origin`) is checked too.

use crate::{Error, Result};
use actix_web::HttpRequest;
use actix_web::http::header;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;
use subtle::ConstantTimeEq;
use uuid::Uuid;

/// Name of the form field.
pub const FIELD: &str = "_csrf";

/// Days after which a page is too old to tell for whom it was drawn: a session has ended long before, and whoever finds the
/// page of another somewhere must not write in their name without end.
const MAX_AGE: i64 = 30;

/// A fresh value for the cookie.
pub fn seed() -> String {
    let mut bytes = [0; 18];
    rand::rng().fill_bytes(&mut bytes);
    BASE64.encode(bytes)
}

/// The token of a form shown to this visitor now.
pub fn token(secret: &str, seed: &str, account: Option<Uuid>, now: DateTime<Utc>) -> String {
    of_day(secret, seed, account, day(now))
}

fn day(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(86_400)
}

fn of_day(secret: &str, seed: &str, account: Option<Uuid>, day: i64) -> String {
    let account = account.map(|id| id.to_string()).unwrap_or_default();
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    for part in ["csrf", seed, &day.to_string(), &account] {
        mac.update(part.as_bytes());
        mac.update(b"\0");
    }
    format!("{seed}.{day}.{}", BASE64.encode(mac.finalize().into_bytes()))
}

/// Whether we gave this token to this visitor, whenever that was: what they do is bounded by their session.
pub fn is_good(given: &str, secret: &str, seed: &str, account: Option<Uuid>) -> bool {
    parts(given).is_some_and(|(_, day)| are_same(given, &of_day(secret, seed, account, day)))
}

/// Whether we gave this token to this account not long ago, in whatever browser and session.
pub fn was_given_to(given: &str, secret: &str, account: Uuid, now: DateTime<Utc>) -> bool {
    let recent = parts(given).filter(|(_, given_on)| day(now) - given_on <= MAX_AGE);
    recent.is_some_and(|(seed, day)| are_same(given, &of_day(secret, seed, Some(account), day)))
}

/// The cookie's value and the day in a token.
fn parts(token: &str) -> Option<(&str, i64)> {
    let (stamped, _) = token.rsplit_once('.')?;
    let (seed, day) = stamped.rsplit_once('.')?;
    // No clock of ours says another number of days; a larger one could overflow.
    Some((seed, i64::from(day.parse::<i32>().ok()?)))
}

fn are_same(given: &str, expected: &str) -> bool {
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
    use chrono::TimeDelta;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    #[test]
    fn a_token_is_good_for_one_visitor_only() {
        let (mine, me) = (seed(), Some(Uuid::now_v7()));
        let good = token("secret", &mine, me, NOW);
        assert!(is_good(&good, "secret", &mine, me));
        assert!(!is_good(&good, "secret", &seed(), me));
        assert!(!is_good(&good, "secret", &mine, None));
        assert!(!is_good(&good, "other", &mine, me));
        let (stamped, mac) = good.rsplit_once('.').unwrap();
        let (seed, _) = stamped.rsplit_once('.').unwrap();
        for forged in ["", "x", &format!("{seed}.1.{mac}"), &format!("{seed}.{mac}"), &format!("{seed}.+0.{mac}")] {
            assert!(!is_good(forged, "secret", &mine, me), "{forged}");
        }
    }

    #[test]
    fn a_token_tells_whose_page_it_was_and_nobody_can_make_one() {
        let (mine, other) = (Uuid::now_v7(), Uuid::now_v7());
        let given = token("secret", &seed(), Some(mine), NOW);
        assert!(was_given_to(&given, "secret", mine, NOW));
        assert!(!was_given_to(&given, "secret", other, NOW) && !was_given_to(&given, "other", mine, NOW));
        let moved = given.split_once('.').map(|(_, rest)| format!("{}.{rest}", seed())).unwrap();
        assert!(!was_given_to(&moved, "secret", mine, NOW) && !was_given_to("", "secret", mine, NOW));
        assert!(!was_given_to(&token("secret", &seed(), None, NOW), "secret", mine, NOW));
    }

    #[test]
    fn a_token_tells_it_for_a_month() {
        let mine = Uuid::now_v7();
        let given = token("secret", &seed(), Some(mine), NOW);
        let later = |days: i64| was_given_to(&given, "secret", mine, NOW + TimeDelta::days(days));
        assert_eq!([0, 30, 31, 4_000].map(later), [true, true, false, false]);
        let newer = given.replacen(".0.", ".4000.", 1);
        assert!(
            !was_given_to(&newer, "secret", mine, NOW + TimeDelta::days(4_000)),
            "the day is not for anyone to say"
        );
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
