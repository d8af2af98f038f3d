//! The page of a task: its form beside the dossier, done or kept for later.

use super::act::{self, Click, Stamp};
use super::screen::said;
use super::task_page::{self, Asked, MOTIVATION, OUTCOME, Typed, View};
use super::work;
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::agents::{self, Sheet};
use crate::dossiers::assignment::Own;
use crate::dossiers::facts::Facts;
use crate::dossiers::place::Place;
use crate::dossiers::step::Outcome;
use crate::dossiers::unsent::{self, Sent, Showed};
use crate::dossiers::writing::Action;
use crate::dossiers::{Dossier, Number, access, lock, parsed};
use crate::procedures::{self, Revision};
use crate::web::{Account, FromPairs, Instructor, Page, Pairs};
use crate::workflow::{Command, Refusal};
use crate::{Error, Result};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde_json::Value;

/// The longest text that says why.
const LONGEST: usize = 40_000;

/// GET `/instruction/dossiers/{number}/tasks/{name}`.
pub async fn show(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let target = Target::of(path.into_inner())?;
    draw(&app, &page, who, &target, asked.into_inner(), (StatusCode::OK, None)).await
}

/// A task of a dossier, as an address names it.
#[derive(Clone)]
pub(super) struct Target {
    pub number: Number,
    pub name: String,
}

impl Target {
    pub fn of((number, name): (String, String)) -> Result<Self> {
        Ok(Self { number: parsed(&number)?, name })
    }

    pub fn address(&self) -> String {
        format!("/instruction/dossiers/{}/tasks/{}", self.number, self.name)
    }

    pub fn dossier(&self) -> String {
        format!("/instruction/dossiers/{}", self.number)
    }
}

pub(super) async fn draw(
    app: &App,
    page: &Page,
    who: Account,
    target: &Target,
    asked: Asked,
    (status, posted): (StatusCode, Option<Typed>),
) -> Result<HttpResponse> {
    let (lang, now, number, name) = (page.lang, app.now(), target.number.clone(), target.name.clone());
    let read = move |db: &mut PgConnection| {
        let loaded = task_page::load(db, &who, (&number, &name), &asked, lang, now)?;
        Ok((loaded, unsent::waiting(db, &number, &who)?))
    };
    let (loaded, waiting) = app.db.read(read).await?;
    let kept = waiting.into_iter().find(|(place, _)| *place == Place::Task(target.name.clone())).map(|(_, kept)| kept);
    let view: View = loaded.view(page, posted, kept)?;
    page.render_as(status, "review/task.html", &view)
}

/// What the page of a task posts.
#[derive(Default)]
pub struct Post {
    pub(super) stamp: Stamp,
    /// The first that they may do, when the page says none.
    pub(super) part: Option<i32>,
    outcome: String,
    pub(super) motivation: String,
    pairs: Pairs,
    showed: Showed,
}

impl unsent::Form for Post {
    fn showed(&self) -> Showed {
        self.showed
    }
}

impl FromPairs for Post {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let malformed = || Error::Invalid("malformed");
        let showed = Showed::of(&pairs)?;
        let mut post = Self { stamp: Stamp::of(&pairs, showed)?, showed, ..Self::default() };
        for (name, value) in &pairs {
            match name.as_str() {
                "part" => post.part = Some(value.parse().map_err(|_| malformed())?),
                "outcome" => post.outcome.clone_from(value),
                "motivation" => post.motivation = value.replace("\r\n", "\n"),
                _ => {}
            }
        }
        post.pairs = pairs;
        if post.motivation.len() <= LONGEST && post.part.is_none_or(|part| part >= 0) {
            Ok(post)
        } else {
            Err(malformed())
        }
    }
}

impl Post {
    pub(super) fn asked(&self) -> Asked {
        Asked { part: self.part, pour: self.stamp.on_behalf }
    }
}

/// What came of a post.
enum Done {
    Step(Outcome),
    /// Kept for later.
    Kept,
    /// The answers are not fit.
    Unfit(Box<Typed>),
}

/// POST `/instruction/dossiers/{number}/tasks/{name}`: does it, or keeps what is written for later.
pub async fn complete(
    app: Data<App>,
    page: Page,
    who: Result<Instructor>,
    path: Path<(String, String)>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (target, now) = (Target::of(path.into_inner())?, app.now());
    let place = Place::Task(target.name.clone());
    let who = who.map(|Instructor(who)| who);
    let sent = unsent::read::<Post>((&app, &page), who, &target.number, &place, (&request, payload)).await?;
    let (who, post) = match sent {
        Sent::For(who, post) => (who, post),
        Sent::Answered(answer) => return Ok(answer),
    };
    let asked = post.asked();
    let typed =
        Typed { draft: None, outcome: post.outcome.clone(), motivation: post.motivation.clone(), ..Typed::default() };
    let pairs = post.pairs.clone();
    let write = {
        let (who, target) = (who.clone(), target.clone());
        move |tx: &mut Tx<'_>| {
            let done = write(tx, &who, &target, &post, now)?;
            if !matches!(&done, Done::Unfit(_) | Done::Step(Outcome::Overtaken)) {
                unsent::forget(tx, &who, &target.number, &place, post.showed)?;
            }
            Ok(done)
        }
    };
    let (status, typed) = match app.db.write(write).await {
        Ok(Done::Kept) => return Ok(page.redirect_with(&target.address(), "success", "review-task-kept")),
        Ok(Done::Step(Outcome::Done | Outcome::Replayed)) => {
            return Ok(page.redirect_with(&target.dossier(), "success", "review-done"));
        }
        Ok(Done::Unfit(typed)) => {
            // All that is missing is told at once.
            let missing = typed.outcome.is_empty().then(|| (OUTCOME, said(page.lang, Refusal::Outcome.code())));
            (StatusCode::UNPROCESSABLE_ENTITY, Typed { error: missing, ..*typed })
        }
        other => match other.map_or_else(refused, |_| Ok((StatusCode::CONFLICT, "", "conflict"))) {
            Ok((status, input, code)) => {
                (status, Typed { error: Some((input, said(page.lang, code))), pairs: Some(pairs), ..typed })
            }
            Err(error) => return Err(error),
        },
    };
    draw(&app, &page, who, &target, asked, (status, Some(typed))).await
}

/// What a refusal is told as: the status, the input that it is about, its code. Any other error is given back.
fn refused(error: Error) -> Result<(StatusCode, &'static str, &'static str)> {
    match error {
        Error::Refused(refusal @ Refusal::Outcome) => Ok((StatusCode::UNPROCESSABLE_ENTITY, OUTCOME, refusal.code())),
        Error::Refused(refusal @ Refusal::MotivationRequired) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, MOTIVATION, refusal.code()))
        }
        Error::Refused(refusal) => Ok((StatusCode::CONFLICT, "", refusal.code())),
        Error::Conflict => Ok((StatusCode::CONFLICT, "", "conflict")),
        Error::Forbidden(code @ "assigned") => Ok((StatusCode::CONFLICT, "", code)),
        error => Err(error),
    }
}

fn write(tx: &mut Tx<'_>, who: &Account, target: &Target, post: &Post, now: DateTime<Utc>) -> Result<Done> {
    let dossier = lock(tx, access::consultable_by(who, now), &target.number)?;
    let revision = procedures::revision(tx, dossier.revision_id)?;
    let form = form_of(&dossier, &revision, &target.name)?;
    let part = part_of(tx, &dossier, &revision, (target, post), who, now)?;
    // A click that is tried again finds its first result; whatever else is read or kept is theirs to read and keep.
    if post.stamp.rev == dossier.rev || Action::of(&post.pairs) != Action::Continue {
        work::may(tx, (&dossier, &revision), (who.id, &target.name), (part, post.stamp.on_behalf), now)?;
    }
    let own = Own { dossier: dossier.id, task: &target.name, part, of: post.stamp.on_behalf.unwrap_or(who.id) };
    let kept = own.kept(tx, who.id)?;
    let sheet = form.map(|form| Sheet::new(form, &dossier, &revision, now));
    let draft = sheet.as_ref().map(|sheet| sheet.written(kept.as_ref(), &post.pairs));
    if Action::of(&post.pairs) != Action::Continue {
        own.keep(tx, draft.as_ref())?;
        return Ok(Done::Kept);
    }
    let form = sheet.as_ref().zip(draft.as_ref());
    let (input, errors) = agents::finished(form, &post.outcome, &post.motivation);
    // A click that is tried again finds its first result.
    if !errors.is_empty() && post.stamp.rev == dossier.rev {
        let (outcome, motivation) = (post.outcome.clone(), post.motivation.clone());
        return Ok(Done::Unfit(Box::new(Typed { draft, errors, outcome, motivation, ..Typed::default() })));
    }
    let part = usize::try_from(part).map_err(Error::internal)?;
    let command = Command::Task { name: target.name.clone(), part };
    let click = Click { command, stamp: post.stamp.clone(), input, answers: Pairs::new() };
    act::perform(tx, who.id, &dossier, &revision, &click, now).map(Done::Step)
}

/// The part that a post is about.
fn part_of(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    (target, post): (&Target, &Post),
    who: &Account,
    now: DateTime<Utc>,
) -> Result<i32> {
    if let Some(part) = post.part {
        return Ok(part);
    }
    let facts = Facts::of(dossier, revision, None, Value::Null, now);
    let ways = work::ways(tx, dossier, revision, (who.id, &target.name), (&facts.inputs(), now))?;
    let ways = ways.unwrap_or_default().into_iter();
    // One that nobody may do is refused with its reason.
    Ok(ways.filter(|way| way.on_behalf == post.stamp.on_behalf).map(|way| way.part).next().unwrap_or(0))
}

/// The form of the procedure's own that a task asks for; the error is 404 for a name that is no task's.
fn form_of<'r>(dossier: &Dossier, revision: &'r Revision, name: &str) -> Result<Option<&'r crate::form::Form>> {
    let snapshot = dossier.snapshot()?;
    let work = snapshot.tasks.get(name).ok_or(Error::NotFound)?;
    let task = revision.workflow.definition().task(&work.place, name).ok_or(Error::NotFound)?;
    Ok(task.form.as_deref().and_then(|form| revision.own_form(form)))
}
