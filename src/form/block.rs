//! Drawing a block: the rows of a list, or the entries of an object whose names people choose.

use super::Form;
use super::aside::NAMES;
use super::code::Code;
use super::conflict;
use super::element::{Element, Row};
use super::fields::id_part;
use super::merge::is_asked;
use super::node::{Field, Id};
use super::pointer::{Key, Segment};
use super::view::Drawer;
use super::whole::id_under;
use super::words::word;
use serde_json::Value;

impl Drawer<'_> {
    pub(super) fn block(&self, node: Id, field: &Field, rows: &[Key], element: &mut Element) {
        let Some(block) = &field.block else { return };
        let keys = self.form.rows_in(node, rows, self.draft);
        let count = keys.len();
        // A correction of some fields of a block leaves its rows as they are.
        let whole = is_asked(&element.name, self.options.only);
        let open = whole && !element.disabled;
        let is_list = block.names.is_none();
        element.can_add = open && block.can_add && count < block.max;
        element.add_label = self.owned(block.add_label.as_ref()).unwrap_or_default();
        if block.names.is_some() && element.can_add {
            element.parts.push(self.new_name(field, rows, element));
        }
        let mut place = rows.to_vec();
        for (index, key) in keys.into_iter().enumerate() {
            let id = match &key {
                Key::Number(row) => id_under(&element.id, &row.to_string()),
                Key::Name(name) => id_under(&element.id, &id_part(name)),
            };
            place.push(key);
            let elements = self.elements(&self.form.nodes[node].children, &place, element.disabled);
            if whole || !elements.is_empty() {
                // A row that is one value is named as its field is.
                let is_one = elements.first().is_some_and(|only| only.id == id);
                let pointer = block_row(field, &place);
                let conflict = conflict::of(self.draft, &pointer).filter(|conflict| conflict.value.is_none());
                element.rows.push(Row {
                    index,
                    conflict: conflict.map(|found| found.drawn(&pointer, Vec::new(), Vec::new())),
                    pointer,
                    id: if is_one { format!("r-{id}") } else { id },
                    title: self.form.row_title(field, &place, self.draft, self.options.lang),
                    elements,
                    removable: open && block.can_remove && count > block.shown,
                    can_duplicate: element.can_add && is_list && block.holds_names,
                    can_rise: open && is_list && block.sortable && index > 0,
                    can_sink: open && is_list && block.sortable && index + 1 < count,
                });
            }
            place.pop();
        }
    }

    /// The input of the name of a new entry.
    fn new_name(&self, field: &Field, rows: &[Key], block: &Element) -> Element {
        let lang = self.options.lang;
        let pending = self.form.pending_name(field, rows, self.draft);
        let (value, error) = match pending {
            Some((name, Code::NamePending)) => (name, None),
            Some((name, code)) => (name, Some(word(lang, name_error(code)).to_owned())),
            None => (String::new(), None),
        };
        Element {
            component: "text",
            id: format!("{}-_name", block.id),
            name: format!("{}{NAMES}", block.name),
            label: word(lang, "form-entry-name").to_owned(),
            required: true,
            disabled: block.disabled,
            value,
            error,
            ..Element::default()
        }
    }
}

/// The pointer of a row of a block.
fn block_row(block: &Field, row: &[Key]) -> String {
    let template = if block.names().is_some() { block.template.entry() } else { block.template.row() };
    template.pointer(row)
}

fn name_error(code: Code) -> &'static str {
    match code {
        Code::NameMissing => "form-error-name-missing",
        Code::NameTaken => "form-error-name-taken",
        _ => "form-error-property-names",
    }
}

impl Form {
    /// What names a row: the answer that the UI chose for it, else its number.
    pub(crate) fn row_title(&self, field: &Field, rows: &[Key], document: &Value, lang: &str) -> String {
        let block = field.block.as_ref();
        let named = block.and_then(|block| {
            let title = block.title.as_ref()?;
            self.answer_lines(&title.pointer(rows), document, lang).into_iter().next()
        });
        named.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| match rows.last() {
            Some(Key::Name(name)) => (**name).to_owned(),
            last => {
                let label = field.label.in_language(lang, &self.base);
                let row = if let Some(Key::Number(row)) = last { *row } else { 0 };
                let number = block.map_or(1, |block| block.told(row));
                format!("{label}, {}\u{a0}{number}", word(lang, "form-row-number"))
            }
        })
    }

    /// What a field is called: an entry that is one value bears its name.
    pub(crate) fn called<'f>(&self, field: &'f Field, rows: &'f [Key], lang: &str) -> &'f str {
        let label = field.label.in_language(lang, &self.base);
        match (field.template.0.last(), rows.last()) {
            (Some(Segment::Entry), Some(Key::Name(name))) if label.is_empty() => name,
            _ => label,
        }
    }
}
