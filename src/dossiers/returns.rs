//! POST `/retours/{token}`: a provider of signatures or payments says what came of what it was asked. The address is all that it
//! knows us by: it is given to nobody else, nobody can guess it, and it serves once.

use super::invocations::{self, Answer};
use crate::app::App;
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Path};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;
use uuid::Uuid;

/// Bytes of what may come back, at most: it stays in the history.
pub const MAX_ANSWER: usize = 64 << 10;

/// The end of the address to call back: what is asked, signed. It is made again for each try, and the same.
pub fn token(secret: &str, id: Uuid) -> String {
    BASE64.encode([id.as_bytes().as_slice(), &mac(secret, id).finalize().into_bytes()].concat())
}

fn mac(secret: &str, id: Uuid) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key");
    mac.chain_update(b"return\0").chain_update(id.as_bytes())
}

/// What a token of ours is about.
fn read(secret: &str, token: &str) -> Option<Uuid> {
    let bytes = BASE64.decode(token).ok()?;
    let (id, signature) = bytes.split_at_checked(16)?;
    let id = Uuid::from_slice(id).ok()?;
    mac(secret, id).verify_slice(signature).ok().map(|()| id)
}

/// What a provider says.
#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum Said {
    Done {
        #[serde(default)]
        result: Value,
    },
    Failed {
        #[serde(default)]
        reason: String,
    },
}

/// No session is read, and nothing but the answer comes of it: no token of a form is asked. One that comes again, or too late,
/// does nothing, and the provider need not know.
pub async fn receive(app: Data<App>, token: Path<String>, body: Bytes) -> Result<HttpResponse> {
    let id = read(app.config.secret.expose(), &token).ok_or(Error::NotFound)?;
    if body.len() > MAX_ANSWER {
        return Err(Error::Invalid("too-large"));
    }
    let said: Said = serde_json::from_slice(&body).map_err(|_| Error::Invalid("malformed"))?;
    let (answer, now) = match said {
        Said::Done { result } => (Answer::Done(result), app.now()),
        Said::Failed { reason } => (Answer::Failed(reason.chars().take(200).collect()), app.now()),
    };
    app.db
        .write(move |tx| match (invocations::answer(tx, id, &answer, now)?, &answer) {
            (false, Answer::Failed(reason)) => invocations::give_up(tx, id, &format!("refused: {reason}"), now),
            _ => Ok(()),
        })
        .await?;
    Ok(HttpResponse::NoContent().finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_token_is_read() {
        let id = Uuid::now_v7();
        let good = token("secret", id);
        assert_eq!((read("secret", &good), token("secret", id) == good), (Some(id), true));
        let mut other = BASE64.decode(&good).unwrap();
        other[3] ^= 1;
        for bad in [token("other", id), BASE64.encode(other), BASE64.encode(id.as_bytes()), String::new(), "é".into()]
        {
            assert_eq!(read("secret", &bad), None, "{bad}");
        }
    }
}
