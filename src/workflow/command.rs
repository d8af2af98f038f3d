//! What is asked of the engine, by whom, and why it may say no.

use crate::civil::Territory;
use chrono::NaiveDate;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What somebody, or time, does to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A button.
    Transition { name: String },
    /// What falls due, by the id that [`super::Effect::SetTimer`] gave it.
    Timer { id: String },
    /// A row of a clock's ledger is taken back, for a reason that is written as a motivation.
    Void { deadline: String, row: u32 },
}

/// How the name of a [`Command::Void`] starts. No transition has a colon in its name, and every other name that has one is
/// a timer's.
const VOID: &str = "void:";

impl Command {
    /// The command as the history keeps it.
    pub fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Transition { name } => Cow::Borrowed(name),
            Self::Timer { id } => Cow::Borrowed(id),
            Self::Void { deadline, row } => Cow::Owned(format!("{VOID}{deadline}:{row}")),
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
            Self::Transition { .. } => None,
        }
    }

    /// The command that a person gives by a name: they press buttons and take rows back, and fire no timer.
    pub fn of_person(name: &str) -> Self {
        match Self::named(name) {
            Self::Timer { id: name } => Self::Transition { name },
            other => other,
        }
    }

    /// The command that a name of the history stands for.
    pub fn named(name: &str) -> Self {
        let void = name.strip_prefix(VOID).and_then(|rest| rest.split_once(':'));
        let void = void.and_then(|(deadline, row)| Some((deadline.to_owned(), row.parse().ok()?)));
        match void {
            Some((deadline, row)) => Self::Void { deadline, row },
            None if name.contains(':') => Self::Timer { id: name.to_owned() },
            None => Self::Transition { name: name.to_owned() },
        }
    }
}

/// Who acts, with the definition's roles that they hold for this dossier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actor {
    pub id: Option<String>,
    pub roles: BTreeSet<String>,
}

impl Actor {
    pub fn new<I: Into<String>>(id: impl Into<String>, roles: impl IntoIterator<Item = I>) -> Self {
        Self { id: Some(id.into()), roles: roles.into_iter().map(Into::into).collect() }
    }

    pub(super) fn is_system(&self) -> bool {
        self.id.is_none() && self.roles.contains("system")
    }

    /// Nobody: time, or the engine itself.
    pub fn system() -> Self {
        Self { id: None, roles: BTreeSet::from(["system".to_owned()]) }
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
    /// The transition's own form: `{"motivation": …}`, `{"message": …, "fields": ["/a"]}`.
    pub input: &'a Value,
}

static NOTHING: Value = Value::Null;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The state has no such transition, or the timer is no longer pending.
    #[error("not enabled in this state")]
    NotEnabled,
    #[error("not for this role")]
    WrongRole,
    #[error("its condition does not hold")]
    Guard,
    /// The decision must say why (CRPA L211-2).
    #[error("a motivation is required")]
    MotivationRequired,
    /// The automatic branches never come to rest.
    #[error("the automatic branches do not end")]
    Endless,
    /// A time limit has run out, and what follows from it comes first.
    #[error("a time limit has run out first")]
    Overdue,
}

impl Refusal {
    /// Every refusal: a test asks a sentence for each.
    pub const ALL: [Self; 6] =
        [Self::NotEnabled, Self::WrongRole, Self::Guard, Self::MotivationRequired, Self::Endless, Self::Overdue];

    /// Stable name, and the end of the Fluent key `workflow-refusal-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotEnabled => "not-enabled",
            Self::WrongRole => "wrong-role",
            Self::Guard => "guard",
            Self::MotivationRequired => "motivation-required",
            Self::Endless => "endless",
            Self::Overdue => "overdue",
        }
    }
}
