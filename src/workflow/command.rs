//! What is asked of the engine, by whom, and why it may say no.

use crate::civil::Territory;
use chrono::NaiveDate;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody, or time, does to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A button.
    Transition { name: String },
    /// What falls due, by the id that [`super::Effect::SetTimer`] gave it.
    Timer { id: String },
    /// A part of a task is done; its outcome is written as `outcome`.
    Task { name: String, part: usize },
    /// Somebody had better not do their part of a task, for a reason that is written as a motivation.
    Recuse { name: String, part: usize },
    /// A part that only one person could do is handed to another, written as `person`, or to nobody. It is for who hands out the
    /// work: the caller knows whether they do.
    Replace { name: String, part: usize },
    /// Outside work has its answer, written as `result`, or has failed.
    Answer { id: String, done: bool },
    /// A row of a clock's ledger is taken back, for a reason that is written as a motivation.
    Void { deadline: String, row: u32 },
    /// Somebody has left a role: seats of its votes that nobody is left for are given up.
    Seats,
    /// The dossier goes on by another version of its workflow: see [`super::moving`], a step of one version knows no other.
    Move { version: u32 },
}

/// How the name of a [`Command::Void`] starts. No transition has a colon in its name, and every name that has one and none of
/// these beginnings is a timer's.
const VOID: &str = "void:";
/// The same of a [`Command::Task`].
const TASK: &str = "task:";
/// The same of a [`Command::Answer`].
const ANSWER: &str = "answer:";
/// The same of a [`Command::Recuse`].
const RECUSE: &str = "recuse:";
/// The same of a [`Command::Move`].
const MOVE: &str = "move:";
/// The same of a [`Command::Replace`].
const REPLACE: &str = "replace:";
/// The name of [`Command::Seats`].
const SEATS: &str = "seats:all";

impl Command {
    /// The command as the history keeps it.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Transition { name } => Cow::Borrowed(name),
            Self::Timer { id } => Cow::Borrowed(id),
            Self::Task { name, part } => Cow::Owned(format!("{TASK}{name}:{part}")),
            Self::Recuse { name, part } => Cow::Owned(format!("{RECUSE}{name}:{part}")),
            Self::Replace { name, part } => Cow::Owned(format!("{REPLACE}{name}:{part}")),
            Self::Answer { id, done } => Cow::Owned(format!("{ANSWER}{id}:{}", u32::from(*done))),
            Self::Void { deadline, row } => Cow::Owned(format!("{VOID}{deadline}:{row}")),
            Self::Seats => Cow::Borrowed(SEATS),
            Self::Move { version } => Cow::Owned(format!("{MOVE}{version}")),
        }
    }

    /// Of what is done to a clock: `void`, `expiry` or `reminder`, and the name of the clock.
    pub fn of_clock(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Void { deadline, .. } => Some(("void", deadline)),
            Self::Timer { id } => {
                let (kind, rest) = id.split_once(':')?;
                let kind = ["expiry", "reminder"].into_iter().find(|known| *known == kind)?;
                Some((kind, rest.split(':').next().unwrap_or(rest)))
            }
            _ => None,
        }
    }

    /// The command of a button, by its name: it takes back a row of a clock, or is a transition. Work has pages of its own, with
    /// what they check; and nobody fires a timer, answers for what is outside, or moves a dossier to another version so.
    pub fn of_button(name: &str) -> Self {
        match Self::named(name) {
            void @ Self::Void { .. } => void,
            _ => Self::Transition { name: name.to_owned() },
        }
    }

    /// The command that a name of the history stands for.
    pub fn named(name: &str) -> Self {
        let numbered = |prefix: &str| {
            let (name, number) = name.strip_prefix(prefix)?.split_once(':')?;
            Some((name.to_owned(), number.parse::<u32>().ok()?))
        };
        let part = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        if let Some(version) = name.strip_prefix(MOVE).and_then(|number| number.parse().ok()) {
            Self::Move { version }
        } else if let Some((deadline, row)) = numbered(VOID) {
            Self::Void { deadline, row }
        } else if let Some((name, number)) = numbered(TASK) {
            Self::Task { name, part: part(number) }
        } else if let Some((name, number)) = numbered(RECUSE) {
            Self::Recuse { name, part: part(number) }
        } else if let Some((name, number)) = numbered(REPLACE) {
            Self::Replace { name, part: part(number) }
        } else if let Some((id, done)) = numbered(ANSWER) {
            Self::Answer { id, done: done == 1 }
        } else if name == SEATS {
            Self::Seats
        } else if name.contains(':') {
            Self::Timer { id: name.to_owned() }
        } else {
            Self::Transition { name: name.to_owned() }
        }
    }
}

/// How the id of whoever has no account starts.
const OUTSIDER: &str = "mail:";

/// The id of whoever has no account: snapshots hold no address.
pub fn outsider(address: &str) -> String {
    let hash = Sha256::digest(address);
    hash.iter().fold(OUTSIDER.to_owned(), |id, byte| format!("{id}{byte:02x}"))
}

/// Who acts, with the definition's roles that they hold for this dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    pub id: Option<String>,
    /// The person on whose behalf they act, whose roles they then have.
    pub on_behalf: Option<String>,
    pub roles: BTreeSet<String>,
}

impl Actor {
    pub fn new<I: Into<String>>(id: impl Into<String>, roles: impl IntoIterator<Item = I>) -> Self {
        Self { id: Some(id.into()), on_behalf: None, roles: roles.into_iter().map(Into::into).collect() }
    }

    /// Somebody without an account, by their address. What they did keeps the same address from another part of the work.
    pub fn outside<I: Into<String>>(address: &str, roles: impl IntoIterator<Item = I>) -> Self {
        Self::new(outsider(address), roles)
    }

    pub(super) fn is_system(&self) -> bool {
        self.id.is_none() && self.roles.contains("system")
    }

    /// Nobody: time, or the engine itself.
    pub fn system() -> Self {
        Self { id: None, on_behalf: None, roles: BTreeSet::from(["system".to_owned()]) }
    }

    /// Who acts, and on whose behalf: what keeps either from it keeps both.
    pub(super) fn people(&self) -> impl Iterator<Item = &str> {
        self.id.iter().chain(&self.on_behalf).map(String::as_str)
    }

    /// Whether what only this person may do is theirs to do.
    pub(super) fn acts_for(&self, person: &str) -> bool {
        self.on_behalf.as_deref().or(self.id.as_deref()) == Some(person)
    }
}

/// What a step rests on beside the snapshot: the values that rules read, and what the person wrote.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The answers in force, as `form.*`.
    pub form: &'a Value,
    /// Whether they pass the form's checks, as `form.valid` (it hides an answer of that name).
    pub valid: bool,
    /// Whether they rule the applicant out, as `form.ineligible`.
    pub ineligible: bool,
    /// The instructors' fields, as `review.*`.
    pub review: &'a Value,
    /// Identity, as `applicant.*`.
    pub applicant: &'a Value,
    /// Number, submitted_at, group, as `dossier.*`.
    pub dossier: &'a Value,
    /// The date in the procedure's territory, as `today`.
    pub today: NaiveDate,
    /// Whose clocks and whose public holidays count.
    pub territory: Territory,
    /// Who holds each role of the workflow; of the past, those that the step had to know.
    pub people: &'a People,
    /// Whether that tells all who may take a seat, so that one that nobody is left for is given up. Not so in histories of before
    /// that was done: they tell who got a part each, or nothing.
    pub knows_holders: bool,
    /// The transition's own form: `{"motivation": …}`, `{"message": …, "fields": ["/a"]}`.
    pub input: &'a Value,
}

static NOTHING: Value = Value::Null;
static NOBODY: People = People::new();

/// The people who hold each role.
pub type People = BTreeMap<String, Vec<String>>;

impl Default for Inputs<'_> {
    fn default() -> Self {
        Self {
            form: &NOTHING,
            valid: false,
            ineligible: false,
            review: &NOTHING,
            applicant: &NOTHING,
            dossier: &NOTHING,
            today: NaiveDate::default(),
            territory: Territory::default(),
            people: &NOBODY,
            knows_holders: true,
            input: &NOTHING,
        }
    }
}

impl Inputs<'_> {
    /// A text of the transition's form; `None` when it is blank.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.input.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
    }
}

/// Why a command changes nothing.
/// In the order of how near the command was to being carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Refusal {
    /// The state has no such transition, or the timer is no longer pending.
    #[error("not enabled in this state")]
    NotEnabled,
    #[error("not for this role")]
    WrongRole,
    /// Who did another part of the work may not do this one.
    #[error("another part of the work keeps them from it")]
    Excluded,
    #[error("its condition does not hold")]
    Guard,
    /// The decision must say why (CRPA L211-2).
    #[error("a motivation is required")]
    MotivationRequired,
    /// The task can't end so.
    #[error("not an outcome of this task")]
    Outcome,
    /// The automatic branches never come to rest.
    #[error("the automatic branches do not end")]
    Endless,
    /// A time limit has run out, and what follows from it comes first.
    #[error("a time limit has run out first")]
    Overdue,
}

impl Refusal {
    /// Every refusal: a test asks a sentence for each.
    pub const ALL: [Self; 8] = [
        Self::NotEnabled,
        Self::WrongRole,
        Self::Excluded,
        Self::Guard,
        Self::MotivationRequired,
        Self::Outcome,
        Self::Endless,
        Self::Overdue,
    ];

    /// Stable name, and the end of the Fluent key `workflow-refusal-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotEnabled => "not-enabled",
            Self::WrongRole => "wrong-role",
            Self::Excluded => "exclude",
            Self::Guard => "guard",
            Self::MotivationRequired => "motivation-required",
            Self::Outcome => "outcome",
            Self::Endless => "endless",
            Self::Overdue => "overdue",
        }
    }
}
