//! What the page of a task shows.

use super::beside::Beside;
use super::work::{self, Reader, Row, Shown, Way};
use crate::dossiers::agents::{Part, Sheet};
use crate::dossiers::facts::Facts;
use crate::dossiers::unsent::Unsent;
use crate::dossiers::{self, Dossier, Number, access, people};
use crate::form::FieldError;
use crate::procedures::{self, Revision, words};
use crate::web::{Account, ErrorLink, Lang, Page, Pairs};
use crate::workflow::task::Task;
use crate::workflow::{Refusal, Snapshot};
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// Which part, and for whom, an address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    pub part: Option<i32>,
    /// Who is absent, and for whom they act.
    pub pour: Option<Uuid>,
}

/// What was posted and is shown again.
#[derive(Default)]
pub struct Typed {
    /// The form with what was posted in it.
    pub draft: Option<Value>,
    /// What was posted, where the form was not read.
    pub pairs: Option<Pairs>,
    pub errors: Vec<FieldError>,
    pub outcome: String,
    pub motivation: String,
    pub recusation: String,
    /// What is told above the page, and the input that it is about.
    pub error: Option<(&'static str, String)>,
}

/// The inputs of the page's own, as links.
pub const OUTCOME: &str = "#outcome";
pub const MOTIVATION: &str = "#motivation";
pub const RECUSATION: &str = "#recusation";

/// Everything that the page is drawn from.
pub struct Loaded {
    dossier: Dossier,
    revision: Arc<Revision>,
    task: Shown,
    definition: Task,
    ways: Result<Vec<Way>, Refusal>,
    names: BTreeMap<Uuid, String>,
    row: Option<Row>,
    way: Option<Way>,
    who: Uuid,
    now: DateTime<Utc>,
}

/// A way to do it, as a link.
#[derive(Debug, Serialize)]
struct Link {
    href: String,
    on_behalf: Option<String>,
    item: Option<String>,
    is_current: bool,
}

/// The page.
#[derive(Serialize)]
pub struct View {
    #[serde(flatten)]
    beside: Beside,
    task: Shown,
    /// Why who reads can't do it.
    refusal: Option<&'static str>,
    ways: Vec<Link>,
    /// For whom they act.
    on_behalf: Option<(Uuid, String)>,
    part: i32,
    /// Who has taken it.
    assignee: Option<String>,
    is_theirs: bool,
    is_free: bool,
    is_recusable: bool,
    /// What it is about, of a list.
    item: Option<String>,
    outcomes: Vec<Choice>,
    form: Vec<Part>,
    /// Whether the page itself asks for reasons: its form does not.
    asks_motivation: bool,
    motivation: String,
    recusation: String,
    outcome_error: Option<String>,
    motivation_error: Option<String>,
    recusation_error: Option<String>,
    unsent: Option<DateTime<FixedOffset>>,
    errors: Vec<ErrorLink>,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

/// Loads a task; one of a dossier that is not theirs to read is as if it did not exist.
pub fn load(
    db: &mut PgConnection,
    who: &Account,
    (number, name): (&Number, &str),
    asked: &Asked,
    lang: Lang,
    now: DateTime<Utc>,
) -> Result<Loaded> {
    let dossier = dossiers::find(db, access::consultable_by(who, now), number)?;
    let revision = procedures::revision(db, dossier.revision_id)?;
    let snapshot: Snapshot = dossier.snapshot()?;
    let rows: Vec<Row> = work::rows(db, dossier.id)?.into_iter().filter(|row| row.name == name).collect();
    let last = rows.last().map(|row| row.visit).ok_or(Error::NotFound)?;
    let rows: Vec<Row> = rows.into_iter().filter(|row| row.visit == last).collect();
    let facts = Facts::of(&dossier, &revision, None, Value::Null, now);
    let inputs = facts.inputs();
    let actor = people::actor(db, &dossier, &revision, (who.id, None), now)?;
    let reader = Reader { dossier: &dossier, revision: &revision, snapshot: &snapshot, actor: &actor, lang, now };
    let task = reader.work(db, &rows, &inputs)?.pop().ok_or(Error::NotFound)?;
    let place = rows.first().map_or("", |row| row.place.as_str());
    let definition = revision.workflow.definition().task(place, name).cloned().ok_or(Error::NotFound)?;
    let ways = work::ways(db, &dossier, &revision, (who.id, name), (&inputs, now))?;
    let way = chosen(ways.as_deref().unwrap_or_default(), &rows, asked, who.id);
    let row = rows.into_iter().find(|row| way.as_ref().is_some_and(|way| way.part == row.part) && row.is_open());
    let absent = ways.iter().flatten().filter_map(|way| way.on_behalf);
    let names = work::named(db, absent.chain(row.as_ref().and_then(|row| row.assignee_id)).collect())?;
    Ok(Loaded { task, definition, ways, names, row, way, who: who.id, now, revision, dossier })
}

/// The way that is asked for; else what is theirs already, then what is free, then whatever.
fn chosen(ways: &[Way], rows: &[Row], asked: &Asked, who: Uuid) -> Option<Way> {
    let is_asked = |way: &&Way| asked.part.is_none_or(|part| part == way.part) && way.on_behalf == asked.pour;
    let assignee = |way: &Way| rows.iter().find(|row| row.part == way.part && row.is_open())?.assignee_id;
    let rank = |way: &&Way| match assignee(way) {
        Some(id) if id == way.on_behalf.unwrap_or(who) => 0,
        None => 1,
        Some(_) => 2,
    };
    ways.iter().filter(is_asked).min_by_key(rank).or_else(|| ways.iter().min_by_key(rank)).cloned()
}

impl Loaded {
    /// The page, with what was posted or waits in its form.
    pub fn view(self, page: &Page, posted: Option<Typed>, kept: Option<Unsent>) -> Result<View> {
        let lang = page.lang;
        let unsent = kept.as_ref().filter(|_| posted.is_none()).map(|kept| kept.kept_at);
        let mut typed = posted.unwrap_or_else(|| kept.map(Typed::kept).unwrap_or_default());
        // One outcome needs no naming.
        let is_chosen = self.definition.outcomes.len() > 1;
        typed.error = typed.error.filter(|(input, _)| is_chosen || *input != OUTCOME);
        let form = self.definition.form.as_deref().and_then(|form| self.revision.own_form(form));
        let sheet = form.map(|form| Sheet::new(form, &self.dossier, &self.revision, self.now));
        let stored = self.row.as_ref().and_then(|row| row.draft.as_ref());
        let mut errors: Vec<ErrorLink> = Vec::new();
        let mut parts = Vec::new();
        if let Some(sheet) = sheet.as_ref().filter(|_| self.way.is_some()) {
            let draft = sheet.held(typed.draft.as_ref(), typed.pairs.as_ref(), stored);
            errors.extend(sheet.links(lang, &typed.errors));
            parts = sheet.drawn(page, &draft, &Sheet::told(lang, &typed.errors), &[])?;
        }
        errors.extend(typed.error.iter().map(|(input, words)| ErrorLink::new(*input, &**words)));
        let error_of =
            |input: &str| typed.error.as_ref().filter(|(own, _)| *own == input).map(|(_, words)| words.clone());
        let said = |name: &String| Choice {
            value: name.clone(),
            label: words::outcome(&self.revision, &self.definition, name, lang),
            selected: *name == typed.outcome,
        };
        let assignee = self.row.as_ref().and_then(|row| row.assignee_id);
        let me = self.way.as_ref().and_then(|way| way.on_behalf).unwrap_or(self.who);
        Ok(View {
            beside: Beside::of(&self.dossier, &self.revision, self.task.label.clone(), lang)?,
            refusal: self.ways.as_ref().err().map(|refusal| refusal.code()),
            ways: self.links(),
            on_behalf: self.way.as_ref().and_then(|way| way.on_behalf).map(|id| (id, self.name(id))),
            part: self.way.as_ref().map_or(0, |way| way.part),
            assignee: assignee.filter(|id| *id != me).map(|id| self.name(id)),
            is_theirs: assignee == Some(me),
            is_free: assignee.is_none() && self.row.is_some(),
            is_recusable: self.definition.recusable && self.way.is_some(),
            item: self.way.as_ref().and_then(|way| self.item(way)),
            outcomes: self.definition.outcomes.iter().map(said).collect(),
            form: parts,
            asks_motivation: sheet.is_none_or(|sheet| !sheet.asks("/motivation")),
            outcome_error: error_of(OUTCOME),
            motivation_error: error_of(MOTIVATION),
            recusation_error: error_of(RECUSATION),
            motivation: typed.motivation,
            recusation: typed.recusation,
            unsent,
            errors,
            task: self.task,
        })
    }

    fn name(&self, id: Uuid) -> String {
        self.names.get(&id).cloned().unwrap_or_default()
    }

    /// What a part is about, where the task is done for each item of a list.
    fn item(&self, way: &Way) -> Option<String> {
        let snapshot = self.dossier.snapshot().ok()?;
        let work = snapshot.tasks.get(&self.task.name)?;
        let item = work.parts.get(usize::try_from(way.part).ok()?)?.item.as_ref()?;
        Some(item.as_str().map_or_else(|| item.to_string(), str::to_owned))
    }

    /// The other ways to do it: another's, another item.
    fn links(&self) -> Vec<Link> {
        let ways = self.ways.as_deref().unwrap_or_default();
        let (mut found, mut seen) = (Vec::new(), Vec::new());
        for way in ways {
            // Parts that are alike are one.
            let kind = (way.on_behalf, self.item(way));
            if seen.contains(&kind) {
                continue;
            }
            let pour = way.on_behalf.map(|id| format!("&pour={id}")).unwrap_or_default();
            let current = self.way.as_ref();
            found.push(Link {
                href: format!("?part={}{pour}", way.part),
                on_behalf: way.on_behalf.map(|id| self.name(id)),
                is_current: current.is_some_and(|now| (now.on_behalf, self.item(now)) == kind),
                item: kind.1.clone(),
            });
            seen.push(kind);
        }
        if found.len() > 1 { found } else { Vec::new() }
    }
}

impl Typed {
    /// What was posted without a session.
    fn kept(kept: Unsent) -> Self {
        let said = |name: &str| kept.pairs.iter().find(|(own, _)| own == name).map(|(_, text)| text.clone());
        Self {
            outcome: said("outcome").unwrap_or_default(),
            motivation: said("motivation").unwrap_or_default(),
            pairs: Some(kept.pairs),
            ..Self::default()
        }
    }
}
