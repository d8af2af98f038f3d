//! What an instructor does about whom the circuit asks: sends the link again, corrects the address, takes it back. Each leaves its
//! trace on the links, with who did it.

use super::opinions::{self, Part};
use super::{Dossier, access, lock, parsed};
use crate::accounts::access::Limits;
use crate::accounts::normalised;
use crate::app::App;
use crate::db::Tx;
use crate::procedures::{self, Revision};
use crate::web::{Account, Instructor, Page, Protected};
use crate::workflow::Refusal;
use crate::{Error, Result};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use std::sync::Arc;
use validator::ValidateEmail;

/// The longest address that is taken.
const LONGEST: usize = 200;

/// Which part of a task, and which of its addresses.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct About {
    part: usize,
    email: String,
    /// The address to ask from now on.
    address: String,
}
crate::read_from_form!(About);

/// What is asked of a locked dossier.
struct Target {
    dossier: Dossier,
    revision: Arc<Revision>,
    part: Part,
}

/// The part, if it is theirs to look after: those who received the dossier do. The error is `Refused` when it is over.
fn target(tx: &mut Tx<'_>, who: &Account, (number, name): (&str, &str), part: usize) -> Result<Target> {
    let dossier = lock(tx, access::reviewable_by(who), &parsed(number)?)?;
    let revision = procedures::revision(tx, dossier.revision_id)?;
    let definition = revision.workflow.definition();
    let known = definition.task_called(name).ok_or(Error::NotFound)?;
    let found = opinions::open_part(tx, dossier.id, (name, part))?;
    match found {
        Some(part) if definition.is_outside(&part.role) => Ok(Target { dossier, revision, part }),
        None if definition.is_outside(&known.role) => Err(Refusal::NotEnabled.into()),
        _ => Err(Error::NotFound),
    }
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/relance`: a new link, to an address that holds one.
pub async fn resend(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    request: HttpRequest,
    about: Protected<About>,
) -> Result<HttpResponse> {
    let (now, about, (number, name)) = (app.now(), about.0, path.into_inner());
    limits.mail(&request, &format!("{number}:{name}:{}", about.email))?;
    let place = (number.clone(), name.clone());
    let done = app.db.write(move |tx| {
        let Target { dossier, revision, part } = target(tx, &who, (&place.0, &place.1), about.part)?;
        let links = opinions::links(tx, &[part.id])?;
        // An address that was taken back, or never asked, is no address to send to.
        if !links.iter().any(|link| link.email == about.email && link.revoked_at.is_none()) {
            return Err(Error::NotFound);
        }
        opinions::send(tx, (&dossier, &revision, &part), &about.email, Some(who.id), now)
    });
    answer(&page, (&number, &name), done.await, "opinions-resent")
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/adresse`: another address is asked, instead of one or because there was none.
pub async fn correct(
    app: Data<App>,
    limits: Data<Limits>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    request: HttpRequest,
    about: Protected<About>,
) -> Result<HttpResponse> {
    let (now, about, (number, name)) = (app.now(), about.0, path.into_inner());
    let address = normalised(&about.address);
    limits.mail(&request, &address)?;
    let place = (number.clone(), name.clone());
    let done = app.db.write(move |tx| {
        let Target { dossier, revision, part } = target(tx, &who, (&place.0, &place.1), about.part)?;
        if address.len() > LONGEST || !address.validate_email() {
            return Err(Error::Invalid("address"));
        }
        if !about.email.is_empty() {
            opinions::revoke(tx, &part, &about.email, who.id, now)?;
        }
        opinions::send(tx, (&dossier, &revision, &part), &address, Some(who.id), now)
    });
    answer(&page, (&number, &name), done.await, "opinions-corrected")
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/retrait`: an address is asked no more, its links open nothing.
pub async fn revoke(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    about: Protected<About>,
) -> Result<HttpResponse> {
    let (now, about, (number, name)) = (app.now(), about.0, path.into_inner());
    let place = (number.clone(), name.clone());
    let done = app.db.write(move |tx| {
        let Target { part, .. } = target(tx, &who, (&place.0, &place.1), about.part)?;
        let taken = opinions::revoke(tx, &part, &about.email, who.id, now)?;
        if taken == 0 { Err(Error::NotFound) } else { Ok(()) }
    });
    answer(&page, (&number, &name), done.await, "opinions-revoked")
}

/// Back to the page of the task, with what came of it.
fn answer(page: &Page, (number, name): (&str, &str), done: Result<()>, told: &str) -> Result<HttpResponse> {
    let address = format!("/instruction/dossiers/{number}/tasks/{name}");
    match done {
        Ok(()) => Ok(page.redirect_with(&address, "success", told)),
        Err(Error::Invalid("address")) => Ok(page.redirect_with(&address, "error", "opinions-error-address")),
        Err(Error::Refused(_)) => Ok(page.redirect_with(&address, "error", "opinions-error-over")),
        Err(error) => Err(error),
    }
}
