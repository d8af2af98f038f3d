//! What is to be drawn again of a page, and nothing else.

use super::Form;
use super::element::{Element, Row};
use super::evaluate::Evaluation;
use super::view::ViewOptions;
use serde_json::Value;
use std::collections::BTreeMap;

/// What changed between two drafts beside the effect of rules.
#[derive(Debug, Default)]
pub struct Meanwhile<'a> {
    /// Others wrote: every answer that differs is drawn again, but for those of these inputs, which their page holds.
    pub posted: Option<&'a [&'a str]>,
    /// Blocks whose rows changed their places.
    pub blocks: Vec<String>,
}

impl Form {
    /// The elements of a page whose drawing changed between two drafts by the effect of rules: shown, hidden, enabled,
    /// disabled, required, computed, noticed, rows, two answers. What people type changes nothing else here; `meanwhile` tells what else did.
    pub fn changed_elements(
        &self,
        number: usize,
        before: (&Value, &Evaluation),
        after: (&Value, &Evaluation),
        options: &ViewOptions<'_>,
        meanwhile: &Meanwhile<'_>,
    ) -> Vec<Element> {
        let none = BTreeMap::new();
        let old = self.page_view(number, before.0, before.1, &none, options);
        let new = self.page_view(number, after.0, after.1, &none, options);
        let (Some(old), Some(new)) = (old, new) else { return Vec::new() };
        let mut known = BTreeMap::new();
        index(&old.elements, &mut known);
        let mut changed = Vec::new();
        changes(new.elements, &known, meanwhile, &mut changed);
        changed
    }
}

fn index<'e>(elements: &'e [Element], known: &mut BTreeMap<&'e str, &'e Element>) {
    for element in elements {
        known.insert(&element.id, element);
        index(&element.parts, known);
        element.rows.iter().for_each(|row| index(&row.elements, known));
    }
}

fn changes(
    elements: Vec<Element>,
    known: &BTreeMap<&str, &Element>,
    meanwhile: &Meanwhile<'_>,
    changed: &mut Vec<Element>,
) {
    for element in elements {
        let is_same = known.get(element.id.as_str()).is_some_and(|old| {
            old.hidden == element.hidden
                && old.disabled == element.disabled
                && old.required == element.required
                && old.error == element.error
                && old.notice == element.notice
                && old.conflict == element.conflict
                && same_rows(&old.rows, &element.rows)
                && !meanwhile.blocks.contains(&element.name)
                && meanwhile
                    .posted
                    .is_none_or(|posted| posted.contains(&element.name.as_str()) || same_answer(old, &element))
                && (!matches!(element.component, "calculated" | "map") || old.value == element.value)
        });
        if !is_same {
            changed.push(element);
            continue;
        }
        // The parts of a date are one element.
        if element.component == "date" {
            continue;
        }
        changes(element.parts, known, meanwhile, changed);
        element.rows.into_iter().for_each(|row| changes(row.elements, known, meanwhile, changed));
    }
}

/// Rows are the same when as many stand there, with the same names and the same words.
fn same_rows(old: &[Row], new: &[Row]) -> bool {
    let same = |(old, new): (&Row, &Row)| old.id == new.id && old.conflict == new.conflict;
    old.len() == new.len() && old.iter().zip(new).all(same)
}

fn same_answer(old: &Element, new: &Element) -> bool {
    let is_date = new.component == "date";
    let parts = || old.parts.iter().zip(&new.parts).all(|(old, new)| old.value == new.value);
    old.value == new.value && old.options == new.options && old.files == new.files && (!is_date || parts())
}
