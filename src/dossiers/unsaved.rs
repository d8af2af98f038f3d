//! What a page posts after its session has ended. It is kept apart, for whom the page was drawn for, and shown to them once
//! they are signed in again; the next save takes it up like any other page's.

use super::draft::Open;
use super::filling::{page_address, pages_to_fill};
use super::writing::{self, Action, Writing};
use super::{Dossier, Number, access, history, saving};
use crate::app::App;
use crate::db::{Db, Tx};
use crate::files::upload;
use crate::form::{Change, Past, Writer};
use crate::schema::{dossiers, invitations, unsaved_pages};
use crate::web::{Account, Authors, Claim, Lang, MAX_BODY, Page, Pairs, sign_in_to, wants_part};
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
use std::collections::HashSet;
use uuid::Uuid;

/// Pages that wait for one person in one dossier.
const MOST: i64 = 50;
/// Names longer than this are no pointer of ours.
const MAX_NAME: usize = 2_000;

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
    let number_read = number.clone();
    let authors = Authors::new(request, app.db.query(move |db| writers(db, &number_read)).await?)?;
    let (author, pairs) = match request.content_type().to_ascii_lowercase().as_str() {
        "multipart/form-data" => {
            let form = Multipart::from_request(request, &mut payload).await.map_err(|_| Error::Unauthenticated)?;
            upload::texts(form, &authors).await?
        }
        _ => authors.read(request, &mut payload).await?,
    };
    keep_read(app, page, number, n, request, (author, pairs)).await
}

/// The same, for what was read before its author turned out to be signed out.
pub(super) async fn keep_read(
    app: &App,
    page: &Page,
    number: &Number,
    n: usize,
    request: &HttpRequest,
    (author, pairs): (Uuid, Pairs),
) -> Result<HttpResponse> {
    let (now, place) = (app.now(), number.clone());
    app.db.write(move |tx| add(tx, &place, n, author, pairs, now)).await?;
    let sign_in = sign_in_to(&page_address(number.as_str(), n));
    if wants_part(request) {
        return page.render_part_as(StatusCode::UNAUTHORIZED, "dossiers/signed_out.html", &SignedOut { sign_in });
    }
    Ok(page.redirect_with(&sign_in, "info", "dossiers-unsaved-kept"))
}

/// Who may have written a dossier. What they may do now is [`access`]'s to say.
fn writers(db: &mut PgConnection, number: &Number) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid, Option<Uuid>)> = dossiers::table
        .left_join(invitations::table)
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select((dossiers::applicant_id, invitations::account_id.nullable()))
        .load(db)?;
    Ok(rows.into_iter().flat_map(|(applicant, invited)| [Some(applicant), invited]).flatten().collect())
}

/// Adds to what the page posted before: saves under way say what changed only. The dossier is locked meanwhile: none of two
/// posts is lost.
fn add(tx: &mut Tx<'_>, number: &Number, n: usize, author: Uuid, posted: Pairs, now: DateTime<Utc>) -> Result<()> {
    let open = Open::lock(tx, access::fillable_by_account(author), number, now)?;
    if n == 0 || n > open.revision.form.pages().len() || !open.is_editable() {
        return Err(Error::Unauthenticated);
    }
    let shown = Writing::of(posted.clone(), Lang::default()).rev.unwrap_or(open.dossier.draft_rev);
    let (page, rev) = (number_of(n)?, shown.clamp(0, open.dossier.draft_rev));
    let row = unsaved_pages::table.find((open.dossier.id, author, page, rev));
    let before: Option<Value> = row.select(unsaved_pages::pairs).first(&mut **tx).optional()?;
    let pairs = joined(before.map(pairs_of).transpose()?.unwrap_or_default(), posted);
    diesel::delete(row).execute(&mut **tx)?;
    let others = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(open.dossier.id).and(unsaved_pages::account_id.eq(author)));
    let kept: Vec<(i32, i32)> = others
        .order(unsaved_pages::kept_at.desc())
        .offset(MOST - 1)
        .select((unsaved_pages::page, unsaved_pages::rev))
        .load(&mut **tx)?;
    for (page, rev) in kept {
        diesel::delete(unsaved_pages::table.find((open.dossier.id, author, page, rev))).execute(&mut **tx)?;
    }
    diesel::insert_into(unsaved_pages::table)
        .values((
            unsaved_pages::dossier_id.eq(open.dossier.id),
            unsaved_pages::account_id.eq(author),
            unsaved_pages::page.eq(page),
            unsaved_pages::rev.eq(rev),
            unsaved_pages::pairs.eq(json!(pairs)),
            unsaved_pages::kept_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// The answers of two posts, the later ones first in right; only the later ones where both are too much.
fn joined(mut before: Pairs, mut posted: Pairs) -> Pairs {
    let is_answer = |name: &str| name.starts_with(['/', '#']) && name.len() <= MAX_NAME;
    posted.retain(|(name, _)| is_answer(name) || name == writing::LANGUAGE);
    let names: HashSet<&str> = posted.iter().map(|(name, _)| name.as_str()).collect();
    before.retain(|(name, _)| !names.contains(name.as_str()));
    let size = |pairs: &Pairs| pairs.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    if size(&before) + size(&posted) > MAX_BODY {
        return posted;
    }
    before.extend(posted);
    before
}

pub(super) fn pairs_of(json: Value) -> Result<Pairs> {
    serde_json::from_value(json).map_err(Error::internal)
}

fn number_of(page: usize) -> Result<i32> {
    i32::try_from(page).map_err(|_| Error::NotFound)
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
        .filter(unsaved_pages::page.eq(number_of(n)?))
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
    who: &Claim,
    number: &Number,
    n: usize,
    me: &Writer,
) -> Result<(Open, Option<Waiting>)> {
    let (account, now) = (who.account().id, me.at.to_utc());
    let own = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(dossiers::id).and(unsaved_pages::account_id.eq(account)))
        .filter(unsaved_pages::page.eq(number_of(n)?));
    let (dossier, waits): (Dossier, bool) = dossiers::table
        .filter(access::fillable_by_claim(who, now))
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select((Dossier::as_select(), exists(own)))
        .first(db)?;
    let open = Open::around(db, dossier, now)?;
    if !waits || !open.is_editable() {
        return Ok((open, None));
    }
    let (mut draft, mut own, mut last) = (open.dossier.writing().into_owned(), Vec::<(Change, Value)>::new(), now);
    for page in unsaved(db, open.dossier.id, account, n)? {
        let past = history::since(db, &open.dossier, page.rev)?;
        let past = own.iter().fold(past, |past: Past, (change, draft)| past.then(change, draft));
        let past = past.in_language(writing::language(&page.pairs).unwrap_or_default().code());
        let next = open.revision.form.merge_since(&past, &page.pairs, open.only(account).as_deref(), me);
        own.push((Change::between(&draft, &next, me.clone(), None), next.clone()));
        (draft, last) = (next, page.kept_at);
    }
    Ok((open, Some(Waiting { draft, since: last })))
}

/// Saves what waits of a page that is posted now, before what it posts, as if that page had posted it.
pub(super) async fn take_up(
    db: &Db,
    claim: &mut Claim,
    number: &Number,
    n: usize,
    posted: &Writing,
    now: DateTime<Utc>,
) -> Result<()> {
    let who = claim.proved().await?.clone();
    let (reader, wanted) = (who.clone(), number.clone());
    let find = move |db: &mut PgConnection| {
        let dossier = super::find(db, access::fillable_by(&reader), &wanted)?;
        Ok((dossier.id, unsaved(db, dossier.id, reader.id, n)?))
    };
    let (dossier, waiting) = db.query(find).await?;
    for page in waiting {
        let writing = Writing {
            pairs: page.pairs.clone(),
            rev: Some(page.rev),
            page: posted.page,
            action: Action::Autosave,
            lang: writing::language(&page.pairs).unwrap_or_default(),
            ..Writing::default()
        };
        saving::save(db, claim, number, writing, now).await?;
        // What came meanwhile stays.
        let taken = unsaved_pages::table
            .find((dossier, who.id, number_of(n)?, page.rev))
            .filter(unsaved_pages::pairs.eq(json!(page.pairs)));
        db.once(move |tx| Ok(diesel::delete(taken).execute(&mut **tx)?)).await?;
    }
    Ok(())
}

/// Locks a dossier that this person filed. Says too whether anything waits of it, on whatever page.
pub(super) fn lock(tx: &mut Tx<'_>, who: &Account, number: &Number, now: DateTime<Utc>) -> Result<(Open, bool)> {
    let own = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(dossiers::id).and(unsaved_pages::account_id.eq(who.id)));
    let (dossier, waits) = dossiers::table
        .filter(access::filed_by(who))
        .filter(dossiers::number.eq(number.as_str().to_owned()))
        .select((Dossier::as_select(), exists(own)))
        .for_update()
        .first(&mut **tx)?;
    Ok((Open::around(tx, dossier, now)?, waits))
}

/// The first page of which something waits, among those that are to be filled.
pub(super) fn first_page(db: &mut PgConnection, open: &Open, who: Uuid) -> Result<Option<usize>> {
    let pages: Vec<i32> = unsaved_pages::table
        .filter(unsaved_pages::dossier_id.eq(open.dossier.id).and(unsaved_pages::account_id.eq(who)))
        .select(unsaved_pages::page)
        .load(db)?;
    if pages.is_empty() {
        return Ok(None);
    }
    let evaluation = open.revision.form.evaluate(&open.dossier.writing(), &open.context());
    let asked = pages_to_fill(open, who, &evaluation);
    Ok(asked.into_iter().find(|page| pages.iter().any(|waiting| usize::try_from(*waiting) == Ok(*page))))
}

/// Forgets what nobody came back for. Returns how many pages.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(unsaved_pages::table.filter(unsaved_pages::kept_at.lt(now - KEPT))).execute(&mut **tx)?)
}
