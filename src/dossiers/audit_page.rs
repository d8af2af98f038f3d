//! GET `/dossiers/{number}/historique`: the history of a dossier is verified there and then, and told with its fingerprints. The
//! desk has the same page, which names more.

use super::audit::{self, Check, Fault, Record};
use super::{Dossier, access, events, parsed, timeline};
use crate::app::App;
use crate::procedures::{self, Revision};
use crate::web::format::{day, hex, moment};
use crate::web::i18n::text;
use crate::web::{Account, ErrorLink, Lang, Page};
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::PgConnection;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Signs of a fingerprint that a line shows at once.
const SHORT: usize = 12;

/// What an address asks to compare.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A fingerprint that somebody noted another day.
    empreinte: String,
}

/// What its reader may know of a step.
pub struct Told {
    /// None for what is the administration's own.
    pub title: Option<String>,
    pub by: Option<String>,
    pub when: String,
}

/// The page.
#[derive(Serialize)]
pub struct View {
    number: String,
    title: String,
    /// Whether the reader is an instructor.
    reviews: bool,
    /// When it was verified.
    at: DateTime<FixedOffset>,
    /// How many steps hold, where all do.
    holds: Option<usize>,
    /// What does not hold, from where on, in words.
    fault: Option<[String; 2]>,
    checks: Vec<Looked>,
    head: Option<String>,
    lines: Vec<Line>,
    /// Whether some of them are told only as the administration's own.
    hides: bool,
    /// The fingerprint that was noted, as it was typed, and what is said of it.
    noted: String,
    found: Option<String>,
    errors: Vec<ErrorLink>,
}

/// Something that was looked at: its name, and `holding`, `broken` or `unseen`.
#[derive(Serialize)]
struct Looked {
    name: &'static str,
    status: &'static str,
}

/// A step.
#[derive(Serialize)]
struct Line {
    seq: i32,
    is_inner: bool,
    title: String,
    by: Option<String>,
    when: String,
    short: String,
    hash: String,
    /// `holding`, `broken`, or `unsure` for what rests on a step that does not hold.
    status: &'static str,
}

/// GET `/dossiers/{number}/historique`. An invitation to fill does not go so far.
pub async fn show(
    app: Data<App>,
    page: Page,
    who: Account,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let (number, lang, now) = (parsed(&path)?, page.lang, app.now());
    let look = move |db: &mut PgConnection| {
        let dossier = super::find(db, access::filed_by(&who), &number)?;
        // What the dossier's own page tells, and no more.
        let told = |told: &events::Told, then: &Revision| {
            let at = then.local(told.event.at);
            let title = timeline::entry(&told.event, then, lang).map(|entry| entry.title);
            let when = if title.is_some() { moment(lang, at) } else { day(lang, at.date_naive()) };
            Told { title, by: None, when }
        };
        view(db, dossier, &asked, told, (lang, now))
    };
    let view = app.db.read(look).await?;
    page.render("dossiers/history.html", &view)
}

/// Verifies a dossier. `told` says what the reader may know of a step.
pub fn view(
    db: &mut PgConnection,
    dossier: Dossier,
    asked: &Asked,
    told: impl Fn(&events::Told, &Revision) -> Told,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<View> {
    let current = procedures::revision(db, dossier.revision_id)?;
    let record = audit::record(db, dossier)?;
    let fault = record.fault(db)?;
    let all = events::of(db, record.dossier.id)?;
    let revisions = match events::revisions(db, &record.dossier, record.history.iter()) {
        Err(error @ Error::Unavailable(_)) => return Err(error),
        // What was changed may not tell any more by which one a step was taken.
        found => found.unwrap_or_else(|_| vec![current.clone(); record.history.len()]),
    };
    let line = |(one, then): (&events::Told, &Arc<Revision>)| {
        let Told { title, by, when } = told(one, then);
        let is_inner = title.is_none();
        let hash = hex(&one.event.hash);
        Line {
            seq: one.event.seq,
            is_inner,
            title: title.unwrap_or_else(|| text(lang, "dossiers-audit-inner", &[])),
            by,
            when,
            short: hash.chars().take(SHORT).collect(),
            hash,
            status: standing(fault.as_ref(), one.event.seq),
        }
    };
    let lines: Vec<Line> = all.iter().zip(&revisions).map(line).collect();
    let noted = asked.empreinte.trim();
    let compared = (!noted.is_empty()).then(|| compared(&record, fault.as_ref(), noted, &current, lang));
    let (found, errors) = match compared {
        None => (None, Vec::new()),
        Some(Ok(found)) => (Some(found), Vec::new()),
        Some(Err(error)) => (None, vec![ErrorLink::new("#empreinte", error)]),
    };
    Ok(View {
        title: current.title(lang.code()).to_owned(),
        reviews: false,
        at: current.local(now),
        holds: fault.is_none().then_some(record.history.len()),
        fault: fault.as_ref().map(|fault| words(fault, record.history.len(), lang)),
        checks: Check::ALL.into_iter().map(|check| looked(check, fault.as_ref())).collect(),
        head: record.history.last().map(|event| hex(&event.hash)),
        hides: lines.iter().any(|line| line.is_inner),
        lines,
        noted: noted.chars().take(200).collect(),
        found,
        errors,
        number: record.dossier.number,
    })
}

impl View {
    /// As instructors see it.
    pub fn of_the_desk(self) -> Self {
        Self { reviews: true, ..self }
    }
}

fn standing(fault: Option<&Fault>, seq: i32) -> &'static str {
    match fault.and_then(Fault::step) {
        Some(broken) if seq == broken => "broken",
        Some(broken) if seq > broken => "unsure",
        _ => "holding",
    }
}

fn looked(check: Check, fault: Option<&Fault>) -> Looked {
    let name = match check {
        Check::Chain => "chain",
        Check::Head => "head",
        Check::Ledgers => "ledgers",
        Check::Steps => "steps",
    };
    let status = match fault.map(Fault::check) {
        Some(broken) if check == broken => "broken",
        Some(broken) if check > broken => "unseen",
        _ => "holding",
    };
    Looked { name, status }
}

/// What does not hold, and how far the history can be trusted.
fn words(fault: &Fault, count: usize, lang: Lang) -> [String; 2] {
    let step = fault.step().unwrap_or_default();
    let what = text(lang, &format!("dossiers-audit-fault-{}", fault.code()), &[("n", step.into())]);
    let (trust, n) = match (fault, fault.step()) {
        (_, Some(1)) => ("none", 0),
        (Fault::Cut, None) if count == 0 => ("none", 0),
        (_, Some(step)) => ("before", i64::from(step)),
        (Fault::Cut, None) => ("rest", i64::try_from(count).unwrap_or(i64::MAX)),
        (_, None) => ("shown", 0),
    };
    let args = [("n", n.into()), ("last", (n - 1).into())];
    [what, text(lang, &format!("dossiers-audit-trust-{trust}"), &args)]
}

/// Where a noted fingerprint stands in the history, in words; or what is wrong with it.
fn compared(
    record: &Record,
    fault: Option<&Fault>,
    noted: &str,
    revision: &Revision,
    lang: Lang,
) -> Result<String, String> {
    // As people copy it: in groups, in capitals.
    let noted: String = noted.chars().filter(|sign| !sign.is_whitespace()).collect::<String>().to_lowercase();
    if noted.len() != 64 || !noted.chars().all(|sign| sign.is_ascii_hexdigit()) {
        return Err(text(lang, "dossiers-audit-noted-error", &[]));
    }
    let Some(event) = record.history.iter().find(|event| hex(&event.hash) == noted) else {
        return Ok(text(lang, "dossiers-audit-unknown", &[]));
    };
    let is_last = record.history.last().is_some_and(|last| last.seq == event.seq);
    let key = match fault {
        None if is_last => "dossiers-audit-found-last",
        fault if standing(fault, event.seq) == "holding" => "dossiers-audit-found",
        _ => "dossiers-audit-found-broken",
    };
    let on = day(lang, revision.date(event.at));
    Ok(text(lang, key, &[("n", event.seq.into()), ("day", on.into())]))
}
