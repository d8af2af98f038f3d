//! Check your answers, then submit; and the applicant's other steps.

use super::draft::Open;
use super::filling::page_address;
use super::offers::Button;
use super::overview::applicant_buttons;
use super::step::Outcome;
use super::submit::{self, Click, Submitted};
use super::{Identity, Number, access, parsed, unsaved};
use crate::app::App;
use crate::form::SummarySection;
use crate::web::i18n::text;
use crate::web::{Account, ErrorLink, Lang, Page, Protected, page_errors, see_other};
use crate::workflow::Kind;
use crate::{Error, Result, read_from_form};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Serialize)]
struct Check {
    number: String,
    title: String,
    sections: Vec<SummarySection>,
    identity: Identity,
    identity_missing: bool,
    identity_editable: bool,
    ineligible: Vec<String>,
    errors: Vec<ErrorLink>,
    /// The transition that the button takes, and its words.
    transition: Option<Button>,
    correction: bool,
    /// Only who filed the dossier sends it.
    mine: bool,
    rev: i32,
    key: String,
}

/// GET `/dossiers/{number}/verification`.
pub async fn check(app: Data<App>, page: Page, who: Account, path: Path<String>) -> Result<HttpResponse> {
    let (number, now) = (parsed(&path)?, app.now());
    let id = who.id;
    let read = move |db: &mut PgConnection| {
        let open = Open::read(db, access::fillable_by(&who), &number, now)?;
        let waiting = unsaved::first_page(db, &open, who.id)?;
        Ok((open, waiting))
    };
    let (open, waiting) = app.db.query(read).await?;
    if !open.is_editable() {
        return Ok(see_other(format!("/dossiers/{}", open.dossier.number)));
    }
    // What was written and is not in the draft would not be sent.
    if let Some(n) = waiting {
        return Ok(see_other(page_address(&open.dossier.number, n)));
    }
    draw_check(&page, &open, id, StatusCode::OK, false, Uuid::new_v4().to_string())
}

fn draw_check(
    page: &Page,
    open: &Open,
    reader: Uuid,
    status: StatusCode,
    tell: bool,
    key: String,
) -> Result<HttpResponse> {
    let (lang, form) = (page.lang, &open.revision.form);
    let checked = open.checked(reader);
    let evaluation = form.evaluate(&open.dossier.writing(), &open.context());
    let number = open.dossier.number.clone();
    let identity_missing = !submit::is_identified(open)?;
    let mut errors: Vec<ErrorLink> = Vec::new();
    if tell && identity_missing {
        let text = text(lang, "dossiers-error-identity", &[]);
        errors.push(ErrorLink::new(format!("/dossiers/{number}/identite"), text));
    }
    if tell {
        let page = |pointer: &str| page_address(&number, form.page_of(pointer).unwrap_or(1));
        errors.extend(page_errors::links(lang, form, &checked.errors, page));
    }
    let mine = open.dossier.applicant_id == reader;
    let transition = if mine { bringing(open, lang)? } else { None };
    let view = Check {
        title: open.revision.title(lang.code()).to_owned(),
        sections: changeable(open, reader, form.summary(&open.dossier.writing(), &evaluation, lang.code())),
        identity: open.identity()?,
        identity_missing,
        identity_editable: mine && open.dossier.submitted_at.is_none(),
        ineligible: checked.ineligible.iter().map(|text| open.revision.said(text, lang.code()).to_owned()).collect(),
        errors,
        transition,
        correction: open.correction.is_some(),
        mine,
        rev: open.dossier.rev,
        key,
        number,
    };
    page.render_as(status, "dossiers/check.html", &view)
}

/// A request for correction opens some answers only: the others get no link to change them.
fn changeable(open: &Open, reader: Uuid, mut sections: Vec<SummarySection>) -> Vec<SummarySection> {
    let only = open.only(reader);
    for row in sections.iter_mut().flat_map(|section| &mut section.groups).flat_map(|group| &mut group.rows) {
        row.read_only |= !Open::asks(only.as_deref(), &row.pointer);
    }
    sections
}

/// The transition that brings the draft into force.
fn bringing(open: &Open, lang: Lang) -> Result<Option<Button>> {
    Ok(applicant_buttons(open, lang)?.into_iter().find(|button| button.kind != Kind::Withdraw))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Confirmed {
    key: String,
    rev: i32,
    transition: String,
}

read_from_form!(Confirmed);

/// POST `/dossiers/{number}/verification`: submits.
pub async fn submit(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<String>,
    Protected(given): Protected<Confirmed>,
) -> Result<HttpResponse> {
    let (number, now) = (parsed(&path)?, app.now());
    let (address, shown) = (format!("/dossiers/{number}"), number.to_string());
    let key = given.key.clone();
    let done = app
        .db
        .write(move |tx| {
            let click = click(tx, &who, &number, given, now)?;
            submit::act(tx, &who, &number, &click, now)
        })
        .await?;
    match done {
        Submitted::Done(Outcome::Overtaken) => Err(Error::Conflict),
        Submitted::Done(_) => Ok(page.redirect_with(&address, "success", "dossiers-submitted")),
        Submitted::Waiting(n) => Ok(see_other(page_address(&shown, n))),
        Submitted::Unfit(open) => {
            draw_check(&page, &open, open.dossier.applicant_id, StatusCode::UNPROCESSABLE_ENTITY, true, key)
        }
    }
}

/// The check page names its transition; a client that does not means the only one there is.
fn click(db: &mut PgConnection, who: &Account, number: &Number, given: Confirmed, now: DateTime<Utc>) -> Result<Click> {
    if given.key.is_empty() || given.key.len() > 100 {
        return Err(Error::Invalid("malformed"));
    }
    let transition = if given.transition.is_empty() {
        let open = Open::read(db, access::filed_by(who), number, now)?;
        bringing(&open, Lang::Fr)?.map(|button| button.name).ok_or(Error::Conflict)?
    } else {
        given.transition
    };
    Ok(Click { transition, key: given.key, rev: given.rev })
}

/// POST `/dossiers/{number}/transitions/{name}`: another step of the applicant's, as withdrawing.
pub async fn act(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<(String, String)>,
    Protected(given): Protected<Confirmed>,
) -> Result<HttpResponse> {
    let (number, transition) = path.into_inner();
    let (number, now) = (parsed(&number)?, app.now());
    let (address, shown) = (format!("/dossiers/{number}"), number.to_string());
    let done = app
        .db
        .write(move |tx| {
            let click = click(tx, &who, &number, Confirmed { transition, ..given }, now)?;
            submit::act(tx, &who, &number, &click, now)
        })
        .await?;
    match done {
        Submitted::Done(Outcome::Overtaken) => Err(Error::Conflict),
        Submitted::Done(_) => Ok(page.redirect_with(&address, "success", "dossiers-done")),
        Submitted::Waiting(n) => Ok(see_other(page_address(&shown, n))),
        Submitted::Unfit(_) => Ok(see_other(format!("{address}/verification"))),
    }
}
