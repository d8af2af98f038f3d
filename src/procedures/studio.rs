//! The officials' pages: the procedures they are in charge of, their revisions, publishing a new file.

use super::check::Problem;
use super::circuit;
use super::publish::{self, Outcome, Ready, Refused};
use crate::app::App;
use crate::form::Severity;
use crate::outbox::{self, Whose};
use crate::schema::{dossiers, revisions};
use crate::web::i18n::text;
use crate::web::{Attached, ErrorLink, Lang, Official, Page, Protected};
use crate::workflow::diagram::{Diagram, Standing};
use crate::{Error, Result, procedures, read_from_form};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Serialize)]
struct Mine {
    procedures: Vec<Card>,
    content: String,
    errors: Vec<ErrorLink>,
}

#[derive(Serialize)]
struct Card {
    slug: String,
    title: String,
    /// `published` or `closed`, and the kind of its tag.
    status: String,
    tag: &'static str,
    revision: i32,
}

async fn cards(app: &App, who: &Official, lang: Lang) -> Result<Vec<Card>> {
    let who = who.0.clone();
    app.db
        .query(move |db| {
            let mine = procedures::designed_by(db, &who)?;
            mine.into_iter()
                .map(|procedure| {
                    let revision = procedures::revision(db, procedure.revision_id)?;
                    Ok(Card {
                        tag: if procedure.is_published() { "success" } else { "neutral" },
                        status: procedure.status,
                        title: revision.title(lang.code()).to_owned(),
                        revision: revision.number,
                        slug: procedure.slug,
                    })
                })
                .collect()
        })
        .await
}

/// GET `/conception`.
pub async fn list(app: Data<App>, page: Page, who: Official) -> Result<HttpResponse> {
    let procedures = cards(&app, &who, page.lang).await?;
    page.render("procedures/studio.html", &Mine { procedures, content: String::new(), errors: Vec::new() })
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Status {
    status: String,
}
read_from_form!(Status);

/// POST `/conception`: publishes a file, with the lists and the models that it names. One that has errors is shown again with
/// them, nothing of its text lost.
pub async fn publish(app: Data<App>, page: Page, who: Official, given: Attached) -> Result<HttpResponse> {
    let (now, account, shown) = (app.now(), who.0.clone(), given.text("content").to_owned());
    let unnamed = Ready::unnamed(&shown, &given.files);
    if !unnamed.is_empty() {
        let line = |name: &&str| {
            ErrorLink::new("#files", text(page.lang, "procedures-file-unnamed", &[("name", (*name).into())]))
        };
        return refuse(&app, &page, &who, shown, unnamed.iter().map(line).collect()).await;
    }
    let (content, files) = (shown.clone(), given.files);
    let done = app
        .db
        .write(move |tx| {
            let slug = serde_json::from_str::<serde_json::Value>(&content).ok();
            let slug = slug.and_then(|file| Some(file.get("slug")?.as_str()?.to_owned())).unwrap_or_default();
            let current = allowed(tx, &account, &slug)?;
            // What did not come along is that of the revision in force.
            let came = |name: &str| files.iter().find(|(own, _)| own == name).map(|(_, content)| content.clone());
            let kept = |name: &str| came(name).or_else(|| publish::attachment(tx, current?, name).ok());
            match Ready::new(&content, kept) {
                Ok(ready) => Ok(Ok((slug, publish::publish(tx, &ready, Some(account.id), now)?))),
                Err(Refused::Failed(error)) => Err(error),
                Err(refused) => Ok(Err(refused)),
            }
        })
        .await?;
    match done {
        Ok((slug, Outcome::Published(_))) => {
            Ok(page.redirect_with(&format!("/conception/{slug}"), "success", "procedures-published"))
        }
        Ok((slug, Outcome::Unchanged(_))) => {
            Ok(page.redirect_with(&format!("/conception/{slug}"), "info", "procedures-unchanged"))
        }
        Err(refused) => {
            let errors = told(&refused, page.lang);
            refuse(&app, &page, &who, shown, errors).await
        }
    }
}

async fn refuse(
    app: &App,
    page: &Page,
    who: &Official,
    content: String,
    errors: Vec<ErrorLink>,
) -> Result<HttpResponse> {
    let procedures = cards(app, who, page.lang).await?;
    let view = Mine { procedures, content, errors };
    page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "procedures/studio.html", &view)
}

/// The revision in force of a procedure that this official may replace; none for a new address. Another's procedure is
/// refused: publishing is no way to take one over.
fn allowed(db: &mut PgConnection, who: &crate::web::Account, slug: &str) -> Result<Option<Uuid>> {
    match procedures::find(db, slug) {
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
        Ok(_) => match procedures::designed(db, who, slug) {
            Ok(mine) => Ok(Some(mine.revision_id)),
            Err(Error::NotFound) => Err(Error::Forbidden("not-your-procedure")),
            Err(error) => Err(error),
        },
    }
}

fn told(refused: &Refused, lang: Lang) -> Vec<ErrorLink> {
    let line = |text: String| ErrorLink::new("#content", text);
    match refused {
        Refused::Problems(problems) => problems.iter().map(|problem| line(problem.told(lang))).collect(),
        Refused::NotJson(error) => {
            let place = format!("{}:{}", error.line(), error.column());
            vec![line(text(lang, "procedures-not-json", &[("place", place.into())]))]
        }
        Refused::Failed(_) => Vec::new(),
    }
}

#[derive(Serialize)]
struct Shown {
    slug: String,
    title: String,
    published: bool,
    /// Why this version can't open the form that is in force.
    problems: Vec<ErrorLink>,
    revisions: Vec<RevisionRow>,
    dossiers: i64,
    /// What could not leave: a person is to look.
    failures: usize,
    /// The circuit of the revision in force.
    circuit: Option<Diagram>,
}

#[derive(Queryable, Serialize)]
struct RevisionRow {
    number: i32,
    created_at: DateTime<Utc>,
}

/// GET `/conception/{slug}`.
pub async fn show(app: Data<App>, page: Page, who: Official, slug: Path<String>) -> Result<HttpResponse> {
    let (lang, now) = (page.lang, app.now());
    let view = app
        .db
        .read(move |db| {
            let procedure = procedures::designed(db, &who.0, &slug)?;
            let revision = procedures::revision(db, procedure.revision_id)?;
            Ok(Shown {
                published: procedure.is_published(),
                problems: unfit(&revision, lang),
                title: revision.title(lang.code()).to_owned(),
                circuit: circuit::drawn(&revision, Standing::default(), lang),
                revisions: revisions::table
                    .filter(revisions::procedure_id.eq(procedure.id))
                    .order(revisions::number.desc())
                    .select((revisions::number, revisions::created_at))
                    .load(db)?,
                dossiers: dossiers::table
                    .filter(dossiers::procedure_id.eq(procedure.id).and(dossiers::submitted_at.is_not_null()))
                    .count()
                    .get_result(db)?,
                failures: outbox::failures(db, Whose::Procedure(procedure.id), now)?.len(),
                slug: procedure.slug,
            })
        })
        .await?;
    page.render("procedures/studio_show.html", &view)
}

fn unfit(revision: &procedures::Revision, lang: Lang) -> Vec<ErrorLink> {
    let problems = revision.form.unfit().unwrap_or_default().iter();
    let problems = problems.filter(|problem| problem.severity == Severity::Error);
    problems.map(|problem| ErrorLink::new("", Problem::in_procedure(problem.clone()).told(lang))).collect()
}

/// GET `/conception/{slug}/procedure.json`: the file in force, to the letter.
pub async fn download(app: Data<App>, who: Official, slug: Path<String>) -> Result<HttpResponse> {
    let content: String = app
        .db
        .query(move |db| {
            let procedure = procedures::designed(db, &who.0, &slug)?;
            Ok(revisions::table.find(procedure.revision_id).select(revisions::content).first(db)?)
        })
        .await?;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename("procedure.json".to_owned())],
    };
    Ok(HttpResponse::Ok().content_type("application/json").insert_header(disposition).body(content))
}

/// POST `/conception/{slug}/statut`: opens the procedure to new dossiers, or closes it.
pub async fn set_status(
    app: Data<App>,
    page: Page,
    who: Official,
    slug: Path<String>,
    Protected(given): Protected<Status>,
) -> Result<HttpResponse> {
    let address = format!("/conception/{slug}");
    app.db
        .write(move |tx| {
            let procedure = procedures::designed(tx, &who.0, &slug)?;
            publish::set_status(tx, procedure.id, given.status == "published")
        })
        .await?;
    Ok(page.redirect_with(&address, "success", "procedures-status-changed"))
}
