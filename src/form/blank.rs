//! The form on paper, to be filled by hand: every question, those that are asked only sometimes with their condition.

use super::Form;
use super::branch::Choose;
use super::fields::file::wanted;
use super::markdown;
use super::node::{Body, Effect, Field, Id, Node};
use super::paper::Paper;
use super::when::When;
use super::words::word;

/// A page of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperPage {
    pub title: String,
    /// What introduces it, by lines.
    pub lines: Vec<String>,
    pub when: Option<When>,
    pub items: Vec<PaperItem>,
}

/// What stands on a page, or in what stands there.
#[derive(Debug, Clone, PartialEq)]
pub enum PaperItem {
    Text {
        lines: Vec<String>,
        when: Option<When>,
    },
    /// Questions under a title, which may be empty.
    Group {
        title: String,
        lines: Vec<String>,
        when: Option<When>,
        items: Vec<PaperItem>,
    },
    Question {
        label: String,
        /// The hint and the help, by lines.
        lines: Vec<String>,
        required: bool,
        when: Option<When>,
        paper: Paper,
    },
}

/// Rows of a block that are printed when its schema doesn't ask for more, and within another block.
const ROWS: usize = 3;
const INNER_ROWS: usize = 2;
const MOST_ROWS: usize = 10;

impl Form {
    /// All pages with all their questions, in the order of the form; what nobody answers is left out.
    pub fn paper(&self, lang: &str) -> Vec<PaperPage> {
        let printer = Printer { form: self, lang };
        let pages = self.pages.iter().map(|page| PaperPage {
            title: page.title(lang).to_owned(),
            lines: page.description(lang).map(markdown::lines).unwrap_or_default(),
            when: printer.when(&self.nodes[page.id]),
            items: printer.items(&self.nodes[page.id].children),
        });
        pages.collect()
    }
}

struct Printer<'a> {
    form: &'a Form,
    lang: &'a str,
}

impl Printer<'_> {
    fn items(&self, ids: &[Id]) -> Vec<PaperItem> {
        ids.iter().filter_map(|id| self.item(&self.form.nodes[*id])).collect()
    }

    fn said<'t>(&self, text: &'t crate::rules::Text) -> &'t str {
        text.in_language(self.lang, &self.form.base)
    }

    fn when(&self, node: &Node) -> Option<When> {
        let rule = node.rule.as_ref()?;
        let clause = self.form.clause(&rule.condition, node, self.lang);
        Some(When { unless: matches!(rule.effect, Effect::Hide | Effect::Disable), clause })
    }

    fn item(&self, node: &Node) -> Option<PaperItem> {
        let when = self.when(node);
        match &node.body {
            Body::Page => None,
            Body::Explanation { html, .. } => Some(PaperItem::Text { lines: markdown::lines(self.said(html)), when }),
            Body::Group { label, help, .. } => {
                let items = self.items(&node.children);
                let title = label.as_ref().map(|label| self.said(label).to_owned()).unwrap_or_default();
                let lines = help.as_ref().map(|help| markdown::lines(self.said(help))).unwrap_or_default();
                (!items.is_empty()).then_some(PaperItem::Group { title, lines, when, items })
            }
            Body::Choose(choose) => Some(self.choice(choose, when)),
            Body::Field(field) if field.silent || field.fixed.is_some() => None,
            Body::Field(field) if field.block.is_some() => Some(self.rows(node, field, when)),
            Body::Field(field) => self.question(node, field, when),
        }
    }

    fn choice(&self, choose: &Choose, when: Option<When>) -> PaperItem {
        let labels = choose.titles.iter().map(|title| self.said(title).to_owned()).collect();
        PaperItem::Question {
            label: self.said(&choose.label).to_owned(),
            lines: Vec::new(),
            required: true,
            when,
            paper: Paper::Boxes { several: false, labels },
        }
    }

    fn question(&self, node: &Node, field: &Field, when: Option<When>) -> Option<PaperItem> {
        let (label, lines) = (self.said(&field.label).to_owned(), self.lines(field));
        let mut paper = field.kind.paper(field, self.lang);
        match &mut paper {
            Paper::Nothing => return None,
            Paper::Inside => {
                return Some(PaperItem::Group { title: label, lines, when, items: self.items(&node.children) });
            }
            Paper::Lines { unit, .. } if unit.is_empty() => {
                *unit = field.options.suffix.as_ref().map(|unit| self.said(unit).to_owned()).unwrap_or_default();
            }
            _ => {}
        }
        Some(PaperItem::Question { label, lines, required: field.required, when, paper })
    }

    fn lines(&self, field: &Field) -> Vec<String> {
        let mut lines: Vec<String> = field.hint.iter().map(|hint| self.said(hint).to_owned()).collect();
        lines.extend(field.help.iter().flat_map(|help| markdown::lines(self.said(help))));
        // Kinds and sizes are of files that are sent: a copy on paper has none.
        lines.extend(field.file.as_ref().and_then(|rule| wanted(rule, false, self.lang)).map(str::to_owned));
        lines
    }

    /// A block, each of its rows under its number.
    fn rows(&self, node: &Node, field: &Field, when: Option<When>) -> PaperItem {
        let (shown, max) = field.block.as_ref().map_or((1, 1), |block| (block.shown, block.max));
        let usual = if node.blocks.is_empty() { ROWS } else { INNER_ROWS };
        let count = usual.min(max).max(shown).min(MOST_ROWS);
        let title = self.said(&field.label).to_owned();
        let row = |n: usize| PaperItem::Group {
            title: format!("{title}, {}\u{a0}{}", word(self.lang, "form-row-number"), n + 1),
            lines: Vec::new(),
            when: None,
            items: self.items(&node.children),
        };
        PaperItem::Group { lines: self.lines(field), when, items: (0..count).map(row).collect(), title }
    }
}
