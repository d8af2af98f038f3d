//! Forms: what an official writes becomes pages, what people type becomes answers. No database, no HTTP, no clock.
//!
//! | step | where | in → out |
//! |---|---|---|
//! | read | [`Definition`] | JSON Schema, JSON Forms UI schema, rules |
//! | compile | [`Form::compile`] | → a [`Form`], or every [`Problem`] with its pointer |
//! | evaluate | [`Form::evaluate`] | a draft → what is hidden, computed, forbidden |
//! | prefill | [`Form::prefill`] | answers given beforehand → a draft, and what could not be taken |
//! | draw | [`Form::page_view`], [`Form::summary`] | → [`Element`]s for templates |
//! | fill | [`Form::merge`], [`Form::merge_since`] | posted inputs → a new draft |
//! | check | [`Form::check`] | a draft → the answers to keep, and [`FieldError`]s |
//!
//! A draft is one JSON document that keeps whatever was typed. An input's name is the JSON Pointer of its value. What is
//! hidden stays in the draft and is absent from the answers: not required, not validated, not kept.

mod aside;
mod blank;
mod block;
mod branch;
mod cell;
mod changes;
mod check;
mod code;
mod compile;
mod condition;
mod conflict;
mod definition;
mod element;
mod entries;
mod evaluate;
mod explain;
mod export;
mod features;
pub mod fields;
mod geometry;
mod given;

mod lookup;
pub mod markdown;
mod media;
mod merge;
mod merge_since;
mod node;
mod notice;
mod numbers;
mod outside;
mod paper;
mod past;
mod pointer;
mod prefill;
mod preset;
mod problem;
mod progress;
mod raw;
mod required;
mod rows;
mod source;
mod summary;
mod take_over;
mod tally;
mod unanswered;
mod view;
mod when;
mod whole;
mod words;

pub use blank::{PaperItem, PaperPage};
pub use cell::{Cell, Column};
pub use changes::Meanwhile;
pub use check::Submission;
pub use code::Code;
pub use compile::Answers;
pub(crate) use compile::bundle::{at, unbundled};
pub(crate) use compile::keywords::{LISTS, NAMED, SINGLE, VALUES};
pub(crate) use compile::safety::shipped as shipped_type;
pub(crate) use compile::takes_pattern;
pub use conflict::{Choice as ConflictChoice, Conflict};
pub use definition::{Check, Definition, Eligibility, Files, Prefill};
pub use element::{Choice, Element, File, Input, PageView, Row, TwoAnswers};
pub use evaluate::{Context, Evaluation};
pub use explain::FieldError;
pub use export::{ExportColumn, ExportRow};
pub use geometry::MAX_BYTES as MAX_PLACES_FILE;
pub use geometry::drawing::{Drawing, Drawn};
pub use given::Given;
pub use media::media_type;
pub use node::FileRule;
pub(crate) use numbers::display as display_number;
pub use outside::{Question, Reply, Search};
pub use paper::Paper;
pub use past::{Change, Past, Writer};
pub(crate) use pointer::escape;
pub use pointer::is_under;
pub use prefill::{Prefilled, Refused};
pub(crate) use problem::Problems;
pub use problem::{Problem, Severity};
pub use progress::Progress;
pub use rows::{RowChange, RowChangeKind};
pub use summary::{FieldInfo, SummaryGroup, SummaryRow, SummarySection};
pub use tally::Question as AskedQuestion;
pub use view::ViewOptions;
pub use when::{Clause, When};
pub use whole::{document_of, of_name};

use crate::rules::{Rule, Text};
use jsonschema::Validator;
use lookup::Lookup;
use node::{Id, Node};
use pointer::Template;
use serde_json::Value;

/// A form that is ready to serve: compiled once for each revision, shared by all threads.
#[derive(Debug)]
pub struct Form {
    pages: Vec<Page>,
    nodes: Vec<Node>,
    lookup: Lookup,
    /// The address of the document in a draft: the draft itself, but for a list or a single value.
    root: Template,
    /// The document in which nothing is answered.
    blank: Value,
    /// Elements with a rule or a calculation, in the order of evaluation.
    steps: Vec<Id>,
    /// Required objects, parents first.
    containers: Vec<Template>,
    /// Fields with a first answer that are asked only sometimes, in order.
    late: Vec<Id>,
    /// Objects that other answers may require, parents first.
    wanted: Vec<(Template, node::Demand)>,
    /// How many of several questions are to be answered.
    tallies: Vec<tally::Tally>,
    validator: Validator,
    eligibility: Vec<(Rule, Text)>,
    checks: Vec<CrossCheck>,
    prefill: Prefill,
    base: String,
    warnings: Vec<Problem>,
    /// What is known of a published form that can't be compiled.
    raw: Option<raw::Raw>,
}

/// A page's own texts.
#[derive(Debug)]
pub struct Page {
    id: Id,
    title: Text,
    /// The title is ours: the definition has none for it.
    is_untitled: bool,
    /// Sanitised HTML.
    description: Option<Text>,
    base: String,
    multipart: bool,
}

impl Page {
    pub fn title(&self, lang: &str) -> &str {
        self.title.in_language(lang, &self.base)
    }

    /// What introduces the page, as sanitised HTML.
    pub fn description(&self, lang: &str) -> Option<&str> {
        self.description.as_ref().map(|text| text.in_language(lang, &self.base))
    }
}

#[derive(Debug)]
struct CrossCheck {
    rule: Rule,
    message: Text,
    pointers: Vec<String>,
}

impl Form {
    /// Compiles a definition in these languages, the first being that of the schema's texts (French when empty).
    /// On failure, every problem is told, warnings included.
    pub fn compile(definition: &Definition, languages: &[String]) -> Result<Self, Vec<Problem>> {
        compile::form(definition, languages)
    }

    /// All that is wrong with a definition, or should be looked at: also the rules that can never give anything, are never or
    /// always true, or compare an answer with what it can't be. It takes longer than [`Form::compile`].
    pub fn problems(definition: &Definition, languages: &[String]) -> Vec<Problem> {
        compile::problems(definition, languages)
    }

    /// What should be looked at, although the form works.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// All pages; the first is number 1. Rules may hide some: [`Evaluation::shows_page`].
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Whether any page takes files, maps among them.
    pub fn takes_files(&self) -> bool {
        self.pages.iter().any(|page| page.multipart)
    }

    /// The number of the page that asks for this answer, or for what it stands in.
    pub fn page_of(&self, pointer: &str) -> Option<usize> {
        self.nearest(pointer).map(|id| self.nodes[id].page).filter(|page| *page > 0)
    }

    /// The label of the field that this pointer names or stands in; for a row of a block, the field's own. Empty if none.
    pub fn label(&self, pointer: &str, lang: &str) -> String {
        let found = pointer::parse(pointer).and_then(|names| self.lookup.nearest(&names));
        let found = found.and_then(|(id, rows, _)| Some((self.nodes[id].field()?, rows)));
        found.map(|(field, rows)| self.called(field, &rows, lang).to_owned()).unwrap_or_default()
    }

    /// The label of the field that an error is about: of several at one address, the one that is shown.
    pub fn name_of(&self, error: &FieldError, lang: &str) -> String {
        let shown = error.field.and_then(|id| self.nodes[id].field());
        let rows =
            pointer::parse(&error.pointer).and_then(|names| self.lookup.nearest(&names)).map(|(_, rows, _)| rows);
        let named = shown.zip(rows).map(|(field, rows)| self.called(field, &rows, lang).to_owned());
        named.unwrap_or_else(|| self.label(&error.pointer, lang))
    }

    /// Whether this answer is asked: its field, or what lies under it, is not hidden. `false` where there is no field.
    pub fn is_visible(&self, pointer: &str, evaluation: &Evaluation) -> bool {
        let found = pointer::parse(pointer).and_then(|names| self.lookup.at(&names));
        found.is_some_and(|(place, rows)| place.fields().iter().any(|id| !self.is_hidden(*id, &rows, evaluation)))
    }

    /// The pointers of all visible fields, rows of blocks included.
    pub fn visible(&self, evaluation: &Evaluation) -> Vec<String> {
        let mut found = Vec::new();
        for (id, node) in self.nodes.iter().enumerate() {
            let Some(field) = node.field().filter(|field| !field.silent) else { continue };
            let rows = self.instances(&node.blocks, &evaluation.values).into_iter();
            let seen = rows.filter(|rows| !self.is_hidden(id, rows, evaluation));
            found.extend(seen.map(|rows| field.template.pointer(&rows)));
        }
        found
    }

    fn nearest(&self, pointer: &str) -> Option<Id> {
        self.lookup.nearest(&pointer::parse(pointer)?).map(|(id, ..)| id)
    }
}

/// Whether a kind of field checks this format of JSON Schema.
pub(crate) fn has_format(name: &str) -> bool {
    fields::KINDS.iter().filter_map(|kind| kind.format()).any(|(known, _)| known == name)
}

#[cfg(test)]
mod tests;
