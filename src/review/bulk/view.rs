//! Actions on many dossiers, as their pages show them.

use super::{Action, DONE, WAITING_RANK, of, results};
use crate::Result;
use crate::dossiers::access;
use crate::procedures::{self, Procedure};
use crate::review::screen::said;
use crate::schema::{bulk_items, dossiers};
use crate::web::i18n::{has, text};
use crate::web::pagination::{SIZE, Slice};
use crate::web::{Account, Lang};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, SmallInt, Uuid as SqlUuid};
use serde::Serialize;
use std::collections::HashMap;
use uuid::Uuid;

/// An action, with what came of each dossier.
#[derive(Serialize)]
pub(super) struct Shown {
    slug: String,
    title: String,
    #[serde(flatten)]
    head: Head,
    input: String,
    ended_at: Option<DateTime<FixedOffset>>,
    done: i64,
    /// Why it was not done, and on how many.
    refused: Vec<(String, i64)>,
    waiting: i64,
    /// On how many it was not done, or not yet.
    left: i64,
    lines: Vec<Line>,
    next: Option<String>,
}

/// An action in a line.
#[derive(Serialize)]
struct Head {
    id: Uuid,
    button: String,
    label: String,
    status: String,
    total: i32,
    created_at: DateTime<FixedOffset>,
}

/// What came of a dossier. Of one that who reads may not see any more, only that.
#[derive(Serialize)]
struct Line {
    dossier: Option<(String, String)>,
    /// `done`, `refused` or `waiting`.
    kind: &'static str,
    text: String,
}

/// What was written for all of them.
pub(super) fn written(action: &Action) -> String {
    let text = action.input.get("motivation").or_else(|| action.input.get("message"));
    text.and_then(|text| text.as_str()).unwrap_or_default().to_owned()
}

fn head(db: &mut PgConnection, action: &Action, lang: Lang) -> Result<Head> {
    let revision = procedures::revision(db, action.revision_id)?;
    let buttons = revision.workflow.bulk_buttons();
    let button = buttons.iter().find(|button| button.name == action.button);
    Ok(Head {
        id: action.id,
        label: button.map_or(&*action.button, |button| revision.said(&button.transition.label, lang.code())).to_owned(),
        button: action.button.clone(),
        status: action.status.clone(),
        total: action.total,
        created_at: revision.local(action.created_at),
    })
}

pub(super) fn shown(
    db: &mut PgConnection,
    who: &Account,
    procedure: &Procedure,
    action: &Action,
    after: Option<(i16, Uuid)>,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<Shown> {
    let (mut done, mut waiting, mut refused) = (0, 0, Vec::new());
    for (result, count) in results(db, action.id)? {
        match result.as_deref() {
            None => waiting += count,
            Some(DONE) => done += count,
            Some(code) => refused.push((words(lang, code), count)),
        }
    }
    refused.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let revision = procedures::revision(db, procedure.revision_id)?;
    let slice = lines(db, who, action, after, (lang, now))?;
    Ok(Shown {
        title: revision.title(lang.code()).to_owned(),
        head: head(db, action, lang)?,
        input: written(action),
        ended_at: action.ended_at.map(|at| revision.local(at)),
        left: waiting + refused.iter().map(|(_, count)| count).sum::<i64>(),
        next: slice.next.map(|place| format!("/instruction/{}/lots/{}?apres={place}", procedure.slug, action.id)),
        slug: procedure.slug.clone(),
        lines: slice.rows,
        done,
        refused,
        waiting,
    })
}

/// A page of what came of each, what was not done first.
fn lines(
    db: &mut PgConnection,
    who: &Account,
    action: &Action,
    after: Option<(i16, Uuid)>,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<Slice<Line>> {
    let mut items = bulk_items::table.filter(bulk_items::action_id.eq(action.id)).into_boxed();
    if let Some((rank, dossier)) = after {
        let after = sql::<Bool>("(rank, dossier_id) > (").bind::<SmallInt, _>(rank);
        items = items.filter(after.sql(", ").bind::<SqlUuid, _>(dossier).sql(")"));
    }
    let items = items.order((bulk_items::rank, bulk_items::dossier_id)).limit(SIZE as i64 + 1);
    let items: Vec<(i16, Uuid, Option<String>)> =
        items.select((bulk_items::rank, bulk_items::dossier_id, bulk_items::result)).load(db)?;
    let slice = Slice::of(items, |(rank, dossier, _)| (*rank, *dossier));
    let ids: Vec<Uuid> = slice.rows.iter().map(|(_, dossier, _)| *dossier).collect();
    let seen: Vec<(Uuid, String, String)> = dossiers::table
        .filter(access::consultable_by(who, now))
        .filter(dossiers::id.eq_any(ids))
        .select((dossiers::id, dossiers::number, dossiers::applicant_name))
        .load(db)?;
    let mut seen: HashMap<Uuid, (String, String)> =
        seen.into_iter().map(|(id, number, name)| (id, (number, name))).collect();
    let line = |(rank, dossier, result): (i16, Uuid, Option<String>)| Line {
        dossier: seen.remove(&dossier),
        kind: match rank {
            0 => "refused",
            WAITING_RANK => "waiting",
            _ => "done",
        },
        text: words(lang, result.as_deref().unwrap_or("waiting")),
    };
    Ok(Slice { rows: slice.rows.into_iter().map(line).collect(), next: slice.next })
}

/// A result in words: as for one dossier, unless many are told otherwise.
fn words(lang: Lang, code: &str) -> String {
    let key = format!("bulk-result-{code}");
    if has(lang, &key) { text(lang, &key, &[]) } else { said(lang, code) }
}

/// The actions of before.
#[derive(Serialize)]
pub(super) struct Former {
    slug: String,
    title: String,
    actions: Vec<Head>,
    next: Option<String>,
}

pub(super) fn former(
    db: &mut PgConnection,
    who: &Account,
    procedure: &Procedure,
    (address, after): (&str, Option<(DateTime<Utc>, Uuid)>),
    lang: Lang,
) -> Result<Former> {
    let slice = of(db, who, procedure.id, after)?;
    Ok(Former {
        title: procedures::revision(db, procedure.revision_id)?.title(lang.code()).to_owned(),
        actions: slice.rows.iter().map(|action| head(db, action, lang)).collect::<Result<_>>()?,
        next: slice.next.map(|place| format!("{address}?apres={place}")),
        slug: procedure.slug.clone(),
    })
}
