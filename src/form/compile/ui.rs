//! The elements of the UI schema: groups, layouts, labels. Pages are in `pages`, controls in `fields`.

use super::blocks::is_set;
use super::texts::each;
use super::{Compiler, Cursor, Shape, fields_of};
use crate::form::fields::id_part;
use crate::form::markdown;
use crate::form::node::{Body, Id, Node, VisibilityRule};
use crate::form::pointer::{Key, Segment, Template};
use crate::form::words::word;
use crate::rules::Text;
use serde_json::Value;

/// How deep layouts may nest, and how many elements a UI may have.
pub(super) const MAX_LEVELS: usize = 30;
const MAX_ELEMENTS: usize = 5_000;

impl<'s> Compiler<'s> {
    pub(super) fn elements_of(&mut self, parent: &'s Value, pointer: &str, cursor: &Cursor<'s>) {
        for (n, element) in children(parent).iter().enumerate() {
            self.element(element, &format!("{pointer}/elements/{n}"), cursor);
        }
    }

    pub(super) fn element(&mut self, element: &'s Value, pointer: &str, cursor: &Cursor<'s>) {
        self.elements += 1;
        if cursor.level > MAX_LEVELS || self.elements > MAX_ELEMENTS {
            let (code, max) = if cursor.level > MAX_LEVELS { ("depth", MAX_LEVELS) } else { ("size", MAX_ELEMENTS) };
            if self.elements <= MAX_ELEMENTS + 1 {
                self.problems.error(pointer, code, vec![("max", max.to_string())]);
            }
            return;
        }
        let mut below = cursor.clone();
        below.level += 1;
        below.read_only |= is_read_only(element);
        match type_of(element) {
            // A list shown as another kind of list is still that list.
            "Control" | "ListWithDetail" | "MasterDetail" => self.control(element, pointer, &below),
            "Label" => self.explanation(element, pointer, &below),
            // A layout is a group without a title.
            "Group" | "VerticalLayout" | "HorizontalLayout" | "Categorization" | "Category" => {
                self.group(element, pointer, &below);
            }
            other => self.problems.error(pointer, "ui-type", vec![("type", other.to_owned())]),
        }
    }

    fn group(&mut self, element: &'s Value, pointer: &str, cursor: &Cursor<'s>) {
        let is_plain = ["VerticalLayout", "HorizontalLayout", "Categorization"].iter().any(|name| is(element, name));
        let is_row = is(element, "HorizontalLayout") && children(element).len() > 1;
        let is_column = is_plain && children(element).len() > 1 && self.is_in_row(cursor);
        // A layout that neither says, places nor rules anything leaves its elements to its parent.
        if is_plain && !is_row && !is_column && element.get("rule").is_none() {
            self.elements_of(element, pointer, cursor);
            return;
        }
        let label = if is_plain { None } else { self.label(element, pointer) };
        let help = self
            .help(element, pointer)
            .or_else(|| self.text_at(element, "description", pointer).map(|text| each(&text, markdown::html)));
        let id = self.open_group(label, help, cursor);
        if let Body::Group { beside, .. } = &mut self.nodes[id].body {
            *beside = is_row;
        }
        let mut below = cursor.clone();
        below.parent = Some(id);
        self.elements_of(element, pointer, &below);
        self.rule_of(element, pointer, id, cursor);
    }

    /// Whether what comes here stands beside something else.
    fn is_in_row(&self, cursor: &Cursor<'s>) -> bool {
        cursor.parent.is_some_and(|parent| matches!(self.nodes[parent].body, Body::Group { beside: true, .. }))
    }

    /// A group without children yet.
    pub(super) fn open_group(&mut self, label: Option<Text>, help: Option<Text>, cursor: &Cursor<'s>) -> Id {
        let id = self.unnamed_id(cursor);
        self.push(cursor, Body::Group { id, label, hint: None, help, beside: false })
    }

    fn explanation(&mut self, element: &'s Value, pointer: &str, cursor: &Cursor<'s>) {
        let Some(text) = self.text_at(element, "text", pointer) else {
            self.problems.error(pointer, "label-missing", vec![]);
            return;
        };
        let id = self.unnamed_id(cursor);
        let help = self.help(element, pointer);
        let options = fields_of(element.get("options"));
        let notice = self.notice(&options, pointer);
        let id = self.push(cursor, Body::Explanation { id, html: each(&text, markdown::html), help, notice });
        self.rule_of(element, pointer, id, cursor);
    }

    /// Controls for all properties of an object, in the order of the schema.
    pub(super) fn derived(&mut self, shape: &'s Shape, cursor: &Cursor<'s>) {
        let (_, base) = cursor.scope();
        self.derived_at(shape, &base, cursor);
    }

    pub(super) fn derived_at(&mut self, shape: &'s Shape, here: &Template, cursor: &Cursor<'s>) {
        for (name, property) in &shape.properties {
            self.control_of(property, &here.child(name), control_in(property), &property.pointer, cursor);
        }
        for (n, place) in shape.places.iter().enumerate() {
            self.control_of(place, &here.index(n), control_in(place), &place.pointer, cursor);
        }
        if !shape.places.is_empty() && shape.items.is_some() {
            self.field(shape, here, control_in(shape), &shape.pointer, cursor);
        }
        self.alternatives(shape, shape, here, cursor);
        if !shape.entries.is_empty() {
            self.field(shape, here, &NO_CONTROL, &shape.pointer, cursor);
        }
    }

    /// The `label` of an element: a text, or `{"text": …}`; `false` hides it, which an accessible form can't do.
    pub(super) fn label(&mut self, element: &Value, pointer: &str) -> Option<Text> {
        let here = format!("{pointer}/label");
        let Some(label) = element.get("label").or_else(|| element.get("title")) else {
            let key = element.get("i18n").and_then(Value::as_str).map(|key| format!("{key}.label"))?;
            let is_said = self.texts.speaks(&key);
            return is_said.then(|| self.texts.translated(Text::Many(Vec::new()), &key, &here, &mut self.problems));
        };
        match label {
            Value::Bool(_) | Value::Null => None,
            Value::Object(fields) if fields.contains_key("text") => {
                fields.get("text").and_then(|text| self.said(element, "label", text, &here))
            }
            Value::Object(fields) if fields.contains_key("show") => None,
            text => self.said(element, "label", text, &here),
        }
    }

    pub(super) fn text_at(&mut self, element: &Value, key: &str, pointer: &str) -> Option<Text> {
        self.said(element, key, element.get(key)?, &format!("{pointer}/{key}"))
    }

    /// A text of an element, by the keys of JSON Forms: its `i18n` and what it is, else its words.
    fn said(&mut self, element: &Value, what: &str, text: &Value, pointer: &str) -> Option<Text> {
        let Some(own) = Text::from_json(text) else {
            self.problems.error(pointer, "text", vec![]);
            return None;
        };
        let key = match (element.get("i18n").and_then(Value::as_str), text) {
            (Some(key), _) => format!("{key}.{what}"),
            (None, Value::String(words)) => words.clone(),
            (None, _) => String::new(),
        };
        Some(self.texts.translated(own, &key, pointer, &mut self.problems))
    }

    pub(super) fn help(&mut self, element: &Value, pointer: &str) -> Option<Text> {
        let options = fields_of(element.get("options"));
        let text = options.get("help")?;
        let text = self.texts.written(text, &format!("{pointer}/options/help"), &mut self.problems)?;
        Some(each(&text, markdown::html))
    }

    /// A word of ours, in each language of the form.
    pub(super) fn words(&self, key: &'static str) -> Text {
        let texts = self.texts.languages.iter().map(|lang| (lang.clone(), word(lang, key).to_owned()));
        Text::Many(texts.collect())
    }

    /// Notes the rule of an element.
    pub(super) fn rule_of(&mut self, element: &'s Value, pointer: &str, id: Id, cursor: &Cursor<'s>) {
        let Some(rule) = element.get("rule").filter(|rule| !rule.is_null()) else { return };
        let found = self.visibility(rule, &format!("{pointer}/rule"), cursor);
        if let Some((effect, condition, reads)) = found {
            self.nodes[id].rule = Some(VisibilityRule { effect, condition });
            self.reads.entry(id).or_default().extend(reads);
            self.note_visibility(rule, &format!("{pointer}/rule"), id, effect, cursor);
        }
    }

    /// The first row of each block that an address goes through.
    fn first_rows(&self, template: &Template) -> Vec<Key> {
        let segments = template.0.iter().enumerate();
        let rows = segments.filter(|(_, segment)| matches!(segment, Segment::Row | Segment::Entry));
        let first = |block: Template| self.firsts.get(&block.pointer(&[])).copied().unwrap_or_default();
        rows.map(|(n, _)| Key::Number(first(Template(template.0[..n].to_vec())))).collect()
    }

    /// The address of an element with names that fit an `id`; two that would have the same one are told.
    pub(super) fn id_of(&mut self, template: &Template, pointer: &str) -> Template {
        let id = Template(
            template
                .0
                .iter()
                .map(|segment| match segment {
                    Segment::Name(name) => Segment::Name(id_part(name)),
                    place => place.clone(),
                })
                .collect(),
        );
        let first_row = self.first_rows(template);
        // What stands in the same place is one and the same, asked in one way or another.
        let written = template.pointer(&first_row);
        let clash = self.ids.insert(id.hyphenated(&first_row), written.clone()).filter(|other| *other != written);
        if let Some(other) = clash {
            self.problems.error(pointer, "id-clash", vec![("other", other)]);
        }
        id
    }
}

/// What a derived UI gives to a field.
pub(super) static NO_CONTROL: Value = Value::Null;

/// What the schema itself says of the control of a property, under `control`: where a property is asked only sometimes no
/// control of the UI can point at it.
pub(super) fn control_in(shape: &Shape) -> &Value {
    shape.schema.get("control").filter(|control| control.is_object()).unwrap_or(&NO_CONTROL)
}

pub(super) fn children(element: &Value) -> &[Value] {
    element.get("elements").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Nothing in it is asked: its answers are shown.
pub(super) fn is_read_only(element: &Value) -> bool {
    let options = element.get("options").and_then(Value::as_object);
    options.is_some_and(|options| is_set(options, "readonly") || is_set(options, "readOnly"))
}

pub(super) fn type_of(element: &Value) -> &str {
    element.get("type").and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn is(element: &Value, name: &str) -> bool {
    type_of(element) == name
}

/// Whether a page holds a field that takes files: its form must be sent as multipart.
pub(super) fn takes_files(nodes: &[Node], page: usize) -> bool {
    nodes
        .iter()
        .any(|node| node.page == page && node.field().is_some_and(|field| field.file.is_some() || field.map.is_some()))
}
