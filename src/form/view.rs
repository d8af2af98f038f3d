//! Drawing: from the tree and a draft to elements.

use super::Form;
use super::branch::Choose;
use super::conflict;
use super::element::{Choice, Element, PageView};
use super::evaluate::Evaluation;
use super::fields::plain;
use super::merge::leads_to_asked;
use super::node::{Body, Field, Id};
use super::pointer::Key;
use super::whole::WHOLE_NAME;
use crate::rules::Text;
use serde_json::Value;
use std::collections::BTreeMap;

/// For whom a page is drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct ViewOptions<'a> {
    pub lang: &'a str,
    /// The only fields to draw, when a correction was asked: pointers, `*` for any row. A block's pointer is the whole block.
    pub only: Option<&'a [String]>,
    /// The page that is drawn again: what it wrote stands in its fields, though another answer be kept.
    pub page: &'a str,
}

/// Branches from which on a list that opens is easier to read.
const MANY: usize = 7;

/// What a page is drawn from.
pub(super) struct Drawer<'a> {
    pub(super) form: &'a Form,
    pub(super) draft: &'a Value,
    evaluation: &'a Evaluation,
    errors: &'a BTreeMap<String, String>,
    pub(super) options: &'a ViewOptions<'a>,
}

impl Form {
    /// Page `number` (from 1) as elements; `errors` are sentences by pointer. `None` when there is no such page, or when a
    /// rule hides it.
    pub fn page_view(
        &self,
        number: usize,
        draft: &Value,
        evaluation: &Evaluation,
        errors: &BTreeMap<String, String>,
        options: &ViewOptions<'_>,
    ) -> Option<PageView> {
        let page = self.pages.get(number.checked_sub(1)?)?;
        if !evaluation.shows_page(number) {
            return None;
        }
        let drawer = Drawer { form: self, draft, evaluation, errors, options };
        Some(PageView {
            number,
            title: page.title(options.lang).to_owned(),
            description_html: page.description(options.lang).map(str::to_owned),
            elements: drawer.elements(&self.nodes[page.id].children, &[], false),
            multipart: page.multipart,
        })
    }
}

impl Drawer<'_> {
    pub(super) fn elements(&self, ids: &[Id], rows: &[Key], disabled: bool) -> Vec<Element> {
        ids.iter().filter_map(|id| self.element(*id, rows, disabled)).collect()
    }

    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.options.lang, &self.form.base)
    }

    pub(super) fn owned(&self, text: Option<&Text>) -> Option<String> {
        text.map(|text| self.text(text).to_owned())
    }

    fn element(&self, id: Id, rows: &[Key], disabled: bool) -> Option<Element> {
        let node = &self.form.nodes[id];
        let instance = (id, rows.to_vec());
        let mut element = Element {
            conditional: node.rule.is_some(),
            hidden: self.evaluation.hidden.contains(&instance),
            disabled: disabled || self.evaluation.disabled.contains(&instance),
            ..Element::default()
        };
        match &node.body {
            Body::Page => return None,
            Body::Group { id, label, hint, help, beside } => {
                element.component = "group";
                element.id = id.hyphenated(rows);
                element.label = self.owned(label.as_ref()).unwrap_or_default();
                element.level = self.level(node.parent);
                element.beside = *beside;
                element.hint = self.owned(hint.as_ref());
                element.help = self.owned(help.as_ref());
                element.parts = self.elements(&node.children, rows, element.disabled);
                if self.options.only.is_some() && element.parts.is_empty() {
                    return None;
                }
                if element.hidden {
                    element.parts.clear();
                }
            }
            Body::Explanation { id, html, help, notice } => {
                element.component = "explanation";
                element.id = id.hyphenated(rows);
                element.html = self.text(html).to_owned();
                element.help = self.owned(help.as_ref());
                element.template.clone_from(notice);
                // Beside the few fields of a correction, the explanations of the others would only puzzle.
                if self.options.only.is_some() {
                    return None;
                }
            }
            Body::Field(field) => return self.field(id, field, rows, element),
            Body::Choose(choose) => return self.choose(choose, rows, element),
        }
        Some(element)
    }

    /// The level of a group's title: the page has the first, what stands in a titled group is one lower.
    fn level(&self, parent: Option<Id>) -> usize {
        let above = std::iter::successors(parent, |id| self.form.nodes[*id].parent);
        let titled = above.filter(|id| matches!(&self.form.nodes[*id].body, Body::Group { label: Some(_), .. }));
        (titled.count() + 2).min(6)
    }

    fn choose(&self, choose: &Choose, rows: &[Key], mut element: Element) -> Option<Element> {
        let pointer = choose.chooser.template.pointer(rows);
        if !leads_to_asked(&pointer, self.options.only) {
            return None;
        }
        let name = choose.chooser.name(rows);
        let conflict = conflict::of(self.draft, &name);
        let standing = choose.chooser.chosen(self.draft, rows);
        let own = conflict.as_ref().and_then(|conflict| conflict.written_in(self.options.page));
        let number = |value: &Value| value.as_u64().and_then(|n| usize::try_from(n).ok());
        let chosen = own.map_or(standing, number);
        let option = |(n, title): (usize, &Text)| Choice {
            value: n.to_string(),
            label: self.text(title).to_owned(),
            selected: chosen == Some(n),
            ..Choice::default()
        };
        element.component = if choose.titles.len() > MANY { "select" } else { "radios" };
        element.id = choose.id.hyphenated(rows);
        let said = |n: Option<usize>| n.and_then(|n| choose.titles.get(n)).map(|title| self.text(title).to_owned());
        element.conflict = conflict.map(|conflict| {
            let last = conflict.value.as_ref().and_then(number);
            conflict.drawn(&name, said(standing).into_iter().collect(), said(last).into_iter().collect())
        });
        element.name = name;
        element.label = self.text(&choose.label).to_owned();
        element.required = true;
        element.error = self.errors.get(&pointer).cloned();
        element.options = choose.titles.iter().enumerate().map(option).collect();
        Some(element)
    }

    fn field(&self, id: Id, field: &Field, rows: &[Key], mut element: Element) -> Option<Element> {
        let pointer = field.template.pointer(rows);
        if field.silent || !leads_to_asked(&pointer, self.options.only) {
            return None;
        }
        element.component = if field.fixed.is_some() { "hidden" } else { field.kind.component(field) };
        element.id = field.id.hyphenated(rows);
        element.name =
            if pointer.is_empty() && field.block.is_none() { WHOLE_NAME.to_owned() } else { pointer.clone() };
        if element.hidden {
            return Some(element);
        }
        self.form.called(field, rows, self.options.lang).clone_into(&mut element.label);
        element.hint = self.owned(field.hint.as_ref());
        element.help = self.owned(field.help.as_ref());
        element.required = self.form.is_required(id, field, rows, self.evaluation);
        element.error = self.error(&pointer, field);
        element.input.width = field.options.width;
        element.input.autocomplete.clone_from(&field.options.autocomplete);
        element.input.suggestions.clone_from(&field.options.suggestions);
        element.input.suffix = self.owned(field.options.suffix.as_ref());
        let document = if field.calculate.is_some() { &self.evaluation.values } else { self.draft };
        if let Some(fixed) = &field.fixed {
            element.value = plain(fixed);
            return Some(element);
        }
        let value = field.template.get(document, rows);
        let conflict = conflict::of(self.draft, &pointer);
        let own = conflict.as_ref().and_then(|conflict| conflict.written_in(self.options.page));
        field.kind.draw(field, own.or(value), self.options.lang, &mut element);
        element.conflict = conflict.map(|conflict| {
            let said = |value: Option<&Value>| {
                let value = value.filter(|value| !value.is_null());
                value.map(|value| field.kind.display(field, value, self.options.lang)).unwrap_or_default()
            };
            conflict.drawn(&element.name, said(value), said(conflict.value.as_ref()))
        });
        if let Some((rule, map)) = field.map.as_ref().zip(element.map.as_mut()) {
            (map.centre, map.zoom) = self.form.map_centre(rule, &self.evaluation.values, rows);
        }
        if field.block.is_some() {
            self.block(id, field, rows, &mut element);
        } else {
            let mut parts = self.elements(&self.form.nodes[id].children, rows, element.disabled);
            if let Some(value) = value {
                field.kind.tell_parts(value, self.options.lang, &mut parts);
            }
            element.parts.extend(parts);
        }
        Some(element)
    }

    /// The error of a field, or of a part of its value that has no input of its own.
    fn error(&self, pointer: &str, field: &Field) -> Option<String> {
        let own = self.errors.get(pointer);
        if self.errors.is_empty() || own.is_some() || matches!(field.kind.component(field), "repeat" | "parts") {
            return own.cloned();
        }
        let under = format!("{pointer}/");
        let (found, sentence) = self.errors.range(under.clone()..).next()?;
        found.starts_with(&under).then(|| sentence.clone())
    }
}
