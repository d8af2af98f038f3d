//! `/avis/{token}`: what somebody without an account was asked, as their link shows it. It is no session: no cookie lets anybody in,
//! and no other page opens by it. What a bad link may be is never told.

use super::agents::{self, Sheet};
use super::facts::Facts;
use super::opinion_view::{self, Typed};
use super::opinions;
use super::step::{self, Act, Outcome};
use super::writing::Action;
use crate::accounts::access::Limits;
use crate::app::App;
use crate::db::Tx;
use crate::web::i18n::{has, text};
use crate::web::{FromPairs, Lang, Page, Pairs, Protected};
use crate::workflow::{Actor, Command, Refusal};
use crate::{Error, Result, files};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

/// The longest text that says why.
const LONGEST: usize = 40_000;

/// GET `/avis/{token}`.
pub async fn show(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    token: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    limits.opinion(&request)?;
    draw(&app, &page, &token, (StatusCode::OK, None)).await
}

async fn draw(app: &App, page: &Page, token: &str, answer: (StatusCode, Option<Typed>)) -> Result<HttpResponse> {
    let (now, lang, wanted) = (app.now(), page.lang, token.to_owned());
    let read = move |db: &mut diesel::PgConnection| {
        let asked = opinions::found(db, &wanted, now)?;
        let reasons = opinion_view::reasons(db, &asked)?;
        Ok((asked, reasons))
    };
    let (asked, reasons) = match app.db.read(read).await {
        Ok(found) => found,
        Err(Error::NotFound) => return gone(page),
        Err(error) => return Err(error),
    };
    let (status, typed) = answer;
    if asked.link.used_at.is_some() {
        let sent = opinion_view::sent(&asked, reasons, lang)?;
        return page.render_as(status, "dossiers/opinion_sent.html", &sent).map(apart);
    }
    let view = opinion_view::asked(&asked, page, token, typed.unwrap_or_default(), now)?;
    page.render_as(status, "dossiers/opinion.html", &view).map(apart)
}

/// The same words for every link that leads nowhere.
fn gone(page: &Page) -> Result<HttpResponse> {
    page.render_as(StatusCode::NOT_FOUND, "dossiers/opinion_gone.html", &json!({})).map(apart)
}

/// No copy on the way, no search engine, no trace of the address elsewhere.
fn apart(mut response: HttpResponse) -> HttpResponse {
    let own = [
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    ];
    own.into_iter()
        .for_each(|(name, value)| drop(response.headers_mut().insert(name, HeaderValue::from_static(value))));
    response
}

/// GET `/avis/{token}/fichiers/{id}`: a file of what is shown.
pub async fn file(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    path: Path<(String, Uuid)>,
    request: HttpRequest,
) -> Result<HttpResponse> {
    limits.opinion(&request)?;
    let (token, id) = path.into_inner();
    let (now, lang) = (app.now(), page.lang);
    let read = move |db: &mut diesel::PgConnection| {
        let asked = opinions::found(db, &token, now)?;
        let file = files::find(db, id)?;
        let is_shown = asked.link.used_at.is_none() && file.dossier_id == asked.dossier.id;
        if is_shown && opinion_view::shows_file(&asked, id, lang)? { Ok(file) } else { Err(Error::NotFound) }
    };
    match app.db.query(read).await {
        Ok(file) => files::send(&app.storage, file).await.map(apart),
        Err(Error::NotFound) => gone(&page),
        Err(error) => Err(error),
    }
}

/// What the page posts.
pub struct Post {
    outcome: String,
    motivation: String,
    pairs: Pairs,
}

impl FromPairs for Post {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let said = |name: &str| pairs.iter().rev().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let outcome = said("outcome").unwrap_or_default().to_owned();
        let motivation = said("motivation").unwrap_or_default().replace("\r\n", "\n");
        if motivation.len() <= LONGEST {
            Ok(Self { outcome, motivation, pairs })
        } else {
            Err(Error::Invalid("malformed"))
        }
    }
}

/// What came of a post.
enum Done {
    /// It is sent, now or before.
    Sent,
    Kept,
    Unfit(Box<Typed>),
    /// A time limit had run out.
    Overtaken,
}

/// POST `/avis/{token}`: gives the opinion, once, or keeps what is written for later.
pub async fn give(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    token: Path<String>,
    request: HttpRequest,
    post: Protected<Post>,
) -> Result<HttpResponse> {
    limits.opinion(&request)?;
    let (now, post, wanted, address) = (app.now(), post.0, token.clone(), format!("/avis/{token}"));
    let mut typed = Typed {
        outcome: Some(post.outcome.clone()),
        motivation: Some(post.motivation.clone()),
        pairs: Some(post.pairs.clone()),
        ..Typed::default()
    };
    let (status, code) = match app.db.write(move |tx| write(tx, &wanted, &post, now)).await {
        Ok(Done::Sent) => return Ok(apart(crate::web::see_other(&address))),
        Ok(Done::Kept) => return Ok(apart(page.redirect_with(&address, "success", "opinions-kept"))),
        Ok(Done::Unfit(unfit)) => {
            return draw(&app, &page, &token, (StatusCode::UNPROCESSABLE_ENTITY, Some(*unfit))).await;
        }
        Ok(Done::Overtaken) | Err(Error::Conflict) => (StatusCode::CONFLICT, "conflict"),
        Err(Error::Refused(refusal @ (Refusal::MotivationRequired | Refusal::Outcome))) => {
            (StatusCode::UNPROCESSABLE_ENTITY, refusal.code())
        }
        Err(Error::Refused(refusal)) => (StatusCode::CONFLICT, refusal.code()),
        Err(Error::NotFound) => return gone(&page),
        Err(error) => return Err(error),
    };
    typed.error = Some(said(page.lang, code));
    draw(&app, &page, &token, (status, Some(typed))).await
}

fn said(lang: Lang, code: &str) -> String {
    let key = format!("opinions-error-{code}");
    text(lang, if has(lang, &key) { &key } else { "opinions-error-conflict" }, &[])
}

fn write(tx: &mut Tx<'_>, token: &str, post: &Post, now: DateTime<Utc>) -> Result<Done> {
    let asked = opinions::locked(tx, token, now)?;
    if asked.link.used_at.is_some() {
        return Ok(Done::Sent);
    }
    let (dossier, revision) = (&asked.dossier, &*asked.revision);
    let form = asked.task()?.form.as_deref().and_then(|form| revision.own_form(form));
    let sheet = form.map(|form| Sheet::new(form, dossier, revision, now));
    let draft = sheet.as_ref().map(|sheet| sheet.written(asked.kept("answers"), &post.pairs));
    if Action::of(&post.pairs) != Action::Continue {
        let written = json!({ "answers": draft, "outcome": post.outcome, "motivation": post.motivation });
        opinions::keep(tx, &asked, written)?;
        return Ok(Done::Kept);
    }
    let (input, errors) = agents::finished(sheet.as_ref().zip(draft.as_ref()), &post.outcome, &post.motivation);
    if !errors.is_empty() {
        let (outcome, motivation) = (Some(post.outcome.clone()), Some(post.motivation.clone()));
        return Ok(Done::Unfit(Box::new(Typed { draft, errors, outcome, motivation, ..Typed::default() })));
    }
    let part = usize::try_from(asked.part.part).map_err(Error::internal)?;
    let email = &asked.link.email;
    let act = Act {
        actor_id: None,
        external: Some(email.clone()),
        actor: Actor::outside(email, [asked.part.role.as_str()]),
        command: Command::Task { name: asked.part.name.clone(), part },
        // What others do of the dossier meanwhile takes nothing from an opinion: its own part must be open, and the link good.
        expected_rev: None,
        key: None,
        facts: Facts::of(dossier, revision, None, input, now),
        answers: None,
        group: None,
        now,
    };
    match step::perform(tx, dossier, revision, act)? {
        Outcome::Overtaken => Ok(Done::Overtaken),
        Outcome::Done | Outcome::Replayed => {
            opinions::use_up(tx, &asked.link, now)?;
            Ok(Done::Sent)
        }
    }
}
