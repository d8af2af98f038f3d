//! External references in a draft: what services of others are to be asked, and what their answers change. Nothing is asked
//! here; who asks hands the answers in.

use super::Form;
use super::element::Choice;
use super::fields::{one_line, plain};
use super::merge::is_asked;
use super::node::{Field, Id};
use super::past::Past;
use super::pointer::{Key, Template};
use super::source::{Candidate, is_entry, is_unverified, unverified};
use serde_json::Value;
use std::collections::HashSet;

/// Questions that one page may ask: more are left as they were typed.
const MAX_QUESTIONS: usize = 10;

/// What a service is to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub pointer: String,
    pub typed: String,
    /// The identifier of the entry that was chosen among those that were offered.
    picked: Option<String>,
    pub address: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    Answer(Value),
    /// The service knows no such thing.
    Absent,
    /// It is slow, down or wrong.
    Down,
}

/// What a search of one field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Search {
    /// The list is here.
    Listed(Vec<Choice>),
    /// A service is to be asked, at this address.
    Asked(String),
}

impl Form {
    /// Whether any question of the form is answered by services of others, or from a list that its author gave.
    pub fn has_references(&self) -> bool {
        self.nodes.iter().any(|node| node.field().is_some_and(|field| field.reference.is_some()))
    }

    /// What posted inputs ask of services of others. An answer that was confirmed is not asked about again.
    pub fn questions(&self, draft: &Value, pairs: &[(String, String)], only: Option<&[String]>) -> Vec<Question> {
        let (mut found, mut seen) = (Vec::new(), HashSet::new());
        for (name, _) in pairs.iter().filter(|(name, _)| name.starts_with('/')) {
            let is_reference = |(id, _)| self.reference_field(id).is_some();
            if found.len() < MAX_QUESTIONS && seen.insert(name) && self.writable(name, only).is_some_and(is_reference) {
                let here = pairs.iter().filter(|(other, _)| other == name);
                let raws: Vec<&str> = here.map(|(_, raw)| raw.as_str()).collect();
                found.extend(self.question(draft, name, &raws, only));
            }
        }
        found
    }

    fn question(&self, draft: &Value, name: &str, raws: &[&str], only: Option<&[String]>) -> Option<Question> {
        let (id, rows) = self.writable(name, only)?;
        let field = self.reference_field(id)?;
        let (typed, picked) = typed(raws);
        if field.template.get(draft, &rows).is_some_and(|value| is_settled(value, &typed, picked.as_deref())) {
            return None;
        }
        let address = field.reference.as_ref()?.address(&typed).filter(|_| !typed.is_empty())?;
        Some(Question { pointer: name.to_owned(), typed, picked, address })
    }

    /// The draft with the answers of services in it, and the entries to choose from where a text names none. The past is that of
    /// the page that asked: rows may have moved under it.
    pub fn settle(
        &self,
        page: (&Past, &str),
        mut draft: Value,
        replies: &[(Question, Reply)],
        only: Option<&[String]>,
    ) -> (Value, Vec<(String, Vec<Choice>)>) {
        let mut offers = Vec::new();
        for (question, reply) in replies {
            let Some(place) = page.0.follow(&question.pointer) else { continue };
            let Some((id, rows)) = self.writable(&place, only) else { continue };
            let Some((field, source)) =
                self.reference_field(id).and_then(|field| Some((field, field.reference.as_ref()?)))
            else {
                continue;
            };
            // Somebody else may have written meanwhile.
            let is_here = |value: &Value| !is_entry(value) && field.kind.typed(field, value, "") == question.typed;
            if !field.template.get(&draft, &rows).is_some_and(is_here) {
                continue;
            }
            let value = match reply {
                Reply::Down => unverified(&question.typed),
                Reply::Absent => Value::from(question.typed.as_str()),
                Reply::Answer(answer) => {
                    let found = source.candidates(answer, &question.typed);
                    source.chosen(&found, &question.typed, question.picked.as_deref()).unwrap_or_else(|| {
                        offers.push((place, choices(found)));
                        Value::from(question.typed.as_str())
                    })
                }
            };
            field.template.put(&mut draft, &rows, value);
        }
        self.fill_others(page, &mut draft, only);
        (draft, offers)
    }

    /// Fills what an entry that is new says of other fields. What somebody has just typed there stays, in this page or, since it was
    /// drawn, in another.
    pub(super) fn fill_others(&self, page: (&Past, &str), draft: &mut Value, only: Option<&[String]>) {
        let before = page.0.now();
        for node in &self.nodes {
            let Some((field, source)) = node.field().and_then(|field| Some((field, field.reference.as_ref()?))) else {
                continue;
            };
            for rows in self.instances(&node.blocks, draft) {
                let value = field.template.get(draft, &rows).cloned().unwrap_or_default();
                if field.template.get(before, &rows).unwrap_or(&Value::Null) == &value {
                    continue;
                }
                for (target, name) in &source.fill {
                    let rows = &rows[..target.depth().min(rows.len())];
                    let said = value.get("data").and_then(|data| data.get(name));
                    self.fill_one((target, rows), said, page, draft, only);
                }
            }
        }
    }

    fn fill_one(
        &self,
        (target, rows): (&Template, &[Key]),
        said: Option<&Value>,
        (past, page): (&Past, &str),
        draft: &mut Value,
        only: Option<&[String]>,
    ) {
        let pointer = target.pointer(rows);
        let Some((id, rows)) = self.writable(&pointer, None) else { return };
        let Some(field) = self.nodes[id].field() else { return };
        let (was, is) = (field.template.get(past.now(), &rows).cloned(), field.template.get(draft, &rows).cloned());
        let is_blank = is.as_ref().is_none_or(|value| value.is_null() || plain(value).is_empty() && value.is_string());
        let is_open = is_blank || was == is && self.knew(past, page, &pointer, was.as_ref());
        if !field.read_only && (!is_open || !is_asked(&pointer, only)) {
            return;
        }
        match said.map(|said| typed_as(field, said)).filter(|value| !value.is_null()) {
            Some(value) => self.put(id, &rows, draft, value),
            // What nobody types would go on saying what a former entry said.
            None if field.read_only => drop(field.template.remove(draft, &rows)),
            None => {}
        }
    }

    /// Whether a page knew what stands at a pointer: somebody else may have typed it since.
    fn knew(&self, past: &Past, page: &str, pointer: &str, stands: Option<&Value>) -> bool {
        let base = past.origin(pointer).map(|origin| self.known(past, &origin, page).base);
        base.as_ref().unwrap_or(&Value::Null) == stands.unwrap_or(&Value::Null)
    }

    /// What the answers of references have changed between two drafts: their own pointers, and those of what they filled.
    pub fn filled(&self, before: &Value, after: &Value) -> Vec<String> {
        let mut found = Vec::new();
        for node in &self.nodes {
            let Some((field, source)) = node.field().and_then(|field| Some((field, field.reference.as_ref()?))) else {
                continue;
            };
            for rows in self.instances(&node.blocks, after) {
                let (was, is) = (field.template.get(before, &rows), field.template.get(after, &rows));
                let shows = [was, is].into_iter().flatten().any(Value::is_object);
                if was == is || !shows {
                    continue;
                }
                found.push(field.template.pointer(&rows));
                let changed = source.fill.iter().filter_map(|(target, _)| {
                    let rows = &rows[..target.depth().min(rows.len())];
                    (target.get(before, rows) != target.get(after, rows)).then(|| target.pointer(rows))
                });
                found.extend(changed);
            }
        }
        found
    }

    /// What a search of a reference takes. `None` when the pointer names none that may be written.
    pub fn search(&self, pointer: &str, typed: &str, only: Option<&[String]>) -> Option<Search> {
        let typed = one_line(typed);
        let (id, _) = self.writable(pointer, only)?;
        let source = self.reference_field(id)?.reference.as_ref()?;
        if typed.is_empty() {
            return Some(Search::Listed(Vec::new()));
        }
        Some(source.address(&typed).map_or_else(|| Search::Listed(choices(source.listed(&typed))), Search::Asked))
    }

    /// The entries of a service's answer to a search.
    pub fn offered(&self, pointer: &str, typed: &str, answer: &Value) -> Vec<Choice> {
        let source = self.writable(pointer, None).and_then(|(id, _)| self.reference_field(id)?.reference.as_ref());
        source.map(|source| choices(source.candidates(answer, typed))).unwrap_or_default()
    }

    fn reference_field(&self, id: Id) -> Option<&Field> {
        self.nodes[id].field().filter(|field| field.reference.is_some() && !field.read_only)
    }
}

/// What was typed, and the button or the suggestion that was chosen.
pub(super) fn typed(raws: &[&str]) -> (String, Option<String>) {
    let mut raws = raws.iter().map(|raw| one_line(raw));
    let typed = raws.next().unwrap_or_default();
    (typed, raws.next_back())
}

/// Whether an answer is confirmed already, and is what was typed and chosen.
pub(super) fn is_settled(value: &Value, typed: &str, picked: Option<&str>) -> bool {
    let is = |name: &str, text: &str| value.get(name).and_then(Value::as_str) == Some(text);
    is_entry(value) && !is_unverified(value) && is("label", typed) && picked.is_none_or(|id| is("id", id))
}

pub(super) fn choices(found: Vec<Candidate>) -> Vec<Choice> {
    let choice = |Candidate { id, label, hint, .. }| Choice {
        value: id,
        label,
        hint: Some(hint).filter(|hint: &String| !hint.is_empty()),
        ..Choice::default()
    };
    found.into_iter().map(choice).collect()
}

/// What came from outside as the kind of a field keeps it.
fn typed_as(field: &Field, said: &Value) -> Value {
    let kind = field.value_kind;
    let texts: Vec<String> = match said {
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Number(_) if matches!(kind.name(), "integer" | "decimal" | "money" | "scalar") => return said.clone(),
        Value::Bool(_) if matches!(kind.name(), "yes-no" | "checkbox") => return said.clone(),
        other => vec![plain(other)],
    };
    kind.read_all(field, &texts.iter().map(String::as_str).collect::<Vec<_>>())
}
