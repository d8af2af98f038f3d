//! The work of a dossier as the engine remembers it: which tasks were opened, who did what of them.

use super::task::Task;
use super::vote::{NO_QUORUM, REJECTED, Tally, Verdict, Vote};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A task that was opened, as it was the last time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    /// The state that it is of; `examination.consultations.asking` within a region.
    pub place: String,
    /// The visit of that state: tells two openings apart.
    pub visit: u32,
    pub opened_at: DateTime<Utc>,
    pub status: Status,
    /// What it came to; none while it is open, or where its parts came to several things.
    pub outcome: Option<String>,
    pub parts: Vec<Part>,
}

/// How far a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Open,
    Done,
    /// Its time was over: silence has its outcome.
    Tacit,
    /// Its state was left.
    Cancelled,
}

/// What one person does of a task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Who alone may do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The role that may, where it is not that of the task: who breaks a tie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The item of a list that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Who did it; none, for what silence did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// On whose behalf.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<String>,
    /// It is done by nobody, and counted nowhere: its person is recused or kept from it, or nobody is left for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recused: bool,
}

impl Part {
    pub fn is_open(&self) -> bool {
        self.outcome.is_none() && !self.recused
    }

    /// Whether it waits for whoever of the task's role takes it.
    pub(super) fn is_free(&self) -> bool {
        self.is_open() && self.person.is_none() && self.role.is_none()
    }
}

impl Work {
    pub fn is_open(&self) -> bool {
        self.status == Status::Open
    }

    /// What the task comes to by what is there; `None` while something is still to be done. `last` says that no more will
    /// be.
    pub(super) fn conclusion(&self, task: &Task, last: bool) -> Option<Conclusion> {
        if let Some(vote) = &task.vote {
            return self.count(vote, last);
        }
        if self.parts.iter().any(Part::is_open) {
            return None;
        }
        let mut outcomes = self.parts.iter().filter_map(|part| part.outcome.as_deref());
        let Some(first) = outcomes.next() else {
            // Nobody is left to do it: what silence means is all that there will be.
            let silent = task.due.as_ref().filter(|_| last)?.outcome.clone()?;
            return Some(Conclusion::Over(Some(silent)));
        };
        Some(Conclusion::Over(outcomes.all(|outcome| outcome == first).then(|| first.to_owned())))
    }

    fn count(&self, vote: &Vote, last: bool) -> Option<Conclusion> {
        let result = match self.casting() {
            // Nobody is left to break the tie: there is no majority.
            Some(part) if part.recused => Verdict::Rejected,
            // Whoever breaks a tie decides by one ballot.
            Some(part) if *part.outcome.as_ref()? == vote.favorable => Verdict::Favorable,
            Some(_) => Verdict::Rejected,
            None => {
                let tally = self.tally(vote);
                // Where nobody may vote, somebody must be found who may: that is no refusal.
                if tally.members == 0 {
                    return last.then(|| Conclusion::Over(Some(NO_QUORUM.to_owned())));
                }
                let settled = if last { Some(vote.result(tally)) } else { vote.settled(tally) };
                settled.filter(|_| last || vote.early || tally.missing() == 0)?
            }
        };
        Some(match result {
            Verdict::Favorable => Conclusion::Over(Some(vote.favorable.clone())),
            Verdict::Rejected => Conclusion::Over(Some(REJECTED.to_owned())),
            Verdict::NoQuorum => Conclusion::Over(Some(NO_QUORUM.to_owned())),
            Verdict::Tied => Conclusion::Tied,
        })
    }

    /// The ballot that breaks a tie.
    pub fn casting(&self) -> Option<&Part> {
        self.parts.iter().find(|part| part.role.is_some())
    }

    /// The ballots so far.
    pub fn tally(&self, vote: &Vote) -> Tally {
        let mut tally = Tally::default();
        for part in self.parts.iter().filter(|part| !part.recused && part.role.is_none()) {
            tally.members += 1;
            match part.outcome.as_deref() {
                Some(outcome) if outcome == vote.favorable => tally.favorable += 1,
                Some(outcome) if Some(outcome) == vote.abstain.as_deref() => tally.abstained += 1,
                Some(_) => tally.against += 1,
                None => {}
            }
        }
        tally
    }

    /// As rules read it, `tasks.<name>.*`; `outcomes` are those that the task may have.
    pub(super) fn facts(&self, outcomes: &[String]) -> Value {
        let mut facts = Map::new();
        facts.insert("status".to_owned(), serde_json::to_value(self.status).unwrap_or_default());
        facts.insert("outcome".to_owned(), self.outcome.clone().map_or(Value::Null, Value::from));
        // What nobody came to is counted too: none is a number.
        let none = outcomes.iter().map(|outcome| (format!("count_{outcome}"), Value::from(0)));
        facts.extend(none);
        for outcome in self.parts.iter().filter_map(|part| part.outcome.as_deref()) {
            let count = facts.entry(format!("count_{outcome}")).or_insert(Value::from(0));
            *count = Value::from(count.as_u64().unwrap_or_default() + 1);
        }
        Value::Object(facts)
    }
}

/// How the snapshot's `acts` name those who said that they had better not do a task.
pub(super) fn recusal(task: &str) -> String {
    format!("recused:{task}")
}

/// What a task comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Conclusion {
    Over(Option<String>),
    /// As many for as against: somebody must decide.
    Tied,
}
