//! Controls: what they ask, of which kind, with which words.

use super::ui::is_read_only;
use super::{Compiler, Cursor, Shape, fields_of};
use crate::form::fields::{Facts, kind_for, value_kind_for};
use crate::form::node::{Body, Field, Id};
use crate::form::pointer::{Template, parse};
use crate::rules::Rule;
use serde_json::{Map, Value};

/// How many components a field may stand in: pages are drawn by components within components, which may nest so deep.
const MAX_NESTED: usize = 16;

impl<'s> Compiler<'s> {
    /// A control of the UI.
    pub(super) fn control(&mut self, element: &'s Value, pointer: &str, cursor: &Cursor<'s>) {
        let scope = element.get("scope").and_then(Value::as_str).unwrap_or_default();
        let (shape, base) = cursor.scope();
        match resolve(shape, &base, scope) {
            Some((shape, template)) => {
                self.control_of(shape, &template, element, pointer, cursor);
            }
            None if names(scope)
                .is_some_and(|names| self.sometimes_at(shape, &base, &names, (element, pointer), cursor)) => {}
            None => {
                let args = vec![("scope", scope.to_owned())];
                self.problems.error(&format!("{pointer}/scope"), "scope-unknown", args);
            }
        }
    }

    /// The field, or the group of fields, of a part of the schema.
    pub(super) fn control_of(
        &mut self,
        shape: &'s Shape,
        template: &Template,
        element: &'s Value,
        pointer: &str,
        cursor: &Cursor<'s>,
    ) {
        if let Some(code) = shape.unfit {
            self.problems.error(pointer, code, vec![("pointer", shape.pointer.clone())]);
            return;
        }
        let id = if shape.is_group() {
            let own = self.label(element, pointer);
            let label = if own.is_none() && !shape.is_choice() { self.title(shape, template) } else { own };
            let group = self.open_group(label, None, cursor);
            self.describe(group, shape, template);
            let mut below = cursor.clone();
            (below.parent, below.is_branch) = (Some(group), false);
            match element.get("options").and_then(|options| options.get("detail")).filter(|detail| detail.is_object()) {
                Some(detail) => {
                    below.scopes.push((shape, template.clone()));
                    self.element(detail, &format!("{pointer}/options/detail"), &below);
                }
                None => self.derived_at(shape, template, &below),
            }
            Some(group)
        } else if shape.type_name == "null" {
            // It can only be absent: there is nothing to ask.
            None
        } else if shape.asks_nothing() && !(shape.required && shape.needs_names()) {
            None
        } else {
            self.field(shape, template, element, pointer, cursor)
        };
        if let Some(id) = id {
            self.rule_of(element, pointer, id, cursor);
        }
    }

    pub(super) fn field(
        &mut self,
        shape: &'s Shape,
        template: &Template,
        element: &'s Value,
        pointer: &str,
        cursor: &Cursor<'s>,
    ) -> Option<Id> {
        if self.nested(cursor) > MAX_NESTED {
            self.problems.error(pointer, "depth", vec![("max", (MAX_NESTED / 2).to_string())]);
            return None;
        }
        let mut options = fields_of(element.get("options"));
        if cursor.read_only || is_read_only(element) {
            options.insert("readonly".to_owned(), Value::Bool(true));
        }
        let facts = facts(shape, &options);
        let (Some(kind), Some(value_kind)) = (kind_for(&facts), value_kind_for(&facts)) else {
            let args = vec![("type", shape.type_name.clone()), ("pointer", shape.pointer.clone())];
            self.problems.error(pointer, "unrenderable", args);
            return None;
        };
        let written = template.pointer(&[]);
        if self.controls.contains_key(&written) && !cursor.is_alternative {
            self.problems.warn(pointer, "control-duplicate", vec![("pointer", written)]);
            return None;
        }
        let mut field = self.worded(shape, template, element, pointer);
        field.id = self.id_of(template, pointer);
        (field.kind, field.value_kind) = (kind, value_kind);
        field.read_only = kind.name() == "calculated";
        self.check_limits(shape);
        field.calculate = self.calculation(shape);
        field.max_length = shape.number("maxLength");
        field.file = self.file_rule(shape);
        let is_tuple = !shape.places.is_empty();
        field.reference = self.reference(shape);
        field.map = self.map_rule(shape);
        self.idle_keywords(shape, &field);
        field.fixed = if cursor.is_branch { constant(shape) } else { None };
        field.default = default(shape, &field);
        field.options = self.input_options(&options, pointer);
        self.check_options(&options, &field, pointer);
        field.messages = self.messages(shape, template, element);
        field.choices = self.choices(shape, template, element);
        field.is_open = facts.is_open;
        self.give_example(shape, &mut field);
        let (is_block, has_names) = (kind.name() == "repeat", kind.name() == "entries");
        if has_names {
            field.block = self.entries_block(shape, template, &options, pointer);
            // Beside properties, what the object starts with is told by these.
            field.default = field.default.filter(|_| !shape.is_group());
        } else if is_block {
            let block = self.block(shape, template, &options, pointer);
            field.required &= !is_tuple || block.shown > 0;
            // What a tuple starts with is told of its places, but for the rows that follow them.
            field.default = field.default.and_then(|given| rows_after(given, block.first));
            field.block = Some(block);
        }
        let calculate = field.calculate.clone();
        let id = self.push(cursor, Body::Field(Box::new(field)));
        self.controls.entry(written).or_insert(id);
        if let Some(rule) = calculate {
            let here = format!("{}/calculate", shape.pointer);
            let reads = self.variables(&rule, &here, cursor);
            self.note_calculation(rule.source(), &here, shape, cursor);
            self.reads.entry(id).or_default().extend(reads);
        }
        if has_names {
            self.entry_rows(shape, template, pointer, &Cursor { parent: Some(id), ..cursor.clone() });
        } else if is_block {
            self.rows(shape, template, element, pointer, &Cursor { parent: Some(id), ..cursor.clone() });
        } else if !kind.parts().is_empty() {
            self.parts(kind.parts(), shape, template, &options, &Cursor { parent: Some(id), ..cursor.clone() });
        }
        Some(id)
    }

    /// How many components draw what leads here: one for a group without a title, two for any other group and for a block.
    fn nested(&self, cursor: &Cursor<'s>) -> usize {
        let above = std::iter::successors(cursor.parent, |above| self.nodes[*above].parent);
        let components = above.map(|above| match &self.nodes[above].body {
            Body::Page => 0,
            Body::Group { label: None, .. } => 1,
            _ => 2,
        });
        components.sum()
    }

    fn calculation(&mut self, shape: &Shape) -> Option<Rule> {
        let source = shape.schema.get("calculate")?;
        match Rule::compile(source) {
            Ok(rule) => Some(rule),
            Err(problems) => {
                self.problems.rule(&format!("{}/calculate", shape.pointer), problems);
                None
            }
        }
    }
}

/// What a kind is chosen on.
pub(super) fn facts<'a>(shape: &'a Shape, options: &'a Map<String, Value>) -> Facts<'a> {
    let (items, together) = (shape.items.as_deref(), shape.together());
    Facts {
        schema: &shape.schema,
        type_name: &shape.type_name,
        shipped: shape.shipped.or_else(|| together.and_then(|items| items.shipped)),
        has_choices: !shape.choices.is_empty() || together.is_some_and(|items| !items.choices.is_empty()),
        is_open: shape.is_open || together.is_some_and(|items| items.is_open),
        has_entries: !shape.entries.is_empty(),
        has_rows: items.is_some()
            && together.is_none_or(|items| items.choices.is_empty() && items.shipped != Some("file")),
        options,
    }
}

/// The value that a schema takes, if there is only one.
fn constant(shape: &Shape) -> Option<Value> {
    match (shape.schema.get("const"), shape.choices.as_slice()) {
        (Some(value), _) => Some(value.clone()),
        (None, [(only, _)]) => Some(only.clone()),
        _ => None,
    }
}

/// What is answered as soon as the question is asked. Nobody consents beforehand (GDPR, recital 32).
fn default(shape: &Shape, field: &Field) -> Option<Value> {
    let may = field.calculate.is_none() && field.file.is_none() && field.kind.name() != "consent";
    shape.schema.get("default").filter(|value| may && !value.is_null()).cloned()
}

/// The rows of a first answer that come after so many places.
fn rows_after(given: Value, places: usize) -> Option<Value> {
    match given {
        Value::Array(mut list) if places > 0 => {
            let rows = list.split_off(places.min(list.len()));
            (!rows.is_empty()).then_some(Value::Array(rows))
        }
        given => (places == 0).then_some(given),
    }
}

/// A JSON Forms scope, `#/properties/a/properties/b`, from a part of the schema.
pub(super) fn resolve<'s>(shape: &'s Shape, base: &Template, scope: &str) -> Option<(&'s Shape, Template)> {
    resolve_by(shape, base, scope, Shape::property)
}

/// As [`resolve`], for what reads an answer: one that is asked only sometimes has its address too.
pub(super) fn resolve_any<'s>(shape: &'s Shape, base: &Template, scope: &str) -> Option<(&'s Shape, Template)> {
    resolve_by(shape, base, scope, Shape::any_property)
}

fn resolve_by<'s>(
    shape: &'s Shape,
    base: &Template,
    scope: &str,
    step: for<'a> fn(&'a Shape, &str) -> Option<&'a Shape>,
) -> Option<(&'s Shape, Template)> {
    let (mut shape, mut template) = (shape, base.clone());
    for name in names(scope)? {
        (shape, template) = (step(shape, &name)?, template.child(&name));
    }
    Some((shape, template))
}

/// The names of a scope. JSON Forms lets it go without `#`, and through the part of a schema that says a property, as in
/// `#/anyOf/0/then/properties/a`: the answer stands in the same object.
fn names(scope: &str) -> Option<Vec<String>> {
    let path = parse(scope.strip_prefix('#').unwrap_or(scope).trim_end_matches('/')).filter(|_| !scope.is_empty())?;
    let mut names = Vec::new();
    let mut path = path.iter();
    while let Some(keyword) = path.next() {
        match keyword.as_str() {
            "properties" => names.push(path.next()?.replace("%20", " ").replace("%25", "%")),
            "allOf" | "anyOf" | "oneOf" => drop(path.next()?),
            "then" | "else" => {}
            _ => return None,
        }
    }
    Some(names)
}
