//! What can be downloaded of a dossier, by those who fill it and by the instructors of its group: its files (GET `/fichiers/{id}`),
//! the places drawn on its maps (GET `/dossiers/{number}/lieux`), and what its workflow made.

use super::{access, produced as made};
use crate::app::App;
use crate::documents::attached;
use crate::schema::dossiers;
use crate::web::Account;
use crate::{Error, Result, files, procedures};
use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition};
use actix_web::web::{Data, Path, Query};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use futures_util::TryStreamExt;
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

pub async fn download(app: Data<App>, who: Account, id: Path<Uuid>) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), app.now());
    let file = app
        .db
        .query(move |db| {
            let file = files::find(db, id)?;
            if may_read(db, &who, &file, now)? { Ok(file) } else { Err(Error::NotFound) }
        })
        .await?;
    files::send(&app.storage, file).await
}

/// GET `/dossiers/{number}/documents/{id}`: a document that the workflow made, for its applicant and its agents, as far as the
/// workflow lets them read it.
pub async fn produced(app: Data<App>, who: Account, path: Path<(String, Uuid)>) -> Result<HttpResponse> {
    let (number, id) = path.into_inner();
    let (number, now) = (super::parsed(&number)?, app.now());
    let query = {
        let number = number.clone();
        move |db: &mut PgConnection| {
            let (dossier, roles) = match super::find(db, access::filed_by(&who), &number) {
                Ok(mine) => {
                    let revision = procedures::revision(db, mine.revision_id)?;
                    (mine, revision.workflow.definition().applicants())
                }
                Err(Error::NotFound) => {
                    let theirs = super::find(db, access::consultable_by(&who, now), &number)?;
                    let revision = procedures::revision(db, theirs.revision_id)?;
                    let roles = made::reader(db, &theirs, &revision, who.id, now)?;
                    (theirs, roles)
                }
                Err(error) => return Err(error),
            };
            made::find(db, dossier.id, id, &roles)
        }
    };
    let document = app.db.read(query).await?;
    if document.produced_at.is_none() {
        return Err(Error::unavailable("a document that is not drawn yet"));
    }
    let bytes: Vec<Bytes> = app.storage.read(id).await?.try_collect().await.map_err(Error::unavailable)?;
    Ok(attached(bytes.concat().into(), &format!("{}-{number}", document.name)))
}

/// Which map.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The pointer of its field.
    #[serde(default)]
    champ: String,
}

/// GET `/dossiers/{number}/lieux?champ=/place`: the places of a map as GeoJSON. Who fills it has what is written, an
/// instructor what was submitted.
pub async fn places(app: Data<App>, who: Account, number: Path<String>, asked: Query<Asked>) -> Result<HttpResponse> {
    let (number, now) = (super::parsed(&number)?, app.now());
    let file_name = format!("{number}.geojson");
    let (values, revision) = app
        .db
        .query(move |db| {
            let (values, revision) = match super::find(db, access::fillable_by(&who), &number) {
                Ok(mine) => (mine.writing().into_owned(), mine.revision_id),
                Err(Error::NotFound) => {
                    let theirs = super::find(db, access::consultable_by(&who, now), &number)?;
                    (theirs.answers.clone().unwrap_or_default(), theirs.revision_id)
                }
                Err(error) => return Err(error),
            };
            Ok((values, procedures::revision(db, revision)?))
        })
        .await?;
    let found = revision.form.geojson(&values, &asked.champ).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("application/geo+json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header(ContentDisposition::attachment(file_name))
        .body(found))
}

/// Who fills a dossier reads all of its files. An instructor reads what was submitted: a file of a draft, or of a correction
/// that is still being written, is not.
fn may_read(db: &mut PgConnection, who: &Account, file: &files::File, now: DateTime<Utc>) -> Result<bool> {
    let of_file = || dossiers::table.filter(dossiers::id.eq(file.dossier_id));
    let mine = of_file().filter(access::fillable_by(who));
    if diesel::select(diesel::dsl::exists(mine)).get_result(db)? {
        return Ok(true);
    }
    let submitted: Option<Option<Value>> =
        of_file().filter(access::consultable_by(who, now)).select(dossiers::answers).first(db).optional()?;
    Ok(submitted.flatten().is_some_and(|answers| names(&answers, &file.id.to_string())))
}

/// Whether the answers name a file.
fn names(answers: &Value, id: &str) -> bool {
    match answers {
        Value::Object(fields) => {
            fields.get("id").and_then(Value::as_str) == Some(id) || fields.values().any(|value| names(value, id))
        }
        Value::Array(items) => items.iter().any(|item| names(item, id)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::names;
    use serde_json::json;

    #[test]
    fn a_file_is_found_wherever_the_answers_put_it() {
        let answers = json!({"a": {"b": [{"file": {"id": "x", "name": "n"}}]}, "id": "y"});
        assert!(names(&answers, "x"));
        assert!(!names(&answers, "n"));
    }
}
