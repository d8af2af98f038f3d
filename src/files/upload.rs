//! Reading a page's form that carries files: each goes to the storage as it comes, the text fields are collected.

use super::{File, media};
use crate::form::{Code, FileRule, MAX_PLACES_FILE};
use crate::storage::{NotWritten, Storage};
use crate::web::{Authors, Pairs, check_token, csrf, without_nul};
use crate::{Error, Result};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures_util::stream::{self, Fuse};
use futures_util::{StreamExt, TryStreamExt};
use uuid::Uuid;

/// Bounds on one request.
const MAX_TEXT: usize = 2 << 20;
const MAX_FIELDS: usize = 5_000;
const MAX_FILES: usize = 50;
const MAX_IMPORTS: usize = 5;

/// A form that has been read whole.
#[derive(Debug, Default)]
pub struct Upload {
    pub pairs: Pairs,
    /// Files that the storage holds now. They still want a row: see [`super::keep`].
    pub files: Vec<File>,
    /// Files that are read at once and not kept, by pointer.
    pub imports: Vec<(String, Vec<u8>)>,
    /// Files that were not taken: where, and the code of the reason.
    pub refused: Vec<(String, Code)>,
}

/// For whom files are received.
#[derive(Debug, Clone, Copy)]
pub struct For {
    pub dossier: Uuid,
    pub by: Uuid,
    pub now: DateTime<Utc>,
}

/// Reads a posted multipart form. The token must come before any file: nothing is stored for a forged request.
/// `rule` tells what a pointer's field takes, `imports` whether it reads files without keeping them; a file for anything else
/// is skipped.
pub async fn read(
    request: &HttpRequest,
    mut form: Multipart,
    storage: &Storage,
    target: For,
    rule: impl Fn(&str) -> Option<FileRule>,
    imports: impl Fn(&str) -> bool,
) -> Result<Upload> {
    let (mut upload, mut text, mut trusted, mut fields) = (Upload::default(), 0, false, 0);
    let outcome = loop {
        let field = match form.try_next().await {
            Ok(Some(field)) => field,
            Ok(None) => break Ok(()),
            Err(error) => break Err(unreadable(&error)),
        };
        fields += 1;
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.content_disposition().is_some_and(|disposition| disposition.get_filename().is_some());
        let step = if fields > MAX_FIELDS {
            Err(Error::Invalid("too-large"))
        } else if is_file && !trusted {
            Err(Error::Forbidden("csrf"))
        } else if is_file && imports(&name) {
            import(field, name, &mut upload).await
        } else if is_file {
            receive(field, &name, storage, target, &rule, &mut upload).await
        } else {
            collect(field, name, &mut text, &mut upload.pairs).await
        };
        if let Err(error) = step {
            break Err(error);
        }
        if let Some((_, token)) = upload.pairs.last().filter(|(name, _)| name == csrf::FIELD) {
            if let Err(error) = check_token(request, token) {
                break Err(error);
            }
            trusted = true;
        }
    };
    let outcome = outcome.and(if trusted { Ok(()) } else { Err(Error::Forbidden("csrf")) });
    match outcome {
        Ok(()) => Ok(upload),
        Err(error) => {
            forget(storage, &upload.files).await;
            Err(error)
        }
    }
}

/// The text fields of a form that somebody posted without a session, with its author; its files are heard and not kept. The
/// token must come before any file.
pub async fn texts(mut form: Multipart, authors: &Authors) -> Result<(Uuid, Pairs)> {
    let (mut pairs, mut text, mut author) = (Pairs::new(), 0, None);
    while let Some(field) = form.try_next().await.map_err(|error| unreadable(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.content_disposition().is_some_and(|disposition| disposition.get_filename().is_some());
        if is_file {
            author.ok_or(Error::Unauthenticated)?;
            skip(field.fuse()).await?;
        } else if pairs.len() < MAX_FIELDS {
            collect(field, name, &mut text, &mut pairs).await?;
        } else {
            return Err(Error::Invalid("too-large"));
        }
        if let Some((_, token)) = pairs.last().filter(|(name, _)| name == csrf::FIELD) {
            author = authors.of(token);
        }
    }
    author.map(|author| (author, pairs)).ok_or(Error::Unauthenticated)
}

/// Takes back what was stored for a form that fails after all.
pub async fn forget(storage: &Storage, files: &[File]) {
    for file in files {
        // What can't be deleted now, the sweep deletes later.
        let _ = storage.delete(file.id).await;
    }
}

fn unreadable(error: &MultipartError) -> Error {
    tracing::debug!(%error, "unreadable multipart form");
    Error::Invalid("malformed")
}

async fn collect(mut field: Field, name: String, total: &mut usize, pairs: &mut Pairs) -> Result<()> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.try_next().await.map_err(|error| unreadable(&error))? {
        *total += chunk.len();
        if *total > MAX_TEXT {
            return Err(Error::Invalid("too-large"));
        }
        bytes.extend_from_slice(&chunk);
    }
    let value = String::from_utf8(bytes).map_err(|_| Error::Invalid("malformed"))?;
    pairs.push((without_nul(name), without_nul(value)));
    Ok(())
}

/// A file of places, whole in memory, within its bounds.
async fn import(field: Field, pointer: String, upload: &mut Upload) -> Result<()> {
    let (mut part, mut bytes) = (field.fuse(), Vec::new());
    while let Some(chunk) = part.try_next().await.map_err(|error| unreadable(&error))? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MAX_PLACES_FILE || upload.imports.len() >= MAX_IMPORTS {
            upload.refused.push((pointer, Code::GeometryFileSize));
            return skip(part).await;
        }
    }
    // A browser sends an empty part for a file input left alone.
    if !bytes.is_empty() {
        upload.imports.push((pointer, bytes));
    }
    Ok(())
}

async fn receive(
    field: Field,
    pointer: &str,
    storage: &Storage,
    target: For,
    rule: impl Fn(&str) -> Option<FileRule>,
    upload: &mut Upload,
) -> Result<()> {
    let name = clean_name(field.content_disposition().and_then(|disposition| disposition.get_filename()));
    // A part must not be read past its end.
    let part = field.fuse();
    let Some(rule) = rule(pointer).filter(|_| !name.is_empty()) else {
        return skip(part).await;
    };
    if upload.files.len() >= MAX_FILES {
        upload.refused.push((pointer.to_owned(), Code::FileCount));
        return skip(part).await;
    }
    match store(part, &name, storage, &rule).await {
        Ok(None) => {}
        Ok(Some((id, media_type, written))) => upload.files.push(File {
            id,
            dossier_id: target.dossier,
            pointer: pointer.to_owned(),
            name,
            media_type: media_type.to_owned(),
            size: i64::try_from(written.size).unwrap_or(i64::MAX),
            sha256: written.sha256.to_vec(),
            uploaded_by: target.by,
            uploaded_at: target.now,
        }),
        Err(NotTaken::For(code)) => upload.refused.push((pointer.to_owned(), code)),
        Err(NotTaken::Gone(error)) => return Err(error),
    }
    Ok(())
}

enum NotTaken {
    /// The person can mend it: the code of the reason.
    For(Code),
    /// The request itself broke off.
    Gone(Error),
}

type Taken = (Uuid, &'static str, crate::storage::Written);

/// `None` for the empty part that a browser sends for a file input left alone.
async fn store(
    mut part: Fuse<Field>,
    name: &str,
    storage: &Storage,
    rule: &FileRule,
) -> Result<Option<Taken>, NotTaken> {
    let gone = |error: &MultipartError| NotTaken::Gone(unreadable(error));
    let mut head: Vec<Bytes> = Vec::new();
    while head.iter().map(Bytes::len).sum::<usize>() < media::HEAD {
        match part.try_next().await.map_err(|error| gone(&error))? {
            Some(chunk) => head.push(chunk),
            None => break,
        }
    }
    let start = head.concat();
    if start.is_empty() {
        return Ok(None);
    }
    let known = media::media_type(name, &start).filter(|known| media::accepted(known, &rule.accept));
    let Some(media_type) = known else {
        skip(part).await.map_err(NotTaken::Gone)?;
        return Err(NotTaken::For(Code::FileType));
    };
    let id = Uuid::now_v7();
    let whole = stream::iter(head.into_iter().map(Ok)).chain(&mut part);
    let written = storage.write(id, Box::pin(whole), rule.max_size).await;
    match written {
        Ok(written) => Ok(Some((id, media_type, written))),
        Err(NotWritten::Interrupted(error)) => Err(gone(&error)),
        Err(NotWritten::TooLarge) => {
            skip(part).await.map_err(NotTaken::Gone)?;
            Err(NotTaken::For(Code::FileSize))
        }
        Err(NotWritten::Store(error)) => {
            tracing::error!(%error, "a file could not be stored");
            skip(part).await.map_err(NotTaken::Gone)?;
            Err(NotTaken::For(Code::FileStorage))
        }
    }
}

/// Reads a part to its end without keeping it: browsers want their whole request heard before they show an answer.
async fn skip(mut part: Fuse<Field>) -> Result<()> {
    while part.try_next().await.map_err(|error| unreadable(&error))?.is_some() {}
    Ok(())
}

/// A name fit to be shown and downloaded under: no folders, no control characters, not too long.
fn clean_name(given: Option<&str>) -> String {
    let last = given.unwrap_or_default().rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).collect();
    let count = clean.chars().count();
    // The end carries the extension.
    clean.trim().chars().skip(count.saturating_sub(150)).collect()
}

#[cfg(test)]
mod tests {
    use super::clean_name;

    #[test]
    fn names_carry_no_path() {
        assert_eq!(clean_name(Some("C:\\photos\\été.jpg")), "été.jpg");
        assert_eq!(clean_name(Some("../../etc/passwd")), "passwd");
        assert_eq!(clean_name(Some("a\r\nb.pdf")), "ab.pdf");
        assert_eq!(clean_name(Some(&format!("{}.pdf", "x".repeat(400)))).chars().count(), 150);
        assert_eq!(clean_name(None), "");
    }
}
