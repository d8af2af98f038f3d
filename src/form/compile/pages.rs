//! The pages of a form: the categories of its layout, or one.

use super::texts::each;
use super::ui::{MAX_LEVELS, NO_CONTROL, children, is, type_of};
use super::wording::humanised;
use super::{Compiler, Cursor};
use crate::form::Page;
use crate::form::markdown;
use crate::form::node::{Body, Id};
use crate::form::pointer::Template;
use crate::rules::Text;
use serde_json::Value;

/// The categorizations that a page stands in.
#[derive(Default)]
struct Within {
    level: usize,
    label: Option<Text>,
    /// Bears the rules of those that have one.
    group: Option<Id>,
}

impl<'s> Compiler<'s> {
    /// The pages of the definition, or one page derived from the schema.
    pub(super) fn tree(&mut self) {
        let definition = self.definition;
        let Some(ui) = definition.ui.as_ref().filter(|ui| !ui.is_null()) else {
            let cursor = self.page(None, "/ui");
            if self.base == Template::whole() {
                let base = self.base.clone();
                self.control_of(self.root, &base, &NO_CONTROL, "/schema", &cursor);
            } else {
                self.derived(self.root, &cursor);
            }
            return;
        };
        if is(ui, "Categorization") {
            self.categories(ui, "/ui", &Within::default());
        } else {
            let cursor = self.page(None, "/ui");
            self.element(ui, "/ui", &cursor);
        }
    }

    fn categories(&mut self, ui: &'s Value, pointer: &str, within: &Within) {
        let within = self.within(ui, pointer, within);
        for (n, category) in children(ui).iter().enumerate() {
            let here = format!("{pointer}/elements/{n}");
            self.elements += 1;
            if is(category, "Categorization") && within.level < MAX_LEVELS {
                self.categories(category, &here, &within);
            } else if is(category, "Category") {
                let cursor = self.page(Some((category, &within)), &here);
                self.elements_of(category, &here, &cursor);
            } else {
                self.problems.error(&here, "ui-type", vec![("type", type_of(category).to_owned())]);
            }
        }
    }

    /// What the pages of a categorization have in common: its label, where it stands in another, and its rule.
    fn within(&mut self, ui: &'s Value, pointer: &str, above: &Within) -> Within {
        let label = if above.level > 0 { self.label(ui, pointer) } else { None };
        let mut within = Within { level: above.level + 1, label: self.joined(above.label.as_ref(), label), ..*above };
        if ui.get("rule").is_some_and(Value::is_object) {
            let cursor = Cursor { parent: above.group, ..self.document(0) };
            let group = self.open_group(None, None, &cursor);
            self.rule_of(ui, pointer, group, &cursor);
            within.group = Some(group);
        }
        within
    }

    /// « Above – own », in each language.
    fn joined(&self, above: Option<&Text>, own: Option<Text>) -> Option<Text> {
        let (Some(above), Some(own)) = (above, own.as_ref()) else { return own.or_else(|| above.cloned()) };
        let base = self.texts.base();
        let said = |lang: &String| {
            let both = format!("{} – {}", above.in_language(lang, base), own.in_language(lang, base));
            (lang.clone(), both)
        };
        Some(Text::Many(self.texts.languages.iter().map(said).collect()))
    }

    /// A key of JSON Forms that no language says, in words: the texts may stand elsewhere.
    fn words_of_key(&mut self, category: &Value, pointer: &str) -> Option<Text> {
        let key = category.get("i18n").and_then(Value::as_str)?;
        let words = humanised(key.rsplit('.').next().unwrap_or(key));
        self.problems.warn(pointer, "label-missing", vec![]);
        (!words.is_empty()).then_some(Text::One(words))
    }

    /// A new page, from a category, or for the whole form.
    fn page(&mut self, category: Option<(&'s Value, &Within)>, pointer: &str) -> Cursor<'s> {
        let number = self.pages.len() + 1;
        let mut cursor = self.document(number);
        cursor.parent = category.and_then(|(_, within)| within.group);
        let id = self.push(&cursor, Body::Page);
        cursor.parent = Some(id);
        let title = match category {
            Some((category, within)) => {
                let own = self.label(category, pointer).or_else(|| self.words_of_key(category, pointer));
                own.and_then(|own| self.joined(within.label.as_ref(), Some(own)))
            }
            None => self
                .root
                .text("title")
                .map(|title| self.texts.translated(title.into(), "title", "/schema/title", &mut self.problems)),
        };
        if title.is_none() && category.is_some() {
            self.problems.error(pointer, "label-missing", vec![]);
        }
        let description = match category {
            Some((category, _)) => self.text_at(category, "description", pointer),
            None => self.root.text("description").map(|text| {
                self.texts.translated(text.into(), "description", "/schema/description", &mut self.problems)
            }),
        };
        let page = Page {
            is_untitled: title.is_none(),
            title: title.unwrap_or_else(|| self.words("form-page")),
            description: description.map(|text| each(&text, markdown::html)),
            id,
            base: self.texts.base().to_owned(),
            multipart: false,
        };
        self.pages.push(page);
        if let Some((category, _)) = category {
            cursor.read_only = super::ui::is_read_only(category);
            self.rule_of(category, pointer, id, &cursor);
        }
        cursor
    }
}
