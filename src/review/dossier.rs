//! A dossier on one screen, as its instructors see it.

use super::history::{self, Line};
use super::work::{self, Reader, Shown};
use crate::dossiers::awaited::{self, Awaited};
use crate::dossiers::clocks::{self, Clock};
use crate::dossiers::facts::Facts;
use crate::dossiers::offers::{Button, Sides};
use crate::dossiers::receipt_pages::{self, Issued};
use crate::dossiers::thread::{Said, thread};
use crate::dossiers::{self, Correction, Decision, Dossier, Number, access, events, handover, people, produced};
use crate::form::{Context, SummarySection};
use crate::messages::Side;
use crate::procedures::{Revision, circuit};
use crate::schema::{accounts, corrections};
use crate::web::{Account, Lang};
use crate::workflow::diagram::{Diagram, Standing};
use crate::workflow::invoke::By;
use crate::{Result, procedures};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Everything that the screen shows.
#[derive(Debug, Serialize)]
pub struct Screen {
    pub number: String,
    pub title: String,
    pub slug: String,
    pub phase: String,
    pub state: String,
    pub applicant: dossiers::Identity,
    pub assignee: Option<String>,
    pub submitted_at: Option<DateTime<FixedOffset>>,
    /// The day at whose end silence becomes a decision if the dossier was complete, and what it then means.
    pub silence: Option<(NaiveDate, &'static str)>,
    /// The acknowledgements of receipt, the one in force first.
    pub receipts: Vec<Issued>,
    /// The time limits that run, or ran.
    pub clocks: Vec<Clock>,
    /// What others are to do.
    pub awaited: Vec<Awaited>,
    pub sections: Vec<SummarySection>,
    /// The work of people, done and to be done.
    pub tasks: Vec<Shown>,
    /// Buttons, each with what it asks.
    pub buttons: Vec<Button>,
    /// Fields that a correction may be asked on: pointer and label.
    pub fields: Vec<(String, String)>,
    pub corrections: Vec<CorrectionShown>,
    pub decisions: Vec<Decided>,
    /// What the workflow made and the reader's roles read.
    pub documents: Vec<produced::Link>,
    pub messages: Vec<Said>,
    pub history: Vec<Line>,
    /// The circuit, with the place of the dossier.
    pub circuit: Option<Diagram>,
    pub rev: i32,
    pub key: Uuid,
}

impl Screen {
    /// Whether the screen has a form for this command.
    pub(super) fn offers(&self, command: &str) -> bool {
        let mut lines = self.clocks.iter().flat_map(|clock| &clock.history);
        let voids = lines.any(|line| line.void.as_ref().is_some_and(|void| void.name == command));
        voids || self.buttons.iter().any(|button| button.name == command)
    }
}

#[derive(Debug, Serialize)]
pub struct CorrectionShown {
    pub message: String,
    pub fields: Vec<String>,
    pub requested_at: DateTime<FixedOffset>,
    pub resolved_at: Option<DateTime<FixedOffset>>,
}

/// A decision, with who took it and for whom.
#[derive(Debug, Serialize)]
pub struct Decided {
    #[serde(flatten)]
    pub decision: Decision,
    pub by: Option<String>,
}

/// Loads the screen; a dossier of another group is as if it did not exist.
pub fn screen(db: &mut PgConnection, who: &Account, number: &Number, lang: Lang, now: DateTime<Utc>) -> Result<Screen> {
    let dossier = dossiers::find(db, access::consultable_by(who, now), number)?;
    let revision = procedures::revision(db, dossier.revision_id)?;
    let sections = sections(&dossier, &revision, lang);
    let facts = Facts::of(&dossier, &revision, None, Value::Null, now);
    let actor = people::actor(db, &dossier, &revision, (who.id, None), now)?;
    let snapshot = dossier.snapshot()?;
    let reader = Reader { dossier: &dossier, revision: &revision, snapshot: &snapshot, actor: &actor, lang, now };
    // Each task that was ever opened stands in the snapshot.
    let rows = if snapshot.tasks.is_empty() { Vec::new() } else { work::rows(db, dossier.id)? };
    let tasks = reader.work(db, &rows, &facts.inputs())?;
    let roles = produced::reader(db, &dossier, &revision, who.id, now)?;
    let sides = Sides::of(db, (&dossier, &revision), (who, &actor), now)?;
    let buttons = sides.buttons(&dossier, &revision, &facts.inputs(), lang)?;
    let clocks = clocks::of(&dossier, &revision, Some(&sides), (lang, revision.date(now)))?;
    let silence = clocks::silence(&dossier, &revision, revision.date(now))?;
    let events = events::of(db, dossier.id)?;
    let revisions = events::revisions(db, &dossier, events.iter().map(|told| &told.event))?;
    let done: Vec<String> = events.iter().flat_map(|told| told.event.passed()).collect();
    let standing = Standing { here: Some(&dossier.state), done: &done };
    Ok(Screen {
        circuit: circuit::drawn(&revision, standing, lang),
        title: revision.title(lang.code()).to_owned(),
        slug: revision.slug().to_owned(),
        state: revision.label(&dossier.state, lang).to_owned(),
        applicant: serde_json::from_value(dossier.applicant.clone()).map_err(crate::Error::internal)?,
        assignee: assignee(db, &dossier)?,
        awaited: awaited::of(db, &dossier, &revision, By::Administration, lang)?,
        silence,
        receipts: receipt_pages::issued(db, &dossier, &revision)?,
        fields: fields(&sections),
        corrections: corrections(db, &dossier, &revision, lang)?,
        decisions: decided(db, &dossier, &revision, &events, lang)?,
        documents: produced::listed(db, &dossier, &revision, &roles)?,
        messages: thread(db, dossier.id, Side::Administration, &revision, lang)?,
        history: history::Reader { dossier: &dossier, revision: &revision, roles: &actor.roles, lang }
            .lines(events.into_iter().zip(revisions), handover::of(db, dossier.id)?),
        submitted_at: dossier.submitted_at.map(|at| revision.local(at)),
        phase: dossier.phase,
        number: dossier.number,
        rev: dossier.rev,
        key: Uuid::new_v4(),
        clocks,
        sections,
        tasks,
        buttons,
    })
}

/// The answers, as they were submitted.
pub(super) fn sections(dossier: &Dossier, revision: &Revision, lang: Lang) -> Vec<SummarySection> {
    let answers = dossier.answers.clone().unwrap_or_else(|| json!({}));
    let seen = context(&dossier.applicant, dossier.submitted_at.unwrap_or(dossier.created_at), revision);
    let evaluation = revision.form.evaluate(&answers, &seen);
    revision.form.summary(&answers, &evaluation, lang.code())
}

/// The rules are seen as they were on the day of the submission: an answer must not hide itself with time.
pub(super) fn context(applicant: &Value, submitted_at: DateTime<Utc>, revision: &Revision) -> Context {
    Context {
        today: revision.date(submitted_at),
        applicant: applicant.clone(),
        data: Value::Object(revision.definition.data.clone()),
        dossiers: None,
    }
}

/// The fields that a correction may be asked on: pointer and label.
pub(super) fn fields(sections: &[SummarySection]) -> Vec<(String, String)> {
    let groups = sections.iter().flat_map(|section| &section.groups);
    let rows = groups.flat_map(|group| group.rows.iter().map(move |row| (&group.title, row)));
    let label = |group: &str, label: &str| match group {
        "" => label.to_owned(),
        group => format!("{group} – {label}"),
    };
    rows.filter(|(_, row)| !row.read_only).map(|(group, row)| (row.pointer.clone(), label(group, &row.label))).collect()
}

fn assignee(db: &mut PgConnection, dossier: &Dossier) -> Result<Option<String>> {
    let Some(id) = dossier.assignee_id else { return Ok(None) };
    let (given, family): (String, String) =
        accounts::table.find(id).select((accounts::given_name, accounts::family_name)).first(db)?;
    Ok(Some(format!("{given} {family}")))
}

fn corrections(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    lang: Lang,
) -> Result<Vec<CorrectionShown>> {
    let rows: Vec<Correction> = corrections::table
        .filter(corrections::dossier_id.eq(dossier.id))
        .order(corrections::requested_at.desc())
        .select(Correction::as_select())
        .load(db)?;
    let shown = rows.into_iter().map(|row| CorrectionShown {
        fields: row.pointers().iter().map(|pointer| revision.form.label(pointer, lang.code())).collect(),
        message: row.message,
        requested_at: revision.local(row.requested_at),
        resolved_at: row.resolved_at.map(|at| revision.local(at)),
    });
    Ok(shown.collect())
}

fn decided(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    events: &[events::Told],
    lang: Lang,
) -> Result<Vec<Decided>> {
    let by = |decision: &Decision| {
        let told = events.iter().find(|told| told.event.seq == decision.seq)?;
        told.signed(lang)
    };
    let decisions = dossiers::decisions(db, dossier.id, revision)?;
    Ok(decisions.into_iter().map(|decision| Decided { by: by(&decision), decision }).collect())
}
