//! The answers as rows of tables: one row for a document, and one for each row of a repeated block, in a table of its own.

use super::Form;
use super::aside::NAMES;
use super::branch::Choose;
use super::cell::Cell;
use super::evaluate::Evaluation;
use super::node::{Body, Field, Id, Node};
use super::pointer::Key;
use super::whole::document_of;
use super::words::word;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// The key of the column that holds all the answers of a form that can't be compiled.
const RAW: &str = "#";

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportColumn {
    /// Stable from one revision to the next: the field's pointer, with `*` for the rows of blocks, then the part of its value.
    pub key: String,
    /// Unlike any other of its table.
    pub label: String,
    /// For programs: left out of a file that people read.
    pub is_code: bool,
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportRow {
    /// Which row of its block, from 1, then of the block within it, and so on; empty outside blocks.
    pub numbers: Vec<usize>,
    /// By the key of their column. What is not answered has none.
    pub cells: HashMap<String, Cell>,
}

impl Form {
    /// The repeated blocks: pointer with `*`, and label.
    pub fn blocks(&self, lang: &str) -> Vec<(String, String)> {
        let blocks = self.nodes.iter().filter_map(|node| node.field().filter(|field| field.block.is_some()));
        blocks.map(|field| (field.template.pointer(&[]), self.label_of(field, lang).to_owned())).collect()
    }

    /// The columns of the table of a block, or of the form itself, in the order of the pages.
    pub fn columns(&self, block: Option<&str>, lang: &str) -> Vec<ExportColumn> {
        if self.raw.is_some() && block.is_none() {
            let label = word(lang, "form-raw-title").to_owned();
            return vec![ExportColumn { key: RAW.to_owned(), label, is_code: false }];
        }
        let mut columns: Vec<(ExportColumn, Id)> = Vec::new();
        if let Some((id, pointer)) = block.and_then(|wanted| Some((self.block_at(wanted)?, wanted)))
            && self.nodes[id].field().is_some_and(|field| field.names().is_some())
        {
            let label = word(lang, "form-column-name").to_owned();
            columns.push((ExportColumn { key: format!("{pointer}{NAMES}"), label, is_code: false }, id));
        }
        for (id, node) in self.of_table(block) {
            let found: Vec<ExportColumn> = match &node.body {
                Body::Field(field) => self.columns_of(field, lang),
                Body::Choose(choose) => vec![self.column_of_choice(choose, lang)],
                _ => Vec::new(),
            };
            let is_new = |column: &ExportColumn| columns.iter().all(|(known, _)| known.key != column.key);
            let found: Vec<ExportColumn> = found.into_iter().filter(is_new).collect();
            columns.extend(found.into_iter().map(|column| (column, id)));
        }
        self.told_apart(columns, lang)
    }

    /// The rows that a document makes in the table of a block, or its only row in that of the form.
    pub fn rows(&self, block: Option<&str>, evaluation: &Evaluation, lang: &str) -> Vec<ExportRow> {
        let places = match block {
            None => vec![Vec::new()],
            Some(wanted) => self.block_at(wanted).map(|id| self.places_of(id, evaluation)).unwrap_or_default(),
        };
        let mut rows = Vec::new();
        for place in places {
            let mut row = ExportRow { numbers: self.numbers(block, &place, evaluation), cells: HashMap::new() };
            if let (Some(block), Some(Key::Name(name))) = (block, place.last()) {
                row.cells.insert(format!("{block}{NAMES}"), Cell::text(&**name));
            }
            if let Some(raw) = &self.raw {
                row.cells.insert(RAW.to_owned(), Cell::text(raw.text(document_of(&evaluation.values), lang)));
            }
            for (id, node) in self.of_table(block) {
                if !self.is_hidden(id, &place, evaluation) {
                    self.fill(node, &place, evaluation, lang, &mut row);
                }
            }
            rows.push(row);
        }
        rows
    }

    fn block_at(&self, wanted: &str) -> Option<Id> {
        let is_it = |field: &Field| field.block.is_some() && field.template.pointer(&[]) == wanted;
        self.nodes.iter().position(|node| node.field().is_some_and(is_it))
    }

    /// The rows of a block that are there, within those of the blocks around it.
    fn places_of(&self, id: Id, evaluation: &Evaluation) -> Vec<Vec<Key>> {
        let blocks: Vec<Id> = self.nodes[id].blocks.iter().copied().chain([id]).collect();
        let mut places = self.instances(&blocks, &evaluation.values);
        let is_there = |place: &[Key]| {
            let value = self.nodes[id].field()?.template.get(&evaluation.values, place)?;
            place.last()?.of(value)
        };
        places.retain(|place| is_there(place).is_some());
        places
    }

    /// Which row of each block, from 1: an entry has the place of its name.
    fn numbers(&self, block: Option<&str>, place: &[Key], evaluation: &Evaluation) -> Vec<usize> {
        let Some(id) = block.and_then(|wanted| self.block_at(wanted)) else { return Vec::new() };
        let blocks = self.nodes[id].blocks.iter().copied().chain([id]);
        let number = |(depth, block): (usize, Id)| {
            let rows = self.rows_in(block, &place[..depth], &evaluation.values);
            rows.iter().position(|key| place.get(depth) == Some(key)).map_or(0, |at| at + 1)
        };
        blocks.enumerate().map(number).collect()
    }

    /// What stands in a table: the fields, and the choices of a branch.
    fn of_table(&self, block: Option<&str>) -> impl Iterator<Item = (Id, &Node)> {
        let pages = self.pages.iter().flat_map(|page| self.under(page.id));
        pages.map(|id| (id, &self.nodes[id])).filter(move |(_, node)| {
            let own = node.blocks.last().and_then(|block| self.nodes[*block].field());
            own.map(|field| field.template.pointer(&[])).as_deref() == block
        })
    }

    /// The elements under this one in their order; parts of an address are its own.
    fn under(&self, id: Id) -> Vec<Id> {
        let mut found = Vec::new();
        for child in &self.nodes[id].children {
            found.push(*child);
            if self.nodes[*child].field().is_none_or(|field| field.block.is_some()) {
                found.extend(self.under(*child));
            }
        }
        found
    }

    fn fill(&self, node: &Node, place: &[Key], evaluation: &Evaluation, lang: &str, row: &mut ExportRow) {
        match &node.body {
            Body::Field(field) if is_answer(field) => {
                let value = field.template.get(&evaluation.values, place).filter(|value| !value.is_null());
                let Some(value) = value else { return };
                let pointer = field.template.pointer(&[]);
                let columns = field.kind.columns(field).iter();
                let cells = columns.zip(field.kind.cells(field, value, lang));
                row.cells.extend(cells.map(|(column, cell)| (key(&pointer, column.suffix), cell)));
            }
            Body::Choose(choose) => {
                let kept = evaluation.choices.get(choose.chooser.template.pointer(place)).and_then(Value::as_u64);
                let title = kept.and_then(|n| choose.titles.get(usize::try_from(n).ok()?));
                if let Some(title) = title {
                    let title = title.in_language(lang, &self.base);
                    row.cells.insert(choose.chooser.name(&[]), Cell::text(title));
                }
            }
            _ => {}
        }
    }

    fn label_of<'t>(&'t self, field: &'t Field, lang: &str) -> &'t str {
        field.label.in_language(lang, &self.base)
    }

    fn columns_of(&self, field: &Field, lang: &str) -> Vec<ExportColumn> {
        if !is_answer(field) {
            return Vec::new();
        }
        let pointer = field.template.pointer(&[]);
        let unit = field.options.suffix.as_ref().map(|unit| unit.in_language(lang, &self.base));
        let label = match unit {
            Some(unit) => format!("{} ({unit})", self.label_of(field, lang)),
            None => self.label_of(field, lang).to_owned(),
        };
        let column = |column: &super::Column| ExportColumn {
            key: key(&pointer, column.suffix),
            label: column.title(&label, lang),
            is_code: column.is_code,
        };
        field.kind.columns(field).iter().map(column).collect()
    }

    fn column_of_choice(&self, choose: &Choose, lang: &str) -> ExportColumn {
        let label = choose.label.in_language(lang, &self.base).to_owned();
        ExportColumn { key: choose.chooser.name(&[]), label, is_code: false }
    }

    /// Two columns of one name are told apart by the title that they stand under, then by their keys.
    fn told_apart(&self, columns: Vec<(ExportColumn, Id)>, lang: &str) -> Vec<ExportColumn> {
        let mut columns: Vec<(ExportColumn, String)> =
            columns.into_iter().map(|(column, id)| (column, self.title_over(id, lang))).collect();
        for (column, title) in same(&mut columns) {
            column.label = format!("{title} – {}", column.label);
        }
        for (column, _) in same(&mut columns) {
            column.label = format!("{} ({})", column.label, column.key);
        }
        columns.into_iter().map(|(column, _)| column).collect()
    }

    /// The title of the group, else of the page, that an element stands in.
    fn title_over(&self, id: Id, lang: &str) -> String {
        let above = std::iter::successors(self.nodes[id].parent, |above| self.nodes[*above].parent);
        let mut titles = above.filter_map(|above| match &self.nodes[above].body {
            Body::Group { label: Some(label), .. } => Some(label.in_language(lang, &self.base)),
            Body::Page => self.pages.iter().find(|page| page.id == above).map(|page| page.title(lang)),
            _ => None,
        });
        titles.find(|title| !title.is_empty()).unwrap_or_default().to_owned()
    }
}

fn is_answer(field: &Field) -> bool {
    !field.silent && field.fixed.is_none()
}

fn key(pointer: &str, suffix: &str) -> String {
    if suffix.is_empty() { pointer.to_owned() } else { format!("{pointer}/{suffix}") }
}

/// The columns whose label another one has.
fn same(columns: &mut [(ExportColumn, String)]) -> impl Iterator<Item = &mut (ExportColumn, String)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (column, _) in columns.iter() {
        *counts.entry(column.label.clone()).or_default() += 1;
    }
    columns.iter_mut().filter(move |(column, _)| counts.get(&column.label).is_some_and(|count| *count > 1))
}
