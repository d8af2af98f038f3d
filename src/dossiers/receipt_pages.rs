//! The acknowledgements of receipt of a dossier, for its applicant and its instructors: GET `/dossiers/{number}/recepisse`,
//! the one in force; `/dossiers/{number}/recepisses/{n}`, any; `…/recepisse.pdf`, the same to keep.

use super::receipts::{self, Receipt, Words};
use super::{Dossier, Number, access, clocks, parsed};
use crate::app::App;
use crate::documents::{attached, receipt as document};
use crate::form::markdown;
use crate::procedures::{self, Revision};
use crate::web::format::moment;
use crate::web::i18n::text;
use crate::web::{Account, Lang, Page};
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use diesel::PgConnection;
use serde::Serialize;
use std::sync::Arc;

/// A link to one.
#[derive(Debug, Serialize)]
pub struct Issued {
    pub n: i32,
    pub at: DateTime<FixedOffset>,
}

/// Those of a dossier, the one in force first.
pub fn issued(db: &mut PgConnection, dossier: &Dossier, revision: &Revision) -> Result<Vec<Issued>> {
    let all = receipts::of(db, dossier, revision)?;
    Ok(all.iter().map(|one| Issued { n: one.number, at: revision.local(one.issued_at) }).collect())
}

#[derive(Serialize)]
struct Row {
    label: String,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    number: String,
    title: String,
    n: i32,
    at: DateTime<FixedOffset>,
    rows: Vec<Row>,
    remedies_html: String,
    /// When another took its place.
    replaced_at: Option<DateTime<FixedOffset>>,
    /// Its time is stopped: the date that it tells doesn't hold.
    stopped: bool,
    others: Vec<Issued>,
    /// Whether the reader is an instructor.
    reviews: bool,
}

/// One of them, with what stands around.
struct Found {
    dossier: Dossier,
    revision: Arc<Revision>,
    receipt: Receipt,
    all: Vec<Receipt>,
    reviews: bool,
}

pub async fn current(app: Data<App>, page: Page, who: Account, path: Path<String>) -> Result<HttpResponse> {
    show(&app, &page, who, parsed(&path)?, None).await
}

pub async fn one(app: Data<App>, page: Page, who: Account, path: Path<(String, i32)>) -> Result<HttpResponse> {
    let (number, n) = path.into_inner();
    show(&app, &page, who, parsed(&number)?, Some(n)).await
}

pub async fn download(app: Data<App>, page: Page, who: Account, path: Path<(String, i32)>) -> Result<HttpResponse> {
    let (number, n) = path.into_inner();
    let (number, lang, now) = (parsed(&number)?, page.lang, app.now());
    let name = format!("recepisse-{number}-{n}");
    let (sheet, at) = app
        .db
        .read(move |db| {
            let found = find(db, &who, &number, Some(n), now)?;
            let words = found.receipt.words(lang)?;
            let at = found.revision.local(found.receipt.issued_at);
            let args = [("n", found.receipt.number.into()), ("at", moment(lang, at).into())];
            let issued = text(lang, "dossiers-receipt-issued", &args);
            let replaced = found.replaced_at().map(|at| replaced(lang, at));
            let about = about(&found.dossier.number, &words, &issued, replaced.as_deref());
            Ok((document::sheet(&about, lang), found.receipt.issued_at))
        })
        .await?;
    Ok(attached(app.press.print(sheet, at).await?, &name))
}

/// What the document says.
pub fn about<'a>(number: &'a str, words: &'a Words, issued: &'a str, replaced: Option<&'a str>) -> document::About<'a> {
    document::About {
        number,
        issued,
        title: &words.title,
        organisation: &words.organisation,
        facts: words.facts.iter().map(|fact| (fact.label.as_str(), fact.value.lines().collect())).collect(),
        remedies: &words.remedies,
        replaced,
    }
}

async fn show(app: &App, page: &Page, who: Account, number: Number, n: Option<i32>) -> Result<HttpResponse> {
    let (lang, now) = (page.lang, app.now());
    let view = app
        .db
        .read(move |db| {
            let found = find(db, &who, &number, n, now)?;
            let today = found.revision.date(now);
            found.shown(lang, today)
        })
        .await?;
    page.render("dossiers/receipt_show.html", &view)
}

fn find(db: &mut PgConnection, who: &Account, number: &Number, n: Option<i32>, now: DateTime<Utc>) -> Result<Found> {
    let (dossier, reviews) = match super::find(db, access::filed_by(who), number) {
        Ok(mine) => (mine, false),
        Err(Error::NotFound) => (super::find(db, access::consultable_by(who, now), number)?, true),
        Err(error) => return Err(error),
    };
    let revision = procedures::revision(db, dossier.revision_id)?;
    let all = receipts::of(db, &dossier, &revision)?;
    let receipt = all.iter().find(|one| n.is_none_or(|n| one.number == n)).cloned().ok_or(Error::NotFound)?;
    Ok(Found { dossier, revision, receipt, all, reviews })
}

impl Found {
    fn replaced_at(&self) -> Option<DateTime<FixedOffset>> {
        let next = self.all.iter().find(|one| one.number == self.receipt.number + 1)?;
        Some(self.revision.local(next.issued_at))
    }

    fn shown(self, lang: Lang, today: NaiveDate) -> Result<Shown> {
        let Words { title, facts, remedies, .. } = self.receipt.words(lang)?;
        let (replaced_at, revision) = (self.replaced_at(), &self.revision);
        let row =
            |fact: receipts::Fact| Row { label: fact.label, lines: fact.value.lines().map(str::to_owned).collect() };
        let others = self.all.iter().filter(|one| one.number != self.receipt.number);
        Ok(Shown {
            title,
            n: self.receipt.number,
            at: revision.local(self.receipt.issued_at),
            rows: facts.into_iter().map(row).collect(),
            remedies_html: markdown::html(&remedies),
            stopped: replaced_at.is_none() && clocks::is_suspended(&self.dossier, revision, today)?,
            replaced_at,
            others: others.map(|one| Issued { n: one.number, at: revision.local(one.issued_at) }).collect(),
            reviews: self.reviews,
            number: self.dossier.number,
        })
    }
}

fn replaced(lang: Lang, at: DateTime<FixedOffset>) -> String {
    text(lang, "dossiers-receipt-replaced", &[("at", moment(lang, at).into())])
}
