//! GET `/instruction/dossiers/{number}/reponses.pdf`: a dossier's answers, to be filed.

use super::dossier::sections;
use crate::app::App;
use crate::documents::{Sheet, answers, attached};
use crate::dossiers::{self, Number, access};
use crate::web::{Account, Instructor, Lang, Page};
use crate::{Error, Result, procedures};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::PgConnection;

pub async fn download(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<String>,
) -> Result<HttpResponse> {
    let number: Number = path.parse().map_err(|_| Error::NotFound)?;
    let (lang, now, name) = (page.lang, app.now(), format!("dossier-{number}"));
    let sheet = app.db.read(move |db| document(db, &who, &number, lang, now)).await?;
    Ok(attached(app.press.print(sheet, now).await?, &name))
}

fn document(db: &mut PgConnection, who: &Account, number: &Number, lang: Lang, now: DateTime<Utc>) -> Result<Sheet> {
    let dossier = dossiers::find(db, access::consultable_by(who, now), number)?;
    let revision = procedures::revision(db, dossier.revision_id)?;
    let sections = sections(&dossier, &revision, lang);
    let about = dossiers::copy::about(&dossier, &revision, revision.label(&dossier.state, lang), lang, now);
    Ok(answers::sheet(&about, &sections, lang))
}
