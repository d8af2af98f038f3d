//! What is done around a task: taking it, giving it back, saying that one had better not do it.

use super::act::{self, Click};
use super::screen::said;
use super::task::{Post, Target, draw};
use super::task_page::{RECUSATION, Typed};
use super::work;
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::assignment::Own;
use crate::dossiers::step::Outcome;
use crate::dossiers::{Dossier, access, lock};
use crate::procedures;
use crate::web::{Account, Instructor, Page, Pairs, Protected};
use crate::workflow::Command;
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

/// A small form about a part: taking it, giving it back, recusing oneself.
#[derive(Debug, serde::Deserialize)]
pub struct About {
    part: i32,
    on_behalf: Option<Uuid>,
}
crate::read_from_form!(About);

/// Does something about a part, on its locked dossier.
async fn about<F>(app: &App, who: Account, target: Target, make: F) -> Result<()>
where
    F: FnOnce(&mut Tx<'_>, &Account, &Dossier, &str, DateTime<Utc>) -> Result<()> + Send + 'static,
{
    let now = app.now();
    let write = move |tx: &mut Tx<'_>| {
        let dossier = lock(tx, access::consultable_by(&who, now), &target.number)?;
        make(tx, &who, &dossier, &target.name, now)
    };
    app.db.write(write).await
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/prise`: takes it, so that nobody else begins it.
pub async fn claim(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    given: Protected<About>,
) -> Result<HttpResponse> {
    let (target, About { part, on_behalf }) = (Target::of(path.into_inner())?, given.0);
    let address = target.address();
    let claim = move |tx: &mut Tx<'_>, who: &Account, dossier: &Dossier, task: &str, now: DateTime<Utc>| {
        let revision = procedures::revision(tx, dossier.revision_id)?;
        work::may(tx, (dossier, &revision), (who.id, task), (part, on_behalf), now)?;
        Own { dossier: dossier.id, task, part, of: on_behalf.unwrap_or(who.id) }.take(tx)
    };
    told(&page, &address, "review-task-claimed", about(&app, who, target, claim).await)
}

/// Back to the page of the task, with what came of it.
fn told(page: &Page, address: &str, key: &str, done: Result<()>) -> Result<HttpResponse> {
    let (kind, key) = match done {
        Ok(()) => ("success", key),
        Err(Error::Forbidden("assigned") | Error::Refused(_)) => ("error", "review-error-assigned"),
        Err(error) => return Err(error),
    };
    Ok(page.redirect_with(address, kind, key))
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/remise`: gives it back to the queue; what was written of it is kept.
pub async fn release(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    given: Protected<About>,
) -> Result<HttpResponse> {
    let (target, About { part, on_behalf }) = (Target::of(path.into_inner())?, given.0);
    let address = target.address();
    let release = move |tx: &mut Tx<'_>, who: &Account, dossier: &Dossier, task: &str, now: DateTime<Utc>| {
        if on_behalf.is_some() {
            let revision = procedures::revision(tx, dossier.revision_id)?;
            work::may(tx, (dossier, &revision), (who.id, task), (part, on_behalf), now)?;
        }
        Own { dossier: dossier.id, task, part, of: on_behalf.unwrap_or(who.id) }.release(tx)
    };
    told(&page, &address, "review-task-released", about(&app, who, target, release).await)
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/recusation`.
pub async fn recuse(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    post: Protected<Post>,
) -> Result<HttpResponse> {
    let (target, now, post) = (Target::of(path.into_inner())?, app.now(), post.0);
    let (asked, recusation) = (post.asked(), post.motivation.clone());
    let recuse = {
        let (who, target) = (who.clone(), target.clone());
        move |tx: &mut Tx<'_>| {
            let dossier = lock(tx, access::consultable_by(&who, now), &target.number)?;
            let revision = procedures::revision(tx, dossier.revision_id)?;
            let part = usize::try_from(post.part.unwrap_or(0)).map_err(Error::internal)?;
            let command = Command::Recuse { name: target.name.clone(), part };
            let input = json!({ "motivation": post.motivation.trim() });
            let click = Click { command, stamp: post.stamp, input, answers: Pairs::new() };
            act::perform(tx, who.id, &dossier, &revision, &click, now)
        }
    };
    let (status, code) = match app.db.write(recuse).await {
        Ok(Outcome::Done | Outcome::Replayed) => {
            return Ok(page.redirect_with(&target.dossier(), "success", "review-task-recused"));
        }
        Ok(Outcome::Overtaken) | Err(Error::Conflict) => (StatusCode::CONFLICT, "conflict"),
        Err(Error::Refused(refusal)) if act::is_mended(refusal) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "recusation-empty")
        }
        Err(Error::Refused(refusal)) => (StatusCode::CONFLICT, refusal.code()),
        Err(error) => return Err(error),
    };
    let typed = Typed { recusation, error: Some((RECUSATION, said(page.lang, code))), ..Typed::default() };
    draw(&app, &page, who, &target, asked, (status, Some(typed))).await
}
