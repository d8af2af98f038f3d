//! Where the entries of an external reference come from, and what is kept of one.

use super::code::Code;
use super::pointer::Template;
use crate::reference::{LIMIT, Table, folded};
use crate::rules::Text;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// Characters of an identifier and of a label, as `forms/types/reference.json` takes them.
const MAX_ID: usize = 200;
const MAX_LABEL: usize = 500;
/// Characters of a value that comes with an entry.
const MAX_VALUE: usize = 2_000;

/// The keyword `reference` of a schema, compiled.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) origin: Origin,
    /// Where the entries are in an answer; the whole of it when empty. JSON Pointer.
    pub(crate) list: String,
    /// Where an entry says what it is and what it is called. The first is empty when what was typed is the identifier.
    pub(crate) id: String,
    pub(crate) label: String,
    /// What is kept: a name, and where an entry says it.
    pub(crate) data: Vec<(String, String)>,
    /// Fields that are filled, and the name of what fills them.
    pub(crate) fill: Vec<(Template, String)>,
    /// What is shown under the field: its words, and its name.
    pub(crate) show: Vec<(Text, String)>,
    /// Whether a request may be submitted with an answer that the service could not confirm.
    pub(crate) accepts_unverified: bool,
}

#[derive(Debug)]
pub(crate) enum Origin {
    Table(Box<Table>),
    /// A service that searches: `{query}` stands for what was typed.
    Search(String),
    /// A service that knows one entry by its identifier, `{id}`.
    Exact(String),
}

/// An entry that may be the answer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) id: String,
    pub(crate) label: String,
    /// What tells it from those that are called the same.
    pub(crate) hint: String,
    pub(crate) answer: Value,
}

impl Source {
    /// The address to ask for a text; none for a list that is here, or a text that would change the path of the address.
    pub(crate) fn address(&self, typed: &str) -> Option<String> {
        let (url, place) = match &self.origin {
            Origin::Table(_) => return None,
            Origin::Search(url) => (url, "{query}"),
            Origin::Exact(url) => (url, "{id}"),
        };
        let is_step = matches!(typed, "." | "..");
        (!is_step).then(|| url.replace(place, &utf8_percent_encode(typed, NON_ALPHANUMERIC).to_string()))
    }

    /// The entries of an answer, those apart that have no identifier or no label.
    pub(crate) fn candidates(&self, answer: &Value, typed: &str) -> Vec<Candidate> {
        let entries = match answer.pointer(&self.list) {
            Some(Value::Array(entries)) => entries.as_slice(),
            Some(entry @ Value::Object(_)) => std::slice::from_ref(entry),
            _ => &[],
        };
        entries.iter().filter_map(|entry| self.candidate(entry, typed)).take(LIMIT).collect()
    }

    fn candidate(&self, entry: &Value, typed: &str) -> Option<Candidate> {
        let id = if self.id.is_empty() { typed.to_owned() } else { scalar(entry.pointer(&self.id)?)? };
        let label = entry.pointer(&self.label).and_then(scalar);
        let label = label.or_else(|| matches!(self.origin, Origin::Exact(_)).then(|| id.clone()))?;
        if id.chars().count() > MAX_ID || label.chars().count() > MAX_LABEL {
            return None;
        }
        let kept = self.data.iter().filter_map(|(name, at)| Some((name.clone(), bounded(entry.pointer(at)?)?)));
        let data: Map<String, Value> = kept.collect();
        let shown = self.show.iter().filter_map(|(_, name)| scalar(data.get(name)?)).collect::<Vec<_>>().join(", ");
        let hint = if shown.is_empty() && id != label { id.clone() } else { shown };
        let mut answer = json!({ "id": id, "label": label });
        if !data.is_empty() {
            answer["data"] = Value::Object(data);
        }
        Some(Candidate { id, label, hint, answer })
    }

    /// Of an uploaded list, the entries that a text may mean.
    pub(crate) fn listed(&self, typed: &str) -> Vec<Candidate> {
        match &self.origin {
            Origin::Table(table) => {
                table.search(typed).iter().filter_map(|entry| self.candidate(entry, typed)).collect()
            }
            Origin::Search(_) | Origin::Exact(_) => Vec::new(),
        }
    }

    /// Of an uploaded list, the entry of a key.
    fn of_key(&self, key: &str) -> Option<Candidate> {
        match &self.origin {
            Origin::Table(table) => table.get(key).and_then(|entry| self.candidate(&entry, key)),
            Origin::Search(_) | Origin::Exact(_) => None,
        }
    }

    /// Of an uploaded list, the answer that a text and a button name.
    pub(crate) fn read_listed(&self, typed: &str, picked: Option<&str>) -> Option<Value> {
        let Origin::Table(table) = &self.origin else { return None };
        let candidates = self.listed(typed);
        let named = picked.and_then(|id| candidates.iter().find(|found| found.id == id).cloned());
        let only = || table.only(typed).and_then(|entry| self.candidate(&entry, typed));
        named.or_else(only).map(|found| found.answer)
    }

    /// Of these entries, the one that a text and a button name.
    pub(crate) fn chosen(&self, found: &[Candidate], typed: &str, picked: Option<&str>) -> Option<Value> {
        let named = picked.and_then(|id| found.iter().find(|entry| entry.id == id));
        let by_id = || found.iter().find(|entry| entry.id == typed);
        let by_label = || {
            let mut same = found.iter().filter(|entry| folded(&entry.label) == folded(typed));
            same.next().filter(|_| same.next().is_none())
        };
        let exact = || found.first().filter(|_| matches!(self.origin, Origin::Exact(_)) && found.len() == 1);
        named.or_else(by_id).or_else(by_label).or_else(exact).map(|entry| entry.answer.clone())
    }

    /// What an answer that comes from elsewhere names: the entry of the list that is here, or a text that the service is to be
    /// asked about. What it says of the entry is not believed.
    pub(crate) fn named(&self, given: &Value) -> Option<Value> {
        let id = scalar(given.get("id").unwrap_or(given))?;
        match &self.origin {
            Origin::Table(_) => self.of_key(&id).map(|found| found.answer).or_else(|| self.read_listed(&id, None)),
            Origin::Search(_) | Origin::Exact(_) => Some(Value::from(id)),
        }
    }

    /// Whether the service is still to be asked about an answer.
    pub(crate) fn awaits(&self, value: &Value) -> bool {
        let is_short = value.as_str().is_some_and(|text| text.chars().count() <= MAX_LABEL);
        is_short && !matches!(self.origin, Origin::Table(_))
    }

    /// Whether both ask the same service for the same things.
    pub(crate) fn asks_as(&self, other: &Self) -> bool {
        let is_one = match (&self.origin, &other.origin) {
            (Origin::Search(url), Origin::Search(other)) | (Origin::Exact(url), Origin::Exact(other)) => url == other,
            _ => false,
        };
        is_one && (&self.list, &self.id, &self.label, &self.data) == (&other.list, &other.id, &other.label, &other.data)
    }

    /// What is wrong with an answer. One from an uploaded list says what the list says.
    pub(crate) fn fault(&self, value: &Value) -> Option<Code> {
        if is_unverified(value) {
            return (!self.accepts_unverified).then_some(Code::Unverified);
        }
        let known = value.get("id").and_then(Value::as_str).and_then(|id| self.of_key(id));
        let forged = value.is_object() && matches!(self.origin, Origin::Table(_));
        (forged && known.map(|known| known.answer).as_ref() != Some(value)).then_some(Code::Reference)
    }
}

/// An answer that the service could not confirm.
pub(crate) fn unverified(typed: &str) -> Value {
    let short: String = typed.chars().take(MAX_ID).collect();
    json!({ "id": short, "label": short, "unverified": true })
}

pub(crate) fn is_unverified(value: &Value) -> bool {
    value.get("unverified") == Some(&Value::Bool(true))
}

/// Whether an answer names an entry.
pub(crate) fn is_entry(value: &Value) -> bool {
    value.is_object() && !is_unverified(value)
}

fn scalar(value: &Value) -> Option<String> {
    let text = super::fields::plain(value);
    let text = super::fields::one_line(&text);
    (!text.is_empty()).then_some(text)
}

/// A value, or a list of values, that is not too long to be kept.
fn bounded(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => {
            Some(Value::from(text.chars().take(MAX_VALUE).filter(|char| *char != '\0').collect::<String>()))
        }
        Value::Number(_) | Value::Bool(_) => Some(value.clone()),
        Value::Array(items) => {
            let plain = items.iter().filter(|item| !item.is_array() && !item.is_object());
            Some(Value::Array(plain.take(LIMIT).filter_map(bounded).collect()))
        }
        Value::Null | Value::Object(_) => None,
    }
}
