//! Pages of long lists by keyset: each starts after the last row of the one before, whatever was added meanwhile.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// Rows of a page.
pub const SIZE: usize = 50;

/// The query of a list: `?apres=…`.
#[derive(Debug, Default, Deserialize)]
pub struct After {
    pub apres: Option<String>,
}

impl After {
    /// The place to start after. One that was not made by [`Slice::of`] means the start.
    pub fn key<K: DeserializeOwned>(&self) -> Option<K> {
        let bytes = BASE64.decode(self.apres.as_ref()?).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

/// A place as an address holds it: what [`After::key`] reads.
pub fn place<K: Serialize>(key: &K) -> Option<String> {
    serde_json::to_vec(key).ok().map(|bytes| BASE64.encode(bytes))
}

/// A page of rows, and the `apres` of the next one.
#[derive(Debug, Serialize)]
pub struct Slice<T> {
    pub rows: Vec<T>,
    pub next: Option<String>,
}

impl<T> Slice<T> {
    /// From at most `SIZE + 1` rows: the one too many tells that there is more.
    pub fn of<K: Serialize>(mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Self {
        let more = rows.len() > SIZE;
        rows.truncate(SIZE);
        let next = rows.last().filter(|_| more).and_then(|row| place(&key(row)));
        Self { rows, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_starts_after_the_last_row() {
        let first = Slice::of((0..=SIZE).collect(), |row| *row);
        assert_eq!(first.rows.len(), SIZE);
        assert_eq!(After { apres: first.next }.key::<usize>(), Some(SIZE - 1));
        assert!(Slice::of(vec![1], |row| *row).next.is_none());
        assert_eq!(After { apres: Some("%%%".into()) }.key::<usize>(), None);
    }
}
