//! A former dossier becomes a new draft, on the procedure's current revision: the answers that the form still asks, and the
//! files, each with bytes of its own.

use super::draft::Open;
use super::origin::Origin;
use super::{Number, access, parsed, start};
use crate::app::App;
use crate::db::Tx;
use crate::files::{self, File, upload};
use crate::form::{Code, FieldError, Form, Refused};
use crate::procedures::prefill::Left;
use crate::web::{Account, Lang, Page, Pairs, Protected};
use crate::{Error, Result, procedures};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde_json::Value;
use uuid::Uuid;

/// What is to be copied.
struct Former {
    open: Open,
    answers: Value,
    files: Vec<File>,
}

/// A file that may come along under a new id, or why it does not.
type Brought = Result<File, Refused>;

/// POST `/dossiers/{number}/reprise`.
pub async fn renew(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<String>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (number, now, lang) = (parsed(&path)?, app.now(), page.lang);
    let (former, current) = {
        let who = who.clone();
        app.db
            .read(move |db| {
                let former = former(db, &who, &number, now)?;
                let (_, current) = procedures::find(db, former.open.revision.slug())?;
                Ok((former, current))
            })
            .await?
    };
    let brought = bring(&app, &former, &current.form, &who, now).await?;
    let stored: Vec<File> = brought.iter().filter_map(|brought| brought.as_ref().ok().cloned()).collect();
    match app.db.write(move |tx| begin(tx, &who, &former, brought, lang, now)).await {
        Ok(number) => Ok(page.redirect_with(&format!("/dossiers/{number}"), "success", "dossiers-copied")),
        Err(error) => {
            upload::forget(&app.storage, &stored).await;
            Err(error)
        }
    }
}

/// A dossier that was sent: a draft is no dossier to copy.
fn former(db: &mut PgConnection, who: &Account, number: &Number, now: DateTime<Utc>) -> Result<Former> {
    let open = Open::read(db, access::filed_by(who), number, now)?;
    let answers = open.dossier.answers.clone().ok_or(Error::NotFound)?;
    let files = files::of_dossier(db, open.dossier.id)?;
    Ok(Former { open, answers, files })
}

/// Copies the bytes of the files that the new form takes. A store that is away fails the whole: the copy can be tried again.
async fn bring(app: &App, former: &Former, form: &Form, who: &Account, now: DateTime<Utc>) -> Result<Vec<Brought>> {
    let mut brought = Vec::new();
    let named = former.open.revision.form.files(&former.answers);
    for (pointer, id) in named {
        let Some(file) = former.files.iter().find(|file| file.id.to_string() == id) else { continue };
        let refused = |code| Refused { error: FieldError::new(&pointer, code), value: file.name.clone() };
        let fits = form.file_rule(&pointer, None).ok_or(Code::PrefillUnknown).and_then(|rule| files::fits(file, &rule));
        if let Err(code) = fits {
            brought.push(Err(refused(code)));
            continue;
        }
        let copy = File {
            id: Uuid::now_v7(),
            pointer: pointer.clone(),
            uploaded_by: who.id,
            uploaded_at: now,
            ..file.clone()
        };
        match files::duplicate(&app.storage, file, &copy).await {
            Ok(()) => brought.push(Ok(copy)),
            Err(Error::NotFound) => brought.push(Err(refused(Code::PrefillFile))),
            Err(error) => {
                let stored: Vec<File> = brought.into_iter().filter_map(Result::ok).collect();
                upload::forget(&app.storage, &stored).await;
                return Err(error);
            }
        }
    }
    Ok(brought)
}

fn begin(
    tx: &mut Tx<'_>,
    who: &Account,
    former: &Former,
    brought: Vec<Brought>,
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<Number> {
    let Former { open, answers, .. } = former;
    let (procedure, revision) = procedures::find(tx, open.revision.slug())?;
    let form = &revision.form;
    let mut kept: Vec<File> = Vec::new();
    let (id, number) = start::start(tx, who.id, &procedure, &revision, now, |context| {
        let mut taken = form.take_over(&open.revision.form, answers, context);
        for one in brought {
            let file = match one {
                Ok(file) => file,
                Err(refused) => {
                    taken.refused.push(refused);
                    continue;
                }
            };
            match form.attach(&taken.draft, &file.pointer, file.answer(), None) {
                Some(draft) => {
                    taken.draft = draft;
                    taken.filled.push(file.pointer.clone());
                    kept.push(file);
                }
                None => {
                    let error = FieldError::new(&file.pointer, Code::PrefillRow);
                    taken.refused.push(Refused { error, value: file.name });
                }
            }
        }
        taken.filled.dedup();
        let mut origin = Origin::of(form, &taken, lang).unwrap_or_default();
        origin.left.iter_mut().for_each(|left| name(left, &open.revision.form, lang));
        (taken.draft, Some(Origin { copied_from: Some(open.dossier.number.clone()), ..origin }))
    })?;
    kept.iter_mut().for_each(|file| file.dossier_id = id);
    files::keep(tx, &kept)?;
    Ok(number)
}

/// A question that is not asked any more has its words in the former form.
fn name(left: &mut Left, former: &Form, lang: Lang) {
    if left.label == left.pointer {
        let label = former.label_in_rows(&left.pointer, lang.code());
        left.label = if label.is_empty() { left.label.clone() } else { label };
    }
}
