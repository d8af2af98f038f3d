//! The pages of the form: shown, saved, autosaved.

use super::draft::{self, Action, Open, Places, Writing};
use super::origin::{self, OriginShown};
use super::{access, parsed, references};
use crate::app::App;
use crate::files::upload::{self, For, Upload};
use crate::form::{self, FieldError, PageView, ViewOptions, fields};
use crate::web::{Account, ErrorLink, Page, Pairs, Protected, format, page_errors, see_other, wants_part};
use crate::{Error, Result};
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use serde::Serialize;
use std::collections::BTreeMap;

/// A page of the form.
#[derive(Serialize)]
struct Filling {
    number: String,
    title: String,
    view: PageView,
    /// Where this page stands among those that are shown.
    position: usize,
    total: usize,
    previous: Option<usize>,
    rev: i32,
    errors: Vec<ErrorLink>,
    /// Why the answers make the request impossible, as far as is known.
    ineligible: Vec<String>,
    correction: Option<CorrectionShown>,
    /// Answers that were given beforehand, as far as this page asks them.
    origin: Option<OriginShown>,
}

#[derive(Serialize)]
struct CorrectionShown {
    message: String,
}

/// What changed, for an update in place.
#[derive(Serialize)]
struct Saved {
    rev: i32,
    time: String,
    changed: Vec<form::Element>,
}

/// The address of a page of the form.
pub fn page_address(number: &str, page: usize) -> String {
    format!("/dossiers/{number}/pages/{page}")
}

/// The pages to fill, in order: those that the answers show and, when a correction was asked, that hold a field of it.
pub fn pages_to_fill(open: &Open, evaluation: &form::Evaluation) -> Vec<usize> {
    let form = &open.revision.form;
    let only = open.only();
    let asked = |page: usize| {
        only.as_ref().is_none_or(|pointers| pointers.iter().any(|pointer| form.page_of(pointer) == Some(page)))
    };
    (1..=form.pages().len()).filter(|page| evaluation.shows_page(*page) && asked(*page)).collect()
}

/// GET `/dossiers/{number}/pages/{n}`.
pub async fn page(app: Data<App>, page: Page, who: Account, path: Path<(String, usize)>) -> Result<HttpResponse> {
    let (number, n) = (parsed(&path.0)?, path.1);
    let now = app.now();
    let open = app.db.query(move |db| Open::read(db, access::fillable_by(&who), &number, now)).await?;
    if n == 0 || n > open.revision.form.pages().len() {
        return Err(Error::NotFound);
    }
    if !open.is_editable() {
        return Ok(see_other(format!("/dossiers/{}", open.dossier.number)));
    }
    draw(&page, &open, n, StatusCode::OK, Vec::new())
}

fn draw(page: &Page, open: &Open, n: usize, status: StatusCode, errors: Vec<FieldError>) -> Result<HttpResponse> {
    let (revision, draft) = (&open.revision, open.dossier.writing());
    let evaluation = revision.form.evaluate(&draft, &open.context());
    let lang = page.lang;
    let told: BTreeMap<String, String> =
        errors.iter().map(|error| (error.pointer.clone(), page_errors::message(lang, error))).collect();
    let only = open.only();
    let options = ViewOptions { lang: lang.code(), only: only.as_deref() };
    let view = revision.form.page_view(n, &draft, &evaluation, &told, &options);
    let mut view = view.ok_or(Error::NotFound)?;
    addressed(&mut view.elements, open);
    let order = pages_to_fill(open, &evaluation);
    let here = order.iter().position(|page| *page == n);
    let filling = Filling {
        number: open.dossier.number.clone(),
        title: revision.title(lang.code()).to_owned(),
        position: here.map_or(n, |at| at + 1),
        total: order.len().max(1),
        previous: here.and_then(|at| at.checked_sub(1)).map(|at| order[at]),
        rev: open.dossier.draft_rev,
        errors: page_errors::links(lang, &revision.form, &errors),
        ineligible: evaluation.ineligible(lang.code()),
        correction: open.correction.as_ref().map(|asked| CorrectionShown { message: asked.message.clone() }),
        origin: origin::shown(open, Some(n), lang),
        view,
    };
    page.render_as(status, "dossiers/page.html", &filling)
}

/// A field names the model that it hands out and the list that it searches; here they get their addresses, and a reference
/// what it may mean.
fn addressed(elements: &mut [form::Element], open: &Open) {
    for element in elements {
        if let Some(name) = &element.template {
            element.template = Some(format!("/demarches/{}/modeles/{name}", open.revision.slug()));
        }
        if element.source == Some("reference") {
            element.search = Some(references::address(&open.dossier.number));
        }
        let offered = open.offers.iter().find(|(pointer, _)| *pointer == element.name);
        element.options.extend(offered.map(|(_, choices)| choices.clone()).unwrap_or_default());
        addressed(&mut element.parts, open);
        element.rows.iter_mut().for_each(|row| addressed(&mut row.elements, open));
    }
}

/// POST `/dossiers/{number}/pages/{n}`: keeps everything, then goes where the button says.
pub async fn save(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<(String, usize)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, n) = (parsed(&path.0)?, path.1);
    let now = app.now();
    let before = {
        let (who, number) = (who.clone(), number.clone());
        app.db.query(move |db| Open::read(db, access::fillable_by(&who), &number, now)).await?
    };
    if n == 0 || n > before.revision.form.pages().len() {
        return Err(Error::NotFound);
    }
    let before = before.editable()?;
    let Upload { pairs, files, imports, mut refused } = receive(&app, &before, &who, &request, payload).await?;
    let replies = references::ask(&app, &before, &request, &pairs, who.id).await;
    let places = imported(&before, imports, &mut refused);
    let writing = Writing { action: Action::of(&pairs), pairs, files, replies, places };
    let (stored, action) = (writing.files.clone(), writing.action.clone());
    let saved = app.db.write(move |tx| draft::save(tx, &who, &number, &writing, now)).await;
    let open = match saved {
        Ok(open) => open,
        Err(error) => {
            upload::forget(&app.storage, &stored).await;
            return Err(error);
        }
    };
    let refused: Vec<FieldError> = refused.into_iter().map(|(pointer, code)| FieldError::new(pointer, code)).collect();
    match action {
        Action::Autosave if wants_part(&request) => autosaved(&page, &before, &open, n),
        _ if !refused.is_empty() => {
            let failed = refused.iter().any(|error| error.code == "file-storage");
            let status = if failed { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::UNPROCESSABLE_ENTITY };
            draw(&page, &open, n, status, refused)
        }
        Action::Continue => go_on(&page, &open, n),
        Action::Save => {
            let address = format!("/dossiers/{}", open.dossier.number);
            Ok(page.redirect_with(&address, "success", "dossiers-saved"))
        }
        Action::AddRow(pointer) | Action::RemoveRow(pointer) => {
            let address = page_address(&open.dossier.number, n);
            Ok(see_other(format!("{address}#w-{}", fields::element_id(&pointer))))
        }
        Action::RemoveFile(_) | Action::Autosave => Ok(see_other(page_address(&open.dossier.number, n))),
    }
}

async fn receive(app: &App, open: &Open, who: &Account, request: &HttpRequest, payload: Payload) -> Result<Upload> {
    let mut payload = payload.into_inner();
    if request.content_type().eq_ignore_ascii_case("multipart/form-data") {
        let form = Multipart::from_request(request, &mut payload).await.map_err(|_| Error::Invalid("malformed"))?;
        let target = For { dossier: open.dossier.id, by: who.id, now: open.now };
        let only = open.only();
        let rule = |pointer: &str| open.revision.form.file_rule(pointer, only.as_deref());
        let imports = |pointer: &str| open.revision.form.imports(pointer, only.as_deref());
        return upload::read(request, form, &app.storage, target, rule, imports).await;
    }
    let Protected(pairs) = Protected::<Pairs>::from_request(request, &mut payload).await?;
    Ok(Upload { pairs, ..Upload::default() })
}

/// The places of the files of a page, by pointer; those that can't be read are refused.
fn imported(open: &Open, files: Vec<(String, Vec<u8>)>, refused: &mut Vec<(String, &'static str)>) -> Places {
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

/// Only what the change made appear, disappear or compute; focus and typing stay where they are.
fn autosaved(page: &Page, before: &Open, open: &Open, n: usize) -> Result<HttpResponse> {
    let form = &open.revision.form;
    let (old, new) = (before.dossier.writing(), open.dossier.writing());
    let (was, is) = (form.evaluate(&old, &before.context()), form.evaluate(&new, &open.context()));
    let only = open.only();
    let options = ViewOptions { lang: page.lang.code(), only: only.as_deref() };
    let mut changed = form.changed_elements(n, (&old, &was), (&new, &is), &options);
    changed.extend(references::filled(form, n, (&old, &new), &is, &options, &changed));
    addressed(&mut changed, open);
    let saved = Saved { rev: open.dossier.draft_rev, time: format::clock(open.now), changed };
    page.render_part("dossiers/autosave.html", &saved)
}

/// To the next page, or, when this one has errors, back to it with them.
fn go_on(page: &Page, open: &Open, n: usize) -> Result<HttpResponse> {
    let form = &open.revision.form;
    let only = open.only();
    let mut errors = open.checked().errors;
    errors.retain(|error| form.page_of(&error.pointer) == Some(n) && Open::asks(only.as_deref(), &error.pointer));
    if !errors.is_empty() {
        return draw(page, open, n, StatusCode::UNPROCESSABLE_ENTITY, errors);
    }
    let evaluation = form.evaluate(&open.dossier.writing(), &open.context());
    let next = pages_to_fill(open, &evaluation).into_iter().find(|page| *page > n);
    let number = &open.dossier.number;
    Ok(see_other(next.map_or_else(|| format!("/dossiers/{number}/verification"), |next| page_address(number, next))))
}
