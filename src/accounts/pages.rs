//! Registering, signing in and out, a lost password.

use super::access::Limits;
use super::{NewAccount, normalised, passwords};
use crate::app::App;
use crate::web::i18n::text;
use crate::web::session::sign_in;
use crate::web::{Filled, Page, Protected, own_address, see_other, sign_in_to};
use crate::{Error, Result, accounts, read_from_form};
use actix_session::Session;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use validator::Validate;

#[derive(Debug, Default, Deserialize)]
pub struct Next {
    /// Where to go on once signed in.
    #[serde(default)]
    suite: String,
}

#[derive(Serialize)]
struct SignIn {
    form: Filled,
    next: String,
    /// The address is not confirmed yet: a new mail has just left.
    unconfirmed: bool,
}

/// GET `/connexion`.
pub async fn sign_in_form(page: Page, next: Query<Next>) -> Result<HttpResponse> {
    if page.account.is_some() {
        return Ok(see_other(own_address(&next.suite)));
    }
    let form = Filled::new([("email", ""), ("password", "")]);
    let next = own_address(&next.suite).to_owned();
    page.render("accounts/sign_in.html", &SignIn { form, next, unconfirmed: false })
}

#[derive(Deserialize)]
#[serde(default)]
pub struct Credentials {
    email: String,
    password: String,
    suite: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self { email: String::new(), password: String::new(), suite: "/".to_owned() }
    }
}

/// POST `/connexion`. A wrong password and an unknown address get the same answer after the same work.
pub async fn sign_in_action(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    session: Session,
    request: HttpRequest,
    Protected(given): Protected<Credentials>,
) -> Result<HttpResponse> {
    let email = normalised(&given.email);
    limits.sign_in(&request, &email)?;
    let found = {
        let email = email.clone();
        app.db.query(move |db| accounts::credentials(db, &email)).await?
    };
    let hash = found.as_ref().map(|found| found.password_hash.clone());
    let right = passwords::verify(given.password, hash).await?;
    let next = own_address(&given.suite).to_owned();
    let mut form = Filled::new([("email", &email), ("password", "")]);
    match found.filter(|_| right) {
        None => {
            form.refuse("email", text(page.lang, "accounts-error-credentials", &[]));
            let view = SignIn { form, next, unconfirmed: false };
            page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "accounts/sign_in.html", &view)
        }
        Some(found) if found.confirmed_at.is_none() => {
            limits.mail(&request, &email)?;
            let now = app.now();
            {
                let next = next.clone();
                app.db.write(move |tx| accounts::send_confirmation(tx, found.id, &next, now)).await?;
            }
            let view = SignIn { form, next, unconfirmed: true };
            page.render_as(StatusCode::FORBIDDEN, "accounts/sign_in.html", &view)
        }
        Some(found) => {
            let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
            sign_in(&session, found.id, agent.unwrap_or_default())?;
            Ok(see_other(next))
        }
    }
}

/// POST `/deconnexion`.
pub async fn sign_out(page: Page, session: Session, _: Protected<crate::web::Pairs>) -> HttpResponse {
    session.purge();
    page.redirect_with("/", "success", "accounts-signed-out")
}

#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct Registration {
    #[validate(email, length(max = 200))]
    email: String,
    #[validate(length(min = 1, max = 100))]
    given_name: String,
    #[validate(length(min = 1, max = 100))]
    family_name: String,
    password: String,
    /// Where to go on once the account is confirmed.
    suite: String,
}
read_from_form!(Registration, Credentials, Address, Choice, Token);

impl Registration {
    fn trimmed(self) -> Self {
        let Self { email, given_name, family_name, password, suite } = self;
        let trim = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self {
            email: normalised(&email),
            given_name: trim(given_name),
            family_name: trim(family_name),
            password,
            suite,
        }
    }

    fn shown(&self) -> Filled {
        Filled::new([
            ("email", &self.email),
            ("given_name", &self.given_name),
            ("family_name", &self.family_name),
            ("password", ""),
        ])
    }
}

#[derive(Serialize)]
struct Register {
    form: Filled,
    next: String,
}

/// GET `/inscription`.
pub async fn register_form(page: Page, next: Query<Next>) -> Result<HttpResponse> {
    let form = Registration::default().shown();
    page.render("accounts/register.html", &Register { form, next: own_address(&next.suite).to_owned() })
}

/// POST `/inscription`. The answer is the same whether or not the address had an account.
pub async fn register(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    request: HttpRequest,
    Protected(given): Protected<Registration>,
) -> Result<HttpResponse> {
    let given = given.trimmed();
    let mut form = given.shown();
    if let Err(errors) = given.validate() {
        form.refuse_all(page.lang, "accounts", &errors);
    }
    let about = [given.email.as_str(), &given.given_name, &given.family_name];
    if let Some(weakness) = passwords::weakness(&given.password, &about) {
        form.refuse("password", text(page.lang, &format!("accounts-error-password-{weakness}"), &[]));
    }
    if form.is_wrong() {
        let view = Register { form, next: own_address(&given.suite).to_owned() };
        return page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "accounts/register.html", &view);
    }
    limits.mail(&request, &given.email)?;
    let new = NewAccount {
        password_hash: passwords::hash(given.password).await?,
        email: given.email,
        given_name: given.given_name,
        family_name: given.family_name,
        language: page.lang.code().to_owned(),
    };
    let (now, email, next) = (app.now(), new.email.clone(), own_address(&given.suite).to_owned());
    app.db.write(move |tx| accounts::register(tx, new, &next, now)).await?;
    sent(&page, "register", email)
}

#[derive(Serialize)]
struct Sent<'a> {
    what: &'a str,
    email: String,
}

fn sent(page: &Page, what: &str, email: String) -> Result<HttpResponse> {
    page.render("accounts/sent.html", &Sent { what, email })
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Token {
    jeton: String,
    suite: String,
}

/// GET `/inscription/confirmation`: a button, since programs that scan mail follow links by themselves.
pub async fn confirm_form(page: Page, token: Query<Token>) -> Result<HttpResponse> {
    page.render("accounts/confirm.html", &*token)
}

/// POST `/inscription/confirmation`.
pub async fn confirm(app: Data<App>, page: Page, Protected(token): Protected<Token>) -> Result<HttpResponse> {
    let (now, sign_in) = (app.now(), sign_in_to(own_address(&token.suite)));
    match app.db.write(move |tx| accounts::confirm(tx, &token.jeton, now)).await {
        Ok(()) => Ok(page.redirect_with(&sign_in, "success", "accounts-confirmed")),
        Err(Error::NotFound) => Err(Error::Invalid("link-expired")),
        Err(error) => Err(error),
    }
}

#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct Address {
    #[validate(email, length(max = 200))]
    email: String,
}

#[derive(Serialize)]
struct Ask {
    form: Filled,
}

/// GET `/mot-de-passe`.
pub async fn ask_reset_form(page: Page) -> Result<HttpResponse> {
    page.render("accounts/ask_reset.html", &Ask { form: Filled::new([("email", "")]) })
}

/// POST `/mot-de-passe`. The answer is the same whether or not the address has an account.
pub async fn ask_reset(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    request: HttpRequest,
    Protected(given): Protected<Address>,
) -> Result<HttpResponse> {
    let email = normalised(&given.email);
    let given = Address { email: email.clone() };
    if let Err(errors) = given.validate() {
        let mut form = Filled::new([("email", &email)]);
        form.refuse_all(page.lang, "accounts", &errors);
        return page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "accounts/ask_reset.html", &Ask { form });
    }
    limits.mail(&request, &email)?;
    let (now, to) = (app.now(), email.clone());
    app.db.write(move |tx| accounts::ask_reset(tx, &to, now)).await?;
    sent(&page, "reset", email)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    jeton: String,
    password: String,
}

#[derive(Serialize)]
struct Choose {
    form: Filled,
    jeton: String,
}

/// GET `/mot-de-passe/nouveau`.
pub async fn reset_form(page: Page, token: Query<Token>) -> Result<HttpResponse> {
    let form = Filled::new([("password", "")]);
    page.render("accounts/reset.html", &Choose { form, jeton: token.into_inner().jeton })
}

/// POST `/mot-de-passe/nouveau`.
pub async fn reset(app: Data<App>, page: Page, Protected(given): Protected<Choice>) -> Result<HttpResponse> {
    if let Some(weakness) = passwords::weakness(&given.password, &[]) {
        let mut form = Filled::new([("password", "")]);
        form.refuse("password", text(page.lang, &format!("accounts-error-password-{weakness}"), &[]));
        let view = Choose { form, jeton: given.jeton };
        return page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "accounts/reset.html", &view);
    }
    let (now, hash) = (app.now(), passwords::hash(given.password).await?);
    match app.db.write(move |tx| accounts::reset(tx, &given.jeton, &hash, now)).await {
        Ok(()) => Ok(page.redirect_with("/connexion", "success", "accounts-password-changed")),
        Err(Error::NotFound) => Err(Error::Invalid("link-expired")),
        Err(error) => Err(error),
    }
}
