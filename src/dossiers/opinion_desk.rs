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
use chrono::{DateTime, Utc};
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

impl Target {
    /// Sends a link to an address.
    fn send(&self, tx: &mut Tx<'_>, who: &Account, email: &str, now: DateTime<Utc>) -> Result<()> {
        opinions::send(tx, (&self.dossier, &self.revision, &self.part), email, Some(who.id), now)
    }
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
    let (now, About { part, email, .. }, place) = (app.now(), about.0, path.into_inner());
    limits.mail(&request, &format!("{}:{}:{email}", place.0, place.1))?;
    let resend = move |tx: &mut Tx<'_>, who: &Account, target: &Target| {
        let links = opinions::links(tx, &[target.part.id])?;
        // An address that was taken back, or never asked, is no address to send to.
        if !links.iter().any(|link| link.email == email && link.revoked_at.is_none()) {
            return Err(Error::NotFound);
        }
        target.send(tx, who, &email, now)
    };
    change((&app, &page), who, (place, part), "opinions-resent", resend).await
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
    let (now, About { part, email, address }, place) = (app.now(), about.0, path.into_inner());
    let address = normalised(&address);
    limits.mail(&request, &address)?;
    let correct = move |tx: &mut Tx<'_>, who: &Account, target: &Target| {
        if address.len() > LONGEST || !address.validate_email() {
            return Err(Error::Invalid("address"));
        }
        if !email.is_empty() {
            opinions::revoke(tx, &target.part, &email, who.id, now)?;
        }
        target.send(tx, who, &address, now)
    };
    change((&app, &page), who, (place, part), "opinions-corrected", correct).await
}

/// POST `/instruction/dossiers/{number}/tasks/{name}/retrait`: an address is asked no more, its links open nothing.
pub async fn revoke(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<(String, String)>,
    about: Protected<About>,
) -> Result<HttpResponse> {
    let (now, About { part, email, .. }) = (app.now(), about.0);
    let revoke = move |tx: &mut Tx<'_>, who: &Account, target: &Target| {
        let taken = opinions::revoke(tx, &target.part, &email, who.id, now)?;
        if taken == 0 { Err(Error::NotFound) } else { Ok(()) }
    };
    change((&app, &page), who, (path.into_inner(), part), "opinions-revoked", revoke).await
}

/// Does something about a part, and goes back to the page of its task with what came of it.
async fn change<F>(
    (app, page): (&App, &Page),
    who: Account,
    ((number, name), part): ((String, String), usize),
    told: &str,
    make: F,
) -> Result<HttpResponse>
where
    F: FnOnce(&mut Tx<'_>, &Account, &Target) -> Result<()> + Send + 'static,
{
    let address = format!("/instruction/dossiers/{number}/tasks/{name}");
    let write = move |tx: &mut Tx<'_>| {
        let found = target(tx, &who, (&number, &name), part)?;
        make(tx, &who, &found)
    };
    match app.db.write(write).await {
        Ok(()) => Ok(page.redirect_with(&address, "success", told)),
        Err(Error::Invalid("address")) => Ok(page.redirect_with(&address, "error", "opinions-error-address")),
        Err(Error::Refused(_)) => Ok(page.redirect_with(&address, "error", "opinions-error-over")),
        Err(error) => Err(error),
    }
}
