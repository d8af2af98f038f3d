//! The officials' page of the people of a procedure: `/conception/{slug}/equipe`.

use super::team_changes::{Change, Holder};
use super::team_view::{Group, Line, RoleRow, Team};
use super::{designed, revision};
use crate::app::App;
use crate::db::Tx;
use crate::web::i18n::text;
use crate::web::{Filled, Official, Page, Protected};
use crate::{Error, Result, read_from_form};
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::ValidateEmail;

/// Addresses of one outside service.
const MAX_EMAILS: usize = 20;

#[derive(Serialize)]
struct Shown {
    slug: String,
    title: String,
    groups: Vec<Group>,
    roles: Vec<RoleRow>,
    problems: Vec<String>,
    changes: Vec<Line>,
    /// What was refused, and where: a group's id, or a role's name.
    form: Filled,
    wrong: String,
}

/// Something that was typed and is shown again.
struct Refused {
    at: String,
    typed: String,
    code: &'static str,
}

/// GET `/conception/{slug}/equipe`.
pub async fn show(app: Data<App>, page: Page, who: Official, slug: Path<String>) -> Result<HttpResponse> {
    draw(&app, &page, who, slug.into_inner(), None).await
}

async fn draw(app: &App, page: &Page, who: Official, slug: String, refused: Option<Refused>) -> Result<HttpResponse> {
    let lang = page.lang;
    let mut form = Filled::new([("email", refused.as_ref().map_or("", |refused| &refused.typed))]);
    let wrong = refused.as_ref().map(|refused| refused.at.clone()).unwrap_or_default();
    if let Some(Refused { code, .. }) = &refused {
        form.refuse("email", text(lang, &format!("people-error-{code}"), &[]));
        if let Some(line) = form.summary.first_mut() {
            line.href = format!("#email-{wrong}");
        }
    }
    let view = app
        .db
        .read(move |db| {
            let procedure = designed(db, &who.0, &slug)?;
            let revision = revision(db, procedure.revision_id)?;
            let team = Team::of(db, &procedure, &revision, lang)?;
            Ok(Shown {
                title: revision.title(lang.code()).to_owned(),
                roles: team.roles(),
                problems: team.problems(),
                changes: team.changes(db, &procedure)?,
                groups: team.groups,
                slug: procedure.slug,
                form,
                wrong,
            })
        })
        .await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    page.render_as(status, "procedures/team.html", &view)
}

/// Makes a change, if the procedure is theirs.
async fn change<F>(app: &App, who: &Official, slug: &str, make: F) -> Result<()>
where
    F: FnOnce(&mut Tx<'_>, &Change<'_>) -> Result<()> + Send + 'static,
{
    let (who, slug, now) = (who.0.clone(), slug.to_owned(), app.now());
    let write = move |tx: &mut Tx<'_>| {
        let procedure = designed(tx, &who, &slug)?;
        let revision = revision(tx, procedure.revision_id)?;
        make(tx, &Change { procedure: &procedure, revision: &revision, by: &who, now })
    };
    app.db.write(write).await
}

/// Makes a change to a group that can't be refused for what was typed.
async fn change_group<F>(
    (app, page): (&App, &Page),
    who: &Official,
    (slug, group): (String, Uuid),
    key: &str,
    make: F,
) -> Result<HttpResponse>
where
    F: FnOnce(&mut Tx<'_>, &Change<'_>, Uuid) -> Result<()> + Send + 'static,
{
    change(app, who, &slug, move |tx, change| make(tx, change, group)).await?;
    Ok(done(page, &slug, key))
}

fn done(page: &Page, slug: &str, key: &str) -> HttpResponse {
    page.redirect_with(&format!("/conception/{slug}/equipe"), "success", key)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Newcomer {
    email: String,
}

/// POST `/conception/{slug}/groupes/{id}/membres`.
pub async fn add(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    Protected(given): Protected<Newcomer>,
) -> Result<HttpResponse> {
    let ((slug, group), typed) = (path.into_inner(), given.email.trim().to_owned());
    let email = typed.clone();
    let add = move |tx: &mut Tx<'_>, change: &Change<'_>| {
        if email.len() > 200 || !email.validate_email() {
            return Err(Error::Invalid("email"));
        }
        change.add(tx, group, &email)
    };
    match change(&app, &who, &slug, add).await {
        Ok(()) => Ok(done(&page, &slug, "people-member-added")),
        Err(Error::Invalid(code)) => {
            draw(&app, &page, who, slug, Some(Refused { at: group.to_string(), typed, code })).await
        }
        Err(error) => Err(error),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Somebody {
    /// A member's account.
    member: Option<Uuid>,
    /// Who is expected.
    email: String,
    manager: bool,
}
read_from_form!(Newcomer, Somebody, Held);

/// POST `/conception/{slug}/groupes/{id}/retrait`.
pub async fn remove(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    Protected(given): Protected<Somebody>,
) -> Result<HttpResponse> {
    let remove = move |tx: &mut Tx<'_>, change: &Change<'_>, group: Uuid| match given.member {
        Some(member) => change.remove(tx, group, member),
        None => change.forget(tx, group, &given.email),
    };
    change_group((&app, &page), &who, path.into_inner(), "people-member-removed", remove).await
}

/// POST `/conception/{slug}/groupes/{id}/encadrement`.
pub async fn set_manager(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, Uuid)>,
    Protected(given): Protected<Somebody>,
) -> Result<HttpResponse> {
    let set = move |tx: &mut Tx<'_>, change: &Change<'_>, group: Uuid| {
        change.set_manager(tx, group, given.member.ok_or(Error::NotFound)?, given.manager)
    };
    change_group((&app, &page), &who, path.into_inner(), "people-manager-changed", set).await
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Held {
    /// `received`, `own`, or a group's id.
    holder: String,
    /// Of an outside service.
    emails: Option<String>,
}

impl Held {
    fn holder(&self) -> Result<Holder> {
        let Some(emails) = &self.emails else {
            return match self.holder.as_str() {
                "received" => Ok(Holder::Received),
                "own" => Ok(Holder::Own),
                id => id.parse().map(Holder::Group).map_err(|_| Error::Invalid("holder-unknown")),
            };
        };
        let emails: Vec<String> = emails
            .split([',', ';', ' ', '\n'])
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .map(str::to_owned)
            .collect();
        let fine = !emails.is_empty() && emails.len() <= MAX_EMAILS && emails.iter().all(ValidateEmail::validate_email);
        if fine { Ok(Holder::Outside(emails)) } else { Err(Error::Invalid("emails")) }
    }
}

/// POST `/conception/{slug}/roles/{name}`: gives a role to others.
pub async fn bind(
    app: Data<App>,
    page: Page,
    who: Official,
    path: Path<(String, String)>,
    Protected(given): Protected<Held>,
) -> Result<HttpResponse> {
    let (slug, role) = path.into_inner();
    let (name, typed) = (role.clone(), given.emails.clone().unwrap_or_default());
    let bind = move |tx: &mut Tx<'_>, change: &Change<'_>| change.bind(tx, &name, &given.holder()?);
    match change(&app, &who, &slug, bind).await {
        Ok(()) => Ok(done(&page, &slug, "people-role-bound")),
        Err(Error::Invalid(code)) => draw(&app, &page, who, slug, Some(Refused { at: role, typed, code })).await,
        Err(error) => Err(error),
    }
}
