//! Where documents are made: away from the threads that serve pages, a few at a time, and only what can be read.

use super::typeset;
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use uuid::Uuid;

/// Documents at a time: each keeps a processor busy.
const HANDS: usize = 2;
/// How long someone waits for their turn, then for their document; and how soon to come back, in seconds.
const TURN: Duration = Duration::from_secs(20);
const WORK: Duration = Duration::from_secs(60);
const RETRY_AFTER: u64 = 10;
/// Bytes of text in a document: some six hundred pages.
const MOST_TEXT: usize = 2_000_000;
/// Blank forms that are kept.
const KEPT: usize = 100;

/// A document to make.
pub struct Sheet {
    /// The text of its template.
    pub(super) template: &'static str,
    pub(super) data: Value,
}

/// What a blank form is kept by: its revision and its language.
type Key = (Uuid, &'static str);

/// Makes documents. Clones share their hands and what they keep.
#[derive(Clone)]
pub struct Press {
    turns: Arc<Semaphore>,
    kept: Arc<Mutex<HashMap<Key, Bytes>>>,
}

impl Default for Press {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(HANDS)), kept: Arc::default() }
    }
}

impl Press {
    /// Makes a document, dated at this instant.
    pub async fn print(&self, sheet: Sheet, at: DateTime<Utc>) -> Result<Bytes> {
        if size(&sheet.data) > MOST_TEXT {
            return Err(Error::Invalid("too-large"));
        }
        let busy = || Error::TooMany { retry_after: RETRY_AFTER };
        let turn = timeout(TURN, self.turns.clone().acquire_owned()).await.map_err(|_| busy())?;
        let turn = turn.map_err(Error::internal)?;
        let work = tokio::task::spawn_blocking(move || {
            // Until it is done, even if nobody waits for it any more.
            let _turn = turn;
            typeset::pdf(sheet.template, sheet.data, at)
        });
        let bytes = timeout(WORK, work).await.map_err(|_| busy())?.map_err(Error::internal)??;
        Ok(bytes.into())
    }

    /// The same for what never changes: made once, kept.
    pub async fn kept(&self, key: Key, sheet: impl FnOnce() -> Sheet, at: DateTime<Utc>) -> Result<Bytes> {
        let known = self.kept.lock().map(|kept| kept.get(&key).cloned()).unwrap_or_default();
        if let Some(known) = known {
            return Ok(known);
        }
        let bytes = self.print(sheet(), at).await?;
        if let Ok(mut kept) = self.kept.lock() {
            if kept.len() >= KEPT {
                kept.clear();
            }
            kept.insert(key, bytes.clone());
        }
        Ok(bytes)
    }
}

/// The bytes of all texts.
fn size(data: &Value) -> usize {
    match data {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(fields) => fields.values().map(size).sum(),
        _ => 8,
    }
}

/// A document as an answer: opened by the browser, under this name when it is saved.
pub fn attached(bytes: Bytes, name: &str) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Inline,
        parameters: vec![DispositionParam::Filename(format!("{name}.pdf"))],
    };
    HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(disposition)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(bytes)
}
