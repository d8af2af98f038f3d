//! What a manager reads of their groups: who is in them, and the open work, by keyset.

use crate::dossiers::handover;
use crate::procedures::{self, Procedure, Revision};
use crate::rules::Text;
use crate::schema::{accounts, dossiers, group_members, groups, procedures as procedure_rows, tasks};
use crate::web::i18n::text;
use crate::web::pagination::{SIZE, Slice};
use crate::web::{Account, Lang, format};
use crate::{Error, Result};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A group whose work somebody hands out.
pub struct Managed {
    pub id: Uuid,
    pub label: String,
}

/// The groups of a procedure whose work somebody hands out. Whoever hands out none has no such page.
pub fn groups_of(
    db: &mut PgConnection,
    who: &Account,
    procedure: &Procedure,
    revision: &Revision,
    lang: Lang,
) -> Result<Vec<Managed>> {
    let rows: Vec<(Uuid, String, serde_json::Value)> = groups::table
        .inner_join(group_members::table)
        .filter(groups::procedure_id.eq(procedure.id))
        .filter(group_members::account_id.eq(who.id).and(group_members::manager))
        .order(groups::key)
        .select((groups::id, groups::key, groups::label))
        .load(db)?;
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    let managed = |(id, key, label): (Uuid, String, serde_json::Value)| {
        let label: Option<Text> = serde_json::from_value(label).ok();
        let label = label.map(|label| revision.said(&label, lang.code()).to_owned());
        Managed { id, label: label.filter(|label| !label.is_empty()).unwrap_or(key) }
    };
    Ok(rows.into_iter().map(managed).collect())
}

/// The procedures of which somebody hands out work: address and title.
pub fn managed(db: &mut PgConnection, who: &Account, lang: Lang) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, Uuid)> = procedure_rows::table
        .inner_join(groups::table.inner_join(group_members::table))
        .filter(group_members::account_id.eq(who.id).and(group_members::manager))
        .order(procedure_rows::slug)
        .select((procedure_rows::slug, procedure_rows::revision_id))
        .distinct()
        .load(db)?;
    let titled = |(slug, revision)| {
        let revision = procedures::revision(db, revision)?;
        Ok((slug, revision.title(lang.code()).to_owned()))
    };
    rows.into_iter().map(titled).collect()
}

/// Somebody of a group, as lists offer them.
#[derive(Clone, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// The members of a group, those who are away told as such.
pub fn members(
    db: &mut PgConnection,
    group: Uuid,
    chosen: &str,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<Vec<Choice>> {
    let rows: Vec<(Uuid, String, String)> = group_members::table
        .inner_join(accounts::table)
        .filter(group_members::group_id.eq(group))
        .order((accounts::family_name, accounts::given_name, accounts::id))
        .select((accounts::id, accounts::given_name, accounts::family_name))
        .load(db)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let away = handover::away(db, &ids, now)?;
    let choice = |(id, given, family): (Uuid, String, String)| {
        let name = format!("{given} {family}");
        let label = match away.get(&id) {
            Some(until) => {
                text(lang, "people-away", &[("who", name.into()), ("until", format::day(lang, *until).into())])
            }
            None => name,
        };
        let value = id.to_string();
        Choice { selected: value == chosen, value, label }
    };
    Ok(rows.into_iter().map(choice).collect())
}

/// An open task of a group.
#[derive(Serialize)]
pub struct Row {
    pub id: Uuid,
    pub href: String,
    pub label: String,
    pub number: String,
    pub applicant: String,
    pub due_at: Option<DateTime<FixedOffset>>,
    pub is_late: bool,
    /// Who has it.
    pub who: Option<String>,
    /// Whether only they may do it.
    pub alone: bool,
    /// Whether they are no longer in the group.
    pub has_left: bool,
}

/// What to show of a group's work.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub group: Uuid,
    /// Only what this person has.
    pub person: Option<Uuid>,
    pub after: Option<Place>,
}

type Loaded =
    ((Uuid, DateTime<Utc>, Option<DateTime<Utc>>, String, String, Option<Uuid>, Option<Uuid>), (String, String, Uuid));

/// A page of the open work of a group, what is due first before the rest.
pub fn rows(db: &mut PgConnection, wanted: &Wanted, (lang, now): (Lang, DateTime<Utc>)) -> Result<Slice<Row>> {
    let mut query = tasks::table
        .inner_join(dossiers::table)
        .filter(tasks::group_id.eq(wanted.group).and(tasks::status.eq("open")))
        .into_boxed();
    if let Some(person) = wanted.person {
        query = query.filter(tasks::assignee_id.eq(person));
    }
    if let Some((at, id)) = wanted.after {
        query = query.filter(tasks::urgency.gt(at).or(tasks::urgency.eq(at).and(tasks::id.gt(id))));
    }
    let loaded: Vec<Loaded> = query
        .order((tasks::urgency, tasks::id))
        .limit(SIZE as i64 + 1)
        .select((
            (tasks::id, tasks::urgency, tasks::due_at, tasks::place, tasks::name, tasks::person_id, tasks::assignee_id),
            (dossiers::number, dossiers::applicant_name, dossiers::revision_id),
        ))
        .load(db)?;
    let slice = Slice::of(loaded, |((id, urgency, ..), _)| (*urgency, *id));
    let ids: BTreeSet<Uuid> = slice.rows.iter().filter_map(|(task, _)| task.6).collect();
    let names: Vec<(Uuid, String, String)> = accounts::table
        .filter(accounts::id.eq_any(&ids))
        .select((accounts::id, accounts::given_name, accounts::family_name))
        .load(db)?;
    let names: BTreeMap<Uuid, String> =
        names.into_iter().map(|(id, given, family)| (id, format!("{given} {family}"))).collect();
    let members: Vec<Uuid> = group_members::table
        .filter(group_members::group_id.eq(wanted.group).and(group_members::account_id.eq_any(&ids)))
        .select(group_members::account_id)
        .load(db)?;
    let shown = |((id, _, due_at, place, name, person, assignee), (number, applicant, revision)): Loaded| {
        let revision = procedures::revision(db, revision)?;
        Ok(Row {
            id,
            href: format!("/instruction/dossiers/{number}/tasks/{name}"),
            label: super::team::label(&revision, &place, &name, lang),
            due_at: due_at.map(|at| revision.local(at)),
            is_late: due_at.is_some_and(|at| at <= now),
            who: assignee.and_then(|id| names.get(&id).cloned()),
            alone: person.is_some(),
            has_left: assignee.is_some_and(|id| !members.contains(&id)),
            number,
            applicant,
        })
    };
    let rows = slice.rows.into_iter().map(shown).collect::<Result<Vec<_>>>()?;
    Ok(Slice { rows, next: slice.next })
}

/// Where a task stands in the order of its group's work.
pub type Place = (DateTime<Utc>, Uuid);

/// What is open of a group and somebody has, after a place: as much as one click hands out, and the last place if there is more.
pub fn all_of(
    db: &mut PgConnection,
    group: Uuid,
    person: Uuid,
    after: Option<Place>,
) -> Result<(Vec<Uuid>, Option<Place>)> {
    let own = tasks::table.filter(tasks::assignee_id.eq(person).and(tasks::status.eq("open")));
    let mut own = own.filter(tasks::group_id.eq(group)).order((tasks::urgency, tasks::id)).into_boxed();
    if let Some((at, id)) = after {
        own = own.filter(tasks::urgency.gt(at).or(tasks::urgency.eq(at).and(tasks::id.gt(id))));
    }
    let mut found: Vec<Place> = own.limit(handover::MOST as i64 + 1).select((tasks::urgency, tasks::id)).load(db)?;
    let more = found.len() > handover::MOST;
    found.truncate(handover::MOST);
    let last = found.last().copied().filter(|_| more);
    Ok((found.into_iter().map(|(_, id)| id).collect(), last))
}
