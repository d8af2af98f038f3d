//! What a dossier waits for that neither its applicant nor its instructors do here: told to both.

use super::{Dossier, invocations};
use crate::Result;
use crate::procedures::Revision;
use crate::schema::dossiers;
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::invoke::{By, Request};
use chrono::{DateTime, FixedOffset};
use diesel::prelude::*;
use serde::Serialize;

/// A line of it.
#[derive(Debug, Serialize)]
pub struct Awaited {
    text: String,
    since: DateTime<FixedOffset>,
    /// Where the reader goes to do their part, and its words.
    link: Option<(String, String)>,
}

/// All of it, for one side.
pub fn of(db: &mut PgConnection, dossier: &Dossier, revision: &Revision, side: By, lang: Lang) -> Result<Vec<Awaited>> {
    let mut found = Vec::new();
    if dossier.snapshot.get("invoked").is_none() {
        return Ok(found);
    }
    for row in invocations::awaited(db, dossier.id)? {
        let Some(request) = row.request()? else { continue };
        let own = request.by() == Some(side);
        let (service, number, href) = match request {
            Request::Http(_) => ("http", None, None),
            Request::Sign(_) => ("sign", None, row.link.filter(|_| own)),
            Request::Pay(_) => ("pay", None, row.link.filter(|_| own)),
            Request::Case(_) => {
                let case = row.case_id.map(|id| dossiers::table.find(id).select(dossiers::number));
                let number: Option<String> = case.map(|case| case.first(db)).transpose()?;
                // Its instructors may be others.
                let href =
                    number.as_ref().filter(|_| side == By::Applicant).map(|number| format!("/dossiers/{number}"));
                ("case", number, href)
            }
        };
        let number = number.unwrap_or_default();
        let said = |key: &str| text(lang, &format!("dossiers-awaited-{key}"), &[("number", number.clone().into())]);
        found.push(Awaited {
            text: said(service),
            since: revision.local(row.asked_at),
            link: href.map(|href| (href, said(&format!("go-{service}")))),
        });
    }
    Ok(found)
}
