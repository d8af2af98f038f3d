//! The pages of invitations: the applicant's list, and what the mailed link opens.

use super::draft::Open;
use super::invitations::{self, Invitation, Offered};
use super::overview::{self, Forms};
use super::place::Place;
use super::unsent::{self, Given, Sent, Shown, Unsent};
use super::{access, parsed};
use crate::accounts::access::Limits;
use crate::app::App;
use crate::web::i18n::text;
use crate::web::{Account, Filled, Page, Pairs, Protected};
use crate::{Error, Result, procedures, read_from_form};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

/// Who may write in a dossier, as its applicant sees it.
#[derive(Serialize)]
pub struct Sharing {
    people: Vec<Person>,
    form: Shown,
}

#[derive(Serialize)]
struct Person {
    id: Uuid,
    email: String,
    /// The name and the address of the account that accepted.
    name: Option<String>,
    account: Option<String>,
    sent_at: DateTime<FixedOffset>,
    expires_at: DateTime<FixedOffset>,
    expired: bool,
}

/// The list, with the form to invite somebody, as it was filled in.
pub fn sharing(db: &mut PgConnection, open: &Open, form: Shown) -> Result<Sharing> {
    let person = |one: Invitation| Person {
        name: one.accepted_by.as_ref().map(|(given, family, _)| format!("{given} {family}")),
        account: one.accepted_by.map(|(.., email)| email).filter(|email| *email != one.email),
        expired: one.expires_at <= open.now,
        id: one.id,
        email: one.email,
        sent_at: open.revision.local(one.sent_at),
        expires_at: open.revision.local(one.expires_at),
    };
    let people = invitations::of(db, open.dossier.id)?.into_iter().map(person).collect();
    Ok(Sharing { people, form })
}

/// The form to invite somebody, with what waits in it.
pub fn form(waiting: &[(Place, Unsent)]) -> Shown {
    Shown::waiting(&Place::Invitation, waiting, Filled::new([("email", "")]))
}

#[derive(Default, Deserialize, Validate)]
#[serde(default)]
pub struct Guest {
    #[validate(email, length(max = 200))]
    email: String,
}
read_from_form!(Guest, Link);

/// POST `/dossiers/{number}/invitations`.
pub async fn invite(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    who: Result<Account>,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, now, lang, place) = (parsed(&path)?, app.now(), page.lang, Place::Invitation);
    let sent = unsent::read::<Given<Guest>>((&app, &page), who, &number, &place, (&request, payload)).await?;
    let (who, Given { form: given, showed }) = match sent {
        Sent::For(who, given) => (who, given),
        Sent::Answered(answer) => return Ok(answer),
    };
    let given = Guest { email: given.email.trim().to_owned() };
    let mut form = Filled::new([("email", &given.email)]);
    if let Err(errors) = given.validate() {
        form.refuse_all(lang, "accounts", &errors);
    } else {
        // A stranger learns nothing, and counts for nothing, before the dossier is known to be theirs.
        let (who, number) = (who.clone(), number.clone());
        app.db.query(move |db| Open::read(db, access::filed_by(&who), &number, now)).await?;
        limits.mail(&request, &given.email)?;
    }
    if !form.is_wrong() {
        let (who, number) = (who.clone(), number.clone());
        let invited = app.db.write(move |tx| {
            invitations::invite(tx, &who, &number, &given.email, now)?;
            unsent::forget(tx, &who, &number, &place, showed)
        });
        match invited.await {
            Ok(()) => {
                let address = format!("/dossiers/{}#partage", path.as_str());
                return Ok(page.redirect_with(&address, "success", "dossiers-invited"));
            }
            Err(Error::Invalid(code)) => form.refuse("email", text(lang, &format!("dossiers-error-{code}"), &[])),
            Err(error) => return Err(error),
        }
    }
    let view = app
        .db
        .read(move |db| {
            let open = Open::read(db, access::filed_by(&who), &number, now)?;
            let invite = Some(Shown::refused(showed, form));
            overview::view(db, &open, &who, lang, Forms { invite, ..Forms::default() })
        })
        .await?;
    page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "dossiers/show.html", &view)
}

/// POST `/dossiers/{number}/invitations/{id}/relance`: a new mail, with a new link.
pub async fn resend(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    who: Account,
    path: Path<(String, Uuid)>,
    request: HttpRequest,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (number, id, now) = (parsed(&path.0)?, path.1, app.now());
    limits.mail(&request, &id.to_string())?;
    let address = format!("/dossiers/{number}#partage");
    app.db.write(move |tx| invitations::resend(tx, &who, &number, id, now)).await?;
    Ok(page.redirect_with(&address, "success", "dossiers-invited"))
}

/// POST `/dossiers/{number}/invitations/{id}/fin`.
pub async fn revoke(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<(String, Uuid)>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (number, id) = (parsed(&path.0)?, path.1);
    let address = format!("/dossiers/{number}#partage");
    app.db.write(move |tx| invitations::revoke(tx, &who, &number, id)).await?;
    Ok(page.redirect_with(&address, "success", "dossiers-uninvited"))
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Link {
    jeton: String,
}

#[derive(Serialize)]
struct Invited {
    jeton: String,
    /// To come back to, once signed in.
    here: String,
    title: String,
    /// The name and the address of who invites.
    from_name: String,
    from_email: String,
    /// The address that was invited.
    email: String,
    /// The reader's account has another address.
    other_account: bool,
}

/// GET `/invitation`: who invites whom to what, and a button. Programs that scan mail follow links by themselves.
pub async fn invitation(app: Data<App>, page: Page, link: Query<Link>) -> Result<HttpResponse> {
    let (now, token, lang) = (app.now(), link.into_inner().jeton, page.lang);
    let wanted = token.clone();
    let (offered, revision) = app
        .db
        .query(move |db| {
            let offered = invitations::offered(db, &wanted, now)?;
            let revision = procedures::revision(db, offered.dossier.revision_id)?;
            Ok((offered, revision))
        })
        .await?;
    let Offered { email, from: (given, family, from_email), .. } = offered;
    let view = Invited {
        here: format!("/invitation?jeton={token}"),
        jeton: token,
        title: revision.title(lang.code()).to_owned(),
        from_name: format!("{given} {family}"),
        from_email,
        other_account: page.account.as_ref().is_some_and(|account| account.email != email),
        email,
    };
    page.render("dossiers/invitation.html", &view)
}

/// POST `/invitation`: accepts.
pub async fn accept(
    app: Data<App>,
    page: Page,
    who: Account,
    Protected(link): Protected<Link>,
) -> Result<HttpResponse> {
    let now = app.now();
    let number = app.db.write(move |tx| invitations::accept(tx, &who, &link.jeton, now)).await?;
    Ok(page.redirect_with(&format!("/dossiers/{number}"), "success", "dossiers-invitation-accepted"))
}
