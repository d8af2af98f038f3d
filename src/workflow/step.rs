//! What the engine keeps and what it answers.

use super::chart::Configuration;
use super::command::{Actor, Command, Inputs, Refusal};
use super::deadline::{Ledger, Row};
use super::task::Assign;
use super::work::{Status, Work};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Where a dossier stands: all that the engine remembers, kept as JSON with the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub state: String,
    /// The states within a parallel one that are active, its regions included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inner: Vec<String>,
    /// The workflow's variables.
    pub data: Map<String, Value>,
    /// Where `@return` goes, by the state that it leaves.
    #[serde(default)]
    pub returns: BTreeMap<String, String>,
    /// Pending timers and when they fall due.
    #[serde(default)]
    pub timers: BTreeMap<String, DateTime<Utc>>,
    /// What happened to each clock that has started.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deadlines: BTreeMap<String, Ledger>,
    /// The timers of clocks that have fired, and the date that each was for.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fired: BTreeMap<String, NaiveDate>,
    /// The tasks that were opened, each as it was the last time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tasks: BTreeMap<String, Work>,
    /// The outside work that is awaited, by its id, and the state that waits.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub invoked: BTreeMap<String, String>,
    /// Who did what another part of the work is kept from.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub acts: BTreeMap<String, BTreeSet<String>>,
    /// A correction is asked for and not given yet.
    #[serde(default)]
    pub correcting: bool,
    /// How many states were entered: tells the timers of two visits apart.
    pub visit: u32,
    pub entered_at: DateTime<Utc>,
}

impl Snapshot {
    /// Before any state is entered.
    pub(super) fn new(data: Map<String, Value>, now: DateTime<Utc>) -> Self {
        Self {
            state: String::new(),
            inner: Vec::new(),
            data,
            returns: BTreeMap::new(),
            timers: BTreeMap::new(),
            deadlines: BTreeMap::new(),
            fired: BTreeMap::new(),
            tasks: BTreeMap::new(),
            acts: BTreeMap::new(),
            invoked: BTreeMap::new(),
            correcting: false,
            visit: 0,
            entered_at: now,
        }
    }

    /// As the kernel knows it.
    pub(super) fn configuration(&self) -> Configuration {
        let active = std::iter::once(&self.state).chain(&self.inner).cloned().collect();
        Configuration { active, ..Configuration::default() }
    }
}

/// One command's result.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub snapshot: Snapshot,
    /// The states that were entered, in order; empty when the state stayed.
    pub trail: Vec<String>,
    /// The ways that were taken, in order: where each is written in the definition, as a JSON Pointer.
    pub taken: Vec<String>,
    /// What to do, in this order, in the transaction that keeps the snapshot.
    pub effects: Vec<Effect>,
    /// A final state with a decision was entered.
    pub decision: Option<Decision>,
    /// A final state was left: its decision is no longer in force.
    pub reopened: bool,
    /// A timer that could not do its work: it is spent, and nothing else changed.
    pub stuck: Option<Refusal>,
}

/// Fire and forget: no effect can change the flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Effect {
    /// A mail to everyone who holds these roles.
    Notify {
        to: Vec<String>,
        template: String,
    },
    /// A message in the dossier's thread, in the administration's name.
    Message {
        template: String,
    },
    /// Who is in charge: `me` (the actor), `nobody`, or `group:<name>`.
    Assign {
        to: String,
    },
    RequestCorrection {
        /// `incorrect`, `incomplete` or `outdated`.
        reason: String,
        message: String,
        /// JSON Pointers of the answers to correct; none means all.
        fields: Vec<String>,
    },
    /// The pending correction is over, done or lifted.
    ResolveCorrection,
    SetTimer {
        id: String,
        due: DateTime<Utc>,
    },
    /// It is no longer awaited, or has fired.
    CancelTimer {
        id: String,
    },
    /// A row more in the ledger of a clock.
    Ledger {
        deadline: String,
        row: Row,
    },
    /// Work for somebody of a role: a part of a task, whose visit tells it from a former opening.
    OpenTask {
        task: String,
        visit: u32,
        part: usize,
        role: String,
        /// Who alone may do it.
        person: Option<String>,
        assign: Assign,
    },
    /// A part of a task is done, or its person recused.
    ClosePart {
        task: String,
        visit: u32,
        part: usize,
        outcome: Option<String>,
    },
    /// A part that nobody is left to do.
    DropPart {
        task: String,
        visit: u32,
        part: usize,
    },
    /// A part that only one person could do is another's; or one that waited for anybody is the first's who came.
    HandPart {
        task: String,
        visit: u32,
        part: usize,
        person: String,
    },
    /// A task goes on by another version, under the name and at the place that it has there.
    CarryTask {
        from: String,
        task: String,
        visit: u32,
        place: String,
        /// The parts that are open, and the role of each.
        roles: Vec<(usize, String)>,
    },
    /// Nothing more of a task is to be done.
    EndTask {
        task: String,
        visit: u32,
        status: Status,
        outcome: Option<String>,
    },
    /// A document to make from a model, and to keep under a name.
    Document {
        template: String,
        #[serde(rename = "as")]
        name: String,
        visible_to: Vec<String>,
    },
    /// A program of others is told.
    Webhook {
        event: String,
    },
    /// Outside work to ask for: its answer comes as a command.
    Invoke {
        id: String,
    },
    /// Outside work has given no answer in its time, and nothing follows: somebody must look.
    Unanswered {
        id: String,
    },
    /// A mail to everyone who holds this role: a task waits.
    Escalate {
        to: String,
        task: String,
        /// Its time is over; else it soon is.
        late: bool,
    },
    /// A mail to everyone who holds these roles: a clock comes to its end.
    Remind {
        to: Vec<String>,
        deadline: String,
        due: NaiveDate,
    },
}

impl Effect {
    /// The roles that are given work or told something of a dossier by this: they are to be able to look at it.
    pub fn told(&self) -> Vec<&str> {
        match self {
            Self::Notify { to, .. } | Self::Remind { to, .. } => to.iter().map(String::as_str).collect(),
            Self::OpenTask { role, .. } => vec![role],
            Self::Escalate { to, .. } => vec![to],
            _ => Vec::new(),
        }
    }
}

/// What a final state decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// `accepted`, `refused`, `closed` or `withdrawn`.
    pub outcome: String,
    /// By the passing of time, without anybody's act.
    pub tacit: bool,
    /// Why, as the person wrote it; none when the state takes none.
    pub motivation: Option<String>,
    /// The date from which it holds: of what a time limit decides, its due date, whenever that is noticed.
    pub effective_on: NaiveDate,
}

/// A command of the history, for [`super::Workflow::replay`].
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    pub command: Command,
    pub actor: Actor,
    pub inputs: Inputs<'a>,
    pub now: DateTime<Utc>,
}
