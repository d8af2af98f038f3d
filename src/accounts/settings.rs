//! The account's own page: names, language, password, open sessions.

use super::access::Limits;
use super::{credentials, passwords};
use crate::app::App;
use crate::web::i18n::text;
use crate::web::{Account, Filled, Lang, Page, Pairs, Protected, session};
use crate::{Result, accounts, read_from_form};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

#[derive(Serialize)]
struct Settings {
    email: String,
    profile: Filled,
    password: Filled,
    language: Lang,
    sessions: Vec<session::Opened>,
    this_session: Uuid,
}

async fn show(
    app: &App,
    page: &Page,
    who: Account,
    profile: Option<Filled>,
    password: Option<Filled>,
) -> Result<HttpResponse> {
    let (now, id) = (app.now(), who.id);
    let sessions = app.db.query(move |db| session::opened(db, id, now)).await?;
    let wrong = profile.is_some() || password.is_some();
    let names = || Filled::new([("given_name", &who.given_name), ("family_name", &who.family_name)]);
    let view = Settings {
        profile: profile.unwrap_or_else(names),
        password: password.unwrap_or_else(|| Filled::new([("current", ""), ("password", "")])),
        language: who.language,
        this_session: who.session_id,
        email: who.email,
        sessions,
    };
    let status = if wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.render_as(status, "accounts/settings.html", &view)
}

/// GET `/compte`.
pub async fn settings(app: Data<App>, page: Page, who: Account) -> Result<HttpResponse> {
    show(&app, &page, who, None, None).await
}

#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct Profile {
    #[validate(length(min = 1, max = 100))]
    given_name: String,
    #[validate(length(min = 1, max = 100))]
    family_name: String,
    language: Option<Lang>,
}
read_from_form!(Profile, NewPassword);

/// POST `/compte`.
pub async fn update(app: Data<App>, page: Page, who: Account, form: Protected<Profile>) -> Result<HttpResponse> {
    let Protected(mut given) = form;
    given.given_name = given.given_name.trim().to_owned();
    given.family_name = given.family_name.trim().to_owned();
    if let Err(errors) = given.validate() {
        let mut form = Filled::new([("given_name", &given.given_name), ("family_name", &given.family_name)]);
        form.refuse_all(page.lang, "accounts", &errors);
        return show(&app, &page, who, Some(form), None).await;
    }
    let language = given.language.unwrap_or(who.language);
    app.db.write(move |tx| accounts::rename(tx, who.id, (&given.given_name, &given.family_name), language)).await?;
    Ok(page.redirect_with("/compte", "success", "accounts-saved"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct NewPassword {
    current: String,
    password: String,
}

/// POST `/compte/mot-de-passe`. The current password is asked again: an open session is not enough.
pub async fn change_password(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    who: Account,
    request: HttpRequest,
    Protected(given): Protected<NewPassword>,
) -> Result<HttpResponse> {
    limits.sign_in(&request, &who.email)?;
    let mut form = Filled::new([("current", ""), ("password", "")]);
    let email = who.email.clone();
    let kept = app.db.query(move |db| credentials(db, &email)).await?.map(|found| found.password_hash);
    if !passwords::verify(given.current, kept).await? {
        form.refuse("current", text(page.lang, "accounts-error-current", &[]));
    }
    let about = [who.email.as_str(), &who.given_name, &who.family_name];
    if let Some(weakness) = passwords::weakness(&given.password, &about) {
        form.refuse("password", text(page.lang, &format!("accounts-error-password-{weakness}"), &[]));
    }
    if form.is_wrong() {
        return show(&app, &page, who, None, Some(form)).await;
    }
    let (now, hash) = (app.now(), passwords::hash(given.password).await?);
    app.db.write(move |tx| accounts::change_password(tx, who.id, &hash, now)).await?;
    Ok(page.redirect_with("/compte", "success", "accounts-password-changed"))
}

/// POST `/compte/sessions/{id}/fin`.
pub async fn end_session(
    app: Data<App>,
    page: Page,
    who: Account,
    id: Path<Uuid>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let id = id.into_inner();
    app.db.write(move |tx| session::revoke(tx, who.id, id)).await?;
    Ok(page.redirect_with("/compte", "success", "accounts-session-ended"))
}
