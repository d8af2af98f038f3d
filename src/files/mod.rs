//! Attached files: received in a stream, kept in the storage, described by a row. Who may read one is decided where
//! its dossier is.

mod media;
pub mod upload;

use crate::db::Tx;
use crate::form::{Code, FileRule};
use crate::schema::{documents, files};
use crate::storage::Storage;
use crate::web::format;
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::header::{self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// A file's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = files, check_for_backend(diesel::pg::Pg))]
pub struct File {
    pub id: Uuid,
    pub dossier_id: Uuid,
    /// Where in the answers it belongs.
    pub pointer: String,
    pub name: String,
    pub media_type: String,
    pub size: i64,
    pub sha256: Vec<u8>,
    pub uploaded_by: Uuid,
    pub uploaded_at: DateTime<Utc>,
}

impl File {
    /// What the answers hold of it: `forms/types/file.json`.
    pub fn answer(&self) -> Value {
        json!({ "id": self.id, "name": self.name, "size": self.size, "type": self.media_type })
    }
}

/// Describes files that the storage already holds.
pub fn keep(tx: &mut Tx<'_>, received: &[File]) -> Result<()> {
    if !received.is_empty() {
        diesel::insert_into(files::table).values(received).execute(&mut **tx)?;
    }
    Ok(())
}

/// The files of a dossier, oldest first.
pub fn of_dossier(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<File>> {
    let rows =
        files::table.filter(files::dossier_id.eq(dossier)).order(files::id).select(File::as_select()).load(db)?;
    Ok(rows)
}

/// A file of a dossier.
pub fn find(db: &mut PgConnection, id: Uuid) -> Result<File> {
    Ok(files::table.find(id).select(File::as_select()).first(db)?)
}

/// Whether a field takes a file that is already here; the error is the reason.
pub fn fits(file: &File, rule: &FileRule) -> Result<(), Code> {
    if !media::accepted(&file.media_type, &rule.accept) {
        return Err(Code::FileType);
    }
    if u64::try_from(file.size).is_ok_and(|size| size <= rule.max_size) { Ok(()) } else { Err(Code::FileSize) }
}

/// Gives a file bytes of its own under another id. The errors are `NotFound` when they are gone, `Unavailable`.
pub async fn duplicate(storage: &Storage, file: &File, copy: &File) -> Result<()> {
    let bytes = storage.read(file.id).await?;
    let size = u64::try_from(file.size).unwrap_or_default();
    storage.write(copy.id, bytes, size).await.map(drop).map_err(Error::unavailable)
}

/// The stored files that no row describes any more, among these: what a crash or a discarded draft left.
pub fn unknown(db: &mut PgConnection, stored: &[Uuid]) -> Result<Vec<Uuid>> {
    let mut known: Vec<Uuid> = files::table.filter(files::id.eq_any(stored)).select(files::id).load(db)?;
    known.extend(documents::table.filter(documents::id.eq_any(stored)).select(documents::id).load::<Uuid>(db)?);
    Ok(stored.iter().filter(|id| !known.contains(id)).copied().collect())
}

/// Sends a file: always as an attachment, never guessed at by the browser, never kept by a cache on the way.
pub async fn send(storage: &Storage, file: File) -> Result<HttpResponse> {
    let bytes = storage.read(file.id).await?;
    let name = ExtendedValue {
        charset: Charset::Ext("UTF-8".to_owned()),
        language_tag: None,
        value: file.name.clone().into_bytes(),
    };
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(name)],
    };
    Ok(HttpResponse::Ok()
        .content_type(file.media_type.as_str())
        .insert_header(disposition)
        .insert_header((header::CONTENT_LENGTH, file.size))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"))
        .streaming(bytes))
}

/// A size for people.
pub fn size_label(lang: crate::web::Lang, size: i64) -> String {
    format::size(lang, u64::try_from(size).unwrap_or_default())
}
