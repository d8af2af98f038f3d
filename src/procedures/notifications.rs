//! The officials' page of what leaves a procedure: the programs of others that are told, and what could not be told.

use super::webhooks::{self, Webhook};
use super::{Procedure, designed, revision};
use crate::app::App;
use crate::db::Tx;
use crate::outbox::{self, Whose};
use crate::schema::dossiers;
use crate::web::i18n::{has, text};
use crate::web::{Filled, Lang, Official, Page, Pairs, Protected};
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// Characters of an address, at most.
const MAX_ADDRESS: usize = 500;
/// A program that would be told nothing.
const NO_EVENT: &str = "webhook-events";

#[derive(Serialize)]
struct Shown {
    slug: String,
    title: String,
    webhooks: Vec<Row>,
    /// The events that the workflow in force may tell, and whether each is ticked.
    events: Vec<(String, bool)>,
    /// Whether all are, those of later revisions too.
    all: bool,
    form: Filled,
    /// The key of the one that was just added: it is not shown again.
    key: Option<String>,
    failures: Vec<Failure>,
}

#[derive(Serialize)]
struct Row {
    id: Uuid,
    url: String,
    events: Vec<String>,
    created_at: DateTime<FixedOffset>,
    stopped_at: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize)]
struct Failure {
    id: Uuid,
    /// In words.
    kind: String,
    dossier: String,
    reason: String,
    attempts: i32,
    failed_at: Option<DateTime<FixedOffset>>,
}

/// What the page shows beside what is kept.
struct Said {
    status: StatusCode,
    form: Filled,
    ticked: Ticked,
    key: Option<String>,
}

impl Said {
    fn nothing() -> Self {
        Self { status: StatusCode::OK, form: form(""), ticked: Ticked::default(), key: None }
    }
}

fn form(url: &str) -> Filled {
    Filled::new([("url", url), ("events", "")])
}

/// The events that a program is to be told.
#[derive(Clone, Default)]
struct Ticked {
    all: bool,
    events: Vec<String>,
}

impl Ticked {
    fn of(pairs: Pairs) -> Self {
        let all = pairs.iter().any(|(name, _)| name == "all");
        let events = pairs.into_iter().filter(|(name, _)| name == "events").map(|(_, event)| event);
        Self { all, events: events.collect() }
    }

    /// None for all. A circuit that tells no event yet leaves nothing to choose.
    fn of_known(self, known: &[String]) -> Result<Option<Vec<String>>> {
        if self.all || known.is_empty() {
            return Ok(None);
        }
        let wanted: Vec<String> = self.events.into_iter().filter(|event| known.contains(event)).collect();
        if wanted.is_empty() { Err(Error::Invalid(NO_EVENT)) } else { Ok(Some(wanted)) }
    }
}

/// GET `/conception/{slug}/notifications`.
pub async fn show(app: Data<App>, page: Page, who: Official, slug: Path<String>) -> Result<HttpResponse> {
    draw(&app, &page, who, slug.into_inner(), Said::nothing()).await
}

async fn draw(app: &App, page: &Page, who: Official, slug: String, said: Said) -> Result<HttpResponse> {
    let (lang, now, Said { status, form, ticked, key }) = (page.lang, app.now(), said);
    let read = move |db: &mut PgConnection| {
        let procedure = designed(db, &who.0, &slug)?;
        let revision = revision(db, procedure.revision_id)?;
        let row = |Webhook { id, url, events, created_at, disabled_at, .. }: Webhook| Row {
            created_at: revision.local(created_at),
            stopped_at: disabled_at.map(|at| revision.local(at)),
            events: events.unwrap_or_default(),
            id,
            url,
        };
        let events = webhooks::events(db, procedure.revision_id)?;
        Ok(Shown {
            title: revision.title(lang.code()).to_owned(),
            webhooks: webhooks::of(db, procedure.id)?.into_iter().map(row).collect(),
            events: events.into_iter().map(|event| (event.clone(), ticked.events.contains(&event))).collect(),
            all: ticked.all,
            failures: failures(db, &procedure, |at| revision.local(at), (lang, now))?,
            slug: procedure.slug,
            form,
            key,
        })
    };
    let view = app.db.read(read).await?;
    page.render_as(status, "procedures/notifications.html", &view)
}

fn failures(
    db: &mut PgConnection,
    procedure: &Procedure,
    local: impl Fn(DateTime<Utc>) -> DateTime<FixedOffset>,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<Vec<Failure>> {
    let rows = outbox::failures(db, Whose::Procedure(procedure.id), now)?;
    let about = |row: &outbox::Failure| row.payload["dossier"].as_str().and_then(|id| id.parse::<Uuid>().ok());
    let ids: Vec<Uuid> = rows.iter().filter_map(about).collect();
    let numbers: HashMap<Uuid, String> = dossiers::table
        .filter(dossiers::id.eq_any(ids))
        .select((dossiers::id, dossiers::number))
        .load(db)?
        .into_iter()
        .collect();
    let shown = rows.into_iter().map(|row| Failure {
        dossier: about(&row).and_then(|id| numbers.get(&id).cloned()).unwrap_or_default(),
        id: row.id,
        kind: kind(row.name(), lang),
        reason: row.last_error.unwrap_or_default(),
        attempts: row.attempts,
        failed_at: row.failed_at.map(&local),
    });
    Ok(shown.collect())
}

fn kind(kind: &str, lang: Lang) -> String {
    let key = format!("procedures-effect-{kind}");
    if has(lang, &key) { text(lang, &key, &[]) } else { kind.to_owned() }
}

/// POST `/conception/{slug}/notifications`: one program more. The answer shows its key, once.
pub async fn add(
    app: Data<App>,
    page: Page,
    who: Official,
    slug: Path<String>,
    Protected(pairs): Protected<Pairs>,
) -> Result<HttpResponse> {
    let (slug, now) = (slug.into_inner(), app.now());
    let url = pairs.iter().find(|(name, _)| name == "url").map(|(_, url)| url.trim().to_owned()).unwrap_or_default();
    let ticked = Ticked::of(pairs);
    let fault = fault(&app, &url);
    let added = match fault {
        Some(code) => Err(Error::Invalid(code)),
        None => {
            let (who, slug, url, ticked) = (who.clone(), slug.clone(), url.clone(), ticked.clone());
            let add = move |tx: &mut Tx<'_>| {
                let procedure = designed(tx, &who.0, &slug)?;
                let wanted = ticked.of_known(&webhooks::events(tx, procedure.revision_id)?)?;
                webhooks::add(tx, procedure.id, &url, wanted.as_deref(), now)
            };
            app.db.write(add).await
        }
    };
    let said = match added {
        Ok(key) => Said { status: StatusCode::CREATED, key: Some(key.written()), ..Said::nothing() },
        Err(Error::Invalid(code)) => {
            let mut form = form(&url);
            let field = if code == NO_EVENT { "events" } else { "url" };
            form.refuse(field, text(page.lang, &format!("procedures-error-{code}"), &[]));
            Said { status: StatusCode::UNPROCESSABLE_ENTITY, form, ticked, key: None }
        }
        Err(error) => return Err(error),
    };
    draw(&app, &page, who, slug, said).await
}

/// Why nothing can be sent to an address.
fn fault(app: &App, url: &str) -> Option<&'static str> {
    match url {
        "" => Some("webhook-empty"),
        url if url.chars().count() > MAX_ADDRESS => Some("webhook-long"),
        url if !app.services.allows(url) => Some("webhook-host"),
        _ => None,
    }
}

/// Does something about a row of the page, if the procedure is theirs.
async fn about<F>(
    (app, page): (&App, &Page),
    who: Official,
    (slug, id): (String, Uuid),
    key: &str,
    make: F,
) -> Result<HttpResponse>
where
    F: FnOnce(&mut Tx<'_>, &Procedure, Uuid) -> Result<()> + Send + 'static,
{
    let address = format!("/conception/{slug}/notifications");
    let write = move |tx: &mut Tx<'_>| {
        let procedure = designed(tx, &who.0, &slug)?;
        make(tx, &procedure, id)
    };
    app.db.write(write).await?;
    Ok(page.redirect_with(&address, "success", key))
}

/// POST `/conception/{slug}/notifications/{id}/fin`: this program is told nothing more.
pub async fn stop(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let now = app.now();
    let stop = move |tx: &mut Tx<'_>, procedure: &Procedure, id: Uuid| webhooks::stop(tx, procedure.id, id, now);
    about((&app, &page), who, path.into_inner(), "procedures-webhook-stopped", stop).await
}

/// POST `/conception/{slug}/envois/{id}/relance`: a new round of tries for what could not leave.
pub async fn replay(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let now = app.now();
    let replay = move |tx: &mut Tx<'_>, procedure: &Procedure, id: Uuid| {
        outbox::replay(tx, id, Whose::Procedure(procedure.id), now)
    };
    about((&app, &page), who, path.into_inner(), "administration-replayed", replay).await
}
