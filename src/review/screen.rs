//! A dossier's page at the desk: shown, acted on, written to.

use super::act::{self, Click, Stamp};
use super::dossier::{self, Screen};
use crate::app::App;
use crate::dossiers::place::Place;
use crate::dossiers::step::Outcome;
use crate::dossiers::unsent::{self, Message, Sent, Showed};
use crate::dossiers::{Number, access, lock, parsed};
use crate::messages::{self, Side};
use crate::web::i18n::{has, text};
use crate::web::{Account, ErrorLink, FromPairs, Instructor, Lang, Page, Pairs};
use crate::workflow::Command;
use crate::{Error, Result};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    screen: Screen,
    errors: Vec<ErrorLink>,
    /// What stands in the forms of buttons, by their names.
    typed: BTreeMap<String, Typed>,
    /// What was written for buttons that are no longer there, with their names.
    left: Vec<(String, Typed)>,
    /// The form of a message.
    message: unsent::Shown,
}

/// What somebody typed for a step that did not go through: it was refused, or their session had ended.
#[derive(Default, Serialize)]
struct Typed {
    motivation: String,
    message: String,
    fields: Vec<String>,
    /// What is wrong with it.
    error: Option<String>,
    /// When it was kept, if it was sent without a session.
    unsent: Option<DateTime<FixedOffset>>,
}

impl Typed {
    fn of(pairs: &Pairs) -> Self {
        let all = |name: &str| -> Vec<String> {
            pairs.iter().filter(|(own, _)| own == name).map(|(_, text)| text.clone()).collect()
        };
        let text = |name: &str| all(name).concat().replace("\r\n", "\n");
        Self { motivation: text("motivation"), message: text("message"), fields: all("fields"), ..Self::default() }
    }
}

/// GET `/instruction/dossiers/{number}`.
pub async fn show(app: Data<App>, page: Page, Instructor(who): Instructor, path: Path<String>) -> Result<HttpResponse> {
    draw(&app, &page, who, parsed(&path)?, StatusCode::OK, Posted::Nothing).await
}

/// What was posted and is shown again.
enum Posted {
    Nothing,
    Step(Tried),
    Message(unsent::Shown),
}

/// A step that did not go through: nothing that was typed is lost.
struct Tried {
    transition: String,
    step: Step,
    /// What is told of it.
    words: String,
}

async fn draw(
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
        let typed = Typed { unsent: Some(kept.kept_at), ..Typed::of(&kept.pairs) };
        if view.screen.offers(&name) {
            view.typed.insert(name, typed);
        } else {
            view.left.push((name, typed));
        }
    }
    match posted {
        Posted::Nothing => {}
        Posted::Step(Tried { transition, step, words }) => {
            let error = (status == StatusCode::UNPROCESSABLE_ENTITY).then(|| words.clone());
            view.errors.push(ErrorLink::new(format!("#{transition}"), words));
            view.typed.insert(transition, Typed { error, unsent: step.showed.kept_at, ..step.typed });
        }
        Posted::Message(message) => {
            view.errors.clone_from(&message.form.summary);
            view.message = message;
        }
    }
    page.render_as(status, "review/show.html", &view)
}

/// The form of a step.
#[derive(Default)]
pub struct Step {
    stamp: Stamp,
    typed: Typed,
    showed: Showed,
}

impl unsent::Form for Step {
    fn showed(&self) -> Showed {
        self.showed
    }
}

impl FromPairs for Step {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let showed = Showed::of(&pairs)?;
        let mut step = Self { stamp: Stamp::of(&pairs, showed)?, typed: Typed::of(&pairs), showed };
        step.typed.fields.retain(|field| !field.is_empty());
        let Typed { motivation, message, fields, .. } = &step.typed;
        let bounded = motivation.len().max(message.len()) <= 40_000 && fields.len() <= 500;
        if bounded { Ok(step) } else { Err(Error::Invalid("malformed")) }
    }
}

/// POST `/instruction/dossiers/{number}/transitions/{name}`. Somebody was first, or the step is not possible any more:
/// the answer is 409 with the dossier as it is now.
pub async fn act(
    app: Data<App>,
    page: Page,
    who: Result<Instructor>,
    path: Path<(String, String)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, transition) = path.into_inner();
    let (number, now, place) = (parsed(&number)?, app.now(), Place::Step(transition.clone()));
    let who = who.map(|Instructor(who)| who);
    let (who, step) = match unsent::read::<Step>((&app, &page), who, &number, &place, (&request, payload)).await? {
        Sent::For(who, step) => (who, step),
        Sent::Answered(answer) => return Ok(answer),
    };
    let click =
        Click { command: Command::of_button(&transition), stamp: step.stamp.clone(), input: input(&step.typed) };
    let done = {
        let (who, number, showed) = (who.clone(), number.clone(), step.showed);
        let act = move |tx: &mut crate::db::Tx<'_>| {
            let done = act::act(tx, &who, &number, &click, now)?;
            // What was written for a step that was not taken goes on waiting.
            if done != Outcome::Overtaken {
                unsent::forget(tx, &who, &number, &place, showed)?;
            }
            Ok(done)
        };
        app.db.write(act).await
    };
    let (status, code) = match &done {
        Ok(Outcome::Overtaken) | Err(Error::Conflict) => (StatusCode::CONFLICT, "conflict"),
        Ok(_) => {
            let address = format!("/instruction/dossiers/{number}");
            return Ok(page.redirect_with(&address, "success", "review-done"));
        }
        Err(Error::Refused(refusal)) if act::is_mended(*refusal) => (StatusCode::UNPROCESSABLE_ENTITY, refusal.code()),
        Err(Error::Invalid(code @ "message-empty")) => (StatusCode::UNPROCESSABLE_ENTITY, *code),
        Err(Error::Refused(refusal)) => (StatusCode::CONFLICT, refusal.code()),
        Err(_) => return done.map(|_| HttpResponse::Ok().finish()),
    };
    let tried = Tried { transition, step, words: said(page.lang, code) };
    draw(&app, &page, who, number, status, Posted::Step(tried)).await
}

/// Why a step did not go through, in words.
pub(super) fn said(lang: Lang, code: &str) -> String {
    let key = format!("review-error-{code}");
    text(lang, if has(lang, &key) { &key } else { "review-error-not-enabled" }, &[])
}

fn input(typed: &Typed) -> Value {
    json!({ "motivation": typed.motivation.trim(), "message": typed.message.trim(), "fields": typed.fields })
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
