//! Where files live: bytes under a key, streamed both ways. Who may read them is `files`' affair.

use crate::{Error, Result};
use bytes::Bytes;
use futures_util::{Stream, StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use uuid::Uuid;

/// Parts in flight while a file is written: bounds memory to a few megabytes an upload.
const CONCURRENCY: usize = 2;
const PART: usize = 1 << 20;

/// A store of files: a folder today.
#[derive(Clone)]
pub struct Storage(Arc<dyn ObjectStore>);

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub size: u64,
    pub sha256: [u8; 32],
}

/// Why a stream was not kept. In every case nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum NotWritten<E> {
    #[error("larger than the limit")]
    TooLarge,
    #[error("the sender stopped: {0}")]
    Interrupted(E),
    #[error("the store failed: {0}")]
    Store(#[from] object_store::Error),
}

impl Storage {
    /// A folder, made if absent.
    pub fn in_folder(folder: &std::path::Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(Error::unavailable)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Error::unavailable)?;
        Ok(Self(Arc::new(store.with_automatic_cleanup(true))))
    }

    /// Writes a stream of at most `limit` bytes. Readers see the whole file or none.
    pub async fn write<S, E>(&self, id: Uuid, mut stream: S, limit: u64) -> Result<Written, NotWritten<E>>
    where
        S: Stream<Item = Result<Bytes, E>> + Unpin,
    {
        let upload = self.0.put_multipart(&path(id)).await?;
        let mut writer = WriteMultipart::new_with_chunk_size(upload, PART);
        let (mut size, mut hash) = (0, Sha256::new());
        let copied = loop {
            match stream.next().await {
                None => break Ok(()),
                Some(Err(error)) => break Err(NotWritten::Interrupted(error)),
                Some(Ok(bytes)) => {
                    size += bytes.len() as u64;
                    if size > limit {
                        break Err(NotWritten::TooLarge);
                    }
                    hash.update(&bytes);
                    writer.put(bytes);
                }
            }
            if let Err(error) = writer.wait_for_capacity(CONCURRENCY).await {
                break Err(error.into());
            }
        };
        match copied {
            Ok(()) => writer.finish().await?,
            Err(error) => {
                // The reason matters more than a failure to tidy up: the sweep comes by later.
                let _ = writer.abort().await;
                return Err(error);
            }
        };
        Ok(Written { size, sha256: hash.finalize().into() })
    }

    /// The bytes of a file.
    pub async fn read(&self, id: Uuid) -> Result<BoxStream<'static, Result<Bytes, object_store::Error>>> {
        match self.0.get(&path(id)).await {
            Ok(found) => Ok(found.into_stream()),
            Err(object_store::Error::NotFound { .. }) => Err(Error::NotFound),
            Err(error) => Err(Error::unavailable(error)),
        }
    }

    /// Forgets a file. One that is already gone is no error.
    pub async fn delete(&self, id: Uuid) -> Result<()> {
        match self.0.delete(&path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Error::unavailable(error)),
        }
    }

    /// Every file and when it was written, for the sweep of those that no dossier names.
    pub async fn list(&self) -> Result<Vec<(Uuid, chrono::DateTime<chrono::Utc>)>> {
        let found: Vec<_> = self.0.list(None).try_collect().await.map_err(Error::unavailable)?;
        let named =
            |meta: object_store::ObjectMeta| Some((meta.location.filename()?.parse().ok()?, meta.last_modified));
        Ok(found.into_iter().filter_map(named).collect())
    }

    /// Whether the store answers and can be written to.
    pub async fn ready(&self) -> Result<()> {
        let probe = Path::from("ready");
        self.0.put(&probe, "ok".into()).await.map_err(Error::unavailable)?;
        Ok(())
    }
}

/// Two levels of folders: no folder grows beyond what a file system likes.
fn path(id: Uuid) -> Path {
    let name = id.to_string();
    // The end of a version 7 UUID is random; its start is the time.
    let fan = &name[name.len() - 2..];
    Path::from_iter([fan, name.as_str()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::stream;

    fn store() -> (Storage, std::path::PathBuf) {
        let folder = std::env::temp_dir().join(format!("guichet-storage-{}", Uuid::now_v7()));
        (Storage::in_folder(&folder).unwrap(), folder)
    }

    fn chunks(parts: &[&'static [u8]]) -> stream::Iter<std::vec::IntoIter<Result<Bytes, String>>> {
        stream::iter(parts.iter().map(|part| Ok(Bytes::from_static(part))).collect::<Vec<_>>())
    }

    fn files_in(folder: &std::path::Path) -> usize {
        std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| if path.is_dir() { files_in(&path) } else { 1 })
            .sum()
    }

    #[tokio::test]
    async fn gives_back_what_was_written() {
        let (storage, folder) = store();
        let id = Uuid::now_v7();
        let written = storage.write(id, chunks(&[b"one ", b"two"]), 100).await.unwrap();
        assert_eq!(written.size, 7);
        let read: Vec<Bytes> = storage.read(id).await.unwrap().try_collect().await.unwrap();
        assert_eq!(read.concat(), b"one two");
        storage.delete(id).await.unwrap();
        assert!(matches!(storage.read(id).await, Err(Error::NotFound)));
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[tokio::test]
    async fn leaves_nothing_of_a_file_that_is_too_large_or_interrupted() {
        let (storage, folder) = store();
        let large = storage.write(Uuid::now_v7(), chunks(&[b"12345", b"67890"]), 9).await;
        assert!(matches!(large, Err(NotWritten::TooLarge)));
        let cut = stream::iter(vec![Ok(Bytes::from_static(b"half")), Err("gone".to_owned())]);
        let cut = storage.write(Uuid::now_v7(), cut, 100).await;
        assert!(matches!(cut, Err(NotWritten::Interrupted(_))));
        assert_eq!(files_in(&folder), 0);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
