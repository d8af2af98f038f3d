//! The citizen's dossiers: start one, find them, write about one, throw a draft away.

use super::draft::{self, Open};
use super::filling::page_address;
use super::origin::Origin;
use super::overview::{self, Forms};
use super::place::Place;
use super::unsent::{self, Message, Sent};
use super::{Dossier, access, expiry, invitations, parsed, start};
use crate::app::App;
use crate::db::Tx;
use crate::messages::{self, Side};
use crate::procedures::definition::Applicant;
use crate::procedures::prefill::Carried;
use crate::schema::dossiers;
use crate::web::pagination::{After, SIZE, Slice};
use crate::web::{Account, Lang, Page, Pairs, Protected, see_other};
use crate::workflow::May;
use crate::{Error, Result, procedures};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

/// POST `/demarches/{slug}/dossiers`: a draft, with the answers that the address of the procedure's page gave, and its first
/// page.
pub async fn start(
    app: Data<App>,
    page: Page,
    who: Account,
    slug: Path<String>,
    Protected(pairs): Protected<Pairs>,
) -> Result<HttpResponse> {
    let (now, lang, carried) = (app.now(), page.lang, Carried::of(pairs));
    let again = carried.address(&slug);
    let started = app
        .db
        .write(move |tx| {
            let (procedure, revision) = procedures::find(tx, &slug)?;
            let Some(given) = carried.redeem(tx, &revision, now)? else { return Ok(None) };
            let form = &revision.form;
            let (_, number) = start::start(tx, who.id, &procedure, &revision, now, |context| {
                let prefilled = form.prefill(given, context);
                let origin = Origin::of(form, &prefilled, lang);
                (prefilled.draft, origin)
            })?;
            Ok(Some((number, revision.definition.applicant != Applicant::Individual)))
        })
        .await?;
    // The procedure's page says what became of a link that was used, and starts without it.
    let Some((number, identity_first)) = started else { return Ok(see_other(again)) };
    let first = page_address(number.as_str(), 1);
    let address = if identity_first { format!("/dossiers/{number}/identite") } else { first };
    Ok(page.redirect_with(&address, "info", "dossiers-started"))
}

#[derive(Serialize)]
struct Row {
    number: String,
    title: String,
    phase: String,
    state: String,
    updated_at: DateTime<FixedOffset>,
    submitted_at: Option<DateTime<FixedOffset>>,
    /// When a draft that nobody touches is deleted.
    expires_at: Option<NaiveDate>,
    /// Whether the applicant has something to do.
    to_do: bool,
    /// Who filed it, when the reader was only invited to fill it.
    invited_by: Option<String>,
}

/// The applicant's own, a page at a time; those that they were invited to fill come with the first page.
#[derive(Serialize)]
struct List {
    #[serde(flatten)]
    slice: Slice<Row>,
    invited: Vec<Row>,
}

/// GET `/dossiers`.
pub async fn list(app: Data<App>, page: Page, who: Account, after: Query<After>) -> Result<HttpResponse> {
    let (lang, after) = (page.lang, after.key::<(DateTime<Utc>, Uuid)>());
    let list = app
        .db
        .query(move |db| {
            let invited = if after.is_none() { invitations::dossiers_of(db, &who)? } else { Vec::new() };
            let mut mine = dossiers::table.filter(access::filed_by(&who)).into_boxed();
            if let Some((at, id)) = after {
                let older = dossiers::updated_at.lt(at).or(dossiers::updated_at.eq(at).and(dossiers::id.lt(id)));
                mine = mine.filter(older);
            }
            let rows: Vec<Dossier> = mine
                .order((dossiers::updated_at.desc(), dossiers::id.desc()))
                .limit(SIZE as i64 + 1)
                .select(Dossier::as_select())
                .load(db)?;
            let slice = Slice::of(rows, |dossier| (dossier.updated_at, dossier.id));
            let rows =
                slice.rows.into_iter().map(|dossier| row(db, dossier, &who, lang)).collect::<Result<Vec<_>>>()?;
            let invited =
                invited.into_iter().map(|dossier| row(db, dossier, &who, lang)).collect::<Result<Vec<_>>>()?;
            Ok(List { slice: Slice { rows, next: slice.next }, invited })
        })
        .await?;
    page.render("dossiers/list.html", &list)
}

fn row(db: &mut PgConnection, dossier: Dossier, who: &Account, lang: Lang) -> Result<Row> {
    let revision = procedures::revision(db, dossier.revision_id)?;
    let may = revision.applicant_may(&dossier.state);
    Ok(Row {
        title: revision.title(lang.code()).to_owned(),
        state: revision.applicant_label(&dossier.state, lang).to_owned(),
        to_do: dossier.submitted_at.is_none() || may == May::EditRequested,
        invited_by: (dossier.applicant_id != who.id).then_some(dossier.applicant_name),
        number: dossier.number,
        phase: dossier.phase,
        updated_at: revision.local(dossier.updated_at),
        submitted_at: dossier.submitted_at.map(|at| revision.local(at)),
        expires_at: dossier.expires_at.map(|at| revision.date(at)),
    })
}

/// POST `/dossiers/{number}/conservation`: keeps a draft longer.
pub async fn keep(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<String>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (number, now) = (parsed(&path)?, app.now());
    let address = format!("/dossiers/{number}");
    app.db.write(move |tx| expiry::keep(tx, &who, &number, now)).await?;
    Ok(page.redirect_with(&address, "success", "dossiers-kept"))
}

/// POST `/dossiers/{number}/suppression`: throws a draft away.
pub async fn discard(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<String>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (number, now) = (parsed(&path)?, app.now());
    app.db.write(move |tx| draft::discard(tx, &who, &number, now)).await?;
    Ok(page.redirect_with("/dossiers", "success", "dossiers-discarded"))
}

/// POST `/dossiers/{number}/messages`.
pub async fn send_message(
    app: Data<App>,
    page: Page,
    who: Result<Account>,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, now, place) = (parsed(&path)?, app.now(), Place::Message(Side::Applicant));
    let (who, given) = match unsent::read::<Message>((&app, &page), who, &number, &place, (&request, payload)).await? {
        Sent::For(who, given) => (who, given),
        Sent::Answered(answer) => return Ok(answer),
    };
    let (body, showed) = (given.body.clone(), given.showed);
    let (address, lang) = (format!("/dossiers/{number}#messages"), page.lang);
    let send = {
        let (who, number) = (who.clone(), number.clone());
        move |tx: &mut Tx<'_>| {
            let open = Open::lock(tx, access::filed_by(&who), &number, now)?;
            let closed = open.revision.applicant_may(&open.dossier.state) == May::Read;
            if open.dossier.submitted_at.is_none() || closed {
                return Err(Error::Forbidden("messages-closed"));
            }
            messages::send(tx, open.dossier.id, who.id, Side::Applicant, &body, now)?;
            unsent::forget(tx, &who, &number, &place, showed)
        }
    };
    let Err(error) = app.db.write(send).await else {
        return Ok(page.redirect_with(&address, "success", "messages-sent"));
    };
    let message = Some(given.refused(lang, error)?);
    let read = move |db: &mut PgConnection| {
        let open = Open::read(db, access::filed_by(&who), &number, now)?;
        overview::view(db, &open, &who, lang, Forms { message, ..Forms::default() })
    };
    page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "dossiers/show.html", &app.db.read(read).await?)
}
