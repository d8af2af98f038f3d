//! What can be downloaded of a dossier, by those who fill it and by the instructors of its group: its files (GET `/fichiers/{id}`)
//! and the places drawn on its maps (GET `/dossiers/{number}/lieux`).

use super::access;
use crate::app::App;
use crate::schema::dossiers;
use crate::web::Account;
use crate::{Error, Result, files, procedures};
use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition};
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
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
