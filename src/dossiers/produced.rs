//! The documents that a workflow makes of a dossier (action `document`): their words are kept with the step that made them, a
//! job draws them afterwards.

use super::effects::Taken;
use super::step::Act;
use super::{Dossier, events, people, tags};
use crate::db::Tx;
use crate::documents::{Sheet, produced as paper, prose};
use crate::outbox;
use crate::procedures::contact::contact;
use crate::procedures::{Revision, words};
use crate::schema::{accounts, decisions, documents};
use crate::web::Lang;
use crate::web::format::day;
use crate::web::i18n::text;
use crate::workflow::{Effect, Step};
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A document's row.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = documents, check_for_backend(diesel::pg::Pg))]
pub struct Produced {
    pub id: Uuid,
    pub dossier_id: Uuid,
    /// The event that made it.
    pub seq: i32,
    pub name: String,
    pub template: String,
    pub title: String,
    /// The roles that read it; everybody on the dossier, when empty.
    pub visible_to: Value,
    /// What it says, as it is drawn.
    pub content: Value,
    pub created_at: DateTime<Utc>,
    pub size: Option<i64>,
    pub sha256: Option<Vec<u8>>,
    /// When its bytes were there.
    pub produced_at: Option<DateTime<Utc>>,
}

/// Keeps the words of the documents that a step makes, and ties one to its decision. Returns what is to be drawn.
pub(super) fn plan(tx: &mut Tx<'_>, taken: Taken<'_>) -> Result<Vec<outbox::Effect>> {
    let Taken { dossier, revision, step, act, seq } = taken;
    let (lang, mut made) = (Lang::from_code(revision.definition.base_language()).unwrap_or_default(), Vec::new());
    let mut values = None;
    for effect in &step.effects {
        let Effect::Document { template, name, visible_to } = effect else { continue };
        if values.is_none() {
            values = Some(read(tx, dossier, revision, step, act, lang)?);
        }
        let Some((title, content)) = values.as_ref().and_then(|read| written(dossier, revision, template, read, lang))
        else {
            tracing::error!(dossier = dossier.number, template, "no such document in the procedure");
            continue;
        };
        made.push(Produced {
            id: Uuid::now_v7(),
            dossier_id: dossier.id,
            seq,
            name: name.clone(),
            template: template.clone(),
            title,
            visible_to: json!(visible_to),
            content,
            created_at: act.now,
            size: None,
            sha256: None,
            produced_at: None,
        });
    }
    if !made.is_empty() {
        diesel::insert_into(documents::table).values(&made).execute(&mut **tx)?;
    }
    tie(tx, dossier.id, revision, step, seq)?;
    let drawn = made.iter().map(|document| outbox::Effect {
        dedup_key: format!("document:{}", document.id),
        kind: "document",
        payload: json!({ "document": document.id }),
    });
    Ok(drawn.collect())
}

/// What the tags of a document read: the dossier, and what the step decided.
fn read(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    step: &Step,
    act: &Act<'_>,
    lang: Lang,
) -> Result<Value> {
    let mut values = tags::values(dossier, revision, act.answers.as_ref(), lang, act.now);
    values["today"] = day(lang, revision.date(act.now)).into();
    values["data"] = json!(step.snapshot.data);
    if let Some(decision) = &step.decision {
        values["decision"] = json!({
            "outcome": text(lang, &format!("workflow-outcome-{}", decision.outcome), &[]),
            "motivation": decision.motivation,
            "effective_on": day(lang, decision.effective_on),
        });
    }
    if let Some(agent) = act.actor_id.filter(|actor| *actor != dossier.applicant_id) {
        let absent = act.actor.on_behalf.as_deref().and_then(|id| id.parse().ok());
        let (by, on_behalf) = (name(tx, agent)?, absent.map(|absent| name(tx, absent)).transpose()?);
        values["agent"] = json!({ "name": events::signed(Some(by), on_behalf, lang) });
    }
    Ok(values)
}

fn name(tx: &mut Tx<'_>, account: Uuid) -> Result<String> {
    let name = accounts::table.find(account).select((accounts::given_name, accounts::family_name));
    let (given, family): (String, String) = name.first(&mut **tx)?;
    Ok(format!("{given} {family}"))
}

/// The title and the content of a document, its tags filled in; none when the procedure has no such model.
fn written(
    dossier: &Dossier,
    revision: &Revision,
    template: &str,
    values: &Value,
    lang: Lang,
) -> Option<(String, Value)> {
    let model = revision.definition.documents.get(template)?;
    let said = |text| revision.said(text, lang.code());
    let title = words::filled(said(&model.title), values);
    // Filled in after it is read: what somebody typed is never Markdown.
    let mut body = prose::nodes(said(&model.body), 2);
    body.iter_mut().for_each(|node| words::fill(node, values));
    let service = contact(revision, lang);
    let organisation = service.map(|service| format!("{} – {}", service.organisation, service.name));
    let about = paper::About {
        number: &dossier.number,
        title: &title,
        organisation: organisation.as_deref().unwrap_or_default(),
        body,
    };
    let content = paper::content(&about, lang);
    Some((title, content))
}

/// Ties the last document that the state's decision names, by its name or its model, to the decision that was just taken.
fn tie(tx: &mut Tx<'_>, dossier: Uuid, revision: &Revision, step: &Step, seq: i32) -> Result<()> {
    let rule = revision.workflow.state(&step.snapshot.state).and_then(|state| state.decision.as_ref());
    let named = rule.filter(|_| step.decision.is_some()).and_then(|rule| rule.document.as_ref());
    let Some(named) = named else { return Ok(()) };
    let known = documents::table
        .filter(documents::dossier_id.eq(dossier))
        .filter(documents::name.eq(named).or(documents::template.eq(named)))
        .order((documents::seq.desc(), documents::id.desc()))
        .select(documents::id);
    let found: Option<Uuid> = known.first(&mut **tx).optional()?;
    let decided = decisions::table.filter(decisions::dossier_id.eq(dossier).and(decisions::seq.eq(seq)));
    diesel::update(decided).set(decisions::document_id.eq(found)).execute(&mut **tx)?;
    Ok(())
}

/// What is left to draw of a document, and the instant that it bears; none once it is drawn.
pub fn waiting(db: &mut PgConnection, id: Uuid) -> Result<Option<(Sheet, DateTime<Utc>)>> {
    let waiting = documents::table.find(id).filter(documents::produced_at.is_null());
    let found: Option<Produced> = waiting.select(Produced::as_select()).first(db).optional()?;
    Ok(found.map(|document| (paper::sheet(document.content), document.created_at)))
}

/// Its bytes are in the store. Another worker may have been first: they are the same.
pub fn keep(tx: &mut Tx<'_>, id: Uuid, size: u64, sha256: &[u8], now: DateTime<Utc>) -> Result<()> {
    let size = i64::try_from(size).map_err(Error::internal)?;
    diesel::update(documents::table.find(id).filter(documents::produced_at.is_null()))
        .set((documents::size.eq(size), documents::sha256.eq(sha256), documents::produced_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(())
}

/// A document as pages list it.
#[derive(Debug, Clone, Serialize)]
pub struct Link {
    pub id: Uuid,
    pub title: String,
    pub at: DateTime<FixedOffset>,
    /// Of its bytes; none while it is being prepared.
    pub size: Option<i64>,
}

impl Link {
    pub fn to(document: &Produced, revision: &Revision) -> Self {
        let Produced { id, size, created_at, .. } = document;
        Self { id: *id, title: document.title.clone(), at: revision.local(*created_at), size: *size }
    }
}

/// Every document of a dossier, the last first.
pub fn all(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Produced>> {
    let all = documents::table
        .filter(documents::dossier_id.eq(dossier))
        .order((documents::seq.desc(), documents::id.desc()))
        .select(Produced::as_select());
    Ok(all.load(db)?)
}

/// Those that somebody with these roles reads, the last of each name.
pub fn listed(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    roles: &BTreeSet<String>,
) -> Result<Vec<Link>> {
    let (all, decided) = (all(db, dossier.id)?, decided(db, dossier.id)?);
    let mut names = BTreeSet::new();
    let last: Vec<Produced> = all.into_iter().filter(|document| names.insert(document.name.clone())).collect();
    let read = last.iter().filter(|document| is_visible(document, roles, &decided));
    Ok(read.map(|document| Link::to(document, revision)).collect())
}

/// One of them, for somebody with these roles; a former one of a name too.
pub fn find(db: &mut PgConnection, dossier: Uuid, id: Uuid, roles: &BTreeSet<String>) -> Result<Produced> {
    let known = documents::table.find(id).filter(documents::dossier_id.eq(dossier));
    let found: Produced = known.select(Produced::as_select()).first(db)?;
    let decided = decided(db, dossier)?;
    if is_visible(&found, roles, &decided) { Ok(found) } else { Err(Error::NotFound) }
}

/// The documents of decisions: whoever reads the decision reads them.
fn decided(db: &mut PgConnection, dossier: Uuid) -> Result<Vec<Uuid>> {
    let tied = decisions::table.filter(decisions::dossier_id.eq(dossier).and(decisions::document_id.is_not_null()));
    let tied: Vec<Option<Uuid>> = tied.select(decisions::document_id).load(db)?;
    Ok(tied.into_iter().flatten().collect())
}

fn is_visible(document: &Produced, roles: &BTreeSet<String>, decided: &[Uuid]) -> bool {
    let only = document.visible_to.as_array().map(Vec::as_slice).unwrap_or_default();
    let named = only.iter().any(|role| role.as_str().is_some_and(|role| roles.contains(role)));
    only.is_empty() || named || decided.contains(&document.id)
}

/// The roles of an agent on a dossier, those of whom they stand in for included.
pub fn reader(
    db: &mut PgConnection,
    dossier: &Dossier,
    revision: &Revision,
    who: Uuid,
    now: DateTime<Utc>,
) -> Result<BTreeSet<String>> {
    let mut roles = BTreeSet::new();
    let absent = people::absent(db, who, now)?;
    for on_behalf in std::iter::once(None).chain(absent.into_iter().map(Some)) {
        roles.extend(people::actor(db, dossier, revision, (who, on_behalf), now)?.roles);
    }
    Ok(roles)
}
