//! What is asked only sometimes: behind an `if`, beside another answer, in the branch that a person chooses.

use super::flatten::When;
use super::shape::{Branch, Sometimes};
use super::{Compiler, Cursor, Shape, ui};
use crate::form::branch::{Choose, Chooser, Outline};
use crate::form::condition::Condition;
use crate::form::node::{Body, Effect, Id, VisibilityRule};
use crate::form::pointer::Template;
use crate::rules::Text;
use serde_json::Value;
use std::sync::Arc;

/// A condition, and what it reads.
pub(super) type Given = (Arc<Condition>, Vec<Template>);

impl<'s> Compiler<'s> {
    /// What `shape` asks beside the properties of `base`, which stands at the same place and is asked already.
    pub(super) fn alternatives(&mut self, base: &'s Shape, shape: &'s Shape, here: &Template, cursor: &Cursor<'s>) {
        for Sometimes { when, shape: more, .. } in shape.sometimes.iter().filter(|more| more.asks) {
            let Some(group) = self.group_when(when, here, &shape.pointer, cursor) else { continue };
            let below = Cursor { parent: Some(group), is_alternative: true, is_branch: false, ..cursor.clone() };
            self.more(base, more, here, &below);
        }
        if !shape.branches.is_empty() {
            self.branches(base, shape, here, cursor);
        }
    }

    /// Puts a control where a part of the schema is asked only sometimes, with its condition. Returns whether there is one.
    pub(super) fn sometimes_at(
        &mut self,
        shape: &'s Shape,
        here: &Template,
        names: &[String],
        (element, pointer): (&'s Value, &str),
        cursor: &Cursor<'s>,
    ) -> bool {
        let Some((name, rest)) = names.split_first() else { return false };
        if let Some(property) = shape.property(name) {
            let there = here.child(name);
            if !rest.is_empty() {
                return self.sometimes_at(property, &there, rest, (element, pointer), cursor);
            }
            self.control_of(property, &there, element, pointer, cursor);
            return true;
        }
        let mut found = false;
        for Sometimes { when, shape: more, .. } in &shape.sometimes {
            if more.any_property(name).is_none() {
                continue;
            }
            if let Some(group) = self.group_when(when, here, &shape.pointer, cursor) {
                let below = Cursor { parent: Some(group), is_alternative: true, ..cursor.clone() };
                found |= self.sometimes_at(more, here, names, (element, pointer), &below);
            }
        }
        // Of a branch the choice comes with all that it asks, once.
        if !found && shape.branches.iter().any(|branch| branch.shape.any_property(name).is_some()) {
            if !self.choosers.iter().any(|(chosen, _)| std::ptr::eq(*chosen, shape)) {
                self.branches(shape, shape, here, cursor);
            }
            return true;
        }
        found
    }

    /// A group that is shown when a schema applies.
    fn group_when(&mut self, when: &When, here: &Template, pointer: &str, cursor: &Cursor<'s>) -> Option<Id> {
        let (condition, reads) = self.when(when, here, pointer)?;
        let group = self.open_group(None, None, cursor);
        let effect = if matches!(when, When::Fails(_)) { Effect::Hide } else { Effect::Show };
        self.nodes[group].rule = Some(VisibilityRule { effect, condition });
        self.reads.entry(group).or_default().extend(reads);
        Some(group)
    }

    /// The properties of `more` that `base` doesn't ask.
    fn more(&mut self, base: &'s Shape, more: &'s Shape, here: &Template, cursor: &Cursor<'s>) {
        for (name, property) in &more.properties {
            let there = here.child(name);
            match base.property(name) {
                None => self.control_of(property, &there, ui::control_in(property), &property.pointer, cursor),
                Some(known) if known.is_group() => self.more(known, property, &there, cursor),
                Some(_) => {}
            }
        }
        self.alternatives(base, more, here, cursor);
        if base.entries.is_empty() && !more.entries.is_empty() {
            self.field(more, here, &ui::NO_CONTROL, &more.pointer, cursor);
        }
    }

    /// The condition of a schema that applies sometimes, and what it reads. One for all that it decides of.
    pub(super) fn when(&mut self, when: &When, here: &Template, pointer: &str) -> Option<Given> {
        let schema = match when {
            When::Has(name) => {
                let template = here.child(name);
                return Some((Arc::new(Condition::Present(template.clone())), vec![template]));
            }
            When::Passes(schema) | When::Fails(schema) => schema,
        };
        let key = (here.pointer(&[]), schema.to_string());
        if let Some(known) = self.given.get(&key) {
            return known.clone();
        }
        let given = self.object_condition(schema, here, pointer);
        self.given.insert(key, given.clone());
        given
    }

    fn object_condition(&mut self, schema: &Value, here: &Template, pointer: &str) -> Option<Given> {
        let Some(validator) = self.within.validator(schema) else {
            self.problems.error(pointer, "schema", vec![("keyword", "if".to_owned())]);
            return None;
        };
        let reads = self.within.properties_of(schema).into_iter().map(|name| here.child(name)).collect();
        Some((Arc::new(Condition::Object { template: here.clone(), validator }), reads))
    }

    fn branches(&mut self, base: &'s Shape, shape: &'s Shape, here: &Template, cursor: &Cursor<'s>) {
        let outlines = shape.branches.iter().map(|branch| outline(&branch.shape, base)).collect();
        let chooser =
            Arc::new(Chooser { template: here.clone(), branches: outlines, is_beside: !base.properties.is_empty() });
        self.choosers.push((shape, chooser.clone()));
        let titles = shape.branches.iter().map(|branch| self.branch_title(branch, here)).collect();
        let id = self.id_of(&here.child("#branch"), &shape.pointer);
        let title = if shape.is_choice() && !here.0.is_empty() { self.title(shape, here) } else { None };
        let label = title.unwrap_or_else(|| self.words("form-branch"));
        let indexes = shape.branches.iter().map(|branch| branch.indexes.clone()).collect();
        let choose = Choose { id, label, titles, indexes, chooser: chooser.clone() };
        self.push(cursor, Body::Choose(Box::new(choose)));
        for (index, branch) in shape.branches.iter().enumerate() {
            let group = self.open_group(None, None, cursor);
            let condition = Arc::new(Condition::Branch { chooser: chooser.clone(), index });
            self.nodes[group].rule = Some(VisibilityRule { effect: Effect::Show, condition });
            let below = Cursor { parent: Some(group), is_alternative: true, is_branch: true, ..cursor.clone() };
            if branch.shape.is_group() && branch.shape.places.is_empty() {
                self.more(base, &branch.shape, here, &below);
            } else if branch.shape.type_name != "object" {
                self.control_of(&branch.shape, here, &ui::NO_CONTROL, &branch.shape.pointer, &below);
            }
        }
    }

    fn branch_title(&mut self, branch: &Branch, here: &Template) -> Text {
        let key = format!("{}.{}", here.dotted(), branch.title);
        self.texts.translated(Text::One(branch.title.clone()), &key, &branch.shape.pointer, &mut self.problems)
    }
}

fn outline(shape: &Shape, base: &Shape) -> Outline {
    let rows = shape.together().map(|rows| rows.type_name.clone()).unwrap_or_default();
    let mut outline = Outline { type_name: shape.type_name.clone(), rows, ..Outline::default() };
    for (name, property) in &shape.properties {
        if base.property(name).is_none() {
            outline.names.push(name.clone());
        }
        if property.required {
            outline.required.push(name.clone());
        }
    }
    constants(shape, &mut Vec::new(), &mut outline.constants);
    outline
}

/// The properties of an object and of those in it that take some values only.
fn constants(shape: &Shape, names: &mut Vec<String>, found: &mut Vec<(Vec<String>, Vec<Value>)>) {
    for (name, property) in &shape.properties {
        names.push(name.clone());
        let constant = property.schema.get("const").map(|value| vec![value.clone()]);
        let offered = || property.choices.iter().map(|(value, _)| value.clone()).collect();
        if let Some(values) = constant.or_else(|| (!property.choices.is_empty() && !property.is_open).then(offered)) {
            found.push((names.clone(), values));
        }
        constants(property, names, found);
        names.pop();
    }
}
