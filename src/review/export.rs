//! A procedure's dossiers as a table to download: one row a dossier, and a table for each repeated block.
//!
//! The columns are those of the current revision, then what only older dossiers answer, told by their keys. Rows leave as
//! PostgreSQL gives them: however many there are, the memory is that of a few.

use super::dossier::context;
use super::pages::Filters;
use super::table::{self, Wanted};
use crate::app::App;
use crate::exports::csv::{Reader, Sheet};
use crate::form::{Cell, ExportColumn, ExportRow, is_under};
use crate::procedures::Revision;
use crate::rules::Text;
use crate::schema::dossiers;
use crate::web::i18n::text;
use crate::web::{Account, Instructor, Lang, Page};
use crate::{Error, Result, procedures};
use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::{Bytes, Data, Path, Query};
use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Nullable};
use futures_util::stream;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use uuid::Uuid;

/// Exports at a time: each holds a connection, and others have pages to read.
static TURNS: Semaphore = Semaphore::const_new(2);
/// How long someone waits for their turn, in seconds, and how soon to come back.
const WAIT: Duration = Duration::from_secs(3);
const RETRY_AFTER: u64 = 30;
/// A client that takes nothing for so long has left.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes that leave together.
const PIECE: usize = 32 * 1024;

/// What a table is asked with, beside the filters of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The block whose rows are wanted: its pointer, with `*`.
    bloc: Option<String>,
    /// For a program: keys instead of labels, codes beside labels.
    brut: Option<String>,
}

/// The columns that tell of the dossier: key, and message of the label.
const OWN: [(&str, &str); 10] = [
    ("number", "review-table-number"),
    ("state", "review-table-state"),
    ("submitted_at", "review-table-submitted"),
    ("decided_at", "review-export-decided"),
    ("updated_at", "review-table-changed"),
    ("group", "review-export-group"),
    ("assignee", "review-table-assignee"),
    ("applicant", "review-table-applicant"),
    ("email", "review-export-email"),
    ("siret", "review-export-siret"),
];

/// GET `/instruction/{slug}/export.csv`.
pub async fn csv(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    slug: Path<String>,
    filters: Query<Filters>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let turn = timeout(WAIT, TURNS.acquire()).await;
    let turn = turn.map_err(|_| Error::TooMany { retry_after: RETRY_AFTER })?.map_err(Error::internal)?;
    let (lang, asked, slug) = (page.lang, asked.into_inner(), slug.into_inner());
    let name = file_name(&slug, asked.bloc.as_deref(), &app.today().to_string());
    let reader = if asked.brut.is_some() { Reader::Program } else { Reader::Person(lang) };
    let wanted = filters.into_inner().wanted();
    let (to, mut pieces) = mpsc::channel(4);
    let sink = Sink { to: to.clone(), runtime: Handle::current() };
    let db = app.db.clone();
    tokio::spawn(async move {
        let _turn = turn;
        let written = db
            .read(move |db| {
                let table = Table::prepare(db, &who, &slug, &wanted, asked.bloc, reader, lang)?;
                table.write(db, &who, &wanted, &sink)
            })
            .await;
        if let Err(error) = written {
            // Nobody listens any more when the client is what failed.
            let _ = to.send(Err(error)).await;
        }
    });
    // What is refused is refused before anything leaves; what fails later cuts the download short.
    let first: Bytes = pieces.recv().await.unwrap_or_else(|| Err(Error::internal("no table")))?;
    let rest = stream::unfold(pieces, |mut pieces| async { Some((pieces.recv().await?, pieces)) });
    let body = stream::StreamExt::chain(stream::iter([Ok(first)]), rest);
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(disposition)
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .streaming(Box::pin(body)))
}

fn file_name(slug: &str, block: Option<&str>, today: &str) -> String {
    let block: String = block.unwrap_or_default().replace("/*/", "-");
    let plain = |text: &str| text.chars().filter(|char| char.is_ascii_alphanumeric() || "-_".contains(*char)).collect();
    let parts: [String; 3] = [plain(slug), plain(&block), today.to_owned()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.csv", parts.join("-"))
}

/// Where the pieces go.
struct Sink {
    to: mpsc::Sender<Result<Bytes>>,
    runtime: Handle,
}

impl Sink {
    /// Waits until the client has taken what came before.
    fn send(&self, bytes: Vec<u8>) -> Result<()> {
        let sent = self.runtime.block_on(async { timeout(PATIENCE, self.to.send(Ok(bytes.into()))).await });
        sent.map_err(Error::unavailable)?.map_err(Error::unavailable)
    }
}

/// What a table is written from.
struct Table {
    reader: Reader,
    lang: Lang,
    block: Option<String>,
    procedure: Uuid,
    /// By id: every one that a dossier of the table is on.
    revisions: HashMap<Uuid, Arc<Revision>>,
    /// The blocks around the rows, the outermost first: pointer and label.
    around: Vec<(String, String)>,
    columns: Vec<ExportColumn>,
}

impl Table {
    fn prepare(
        db: &mut PgConnection,
        who: &Account,
        slug: &str,
        wanted: &Wanted,
        block: Option<String>,
        reader: Reader,
        lang: Lang,
    ) -> Result<Self> {
        let procedure = procedures::reviewed(db, who, slug)?;
        let used: Vec<Uuid> =
            table::filtered(who, procedure.id, wanted).select(dossiers::revision_id).distinct().load(db)?;
        let others = used.into_iter().filter(|id| *id != procedure.revision_id);
        let mut others = others.map(|id| procedures::revision(db, id)).collect::<Result<Vec<_>>>()?;
        others.sort_by_key(|revision| std::cmp::Reverse(revision.number));
        let current = procedures::revision(db, procedure.revision_id)?;
        let all: Vec<Arc<Revision>> = std::iter::once(current).chain(others).collect();
        let mut around: Vec<(String, String)> = Vec::new();
        if let Some(block) = &block {
            let blocks = all.iter().flat_map(|revision| revision.form.blocks(lang.code()));
            for (pointer, label) in blocks.filter(|(pointer, _)| is_under(block, pointer)) {
                if around.iter().all(|(known, _)| *known != pointer) {
                    around.push((pointer, label));
                }
            }
            around.sort_by_key(|(pointer, _)| pointer.len());
            if around.last().is_none_or(|(pointer, _)| pointer != block) {
                return Err(Error::NotFound);
            }
        }
        let columns = columns(&all, block.as_deref(), reader, lang);
        let revisions = all.into_iter().map(|revision| (revision.id, revision)).collect();
        Ok(Self { reader, lang, block, procedure: procedure.id, revisions, around, columns })
    }

    fn write(&self, db: &mut PgConnection, who: &Account, wanted: &Wanted, sink: &Sink) -> Result<()> {
        let mut sheet = Sheet::new(self.reader);
        sheet.row(self.header())?;
        sink.send(sheet.take()?)?;
        let mut filling = Vec::with_capacity(PIECE);
        let query = table::filtered(who, self.procedure, wanted).order(dossiers::id).select(Loaded::as_select());
        for row in query.load_iter::<Loaded, PgRowByRowLoadingMode>(db)? {
            self.dossier(&row?, &mut sheet)?;
            filling.append(&mut sheet.take()?);
            if filling.len() >= PIECE {
                sink.send(std::mem::replace(&mut filling, Vec::with_capacity(PIECE)))?;
            }
        }
        sink.send(filling)
    }

    fn header(&self) -> Vec<Cell> {
        let is_program = self.reader == Reader::Program;
        let cell = |key: &str, label: &str| Cell::Text(if is_program { key.to_owned() } else { label.to_owned() });
        let own = self.own().map(|(key, label)| cell(key, &text(self.lang, label, &[])));
        let number = text(self.lang, "form-row-number", &[]);
        let rows = self.around.iter().map(|(at, label)| cell(&format!("{at}#row"), &format!("{label} – {number}")));
        own.chain(rows).chain(self.columns.iter().map(|column| cell(&column.key, &column.label))).collect()
    }

    /// What tells of the dossier: in the table of a block its number is enough.
    fn own(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        OWN.into_iter().take(if self.block.is_some() { 1 } else { OWN.len() })
    }

    fn dossier(&self, row: &Loaded, sheet: &mut Sheet) -> Result<()> {
        let revision = self.revisions.get(&row.revision_id);
        let revision = revision.ok_or_else(|| Error::internal("a revision that no dossier was on"))?;
        let nothing = Value::Null;
        let answers = row.answers.as_ref().unwrap_or(&nothing);
        let at = row.submitted_at.unwrap_or(row.updated_at);
        let evaluation = revision.form.evaluate(answers, &context(&row.applicant, at, revision));
        for ExportRow { numbers, mut cells } in revision.form.rows(self.block.as_deref(), &evaluation, self.lang.code())
        {
            let own = self.own().map(|(key, _)| row.own(key, revision, self.lang));
            let numbers = numbers.iter().map(|number| Cell::Number(number.to_string()));
            let answers = self.columns.iter().map(|column| cells.remove(&column.key).unwrap_or_default());
            sheet.row(own.chain(numbers).chain(answers))?;
        }
        Ok(())
    }
}

/// Those of the current revision, then those that only older ones have.
fn columns(revisions: &[Arc<Revision>], block: Option<&str>, reader: Reader, lang: Lang) -> Vec<ExportColumn> {
    let (mut columns, mut keys, mut labels) = (Vec::new(), HashSet::new(), HashSet::new());
    for mut column in revisions.iter().flat_map(|revision| revision.form.columns(block, lang.code())) {
        if (reader == Reader::Program || !column.is_code) && keys.insert(column.key.clone()) {
            if !labels.insert(column.label.clone()) {
                column.label = format!("{} ({})", column.label, column.key);
            }
            columns.push(column);
        }
    }
    columns
}

/// What a row is written from.
#[derive(Queryable, Selectable)]
#[diesel(table_name = dossiers, check_for_backend(diesel::pg::Pg))]
struct Loaded {
    number: String,
    revision_id: Uuid,
    state: String,
    applicant: Value,
    applicant_name: String,
    submitted_at: Option<DateTime<Utc>>,
    decided_at: Option<DateTime<Utc>>,
    updated_at: DateTime<Utc>,
    answers: Option<Value>,
    #[diesel(select_expression = table::assignee())]
    #[diesel(select_expression_type = table::Name)]
    assignee: Option<String>,
    #[diesel(select_expression = sql("(SELECT g.label FROM groups g WHERE g.id = dossiers.group_id)"))]
    #[diesel(select_expression_type = diesel::expression::SqlLiteral<Nullable<Jsonb>>)]
    group: Option<Value>,
}

impl Loaded {
    fn own(&self, key: &str, revision: &Revision, lang: Lang) -> Cell {
        let applicant = |part: &str| filled(self.applicant.get(part).and_then(Value::as_str));
        match key {
            "number" => filled(Some(&self.number)),
            "state" => filled(Some(revision.label(&self.state, lang))),
            "submitted_at" => moment(self.submitted_at, revision),
            "decided_at" => moment(self.decided_at, revision),
            "updated_at" => moment(Some(self.updated_at), revision),
            "group" => {
                let label = self.group.as_ref().and_then(Text::from_json);
                filled(label.as_ref().map(|label| revision.said(label, lang.code())))
            }
            "assignee" => filled(self.assignee.as_deref()),
            "applicant" => filled(Some(&self.applicant_name)),
            part => applicant(part),
        }
    }
}

fn filled(text: Option<&str>) -> Cell {
    text.filter(|text| !text.is_empty()).map_or(Cell::Empty, |text| Cell::Text(text.to_owned()))
}

fn moment(at: Option<DateTime<Utc>>, revision: &Revision) -> Cell {
    at.map_or(Cell::Empty, |at| Cell::Moment(revision.local(at).naive_local()))
}
