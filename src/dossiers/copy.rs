//! GET `/dossiers/{number}/reponses.pdf`: a copy of the answers for those who write them; what was submitted, else the draft.

use super::draft::Open;
use super::{access, parsed};
use crate::app::App;
use crate::documents::{answers, attached};
use crate::procedures::contact::contact;
use crate::web::{Account, Lang, Page};
use crate::{Result, dossiers::Dossier, procedures::Revision};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use std::borrow::Cow;

pub async fn download(app: Data<App>, page: Page, who: Account, path: Path<String>) -> Result<HttpResponse> {
    let (number, lang, now) = (parsed(&path)?, page.lang, app.now());
    let name = format!("dossier-{number}");
    let sheet = app
        .db
        .read(move |db| {
            let open = Open::read(db, access::fillable_by(&who), &number, now)?;
            let Open { dossier, revision, .. } = &open;
            let written = dossier.answers.as_ref().map_or_else(|| dossier.writing(), Cow::Borrowed);
            let evaluation = revision.form.evaluate(&written, &open.context());
            let sections = revision.form.summary(&written, &evaluation, lang.code());
            let state = revision.applicant_label(&dossier.state, lang);
            Ok(answers::sheet(&about(dossier, revision, state, lang, now), &sections, lang))
        })
        .await?;
    Ok(attached(app.press.print(sheet, now).await?, &name))
}

/// What the document tells of a dossier; its state is told otherwise to its applicant than to its instructors.
pub fn about<'a>(
    dossier: &'a Dossier,
    revision: &'a Revision,
    state: &'a str,
    lang: Lang,
    now: DateTime<Utc>,
) -> answers::About<'a> {
    let organisation = contact(revision, lang).map(|service| format!("{} – {}", service.organisation, service.name));
    answers::About {
        number: &dossier.number,
        title: revision.title(lang.code()),
        organisation: organisation.unwrap_or_default(),
        applicant: &dossier.applicant_name,
        state,
        submitted_at: dossier.submitted_at.map(|at| revision.local(at)),
        printed_at: revision.local(now),
    }
}
