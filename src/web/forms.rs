//! Posted forms. A handler reads one as [`Protected`], which has checked the token: it can't forget. What somebody posts after
//! their session has ended has a way of its own, [`Authors`].

use super::csrf;
use super::page::{Settings, data};
use super::session::Account;
use crate::{Error, Result};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use uuid::Uuid;

/// Largest urlencoded body read. Files have their own way in.
pub const MAX_BODY: usize = 2 << 20;

/// The fields of a form, in the order in which the browser sent them; a name may come several times.
pub type Pairs = Vec<(String, String)>;

/// A posted form that came from one of our pages.
pub struct Protected<T>(pub T);

/// What a form can be read into: its pairs, or a struct of its own.
pub trait FromPairs: Sized {
    fn from_pairs(pairs: Pairs) -> Result<Self>;
}

impl FromPairs for Pairs {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        Ok(pairs)
    }
}

/// Lets a struct of named fields be read from a form.
#[macro_export]
macro_rules! read_from_form {
    ($($name:ty),*) => { $(
        impl $crate::web::FromPairs for $name {
            fn from_pairs(pairs: $crate::web::Pairs) -> $crate::Result<Self> {
                $crate::web::deserialized(pairs)
            }
        }
    )* };
}

/// A struct from pairs; the error is 400.
pub fn deserialized<T: DeserializeOwned>(pairs: Pairs) -> Result<T> {
    let body = serde_urlencoded::to_string(pairs).map_err(|_| Error::Invalid("malformed"))?;
    serde_urlencoded::from_str(&body).map_err(|_| Error::Invalid("malformed"))
}

impl<T: FromPairs + 'static> FromRequest for Protected<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, body) = (request.clone(), Bytes::from_request(request, payload));
        Box::pin(async move {
            if !is_urlencoded(&request) {
                return Err(Error::Invalid("malformed"));
            }
            let body = body.await.map_err(|_| Error::Invalid("too-large"))?;
            let pairs = pairs(&body)?;
            let token = pairs.iter().find(|(name, _)| name == csrf::FIELD).map(|(_, token)| token.as_str());
            check_token(&request, token.unwrap_or_default())?;
            T::from_pairs(pairs).map(Self)
        })
    }
}

/// Refuses a form whose token is not the one that this visitor was given.
pub fn check_token(request: &HttpRequest, token: &str) -> Result<()> {
    csrf::same_site(request)?;
    let settings = data::<Settings>(request)?;
    let seed = request.cookie(&settings.cookie_name("csrf")).ok_or(Error::Forbidden("csrf"))?;
    let account = Account::claimed(request)?.map(|account| account.id);
    let is_good = csrf::is_good(token, &settings.secret, seed.value(), account);
    if is_good { Ok(()) } else { Err(Error::Forbidden("csrf")) }
}

/// Those for whom a page may have been drawn that somebody posts who is not signed in any more. A token says for whom it was;
/// what a form holds is told with its author only.
pub struct Authors {
    settings: Settings,
    accounts: Vec<Uuid>,
}

impl Authors {
    /// Refuses what comes from another site.
    pub fn new(request: &HttpRequest, accounts: Vec<Uuid>) -> Result<Self> {
        csrf::same_site(request)?;
        Ok(Self { settings: data(request)?, accounts })
    }

    /// The one whom this token was given to, not long ago.
    pub fn of(&self, token: &str) -> Option<Uuid> {
        let Settings { secret, clock, .. } = &self.settings;
        self.accounts.iter().copied().find(|account| csrf::was_given_to(token, secret, *account, clock()))
    }

    /// An urlencoded form, with its author.
    pub async fn read(&self, request: &HttpRequest, payload: &mut Payload) -> Result<(Uuid, Pairs)> {
        let body = Bytes::from_request(request, payload).await.map_err(|_| Error::Invalid("too-large"))?;
        let pairs = pairs(&body)?;
        let token = pairs.iter().find(|(name, _)| name == csrf::FIELD).map(|(_, token)| token.as_str());
        let author = token.and_then(|token| self.of(token)).ok_or(Error::Unauthenticated)?;
        Ok((author, pairs))
    }
}

/// The pairs of an urlencoded body. Bytes that are not UTF-8 are refused: guessing would corrupt an answer.
pub fn pairs(body: &[u8]) -> Result<Pairs> {
    let body = std::str::from_utf8(body).map_err(|_| Error::Invalid("malformed"))?;
    let pairs: Pairs = serde_urlencoded::from_str(body).map_err(|_| Error::Invalid("malformed"))?;
    if pairs.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}')) {
        return Err(Error::Invalid("malformed"));
    }
    // PostgreSQL can't keep U+0000, and nobody types it.
    Ok(pairs.into_iter().map(|(name, value)| (without_nul(name), without_nul(value))).collect())
}

/// A text that PostgreSQL can keep.
pub fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

/// Whether a request brings texts only.
pub fn is_urlencoded(request: &HttpRequest) -> bool {
    request.content_type().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// A request that htmx sends expects a part of the page.
pub fn wants_part(request: &HttpRequest) -> bool {
    request.headers().contains_key("hx-request")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_repeats_and_refuses_what_is_not_utf8() {
        let read = pairs(b"%2Fa=1&%2Fa=2&b=x%00y").unwrap();
        let expected = [("/a", "1"), ("/a", "2"), ("b", "xy")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert_eq!(read, expected);
        assert!(matches!(pairs(b"a=%ff"), Err(Error::Invalid("malformed"))));
    }
}
