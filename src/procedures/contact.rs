//! Whom a citizen can reach about a procedure.

use super::Revision;
use super::definition::Service;
use crate::rules::Text;
use crate::web::Lang;
use serde::Serialize;

/// A service as citizens see it.
#[derive(Debug, Clone, Serialize)]
pub struct Contact {
    pub name: String,
    pub organisation: String,
    pub email: String,
    pub phone: String,
    pub hours: Option<String>,
    pub address: String,
}

/// The service of a procedure, in a language.
pub fn contact(revision: &Revision, lang: Lang) -> Option<Contact> {
    let said = |text: &Text| revision.said(text, lang.code()).to_owned();
    let Service { name, organisation, email, phone, hours, address, .. } = revision.definition.service.as_ref()?;
    Some(Contact {
        name: said(name),
        organisation: said(organisation),
        email: email.clone(),
        phone: phone.clone(),
        hours: hours.as_ref().map(said),
        address: address.clone(),
    })
}
