//! The drafts that this process saw last, so that a change of one needs no reading. A remembered draft is only ever used to
//! make the next one: the statement that keeps it checks that nothing has changed since, and who may write.

use super::Number;
use super::draft::Open;
use chrono::{DateTime, Utc};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// Bytes, about.
const ROOM: u64 = 16_000_000;
/// Drafts that one can expect in it.
const EXPECTED: usize = 4_000;

type Seen = Arc<Open>;

#[derive(Clone)]
struct Size;

impl Weighter<String, Seen> for Size {
    fn weight(&self, _: &String, seen: &Seen) -> u64 {
        let written = [&seen.dossier.draft, &seen.dossier.answers].into_iter().flatten();
        1_000 + written.map(weight).sum::<usize>() as u64
    }
}

/// Bytes that a document takes in memory, about: several times its text.
pub(super) fn weight(value: &Value) -> usize {
    const ENTRY: usize = 100;
    match value {
        Value::String(text) => 50 + text.len(),
        Value::Array(items) => 50 + items.iter().map(weight).sum::<usize>(),
        Value::Object(fields) => {
            50 + fields.iter().map(|(name, value)| ENTRY + name.len() + weight(value)).sum::<usize>()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 30,
    }
}

static DRAFTS: LazyLock<Cache<String, Seen, Size>> = LazyLock::new(|| Cache::with_weighter(EXPECTED, ROOM, Size));

/// Keeps what was just read or written.
pub(super) fn remember(open: &Open) {
    DRAFTS.insert(open.dossier.number.clone(), Arc::new(open.clone()));
}

/// A dossier as it was seen last, by whoever did.
pub(super) fn recall(number: &Number, now: DateTime<Utc>) -> Option<Open> {
    let seen = DRAFTS.get(number.as_str())?;
    let mut open = Open::clone(&seen);
    open.now = now;
    Some(open)
}
