//! A posted form with small files, read whole into memory: what an official attaches to a procedure. A citizen's files have a way
//! of their own (`files`), which keeps them.

use super::csrf;
use super::forms::{Pairs, check_token, is_urlencoded, pairs, without_nul};
use crate::{Error, Result};
use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use futures_util::TryStreamExt;
use std::future::Future;
use std::pin::Pin;

/// Bytes of texts and files together.
const MAX_TOTAL: usize = 20 << 20;
/// Texts and files.
const MAX_PARTS: usize = 50;

/// A posted form that came from one of our pages, with its files by their names.
#[derive(Debug, Default)]
pub struct Attached {
    pub pairs: Pairs,
    pub files: Vec<(String, Vec<u8>)>,
}

impl Attached {
    /// The text of a field; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.pairs.iter().find(|(own, _)| own == name).map_or("", |(_, text)| text)
    }
}

impl FromRequest for Attached {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        if is_urlencoded(&request) {
            let body = Bytes::from_request(&request, payload);
            return Box::pin(async move {
                let pairs = pairs(&body.await.map_err(|_| Error::Invalid("too-large"))?)?;
                let form = Self { pairs, files: Vec::new() };
                check_token(&request, form.text(csrf::FIELD))?;
                Ok(form)
            });
        }
        let parts = Multipart::from_request(&request, payload);
        Box::pin(async move {
            let parts = parts.await.map_err(|_| Error::Invalid("malformed"))?;
            read(&request, parts).await
        })
    }
}

/// The token comes first: nothing else of a forged request is read.
async fn read(request: &HttpRequest, mut parts: Multipart) -> Result<Attached> {
    let (mut form, mut total, mut trusted) = (Attached::default(), 0, false);
    while let Some(mut part) = parts.try_next().await.map_err(|_| Error::Invalid("malformed"))? {
        if form.pairs.len() + form.files.len() >= MAX_PARTS {
            return Err(Error::Invalid("too-large"));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.content_disposition().and_then(|shown| shown.get_filename()).map(str::to_owned);
        if !trusted && name != csrf::FIELD {
            return Err(Error::Forbidden("csrf"));
        }
        let bytes = whole(&mut part, &mut total).await?;
        match file {
            // An input in which nothing was chosen.
            Some(file) if file.is_empty() => {}
            Some(file) => form.files.push((file, bytes)),
            None => {
                let text = String::from_utf8(bytes).map_err(|_| Error::Invalid("malformed"))?;
                form.pairs.push((name, without_nul(text)));
            }
        }
        if !trusted {
            check_token(request, form.text(csrf::FIELD))?;
            trusted = true;
        }
    }
    if trusted { Ok(form) } else { Err(Error::Forbidden("csrf")) }
}

async fn whole(part: &mut Field, total: &mut usize) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.try_next().await.map_err(|_| Error::Invalid("malformed"))? {
        *total += chunk.len();
        if *total > MAX_TOTAL {
            return Err(Error::Invalid("too-large"));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
