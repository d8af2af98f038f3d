//! GET `/fichiers/{id}`: a dossier's file, for those who fill it and for the instructors of its group.

use super::access;
use crate::app::App;
use crate::schema::dossiers;
use crate::web::Account;
use crate::{Error, Result, files};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

pub async fn download(app: Data<App>, who: Account, id: Path<Uuid>) -> Result<HttpResponse> {
    let id = id.into_inner();
    let file = app
        .db
        .query(move |db| {
            let file = files::find(db, id)?;
            if may_read(db, &who, &file)? { Ok(file) } else { Err(Error::NotFound) }
        })
        .await?;
    files::send(&app.storage, file).await
}

/// Who fills a dossier reads all of its files. An instructor reads what was submitted: a file of a draft, or of a correction
/// that is still being written, is not.
fn may_read(db: &mut PgConnection, who: &Account, file: &files::File) -> Result<bool> {
    let of_file = || dossiers::table.filter(dossiers::id.eq(file.dossier_id));
    let mine = of_file().filter(access::fillable_by(who));
    if diesel::select(diesel::dsl::exists(mine)).get_result(db)? {
        return Ok(true);
    }
    let submitted: Option<Option<Value>> =
        of_file().filter(access::reviewable_by(who)).select(dossiers::answers).first(db).optional()?;
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
