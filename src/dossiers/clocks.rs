//! The clocks of a dossier in words: where each stands, how it came there, and what would change if a row were taken back.

use super::Dossier;
use super::offers::{Sides, Whom};
use crate::Result;
use crate::civil::Territory;
use crate::procedures::{Revision, words};
use crate::web::Lang;
use crate::web::format::day;
use crate::web::i18n::text;
use crate::workflow::deadline::{Count, Deadline, Ledger, Line, Op, Phase, Reading, Standing, What};
use crate::workflow::{Command, Duration};
use chrono::{DateTime, NaiveDate, Utc};
use fluent_bundle::FluentValue;
use serde::Serialize;
use std::collections::BTreeMap;

/// A clock as its page shows it.
#[derive(Debug, Serialize)]
pub struct Clock {
    pub label: String,
    pub phase: Phase,
    /// Where it stands.
    pub sentence: String,
    pub legal_basis: Option<String>,
    pub history: Vec<Told>,
}

/// A line of the history of a clock.
#[derive(Debug, Serialize)]
pub struct Told {
    pub text: String,
    /// How to take it back, where somebody may.
    pub void: Option<Void>,
}

/// What taking a row back would change: for a person to see before they do.
#[derive(Debug, Serialize)]
pub struct Void {
    /// The command.
    pub name: String,
    pub now: String,
    pub then: String,
    /// For whom, whoever takes it back first.
    pub whom: Vec<Whom>,
}

/// The clocks that have started, in the order of the workflow, for those for whom somebody acts: what they may take back is told as
/// such.
pub fn of(
    dossier: &Dossier,
    revision: &Revision,
    sides: Option<&Sides>,
    (lang, today): (Lang, NaiveDate),
) -> Result<Vec<Clock>> {
    let (ledgers, definition) = (dossier.snapshot()?.deadlines, revision.workflow.definition());
    let clocks = definition.deadlines.iter().filter_map(|(name, deadline)| {
        let whom = sides.map(|sides| sides.voiding(revision, deadline)).unwrap_or_default();
        let words = Words { lang, deadline, territory: revision.definition.territory, today, whom };
        words.clock(name, ledgers.get(name)?, revision.said(&deadline.label, lang.code()))
    });
    Ok(clocks.collect())
}

/// The day at whose end silence becomes a decision, and what it then means: by the clock that decides, or else as the
/// procedure says, from the submission. None while that clock is stopped, and once all is decided.
pub fn silence(dossier: &Dossier, revision: &Revision, today: NaiveDate) -> Result<Option<(NaiveDate, &'static str)>> {
    let Some(silence) = revision.definition.silence.as_ref().filter(|_| dossier.decided_at.is_none()) else {
        return Ok(None);
    };
    Ok(takes_effect(dossier, revision, today)?.map(|day| (day, silence.means.code())))
}

/// The day at whose end silence was to become a decision, as it stood on a day, whatever came later.
pub fn takes_effect(dossier: &Dossier, revision: &Revision, on: NaiveDate) -> Result<Option<NaiveDate>> {
    let Some(at) = dossier.submitted_at else { return Ok(None) };
    Ok(takes_effect_of(&dossier.snapshot()?.deadlines, at, revision, on))
}

/// The same, by the ledgers of a request that came in at this instant.
pub fn takes_effect_of(
    ledgers: &BTreeMap<String, Ledger>,
    submitted_at: DateTime<Utc>,
    revision: &Revision,
    on: NaiveDate,
) -> Option<NaiveDate> {
    let (silence, definition) = (revision.definition.silence.as_ref()?, revision.workflow.definition());
    let known = definition.deadlines.iter().filter(|(_, deadline)| definition.decides(deadline));
    let readings = known.filter_map(|(name, deadline)| {
        let rows = ledgers.get(name)?.rows().iter().filter(|row| row.on <= on).cloned();
        // The decision of the day has stopped the clock: the receipt tells what it was before.
        let rows = rows.filter(|row| row.on < on || row.op != Op::Stop).collect();
        deadline.read(&Ledger::new(rows), revision.definition.territory, on)
    });
    let readings: Vec<Reading> = readings.collect();
    match readings.iter().find(|reading| reading.phase == Phase::Running) {
        Some(running) => Some(running.due),
        None if readings.is_empty() => silence.takes_effect_on(revision.date(submitted_at)),
        None => None,
    }
}

/// Whether the clock that decides is stopped while something is waited for.
pub fn is_suspended(dossier: &Dossier, revision: &Revision, today: NaiveDate) -> Result<bool> {
    let (definition, ledgers) = (revision.workflow.definition(), dossier.snapshot()?.deadlines);
    let mut known = definition.deadlines.iter().filter(|(_, deadline)| definition.decides(deadline));
    Ok(known.any(|(name, deadline)| {
        let reading = ledgers.get(name).and_then(|ledger| deadline.read(ledger, revision.definition.territory, today));
        reading.is_some_and(|reading| reading.phase == Phase::Suspended)
    }))
}

/// A clock, and how it is told.
struct Words<'d> {
    lang: Lang,
    deadline: &'d Deadline,
    territory: Territory,
    today: NaiveDate,
    /// Those for whom a row may be taken back.
    whom: Vec<Whom>,
}

impl Words<'_> {
    fn clock(&self, name: &str, ledger: &Ledger, label: &str) -> Option<Clock> {
        let reading = self.deadline.read(ledger, self.territory, self.today)?;
        let told = |line: &Line| Told { text: self.line(line), void: self.void(name, ledger, line) };
        Some(Clock {
            label: label.to_owned(),
            phase: reading.phase,
            sentence: self.stands(&reading),
            legal_basis: self.deadline.legal_basis.clone(),
            history: reading.history.iter().map(told).collect(),
        })
    }

    /// « Jusqu’au 12 mars 2026 : il reste 34 jours. »
    fn stands(&self, reading: &Reading) -> String {
        let key = match reading.phase {
            Phase::Running => "dossiers-clock-running",
            Phase::Suspended => "dossiers-clock-suspended",
            Phase::Expired => "dossiers-clock-expired",
            Phase::Ended => "dossiers-clock-ended",
        };
        self.said(key, &[("due", self.day(reading.due)), ("days", reading.days_left.into())])
    }

    /// « Suspendu du 3 au 12 mars 2026 : pièces demandées ».
    fn line(&self, line: &Line) -> String {
        let (key, length) = match &line.what {
            What::Started { duration } => ("started", Some(duration)),
            What::Suspended if line.to.is_some() => ("paused", None),
            What::Suspended => ("suspended", None),
            What::Restarted => ("restarted", None),
            What::Extended { by } => ("extended", Some(by)),
            What::Ended => ("ended", None),
            What::Expired => ("expired", None),
        };
        let args = [
            ("from", self.day(line.from)),
            ("to", line.to.map_or_else(|| "".into(), |to| self.day(to))),
            ("length", length.map(|length| self.length(length)).unwrap_or_default().into()),
        ];
        let mut told = self.said(&format!("dossiers-clock-{key}-on"), &args);
        let known = ["incorrect", "incomplete", "outdated"];
        if let Some(reason) = line.reason.as_deref().filter(|reason| known.contains(reason)) {
            let reason = self.said(&format!("dossiers-clock-because-{reason}"), &[]);
            told = self.said("dossiers-clock-because", &[("what", told.into()), ("reason", reason.into())]);
        }
        match &line.standing {
            Standing::Counts => told,
            Standing::Idle => self.said("dossiers-clock-idle", &[("what", told.into())]),
            Standing::Void { on, reason } => {
                let reason = reason.clone().unwrap_or_default();
                self.said(
                    "dossiers-clock-void",
                    &[("what", told.into()), ("on", self.day(*on)), ("reason", reason.into())],
                )
            }
        }
    }

    fn void(&self, name: &str, ledger: &Ledger, line: &Line) -> Option<Void> {
        let row = line.row.filter(|row| !self.whom.is_empty() && ledger.may_void(*row))?;
        let change = self.deadline.if_void(ledger, row, self.territory, self.today)?;
        let stands = |reading: Option<Reading>| reading.map(|reading| self.stands(&reading)).unwrap_or_default();
        let command = Command::Void { deadline: name.to_owned(), row };
        Some(Void {
            name: command.name().into_owned(),
            now: stands(change.now),
            then: stands(change.then),
            whom: self.whom.clone(),
        })
    }

    fn length(&self, length: &Duration) -> String {
        words::length(length, self.deadline.count == Count::Business, self.lang)
    }

    fn day(&self, date: NaiveDate) -> FluentValue<'static> {
        day(self.lang, date).into()
    }

    fn said(&self, key: &str, args: &[(&str, FluentValue<'_>)]) -> String {
        text(self.lang, key, args)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(ledger: &Ledger, lang: Lang, today: &str) -> Clock {
        let deadline = json!({"label": "Décision", "duration": "P2M", "start": ["a"], "resume": "by_reason",
            "onExpiry": {"target": "b"}});
        let deadline: Deadline = serde_json::from_value(deadline).unwrap();
        let (territory, today) = (Territory::default(), date(today));
        let whom = vec![Whom { id: None, name: "Léa".to_owned() }];
        let words = Words { lang, deadline: &deadline, territory, today, whom };
        let mut clock = words.clock("decision", ledger, "Décision").unwrap();
        clock.history.iter_mut().for_each(|line| line.text = plain(&line.text));
        Clock { sentence: plain(&clock.sentence), ..clock }
    }

    /// With plain spaces.
    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    fn history(clock: &Clock) -> Vec<&str> {
        clock.history.iter().map(|told| told.text.as_str()).collect()
    }

    fn asked() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.append(date("2026-01-15"), Op::Start { duration: "P2M".parse().unwrap() }, None);
        ledger.append(date("2026-02-01"), Op::Suspend, Some("incomplete".to_owned()));
        ledger
    }

    #[test]
    fn a_clock_is_told_in_words() {
        let mut ledger = asked();
        let clock = told(&ledger, Lang::Fr, "2026-02-03");
        assert_eq!(clock.sentence, "Suspendu. S’il reprenait aujourd’hui, il irait jusqu’au 3 avril 2026.");
        assert_eq!(
            history(&clock),
            ["Commencé le 15 janvier 2026, pour 2 mois", "Suspendu depuis le 1er février 2026 : pièces demandées"]
        );
        ledger.append(date("2026-02-11"), Op::Resume, None);
        ledger.append(date("2026-02-12"), Op::Extend { by: "P1M10D".parse().unwrap() }, None);
        let clock = told(&ledger, Lang::Fr, "2026-02-12");
        assert_eq!(clock.sentence, "Jusqu’au 21 mai 2026 : il reste 98 jours.");
        assert_eq!(
            history(&clock)[1..],
            [
                "Suspendu du 1er février 2026 au 11 février 2026 : pièces demandées",
                "Recommencé le 11 février 2026",
                "Prolongé de 1 mois et 10 jours le 12 février 2026",
            ]
        );
        assert_eq!(told(&ledger, Lang::En, "2026-05-20").sentence, "Until 21 May 2026: 1 day left.");
        assert_eq!(told(&ledger, Lang::Fr, "2026-05-21").sentence, "Jusqu’au 21 mai 2026 : c’est le dernier jour.");
        assert_eq!(told(&ledger, Lang::Fr, "2026-05-22").sentence, "Écoulé le 21 mai 2026.");
    }

    #[test]
    fn what_a_voided_request_would_change_is_told() {
        let mut ledger = asked();
        ledger.append(date("2026-02-11"), Op::Resume, None);
        let clock = told(&ledger, Lang::Fr, "2026-03-20");
        let void = clock.history[1].void.as_ref().unwrap();
        assert_eq!(void.name, "void:decision:1");
        assert_eq!(plain(&void.now), "Jusqu’au 11 avril 2026 : il reste 22 jours.");
        assert_eq!(plain(&void.then), "Écoulé le 15 mars 2026.");
        assert!(clock.history[0].void.is_none());
        ledger.append(date("2026-03-20"), Op::Void { row: 1 }, Some("Pièce non exigible".to_owned()));
        let clock = told(&ledger, Lang::Fr, "2026-03-20");
        assert_eq!(
            clock.history[1].text,
            "Suspendu du 1er février 2026 au 11 février 2026 : pièces demandées – annulé le 20 mars 2026 : Pièce non exigible"
        );
        assert!(clock.history[1].void.is_none());
    }
}
