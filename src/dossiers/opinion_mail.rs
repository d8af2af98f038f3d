//! The mails of opinions: a link to who is asked, a word to the instructors when there is nobody to ask.

use super::Dossier;
use super::opinions::Part;
use super::people::Groups;
use super::step::Act;
use crate::Result;
use crate::accounts::tokens;
use crate::db::Tx;
use crate::outbox::{self, Effect as Leaving};
use crate::procedures::contact::contact;
use crate::procedures::{Revision, words};
use crate::schema::{accounts, opinion_links};
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::RoleKind;
use crate::workflow::task::Task;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// How long a link may be used.
const LIFETIME: TimeDelta = TimeDelta::days(180);

/// Makes a link and mails it, in the language of the address's account, or in that of the procedure. The mail says nothing of what the dossier holds.
pub(super) fn write(
    tx: &mut Tx<'_>,
    (dossier, revision, part): (&Dossier, &Revision, &Part),
    (email, by): (&str, Option<Uuid>),
    template: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let (id, token) = (Uuid::now_v7(), tokens::fresh());
    diesel::insert_into(opinion_links::table)
        .values((
            opinion_links::id.eq(id),
            opinion_links::token_hash.eq(tokens::hash(&token)),
            opinion_links::task_id.eq(part.id),
            opinion_links::email.eq(email),
            opinion_links::sent_by.eq(by),
            opinion_links::sent_at.eq(now),
            opinion_links::expires_at.eq(now + LIFETIME),
        ))
        .execute(&mut **tx)?;
    let known = accounts::table.filter(accounts::email.eq(email)).select(accounts::language);
    let known: Option<String> = known.first(&mut **tx).optional()?;
    let code = known.as_deref().unwrap_or(revision.definition.base_language());
    let lang = Lang::from_code(code).unwrap_or_default();
    let task = revision.workflow.definition().task(&part.place, &part.name);
    let data = json!({
        "number": dossier.number,
        "procedure": revision.title(lang.code()),
        "from": service(revision, lang),
        "task": task.map(|task| revision.said(&task.label, lang.code())).unwrap_or_default(),
        "path": format!("/avis/{token}"),
        "facts": facts(revision, part, task, lang),
    });
    let mail = Leaving::mail(format!("opinion:{id}"), email, template, lang.code(), &data).about(dossier.id);
    outbox::enqueue(tx, &[mail], now)
}

/// Until when, and what silence means.
fn facts(revision: &Revision, part: &Part, task: Option<&Task>, lang: Lang) -> Vec<Value> {
    let fact = |key: &str, value: String| json!({ "label": text(lang, key, &[]), "value": value });
    let due = part.due_at.map(|due| fact("opinions-due", words::due(revision, due, lang)));
    let silence = silence(revision, task, lang).map(|outcome| fact("opinions-silence", outcome));
    due.into_iter().chain(silence).collect()
}

/// What silence is deemed to be.
pub fn silence(revision: &Revision, task: Option<&Task>, lang: Lang) -> Option<String> {
    let task = task?;
    let outcome = task.due.as_ref()?.outcome.as_ref()?;
    Some(words::outcome(revision, task, outcome, lang))
}

/// Who asks.
pub fn service(revision: &Revision, lang: Lang) -> String {
    contact(revision, lang).map_or_else(|| revision.title(lang.code()).to_owned(), |service| service.name)
}

/// There is nobody to ask: those who received the dossier are told.
pub(super) fn tell_nobody(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    part: &Part,
    act: &Act<'_>,
) -> Result<()> {
    let received = act.received(dossier);
    let groups = Groups::of(tx, revision, received)?;
    let roles = revision.workflow.definition().roles.iter();
    let mut roles = roles.filter(|(_, role)| role.kind == RoleKind::Group || role.kind == RoleKind::People);
    let Some((role, _)) = roles.find(|(role, _)| received.is_some() && groups.group(role) == received) else {
        return Ok(());
    };
    let told = Leaving {
        dedup_key: format!("opinion:{}:unaddressed", part.id),
        kind: "notify",
        payload: json!({ "dossier": dossier.id, "template": "opinion-unaddressed", "role": role, "task": part.name }),
    };
    outbox::enqueue(tx, &[told], act.now)
}
