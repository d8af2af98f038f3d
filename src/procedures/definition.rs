//! A procedure's file, `procedure.json`, as Rust sees it. `forms/procedure.schema.json` describes it to editors.

use super::roles::Holders;
use crate::civil::Territory;
use crate::form;
use crate::rules::Text;
use crate::workflow::Duration;
use crate::workflow::deadline::Count;
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A whole procedure.
#[derive(Debug, Clone, Deserialize)]
pub struct Definition {
    pub slug: String,
    pub title: Text,
    #[serde(default)]
    pub summary: Text,
    pub description: Option<Text>,
    /// Who may ask.
    pub audience: Option<Text>,
    #[serde(default)]
    pub have_at_hand: Vec<Text>,
    /// Time to fill the form in.
    pub duration_minutes: Option<u32>,
    #[serde(default)]
    pub applicant: Applicant,
    /// Where it is handled, by the code of the département or the collectivity: its clocks and its public holidays.
    #[serde(default)]
    pub territory: Territory,
    pub service: Option<Service>,
    pub legal_basis: Option<Text>,
    pub data_protection: Option<DataProtection>,
    pub silence: Option<Silence>,
    pub remedies: Option<Text>,
    #[serde(default)]
    pub opening: Opening,
    #[serde(default = "french")]
    pub languages: Vec<String>,
    pub form: form::Definition,
    #[serde(default)]
    pub routing: Routing,
    /// The name of a shipped workflow, or a whole definition.
    #[serde(default = "standard")]
    pub workflow: Value,
    /// Who holds the roles of the workflow.
    #[serde(default)]
    pub roles: BTreeMap<String, Holders>,
    /// What is asked of agents, by the id by which the workflow names it (`form:<id>`).
    #[serde(default)]
    pub forms: BTreeMap<String, form::Definition>,
    /// Values of the workflow's variables.
    #[serde(default)]
    pub data: Map<String, Value>,
    /// The procedure's own words for mails and messages, by template.
    #[serde(default)]
    pub messages: BTreeMap<String, Words>,
    /// The models of the documents that the workflow makes.
    #[serde(default)]
    pub documents: BTreeMap<String, Model>,
    #[serde(default)]
    pub cases: Vec<Case>,
}

/// A mail or a message in the procedure's own words; `{{ dossier.number }}` and the like are replaced.
#[derive(Debug, Clone, Deserialize)]
pub struct Words {
    pub subject: Option<Text>,
    pub body: Text,
}

/// A document in the procedure's own words: the title with its tags, and Markdown with them.
#[derive(Debug, Clone, Deserialize)]
pub struct Model {
    pub title: Text,
    pub body: Text,
}

fn standard() -> Value {
    Value::from("standard")
}

fn french() -> Vec<String> {
    vec!["fr".to_owned()]
}

impl Definition {
    /// From a file. A procedure that names no group gets one: a dossier always goes to somebody.
    pub fn read(file: &Value) -> Result<Self, serde_json::Error> {
        let mut definition = Self::deserialize(file)?;
        definition.form.territory = definition.territory;
        let routing = &mut definition.routing;
        if routing.groups.is_empty() {
            let label = Text::Many(vec![("fr".into(), "Instruction".into()), ("en".into(), "Review".into())]);
            routing.groups.push(Group { id: "instruction".to_owned(), label, rule: None });
        }
        if routing.default.is_none() {
            routing.default = routing.groups.first().map(|group| group.id.clone());
        }
        Ok(definition)
    }

    /// The language in which the texts of the schema are written.
    pub fn base_language(&self) -> &str {
        self.languages.first().map_or("fr", String::as_str)
    }

    /// A text in a language, or in the procedure's own.
    pub fn said<'a>(&'a self, text: &'a Text, lang: &str) -> &'a str {
        text.in_language(lang, self.base_language())
    }
}

/// Who files: identity is asked once, before the form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Applicant {
    #[default]
    Individual,
    /// Identified by its SIRET.
    Organisation,
    Any,
}

/// Whom a citizen can reach. Its phone and address are owed to them (CRPA R112-11-1, 2°).
#[derive(Debug, Clone, Deserialize)]
pub struct Service {
    pub name: Text,
    pub organisation: Text,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub phone: String,
    pub hours: Option<Text>,
    #[serde(default)]
    pub address: String,
}

#[derive(Debug, Clone, Deserialize)]
pub struct DataProtection {
    pub purpose: Text,
    pub lawful_basis: Option<Text>,
    #[serde(default)]
    pub recipients: Vec<Text>,
    pub dpo: Option<Dpo>,
    pub retention_months: u32,
    pub rights: Option<Text>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Dpo {
    pub name: Text,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub address: String,
}

/// What the administration's silence comes to mean, and when (CRPA L231-1 to L231-6).
#[derive(Debug, Clone, Deserialize)]
pub struct Silence {
    pub means: SilenceMeans,
    /// ISO 8601 duration from a complete dossier, as `P2M`.
    pub delay: Option<String>,
    pub legal_basis: Option<Text>,
}

impl Silence {
    /// Its time limit in months, when it is written so (`P2M`).
    pub fn months(&self) -> Option<u32> {
        self.delay.as_ref()?.strip_prefix('P')?.strip_suffix('M')?.parse().ok()
    }

    /// Its time limit in days, when it is written so (`P15D`).
    pub fn days(&self) -> Option<u32> {
        self.delay.as_ref()?.strip_prefix('P')?.strip_suffix('D')?.parse().ok()
    }

    /// The day at whose end silence becomes a decision, if the dossier was complete on `from`: the same day of the
    /// month, or the month's last.
    pub fn takes_effect_on(&self, from: NaiveDate) -> Option<NaiveDate> {
        let delay: Duration = self.delay.as_ref()?.parse().ok()?;
        Some(Count::Calendar.after(&delay, from, Territory::default()))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SilenceMeans {
    Acceptance,
    Rejection,
    None,
}

impl SilenceMeans {
    /// The end of the keys of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Self::Acceptance => "acceptance",
            Self::Rejection => "rejection",
            Self::None => "none",
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub struct Opening {
    pub opens_on: Option<NaiveDate>,
    /// The last day on which a dossier can be submitted.
    pub closes_on: Option<NaiveDate>,
    pub max_dossiers: Option<i64>,
    pub max_per_applicant: Option<i64>,
    /// How long a draft that nobody touches is kept, in months.
    pub draft_months: u32,
}

impl Default for Opening {
    fn default() -> Self {
        Self { opens_on: None, closes_on: None, max_dossiers: None, max_per_applicant: None, draft_months: 3 }
    }
}

impl Opening {
    /// Why nobody can submit on this day, as the end of a text's key.
    pub fn closed_on(&self, today: NaiveDate) -> Option<&'static str> {
        if self.opens_on.is_some_and(|day| today < day) {
            return Some("not-yet");
        }
        self.closes_on.is_some_and(|day| today > day).then_some("over")
    }
}

/// Which group of instructors gets a dossier: the first whose rule is true, or the default one.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Routing {
    #[serde(default)]
    pub groups: Vec<Group>,
    pub default: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Group {
    pub id: String,
    pub label: Text,
    pub rule: Option<Value>,
}

/// A test that comes with the procedure.
#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    pub name: String,
    #[serde(default)]
    pub answers: Value,
    pub today: Option<NaiveDate>,
    #[serde(default)]
    pub applicant: Value,
    pub expect: Expected,
}

/// What a case says must come out; what it leaves out is not looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expected {
    pub valid: Option<bool>,
    pub errors: Option<Vec<ExpectedError>>,
    pub hidden: Vec<String>,
    pub visible: Vec<String>,
    pub values: Map<String, Value>,
    pub eligible: Option<bool>,
    pub group: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct ExpectedError {
    pub pointer: String,
    pub code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_months_from_the_last_day_of_december_end_in_february() {
        let silence = Silence { means: SilenceMeans::Rejection, delay: Some("P2M".into()), legal_basis: None };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(silence.takes_effect_on(day("2026-12-31")), Some(day("2027-02-28")));
        assert_eq!(silence.takes_effect_on(day("2026-01-15")), Some(day("2026-03-15")));
        let weeks = Silence { delay: Some("P3W".into()), ..silence };
        assert_eq!(weeks.takes_effect_on(day("2026-01-15")), Some(day("2026-02-05")));
    }

    #[test]
    fn the_last_day_is_still_open() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let opening =
            Opening { opens_on: Some(day("2026-01-10")), closes_on: Some(day("2026-01-20")), ..Opening::default() };
        assert_eq!(opening.closed_on(day("2026-01-09")), Some("not-yet"));
        assert_eq!(opening.closed_on(day("2026-01-10")), None);
        assert_eq!(opening.closed_on(day("2026-01-20")), None);
        assert_eq!(opening.closed_on(day("2026-01-21")), Some("over"));
    }
}
