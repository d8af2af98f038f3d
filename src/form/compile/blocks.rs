//! Fields that hold fields: repeated blocks, addresses; and what the schema holds that no control shows.

use super::fields::facts;
use super::ui::NO_CONTROL;
use super::{Compiler, Cursor, Shape};
use crate::form::fields::{Part, kind_for};
use crate::form::node::{Block, Body, Field};
use crate::form::pointer::Template;
use crate::rules::Text;
use serde_json::{Map, Value};

/// Rows that a block may have when its schema doesn't say.
pub(super) const MAX_ROWS: usize = 200;

/// What names a row of a block: `elementLabelProp`, a path with dots or a list of names.
pub(super) fn row_title(options: &Map<String, Value>, row: &Template) -> Option<Template> {
    let names: Vec<&str> = match options.get("elementLabelProp")? {
        Value::String(path) => path.split('.').collect(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    Some(names.into_iter().fold(row.clone(), |at, name| at.child(name)))
}

/// Whether an option of a control is true.
pub(super) fn is_set(options: &Map<String, Value>, name: &str) -> bool {
    options.get(name) == Some(&Value::Bool(true))
}

impl<'s> Compiler<'s> {
    /// How many rows a block has, and what names them.
    pub(super) fn block(
        &mut self,
        shape: &Shape,
        template: &Template,
        options: &Map<String, Value>,
        pointer: &str,
    ) -> Block {
        let count = |keyword: &str| shape.number(keyword).and_then(|count| usize::try_from(count).ok());
        let first = shape.places.len();
        let max = count("maxItems").unwrap_or(usize::MAX).saturating_sub(first).min(MAX_ROWS);
        // A list that must be there has a row to fill; one that follows places may be of these only.
        let min = count("minItems").unwrap_or(0).saturating_sub(first).max(usize::from(first == 0));
        if first > 0 {
            self.firsts.insert(template.pointer(&[]), first);
        }
        Block {
            first,
            shown: if shape.required { min.min(max) } else { 0 },
            max,
            sortable: options.get("showSortButtons").and_then(Value::as_bool).unwrap_or_default(),
            can_add: !is_set(options, "disableAdd"),
            can_remove: !is_set(options, "disableRemove"),
            holds_names: shape.items.as_deref().is_some_and(Shape::is_group),
            title: row_title(options, &template.row()),
            add_label: self.add_label(options, pointer),
            names: None,
        }
    }

    pub(super) fn add_label(&mut self, options: &Map<String, Value>, pointer: &str) -> Option<Text> {
        let text = options.get("addLabel")?;
        self.texts.written(text, &format!("{pointer}/options/addLabel"), &mut self.problems)
    }

    /// The fields of a repeated block.
    pub(super) fn rows(
        &mut self,
        shape: &'s Shape,
        template: &Template,
        element: &'s Value,
        pointer: &str,
        cursor: &Cursor<'s>,
    ) {
        let Some(items) = shape.items.as_deref() else { return };
        if let Some(code) = items.unfit {
            self.problems.error(pointer, code, vec![("pointer", items.pointer.clone())]);
            return;
        }
        let mut below = cursor.clone();
        (below.is_branch, below.is_alternative) = (false, cursor.is_alternative);
        below.blocks.extend(cursor.parent);
        below.scopes.push((items, template.row()));
        below.id = self.id_of(template, pointer).row();
        if !items.is_group() {
            // A row is its only field; a list of addresses or of lists is one too.
            let added = self.field(items, &template.row(), &NO_CONTROL, &items.pointer, &below);
            let label = cursor.parent.and_then(|block| self.nodes[block].field()).map(|block| block.label.clone());
            if let (Some(label), Some(Body::Field(field)), None) =
                (label, added.map(|id| &mut self.nodes[id].body), items.text("title"))
            {
                field.label = label;
            }
            return;
        }
        let detail =
            element.get("options").and_then(|options| options.get("detail")).filter(|detail| detail.is_object());
        match detail {
            Some(detail) => self.element(detail, &format!("{pointer}/options/detail"), &below),
            None => self.derived(items, &below),
        }
    }

    /// The parts of an answer that are questions of their own.
    pub(super) fn parts(
        &mut self,
        parts: &'static [Part],
        shape: &'s Shape,
        template: &Template,
        options: &Map<String, Value>,
        cursor: &Cursor<'s>,
    ) {
        for part in parts {
            let Part { name, label, token, width, kind: drawn_by, wrong } = part;
            let Some(part) = shape.property(name) else { continue };
            let template = template.child(name);
            let nothing = Map::new();
            let facts = facts(part, &nothing);
            let Some(kind) = kind_for(&facts) else { continue };
            let mut field = Field { label: self.words(label), required: part.required, ..Field::new(template.clone()) };
            field.id = self.id_of(&template, &shape.pointer);
            (field.kind, field.value_kind) = (drawn_by.unwrap_or(kind), kind);
            (field.max_length, field.wrong) = (part.number("maxLength"), *wrong);
            // The tokens are for the person's own address: the control says so by having one.
            field.options.autocomplete =
                (options.contains_key("autocomplete") && !token.is_empty()).then(|| (*token).to_owned());
            field.options.width = *width;
            let id = self.push(cursor, Body::Field(Box::new(field)));
            self.controls.insert(template.pointer(&[]), id);
        }
    }

    /// What the schema holds and no control shows: computed values still are, required answers can't be given.
    pub(super) fn uncontrolled(&mut self) {
        let root = self.root;
        let cursor = self.document(0);
        self.uncontrolled_in(root, &self.base.clone(), &cursor);
        for page in 0..self.pages.len() {
            self.pages[page].multipart = super::ui::takes_files(&self.nodes, page + 1);
        }
    }

    fn uncontrolled_in(&mut self, shape: &'s Shape, here: &Template, cursor: &Cursor<'s>) {
        for (name, property) in &shape.properties {
            let template = here.child(name);
            let control = self.controls.get(&template.pointer(&[])).copied();
            if property.is_group() {
                self.uncontrolled_in(property, &template, cursor);
            } else if let (Some(id), Some(items)) =
                (control, property.items.as_deref().filter(|items| items.is_group()))
            {
                let mut below = cursor.clone();
                (below.parent, below.page) = (Some(id), self.nodes[id].page);
                below.blocks.push(id);
                below.scopes.push((items, template.row()));
                self.uncontrolled_in(items, &template.row(), &below);
            } else if control.is_none() {
                self.silent(property, &template, cursor);
            }
        }
    }

    fn silent(&mut self, shape: &'s Shape, template: &Template, cursor: &Cursor<'s>) {
        if shape.schema.contains_key("calculate") {
            let added = self.field(shape, template, &Value::Null, &shape.pointer, cursor);
            if let Some(Body::Field(field)) = added.map(|id| &mut self.nodes[id].body) {
                field.silent = true;
            }
        } else if shape.required {
            self.problems.warn(&shape.pointer, "required-without-control", vec![("pointer", template.pointer(&[]))]);
        }
    }
}
