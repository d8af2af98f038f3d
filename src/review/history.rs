//! The history of a dossier as its instructors read it; GET `/instruction/dossiers/{number}/historique`, where it is verified.

use super::team;
use crate::app::App;
use crate::dossiers::agents::Sheet;
use crate::dossiers::audit_page::{self, Asked, Told};
use crate::dossiers::{Dossier, access, events, events::Event, handover, parsed};
use crate::form::SummarySection;
use crate::procedures::Revision;
use crate::web::format::moment;
use crate::web::i18n::text;
use crate::web::{Instructor, Lang, Page};
use crate::workflow::Command;
use crate::workflow::task::Task;
use crate::{Result, dossiers};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use chrono::{DateTime, FixedOffset};
use diesel::PgConnection;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A line of the history.
#[derive(Debug, Serialize)]
pub struct Line {
    pub title: String,
    pub by: Option<String>,
    pub at: DateTime<FixedOffset>,
    pub state: String,
    /// The reasons, or the message, that came with the step.
    pub text: Option<String>,
    /// What the form of the button was answered.
    pub answers: Vec<SummarySection>,
}

/// For whom the history is told.
pub(super) struct Reader<'r> {
    pub dossier: &'r Dossier,
    pub revision: &'r Revision,
    pub roles: &'r BTreeSet<String>,
    pub lang: Lang,
}

impl Reader<'_> {
    /// All that happened, the last first; `handed` are the tasks that went from one to another.
    pub fn lines(
        &self,
        events: impl DoubleEndedIterator<Item = (events::Told, Arc<Revision>)>,
        handed: Vec<handover::Line>,
    ) -> Vec<Line> {
        let mut lines: Vec<Line> = events.rev().map(|(told, then)| self.line(&told, &then)).collect();
        lines.extend(handed.into_iter().map(|one| self.passed_on(one)));
        // What was done in one moment keeps its order.
        lines.sort_by_key(|line| std::cmp::Reverse(line.at));
        lines
    }

    /// One step, in the words of the revision that it was done by.
    fn line(&self, told: &events::Told, then: &Revision) -> Line {
        let event = &told.event;
        let input = |name: &str| event.content["input"][name].as_str().filter(|text| !text.is_empty());
        let task = task_of(then, event);
        // Nobody is to know whose ballot it was; what was answered is for those whom the task lets read it.
        let is_secret = is_secret(task);
        let reads = !is_secret && task.is_none_or(|task| task.is_read_by(self.roles));
        let title = title(event, then, self.lang);
        Line {
            answers: self.answers(event, then, &title),
            title,
            by: signed(told, is_secret, self.lang),
            at: self.revision.local(event.at),
            state: then.label(event.reached(), self.lang).to_owned(),
            text: input("motivation").or(input("message")).filter(|_| reads).map(str::to_owned),
        }
    }

    /// What the form of a button was answered. The answers of tasks stand with the tasks.
    fn answers(&self, event: &Event, then: &Revision, title: &str) -> Vec<SummarySection> {
        let Command::Transition { name } = Command::named(&event.command) else { return Vec::new() };
        let from = event.content["from"].as_str().unwrap_or_default();
        let button = then.workflow.definition().button(from, &name);
        let form = button.and_then(|button| then.own_form(button.form.as_deref()?));
        let answers = event.content["input"].get("answers").zip(form);
        let told = answers
            .map(|(answers, form)| Sheet::new(form, self.dossier, then, event.at).summary(answers, title, self.lang));
        told.unwrap_or_default()
    }

    /// A task that was handed from one to another.
    fn passed_on(&self, one: handover::Line) -> Line {
        let queue = || text(self.lang, "people-queue", &[]);
        let ends = [("from", one.from.unwrap_or_else(queue).into()), ("to", one.to.unwrap_or_else(queue).into())];
        Line {
            title: team::label(self.revision, &one.place, &one.name, self.lang),
            by: one.by,
            at: self.revision.local(one.at),
            state: text(self.lang, "people-handed-line", &ends),
            text: None,
            answers: Vec::new(),
        }
    }
}

fn title(event: &Event, then: &Revision, lang: Lang) -> String {
    then.command_label(event.content["from"].as_str().unwrap_or_default(), &event.command, lang)
}

fn is_secret(task: Option<&Task>) -> bool {
    task.and_then(|task| task.vote.as_ref()).is_some_and(|vote| vote.secret)
}

fn signed(told: &events::Told, is_secret: bool, lang: Lang) -> Option<String> {
    if is_secret { Some(text(lang, "review-history-member", &[])) } else { told.signed(lang) }
}

/// The task that an event did a part of.
fn task_of<'r>(revision: &'r Revision, event: &Event) -> Option<&'r Task> {
    let Command::Task { name, .. } = Command::named(&event.command) else { return None };
    revision.workflow.definition().task_called(&name)
}

/// GET `/instruction/dossiers/{number}/historique`.
pub async fn verify(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let (number, lang, now) = (parsed(&path)?, page.lang, app.now());
    let look = move |db: &mut PgConnection| {
        let dossier = dossiers::find(db, access::consultable_by(&who, now), &number)?;
        // The desk reads who did what, but for ballots that are secret.
        let told = |told: &events::Told, then: &Revision| Told {
            title: Some(title(&told.event, then, lang)),
            by: signed(told, is_secret(task_of(then, &told.event)), lang),
            when: moment(lang, then.local(told.event.at)),
        };
        audit_page::view(db, dossier, &asked, told, (lang, now)).map(audit_page::View::of_the_desk)
    };
    let view = app.db.read(look).await?;
    page.render("dossiers/history.html", &view)
}
