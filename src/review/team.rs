//! The manager's page: the open work of a group, and to whom it goes. `/instruction/equipe/{slug}`.

use super::team_rows::{self, Choice, Managed, Place, Row, Wanted};
use crate::app::App;
use crate::db::Tx;
use crate::dossiers::handover::{self, Handed, To};
use crate::procedures::{self, Revision};
use crate::web::i18n::text;
use crate::web::pagination::{After, place};
use crate::web::{Account, FromPairs, Instructor, Lang, Page, Pairs, Protected};
use crate::{Error, Result, read_from_form};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A task as people call it; by its name, if its workflow has lost it.
pub(super) fn label(revision: &Revision, place: &str, name: &str, lang: Lang) -> String {
    let task = revision.workflow.definition().task(place, name);
    task.map_or(name, |task| revision.said(&task.label, lang.code())).to_owned()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    groupe: Option<Uuid>,
    /// An account; blank for whoever has them.
    personne: String,
    apres: Option<String>,
    /// What a click on all of somebody's work left.
    suite: Option<String>,
}

/// Where a click on all of somebody's work has stopped: whose, to whom, after which task. What could not move before it is not
/// tried again.
type Rest = (Uuid, Uuid, Place);

#[derive(Serialize)]
struct Shown {
    slug: String,
    title: String,
    group: Uuid,
    tabs: Vec<Tab>,
    members: Vec<Choice>,
    /// The same, for all of somebody's work: whose, and to whom.
    senders: Vec<Choice>,
    receivers: Vec<Choice>,
    /// What a click on it left.
    suite: Option<String>,
    person: Option<Uuid>,
    rows: Vec<Row>,
    /// Whether a part that is one person's alone is among them.
    alone: bool,
    next: Option<String>,
    /// What was refused, in words, and what had been chosen.
    error: Option<String>,
    chosen: Vec<Uuid>,
}

#[derive(Serialize)]
struct Tab {
    text: String,
    href: String,
    current: bool,
}

/// What was refused: why, to whom it should have gone, which tasks.
#[derive(Default)]
struct Refused {
    code: &'static str,
    to: String,
    tasks: Vec<Uuid>,
}

/// GET `/instruction/equipe/{slug}`.
pub async fn show(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    filters: Query<Filters>,
) -> Result<HttpResponse> {
    draw(&app, &page, who, slug.into_inner(), filters.into_inner(), None).await
}

/// The group that is asked for, of those whose work they hand out; the first, if none is.
fn group(managed: &[Managed], asked: Option<Uuid>) -> Result<Uuid> {
    let found = managed.iter().find(|group| asked.is_none_or(|asked| asked == group.id));
    found.map(|group| group.id).ok_or(Error::NotFound)
}

/// The same list with somebody chosen.
fn chosen(members: &[Choice], person: Option<Uuid>) -> Vec<Choice> {
    let person = person.map(|id| id.to_string());
    let choice = |one: &Choice| Choice { selected: Some(&one.value) == person.as_ref(), ..one.clone() };
    members.iter().map(choice).collect()
}

async fn draw(
    app: &App,
    page: &Page,
    who: Account,
    slug: String,
    filters: Filters,
    refused: Option<Refused>,
) -> Result<HttpResponse> {
    let (lang, now, is_refused) = (page.lang, app.now(), refused.is_some());
    let Refused { code, to, tasks } = refused.unwrap_or_default();
    let read = move |db: &mut PgConnection| {
        let procedure = procedures::reviewed(db, &who, &slug)?;
        let revision = procedures::revision(db, procedure.revision_id)?;
        let managed = team_rows::groups_of(db, &who, &procedure, &revision, lang)?;
        let group = group(&managed, filters.groupe)?;
        let person: Option<Uuid> = filters.personne.parse().ok();
        let after = After { apres: filters.apres.clone() }.key();
        let slice = team_rows::rows(db, &Wanted { group, person, after }, (lang, now))?;
        let address = format!("/instruction/equipe/{slug}");
        let only = person.map(|id| format!("&personne={id}")).unwrap_or_default();
        let tab = |one: Managed| Tab {
            href: format!("{address}?groupe={}", one.id),
            current: one.id == group,
            text: one.label,
        };
        let members = team_rows::members(db, group, &to, (lang, now))?;
        let rest: Option<Rest> = After { apres: filters.suite }.key();
        Ok(Shown {
            title: revision.title(lang.code()).to_owned(),
            tabs: managed.into_iter().map(tab).collect(),
            senders: chosen(&members, rest.map(|(from, ..)| from)),
            receivers: chosen(&members, rest.map(|(_, to, _)| to)),
            suite: rest.as_ref().and_then(place),
            members,
            alone: slice.rows.iter().any(|row| row.alone),
            next: slice.next.map(|place| format!("{address}?groupe={group}{only}&apres={place}")),
            rows: slice.rows,
            person,
            error: is_refused.then(|| text(lang, &format!("people-error-{code}"), &[])),
            chosen: tasks,
            slug,
            group,
        })
    };
    let view = app.db.read(read).await?;
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.render_as(status, "review/team.html", &view)
}

/// Tasks, and what is to become of them.
#[derive(Debug, Default, Clone)]
pub struct Chosen {
    group: Option<Uuid>,
    tasks: Vec<Uuid>,
    /// `queue`, `nobody`, or else to somebody.
    action: String,
    to: String,
    even_absent: bool,
    motivation: String,
}

impl FromPairs for Chosen {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let mut chosen = Self::default();
        for (name, value) in pairs {
            let id = || value.parse::<Uuid>().map_err(|_| Error::Invalid("malformed"));
            match name.as_str() {
                "group" => chosen.group = Some(id()?),
                "task" => chosen.tasks.push(id()?),
                "_action" => chosen.action = value,
                "to" => chosen.to = value,
                "even_absent" => chosen.even_absent = true,
                "motivation" => chosen.motivation = value.trim().to_owned(),
                _ => {}
            }
        }
        let bounded = chosen.tasks.len() <= handover::MOST && chosen.motivation.len() <= 10_000;
        if bounded { Ok(chosen) } else { Err(Error::Invalid("malformed")) }
    }
}

impl Chosen {
    fn goes_to(&self, db: &mut PgConnection, now: DateTime<Utc>) -> Result<To> {
        match self.action.as_str() {
            "queue" => Ok(To::Queue),
            "nobody" if self.motivation.is_empty() => Err(Error::Invalid("hand-motivation")),
            "nobody" => Ok(To::Nobody(self.motivation.clone())),
            _ => somebody(db, &self.to, self.even_absent, now).map(To::Person),
        }
    }
}

/// Whoever is chosen; the error is `hand-absent` for somebody who is away, unless that was said.
fn somebody(db: &mut PgConnection, chosen: &str, even_absent: bool, now: DateTime<Utc>) -> Result<Uuid> {
    let person: Uuid = chosen.parse().map_err(|_| Error::Invalid("member-unknown"))?;
    if !even_absent && !handover::away(db, &[person], now)?.is_empty() {
        return Err(Error::Invalid("hand-absent"));
    }
    Ok(person)
}

/// The group of a post, if they hand out its work.
fn own_group(tx: &mut Tx<'_>, who: &Account, slug: &str, asked: Option<Uuid>) -> Result<Uuid> {
    let procedure = procedures::reviewed(tx, who, slug)?;
    let revision = procedures::revision(tx, procedure.revision_id)?;
    let managed = team_rows::groups_of(tx, who, &procedure, &revision, who.language)?;
    group(&managed, Some(asked.ok_or(Error::NotFound)?))
}

/// POST `/instruction/equipe/{slug}`: hands the chosen tasks to somebody, to the queue, or to nobody.
pub async fn hand(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    Protected(chosen): Protected<Chosen>,
) -> Result<HttpResponse> {
    let (slug, now, given) = (slug.into_inner(), app.now(), chosen.clone());
    let (by, address) = (who.clone(), slug.clone());
    let hand = move |tx: &mut Tx<'_>| {
        let group = own_group(tx, &by, &address, given.group)?;
        if given.tasks.is_empty() {
            return Err(Error::Invalid("hand-none"));
        }
        let to = given.goes_to(tx, now)?;
        Ok((handover::hand(tx, &by, (group, &given.tasks), &to, now)?, None))
    };
    let handed = app.db.write(hand).await;
    let refused = |code| Refused { code, to: chosen.to.clone(), tasks: chosen.tasks.clone() };
    answer(&app, &page, who, slug, chosen.group, handed.map_err(|error| (error, refused))).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct All {
    group: Option<Uuid>,
    from: Option<Uuid>,
    all_to: String,
    even_absent: bool,
    /// What the click before left.
    suite: Option<String>,
}
read_from_form!(All);

/// POST `/instruction/equipe/{slug}/tout`: everything that somebody has goes to another.
pub async fn hand_all(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    Protected(given): Protected<All>,
) -> Result<HttpResponse> {
    let (slug, now, group_id, all_to) = (slug.into_inner(), app.now(), given.group, given.all_to.clone());
    let (by, address) = (who.clone(), slug.clone());
    let hand = move |tx: &mut Tx<'_>| {
        let group = own_group(tx, &by, &address, given.group)?;
        let from = given.from.ok_or(Error::Invalid("member-unknown"))?;
        let to = somebody(tx, &given.all_to, given.even_absent, now)?;
        let rest: Option<Rest> = After { apres: given.suite }.key();
        let rest = rest.filter(|(whose, whom, _)| (*whose, *whom) == (from, to));
        let (tasks, last) = team_rows::all_of(tx, group, from, rest.map(|(.., place)| place))?;
        let handed = handover::hand(tx, &by, (group, &tasks), &To::Person(to), now)?;
        Ok((handed, last.and_then(|last| place(&(from, to, last)))))
    };
    let handed = app.db.write(hand).await;
    let refused = |code| Refused { code, to: all_to.clone(), tasks: Vec::new() };
    answer(&app, &page, who, slug, group_id, handed.map_err(|error| (error, refused))).await
}

/// The page again, with what became of them, and where another click goes on if there are more.
async fn answer(
    app: &App,
    page: &Page,
    who: Account,
    slug: String,
    group: Option<Uuid>,
    handed: Result<(Handed, Option<String>), (Error, impl FnOnce(&'static str) -> Refused)>,
) -> Result<HttpResponse> {
    let filters = Filters { groupe: group, ..Filters::default() };
    match handed {
        // What could be handed on was; the page says so when something could not.
        Ok((Handed { kept, .. }, rest)) => {
            let (kind, key) = match (&rest, kept) {
                (Some(_), _) => ("info", "people-handed-first"),
                (None, 0) => ("success", "people-handed"),
                (None, _) => ("info", "people-handed-some"),
            };
            let rest = rest.map(|rest| format!("&suite={rest}#all")).unwrap_or_default();
            let address = format!("/instruction/equipe/{slug}?groupe={}{rest}", group.unwrap_or_default());
            Ok(page.redirect_with(&address, kind, key))
        }
        Err((Error::Invalid(code), refused)) => draw(app, page, who, slug, filters, Some(refused(code))).await,
        Err((error, _)) => Err(error),
    }
}
