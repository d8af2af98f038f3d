//! The pages of actions on many dossiers: what is about to be done, what came of it, those of before.

use super::chosen::{self, Choice};
use super::confirm::{self, Asked, Confirmation};
use super::view::{self, Former, Shown};
use super::{Order, run};
use crate::app::App;
use crate::db::Tx;
use crate::procedures::{self, Procedure};
use crate::web::i18n::text;
use crate::web::pagination::After;
use crate::web::{Account, FromPairs, Instructor, Lang, Page, Pairs, Protected, see_other};
use crate::workflow::Refusal;
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde_json::json;
use std::time::Duration;
use uuid::Uuid;

/// How long who confirmed waits for what can be done at once.
const AT_ONCE: Duration = Duration::from_secs(1);

fn address(slug: &str) -> String {
    format!("/instruction/{slug}/lots")
}

/// The button that is asked for, if this person may press it on many dossiers.
fn choice(db: &mut PgConnection, procedure: &Procedure, who: &Account, name: &str, lang: Lang) -> Result<Choice> {
    let found = chosen::choices(db, procedure, who, lang)?.into_iter().find(|choice| choice.name == name);
    found.ok_or(Error::Refused(Refusal::NotEnabled))
}

/// GET `/instruction/{slug}/lots/nouveau`: what would be done, to how many dossiers.
pub async fn ask(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    asked: Query<Pairs>,
) -> Result<HttpResponse> {
    let (slug, asked) = (slug.into_inner(), Asked::of(asked.into_inner())?);
    draw(&app, &page, who, slug, asked, None).await
}

async fn draw(
    app: &App,
    page: &Page,
    who: Account,
    slug: String,
    asked: Asked,
    error: Option<&'static str>,
) -> Result<HttpResponse> {
    let (lang, now, table) = (page.lang, app.now(), format!("/instruction/{slug}"));
    let read = move |db: &mut PgConnection| -> Result<Confirmation> {
        let procedure = procedures::reviewed(db, &who, &slug)?;
        let choice = choice(db, &procedure, &who, &asked.button, lang)?;
        let error = error.map(|code| text(lang, &format!("review-error-{code}"), &[]));
        confirm::confirmation(db, &who, &procedure, choice, asked, error, (lang, now))
    };
    let view = match app.db.read(read).await {
        Err(Error::Invalid("bulk-none")) => return Ok(page.redirect_with(&table, "error", "bulk-error-none")),
        view => view?,
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.render_as(status, "review/bulk_confirm.html", &view)
}

/// What was confirmed.
pub struct Confirmed {
    asked: Asked,
    key: Uuid,
    seen: DateTime<Utc>,
}

impl FromPairs for Confirmed {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let malformed = || Error::Invalid("malformed");
        let value = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let key = value("key").and_then(|key| key.parse().ok()).ok_or_else(malformed)?;
        let seen = value("seen").and_then(|at| at.parse().ok()).ok_or_else(malformed)?;
        Ok(Self { asked: Asked::of(pairs)?, key, seen })
    }
}

/// POST `/instruction/{slug}/lots`: begins. What takes no time is done before the answer; the rest goes on by itself.
pub async fn begin(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    Protected(given): Protected<Confirmed>,
) -> Result<HttpResponse> {
    let (slug, now, lang, id) = (slug.into_inner(), app.now(), page.lang, given.key);
    let begun = {
        let (who, slug, asked) = (who.clone(), slug.clone(), given.asked.clone());
        let begin = move |tx: &mut Tx<'_>| {
            let procedure = procedures::reviewed(tx, &who, &slug)?;
            let choice = choice(tx, &procedure, &who, &asked.button, lang)?;
            let states = confirm::states(tx, &who, &procedure, &asked)?;
            let input = match choice.form {
                Some("decision") if choice.motivation_required && asked.text.is_empty() => {
                    return Err(Error::Invalid("motivation-required"));
                }
                Some("correction") if asked.text.is_empty() => return Err(Error::Invalid("message-empty")),
                Some("decision") => json!({ "motivation": asked.text }),
                Some("correction") => json!({ "message": asked.text, "fields": [] }),
                _ => json!({}),
            };
            // A page that says to be of later than now is of now.
            let seen = given.seen.min(now);
            let order = Order { id, button: asked.button, input, chosen: asked.chosen, seen, states };
            super::create(tx, &who, &procedure, &order, now)
        };
        app.db.write(begin).await
    };
    match begun {
        Ok(()) => {}
        Err(Error::Invalid(code @ ("motivation-required" | "message-empty"))) => {
            return draw(&app, &page, who, slug, given.asked, Some(code)).await;
        }
        Err(Error::Invalid("bulk-nothing")) => {
            return Ok(page.redirect_with(&format!("/instruction/{slug}"), "error", "bulk-error-nothing"));
        }
        Err(error) => return Err(error),
    }
    if let Err(error) = run::turn(&app, id, AT_ONCE).await {
        tracing::warn!(%id, %error, "a bulk action could not begin at once; its job goes on");
    }
    Ok(see_other(format!("{}/{id}", address(&slug))))
}

/// GET `/instruction/{slug}/lots`: one's actions of before.
pub async fn list(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    after: Query<After>,
) -> Result<HttpResponse> {
    let (lang, address) = (page.lang, address(&slug));
    let read = move |db: &mut PgConnection| -> Result<Former> {
        let procedure = procedures::reviewed(db, &who, &slug)?;
        view::former(db, &who, &procedure, (&address, after.key()), lang)
    };
    let view = app.db.read(read).await?;
    page.render("review/bulk_list.html", &view)
}

/// GET `/instruction/{slug}/lots/{id}`: how far it is, and what came of each dossier.
pub async fn show(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, Uuid)>,
    after: Query<After>,
) -> Result<HttpResponse> {
    let ((slug, id), lang, now) = (path.into_inner(), page.lang, app.now());
    let read = move |db: &mut PgConnection| -> Result<Shown> {
        let procedure = procedures::reviewed(db, &who, &slug)?;
        let action = super::find(db, &who, procedure.id, id)?;
        view::shown(db, &who, &procedure, &action, after.key(), (lang, now))
    };
    let view = app.db.read(read).await?;
    page.render("review/bulk.html", &view)
}

/// POST `/instruction/{slug}/lots/{id}/arret`: what waits is not done any more.
pub async fn stop(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, Uuid)>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let ((slug, id), now) = (path.into_inner(), app.now());
    let own = format!("{}/{id}", address(&slug));
    let stop = move |tx: &mut Tx<'_>| {
        let procedure = procedures::reviewed(tx, &who, &slug)?;
        super::find(tx, &who, procedure.id, id)?;
        super::stop(tx, id, now)
    };
    app.db.write(stop).await?;
    Ok(page.redirect_with(&own, "success", "bulk-stopped"))
}
