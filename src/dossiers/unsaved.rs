//! What a page posts after its session has ended. It is kept apart, for whom the page was drawn for, and shown to them once
//! they are signed in again; the next save takes it up like any other page's.

use super::draft::Open;
use super::filling::page_address;
use super::saving::{self, Action, Writing};
use super::{Dossier, Number, access, history};
use crate::app::App;
use crate::db::{Db, Tx};
use crate::files::upload;
use crate::form::{Change, Past, Writer};
use crate::schema::{dossiers, invitations, unsaved_pages};
use crate::web::{Account, Page, Pairs, Stray, sign_in_to, wants_part};
use crate::{Error, Result};
use actix_multipart::Multipart;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Whoever does not come back does not want it any more.
const KEPT: TimeDelta = TimeDelta::days(30);

#[derive(Serialize)]
struct SignedOut {
    sign_in: String,
}

/// Keeps what a page posts without a session, and leads to the sign-in page. What was drawn for nobody who may write this
/// dossier is refused as any request without a session.
pub(super) async fn keep(
    app: &App,
    page: &Page,
    number: &Number,
    n: usize,
    request: &HttpRequest,
    mut payload: Payload,
) -> Result<HttpResponse> {
    let stray = match request.content_type().to_ascii_lowercase().as_str() {
        "multipart/form-data" => {
            let form = Multipart::from_request(request, &mut payload).await.map_err(|_| Error::Unauthenticated)?;
            Stray::new(request, upload::texts(form).await?)?
        }
        _ => Stray::read(request, &mut payload).await?,
    };
    let (now, secret, number_read) = (app.now(), app.web_settings().secret, number.clone());
    let (dossier, draft_rev, writers) =
        app.db.query(move |db| writers(db, &number_read)).await?.ok_or(Error::Unauthenticated)?;
    let (author, pairs) = stray.of(&secret, &writers).ok_or(Error::Unauthenticated)?;
    let rev = Writing::of(pairs.clone()).rev.unwrap_or(draft_rev);
    let place = Place { dossier, author, page: i32::try_from(n).map_err(|_| Error::NotFound)?, rev };
    app.db.write(move |tx| place.add(tx, pairs, now)).await?;
    let sign_in = sign_in_to(&page_address(number.as_str(), n));
    if wants_part(request) {
        return page.render_part_as(StatusCode::UNAUTHORIZED, "dossiers/signed_out.html", &SignedOut { sign_in });
    }
    Ok(page.redirect_with(&sign_in, "info", "dossiers-unsaved-kept"))
}

/// A dossier, its draft's revision, and who may write it.
fn writers(db: &mut PgConnection, number: &Number) -> Result<Option<(Uuid, i32, Vec<Uuid>)>> {
    let rows: Vec<(Uuid, i32, Uuid, Option<Uuid>)> = dossiers::table
        .left_join(invitations::table)
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select((dossiers::id, dossiers::draft_rev, dossiers::applicant_id, invitations::account_id.nullable()))
        .load(db)?;
    let Some((dossier, rev, applicant, _)) = rows.first().cloned() else { return Ok(None) };
    let invited = rows.into_iter().filter_map(|(_, _, _, invited)| invited);
    Ok(Some((dossier, rev, std::iter::once(applicant).chain(invited).collect())))
}

/// Which page of whom.
struct Place {
    dossier: Uuid,
    author: Uuid,
    page: i32,
    rev: i32,
}

impl Place {
    /// Adds to what the page posted before: saves under way say what changed only.
    fn add(&self, tx: &mut Tx<'_>, posted: Pairs, now: DateTime<Utc>) -> Result<()> {
        let row = unsaved_pages::table.find((self.dossier, self.author, self.page, self.rev));
        let before: Option<Value> = row.select(unsaved_pages::pairs).for_update().first(&mut **tx).optional()?;
        let mut pairs = before.map(pairs_of).transpose()?.unwrap_or_default();
        pairs.retain(|(name, _)| !posted.iter().any(|(new, _)| new == name));
        pairs.extend(posted.into_iter().filter(|(name, _)| name.starts_with(['/', '#'])));
        let pairs = (unsaved_pages::pairs.eq(json!(pairs)), unsaved_pages::kept_at.eq(now));
        let place = (
            unsaved_pages::dossier_id.eq(self.dossier),
            unsaved_pages::account_id.eq(self.author),
            unsaved_pages::page.eq(self.page),
            unsaved_pages::rev.eq(self.rev),
        );
        diesel::insert_into(unsaved_pages::table)
            .values((place, pairs.clone()))
            .on_conflict((
                unsaved_pages::dossier_id,
                unsaved_pages::account_id,
                unsaved_pages::page,
                unsaved_pages::rev,
            ))
            .do_update()
            .set(pairs)
            .execute(&mut **tx)?;
        Ok(())
    }
}

fn pairs_of(json: Value) -> Result<Pairs> {
    serde_json::from_value(json).map_err(Error::internal)
}

/// What one page posted.
struct Unsaved {
    rev: i32,
    pairs: Pairs,
    kept_at: DateTime<Utc>,
}

fn unsaved(db: &mut PgConnection, dossier: Uuid, author: Uuid, n: usize) -> Result<Vec<Unsaved>> {
    let rows: Vec<(i32, Value, DateTime<Utc>)> = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(dossier).and(unsaved_pages::account_id.eq(author)))
        .filter(unsaved_pages::page.eq(i32::try_from(n).map_err(|_| Error::NotFound)?))
        .order(unsaved_pages::kept_at)
        .select((unsaved_pages::rev, unsaved_pages::pairs, unsaved_pages::kept_at))
        .load(db)?;
    rows.into_iter().map(|(rev, pairs, kept_at)| Ok(Unsaved { rev, pairs: pairs_of(pairs)?, kept_at })).collect()
}

/// What waits for somebody to come back to a page.
pub(super) struct Waiting {
    /// As it will be with what they posted.
    pub(super) draft: Value,
    /// When they did.
    pub(super) since: DateTime<Utc>,
}

/// A dossier for a page of its form, with what this person posted of that page after a session of theirs had ended.
pub(super) fn read(
    db: &mut PgConnection,
    who: &Account,
    number: &Number,
    n: usize,
    me: &Writer,
) -> Result<(Open, Option<Waiting>)> {
    let own = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(dossiers::id).and(unsaved_pages::account_id.eq(who.id)))
        .filter(unsaved_pages::page.eq(i32::try_from(n).map_err(|_| Error::NotFound)?));
    let (dossier, waits): (Dossier, bool) = dossiers::table
        .filter(access::fillable_by(who))
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select((Dossier::as_select(), exists(own)))
        .first(db)?;
    let open = Open::around(db, dossier, me.at)?;
    if !waits || !open.is_editable() {
        return Ok((open, None));
    }
    let (mut draft, mut own, mut last) = (open.dossier.writing(), Vec::<(Change, Value)>::new(), me.at);
    for page in unsaved(db, open.dossier.id, who.id, n)? {
        let past = history::since(db, &open.dossier, page.rev)?;
        let past = own.iter().fold(past, |past: Past, (change, draft)| past.then(change, draft));
        let next = open.revision.form.merge_since(&past, &page.pairs, open.only().as_deref(), me);
        own.push((Change::between(&draft, &next, me.clone(), None), next.clone()));
        (draft, last) = (next, page.kept_at);
    }
    Ok((open, Some(Waiting { draft, since: last })))
}

/// Saves what waits of a page that is posted now, before what it posts, as if that page had posted it.
pub(super) async fn take_up(
    db: &Db,
    who: &Account,
    number: &Number,
    n: usize,
    posted: &Writing,
    now: DateTime<Utc>,
) -> Result<()> {
    let (reader, wanted) = (who.clone(), number.clone());
    let find = move |db: &mut PgConnection| {
        let dossier = super::find(db, access::fillable_by(&reader), &wanted)?;
        Ok((dossier.id, unsaved(db, dossier.id, reader.id, n)?))
    };
    let (dossier, waiting) = db.query(find).await?;
    let Some(last) = waiting.last().map(|page| page.kept_at) else { return Ok(()) };
    for page in waiting {
        let writing = Writing {
            pairs: page.pairs,
            rev: Some(page.rev),
            page: posted.page,
            action: Action::Autosave,
            ..Writing::default()
        };
        saving::save(db, who, number, writing, now).await?;
    }
    let taken = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(dossier).and(unsaved_pages::account_id.eq(who.id)))
        .filter(unsaved_pages::page.eq(i32::try_from(n).map_err(|_| Error::NotFound)?))
        .filter(unsaved_pages::kept_at.le(last));
    db.once(move |tx| Ok(diesel::delete(taken).execute(&mut **tx)?)).await?;
    Ok(())
}

/// The first page of which something waits, if any.
pub(super) fn first_page(db: &mut PgConnection, dossier: Uuid, who: Uuid) -> Result<Option<usize>> {
    let page: Option<i32> = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(dossier).and(unsaved_pages::account_id.eq(who)))
        .order(unsaved_pages::page)
        .select(unsaved_pages::page)
        .first(db)
        .optional()?;
    Ok(page.and_then(|page| usize::try_from(page).ok()))
}

/// Forgets what nobody came back for. Returns how many pages.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(unsaved_pages::table.filter(unsaved_pages::kept_at.lt(now - KEPT))).execute(&mut **tx)?)
}
