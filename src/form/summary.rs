//! The answers to read: « vérifiez vos réponses », the instructor's view, receipts.

use super::Form;
use super::branch::Choose;
use super::element::File;
use super::evaluate::Evaluation;
use super::fields::file;
use super::geometry::drawing::{self, Drawing};
use super::node::{Body, Field, Id};
use super::pointer::Key;
use super::whole::document_of;
use serde::Serialize;
use serde_json::Value;

/// A page's answers.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SummarySection {
    /// The page, from 1.
    pub page: usize,
    pub title: String,
    /// What there is to know of all of them.
    pub notice: Option<String>,
    /// The answers that stand together: those of a group or of a row have its title, the others none.
    pub groups: Vec<SummaryGroup>,
}

/// Answers under one title.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SummaryGroup {
    pub title: String,
    pub rows: Vec<SummaryRow>,
}

/// One answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SummaryRow {
    pub pointer: String,
    /// The id of the input on its page.
    pub id: String,
    pub label: String,
    /// Empty when nothing was answered.
    pub lines: Vec<String>,
    /// What there is to know of the answer, which is kept as it is.
    pub notice: Option<String>,
    pub files: Vec<File>,
    /// Of places on a map.
    pub drawing: Option<Drawing>,
    pub page: usize,
    /// Nobody types it: no link to change it.
    pub read_only: bool,
}

/// A field, for who chooses among them: corrections, columns, exports.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldInfo {
    /// With `*` for the rows of blocks.
    pub pointer: String,
    pub label: String,
    /// The name of its kind.
    pub kind: &'static str,
    pub page: usize,
    /// The pointer of the block that it stands in.
    pub block: Option<String>,
    pub read_only: bool,
}

impl Form {
    /// The visible answers, page after page. `values` is a draft or submitted answers.
    pub fn summary(&self, values: &Value, evaluation: &Evaluation, lang: &str) -> Vec<SummarySection> {
        let mut sections: Vec<SummarySection> =
            self.raw.iter().map(|raw| raw.summary(document_of(values), lang)).collect();
        for (n, page) in self.pages.iter().enumerate().filter(|(n, _)| evaluation.shows_page(n + 1)) {
            let mut reader = Reader { form: self, values, evaluation, lang, groups: vec![SummaryGroup::default()] };
            reader.read(&self.nodes[page.id].children, &[]);
            let mut groups = reader.groups;
            groups.retain(|group| !group.rows.is_empty());
            sections.push(SummarySection { page: n + 1, title: page.title(lang).to_owned(), notice: None, groups });
        }
        sections
    }

    /// The same of a form that is `called` otherwise where it has no title.
    pub fn summary_of(&self, values: &Value, evaluation: &Evaluation, called: &str, lang: &str) -> Vec<SummarySection> {
        let mut sections = self.summary(values, evaluation, lang);
        for section in &mut sections {
            let page = section.page.checked_sub(1).and_then(|n| self.pages.get(n));
            if page.is_some_and(|page| page.is_untitled) {
                called.clone_into(&mut section.title);
            }
        }
        sections
    }

    /// The fields in the order of the pages. Parts of an address are not told apart.
    pub fn fields(&self, lang: &str) -> Vec<FieldInfo> {
        let mut found = Vec::new();
        for page in &self.pages {
            self.list(&self.nodes[page.id].children, lang, &mut found);
        }
        found
    }

    fn list(&self, ids: &[Id], lang: &str, found: &mut Vec<FieldInfo>) {
        for id in ids {
            let node = &self.nodes[*id];
            let field = node.field().filter(|field| !field.silent && field.fixed.is_none());
            if let Some(field) = field {
                let block = node.blocks.last().and_then(|block| self.nodes[*block].field());
                found.push(FieldInfo {
                    pointer: field.template.pointer(&[]),
                    label: field.label.in_language(lang, &self.base).to_owned(),
                    kind: field.kind.name(),
                    page: node.page,
                    block: block.map(|block| block.template.pointer(&[])),
                    read_only: field.read_only,
                });
            }
            if field.is_none_or(|field| field.block.is_some()) {
                self.list(&node.children, lang, found);
            }
        }
    }
}

struct Reader<'a> {
    form: &'a Form,
    values: &'a Value,
    evaluation: &'a Evaluation,
    lang: &'a str,
    groups: Vec<SummaryGroup>,
}

impl Reader<'_> {
    fn read(&mut self, ids: &[Id], rows: &[Key]) {
        for id in ids {
            let node = &self.form.nodes[*id];
            if self.evaluation.hidden.contains(&(*id, rows.to_vec())) {
                continue;
            }
            match &node.body {
                Body::Group { label, .. } => {
                    let title = label.as_ref().map(|label| label.in_language(self.lang, &self.form.base));
                    match title.filter(|title| !title.is_empty()) {
                        Some(title) => {
                            let former = self.title();
                            self.open(title.to_owned());
                            self.read(&node.children, rows);
                            self.open(former);
                        }
                        // Its answers go on under the same title.
                        None => self.read(&node.children, rows),
                    }
                }
                Body::Field(field) if field.block.is_some() => self.block(*id, field, rows),
                Body::Choose(choose) => self.choice(choose, rows, node.page),
                Body::Field(field) if !field.silent && field.fixed.is_none() => self.row(field, rows, node.page),
                _ => {}
            }
        }
    }

    fn choice(&mut self, choose: &Choose, rows: &[Key], page: usize) {
        let chosen = choose.chooser.chosen(self.values, rows);
        let title = chosen.map(|n| choose.titles[n].in_language(self.lang, &self.form.base).to_owned());
        let row = SummaryRow {
            pointer: choose.chooser.template.pointer(rows),
            id: choose.id.hyphenated(rows),
            label: choose.label.in_language(self.lang, &self.form.base).to_owned(),
            lines: title.into_iter().collect(),
            page,
            ..SummaryRow::default()
        };
        self.groups.last_mut().into_iter().for_each(|group| group.rows.push(row.clone()));
    }

    fn title(&self) -> String {
        self.groups.last().map(|group| group.title.clone()).unwrap_or_default()
    }

    /// What follows stands under this title.
    fn open(&mut self, title: String) {
        if self.groups.last().is_some_and(|group| group.title != title || !group.rows.is_empty()) {
            self.groups.push(SummaryGroup { title, rows: Vec::new() });
        }
    }

    fn block(&mut self, id: Id, field: &Field, rows: &[Key]) {
        let there = field.template.get(self.values, rows);
        let mut keys = self.form.rows_in(id, rows, self.values);
        keys.retain(|key| there.is_some_and(|there| key.of(there).is_some()));
        if keys.is_empty() {
            self.row(field, rows, self.form.nodes[id].page);
            return;
        }
        let former = self.title();
        let mut place = rows.to_vec();
        let label = field.label.in_language(self.lang, &self.form.base);
        for key in keys {
            place.push(key);
            let title = self.form.row_title(field, &place, self.values, self.lang);
            // Away from its block, a row's name alone would not tell what it is.
            let title = if title.starts_with(label) { title } else { format!("{label} – {title}") };
            let first = self.groups.len();
            self.groups.push(SummaryGroup { title, rows: Vec::new() });
            self.read(&self.form.nodes[id].children, &place);
            if let Some(Key::Name(name)) = place.pop() {
                self.gather(first, &name, label);
            }
        }
        self.groups.push(SummaryGroup { title: former, rows: Vec::new() });
    }

    /// An entry that is one value, which its name tells already, stands with the others under the title of their object.
    fn gather(&mut self, first: usize, name: &str, label: &str) {
        let is_told = |group: &SummaryGroup| matches!(group.rows.as_slice(), [row] if row.label == name);
        if self.groups.len() != first + 1 {
            return;
        }
        let Some(mut entry) = self.groups.pop_if(|group| is_told(group)) else { return };
        match self.groups.last_mut().filter(|group| group.title == label) {
            Some(group) => group.rows.append(&mut entry.rows),
            None => self.groups.push(SummaryGroup { title: label.to_owned(), ..entry }),
        }
    }

    fn row(&mut self, field: &Field, rows: &[Key], page: usize) {
        let document = if field.calculate.is_some() { &self.evaluation.values } else { self.values };
        let value = field.template.get(document, rows).filter(|value| !value.is_null());
        let files = if field.file.is_some() { value.map(file::of).unwrap_or_default() } else { Vec::new() };
        let lines = match value {
            Some(value) if field.file.is_none() => self.lines(field, value),
            _ => Vec::new(),
        };
        let row = SummaryRow {
            pointer: field.template.pointer(rows),
            id: field.id.hyphenated(rows),
            label: self.form.called(field, rows, self.lang).to_owned(),
            lines,
            notice: value.and_then(|value| field.kind.notice(value, self.lang)),
            files,
            drawing: value.filter(|_| field.map.is_some()).and_then(drawing::of),
            page,
            read_only: field.read_only,
        };
        if let Some(group) = self.groups.last_mut() {
            group.rows.push(row);
        }
    }

    fn lines(&self, field: &Field, value: &Value) -> Vec<String> {
        let mut lines = field.kind.display(field, value, self.lang);
        let suffix = field.options.suffix.as_ref().filter(|_| field.value_kind.name() != "money");
        if let (Some(suffix), [line]) = (suffix, lines.as_mut_slice()) {
            line.push('\u{a0}');
            line.push_str(suffix.in_language(self.lang, &self.form.base));
        }
        lines
    }
}
