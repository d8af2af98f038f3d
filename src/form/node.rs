//! A compiled form: a tree of pages, groups, fields and explanations, kept in one list.

use super::branch::Choose;
use super::condition::Condition;
use super::entries::Names;
use super::fields::Kind;
use super::geometry::MapRule;
use super::pointer::Template;
pub(crate) use super::required::Demand;
use super::source::Source;
use crate::civil::Territory;
use crate::rules::{Rule, Text};
use serde_json::{Map, Value};
use std::sync::Arc;

/// The place of a node in [`super::Form`]'s list.
pub(crate) type Id = usize;

/// One element of the UI, with what is under it.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) parent: Option<Id>,
    pub(crate) children: Vec<Id>,
    /// The repeated blocks it stands in, the outermost first.
    pub(crate) blocks: Vec<Id>,
    pub(crate) rule: Option<VisibilityRule>,
    /// From 1.
    pub(crate) page: usize,
    pub(crate) body: Body,
}

#[derive(Debug)]
pub(crate) enum Body {
    /// Texts of pages are in [`super::Page`].
    Page,
    Group {
        id: Template,
        label: Option<Text>,
        hint: Option<Text>,
        /// Sanitised HTML.
        help: Option<Text>,
        /// Its children stand side by side where there is room.
        beside: bool,
    },
    Explanation {
        id: Template,
        /// Sanitised HTML.
        html: Text,
        /// What is folded under it, sanitised HTML.
        help: Option<Text>,
        /// The name of a notice to download, beside the procedure.
        notice: Option<String>,
    },
    Field(Box<Field>),
    Choose(Box<Choose>),
}

impl Node {
    /// Whether the schema, and not the layout, says when it is asked.
    pub(crate) fn is_of_schema(&self) -> bool {
        use Condition::{Branch, Named, Object, Present};
        let condition = self.rule.as_ref().map(|rule| &*rule.condition);
        matches!(condition, Some(Branch { .. } | Object { .. } | Present(_) | Named { .. }))
    }

    pub(crate) fn field(&self) -> Option<&Field> {
        match &self.body {
            Body::Field(field) => Some(field),
            _ => None,
        }
    }
}

/// A question, or a value that is computed.
#[derive(Debug)]
pub struct Field {
    pub(crate) template: Template,
    /// `template` with names that fit an `id`.
    pub(crate) id: Template,
    pub(crate) kind: &'static dyn Kind,
    /// The kind of the value, when `kind` only says that it is computed.
    pub(crate) value_kind: &'static dyn Kind,
    pub(crate) label: Text,
    pub(crate) hint: Option<Text>,
    /// Sanitised HTML.
    pub(crate) help: Option<Text>,
    /// What the author says when a keyword of the schema fails, by keyword; under `custom`, for all but `required`.
    pub(crate) messages: Vec<(&'static str, Text)>,
    /// The message of ours for an answer that its `pattern` refuses, where the plain one says too little.
    pub(crate) wrong: Option<&'static str>,
    pub(crate) required: bool,
    /// When it is required, where its object alone doesn't say so.
    pub(crate) demands: Vec<Demand>,
    /// The optional objects that it stands in, within its row.
    pub(crate) within: Vec<Template>,
    pub(crate) read_only: bool,
    /// Drawn nowhere: computed only.
    pub(crate) silent: bool,
    pub(crate) choices: Vec<Offered>,
    /// Another text than these may be given.
    pub(crate) is_open: bool,
    pub(crate) options: InputOptions,
    pub(crate) max_length: Option<u64>,
    pub(crate) calculate: Option<Rule>,
    pub(crate) block: Option<Block>,
    pub(crate) file: Option<FileRule>,
    pub(crate) reference: Option<Source>,
    /// By whose clocks a moment is told.
    pub(crate) territory: Territory,
    pub(crate) map: Option<MapRule>,
    /// The only value that it can have: nobody is asked.
    pub(crate) fixed: Option<Value>,
    /// The answer that a new request has.
    pub(crate) default: Option<Value>,
    /// Other fields at the same address, of which one at most is visible.
    pub(crate) twins: Vec<Id>,
    /// Fields that stand under its address and are not of it: of another branch.
    pub(crate) under: Vec<Id>,
}

impl Field {
    /// Whether this holds of a field that stands at its address or under it, in another branch.
    pub(crate) fn has_others(&self, holds: impl Fn(Id) -> bool) -> bool {
        self.twins.iter().chain(&self.under).any(|other| holds(*other))
    }

    /// A plain text field; the compiler fills the rest in.
    pub(crate) fn new(template: Template) -> Self {
        Self {
            id: template.clone(),
            template,
            kind: &super::fields::TEXT,
            value_kind: &super::fields::TEXT,
            label: Text::default(),
            hint: None,
            help: None,
            messages: Vec::new(),
            wrong: None,
            required: false,
            demands: Vec::new(),
            within: Vec::new(),
            read_only: false,
            silent: false,
            choices: Vec::new(),
            is_open: false,
            options: InputOptions::default(),
            max_length: None,
            calculate: None,
            block: None,
            file: None,
            reference: None,
            territory: Territory::default(),
            map: None,
            fixed: None,
            default: None,
            twins: Vec::new(),
            under: Vec::new(),
        }
    }
}

/// One value of a choice.
#[derive(Debug, Clone)]
pub(crate) struct Offered {
    pub(crate) value: Value,
    /// The value as an input sends it.
    pub(crate) key: String,
    pub(crate) label: Text,
    pub(crate) hint: Option<Text>,
    /// The title of the choices that it stands among.
    pub(crate) group: Option<Text>,
}

/// What the UI says of an input.
#[derive(Debug, Clone, Default)]
pub(crate) struct InputOptions {
    pub(crate) format: Option<String>,
    pub(crate) autocomplete: Option<String>,
    /// `"autocomplete": true`: the list is searched by typing; `false`: it isn't, however long.
    pub(crate) search: Option<bool>,
    pub(crate) width: Option<u64>,
    pub(crate) suffix: Option<Text>,
    /// What may be picked instead of typed; anything else is taken as well.
    pub(crate) suggestions: Vec<String>,
}

/// A repeated block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    /// The number of its first row: so many places of their own come before, in a list.
    pub(crate) first: usize,
    /// Rows that are drawn even when empty.
    pub(crate) shown: usize,
    pub(crate) max: usize,
    /// The layout lets people order the rows.
    pub(crate) sortable: bool,
    /// People may add rows, and take them away.
    pub(crate) can_add: bool,
    pub(crate) can_remove: bool,
    /// A row is an object; else it is one value.
    pub(crate) holds_names: bool,
    /// The field that names a row.
    pub(crate) title: Option<Template>,
    pub(crate) add_label: Option<Text>,
    /// Its rows are the entries of an object, which have these names.
    pub(crate) names: Option<Names>,
}

impl Block {
    /// What people call the number of a row, from 1.
    pub(crate) fn told(&self, row: usize) -> usize {
        (row + 1).saturating_sub(self.first)
    }

    /// A row that nobody filled.
    pub(crate) fn empty_row(&self) -> Value {
        if self.holds_names { Value::Object(Map::new()) } else { Value::Null }
    }
}

/// What a file field takes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRule {
    /// Media types and families of them, as [`super::media_type`] gives them; empty for the usual ones.
    pub accept: Vec<&'static str>,
    /// In bytes.
    pub max_size: u64,
    pub multiple: bool,
    pub max_files: Option<usize>,
    pub(crate) nature: Nature,
    /// The name of a model to download, beside the procedure.
    pub template: Option<String>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Nature {
    Identity,
    BankDetails,
    #[default]
    Other,
}

impl Nature {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "identity" => Some(Self::Identity),
            "bank_details" => Some(Self::BankDetails),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}

/// When an element is shown, or may be filled.
#[derive(Debug)]
pub(crate) struct VisibilityRule {
    pub(crate) effect: Effect,
    pub(crate) condition: Arc<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    Show,
    Hide,
    Enable,
    Disable,
}

impl Effect {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "SHOW" => Some(Self::Show),
            "HIDE" => Some(Self::Hide),
            "ENABLE" => Some(Self::Enable),
            "DISABLE" => Some(Self::Disable),
            _ => None,
        }
    }

    /// Whether it decides what is in the answers.
    pub(crate) fn hides(self) -> bool {
        matches!(self, Self::Show | Self::Hide)
    }
}
