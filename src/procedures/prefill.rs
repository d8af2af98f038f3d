//! Answers given before a dossier is started: in an address (`?/association/siret=…`), or posted as JSON by another
//! service, which gets a link good for one start within five days. See `docs/PREFILL.md`.

use super::{Procedure, Revision};
use crate::accounts::access::Limits;
use crate::accounts::tokens;
use crate::app::App;
use crate::db::Tx;
use crate::form::{Context, Form, Given, Prefilled, Refused};
use crate::schema::prefills;
use crate::web::{Lang, Page, Pairs, page_errors, without_nul};
use crate::{Error, Result, procedures};
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use aes_gcm::aead::Aead;
use aes_gcm::{Aes256Gcm, KeyInit, Nonce};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How long a link of posted answers may be used.
const LIFETIME: TimeDelta = TimeDelta::days(5);
/// Largest posted document, in bytes.
const MAX_BODY: usize = 64 << 10;
/// The name of the link's secret in addresses and forms.
const TOKEN: &str = "preremplissage";

/// What an address or a form carries: typed answers by pointer, and the secret of a link.
#[derive(Debug, Clone, Default)]
pub struct Carried {
    pub pairs: Pairs,
    pub token: Option<String>,
}

impl Carried {
    /// Of everything that an address or a form holds, what is meant to fill the form in.
    pub fn of(all: Pairs) -> Self {
        let mut carried = Self::default();
        for (name, value) in all {
            if name.starts_with('/') {
                carried.pairs.push((without_nul(name), without_nul(value)));
            } else if name == TOKEN {
                carried.token = Some(value);
            }
        }
        carried
    }

    /// The same from the query of an address, whether its names are percent-encoded or not.
    pub fn in_query(query: &str) -> Self {
        Self::of(serde_urlencoded::from_str(query).unwrap_or_default())
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.token.is_none()
    }

    /// The page of the procedure with all of it.
    pub fn address(&self, slug: &str) -> String {
        let token = self.token.iter().map(|token| (TOKEN, token.as_str()));
        let pairs = self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let query = serde_urlencoded::to_string(token.chain(pairs).collect::<Vec<_>>()).unwrap_or_default();
        format!("/demarches/{slug}{}{query}", if query.is_empty() { "" } else { "?" })
    }

    /// The answers, those of the link first; `None` when the link is not ours, was used or is too old.
    pub fn given(
        &self,
        db: &mut PgConnection,
        of: &Revision,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<(String, Given)>>> {
        let typed = self.pairs.iter().map(|(name, value)| (name.clone(), Given::Typed(value.clone())));
        let Some(token) = &self.token else { return Ok(Some(typed.collect())) };
        let row = prefills::table
            .find(tokens::hash(token))
            .filter(prefills::procedure_id.eq(of.procedure_id).and(prefills::expires_at.gt(now)));
        let sealed: Option<Vec<u8>> = row.select(prefills::sealed).first(db).optional()?;
        let Some(document) = sealed.map(|sealed| unsealed(token, &sealed)).transpose()? else { return Ok(None) };
        Ok(Some(given(&of.form, &document).into_iter().chain(typed).collect()))
    }

    /// The same, for a start: the link is used up.
    pub fn redeem(&self, tx: &mut Tx<'_>, of: &Revision, now: DateTime<Utc>) -> Result<Option<Vec<(String, Given)>>> {
        let given = self.given(tx, of, now)?;
        let Some(token) = &self.token else { return Ok(given) };
        let used = diesel::delete(prefills::table.find(tokens::hash(token))).execute(&mut **tx)?;
        // Somebody pressed the same button at the same moment.
        Ok(given.filter(|_| used > 0))
    }
}

/// A document of answers, or an object of answers by pointer.
fn given(form: &Form, document: &Value) -> Vec<(String, Given)> {
    match document.as_object() {
        Some(fields) if fields.keys().all(|name| name.starts_with('/')) => {
            fields.iter().map(|(name, value)| (name.clone(), Given::Value(value.clone()))).collect()
        }
        _ => form.given_in(document),
    }
}

/// An answer that was given and could not be taken, in the words of who reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub pointer: String,
    /// Of the question; the pointer itself where there is none.
    pub label: String,
    /// As it was given.
    pub value: String,
    pub reason: String,
}

impl Left {
    pub fn of(form: &Form, refused: &Refused, lang: Lang) -> Self {
        let pointer = refused.error.pointer.clone();
        let label = Some(form.label_in_rows(&pointer, lang.code())).filter(|label| !label.is_empty());
        Self {
            label: label.unwrap_or_else(|| pointer.clone()),
            reason: page_errors::message(lang, &refused.error),
            value: refused.value.clone(),
            pointer,
        }
    }
}

/// What the procedure's page says of it.
#[derive(Debug, Default, Serialize)]
pub struct Announced {
    /// Labels, and values as people read them.
    filled: Vec<(String, Vec<String>)>,
    left: Vec<Left>,
    /// What the start button carries.
    fields: Pairs,
    /// The link was used, or is too old.
    gone: bool,
}

/// What will be filled in, and what can't be.
pub fn announced(
    db: &mut PgConnection,
    carried: &Carried,
    revision: &Revision,
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<Option<Announced>> {
    if carried.is_empty() {
        return Ok(None);
    }
    let Some(given) = carried.given(db, revision, now)? else {
        return Ok(Some(Announced { gone: true, ..Announced::default() }));
    };
    let form = &revision.form;
    let Prefilled { draft, filled, refused } = form.prefill(given, &context(revision, now));
    let told =
        |pointer: &String| (form.label_in_rows(pointer, lang.code()), form.answer_lines(pointer, &draft, lang.code()));
    let token = carried.token.iter().map(|token| (TOKEN.to_owned(), token.clone()));
    Ok(Some(Announced {
        filled: filled.iter().map(told).collect(),
        left: refused.iter().map(|refused| Left::of(form, refused, lang)).collect(),
        fields: token.chain(carried.pairs.clone()).collect(),
        gone: false,
    }))
}

/// What rules may read before anybody files.
fn context(revision: &Revision, now: DateTime<Utc>) -> Context {
    let data = Value::Object(revision.definition.data.clone());
    Context { today: revision.date(now), applicant: json!({}), data, ..Context::default() }
}

/// POST `/demarches/{slug}/preremplissage`, for programs: a JSON document of answers becomes a link. No session is read,
/// and nothing but the link comes of it: no token of a form is asked.
pub async fn post(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    request: HttpRequest,
    slug: Path<String>,
    body: Bytes,
) -> Result<HttpResponse> {
    limits.prefill(&request)?;
    if body.len() > MAX_BODY {
        return Err(Error::Invalid("too-large"));
    }
    let is_json = request.content_type().eq_ignore_ascii_case("application/json");
    let document: Value = serde_json::from_slice(&body).map_err(|_| Error::Invalid("malformed"))?;
    // PostgreSQL can't keep U+0000, and nobody means it.
    if !is_json || !document.is_object() || document.to_string().contains("\\u0000") {
        return Err(Error::Invalid("malformed"));
    }
    let (now, token, lang) = (app.now(), tokens::fresh(), page.lang);
    let sealed = sealed(&token, &document)?;
    let hash = tokens::hash(&token);
    let invalid = app
        .db
        .write(move |tx| {
            let (procedure, revision) = procedures::find(tx, &slug)?;
            if !is_open(&procedure, &revision, now) {
                return Err(Error::Invalid("closed"));
            }
            diesel::insert_into(prefills::table)
                .values((
                    prefills::hash.eq(hash),
                    prefills::procedure_id.eq(procedure.id),
                    prefills::sealed.eq(sealed),
                    prefills::expires_at.eq(now + LIFETIME),
                ))
                .execute(&mut **tx)?;
            let refused = revision.form.prefill(given(&revision.form, &document), &context(&revision, now)).refused;
            let told = refused.iter().map(|refused| {
                let message = page_errors::message(lang, &refused.error);
                json!({ "pointer": refused.error.pointer, "code": refused.error.code, "message": message })
            });
            Ok((revision.slug().to_owned(), told.collect::<Vec<_>>()))
        })
        .await?;
    let (slug, invalid) = invalid;
    let carried = Carried { token: Some(token.clone()), ..Carried::default() };
    let url = format!("{}{}", app.config.base_url, carried.address(&slug));
    let answer = json!({ "url": url, "token": token, "expires_at": now + LIFETIME, "invalid": invalid });
    Ok(HttpResponse::Created().insert_header((header::CACHE_CONTROL, "no-store")).json(answer))
}

fn is_open(procedure: &Procedure, revision: &Revision, now: DateTime<Utc>) -> bool {
    procedure.is_published() && revision.closed_on(revision.date(now)).is_none()
}

/// The cipher of one link. Its key comes from the secret that only the link holds, and serves once: the nonce may be fixed.
fn cipher(token: &str) -> Result<Aes256Gcm> {
    let key = Sha256::new().chain_update("prefill:").chain_update(token).finalize();
    Aes256Gcm::new_from_slice(&key).map_err(Error::internal)
}

/// What the database keeps of posted answers: nobody reads it without the link.
fn sealed(token: &str, document: &Value) -> Result<Vec<u8>> {
    let plain = document.to_string();
    cipher(token)?.encrypt(&Nonce::default(), plain.as_bytes()).map_err(|_| Error::internal("not sealed"))
}

fn unsealed(token: &str, sealed: &[u8]) -> Result<Value> {
    let plain = cipher(token)?.decrypt(&Nonce::default(), sealed).map_err(|_| Error::internal("not unsealed"))?;
    serde_json::from_slice(&plain).map_err(Error::internal)
}

/// Forgets the links that are too old. Returns how many.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(prefills::table.filter(prefills::expires_at.le(now))).execute(&mut **tx)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_carries_answers_encoded_or_not() {
        let plain = Carried::in_query("lang=fr&/association/siret=73282932000074&/a=%C3%A9+x&apres=z");
        assert_eq!(plain.pairs, Carried::in_query("%2Fassociation%2Fsiret=73282932000074&%2Fa=é%20x").pairs);
        assert_eq!(plain.pairs[1], ("/a".to_owned(), "é x".to_owned()));
        assert_eq!(Carried::in_query(&plain.address("s")["/demarches/s?".len()..]).pairs, plain.pairs);
        assert_eq!(Carried::in_query("q=x").address("s"), "/demarches/s");
    }

    #[test]
    fn posted_answers_are_read_with_their_link_only() {
        let document = json!({ "name": "Zoé" });
        let kept = sealed("secret", &document).unwrap();
        assert!(!String::from_utf8_lossy(&kept).contains("Zo"));
        assert_eq!(unsealed("secret", &kept).unwrap(), document);
        assert!(unsealed("other", &kept).is_err());
    }
}
