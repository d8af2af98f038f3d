//! The account's page of absences: when somebody is away, and who acts for whom meanwhile.

use super::absences::{self, Absence, Delegation, Period, Person, Scope};
use super::people;
use crate::app::App;
use crate::web::i18n::text;
use crate::web::{Account, Filled, Lang, Page, Pairs, Protected};
use crate::{Error, Result, procedures, read_from_form};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::NaiveDate;
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ADDRESS: &str = "/compte/absences";

#[derive(Serialize)]
struct Shown {
    /// Whether they have colleagues, and so work that others may do.
    has_colleagues: bool,
    absences: Vec<Absence>,
    given: Vec<Line>,
    received: Vec<Line>,
    colleagues: Vec<Choice>,
    scopes: Vec<Choice>,
    away: Filled,
    delegation: Filled,
}

/// A delegation, as either side reads it.
#[derive(Serialize)]
struct Line {
    id: Uuid,
    /// The other side.
    name: String,
    email: String,
    scope: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    /// Whether it has begun.
    current: bool,
}

/// What a list offers.
#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

fn nothing_away() -> Filled {
    Filled::new([("away_from", ""), ("away_until", "")])
}

fn nothing_given() -> Filled {
    Filled::new([("delegate", ""), ("scope", ""), ("from", ""), ("until", "")])
}

async fn draw(app: &App, page: &Page, who: Account, away: Filled, delegation: Filled) -> Result<HttpResponse> {
    let (lang, now) = (page.lang, app.now());
    let is_wrong = away.is_wrong() || delegation.is_wrong();
    let view = app
        .db
        .read(move |db| {
            let today = people::today(now);
            let colleagues = absences::colleagues(db, who.id)?;
            let (given, received) = lines(db, &who, today, lang)?;
            Ok(Shown {
                has_colleagues: !colleagues.is_empty(),
                absences: absences::of(db, who.id, today)?,
                colleagues: colleagues.iter().map(|person| choice(person, &delegation.values["delegate"])).collect(),
                scopes: scopes(db, &who, &delegation.values["scope"], lang)?,
                given,
                received,
                away,
                delegation,
            })
        })
        .await?;
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.render_as(status, "accounts/absences.html", &view)
}

/// What somebody gave, and what they were given.
fn lines(db: &mut PgConnection, who: &Account, today: NaiveDate, lang: Lang) -> Result<(Vec<Line>, Vec<Line>)> {
    let rows = absences::delegations_of(db, who.id, today)?;
    let ids: Vec<Uuid> = rows.iter().flat_map(|row| [row.account_id, row.delegate_id]).collect();
    let people = absences::people(db, &ids)?;
    let (mut given, mut received) = (Vec::new(), Vec::new());
    for row in rows {
        let scope = row.scope(db, lang)?;
        let is_mine = row.account_id == who.id;
        let Delegation { id, starts_on, ends_on, .. } = row;
        let other = if is_mine { row.delegate_id } else { row.account_id };
        let Some(other) = people.iter().find(|person| person.id == other) else { continue };
        let (name, email) = (other.name(), other.email.clone());
        let line = Line { id, name, email, scope, starts_on, ends_on, current: starts_on <= today };
        if is_mine { given.push(line) } else { received.push(line) }
    }
    Ok((given, received))
}

fn choice(person: &Person, chosen: &str) -> Choice {
    let value = person.id.to_string();
    Choice { selected: value == chosen, label: format!("{} ({})", person.name(), person.email), value }
}

/// All of somebody's work, each of their procedures, each of their roles in it.
fn scopes(db: &mut PgConnection, who: &Account, chosen: &str, lang: Lang) -> Result<Vec<Choice>> {
    let offer = |value: String, label: String| Choice { selected: value == chosen, value, label };
    let mut found = vec![offer(ALL.to_owned(), text(lang, "people-scope-all", &[]))];
    for procedure in procedures::reviewed_by(db, who)? {
        let revision = procedures::revision(db, procedure.revision_id)?;
        let title = revision.title(lang.code()).to_owned();
        found.push(offer(procedure.slug.clone(), title.clone()));
        let roles = people::roles_in(db, &revision, who.id)?;
        let known = revision.workflow.definition().roles.iter().filter(|(name, _)| roles.contains(*name));
        found.extend(known.map(|(name, role)| {
            let role = revision.said(&role.label, lang.code()).to_owned();
            let words = [("procedure", title.clone().into()), ("role", role.into())];
            offer(format!("{}/{name}", procedure.slug), text(lang, "people-scope-role", &words))
        }));
    }
    Ok(found)
}

/// How the list names all of somebody's work: no procedure has such an address.
const ALL: &str = "*";

/// What a line of the list stands for; one that it does not offer is refused.
fn scope(db: &mut PgConnection, who: &Account, chosen: &str) -> Result<Scope> {
    let unknown = Error::Invalid("scope-unknown");
    if chosen == ALL {
        return Ok(None);
    }
    let (slug, role) = chosen.split_once('/').map_or((chosen, None), |(slug, role)| (slug, Some(role)));
    let mine = procedures::reviewed_by(db, who)?;
    let Some(procedure) = mine.into_iter().find(|procedure| procedure.slug == slug) else { return Err(unknown) };
    let revision = procedures::revision(db, procedure.revision_id)?;
    match role {
        Some(role) if !people::roles_in(db, &revision, who.id)?.contains(role) => Err(unknown),
        role => Ok(Some((procedure.id, role.map(str::to_owned)))),
    }
}

/// GET `/compte/absences`.
pub async fn show(app: Data<App>, page: Page, who: Account) -> Result<HttpResponse> {
    draw(&app, &page, who, nothing_away(), nothing_given()).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Away {
    away_from: String,
    away_until: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Given {
    delegate: String,
    scope: String,
    from: String,
    until: String,
}
read_from_form!(Away, Given);

/// A day as the browser's own field sends it, or as people type it where there is none.
fn date(typed: &str) -> Option<NaiveDate> {
    typed.parse().ok().or_else(|| NaiveDate::parse_from_str(typed, "%d/%m/%Y").ok())
}

/// Both days, or what is wrong with them, told beside their fields.
fn period(form: &mut Filled, fields: [&'static str; 2], today: NaiveDate, lang: Lang) -> Option<Period> {
    let days = fields.map(|field| date(form.values[field].trim()));
    for (field, _) in fields.into_iter().zip(days).filter(|(_, day)| day.is_none()) {
        form.refuse(field, text(lang, "people-error-date", &[]));
    }
    let [Some(from), Some(until)] = days else { return None };
    match Period::new(from, until, today) {
        Ok(period) => Some(period),
        Err(error) => {
            let field = fields[usize::from(error.code() != "absence-past")];
            form.refuse(field, text(lang, &format!("people-error-{}", error.code()), &[]));
            None
        }
    }
}

/// POST `/compte/absences`: the account will be away.
pub async fn leave(app: Data<App>, page: Page, who: Account, given: Protected<Away>) -> Result<HttpResponse> {
    let (Protected(given), today) = (given, people::today(app.now()));
    let mut form = Filled::new([("away_from", &*given.away_from), ("away_until", &given.away_until)]);
    if let Some(period) = period(&mut form, ["away_from", "away_until"], today, page.lang) {
        let id = who.id;
        match app.db.write(move |tx| absences::leave(tx, id, period, today)).await {
            Ok(()) => return Ok(page.redirect_with(ADDRESS, "success", "people-absence-noted")),
            Err(Error::Invalid(code)) => {
                form.refuse("away_from", text(page.lang, &format!("people-error-{code}"), &[]));
            }
            Err(error) => return Err(error),
        }
    }
    draw(&app, &page, who, form, nothing_given()).await
}

/// POST `/compte/absences/{id}/fin`.
pub async fn come_back(
    app: Data<App>,
    page: Page,
    who: Account,
    id: Path<Uuid>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (id, today) = (id.into_inner(), people::today(app.now()));
    app.db.write(move |tx| absences::come_back(tx, who.id, id, today)).await?;
    Ok(page.redirect_with(ADDRESS, "success", "people-absence-ended"))
}

/// POST `/compte/delegations`: a colleague acts for the account.
pub async fn give(app: Data<App>, page: Page, who: Account, given: Protected<Given>) -> Result<HttpResponse> {
    let (Protected(given), now, lang) = (given, app.now(), page.lang);
    let mut form = Filled::new([
        ("delegate", &*given.delegate),
        ("scope", &given.scope),
        ("from", &given.from),
        ("until", &given.until),
    ]);
    let delegate: Option<Uuid> = given.delegate.parse().ok();
    if delegate.is_none() {
        form.refuse("delegate", text(lang, "people-error-delegate-unknown", &[]));
    }
    if given.scope.is_empty() {
        form.refuse("scope", text(lang, "people-error-scope-unknown", &[]));
    }
    let period = period(&mut form, ["from", "until"], people::today(now), lang);
    if let (Some(delegate), Some(period), false) = (delegate, period, form.is_wrong()) {
        let account = who.clone();
        let give = move |tx: &mut crate::db::Tx<'_>| {
            let scope = scope(tx, &account, &given.scope)?;
            absences::give(tx, &account, (delegate, scope), period, now)
        };
        match app.db.write(give).await {
            Ok(()) => return Ok(page.redirect_with(ADDRESS, "success", "people-delegation-noted")),
            Err(Error::Invalid(code)) => {
                let field = if code == "scope-unknown" { "scope" } else { "delegate" };
                form.refuse(field, text(lang, &format!("people-error-{code}"), &[]));
            }
            Err(error) => return Err(error),
        }
    }
    draw(&app, &page, who, nothing_away(), form).await
}

/// POST `/compte/delegations/{id}/fin`: by either side.
pub async fn end(
    app: Data<App>,
    page: Page,
    who: Account,
    id: Path<Uuid>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), app.now());
    app.db.write(move |tx| absences::end(tx, who.id, id, now)).await?;
    Ok(page.redirect_with(ADDRESS, "success", "people-delegation-noted-end"))
}
