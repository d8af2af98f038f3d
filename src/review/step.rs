//! A step on a dossier: its button is pressed, on the dossier's screen or on the page of its form.

use super::act::{self, Click, Stamp};
use super::screen::{self, Posted, said};
use super::step_page::Loaded;
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::agents::Sheet;
use crate::dossiers::offers::Button;
use crate::dossiers::place::Place;
use crate::dossiers::step::Outcome;
use crate::dossiers::unsent::{self, Sent, Showed, Unsent};
use crate::dossiers::writing::Action;
use crate::dossiers::{self, Number, access, parsed};
use crate::web::{Account, FromPairs, Instructor, Lang, Page, Pairs, see_other};
use crate::workflow::{Command, Refusal};
use crate::{Error, Result, procedures};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset};
use diesel::PgConnection;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What somebody typed for a step that did not go through: it was refused, or their session had ended.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Typed {
    pub motivation: String,
    pub message: String,
    pub fields: Vec<String>,
    /// For whom; none for whoever acts.
    pub whom: Option<Uuid>,
    /// What its form was filled with, as the page posts it.
    #[serde(skip)]
    pub pairs: Pairs,
    /// What is wrong, by its input: `motivation`, `message`.
    pub errors: BTreeMap<&'static str, String>,
    /// When it was kept, if it was sent without a session.
    pub unsent: Option<DateTime<FixedOffset>>,
}

impl Typed {
    fn of(pairs: &Pairs) -> Self {
        let all = |name: &str| -> Vec<String> {
            let own = pairs.iter().filter(|(own, text)| own == name && !text.is_empty());
            own.map(|(_, text)| text.clone()).collect()
        };
        let text = |name: &str| all(name).concat().replace("\r\n", "\n");
        Self {
            motivation: text("motivation"),
            message: text("message"),
            fields: all("fields"),
            whom: text("on_behalf").parse().ok(),
            pairs: pairs.clone(),
            ..Self::default()
        }
    }

    /// What waits in the form.
    pub fn kept(kept: Unsent) -> Self {
        Self { unsent: Some(kept.kept_at), ..Self::of(&kept.pairs) }
    }

    /// What the step is told beside its form.
    pub fn input(&self) -> Value {
        json!({ "motivation": self.motivation.trim(), "message": self.message.trim(), "fields": self.fields })
    }

    /// The texts and the answers, to be copied.
    pub fn texts(&self) -> Vec<&str> {
        let answers = self.pairs.iter().filter(|(name, _)| name.starts_with('/')).map(|(_, text)| text.as_str());
        [self.motivation.as_str(), self.message.as_str()].into_iter().chain(answers).collect()
    }
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
        let typed = Typed { unsent: showed.kept_at, ..Typed::of(&pairs) };
        let Typed { motivation, message, fields, .. } = &typed;
        if motivation.len().max(message.len()) > 40_000 || fields.len() > 500 {
            return Err(Error::Invalid("malformed"));
        }
        Ok(Self { stamp: Stamp::of(&pairs, showed)?, typed, showed })
    }
}

/// A step that did not go through: nothing that was typed is lost.
pub struct Tried {
    pub transition: String,
    pub typed: Typed,
    /// Why, by its code; none for a page that is only drawn again.
    pub code: Option<&'static str>,
}

impl Tried {
    /// Whether what is wrong can be mended on the page.
    pub fn is_mended(&self) -> bool {
        matches!(self.code, Some("answers-unfit" | "message-empty" | "motivation-required"))
    }

    /// In words.
    pub fn words(&self, lang: Lang) -> Option<String> {
        self.code.map(|code| said(lang, code))
    }

    /// What a button must be told and is not, by its input. Where automatic branches lead to the decision, the step alone has said
    /// that it must be explained: the page asks for it from now on, unless the form does.
    pub fn missing(
        &self,
        button: &mut Button,
        form: Option<&Sheet<'_>>,
        input: &Value,
        lang: Lang,
    ) -> Vec<(&'static str, String)> {
        let is_blank = |name: &str| input[name].as_str().is_none_or(|text| text.trim().is_empty());
        button.needs.motivation |= self.code == Some(Refusal::MotivationRequired.code());
        if button.needs.motivation && form.is_none_or(|form| !form.asks("/motivation")) {
            button.asks.motivation = Some(true);
        }
        let needed = [
            ("motivation", button.needs.motivation, Refusal::MotivationRequired.code()),
            ("message", button.needs.message, "message-empty"),
        ];
        let missing = needed.into_iter().filter(|(name, is_needed, _)| *is_needed && is_blank(name));
        missing.map(|(name, _, code)| (name, said(lang, code))).collect()
    }
}

/// GET `/instruction/dossiers/{number}/transitions/{name}`: the page of a button's form. Other buttons stand on the dossier's
/// screen.
pub async fn show(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (number, name) = path.into_inner();
    let number = parsed(&number)?;
    match load(&app, &page, &who, (&number, &name)).await? {
        Found::Page(loaded, kept) => {
            page.render_as(StatusCode::OK, "review/step.html", &loaded.view(&page, None, kept)?)
        }
        Found::Button => Ok(see_other(format!("/instruction/dossiers/{number}#{name}"))),
        Found::Nothing => Err(Error::NotFound),
    }
}

/// What stands at an address.
enum Found {
    Page(Box<Loaded>, Option<Unsent>),
    /// A button without a form of the procedure's own.
    Button,
    Nothing,
}

async fn load(app: &App, page: &Page, who: &Account, (number, name): (&Number, &str)) -> Result<Found> {
    let (lang, now, who) = (page.lang, app.now(), who.clone());
    let (number, name) = (number.clone(), name.to_owned());
    let read = move |db: &mut PgConnection| {
        let dossier = dossiers::find(db, access::consultable_by(&who, now), &number)?;
        let revision = procedures::revision(db, dossier.revision_id)?;
        let Some(form) = revision.form_of_button(&dossier.snapshot()?, &name).map(str::to_owned) else {
            return Ok(if revision.knows(&name) { Found::Button } else { Found::Nothing });
        };
        let loaded = Loaded::of(db, &who, (dossier, revision), (&name, form), (lang, now))?;
        let waiting = unsent::waiting(db, &number, &who)?.into_iter();
        let kept = waiting.filter(|(place, _)| *place == Place::Step(name.clone())).map(|(_, kept)| kept).next();
        Ok(Found::Page(Box::new(loaded), kept))
    };
    app.db.read(read).await
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
    let (number, place) = (parsed(&number)?, Place::Step(transition.clone()));
    let who = who.map(|Instructor(who)| who);
    let (who, step) = match unsent::read::<Step>((&app, &page), who, &number, &place, (&request, payload)).await? {
        Sent::For(who, step) => (who, step),
        Sent::Answered(answer) => return Ok(answer),
    };
    // A button for the rows of a form: the page is drawn again, and no step is taken.
    let (status, code) = if Action::of(&step.typed.pairs) != Action::Continue {
        (StatusCode::OK, None)
    } else {
        match refused(take(&app, &who, (&number, &transition), &step).await)? {
            Some((status, code)) => (status, Some(code)),
            None => {
                let address = format!("/instruction/dossiers/{number}");
                return Ok(page.redirect_with(&address, "success", "review-done"));
            }
        }
    };
    let found = load(&app, &page, &who, (&number, &transition)).await?;
    let tried = Tried { transition, typed: step.typed, code };
    match found {
        Found::Page(loaded, kept) => {
            page.render_as(status, "review/step.html", &loaded.view(&page, Some(tried), kept)?)
        }
        Found::Button | Found::Nothing => screen::draw(&app, &page, who, number, status, Posted::Step(tried)).await,
    }
}

async fn take(app: &App, who: &Account, (number, transition): (&Number, &str), step: &Step) -> Result<Outcome> {
    let (now, place, showed) = (app.now(), Place::Step(transition.to_owned()), step.showed);
    let (who, number) = (who.clone(), number.clone());
    let click = Click {
        command: Command::of_button(transition),
        stamp: step.stamp.clone(),
        input: step.typed.input(),
        answers: step.typed.pairs.clone(),
    };
    let take = move |tx: &mut Tx<'_>| {
        let done = act::act(tx, &who, &number, &click, now)?;
        // What was written for a step that was not taken goes on waiting.
        if done != Outcome::Overtaken {
            unsent::forget(tx, &who, &number, &place, showed)?;
        }
        Ok(done)
    };
    app.db.write(take).await
}

/// Why a step did not go through, where its page can tell: the status and the code. Any other error is given back.
fn refused(done: Result<Outcome>) -> Result<Option<(StatusCode, &'static str)>> {
    match done {
        Ok(Outcome::Done | Outcome::Replayed) => Ok(None),
        Ok(Outcome::Overtaken) | Err(Error::Conflict) => Ok(Some((StatusCode::CONFLICT, "conflict"))),
        Err(Error::Refused(refusal)) if act::is_mended(refusal) => {
            Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, refusal.code())))
        }
        Err(Error::Refused(refusal)) => Ok(Some((StatusCode::CONFLICT, refusal.code()))),
        Err(Error::Invalid(code @ ("message-empty" | "answers-unfit"))) => {
            Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, code)))
        }
        Err(error) => Err(error),
    }
}
