//! The pages of the form: shown, saved, autosaved.

use super::draft::Open;
use super::origin::{self, OriginShown};
use super::saving::{self, Saved};
use super::update::{self, dress};
use super::writing::{self, Action, Writing};
use super::{Number, memory, parsed, posted, unsaved};
use crate::app::App;
use crate::files::upload::{self, Upload};
use crate::form::{self, Code, FieldError, PageView, RowChange, RowChangeKind, ViewOptions, fields};
use crate::web::{Account, Claim, ErrorLink, Page, is_urlencoded, page_errors, see_other, wants_part};
use crate::{Error, Result};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A page of the form.
#[derive(Serialize)]
struct Filling {
    number: String,
    title: String,
    view: PageView,
    /// What the view holds, as HTML.
    elements: String,
    /// Where this page stands among those that are shown.
    position: usize,
    total: usize,
    previous: Option<usize>,
    rev: i32,
    /// Tells this drawing of the page from every other.
    id: Uuid,
    errors: Vec<ErrorLink>,
    /// Why the answers make the request impossible, as far as is known.
    ineligible: Vec<String>,
    correction: Option<CorrectionShown>,
    /// Answers that were given beforehand, as far as this page asks them.
    origin: Option<OriginShown>,
    /// When what is shown was posted, if it is not saved: the session had ended.
    unsaved_since: Option<DateTime<FixedOffset>>,
}

#[derive(Serialize)]
struct CorrectionShown {
    message: String,
}

/// What an address may say of a page beside its number.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A row of this block was taken away, by this revision of the draft.
    pub bloc: String,
    pub retrait: Option<i32>,
}

/// The address of a page of the form.
pub fn page_address(number: &str, page: usize) -> String {
    format!("/dossiers/{number}/pages/{page}")
}

/// The requests whose statements look at the session of whoever claims to fill: a page, and what its script saves.
pub fn looks_at_session(request: &HttpRequest) -> bool {
    let mut path = request.path().split('/').skip(1);
    let is_page = (path.next(), path.nth(1)) == (Some("dossiers"), Some("pages"));
    is_page && (*request.method() == Method::GET || (wants_part(request) && is_urlencoded(request)))
}

/// The pages to fill, in order: those that the answers show and, when a correction was asked, that hold a field of it.
pub fn pages_to_fill(open: &Open, reader: Uuid, evaluation: &form::Evaluation) -> Vec<usize> {
    let form = &open.revision.form;
    let only = open.only(reader);
    let asked = |page: usize| {
        only.as_ref().is_none_or(|pointers| pointers.iter().any(|pointer| form.page_of(pointer) == Some(page)))
    };
    (1..=form.pages().len()).filter(|page| evaluation.shows_page(*page) && asked(*page)).collect()
}

/// GET `/dossiers/{number}/pages/{n}`.
pub async fn page(
    app: Data<App>,
    page: Page,
    mut who: Claim,
    path: Path<(String, usize)>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let (number, n) = (parsed(&path.0)?, path.1);
    let id = Uuid::new_v4();
    let read = |who: &Claim| {
        let (who, number, me) = (who.clone(), number.clone(), writing::writer(who.account(), Some(id), app.now()));
        app.db.query(move |db| unsaved::read(db, &who, &number, n, &me))
    };
    let (mut open, waiting) = match read(&who).await {
        // Either is not theirs, or the session has ended.
        Err(Error::NotFound) if who.unread().is_some() => {
            who.proved().await?;
            read(&who).await?
        }
        found => found?,
    };
    let who = who.account();
    if n == 0 || n > open.revision.form.pages().len() {
        return Err(Error::NotFound);
    }
    if !open.is_editable() {
        return Ok(see_other(format!("/dossiers/{}", open.dossier.number)));
    }
    memory::remember(&open);
    let unsaved_since = waiting.map(|waiting| {
        open.dossier.draft = Some(waiting.draft);
        open.revision.local(waiting.since)
    });
    let drawing = Drawing { asked: asked.into_inner(), id: Some(id), unsaved_since, ..Drawing::default() };
    draw(&page, who, &open, n, drawing)
}

/// How a page is drawn.
struct Drawing {
    status: StatusCode,
    errors: Vec<FieldError>,
    asked: Asked,
    /// The page that posted: drawn again, it is still the same.
    id: Option<Uuid>,
    /// It shows what was posted then, without a session, and is not saved.
    unsaved_since: Option<DateTime<FixedOffset>>,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { status: StatusCode::OK, errors: Vec::new(), asked: Asked::default(), id: None, unsaved_since: None }
    }
}

fn draw(page: &Page, who: &Account, open: &Open, n: usize, drawing: Drawing) -> Result<HttpResponse> {
    let Drawing { status, errors, asked, id, unsaved_since } = drawing;
    let (revision, draft) = (&open.revision, open.dossier.writing());
    let evaluation = revision.form.evaluate(&draft, &open.context());
    let lang = page.lang;
    let told: BTreeMap<String, String> =
        errors.iter().map(|error| (error.pointer.clone(), page_errors::message(lang, error))).collect();
    let only = open.only(who.id);
    let id = id.unwrap_or_else(Uuid::new_v4);
    let options = ViewOptions { lang: lang.code(), only: only.as_deref(), page: &id.to_string() };
    let view = revision.form.page_view(n, &draft, &evaluation, &told, &options);
    let mut view = view.ok_or(Error::NotFound)?;
    dress(&mut view.elements, open, who, &asked);
    let order = pages_to_fill(open, who.id, &evaluation);
    let here = order.iter().position(|page| *page == n);
    let other_page = |pointer: &str| {
        let other = revision.form.page_of(pointer).filter(|page| *page != n);
        other.map(|page| page_address(&open.dossier.number, page)).unwrap_or_default()
    };
    let filling = Filling {
        number: open.dossier.number.clone(),
        title: revision.title(lang.code()).to_owned(),
        position: here.map_or(n, |at| at + 1),
        total: order.len().max(1),
        previous: here.and_then(|at| at.checked_sub(1)).map(|at| order[at]),
        rev: open.dossier.draft_rev,
        id,
        errors: page_errors::links(lang, &revision.form, &errors, other_page),
        ineligible: evaluation.ineligible(lang.code()),
        correction: open.correction.as_ref().map(|asked| CorrectionShown { message: asked.message.clone() }),
        origin: origin::shown(open, Some(n), lang),
        unsaved_since,
        elements: page.elements(std::mem::take(&mut view.elements), false)?,
        view,
    };
    page.render_as(status, "dossiers/page.html", &filling)
}

/// POST `/dossiers/{number}/pages/{n}`: keeps everything, then goes where the button says.
pub async fn save(
    app: Data<App>,
    page: Page,
    who: Result<Claim>,
    path: Path<(String, usize)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, n) = (parsed(&path.0)?, path.1);
    let mut who = match who {
        Err(Error::Unauthenticated) => {
            return unsaved::keep(&app, &page, &number, n, &request, payload.into_inner()).await;
        }
        who => who?,
    };
    let posted::Received { upload: Upload { pairs, files, refused, .. }, places } =
        posted::read(&app, &number, &mut who, &request, payload).await?;
    let posted = pairs.clone();
    let writing = Writing { files, places, ..Writing::of(pairs, page.lang) };
    let (stored, action, id) = (writing.files.clone(), writing.action.clone(), writing.page);
    let saved = match write(&app, &mut who, (&number, n), &request, writing).await {
        Ok(saved) => saved,
        // The session, which was not read first, had ended.
        Err(Error::Unauthenticated) => {
            return unsaved::keep_read(&app, &page, &number, n, &request, (who.account().id, posted)).await;
        }
        Err(error) => {
            upload::forget(&app.storage, &stored).await;
            return Err(error);
        }
    };
    let who = who.account();
    let mut refused: Vec<FieldError> =
        refused.into_iter().map(|(pointer, code)| FieldError::new(pointer, code)).collect();
    refused.extend(saved.refused.iter().map(|(pointer, code)| FieldError::new(pointer, *code)));
    let open = &saved.open;
    if wants_part(&request) && action != Action::Continue && action != Action::Save {
        return update::draw(&page, who, &saved, &posted, n, id.unwrap_or_else(Uuid::new_v4));
    }
    if !refused.is_empty() {
        let failed = refused.iter().any(|error| error.code == Code::FileStorage.name());
        let status = if failed { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
        return draw(&page, who, open, n, Drawing { status, errors: refused, id, ..Drawing::default() });
    }
    let errors = errors_here(open, who.id, n);
    let two = errors.iter().any(|error| error.code == "conflict");
    match action {
        // Whoever leaves a page with two answers to a question is asked to choose, now that they know what they wrote.
        Action::Continue | Action::Save if two || (action == Action::Continue && !errors.is_empty()) => {
            let status = if two { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            draw(&page, who, open, n, Drawing { status, errors, id, ..Drawing::default() })
        }
        Action::Continue => Ok(go_on(&page, &saved, who.id, n)),
        Action::Save => {
            let address = format!("/dossiers/{}", open.dossier.number);
            Ok(page.redirect_with(&address, "success", "dossiers-saved"))
        }
        _ => Ok(see_other(back_to(&saved, n, &action))),
    }
}

/// Keeps what a page posts, after what waits of it.
async fn write(
    app: &App,
    who: &mut Claim,
    (number, n): (&Number, usize),
    request: &HttpRequest,
    mut writing: Writing,
) -> Result<Saved> {
    let now = app.now();
    writing.replies = posted::ask(app, number, who, request, &writing.pairs).await?;
    if writing.shows_unsaved {
        unsaved::take_up(&app.db, who, number, n, &writing, now).await?;
    }
    saving::save(&app.db, who, number, writing, now).await
}

/// The page again, at the row or the question that the button was about.
fn back_to(Saved { open, rows, place, .. }: &Saved, n: usize, action: &Action) -> String {
    let address = page_address(&open.dossier.number, n);
    match (rows, action) {
        (Some(RowChange { block, kind: RowChangeKind::Removed { .. } }), _) => {
            let query = [("bloc", block.clone()), ("retrait", open.dossier.draft_rev.to_string())];
            let query = serde_urlencoded::to_string(query).unwrap_or_default();
            format!("{address}?{query}#{}", fields::element_id(block))
        }
        (None, Action::Settle(_, name)) => format!("{address}#w-{}", fields::element_id(name)),
        _ => match place {
            Some(place) => format!("{address}#{}", fields::element_id(place)),
            None => address,
        },
    }
}

/// What is wrong on a page, among what may be written.
fn errors_here(open: &Open, reader: Uuid, n: usize) -> Vec<FieldError> {
    let form = &open.revision.form;
    let only = open.only(reader);
    let mut errors = open.checked(reader).errors;
    errors.retain(|error| form.page_of(&error.pointer) == Some(n) && Open::asks(only.as_deref(), &error.pointer));
    errors
}

/// To the next page, which says what is to be known of this one, or to the check of all of them, which tells it anyway.
fn go_on(page: &Page, Saved { open, past, .. }: &Saved, reader: Uuid, n: usize) -> HttpResponse {
    let (form, draft) = (&open.revision.form, open.dossier.writing());
    let evaluation = form.evaluate(&draft, &open.context());
    let next = pages_to_fill(open, reader, &evaluation).into_iter().find(|page| *page > n);
    let number = &open.dossier.number;
    match next {
        None => see_other(format!("/dossiers/{number}/verification")),
        Some(next) if form.has_news(n, past.shown(), &draft, &evaluation) => {
            page.redirect_with(&page_address(number, next), "info", "dossiers-noticed")
        }
        Some(next) => see_other(page_address(number, next)),
    }
}
