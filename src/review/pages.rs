//! The desk's pages: the work there is, and a procedure's table.

use super::bulk::{self, Choice};
use super::table::{self, Row, Wanted, Work};
use super::team_rows;
use crate::app::App;
use crate::procedures::{Procedure, Revision};
use crate::web::i18n::text;
use crate::web::pagination::After;
use crate::web::{Account, Instructor, Lang, Page};
use crate::{Error, Result, procedures};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Desk {
    work: Vec<Work>,
    /// The procedures of which they hand out work: address and title.
    teams: Vec<(String, String)>,
}

/// GET `/instruction`.
pub async fn desk(app: Data<App>, page: Page, Instructor(who): Instructor) -> Result<HttpResponse> {
    let lang = page.lang;
    let desk = move |db: &mut PgConnection| {
        Ok(Desk { work: table::work(db, &who, lang)?, teams: team_rows::managed(db, &who, lang)? })
    };
    let desk = app.db.query(desk).await?;
    page.render("review/desk.html", &desk)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    phase: Option<String>,
    mine: Option<String>,
    q: String,
    apres: Option<String>,
    /// All boxes of the page are ticked.
    coches: Option<String>,
}

impl Filters {
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            phase: self.phase.clone().filter(|phase| !phase.is_empty()),
            mine: self.mine.as_ref().is_some_and(|mine| !mine.is_empty()),
            search: self.q.trim().to_owned(),
            after: After { apres: self.apres.clone() }.key(),
        }
    }
}

#[derive(Serialize)]
struct Table {
    slug: String,
    tabs: Vec<Tab>,
    title: String,
    phase: Option<String>,
    mine: bool,
    q: String,
    rows: Vec<Row>,
    /// The address of the next page.
    next: Option<String>,
    /// Tables to download, with the same filters: label and address. The dossiers, then the rows of each block.
    exports: Vec<(String, String)>,
    /// What may be done with many of them at once, if anything.
    bulk: Option<Bulk>,
}

/// The buttons for many dossiers.
#[derive(Serialize)]
struct Bulk {
    choices: Vec<Choice>,
    /// How many dossiers the filters leave, on all pages.
    count: i64,
    /// The filters, as fields of the form.
    filters: Vec<(&'static str, String)>,
    is_ticked: bool,
    /// The same page with every box ticked, or none.
    tick: String,
}

impl Bulk {
    fn of(
        db: &mut PgConnection,
        who: &Account,
        procedure: &Procedure,
        (wanted, filters): (&Wanted, &Filters),
        (work, lang): (Option<&Work>, Lang),
    ) -> Result<Option<Self>> {
        let mut choices = bulk::choices(db, procedure, who, lang)?;
        choices.retain(|choice| wanted.phase.as_deref().is_none_or(|phase| choice.is_in(phase)));
        if choices.is_empty() {
            return Ok(None);
        }
        let is_ticked = filters.coches.is_some();
        let place = filters.apres.as_deref().map(|place| ("apres", place));
        let beside = place.into_iter().chain((!is_ticked).then_some(("coches", "1")));
        Ok(Some(Self {
            choices,
            count: table::count(db, who, procedure.id, wanted, work)?,
            filters: wanted.pairs(),
            tick: filtered(&procedure.slug, wanted, beside)?,
            is_ticked,
        }))
    }
}

/// A phase, as a way into a part of the table.
#[derive(Serialize)]
struct Tab {
    text: String,
    href: String,
    count: i64,
    current: bool,
}

fn tabs(work: &Work, phase: Option<&str>, lang: Lang) -> Vec<Tab> {
    let tab = |name: Option<&str>, count: i64| Tab {
        text: text(lang, &name.map_or("review-table-all".to_owned(), |name| format!("interface-phase-{name}")), &[]),
        href: match name {
            Some(name) => format!("/instruction/{}?phase={name}", work.slug),
            None => format!("/instruction/{}", work.slug),
        },
        current: name == phase,
        count,
    };
    let phases = work.phases.iter().map(|(name, count)| tab(Some(name), *count));
    std::iter::once(tab(None, work.total)).chain(phases).collect()
}

/// An address under that of a table, with the same filters and what is asked beside.
fn filtered<'p>(
    address: &str,
    wanted: &Wanted,
    beside: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> Result<String> {
    let mut query: Vec<(&str, String)> = beside.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    query.extend(wanted.pairs());
    let query = serde_urlencoded::to_string(query).map_err(Error::internal)?;
    let mark = if query.is_empty() { "" } else { "?" };
    Ok(format!("/instruction/{address}{mark}{query}"))
}

fn exports(revision: &Revision, wanted: &Wanted, lang: Lang) -> Result<Vec<(String, String)>> {
    let address = format!("{}/export.csv", revision.slug());
    let whole = (text(lang, "review-export-dossiers", &[]), filtered(&address, wanted, None)?);
    let blocks = revision.form.blocks(lang.code()).into_iter().map(|(pointer, label)| {
        let label = text(lang, "review-export-block", &[("block", label.into())]);
        Ok((label, filtered(&address, wanted, Some(("bloc", pointer.as_str())))?))
    });
    let raw = (text(lang, "review-export-program", &[]), filtered(&address, wanted, Some(("brut", "1")))?);
    std::iter::once(Ok(whole)).chain(blocks).chain([Ok(raw)]).collect()
}

/// GET `/instruction/{slug}`.
pub async fn table(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    filters: Query<Filters>,
) -> Result<HttpResponse> {
    let (lang, filters) = (page.lang, filters.into_inner());
    let wanted = filters.wanted();
    let view = app
        .db
        .read(move |db| {
            let procedure = procedures::reviewed(db, &who, &slug)?;
            let revision = procedures::revision(db, procedure.revision_id)?;
            let slice = table::rows(db, &who, procedure.id, &wanted, lang)?;
            let work = table::work(db, &who, lang)?.into_iter().find(|work| work.slug == procedure.slug);
            let next = slice
                .next
                .map(|place| filtered(&procedure.slug, &wanted, Some(("apres", place.as_str()))))
                .transpose()?;
            Ok(Table {
                bulk: Bulk::of(db, &who, &procedure, (&wanted, &filters), (work.as_ref(), lang))?,
                title: revision.title(lang.code()).to_owned(),
                tabs: work.map(|work| tabs(&work, wanted.phase.as_deref(), lang)).unwrap_or_default(),
                exports: exports(&revision, &wanted, lang)?,
                slug: procedure.slug,
                phase: wanted.phase,
                mine: wanted.mine,
                q: wanted.search,
                rows: slice.rows,
                next,
            })
        })
        .await?;
    page.render("review/table.html", &view)
}
