//! The desk's pages.

use super::act::{self, Click};
use super::dossier::{self, Screen};
use super::table::{self, Row, Wanted, Work};
use crate::app::App;
use crate::dossiers::{Number, access, lock};
use crate::messages::{self, Side};
use crate::procedures::Revision;
use crate::web::i18n::{has, text};
use crate::web::pagination::After;
use crate::web::{Account, ErrorLink, Filled, Instructor, Lang, Page, Pairs, Protected};
use crate::workflow::Refusal;
use crate::{Error, Result, procedures, read_from_form};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[derive(Serialize)]
struct Desk {
    work: Vec<Work>,
}

/// GET `/instruction`.
pub async fn desk(app: Data<App>, page: Page, Instructor(who): Instructor) -> Result<HttpResponse> {
    let lang = page.lang;
    let work = app.db.query(move |db| table::work(db, &who, lang)).await?;
    page.render("review/desk.html", &Desk { work })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    phase: Option<String>,
    mine: Option<String>,
    q: String,
    apres: Option<String>,
}

impl Filters {
    pub(super) fn wanted(self) -> Wanted {
        Wanted {
            phase: self.phase.filter(|phase| !phase.is_empty()),
            mine: self.mine.is_some(),
            search: self.q.trim().to_owned(),
            after: After { apres: self.apres }.key(),
        }
    }
}

#[derive(Serialize)]
struct Table {
    slug: String,
    tabs: Vec<Tab>,
    title: String,
    phase: Option<String>,
    mine: bool,
    q: String,
    rows: Vec<Row>,
    /// The address of the next page.
    next: Option<String>,
    /// Tables to download, with the same filters: label and address. The dossiers, then the rows of each block.
    exports: Vec<(String, String)>,
}

/// A phase, as a way into a part of the table.
#[derive(Serialize)]
struct Tab {
    text: String,
    href: String,
    count: i64,
    current: bool,
}

fn tabs(work: &Work, phase: Option<&str>, lang: Lang) -> Vec<Tab> {
    let tab = |name: Option<&str>, count: i64| Tab {
        text: text(lang, &name.map_or("review-table-all".to_owned(), |name| format!("interface-phase-{name}")), &[]),
        href: match name {
            Some(name) => format!("/instruction/{}?phase={name}", work.slug),
            None => format!("/instruction/{}", work.slug),
        },
        current: name == phase,
        count,
    };
    let phases = work.phases.iter().map(|(name, count)| tab(Some(name), *count));
    std::iter::once(tab(None, work.total)).chain(phases).collect()
}

/// An address under that of a table, with the same filters and what is asked beside.
fn filtered(address: &str, wanted: &Wanted, beside: Option<(&str, &str)>) -> Result<String> {
    let mut query = Vec::from_iter(beside);
    query.extend(wanted.phase.as_deref().map(|phase| ("phase", phase)));
    query.extend(wanted.mine.then_some(("mine", "1")));
    if !wanted.search.is_empty() {
        query.push(("q", &wanted.search));
    }
    let query = serde_urlencoded::to_string(query).map_err(Error::internal)?;
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(format!("/instruction/{address}{mark}{query}"))
}

fn exports(revision: &Revision, wanted: &Wanted, lang: Lang) -> Result<Vec<(String, String)>> {
    let address = format!("{}/export.csv", revision.slug());
    let whole = (text(lang, "review-export-dossiers", &[]), filtered(&address, wanted, None)?);
    let blocks = revision.form.blocks(lang.code()).into_iter().map(|(pointer, label)| {
        let label = text(lang, "review-export-block", &[("block", label.into())]);
        Ok((label, filtered(&address, wanted, Some(("bloc", &pointer)))?))
    });
    let raw = (text(lang, "review-export-program", &[]), filtered(&address, wanted, Some(("brut", "1")))?);
    std::iter::once(Ok(whole)).chain(blocks).chain([Ok(raw)]).collect()
}

/// GET `/instruction/{slug}`.
pub async fn table(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    filters: Query<Filters>,
) -> Result<HttpResponse> {
    let (lang, wanted) = (page.lang, filters.into_inner().wanted());
    let view = app
        .db
        .read(move |db| {
            let procedure = procedures::reviewed(db, &who, &slug)?;
            let revision = procedures::revision(db, procedure.revision_id)?;
            let slice = table::rows(db, &who, procedure.id, &wanted, lang)?;
            let work = table::work(db, &who, lang)?.into_iter().find(|work| work.slug == procedure.slug);
            let next =
                slice.next.map(|place| filtered(&procedure.slug, &wanted, Some(("apres", &place)))).transpose()?;
            Ok(Table {
                title: revision.title(lang.code()).to_owned(),
                tabs: work.map(|work| tabs(&work, wanted.phase.as_deref(), lang)).unwrap_or_default(),
                exports: exports(&revision, &wanted, lang)?,
                slug: procedure.slug,
                phase: wanted.phase,
                mine: wanted.mine,
                q: wanted.search,
                rows: slice.rows,
                next,
            })
        })
        .await?;
    page.render("review/table.html", &view)
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    screen: Screen,
    errors: Vec<ErrorLink>,
    /// What was typed into the form of the button that did not go through, and its name.
    tried: Option<String>,
    /// Whether what was typed is what is wrong.
    mistyped: bool,
    form: Filled,
    chosen: Vec<String>,
}

/// GET `/instruction/dossiers/{number}`.
pub async fn show(app: Data<App>, page: Page, Instructor(who): Instructor, path: Path<String>) -> Result<HttpResponse> {
    let number: Number = path.parse().map_err(|_| Error::NotFound)?;
    draw(&app, &page, who, number, StatusCode::OK, Tried::default()).await
}

/// A step that did not go through: nothing that was typed is lost.
#[derive(Default)]
struct Tried {
    transition: Option<String>,
    input: Step,
    errors: Vec<ErrorLink>,
}

async fn draw(
    app: &App,
    page: &Page,
    who: Account,
    number: Number,
    status: StatusCode,
    tried: Tried,
) -> Result<HttpResponse> {
    let (lang, now) = (page.lang, app.now());
    let screen = app.db.read(move |db| dossier::screen(db, &who, &number, lang, now)).await?;
    let Tried { transition, input, errors } = tried;
    let view = Shown {
        screen,
        mistyped: status == StatusCode::UNPROCESSABLE_ENTITY,
        errors,
        tried: transition,
        form: Filled::new([("motivation", &input.motivation), ("message", &input.message)]),
        chosen: input.fields,
    };
    page.render_as(status, "review/show.html", &view)
}

/// The form of a step.
#[derive(Debug, Clone, Default)]
pub struct Step {
    rev: i32,
    key: String,
    motivation: String,
    message: String,
    fields: Vec<String>,
}

impl crate::web::FromPairs for Step {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let mut step = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "rev" => step.rev = value.parse().map_err(|_| Error::Invalid("malformed"))?,
                "key" => step.key = value,
                "motivation" => step.motivation = value.replace("\r\n", "\n"),
                "message" => step.message = value.replace("\r\n", "\n"),
                "fields" if !value.is_empty() => step.fields.push(value),
                _ => {}
            }
        }
        let bounded = step.motivation.len().max(step.message.len()) <= 40_000 && step.fields.len() <= 500;
        let keyed = !step.key.is_empty() && step.key.len() <= 100;
        if bounded && keyed { Ok(step) } else { Err(Error::Invalid("malformed")) }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Message {
    body: String,
}
read_from_form!(Message);

/// POST `/instruction/dossiers/{number}/transitions/{name}`. Somebody was first, or the step is not possible any more:
/// the answer is 409 with the dossier as it is now.
pub async fn act(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    Protected(step): Protected<Step>,
) -> Result<HttpResponse> {
    let (number, transition) = path.into_inner();
    let number: Number = number.parse().map_err(|_| Error::NotFound)?;
    let now = app.now();
    let click = Click { transition: transition.clone(), key: step.key.clone(), rev: step.rev, input: input(&step) };
    let done = {
        let (who, number) = (who.clone(), number.clone());
        app.db.write(move |tx| act::act(tx, &who, &number, &click, now)).await
    };
    let address = format!("/instruction/dossiers/{number}");
    let (status, code) = match &done {
        Ok(_) => return Ok(page.redirect_with(&address, "success", "review-done")),
        Err(Error::Conflict) => (StatusCode::CONFLICT, "conflict"),
        Err(Error::Refused(refusal)) if *refusal == Refusal::MotivationRequired => {
            (StatusCode::UNPROCESSABLE_ENTITY, refusal.code())
        }
        Err(Error::Invalid(code @ "message-empty")) => (StatusCode::UNPROCESSABLE_ENTITY, *code),
        Err(Error::Refused(refusal)) => (StatusCode::CONFLICT, refusal.code()),
        Err(_) => return done.map(|_| HttpResponse::Ok().finish()),
    };
    let errors = vec![ErrorLink { href: format!("#{transition}"), text: said(page.lang, code) }];
    let tried = Tried { transition: Some(transition), input: step, errors };
    draw(&app, &page, who, number, status, tried).await
}

fn said(lang: Lang, code: &str) -> String {
    let key = format!("review-error-{code}");
    text(lang, if has(lang, &key) { &key } else { "review-error-not-enabled" }, &[])
}

fn input(step: &Step) -> Value {
    json!({ "motivation": step.motivation.trim(), "message": step.message.trim(), "fields": step.fields })
}

/// POST `/instruction/dossiers/{number}/messages`.
pub async fn send_message(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<String>,
    Protected(given): Protected<Message>,
) -> Result<HttpResponse> {
    let number: Number = path.parse().map_err(|_| Error::NotFound)?;
    let (now, address) = (app.now(), format!("/instruction/dossiers/{number}#messages"));
    app.db
        .write(move |tx| {
            let dossier = lock(tx, access::reviewable_by(&who), &number)?;
            messages::send(tx, dossier.id, who.id, Side::Administration, &given.body, now)
        })
        .await?;
    Ok(page.redirect_with(&address, "success", "messages-sent"))
}
