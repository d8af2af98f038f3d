//! Submission: the answers as they would be kept, and everything that is wrong with them.

use super::Form;
use super::code::Code;
use super::evaluate::{Context, Evaluation};
use super::explain::FieldError;
use super::fields::Kind;
use super::fields::dossier_number::{self, DOSSIER_NUMBER};
use super::geometry;
use super::node::{Body, Field, Id};
use super::pointer::{Key, Segment, Template, parse};
use super::unanswered::strip;
use super::whole::document_of;
use crate::rules::{self, Text};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// How many things that are wrong are told: nobody reads more.
const MAX_ERRORS: usize = 5_000;

/// The outcome of a check: ready to be submitted when nothing is wrong and nothing forbids it.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    /// The answers: what is hidden is absent, computed values are ours.
    pub values: Value,
    /// At most one for each pointer, in the order of the pages.
    pub errors: Vec<FieldError>,
    /// Why the request can't be filed.
    pub ineligible: Vec<Text>,
}

impl Submission {
    /// Whether the answers can be submitted.
    pub fn is_valid(&self) -> bool {
        self.errors.is_empty() && self.ineligible.is_empty()
    }
}

impl Form {
    /// Checks a draft, or any document, as it stands.
    pub fn check(&self, draft: &Value, context: &Context) -> Submission {
        let evaluation = self.evaluate(draft, context);
        let values = self.cleaned(&evaluation);
        let mut errors: BTreeMap<String, FieldError> = BTreeMap::new();
        let mut keep = |mut error: FieldError| {
            let better = errors.get(&error.pointer).is_none_or(|other| error.rank < other.rank);
            if better {
                error.field = self.shown_at(&error.pointer, &evaluation).map(|(id, ..)| id);
                errors.insert(error.pointer.clone(), error);
            }
        };
        let document = self.document(&values);
        if document.is_null() && !self.validator.is_valid(document) {
            keep(self.error(String::new(), Code::Required, vec![], &evaluation));
        } else {
            let wrong = self.validator.iter_errors(document).take(MAX_ERRORS);
            wrong.flat_map(|error| self.explain(&error, &evaluation)).for_each(&mut keep);
        }
        self.faults(&values, &evaluation, |field, value| {
            overlong(field, value).into_iter().chain(own_faults(field, value, context)).collect()
        })
        .into_iter()
        .for_each(&mut keep);
        self.unfinished(draft, &values, &evaluation).into_iter().for_each(&mut keep);
        self.cross_checks(&values, context, &evaluation).into_iter().for_each(&mut keep);
        self.conflicts(draft, &evaluation).into_iter().for_each(&mut keep);
        let mut errors: Vec<FieldError> = errors.into_values().collect();
        errors.sort_by_cached_key(|error| self.place(&error.pointer));
        Submission { values, errors, ineligible: evaluation.reasons().to_vec() }
    }

    /// Checks a document as it stands, as any validator of JSON Schema would, but for what rules of the layout hide and what
    /// they compute: blanks count, and a limit that only the product sets doesn't. What our own formats and types promise
    /// beyond the keywords of the schema is held to.
    pub fn validate(&self, document: &Value, context: &Context) -> Submission {
        let evaluation = self.evaluate(document, context);
        let seen = self.seen(self.holding(document), &evaluation);
        let values = self.document(&seen);
        let mut errors: Vec<FieldError> = Vec::new();
        for error in self.validator.iter_errors(values).take(MAX_ERRORS) {
            errors.push(self.told(&error, &evaluation));
        }
        errors.extend(self.faults(&seen, &evaluation, |field, value| own_faults(field, value, context)));
        errors.extend(self.cross_checks(values, context, &evaluation));
        errors.sort_by_cached_key(|error| self.place(&error.pointer));
        errors.dedup_by(|a, b| (&a.pointer, a.code) == (&b.pointer, b.code));
        Submission { values: values.clone(), errors, ineligible: evaluation.reasons().to_vec() }
    }

    /// A document without what rules of the layout hide, and with what they compute.
    fn seen(&self, mut values: Value, evaluation: &Evaluation) -> Value {
        for (id, rows) in evaluation.hidden.iter().filter(|(id, _)| !self.nodes[*id].is_of_schema()) {
            for field in self.fields_under(*id) {
                self.take_away(field, rows, &mut values);
            }
        }
        for node in &self.nodes {
            let Some(field) = node.field().filter(|field| field.calculate.is_some()) else { continue };
            for rows in self.instances(&node.blocks, &values) {
                field.template.remove(&mut values, &rows);
                if let Some(value) = field.template.get(&evaluation.values, &rows) {
                    field.template.put(&mut values, &rows, value.clone());
                }
            }
        }
        values
    }

    /// The fields here and under, without those in the rows of a block that is one of them.
    fn fields_under(&self, id: Id) -> Vec<&Field> {
        match &self.nodes[id].body {
            Body::Field(field) => vec![field],
            _ => self.nodes[id].children.iter().flat_map(|child| self.fields_under(*child)).collect(),
        }
    }

    /// The visible answers without blanks, required objects that have a visible field made.
    fn cleaned(&self, evaluation: &Evaluation) -> Value {
        let mut values = evaluation.values.clone();
        strip(&mut values);
        self.restore_maps(&mut values, &evaluation.values);
        for container in &self.containers {
            for rows in rows_of(container, &values) {
                self.make(container, &rows, &mut values, evaluation);
            }
        }
        // Where one answer of several is wanted, an object that nobody filled is none.
        let is_one = |container: &Template| self.tallies.iter().any(|tally| tally.wants(container));
        let wanted = self.wanted.iter().filter(|(container, _)| !evaluation.wanted.is_empty() && !is_one(container));
        for (container, _) in wanted {
            for rows in rows_of(container, &values) {
                if evaluation.wanted.contains(&container.pointer(&rows)) {
                    self.make(container, &rows, &mut values, evaluation);
                }
            }
        }
        self.keep_entries(&mut values, evaluation);
        if self.root.get(&values, &[]).is_none() {
            self.root.put(&mut values, &[], self.blank.clone());
        }
        values
    }

    fn make(&self, container: &Template, rows: &[Key], values: &mut Value, evaluation: &Evaluation) {
        let parent = Template(container.0[..container.0.len() - 1].to_vec());
        let is_missing =
            container.get(values, rows).is_none() && parent.get(values, rows).is_some_and(Value::is_object);
        let pointer = container.pointer(rows);
        // A property of an object is no entry of it.
        let is_there =
            || parse(&pointer).and_then(|names| self.lookup.at(&names)).is_some_and(|(_, found)| found == rows);
        if is_missing && is_there() && self.has_visible_field(&pointer, evaluation) == Some(true) {
            container.put(values, rows, Value::Object(Map::new()));
        }
    }

    /// Whether a field here or under is visible; `None` when no field is here.
    pub(super) fn has_visible_field(&self, pointer: &str, evaluation: &Evaluation) -> Option<bool> {
        let (place, rows) = self.lookup.at(&parse(pointer)?)?;
        let fields = place.fields();
        (!fields.is_empty()).then(|| fields.iter().any(|id| !self.is_hidden(*id, &rows, evaluation)))
    }

    /// What the keywords of the schema can't tell of the answers that are asked for.
    fn faults(
        &self,
        values: &Value,
        evaluation: &Evaluation,
        faults_of: impl Fn(&Field, &Value) -> Vec<geometry::Fault>,
    ) -> Vec<FieldError> {
        let mut errors = Vec::new();
        for (id, node) in self.nodes.iter().enumerate() {
            let Some(field) = node.field().filter(|field| field.block.is_none() && field.file.is_none()) else {
                continue;
            };
            for rows in self.instances(&node.blocks, values) {
                let Some(value) = field.template.get(values, &rows) else { continue };
                // It is the answer to another question at the same address, or to none.
                if self.is_hidden(id, &rows, evaluation) {
                    continue;
                }
                let faults = faults_of(field, value).into_iter();
                let pointer = field.template.pointer(&rows);
                errors.extend(faults.map(|(code, args)| self.error(pointer.clone(), code, args, evaluation)));
            }
        }
        errors
    }

    /// The numbers of the other dossiers that a draft names, for who can look which of them the applicant may see.
    pub fn named_dossiers(&self, draft: &Value) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for node in &self.nodes {
            let Some(field) = node.field() else { continue };
            if field.value_kind.name() != DOSSIER_NUMBER.name() {
                continue;
            }
            let rows = self.instances(&node.blocks, draft);
            let values = rows.iter().filter_map(|rows| field.template.get(draft, rows));
            found.extend(values.filter_map(|value| names_dossier(field, value)).map(str::to_owned));
        }
        found
    }

    fn cross_checks(&self, values: &Value, context: &Context, evaluation: &Evaluation) -> Vec<FieldError> {
        let today = Value::from(context.today.to_string());
        let frame = rules::Context::new(&Value::Null);
        let frame = frame.with("today", &today);
        let frame = frame.with("applicant", &context.applicant);
        let frame = frame.with("data", &context.data);
        let document = document_of(values);
        let frame = frame.with("form", document);
        let frame = frame.in_row(document);
        let mut errors = Vec::new();
        for check in &self.checks {
            let seen: Vec<&String> =
                check.pointers.iter().filter(|at| self.has_visible_field(at, evaluation) != Some(false)).collect();
            if !seen.is_empty() && !check.rule.is_true(&frame) {
                let error =
                    |at: &String| FieldError { text: Some(check.message.clone()), ..FieldError::new(at, Code::Check) };
                errors.extend(seen.into_iter().map(error));
            }
        }
        errors
    }

    /// Where a field comes: its page, its place in it, its rows.
    pub(super) fn place(&self, pointer: &str) -> (usize, usize, String) {
        let nearest = parse(pointer).and_then(|names| self.lookup.nearest(&names));
        let (page, id) = nearest.map_or((usize::MAX, usize::MAX), |(id, ..)| {
            // Rows of a block come together.
            let id = self.nodes[id].blocks.first().copied().unwrap_or(id);
            (self.nodes[id].page, id)
        });
        (page, id, pointer.to_owned())
    }
}

/// A text that is too long for its kind, where the schema sets no bound.
fn overlong(field: &Field, value: &Value) -> Option<geometry::Fault> {
    let max = field.value_kind.max_length();
    let is_long = |text: &str| text.len() as u64 > max && text.chars().count() as u64 > max;
    let is_bounded = field.max_length.is_some() || !field.choices.is_empty();
    (!is_bounded && value.as_str().is_some_and(is_long)).then(|| (Code::MaxLength, vec![("n", max.to_string())]))
}

/// What is wrong with the answer to a field of our own formats and types: amounts with too many decimals, communes that are
/// none, surfaces that cross themselves.
fn own_faults(field: &Field, value: &Value, context: &Context) -> Vec<geometry::Fault> {
    let misplaced = field.map.as_ref().and_then(|rule| geometry::fault(rule, value));
    let stranger = || names_dossier(field, value).is_some_and(|number| !context.may_name(number));
    let own = field.value_kind.fault(field, value).or_else(|| field.reference.as_ref()?.fault(value));
    let own = own.or_else(|| stranger().then_some(Code::Dossier)).map(|code| (code, vec![]));
    misplaced.into_iter().chain(own).collect()
}

/// The number that a field of this kind holds, when it is one.
fn names_dossier<'v>(field: &Field, value: &'v Value) -> Option<&'v str> {
    let is_link = field.value_kind.name() == DOSSIER_NUMBER.name();
    value.as_str().filter(|number| is_link && dossier_number::is_valid(number))
}

impl Context {
    fn may_name(&self, number: &str) -> bool {
        self.dossiers.as_ref().is_none_or(|known| known.contains(number))
    }
}

/// The rows that stand on the way to an address.
pub(super) fn rows_of(template: &Template, values: &Value) -> Vec<Vec<Key>> {
    let mut found = vec![Vec::new()];
    for (n, segment) in template.0.iter().enumerate() {
        if !matches!(segment, Segment::Row | Segment::Entry) {
            continue;
        }
        let block = Template(template.0[..n].to_vec());
        let counted = found.into_iter().flat_map(|rows: Vec<Key>| {
            let keys: Vec<Key> = match block.get(values, &rows) {
                Some(Value::Array(list)) => (0..list.len()).map(Key::Number).collect(),
                Some(Value::Object(names)) => names.keys().map(|name| Key::Name(name.as_str().into())).collect(),
                _ => Vec::new(),
            };
            keys.into_iter().map(move |key| rows.iter().cloned().chain([key]).collect::<Vec<_>>())
        });
        found = counted.collect();
    }
    found
}
