//! A form that was published, and that this version can't compile: its answers are told as they are kept, by the names that
//! their questions have in the schema. Nothing is asked, and nothing may be written.

use super::Form;
use super::definition::{Definition, Prefill};
use super::fields::{file, plain};
use super::lookup::Lookup;
use super::pointer::{Template, escape};
use super::problem::Problem;
use super::summary::{SummaryGroup, SummaryRow, SummarySection};
use super::words::word;
use serde_json::{Map, Value};

/// What is known of such a form.
#[derive(Debug)]
pub(crate) struct Raw {
    schema: Value,
    problems: Vec<Problem>,
}

/// Where a value stands: its pointer, what it is called, and the title of what it stands in.
struct Place {
    pointer: String,
    label: String,
    group: String,
}

impl Form {
    /// A form that was published: people have dossiers in it, so that it opens whatever became of the checks since. What it works
    /// without is let go; one that can't be compiled at all gives its answers to read.
    pub fn published(definition: &Definition, languages: &[String]) -> Self {
        match super::compile::published(definition, languages) {
            Ok(form) => form,
            Err(problems) => Self::raw(definition, languages, problems),
        }
    }

    fn raw(definition: &Definition, languages: &[String], problems: Vec<Problem>) -> Self {
        Self {
            pages: Vec::new(),
            nodes: Vec::new(),
            lookup: Lookup::default(),
            root: Template::default(),
            blank: Value::Object(Map::new()),
            steps: Vec::new(),
            containers: Vec::new(),
            late: Vec::new(),
            wanted: Vec::new(),
            tallies: Vec::new(),
            validator: super::compile::anything(),
            eligibility: Vec::new(),
            checks: Vec::new(),
            prefill: Prefill::All(false),
            base: languages.first().map_or("fr", String::as_str).to_owned(),
            warnings: Vec::new(),
            raw: Some(Raw { schema: definition.schema.clone(), problems }),
        }
    }

    /// Why nothing but the answers can be shown: what is wrong with the definition. Nothing where all is well.
    pub fn unfit(&self) -> Option<&[Problem]> {
        self.raw.as_ref().map(|raw| raw.problems.as_slice())
    }
}

impl Raw {
    /// All the answers, under a sentence that says why they look so.
    pub(super) fn summary(&self, values: &Value, lang: &str) -> SummarySection {
        let mut found = Vec::new();
        // A list or a single value is the answer to what the schema asks.
        let title = self.schema.get("title").and_then(Value::as_str).filter(|_| !values.is_object());
        let label = title.unwrap_or_default().to_owned();
        let place = Place { pointer: String::new(), label, group: String::new() };
        rows(values, Some(&self.schema), place, lang, &mut found);
        let mut groups: Vec<SummaryGroup> = Vec::new();
        for (title, row) in found {
            match groups.last_mut().filter(|group| group.title == title) {
                Some(group) => group.rows.push(row),
                None => groups.push(SummaryGroup { title, rows: vec![row] }),
            }
        }
        let title = word(lang, "form-raw-title").to_owned();
        SummarySection { page: 0, title, notice: Some(word(lang, "form-raw-notice").to_owned()), groups }
    }

    /// The answers in one cell of a table. What files are called is left to who reads the dossier.
    pub(super) fn text(&self, values: &Value, lang: &str) -> String {
        let groups = self.summary(values, lang).groups;
        let line = |title: &str, row: &SummaryRow| {
            let label = if title.is_empty() { row.label.clone() } else { format!("{title} – {}", row.label) };
            format!("{label}\u{a0}: {}", row.lines.join(", "))
        };
        let lines = groups.iter().flat_map(|group| group.rows.iter().map(|row| line(&group.title, row)));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn rows(value: &Value, schema: Option<&Value>, at: Place, lang: &str, found: &mut Vec<(String, SummaryRow)>) {
    let joined = |group: &str, label: &str| {
        [group, label].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" – ")
    };
    match value {
        Value::Object(fields) if !is_file(value) => {
            let group = joined(&at.group, &at.label);
            // What is kept beside the answers is none.
            for (name, value) in fields.iter().filter(|(name, _)| !name.starts_with('#')) {
                let schema = schema.and_then(|schema| schema.get("properties")?.get(name));
                let title = schema.and_then(|schema| schema.get("title")?.as_str());
                let label = title.unwrap_or(name).to_owned();
                let pointer = format!("{}/{}", at.pointer, escape(name));
                rows(value, schema, Place { pointer, label, group: group.clone() }, lang, found);
            }
        }
        Value::Array(items) if items.iter().any(|item| item.is_array() || item.is_object() && !is_file(item)) => {
            let group = joined(&at.group, &at.label);
            for (n, item) in items.iter().enumerate() {
                let place =
                    Place { pointer: format!("{}/{n}", at.pointer), label: (n + 1).to_string(), group: group.clone() };
                rows(item, schema.and_then(|schema| schema.get("items")), place, lang, found);
            }
        }
        Value::Null => {}
        _ => {
            let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            let (files, others): (Vec<&Value>, Vec<&Value>) = items.iter().partition(|item| is_file(item));
            let row = SummaryRow {
                pointer: at.pointer,
                label: at.label,
                lines: others.into_iter().flat_map(|value| told(value, lang)).collect(),
                files: files.into_iter().flat_map(file::of).collect(),
                read_only: true,
                ..SummaryRow::default()
            };
            found.push((at.group, row));
        }
    }
}

fn told(value: &Value, lang: &str) -> Vec<String> {
    match value {
        Value::Bool(truth) => vec![word(lang, if *truth { "form-yes" } else { "form-no" }).to_owned()],
        other => plain(other).lines().map(str::to_owned).collect(),
    }
}

/// Whether a value is what `forms/types/file.json` describes.
fn is_file(value: &Value) -> bool {
    let texts = ["id", "name", "type"].iter().all(|key| value.get(key).is_some_and(Value::is_string));
    texts && value.get("size").is_some_and(Value::is_u64)
}
