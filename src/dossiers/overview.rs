//! GET `/dossiers/{number}`: one dossier, as its applicant sees it.

use super::awaited::{self, Awaited};
use super::clocks::{self, Clock};
use super::draft::Open;
use super::facts::Facts;
use super::filling::{page_address, pages_to_fill};
use super::offers::{Button, buttons};
use super::origin::{self, OriginShown};
use super::sharing::{self, Sharing};
use super::thread::{Said, thread};
use super::timeline::{self, Entry};
use super::unsent;
use super::{Dossier, access, parsed, submit};
use super::{produced, receipts};
use crate::app::App;
use crate::form::{Progress, SummarySection, fields, markdown};
use crate::messages::Side;
use crate::procedures::Revision;
use crate::procedures::contact::{Contact, contact};
use crate::schema::accounts;
use crate::web::i18n::text;
use crate::web::{Account, Lang, Page};
use crate::workflow::invoke::By;
use crate::workflow::{Actor, Kind, May};
use crate::{Result, dossiers as operations};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, FixedOffset, NaiveDate};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use std::borrow::Cow;
use uuid::Uuid;

/// One dossier, as its applicant sees it.
#[derive(Serialize)]
pub struct Shown {
    number: String,
    /// Who filed it, for a reader who was invited to fill it.
    invited_by: Option<String>,
    /// Who wrote last in what is not sent yet, and when.
    saved: Option<Saved>,
    /// Who else may write; none when that is not the reader's affair.
    sharing: Option<Sharing>,
    /// An invitation that waits, where nobody can be invited any more.
    unsent_invitation: Option<unsent::Shown>,
    /// Answers that were given beforehand.
    origin: Option<OriginShown>,
    /// The day on which the draft is deleted, if nobody touches it.
    expires_on: Option<NaiveDate>,
    /// Whether the reader may start a new draft with these answers.
    may_copy: bool,
    title: String,
    slug: String,
    phase: String,
    state: String,
    /// How far it is: « Étape 2 sur 4 ».
    stage: Option<String>,
    /// What happens next, in plain words.
    next: String,
    submitted_at: Option<DateTime<FixedOffset>>,
    /// The time limits that run, or ran.
    clocks: Vec<Clock>,
    /// The acknowledgement of receipt in force.
    receipt: Option<ReceiptShown>,
    /// What others are to do.
    awaited: Vec<Awaited>,
    remedies_html: String,
    tasks: Vec<Task>,
    /// Changes that were written since the submission, and not sent.
    unsent: bool,
    correction: Option<Asked>,
    buttons: Vec<Button>,
    decision: Option<super::Decision>,
    /// What the workflow made and the applicant reads.
    documents: Vec<produced::Link>,
    sections: Vec<SummarySection>,
    messages: Vec<Said>,
    /// The form of a message.
    message: unsent::Shown,
    may_message: bool,
    timeline: Vec<Entry>,
    service: Option<Contact>,
    rev: i32,
    key: Uuid,
}

#[derive(Serialize)]
struct Saved {
    at: DateTime<FixedOffset>,
    /// None for the reader.
    by: Option<String>,
}

#[derive(Serialize)]
struct Asked {
    message: String,
    fields: Vec<(String, String)>,
}

#[derive(Serialize)]
struct ReceiptShown {
    n: i32,
    /// What silence means, and when.
    sentence: Option<String>,
    /// Its time is stopped.
    stopped: bool,
}

/// A page of the form and how far it is.
#[derive(Serialize)]
struct Task {
    title: String,
    href: String,
    /// As the list draws it, and the same in words.
    kind: &'static str,
    status: String,
}

/// GET `/dossiers/{number}`.
pub async fn show(app: Data<App>, page: Page, who: Account, path: Path<String>) -> Result<HttpResponse> {
    let (number, lang, now) = (parsed(&path)?, page.lang, app.now());
    let query = move |db: &mut PgConnection| {
        let open = Open::read(db, access::fillable_by(&who), &number, now)?;
        view(db, &open, &who, lang, Forms::default())
    };
    let view = app.db.read(query).await?;
    page.render("dossiers/show.html", &view)
}

/// Forms of the page that were posted and are shown again.
#[derive(Default)]
pub struct Forms {
    pub invite: Option<unsent::Shown>,
    pub message: Option<unsent::Shown>,
}

/// The page as this reader sees it: who was invited fills, and reads neither messages nor decision.
pub fn view(db: &mut PgConnection, open: &Open, who: &Account, lang: Lang, forms: Forms) -> Result<Shown> {
    let Open { dossier, revision, .. } = open;
    let (form, mine) = (&revision.form, dossier.applicant_id == who.id);
    let answers = dossier.answers.as_ref().map_or_else(|| dossier.writing(), Cow::Borrowed);
    let evaluation = form.evaluate(&answers, &open.context());
    let service = contact(revision, lang);
    let clocks = if mine { clocks::of(dossier, revision, None, (lang, open.today()))? } else { Vec::new() };
    let asked = open.correction.as_ref().map(|correction| Asked {
        message: correction.message.clone(),
        fields: correction.pointers().into_iter().map(|pointer| field_link(open, &pointer, lang)).collect(),
    });
    let remedies = revision.definition.remedies.as_ref();
    let waiting = unsent::waiting(db, &parsed(&dossier.number)?, who)?;
    let invite = forms.invite.unwrap_or_else(|| sharing::form(&waiting));
    let may_share = mine && dossier.decided_at.is_none();
    let (sharing, unsent_invitation) =
        if may_share { (Some(sharing::sharing(db, open, invite)?), None) } else { (None, Some(invite)) };
    Ok(Shown {
        title: revision.title(lang.code()).to_owned(),
        slug: revision.slug().to_owned(),
        phase: dossier.phase.clone(),
        state: revision.applicant_label(&dossier.state, lang).to_owned(),
        stage: stage(dossier, revision, lang)?,
        next: revision.description(&dossier.state, lang).unwrap_or_default().to_owned(),
        submitted_at: dossier.submitted_at.map(|at| revision.local(at)),
        receipt: if mine { receipt(db, open, lang)? } else { None },
        awaited: if mine { awaited::of(db, dossier, revision, By::Applicant, lang)? } else { Vec::new() },
        clocks,
        remedies_html: remedies.map(|text| markdown::html(revision.said(text, lang.code()))).unwrap_or_default(),
        tasks: if open.is_editable() { tasks(open, who.id, lang)? } else { Vec::new() },
        unsent: dossier.submitted_at.is_some() && dossier.draft.is_some(),
        correction: asked,
        buttons: if mine { side_buttons(open, lang)? } else { Vec::new() },
        decision: operations::decisions(db, dossier.id, revision)?
            .into_iter()
            .find(|decision| decision.superseded_at.is_none()),
        documents: if mine {
            produced::listed(db, dossier, revision, &revision.workflow.definition().applicants())?
        } else {
            Vec::new()
        },
        invited_by: if mine { None } else { Some(open.identity()?.name()) },
        saved: saved(db, open, who)?,
        origin: origin::shown(open, None, lang),
        expires_on: dossier.expires_at.map(|at| revision.date(at)),
        may_copy: mine && dossier.submitted_at.is_some() && revision.is_fillable(),
        sharing,
        unsent_invitation: unsent_invitation.filter(unsent::Shown::waits),
        sections: if dossier.answers.is_some() || !revision.is_fillable() {
            form.summary(&answers, &evaluation, lang.code())
        } else {
            Vec::new()
        },
        messages: if mine { thread(db, dossier.id, Side::Applicant, revision, lang)? } else { Vec::new() },
        message: forms.message.unwrap_or_else(|| unsent::message(&waiting, Side::Applicant)),
        may_message: mine && dossier.submitted_at.is_some() && revision.applicant_may(&dossier.state) != May::Read,
        timeline: timeline::of(db, dossier, lang)?,
        service,
        rev: dossier.rev,
        key: Uuid::new_v4(),
        number: dossier.number.clone(),
    })
}

/// What is to be known of the acknowledgement at once; the rest is on its page.
fn receipt(db: &mut PgConnection, open: &Open, lang: Lang) -> Result<Option<ReceiptShown>> {
    let Open { dossier, revision, .. } = open;
    let all = receipts::of(db, dossier, revision)?;
    let Some(last) = all.first() else { return Ok(None) };
    let silence = clocks::silence(dossier, revision, open.today())?;
    Ok(Some(ReceiptShown {
        n: last.number,
        sentence: silence.map(|(day, means)| receipts::sentence(lang, means, Some(day))),
        stopped: clocks::is_suspended(dossier, revision, open.today())?,
    }))
}

/// Where the dossier is among the few stages of every procedure.
fn stage(dossier: &Dossier, revision: &Revision, lang: Lang) -> Result<Option<String>> {
    let returns = dossier.snapshot()?.returns;
    let came_from = returns.get(&dossier.state).map(String::as_str);
    let Some(stage) = revision.workflow.stage(&dossier.state, came_from) else { return Ok(None) };
    let waits = revision.workflow.phase(&dossier.state) == "waiting";
    let name = if waits { "waiting" } else { stage.names[stage.number - 1] };
    let name = text(lang, &format!("dossiers-stage-{name}"), &[]);
    let args = [("n", stage.number.into()), ("total", stage.names.len().into()), ("name", name.into())];
    Ok(Some(text(lang, "dossiers-stage", &args)))
}

/// The label of a field and the address of its page.
fn field_link(open: &Open, pointer: &str, lang: Lang) -> (String, String) {
    let form = &open.revision.form;
    let page = form.page_of(pointer).unwrap_or(1);
    let anchor = fields::element_id(pointer);
    (form.label(pointer, lang.code()), format!("{}#{anchor}", page_address(&open.dossier.number, page)))
}

fn saved(db: &mut PgConnection, open: &Open, who: &Account) -> Result<Option<Saved>> {
    let Some(writer) = open.dossier.draft_by.filter(|_| open.dossier.draft.is_some()) else { return Ok(None) };
    let other = accounts::table.find(writer).filter(accounts::id.ne(who.id));
    let name: Option<(String, String)> =
        other.select((accounts::given_name, accounts::family_name)).first(db).optional()?;
    Ok(Some(Saved {
        at: open.revision.local(open.dossier.updated_at),
        by: name.map(|(given, family)| format!("{given} {family}")),
    }))
}

fn tasks(open: &Open, reader: Uuid, lang: Lang) -> Result<Vec<Task>> {
    let form = &open.revision.form;
    let evaluation = form.evaluate(&open.dossier.writing(), &open.context());
    let errors = open.checked(reader).errors;
    let number = &open.dossier.number;
    let progress = form.progress(&open.dossier.writing(), &errors, &open.context());
    let task = |title: String, href: String, progress: Progress| {
        let kind = match progress {
            Progress::Blank => "todo",
            Progress::Optional => "optional",
            Progress::Partial => "progress",
            Progress::Wrong => "error",
            Progress::Complete => "done",
        };
        Task { title, href, kind, status: text(lang, &format!("dossiers-task-{kind}"), &[]) }
    };
    let mut tasks = Vec::new();
    if reader == open.dossier.applicant_id && open.dossier.submitted_at.is_none() {
        let href = format!("/dossiers/{number}/identite");
        let progress = if submit::is_identified(open)? { Progress::Complete } else { Progress::Partial };
        tasks.push(task(text(lang, "dossiers-identity", &[]), href, progress));
    }
    tasks.extend(
        pages_to_fill(open, reader, &evaluation)
            .into_iter()
            .map(|n| task(form.pages()[n - 1].title(lang.code()).to_owned(), page_address(number, n), progress[n - 1])),
    );
    Ok(tasks)
}

/// What the applicant may do now, but for sending the form, which has its own page.
fn side_buttons(open: &Open, lang: Lang) -> Result<Vec<Button>> {
    let all = applicant_buttons(open, lang)?;
    Ok(all.into_iter().filter(|button| button.kind == Kind::Withdraw || !open.is_editable()).collect())
}

/// The applicant's buttons, supposing the form valid: whether it is, is told when they press.
pub fn applicant_buttons(open: &Open, lang: Lang) -> Result<Vec<Button>> {
    if open.dossier.submitted_at.is_none() && !open.is_editable() {
        return Ok(Vec::new());
    }
    let facts = Facts::of(&open.dossier, &open.revision, open.dossier.draft.as_ref(), json!({}), open.now);
    let actor = Actor::new(open.dossier.applicant_id.to_string(), open.revision.workflow.definition().applicants());
    buttons(&open.dossier, &open.revision, &actor, &facts.inputs(), lang)
}
