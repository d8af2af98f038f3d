//! The acknowledgement of receipt (CRPA L112-11, R112-11-1). It is proof: what each one says is kept as it was issued, and
//! another is issued when the clock that decides starts again, or its date changes.

use super::effects::Taken;
use super::step::Act;
use super::{Dossier, clocks};
use crate::db::Tx;
use crate::outbox;
use crate::procedures::Revision;
use crate::procedures::contact::contact;
use crate::schema::receipts;
use crate::web::Lang;
use crate::web::format::{day, moment};
use crate::web::i18n::text;
use crate::workflow::deadline::{Ledger, Op};
use crate::workflow::{Effect, Step};
use crate::{Error, Result};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What an acknowledgement says, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub title: String,
    /// The service that answers, for the head of a document.
    pub organisation: String,
    pub facts: Vec<Fact>,
    /// How to contest a decision, in Markdown.
    pub remedies: String,
}

/// A label and what stands under it, a line or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// An acknowledgement, as it was issued.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = receipts, check_for_backend(diesel::pg::Pg))]
pub struct Receipt {
    pub dossier_id: Uuid,
    /// From 1, in the order in which they were issued.
    pub number: i32,
    /// The event that it acknowledges.
    pub seq: i32,
    pub issued_at: DateTime<Utc>,
    pub effective_on: Option<NaiveDate>,
    content: Value,
}

/// Why one is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    /// The request came in.
    Received,
    /// What was missing came in: the time counts again.
    Completed,
    /// Its date is no longer true.
    Moved,
}

impl Receipt {
    /// What it says.
    pub fn words(&self, lang: Lang) -> Result<Words> {
        let mut by_language: BTreeMap<String, Words> =
            serde_json::from_value(self.content.clone()).map_err(Error::internal)?;
        by_language.remove(lang.code()).ok_or_else(|| Error::internal("a receipt without a language"))
    }
}

/// Those of a dossier, the one in force first. One filed with an older version of the program kept none: it is told as of
/// that day.
pub fn of(db: &mut PgConnection, dossier: &Dossier, revision: &Revision) -> Result<Vec<Receipt>> {
    let Some(at) = dossier.submitted_at else { return Ok(Vec::new()) };
    let kept = receipts::table.filter(receipts::dossier_id.eq(dossier.id)).order(receipts::number.desc());
    let kept: Vec<Receipt> = kept.select(Receipt::as_select()).load(db)?;
    if !kept.is_empty() {
        return Ok(kept);
    }
    // As it came in, a clock had started, and no more.
    let started = dossier.snapshot()?.deadlines.into_iter().map(|(name, ledger)| {
        let rows = ledger.rows().iter().filter(|row| matches!(row.op, Op::Start { .. }));
        (name, Ledger::new(rows.cloned().collect()))
    });
    let effective_on = clocks::takes_effect_of(&started.collect(), at, revision, revision.date(at));
    let told = Told { dossier, revision, cause: Cause::Received, submitted_at: at, at, effective_on, decided: false };
    Ok(vec![Receipt {
        dossier_id: dossier.id,
        number: 1,
        seq: 1,
        issued_at: at,
        effective_on,
        content: told.content()?,
    }])
}

/// Issues one if a step calls for it. Returns its mail.
pub(super) fn issue(tx: &mut Tx<'_>, taken: Taken<'_>) -> Result<Option<outbox::Effect>> {
    let Taken { dossier, revision, step, act, seq } = taken;
    let Some(cause) = cause(dossier, revision, step, act) else { return Ok(None) };
    let submitted_at = dossier.submitted_at.unwrap_or(act.now);
    let today = revision.date(act.now);
    let effective_on = clocks::takes_effect_of(&step.snapshot.deadlines, submitted_at, revision, today);
    let last = match cause {
        Cause::Received => None,
        _ => Some(last(tx, dossier, revision)?),
    };
    // While it is stopped there is no date to tell.
    let holds = last.is_some_and(|(_, told)| told == effective_on);
    if cause != Cause::Received && (effective_on.is_none() || (holds && cause == Cause::Moved)) {
        return Ok(None);
    }
    let decided = step.decision.is_some();
    let effective_on = effective_on.filter(|_| !decided);
    let told = Told { dossier, revision, cause, submitted_at, at: act.now, effective_on, decided };
    let receipt = Receipt {
        dossier_id: dossier.id,
        number: last.map_or(1, |(number, _)| number + 1),
        seq,
        issued_at: act.now,
        effective_on,
        content: told.content()?,
    };
    diesel::insert_into(receipts::table).values(receipt).execute(&mut **tx)?;
    Ok(Some(mail((dossier.id, revision), cause, seq)))
}

/// The number and the date of the last that was issued.
fn last(tx: &mut Tx<'_>, dossier: &Dossier, revision: &Revision) -> Result<(i32, Option<NaiveDate>)> {
    let last = receipts::table.filter(receipts::dossier_id.eq(dossier.id)).order(receipts::number.desc());
    let last = last.select((receipts::number, receipts::effective_on)).first(&mut **tx).optional()?;
    if let Some(last) = last {
        return Ok(last);
    }
    // What an older version of the program told is kept before another takes its place.
    let first =
        of(tx, dossier, revision)?.pop().ok_or_else(|| Error::internal("a receipt of what was not submitted"))?;
    let told = (first.number, first.effective_on);
    diesel::insert_into(receipts::table).values(first).execute(&mut **tx)?;
    Ok(told)
}

fn cause(dossier: &Dossier, revision: &Revision, step: &Step, act: &Act<'_>) -> Option<Cause> {
    if dossier.submitted_at.is_none() {
        return act.answers.as_ref().map(|_| Cause::Received);
    }
    let definition = revision.workflow.definition();
    let decides = |name: &String| definition.deadlines.get(name).is_some_and(|clock| definition.decides(clock));
    let rows = step.effects.iter().filter_map(|effect| match effect {
        Effect::Ledger { deadline, row } if decides(deadline) => Some(&row.op),
        _ => None,
    });
    let causes = rows.filter_map(|op| match op {
        // A request that is waived, or that time ends, brought nothing.
        Op::Resume | Op::Restart if act.answers.is_some() => Some(Cause::Completed),
        Op::Resume | Op::Restart | Op::Start { .. } | Op::Extend { .. } | Op::Void { .. } => Some(Cause::Moved),
        Op::Suspend | Op::Stop => None,
    });
    let causes: Vec<Cause> = causes.collect();
    let cause = causes.iter().find(|cause| **cause == Cause::Completed).or(causes.first());
    // Once it is decided, nobody waits any more.
    cause.copied().filter(|_| step.decision.is_none())
}

/// Whether a mail that a workflow sends its applicant is an acknowledgement of receipt.
pub(super) fn is_receipt(effect: &outbox::Effect, revision: &Revision) -> bool {
    let named = effect.payload["template"].as_str().is_some_and(|template| outbox::RECEIPTS.contains(&template));
    let definition = revision.workflow.definition();
    named && effect.payload["role"].as_str().is_some_and(|role| definition.is_applicant(role))
}

fn mail((dossier, revision): (Uuid, &Revision), cause: Cause, seq: i32) -> outbox::Effect {
    let role = revision.workflow.definition().applicants().pop_first().unwrap_or_default();
    let [received, moved] = outbox::RECEIPTS;
    let template = if cause == Cause::Received { received } else { moved };
    outbox::Effect {
        dedup_key: format!("dossier:{dossier}:{seq}:{template}:{role}"),
        kind: "notify",
        payload: json!({ "dossier": dossier, "seq": seq, "template": template, "role": role }),
    }
}

/// What one is to say.
struct Told<'a> {
    dossier: &'a Dossier,
    revision: &'a Revision,
    cause: Cause,
    submitted_at: DateTime<Utc>,
    /// When it is issued.
    at: DateTime<Utc>,
    effective_on: Option<NaiveDate>,
    /// Whether all was decided at once.
    decided: bool,
}

impl Told<'_> {
    fn content(&self) -> Result<Value> {
        let words: BTreeMap<&str, Words> = Lang::ALL.into_iter().map(|lang| (lang.code(), self.words(lang))).collect();
        serde_json::to_value(words).map_err(Error::internal)
    }

    fn words(&self, lang: Lang) -> Words {
        let Self { dossier, revision, .. } = self;
        let said = |key: &str| text(lang, key, &[]);
        let moment = |at: DateTime<Utc>| moment(lang, revision.local(at));
        let service = contact(revision, lang);
        let lines = service.as_ref().map(|service| {
            let lines = [&service.name, &service.organisation, &service.address, &service.phone, &service.email];
            let lines = lines.into_iter().chain(&service.hours).filter(|line| !line.is_empty());
            lines.map(String::as_str).collect::<Vec<_>>().join("\n")
        });
        let since = match self.cause {
            Cause::Received => None,
            Cause::Completed => Some(("dossiers-receipt-completed", moment(self.at))),
            Cause::Moved => Some(("dossiers-receipt-moved", moment(self.at))),
        };
        let facts = [
            Some(("dossiers-receipt-number", dossier.number.clone())),
            Some(("dossiers-receipt-procedure", revision.title(lang.code()).to_owned())),
            Some(("dossiers-receipt-applicant", dossier.applicant_name.clone())),
            Some(("dossiers-receipt-on", moment(self.submitted_at))),
            since,
            self.silence(lang).map(|sentence| ("dossiers-receipt-silence", sentence)),
            lines.map(|lines| ("dossiers-receipt-service", lines)),
        ];
        let remedies = revision.definition.remedies.as_ref();
        Words {
            title: text(lang, "dossiers-receipt-title", &[("number", dossier.number.clone().into())]),
            organisation: service
                .map(|service| format!("{} – {}", service.organisation, service.name))
                .unwrap_or_default(),
            facts: facts.into_iter().flatten().map(|(key, value)| Fact { label: said(key), value }).collect(),
            remedies: remedies.map(|text| revision.said(text, lang.code()).to_owned()).unwrap_or_default(),
        }
    }

    /// What silence means, and when.
    fn silence(&self, lang: Lang) -> Option<String> {
        let silence = self.revision.definition.silence.as_ref().filter(|_| !self.decided)?;
        Some(sentence(lang, silence.means.code(), self.effective_on))
    }
}

/// « Si votre dossier est complet et que vous n’avez pas de réponse le 12 mars 2026, votre demande sera acceptée. »
pub fn sentence(lang: Lang, means: &str, on: Option<NaiveDate>) -> String {
    match on {
        Some(on) => text(lang, &format!("dossiers-receipt-{means}"), &[("day", day(lang, on).into())]),
        None => text(lang, &format!("dossiers-receipt-{means}-undated"), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::{Press, receipt};
    use crate::dossiers::receipt_pages;
    use crate::procedures::publish::files_beside;
    use crate::procedures::revision::Row;
    use crate::procedures::workflow_of;

    const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/forms");

    fn shipped() -> Vec<Revision> {
        let folders = std::fs::read_dir(LIBRARY).unwrap().map(|entry| entry.unwrap().path());
        let revision = |folder: std::path::PathBuf| {
            let content = std::fs::read_to_string(folder.join("procedure.json")).unwrap();
            let file: Value = serde_json::from_str(&content).unwrap();
            let files = files_beside(&file, |name| std::fs::read(folder.join(name)).ok());
            let workflow = workflow_of(&file).unwrap().to_string();
            let row = Row { id: Uuid::now_v7(), procedure_id: Uuid::now_v7(), number: 1, content, workflow };
            Revision::compile(row, std::collections::HashMap::new(), &files).unwrap()
        };
        folders.filter(|folder| folder.join("procedure.json").exists()).map(revision).collect()
    }

    fn dossier(revision: &Revision, at: DateTime<Utc>) -> Dossier {
        Dossier {
            id: Uuid::now_v7(),
            number: "2026-000001-4".to_owned(),
            procedure_id: revision.procedure_id,
            revision_id: revision.id,
            applicant_id: Uuid::now_v7(),
            group_id: None,
            assignee_id: None,
            applicant: json!({}),
            applicant_name: "Zoé N’Diaye".to_owned(),
            state: String::new(),
            phase: String::new(),
            snapshot: serde_json::to_value(revision.start(at).unwrap().snapshot).unwrap(),
            rev: 1,
            head: None,
            draft: None,
            draft_rev: 0,
            draft_by: None,
            origin: None,
            expires_at: None,
            remind_at: None,
            answers: Some(json!({})),
            submitted_at: Some(at),
            decided_at: None,
            created_at: at,
            updated_at: at,
        }
    }

    /// The five things of R112-11-1, of each procedure that comes with the product, in each language, on paper too.
    #[tokio::test]
    async fn each_shipped_procedure_acknowledges_what_it_owes() {
        let at: DateTime<Utc> = "2026-03-12T09:00:00Z".parse().unwrap();
        let (press, revisions) = (Press::default(), shipped());
        assert_eq!(revisions.len(), 10);
        for (revision, lang) in revisions.iter().flat_map(|revision| Lang::ALL.map(|lang| (revision, lang))) {
            let dossier = dossier(revision, at);
            let effective_on = clocks::takes_effect(&dossier, revision, revision.date(at)).unwrap();
            let cause = Cause::Received;
            let told = Told { dossier: &dossier, revision, cause, submitted_at: at, at, effective_on, decided: false };
            let words = told.words(lang);
            let said = words.facts.iter().map(|fact| format!("{} {}", fact.label, fact.value)).collect::<Vec<_>>();
            let (said, slug) = (said.join("\n"), revision.slug());
            let definition = &revision.definition;
            let (service, silence) = (definition.service.as_ref().unwrap(), definition.silence.as_ref().unwrap());
            assert!(said.contains(&moment(lang, revision.local(at))), "{slug}: {said}");
            assert!(
                said.contains(&service.phone) && said.contains(revision.said(&service.name, lang.code())),
                "{said}"
            );
            assert!(said.contains(&service.email) && said.contains(&service.address), "{slug}: {said}");
            assert!(said.contains(&sentence(lang, silence.means.code(), effective_on)), "{slug}: {said}");
            match silence.means.code() {
                "none" => {}
                means => {
                    assert!(said.contains(&day(lang, effective_on.unwrap())), "{slug}: {said}");
                    assert_eq!(said.contains("L232-3"), means == "acceptance", "{slug}: {said}");
                }
            }
            assert!(!words.remedies.is_empty(), "{slug}");
            let about = receipt_pages::about(&dossier.number, &words, "1", None);
            let bytes = press.print(receipt::sheet(&about, lang), at).await.unwrap();
            assert!(bytes.starts_with(b"%PDF-1.7"), "{slug}");
        }
    }
}
