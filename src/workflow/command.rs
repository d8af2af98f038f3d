//! What is asked of the engine, by whom, and why it may say no.

use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeSet;

/// What somebody, or time, does to a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A button.
    Transition { name: String },
    /// A timer of the state, by the id that [`super::Effect::SetTimer`] gave it.
    Timer { id: String },
}

/// How the id of every timer starts: no transition has a colon in its name.
pub(super) const TIMER: &str = "timer:";

impl Command {
    /// The command as the history keeps it.
    pub fn name(&self) -> &str {
        match self {
            Self::Transition { name } => name,
            Self::Timer { id } => id,
        }
    }

    /// The command that a name of the history stands for.
    pub fn named(name: &str) -> Self {
        let name = name.to_owned();
        if name.starts_with(TIMER) { Self::Timer { id: name } } else { Self::Transition { name } }
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
    /// The date in the procedure's time zone, as `today`.
    pub today: NaiveDate,
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
}

impl Refusal {
    /// Every refusal: a test asks a sentence for each.
    pub const ALL: [Self; 5] =
        [Self::NotEnabled, Self::WrongRole, Self::Guard, Self::MotivationRequired, Self::Endless];

    /// Stable name, and the end of the Fluent key `workflow-refusal-<code>`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotEnabled => "not-enabled",
            Self::WrongRole => "wrong-role",
            Self::Guard => "guard",
            Self::MotivationRequired => "motivation-required",
            Self::Endless => "endless",
        }
    }
}
