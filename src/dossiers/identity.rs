//! Who files: asked once, before the form.

use super::draft::{self, Open};
use super::filling::page_address;
use super::place::Place;
use super::unsent::{self, Given, Sent, Shown};
use super::{Identity, access, parsed};
use crate::app::App;
use crate::form::fields::siret;
use crate::procedures::definition::Applicant;
use crate::web::i18n::text;
use crate::web::{Account, Filled, Page, see_other};
use crate::{Result, read_from_form};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct IdentityPage {
    number: String,
    title: String,
    form: Shown,
    /// `individual`, `organisation` or `any`.
    organisation_required: bool,
    organisation_possible: bool,
    given_name: String,
    family_name: String,
    email: String,
}

fn identity_page(open: &Open, lang: &str, form: Shown) -> Result<IdentityPage> {
    let identity = open.identity()?;
    let applicant = open.revision.definition.applicant;
    Ok(IdentityPage {
        number: open.dossier.number.clone(),
        title: open.revision.title(lang).to_owned(),
        organisation_required: applicant == Applicant::Organisation,
        organisation_possible: applicant != Applicant::Individual,
        given_name: identity.given_name,
        family_name: identity.family_name,
        email: identity.email,
        form,
    })
}

/// GET `/dossiers/{number}/identite`.
pub async fn form(app: Data<App>, page: Page, who: Account, path: Path<String>) -> Result<HttpResponse> {
    let (number, now) = (parsed(&path)?, app.now());
    let read = move |db: &mut PgConnection| {
        let open = Open::read(db, access::filed_by(&who), &number, now)?.editable()?;
        Ok((open, unsent::waiting(db, &number, &who)?))
    };
    let (open, waiting) = app.db.read(read).await?;
    let identity = open.identity()?;
    let form = Filled::new([
        ("siret", identity.siret.as_deref().unwrap_or_default()),
        ("organisation", identity.organisation.as_deref().unwrap_or_default()),
    ]);
    let form = Shown::waiting(&Place::Identity, &waiting, form);
    page.render("dossiers/identity.html", &identity_page(&open, page.lang.code(), form)?)
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Organisation {
    siret: String,
    organisation: String,
}
read_from_form!(Organisation);

/// POST `/dossiers/{number}/identite`.
pub async fn save(
    app: Data<App>,
    page: Page,
    who: Result<Account>,
    path: Path<String>,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse> {
    let (number, now, place) = (parsed(&path)?, app.now(), Place::Identity);
    let sent = unsent::read::<Given<Organisation>>((&app, &page), who, &number, &place, (&request, payload)).await?;
    let (who, Given { form: given, showed }) = match sent {
        Sent::For(who, given) => (who, given),
        Sent::Answered(answer) => return Ok(answer),
    };
    let (number_given, organisation) = (siret::normalised(&given.siret), given.organisation.trim().to_owned());
    let mut form = Filled::new([("siret", &given.siret), ("organisation", &organisation)]);
    let open = {
        let (who, number) = (who.clone(), number.clone());
        app.db.query(move |db| Open::read(db, access::filed_by(&who), &number, now)).await?.editable()?
    };
    let applicant = open.revision.definition.applicant;
    let wanted = match applicant {
        Applicant::Individual => false,
        Applicant::Organisation => true,
        Applicant::Any => !number_given.is_empty() || !organisation.is_empty(),
    };
    if wanted && !siret::is_valid(&number_given) {
        form.refuse("siret", text(page.lang, "dossiers-error-siret", &[]));
    }
    if wanted && (organisation.is_empty() || organisation.chars().count() > 200) {
        form.refuse("organisation", text(page.lang, "dossiers-error-organisation", &[]));
    }
    if form.is_wrong() {
        let view = identity_page(&open, page.lang.code(), Shown::refused(showed, form))?;
        return page.render_as(StatusCode::UNPROCESSABLE_ENTITY, "dossiers/identity.html", &view);
    }
    let identity = Identity {
        siret: wanted.then_some(number_given),
        organisation: wanted.then_some(organisation),
        ..open.identity()?
    };
    let next = page_address(&open.dossier.number, 1);
    app.db
        .write(move |tx| {
            let open = Open::lock(tx, access::filed_by(&who), &number, now)?.editable()?;
            draft::identify(tx, &open, &who, &identity, now)?;
            unsent::forget(tx, &who, &number, &place, showed)
        })
        .await?;
    Ok(see_other(next))
}
