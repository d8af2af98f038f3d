//! The officials' pages of versions: which dossiers run by which, and moving them to the one in force.

use super::move_view::{self, Listed, Shown};
use super::moves::{self, Move};
use super::moving::Turn;
use crate::app::App;
use crate::db::Tx;
use crate::procedures::{self, Procedure};
use crate::schema::revisions;
use crate::web::{Official, Page, Pairs, Protected};
use crate::{Error, Result, read_from_form};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

fn address(slug: &str) -> String {
    format!("/conception/{slug}/versions")
}

/// GET `/conception/{slug}/versions`.
pub async fn list(app: Data<App>, page: Page, who: Official, slug: Path<String>) -> Result<HttpResponse> {
    let lang = page.lang;
    let view: Listed = app
        .db
        .read(move |db| {
            let procedure = procedures::designed(db, &who.0, &slug)?;
            move_view::listed(db, &procedure, lang)
        })
        .await?;
    page.render("dossiers/moves.html", &view)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct From {
    /// The number of a revision.
    from: i32,
}
read_from_form!(From);

/// POST `/conception/{slug}/versions`: tries to move the dossiers of a former revision to the one in force.
pub async fn prepare(
    app: Data<App>,
    page: Page,
    who: Official,
    slug: Path<String>,
    Protected(given): Protected<From>,
) -> Result<HttpResponse> {
    let (address, now) = (address(&slug), app.now());
    let prepared = app
        .db
        .write(move |tx| {
            let procedure = procedures::designed(tx, &who.0, &slug)?;
            let from: Uuid = revisions::table
                .filter(revisions::procedure_id.eq(procedure.id).and(revisions::number.eq(given.from)))
                .filter(revisions::id.ne(procedure.revision_id))
                .select(revisions::id)
                .first(&mut **tx)?;
            moves::prepare(tx, &procedure, from, who.0.id, now)
        })
        .await;
    match prepared {
        Ok(id) => Ok(page.redirect_with(&format!("{address}/{id}"), "success", "moves-tried-again")),
        Err(Error::Invalid("move-under-way")) => Ok(page.redirect_with(&address, "error", "moves-error-under-way")),
        Err(error) => Err(error),
    }
}

/// GET `/conception/{slug}/versions/{id}`: how far it is, what was found, what is still to be said.
pub async fn show(app: Data<App>, page: Page, who: Official, path: Path<(String, Uuid)>) -> Result<HttpResponse> {
    let ((slug, id), lang) = (path.into_inner(), page.lang);
    let view: Shown = app
        .db
        .read(move |db| {
            let (procedure, this) = found(db, &who, &slug, id)?;
            move_view::shown(&this, &Turn::read(db, this.from_id, this.to_id)?, procedure.slug, lang)
        })
        .await?;
    page.render("dossiers/move.html", &view)
}

fn found(db: &mut PgConnection, who: &Official, slug: &str, id: Uuid) -> Result<(Procedure, Move)> {
    let procedure = procedures::designed(db, &who.0, slug)?;
    let this = moves::find(db, procedure.id, id)?;
    Ok((procedure, this))
}

/// POST `/conception/{slug}/versions/{id}`: tries again, with what each part becomes.
pub async fn map(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    Protected(pairs): Protected<Pairs>,
) -> Result<HttpResponse> {
    let (now, lang) = (app.now(), page.lang);
    change(&app, &page, who, path.into_inner(), "moves-tried-again", move |tx, this| {
        let turn = Turn::read(tx, this.from_id, this.to_id)?;
        let mapping = move_view::mapping(this, &turn, &pairs, lang)?;
        moves::resume(tx, this, Some(&mapping), now)
    })
    .await
}

/// POST `/conception/{slug}/versions/{id}/passage`: moves those that can go.
pub async fn go(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let now = app.now();
    change(&app, &page, who, path.into_inner(), "moves-begun", move |tx, this| moves::resume(tx, this, None, now)).await
}

/// POST `/conception/{slug}/versions/{id}/arret`: looks at no further dossier.
pub async fn stop(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let now = app.now();
    change(&app, &page, who, path.into_inner(), "moves-stopped", move |tx, this| moves::stop(tx, this, now)).await
}

async fn change(
    app: &App,
    page: &Page,
    who: Official,
    (slug, id): (String, Uuid),
    told: &'static str,
    does: impl FnOnce(&mut Tx<'_>, &Move) -> Result<()> + Send + 'static,
) -> Result<HttpResponse> {
    let address = format!("{}/{id}", address(&slug));
    let done = app
        .db
        .write(move |tx| {
            let (_, this) = found(tx, &who, &slug, id)?;
            does(tx, &this)
        })
        .await;
    match done {
        Ok(()) => Ok(page.redirect_with(&address, "success", told)),
        // Somebody was first: the page says how far it is.
        Err(Error::Conflict) => Ok(page.redirect_with(&address, "info", "moves-changed")),
        Err(Error::Invalid("move-under-way")) => Ok(page.redirect_with(&address, "error", "moves-error-under-way")),
        Err(error) => Err(error),
    }
}
