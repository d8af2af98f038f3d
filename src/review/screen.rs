//! A dossier's page at the desk: shown, acted on, written to.

use super::dossier::{self, Screen};
use super::step::{Tried, Typed};
use crate::Result;
use crate::app::App;
use crate::dossiers::place::Place;
use crate::dossiers::unsent::{self, Message, Sent};
use crate::dossiers::{Number, access, lock, parsed};
use crate::messages::{self, Side};
use crate::web::i18n::{has, text};
use crate::web::{Account, ErrorLink, Instructor, Lang, Page};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    screen: Screen,
    errors: Vec<ErrorLink>,
    /// What stands in the forms of buttons, by their names.
    typed: BTreeMap<String, Typed>,
    /// What was written for buttons that are no longer there.
    left: Vec<Left>,
    /// The form of a message.
    message: unsent::Shown,
}

/// What was written for a button that is no longer there, to be copied.
#[derive(Serialize)]
struct Left {
    name: String,
    /// When it was kept, if it was sent without a session.
    unsent: Option<DateTime<FixedOffset>>,
    texts: Vec<String>,
}

impl Left {
    fn of(name: String, typed: &Typed) -> Self {
        let texts = typed.texts().into_iter().filter(|text| !text.trim().is_empty()).map(str::to_owned).collect();
        Self { name, unsent: typed.unsent, texts }
    }
}

/// GET `/instruction/dossiers/{number}`.
pub async fn show(app: Data<App>, page: Page, Instructor(who): Instructor, path: Path<String>) -> Result<HttpResponse> {
    draw(&app, &page, who, parsed(&path)?, StatusCode::OK, Posted::Nothing).await
}

/// What was posted and is shown again.
pub(super) enum Posted {
    Nothing,
    Step(Tried),
    Message(unsent::Shown),
}

pub(super) async fn draw(
    app: &App,
    page: &Page,
    who: Account,
    number: Number,
    status: StatusCode,
    posted: Posted,
) -> Result<HttpResponse> {
    let (lang, now) = (page.lang, app.now());
    let read = app.db.read(move |db| {
        let screen = dossier::screen(db, &who, &number, lang, now)?;
        Ok((screen, unsent::waiting(db, &number, &who)?))
    });
    let (screen, waiting) = read.await?;
    let mut view = Shown {
        message: unsent::message(&waiting, Side::Administration),
        screen,
        errors: Vec::new(),
        typed: BTreeMap::new(),
        left: Vec::new(),
    };
    for (place, kept) in waiting {
        let Place::Step(name) = place else { continue };
        let typed = Typed::kept(kept);
        if view.screen.offers(&name) {
            view.typed.insert(name, typed);
        } else {
            view.left.push(Left::of(name, &typed));
        }
    }
    match posted {
        Posted::Nothing => {}
        Posted::Step(tried) => view.again(tried, lang),
        Posted::Message(message) => {
            view.errors.clone_from(&message.form.summary);
            view.message = message;
        }
    }
    page.render_as(status, "review/show.html", &view)
}

impl Shown {
    /// A step that did not go through, with what was typed and what is missing.
    fn again(&mut self, tried: Tried, lang: Lang) {
        let name = tried.transition.clone();
        let mut typed = tried.typed.clone();
        let missing = match self.screen.buttons.iter_mut().find(|button| button.name == name) {
            Some(button) if tried.is_mended() => tried.missing(button, None, &typed.input(), lang),
            // What takes a row of a clock back asks why.
            None if tried.is_mended() => tried.words(lang).map(|words| ("motivation", words)).into_iter().collect(),
            _ => Vec::new(),
        };
        let links = missing.iter().map(|(input, words)| ErrorLink::new(format!("#{name}-{input}"), &**words));
        self.errors.extend(links);
        if missing.is_empty() {
            self.errors.extend(tried.words(lang).map(|words| ErrorLink::new(format!("#{name}"), words)));
        }
        typed.errors.extend(missing);
        if self.screen.offers(&name) {
            self.typed.insert(name, typed);
        } else {
            self.left.push(Left::of(name, &typed));
        }
    }
}

/// Why a step did not go through, in words.
pub(super) fn said(lang: Lang, code: &str) -> String {
    let key = format!("review-error-{code}");
    text(lang, if has(lang, &key) { &key } else { "review-error-not-enabled" }, &[])
}

/// POST `/instruction/dossiers/{number}/messages`.
pub async fn send_message(
    app: Data<App>,
    page: Page,
    who: Result<Instructor>,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, now, place) = (parsed(&path)?, app.now(), Place::Message(Side::Administration));
    let who = who.map(|Instructor(who)| who);
    let (who, given) = match unsent::read::<Message>((&app, &page), who, &number, &place, (&request, payload)).await? {
        Sent::For(who, given) => (who, given),
        Sent::Answered(answer) => return Ok(answer),
    };
    let address = format!("/instruction/dossiers/{number}#messages");
    let (body, showed) = (given.body.clone(), given.showed);
    let send = {
        let (who, number) = (who.clone(), number.clone());
        move |tx: &mut crate::db::Tx<'_>| {
            let dossier = lock(tx, access::consultable_by(&who, now), &number)?;
            messages::send(tx, dossier.id, who.id, Side::Administration, &body, now)?;
            unsent::forget(tx, &who, &number, &place, showed)
        }
    };
    let Err(error) = app.db.write(send).await else {
        return Ok(page.redirect_with(&address, "success", "messages-sent"));
    };
    let again = Posted::Message(given.refused(page.lang, error)?);
    draw(&app, &page, who, number, StatusCode::UNPROCESSABLE_ENTITY, again).await
}
