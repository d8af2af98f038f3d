//! What a page posts, read: its inputs, its files, and what services of others say of it.

use super::draft::Open;
use super::writing::Places;
use super::{Number, access, memory, references};
use crate::app::App;
use crate::files::upload::{self, For, Upload};
use crate::form::{Code, Question, Reply};
use crate::web::{Claim, Pairs, Protected};
use crate::{Error, Result};
use actix_multipart::Multipart;
use actix_web::web::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

/// What a page sent.
pub(super) struct Received {
    pub(super) upload: Upload,
    pub(super) places: Places,
}

pub(super) async fn read(
    app: &App,
    number: &Number,
    who: &mut Claim,
    request: &HttpRequest,
    payload: Payload,
) -> Result<Received> {
    let mut payload = payload.into_inner();
    if !request.content_type().eq_ignore_ascii_case("multipart/form-data") {
        let Protected(pairs) = Protected::<Pairs>::from_request(request, &mut payload).await?;
        return Ok(Received { upload: Upload { pairs, ..Upload::default() }, places: Places::new() });
    }
    let who = who.proved().await?;
    let form = Multipart::from_request(request, &mut payload).await.map_err(|_| Error::Invalid("malformed"))?;
    let open = {
        let (who, number, now) = (who.clone(), number.clone(), app.now());
        app.db.query(move |db| Open::read(db, access::fillable_by(&who), &number, now)).await?.editable()?
    };
    let target = For { dossier: open.dossier.id, by: who.id, now: open.now };
    let only = open.only(who.id);
    let rule = |pointer: &str| open.revision.form.file_rule(pointer, only.as_deref());
    let imports = |pointer: &str| open.revision.form.imports(pointer, only.as_deref());
    let mut upload = upload::read(request, form, &app.storage, target, rule, imports).await?;
    let places = imported(&open, std::mem::take(&mut upload.imports), &mut upload.refused);
    Ok(Received { upload, places })
}

/// The places of the files of a page, by pointer; those that can't be read are refused.
fn imported(open: &Open, files: Vec<(String, Vec<u8>)>, refused: &mut Vec<(String, Code)>) -> Places {
    let (form, draft) = (&open.revision.form, open.dossier.writing());
    let mut places = Places::new();
    for (pointer, bytes) in files {
        match form.places(&draft, &pointer, &bytes) {
            Ok(found) => places.push((pointer, found)),
            Err(code) => refused.push((pointer, code)),
        }
    }
    places
}

/// What services of others say of what was posted; they are asked before any row is locked, and only for who may write.
pub(super) async fn ask(
    app: &App,
    number: &Number,
    who: &mut Claim,
    request: &HttpRequest,
    pairs: &Pairs,
) -> Result<Vec<(Question, Reply)>> {
    let now = app.now();
    if memory::recall(number, now).is_some_and(|open| !open.revision.form.has_references()) {
        return Ok(Vec::new());
    }
    let who = who.proved().await?;
    let (reader, number) = (who.clone(), number.clone());
    let read = app.db.query(move |db| Open::read(db, access::fillable_by(&reader), &number, now));
    let open = read.await?.editable()?;
    memory::remember(&open);
    Ok(references::ask(app, &open, request, pairs, who.id).await)
}
