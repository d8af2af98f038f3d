//! GET `/demarches/{slug}/formulaire.pdf`: a procedure's form, to be filled by hand.

use super::Revision;
use super::contact::contact;
use crate::app::App;
use crate::documents::{attached, blank};
use crate::rules::Text;
use crate::web::{Lang, Page};
use crate::{Result, procedures};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

pub async fn blank_form(app: Data<App>, page: Page, slug: Path<String>) -> Result<HttpResponse> {
    let (_, revision) = app.db.query(move |db| procedures::find(db, &slug)).await?;
    let lang = page.lang;
    let address = format!("{}/demarches/{}", app.config.base_url, revision.slug());
    let sheet = || blank::sheet(&about(&revision, address, lang), &revision.form.paper(lang.code()), lang);
    let bytes = app.press.kept((revision.id, lang.code()), sheet, app.now()).await?;
    Ok(attached(bytes, &format!("formulaire-{}", revision.slug())))
}

fn about(revision: &Revision, address: String, lang: Lang) -> blank::About {
    let definition = &revision.definition;
    let said = |text: &Text| revision.said(text, lang.code()).to_owned();
    let service = contact(revision, lang);
    let organisation = service.as_ref().map(|service| format!("{} – {}", service.organisation, service.name));
    let contact = service.map(|service| {
        let lines = [service.name, service.organisation, service.address, service.phone, service.email];
        lines.into_iter().chain(service.hours).filter(|line| !line.is_empty()).collect()
    });
    blank::About {
        title: revision.title(lang.code()).to_owned(),
        summary: said(&definition.summary),
        organisation: organisation.unwrap_or_default(),
        at_hand: definition.have_at_hand.iter().map(said).collect(),
        contact: contact.unwrap_or_default(),
        address,
    }
}
