//! A revision, compiled once and kept: form, rules and workflow are ready before anybody asks for a page.

use super::{Definition, agents};
use crate::form::{Files, Form};
use crate::rules::Rule;
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::circuit::Circuit;
use crate::workflow::{Command, Inputs, Kind, May, RoleKind, Snapshot, Step, Workflow};
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use diesel::prelude::*;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};
use uuid::Uuid;

/// Revisions kept in memory. A site that runs more than this compiles the rarest anew.
const KEPT: usize = 500;

/// A revision's row.
#[derive(Queryable)]
pub struct Row {
    pub id: Uuid,
    pub procedure_id: Uuid,
    pub number: i32,
    pub content: String,
    pub workflow: String,
}

/// A revision, ready to serve.
pub struct Revision {
    pub id: Uuid,
    pub procedure_id: Uuid,
    pub number: i32,
    pub definition: Definition,
    pub form: Form,
    pub workflow: Workflow,
    /// What is asked of agents, by the ids in the file.
    agents: HashMap<String, Form>,
    /// The workflow as it is drawn, in each language.
    circuits: Vec<(Lang, Circuit)>,
    groups: HashMap<String, Uuid>,
    routes: Vec<(Rule, String)>,
}

impl Revision {
    /// From what was published, with the files beside it, and the procedure's groups by their keys. It was checked then, by the
    /// version of then: what this one can't compile is told in the log, and gives its answers to read.
    pub fn compile(row: Row, groups: HashMap<String, Uuid>, files: &Files) -> Result<Self> {
        let content = serde_json::from_str(&row.content).map_err(Error::internal)?;
        let definition = Definition::read(&content).map_err(Error::internal)?;
        let document = serde_json::from_str(&row.workflow).map_err(Error::internal)?;
        let form = Form::published(&definition.form.clone().with(files), &definition.languages);
        if let Some(problems) = form.unfit() {
            tracing::error!(revision = %row.id, slug = definition.slug, ?problems, "a published form can't be compiled: its dossiers can only be read");
        }
        let workflow = Workflow::parse(&document)
            .map_err(|problems| Error::internal(format!("revision {}: {problems:?}", row.id)))?;
        // What can't be told is not drawn: the workflow runs all the same.
        let circuit =
            |lang: Lang| Some((lang, Circuit::read(&document, lang.code(), definition.base_language()).ok()?));
        let circuits = Lang::ALL.into_iter().filter_map(circuit).collect();
        let agents = |(id, form)| {
            (String::clone(id), Form::published(&agents::placed(form, &definition), &definition.languages))
        };
        let agents = definition.forms.iter().map(agents).collect();
        let routes = routes(&definition)?;
        let Row { id, procedure_id, number, .. } = row;
        Ok(Self { id, procedure_id, number, definition, form, workflow, agents, circuits, groups, routes })
    }

    /// The date where the procedure is handled.
    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        self.definition.territory.date(at)
    }

    /// Where a new dossier stands.
    pub fn start(&self, now: DateTime<Utc>) -> Result<Step> {
        let territory = self.definition.territory;
        let inputs = Inputs { today: self.date(now), territory, ..Inputs::default() };
        Ok(self.workflow.start(&self.definition.data, &inputs, now)?)
    }

    /// A moment as the clocks tell it there.
    pub fn local(&self, at: DateTime<Utc>) -> DateTime<FixedOffset> {
        self.definition.territory.local(at)
    }

    /// The workflow as it is drawn.
    pub fn circuit(&self, lang: Lang) -> Option<&Circuit> {
        self.circuits.iter().find(|(known, _)| *known == lang).map(|(_, circuit)| circuit)
    }

    pub fn slug(&self) -> &str {
        &self.definition.slug
    }

    /// Whether any role of its workflow is held by others than the group that receives a dossier.
    pub fn binds_roles(&self) -> bool {
        let mut roles = self.workflow.definition().roles.iter();
        !self.definition.roles.is_empty() || roles.any(|(_, role)| role.kind == RoleKind::People)
    }

    /// Whether its form can be filled; else its answers can only be read.
    pub fn is_fillable(&self) -> bool {
        self.form.unfit().is_none()
    }

    /// Why nobody may start a dossier on this day: `not-yet`, `over`, `closed`.
    pub fn closed_on(&self, today: NaiveDate) -> Option<&'static str> {
        if self.is_fillable() { self.definition.opening.closed_on(today) } else { Some("closed") }
    }

    /// One of the procedure's groups, by its id in the file.
    pub fn group(&self, key: &str) -> Option<Uuid> {
        self.groups.get(key).copied()
    }

    /// The group that these answers go to.
    pub fn group_for(&self, context: &crate::rules::Context<'_>) -> Option<Uuid> {
        let found = self.routes.iter().find(|(rule, _)| rule.is_true(context));
        let key = found.map(|(_, group)| group.as_str()).or(self.definition.routing.default.as_deref());
        self.group(key?)
    }

    /// A text of the procedure in a language.
    pub fn said<'a>(&'a self, text: &'a crate::rules::Text, lang: &str) -> &'a str {
        self.definition.said(text, lang)
    }

    pub fn title(&self, lang: &str) -> &str {
        self.said(&self.definition.title, lang)
    }

    /// A state as instructors read it; one within a region, by the way to it.
    pub fn label(&self, state: &str, lang: Lang) -> &str {
        self.workflow.definition().place(state).map_or("", |state| self.said(&state.label, lang.code()))
    }

    /// A state as its applicant reads it.
    pub fn applicant_label(&self, state: &str, lang: Lang) -> &str {
        self.workflow.definition().place(state).map_or("", |state| self.said(state.applicant_label(), lang.code()))
    }

    /// What a state means, and what comes next.
    pub fn description(&self, state: &str, lang: Lang) -> Option<&str> {
        Some(self.said(self.workflow.state(state)?.description.as_ref()?, lang.code()))
    }

    /// A transition by the words of its button.
    pub fn transition_label(&self, from: &str, name: &str, lang: Lang) -> Option<&str> {
        Some(self.said(&self.workflow.definition().button(from, name)?.label, lang.code()))
    }

    /// A command by what was done: the words of its button, or what happened to a clock or to outside work.
    pub fn command_label(&self, from: &str, command: &str, lang: Lang) -> String {
        let named = Command::named(command);
        if let Some((what, deadline)) = named.of_clock() {
            let label = self.workflow.definition().deadlines.get(deadline).map(|deadline| &deadline.label);
            let label = label.map_or("", |label| self.said(label, lang.code()));
            return text(lang, &format!("procedures-clock-{what}"), &[("deadline", label.into())]);
        }
        let task = |name: &str| {
            let task = self.workflow.definition().task_called(name);
            task.map_or(name, |task| self.said(&task.label, lang.code())).to_owned()
        };
        match &named {
            Command::Timer { .. } => text(lang, "procedures-timer", &[]),
            Command::Answer { done, .. } => {
                text(lang, if *done { "procedures-answer-done" } else { "procedures-answer-failed" }, &[])
            }
            Command::Task { name, .. } => task(name),
            Command::Recuse { name, .. } => text(lang, "procedures-recusal", &[("task", task(name).into())]),
            Command::Replace { .. } => text(lang, "people-replaced", &[]),
            Command::Seats => text(lang, "people-seats", &[]),
            Command::Move { version } => text(lang, "procedures-moved", &[("n", (*version).into())]),
            _ => self.transition_label(from, command, lang).unwrap_or(command).to_owned(),
        }
    }

    /// The form of the procedure's own behind a name of the workflow's `forms`; none for one that is built in.
    pub fn own_form(&self, name: &str) -> Option<&Form> {
        self.agents.get(self.own_form_id(name)?)
    }

    /// The form of the procedure's own that this id names, as `form:<id>`; none for one that is built in.
    pub fn form_with_id(&self, id: &str) -> Option<&Form> {
        self.agents.get(agents::own(id)?)
    }

    /// The id of that form in the procedure's file.
    pub fn own_form_id(&self, name: &str) -> Option<&str> {
        agents::own(self.workflow.definition().forms.get(name)?)
    }

    /// The form of the procedure's own that a button asks for, as `form:<id>`: where a dossier is, else wherever the button stands.
    pub fn form_of_button(&self, snapshot: &Snapshot, name: &str) -> Option<&str> {
        let definition = self.workflow.definition();
        let mut found = definition.offered(snapshot, name);
        if found.is_empty() {
            found.extend(definition.buttons().filter(|(known, _)| *known == name).map(|(_, transition)| transition));
        }
        let mut named = found.into_iter().filter_map(|transition| definition.forms.get(transition.form.as_deref()?));
        named.find(|id| agents::own(id).is_some()).map(String::as_str)
    }

    /// Whether a person may do something of this name in some state: press a button, take back a row of a clock.
    pub fn knows(&self, command: &str) -> bool {
        let definition = self.workflow.definition();
        match Command::of_button(command) {
            Command::Void { deadline, .. } => definition.deadlines.contains(&deadline),
            _ => definition.buttons().any(|(known, _)| known == command),
        }
    }

    /// What an applicant may do with a dossier in this state.
    pub fn applicant_may(&self, state: &str) -> May {
        self.workflow.state(state).map_or(May::Read, |state| state.applicant_may)
    }

    /// Whether a transition gives the request up: it needs no valid form.
    pub fn is_withdrawal(&self, state: &str, transition: &str) -> bool {
        let found = self.workflow.definition().transition(state, transition);
        found.is_some_and(|transition| transition.kind == Kind::Withdraw)
    }
}

fn routes(definition: &Definition) -> Result<Vec<(Rule, String)>> {
    let ruled = definition.routing.groups.iter().filter_map(|group| Some((group.rule.as_ref()?, &group.id)));
    ruled
        .map(|(rule, id)| {
            let rule = Rule::compile(rule).map_err(|problems| Error::internal(format!("routing: {problems:?}")))?;
            Ok((rule, id.clone()))
        })
        .collect()
}

/// A revision never changes and its id is unique in the world: one memory serves the whole process.
static MEMORY: LazyLock<RwLock<HashMap<Uuid, Arc<Revision>>>> = LazyLock::new(RwLock::default);

/// The compiled revision, if it is in memory.
pub fn known(id: Uuid) -> Option<Arc<Revision>> {
    MEMORY.read().ok()?.get(&id).cloned()
}

/// Keeps a revision for the next who asks.
pub fn remember(revision: Revision) -> Result<Arc<Revision>> {
    let revision = Arc::new(revision);
    if let Ok(mut memory) = MEMORY.write() {
        if memory.len() >= KEPT {
            memory.clear();
        }
        memory.insert(revision.id, revision.clone());
    }
    Ok(revision)
}
