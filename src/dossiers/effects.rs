//! What a step does beside moving the dossier: what stays inside is written with it, what leaves becomes rows of the
//! outbox.

use super::step::Act;
use super::{Dossier, invocations, opinions, produced, receipts, tags, tasks, webhooks};
use crate::db::Tx;
use crate::messages;
use crate::outbox;
use crate::procedures::{Revision, words};
use crate::schema::{accounts, corrections, dossiers, ledgers, timers};
use crate::web::Lang;
use crate::workflow::work::Work;
use crate::workflow::{Effect, Step};
use crate::{Error, Result};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::upsert::excluded;
use serde_json::json;
use uuid::Uuid;

/// A step that was taken, and what it rests on.
#[derive(Clone, Copy)]
pub(super) struct Taken<'t> {
    pub dossier: &'t Dossier,
    pub revision: &'t Revision,
    pub step: &'t Step,
    pub act: &'t Act<'t>,
    /// The number of its event.
    pub seq: i32,
}

/// Carries out the effects of a step, in their order; those that leave are planned under the number of its event.
pub(super) fn carry_out(tx: &mut Tx<'_>, taken: Taken<'_>) -> Result<()> {
    let Taken { dossier, revision, step, act, seq } = taken;
    cancel_timers(tx, dossier.id, &step.effects)?;
    set_timers(tx, dossier.id, &step.effects)?;
    keep_ledgers(tx, dossier.id, &step.effects, seq)?;
    tasks::keep(tx, dossier, revision, step, act)?;
    opinions::ask(tx, dossier, revision, step, act)?;
    for effect in &step.effects {
        carry(tx, dossier, revision, effect, act)?;
    }
    invocations::follow(tx, taken)?;
    webhooks::plan(tx, dossier, revision, step, (seq, act.now))?;
    let mut leaves = leaving(dossier, step, seq);
    if let Some(receipt) = receipts::issue(tx, taken)? {
        // It takes the place of the workflow's own: the applicant has one of them.
        leaves.retain(|other| !receipts::is_receipt(other, revision));
        leaves.push(receipt);
    }
    leaves.extend(produced::plan(tx, taken)?);
    outbox::enqueue(tx, &leaves, act.now)
}

/// Who is in charge, what is to be corrected, what is said.
fn carry(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, effect: &Effect, act: &Act<'_>) -> Result<()> {
    match effect {
        Effect::Assign { to } => assign(tx, dossier, to, act),
        Effect::RequestCorrection { reason, message, fields } => {
            diesel::insert_into(corrections::table)
                .values((
                    corrections::id.eq(Uuid::now_v7()),
                    corrections::dossier_id.eq(dossier.id),
                    corrections::reason.eq(reason),
                    corrections::message.eq(message),
                    corrections::fields.eq(json!(fields)),
                    corrections::requested_by.eq(act.actor_id),
                    corrections::requested_at.eq(act.now),
                ))
                .execute(&mut **tx)?;
            Ok(())
        }
        Effect::ResolveCorrection => {
            let pending = corrections::dossier_id.eq(dossier.id).and(corrections::resolved_at.is_null());
            diesel::update(corrections::table.filter(pending))
                .set(corrections::resolved_at.eq(act.now))
                .execute(&mut **tx)?;
            Ok(())
        }
        Effect::Message { template } => leave_message(tx, dossier, revision, template, act),
        Effect::SetTimer { .. } | Effect::CancelTimer { .. } | Effect::Ledger { .. } => Ok(()),
        Effect::Notify { .. } | Effect::Remind { .. } | Effect::Escalate { .. } | Effect::Webhook { .. } => Ok(()),
        Effect::Invoke { .. } | Effect::Unanswered { .. } => Ok(()),
        Effect::OpenTask { .. }
        | Effect::ClosePart { .. }
        | Effect::DropPart { .. }
        | Effect::HandPart { .. }
        | Effect::EndTask { .. } => Ok(()),
        Effect::CarryTask { .. } | Effect::Document { .. } => Ok(()),
    }
}

/// Plans what falls due.
pub(super) fn set_timers(tx: &mut Tx<'_>, dossier: Uuid, effects: &[Effect]) -> Result<()> {
    let row = |effect: &Effect| match effect {
        Effect::SetTimer { id, due } => {
            Some((timers::dossier_id.eq(dossier), timers::name.eq(id.clone()), timers::due_at.eq(*due)))
        }
        _ => None,
    };
    let rows: Vec<_> = effects.iter().filter_map(row).collect();
    if rows.is_empty() {
        return Ok(());
    }
    diesel::insert_into(timers::table)
        .values(rows)
        .on_conflict((timers::dossier_id, timers::name))
        .do_update()
        .set((timers::due_at.eq(excluded(timers::due_at)), timers::attempts.eq(0)))
        .execute(&mut **tx)?;
    Ok(())
}

fn cancel_timers(tx: &mut Tx<'_>, dossier: Uuid, effects: &[Effect]) -> Result<()> {
    let gone = effects.iter().filter_map(|effect| match effect {
        Effect::CancelTimer { id } => Some(id.as_str()),
        _ => None,
    });
    let gone: Vec<&str> = gone.collect();
    if !gone.is_empty() {
        let known = timers::dossier_id.eq(dossier).and(timers::name.eq_any(gone));
        diesel::delete(timers::table.filter(known)).execute(&mut **tx)?;
    }
    Ok(())
}

/// The rows that a step adds to the ledgers of the clocks.
fn keep_ledgers(tx: &mut Tx<'_>, dossier: Uuid, effects: &[Effect], seq: i32) -> Result<()> {
    let mut rows = Vec::new();
    for effect in effects {
        let Effect::Ledger { deadline, row } = effect else { continue };
        rows.push((
            ledgers::dossier_id.eq(dossier),
            ledgers::deadline.eq(deadline),
            ledgers::row.eq(i32::try_from(row.id).map_err(Error::internal)?),
            ledgers::seq.eq(seq),
            ledgers::on_date.eq(row.on),
            ledgers::content.eq(serde_json::to_value(row).map_err(Error::internal)?),
        ));
    }
    if !rows.is_empty() {
        diesel::insert_into(ledgers::table).values(rows).execute(&mut **tx)?;
    }
    Ok(())
}

fn assign(tx: &mut Tx<'_>, dossier: &Dossier, to: &str, act: &Act<'_>) -> Result<()> {
    let assignee = if to == "me" { act.actor_id } else { None };
    diesel::update(dossiers::table.find(dossier.id)).set(dossiers::assignee_id.eq(assignee)).execute(&mut **tx)?;
    Ok(())
}

/// A message of the workflow, in the thread: in the applicant's language, which is the procedure's when it is not known.
fn leave_message(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision, template: &str, act: &Act<'_>) -> Result<()> {
    let language: String = accounts::table.find(dossier.applicant_id).select(accounts::language).first(&mut **tx)?;
    let lang = Lang::from_code(&language).unwrap_or_default();
    let values = tags::values(dossier, revision, act.answers.as_ref(), lang, act.now);
    match words::body(revision, template, &values, lang) {
        Some(body) => messages::leave(tx, dossier.id, &body, act.now),
        None => Ok(()),
    }
}

fn is_open(step: &Step, task: &str) -> bool {
    step.snapshot.tasks.get(task).is_some_and(Work::is_open)
}

/// What leaves: a row of the outbox for each role to tell.
fn leaving(dossier: &Dossier, step: &Step, seq: i32) -> Vec<outbox::Effect> {
    // A reminder is told by a step of its own: the number of its event tells it from the others.
    let notify = |role: &String, template: &str, deadline: Option<(&String, NaiveDate)>| outbox::Effect {
        dedup_key: format!("dossier:{}:{seq}:{template}:{role}", dossier.id),
        kind: "notify",
        payload: json!({
            "dossier": dossier.id,
            "seq": seq,
            "template": template,
            "role": role,
            "deadline": deadline.map(|(name, _)| name),
            "due": deadline.map(|(_, due)| due),
        }),
    };
    let task = |role: &String, template: &str, name: &String| outbox::Effect {
        dedup_key: format!("dossier:{}:{seq}:{template}:{name}:{role}", dossier.id),
        kind: "notify",
        payload: json!({ "dossier": dossier.id, "seq": seq, "template": template, "role": role, "task": name }),
    };
    let told = step.effects.iter().flat_map(|effect| match effect {
        Effect::Notify { to, template } => to.iter().map(|role| notify(role, template, None)).collect(),
        // Once for a task, whatever the number of its parts; none for one that is over as the step ends.
        Effect::OpenTask { task: name, part: 0, role, .. } if is_open(step, name) => vec![task(role, "task", name)],
        Effect::Escalate { to, task: name, late } => {
            vec![task(to, if *late { "task-late" } else { "task-reminder" }, name)]
        }
        Effect::Remind { to, deadline, due } => {
            to.iter().map(|role| notify(role, "echeance", Some((deadline, *due)))).collect()
        }
        _ => Vec::new(),
    });
    told.collect()
}
