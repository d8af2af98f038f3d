//! What templates draw: a page as plain data.

use super::fields::map::MapView;
use super::past::Writer;
use serde::Serialize;

/// One page of a form.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PageView {
    /// From 1, whatever is hidden.
    pub number: usize,
    pub title: String,
    /// Sanitised HTML.
    pub description_html: Option<String>,
    /// Templates get them as HTML.
    #[serde(skip)]
    pub elements: Vec<Element>,
    /// The page takes files.
    pub multipart: bool,
}

impl PageView {
    /// The elements with these ids, wherever they stand; nothing is given twice.
    pub fn pick(self, ids: &[String]) -> Vec<Element> {
        let mut picked = Vec::new();
        pick(self.elements, ids, &mut picked);
        picked
    }
}

fn pick(elements: Vec<Element>, ids: &[String], picked: &mut Vec<Element>) {
    for element in elements {
        if ids.contains(&element.id) {
            picked.push(element);
        } else {
            pick(element.parts, ids, picked);
            for row in element.rows {
                pick(row.elements, ids, picked);
            }
        }
    }
}

/// One thing to draw. `component` names the template; only the fields that it reads are filled, and only those that are
/// filled reach it: drawing a page is mostly handing them over.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Element {
    pub component: &'static str,
    /// The id of the input, or of the fieldset; its wrapper is `w-<id>`.
    pub id: String,
    /// JSON Pointer of the value; empty for a group or an explanation.
    pub name: String,
    pub label: String,
    /// Of a group's title, from 2.
    #[serde(skip_serializing_if = "is_zero")]
    pub level: usize,
    /// The parts of a group stand side by side where there is room.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub beside: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Longer help, sanitised HTML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    pub required: bool,
    /// It may be hidden or disabled by a rule.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Another answer that waits for a choice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<TwoAnswers>,
    /// A text-like value, as it is shown.
    pub value: String,
    pub input: Input,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// The list that typing searches: the name of one of [`crate::reference`], `adresses`, `reference`, or `options`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<&'static str>,
    /// The list only suggests: what it doesn't know may be as good.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// The address that typing asks; that of the official list when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// What an external reference says beside its label.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// What there is to know of an answer that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// Children of a group, parts of an address or of a date, the input for what is none of the options.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Element>,
    /// Rows of a repeated block.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub can_add: bool,
    /// The revision of the draft that took a row away, to take it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<i32>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub add_label: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<File>,
    /// Media types, joined by commas.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub accept: String,
    /// What people call them.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub accepted: String,
    /// What must be seen in the files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<&'static str>,
    /// In bytes; 0 for none.
    pub max_size: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub multiple: bool,
    /// Address of a model to download.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub map: Option<Box<MapView>>,
    /// Of an explanation, sanitised.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub html: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(level: &usize) -> bool {
    *level == 0
}

/// Attributes of an input.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Input {
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputmode: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autocomplete: Option<String>,
    /// Of a textarea, for its counter: never an attribute that cuts what people paste.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maxlength: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub width: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// What may be picked instead of typed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
}

/// One choice of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    pub selected: bool,
    /// The title of the group that begins with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<String>,
    /// Its group ends after it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closes: bool,
}

/// Words and what they say.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Fact {
    pub label: String,
    pub value: String,
}

/// One row of a repeated block.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Row {
    /// From 0.
    pub index: usize,
    pub pointer: String,
    pub id: String,
    pub title: String,
    pub elements: Vec<Element>,
    pub removable: bool,
    pub can_duplicate: bool,
    pub can_rise: bool,
    pub can_sink: bool,
    /// Someone took the row away, someone else wrote in it meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<TwoAnswers>,
}

/// Two answers to one question, as people read them, by lines; none for a blank, or for a row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TwoAnswers {
    /// The name of the input, or the pointer of the row.
    pub name: String,
    /// The answer that stands.
    pub standing: Vec<String>,
    /// The one that was written last.
    pub last: Vec<String>,
    /// Who wrote it.
    pub by: Writer,
    /// Who wrote the one that stands.
    pub other: Option<Writer>,
}

/// A file that was received.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct File {
    pub id: String,
    pub name: String,
    pub size: u64,
}
