//! What surrounds every page: language, token, account, the message left by the last action.

use super::csrf;
use super::i18n::{Lang, has, text};
use super::session::Account;
use super::views::Views;
use crate::form::Element;
use crate::{Error, Result};
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse, dev::Payload};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::future::{Ready, ready};
use tera::Context;

const LANGUAGE_COOKIE: &str = "lang";
const FLASH_COOKIE: &str = "flash";

/// What pages need of the settings.
#[derive(Clone)]
pub struct Settings {
    /// Signs the tokens of forms.
    pub secret: String,
    /// Whether the site is reached over https: cookies are then `Secure`, with the `__Host-` prefix.
    pub secure: bool,
    /// What tells the time.
    pub clock: fn() -> DateTime<Utc>,
}

impl Settings {
    /// A cookie's name as browsers should hold it.
    pub fn cookie_name(&self, plain: &str) -> String {
        if self.secure { format!("__Host-{plain}") } else { plain.to_owned() }
    }
}

/// The surroundings of one response, extracted from its request.
#[derive(Clone)]
pub struct Page {
    pub lang: Lang,
    pub path: String,
    /// The query without the language: what another language of the same page keeps.
    query: String,
    pub account: Option<Account>,
    pub csrf: String,
    views: Views,
    settings: Settings,
    seed: String,
    seed_is_new: bool,
    language_chosen: bool,
    flash: Option<Flash>,
}

/// A message left by the last action: `success`, `info` or `error`.
#[derive(Debug, Clone, Serialize)]
struct Flash {
    kind: String,
    text: String,
}

impl Page {
    /// The surroundings for a request. A session that can't be read is taken for none: this serves error pages too.
    pub fn of(request: &HttpRequest) -> Result<Self> {
        let views = data::<Views>(request)?;
        let settings = data::<Settings>(request)?;
        let account = Account::claimed(request).unwrap_or_default();
        let known = request.cookie(&settings.cookie_name("csrf")).map(|cookie| cookie.value().to_owned());
        let seed_is_new = known.as_ref().is_none_or(|seed| seed.len() > 64);
        let seed = known.filter(|_| !seed_is_new).unwrap_or_else(csrf::seed);
        let chosen = chosen_language(request);
        let lang = chosen.unwrap_or_else(|| language(request, account.as_ref()));
        Ok(Self {
            lang,
            path: request.path().to_owned(),
            query: other_than_language(request.query_string()),
            csrf: csrf::token(&settings.secret, &seed, account.as_ref().map(|account| account.id), (settings.clock)()),
            language_chosen: chosen.is_some(),
            flash: flash(request, lang),
            account,
            views,
            settings,
            seed,
            seed_is_new,
        })
    }

    /// A whole page.
    pub fn render(&self, template: &str, page: &impl Serialize) -> Result<HttpResponse> {
        self.render_as(StatusCode::OK, template, page)
    }

    /// A whole page with another status than 200.
    pub fn render_as(&self, status: StatusCode, template: &str, page: &impl Serialize) -> Result<HttpResponse> {
        let html = self.views.draw(self.lang, template, &self.context(page))?;
        let mut response = HttpResponse::build(status);
        response.content_type("text/html; charset=utf-8").insert_header((header::CACHE_CONTROL, "no-store"));
        if self.seed_is_new {
            let mut cookie = self.cookie(self.settings.cookie_name("csrf"), self.seed.clone());
            // A page that a browser brings back after a restart must still be able to post.
            cookie.set_max_age(Duration::days(365));
            response.cookie(cookie);
        }
        if self.language_chosen {
            let mut cookie = self.cookie(LANGUAGE_COOKIE.to_owned(), self.lang.code().to_owned());
            cookie.set_max_age(Duration::days(365));
            response.cookie(cookie);
        }
        if self.flash.is_some() {
            let mut cookie = self.cookie(FLASH_COOKIE.to_owned(), String::new());
            cookie.make_removal();
            response.cookie(cookie);
        }
        Ok(response.body(html))
    }

    /// Elements of a form as HTML, in the reader's language; see [`Views::elements`].
    pub fn elements(&self, elements: Vec<Element>, in_place: bool) -> Result<String> {
        self.views.elements(self.lang, elements, in_place)
    }

    /// A part of a page, for an update in place.
    pub fn render_part(&self, template: &str, page: &impl Serialize) -> Result<HttpResponse> {
        self.render_part_as(StatusCode::OK, template, page)
    }

    /// The same with another status than 200.
    pub fn render_part_as(&self, status: StatusCode, template: &str, page: &impl Serialize) -> Result<HttpResponse> {
        let html = self.views.draw(self.lang, template, &self.context(page))?;
        Ok(HttpResponse::build(status)
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(html))
    }

    /// To another page, with a message: `kind` is `success`, `info` or `error`, `key` that of its text.
    pub fn redirect_with(&self, location: &str, kind: &str, key: &str) -> HttpResponse {
        let mut response = super::see_other(location);
        let cookie = self.cookie(FLASH_COOKIE.to_owned(), format!("{kind}.{key}"));
        // A cookie that can't be written would only lose the message.
        let _ = response.add_cookie(&cookie);
        response
    }

    fn context(&self, page: &impl Serialize) -> Context {
        let mut context = Context::new();
        context.insert("path", &self.path);
        context.insert("query", &self.query);
        context.insert("csrf", &self.csrf);
        context.insert("account", &self.account.as_ref().map(shown));
        context.insert("flash", &self.flash);
        context.insert("page", page);
        context
    }

    fn cookie(&self, name: String, value: String) -> Cookie<'static> {
        let cookie = Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax);
        cookie.secure(self.settings.secure).finish()
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    name: String,
    email: &'a str,
    instructor: bool,
    official: bool,
    admin: bool,
}

fn shown(account: &Account) -> Shown<'_> {
    Shown {
        name: account.name(),
        email: &account.email,
        instructor: account.instructor,
        official: account.official,
        admin: account.administrator,
    }
}

impl FromRequest for Page {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

/// A value that the application shares with its handlers.
pub fn data<T: Clone + 'static>(request: &HttpRequest) -> Result<T> {
    let missing = || Error::internal(format!("no {} in the application's data", std::any::type_name::<T>()));
    request.app_data::<Data<T>>().map(|data| data.get_ref().clone()).ok_or_else(missing)
}

/// `a=1&lang=en` → `a=1&`.
fn other_than_language(query: &str) -> String {
    let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
    kept.map(|pair| format!("{pair}&")).collect()
}

fn chosen_language(request: &HttpRequest) -> Option<Lang> {
    let query = request.query_string().split('&').find_map(|pair| pair.strip_prefix("lang="))?;
    Lang::from_code(query)
}

fn language(request: &HttpRequest, account: Option<&Account>) -> Lang {
    let cookie = request.cookie(LANGUAGE_COOKIE).and_then(|cookie| Lang::from_code(cookie.value()));
    let accepted = || {
        let header = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        header.map(Lang::accepted)
    };
    cookie.or_else(|| account.map(|account| account.language)).or_else(accepted).unwrap_or_default()
}

/// The message of a cookie, if it names a text of ours: a cookie is no place to write on our pages from.
fn flash(request: &HttpRequest, lang: Lang) -> Option<Flash> {
    let cookie = request.cookie(FLASH_COOKIE)?;
    let (kind, key) = cookie.value().split_once('.')?;
    let known = ["success", "info", "error"].contains(&kind) && has(lang, key);
    known.then(|| Flash { kind: kind.to_owned(), text: text(lang, key, &[]) })
}

#[cfg(test)]
mod tests {
    use super::other_than_language;

    #[test]
    fn another_language_keeps_the_rest_of_the_address() {
        assert_eq!(other_than_language(""), "");
        assert_eq!(other_than_language("lang=en"), "");
        assert_eq!(other_than_language("jeton=x&lang=fr&%2Fname=Zo%C3%A9"), "jeton=x&%2Fname=Zo%C3%A9&");
    }
}
