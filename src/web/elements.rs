//! The elements of a form's page as HTML. But for what people typed, everybody who opens the page gets the same: that is
//! drawn once, with a mark for each typed text, and each text is put in the place of its mark.

use crate::form::Element;
use crate::{Error, Result};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use tera::{Context, Tera, escape_html};
use uuid::Uuid;

/// The template of a list of elements.
const TEMPLATE: &str = "elements.html";
/// Bytes that are kept for a language, about: some dozens of forms.
const ROOM: u64 = 6_000_000;
/// Elements that one can expect in it.
const EXPECTED: usize = 2_000;
/// Bytes that the escapes of a typed text take, about.
const ESCAPES: usize = 8;

/// What was drawn of elements in a language.
pub(super) struct Memo {
    drawn: Cache<Question, Arc<Outline>, Size>,
    /// What no text of a form holds: it is drawn at random for each process, and never sent.
    mark: String,
}

/// An element without what was typed in it, and whether it takes the place of one that the page shows.
#[derive(PartialEq)]
struct Question {
    element: Element,
    in_place: bool,
}

// An element that is kept has no map, whose positions alone may differ from themselves.
impl Eq for Question {}

impl Hash for Question {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.in_place.hash(state);
        hash(&self.element, state);
    }
}

/// What tells most elements apart; equality looks at the rest.
fn hash<H: Hasher>(element: &Element, state: &mut H) {
    (element.component, &element.id, &element.label, &element.value, element.hidden, element.required).hash(state);
    element.options.iter().for_each(|option| option.selected.hash(state));
    element.parts.iter().for_each(|part| hash(part, state));
}

/// HTML with places for what was typed.
struct Outline {
    html: String,
    /// Where a text goes in it, and which one.
    holes: Vec<(usize, usize)>,
}

#[derive(Clone)]
struct Size;

impl Weighter<Question, Arc<Outline>> for Size {
    fn weight(&self, question: &Question, outline: &Arc<Outline>) -> u64 {
        const ELEMENT: usize = 1_500;
        const CHOICE: usize = 150;
        fn of(element: &Element) -> usize {
            ELEMENT + CHOICE * element.options.len() + element.parts.iter().map(of).sum::<usize>()
        }
        (outline.html.len() + of(&question.element)) as u64
    }
}

impl Memo {
    pub(super) fn new() -> Self {
        let drawn = Cache::with_weighter(EXPECTED, ROOM, Size);
        Self { drawn, mark: format!("typed-{}-", Uuid::new_v4().simple()) }
    }

    /// Elements as HTML, each in its wrapper; `in_place` when they are sent to replace those that a page shows.
    pub(super) fn draw(&self, tera: &Tera, elements: Vec<Element>, in_place: bool) -> Result<String> {
        let pieces = elements.into_iter().map(|element| self.piece(tera, element, in_place));
        let pieces = pieces.collect::<Result<Vec<_>>>()?;
        let length = |(outline, typed): &(Arc<Outline>, Vec<String>)| {
            outline.html.len() + typed.iter().map(|text| text.len() + ESCAPES).sum::<usize>()
        };
        let mut html = Vec::with_capacity(pieces.iter().map(length).sum());
        for (outline, typed) in pieces {
            outline.fill(&typed, &mut html)?;
        }
        String::from_utf8(html).map_err(Error::internal)
    }

    /// What is drawn of an element for everybody, and what was typed in it.
    fn piece(&self, tera: &Tera, mut element: Element, in_place: bool) -> Result<(Arc<Outline>, Vec<String>)> {
        let mut typed = Vec::new();
        if !is_common(&element) {
            let html = drawn(tera, &element, in_place)?;
            return Ok((Arc::new(Outline { html, holes: Vec::new() }), typed));
        }
        self.take_typed(&mut element, &mut typed);
        let question = Question { element, in_place };
        if let Some(outline) = self.drawn.get(&question) {
            return Ok((outline, typed));
        }
        let outline = Arc::new(self.outline(&drawn(tera, &question.element, in_place)?));
        self.drawn.insert(question, outline.clone());
        Ok((outline, typed))
    }

    /// Moves what was typed out of an element, with marks in its place; what its template doesn't read is forgotten.
    fn take_typed(&self, element: &mut Element, typed: &mut Vec<String>) {
        match element.component {
            "text" | "textarea" | "autocomplete" | "calculated" if !element.value.is_empty() => {
                let mark = format!("{}{}.", self.mark, typed.len());
                typed.push(std::mem::replace(&mut element.value, mark));
            }
            // A fixed value, the same for everybody.
            "hidden" => {}
            "checkbox" if element.value == "true" => {}
            _ => element.value.clear(),
        }
        element.parts.iter_mut().for_each(|part| self.take_typed(part, typed));
    }

    fn outline(&self, drawn: &str) -> Outline {
        let mut pieces = drawn.split(&self.mark);
        let mut outline = Outline { html: pieces.next().unwrap_or_default().to_owned(), holes: Vec::new() };
        for piece in pieces {
            // A mark always has its number and its dot.
            let (number, after) = piece.split_once('.').unwrap_or(("", piece));
            outline.holes.extend(number.parse().ok().map(|number: usize| (outline.html.len(), number)));
            outline.html.push_str(after);
        }
        outline
    }
}

impl Outline {
    fn fill(&self, typed: &[String], html: &mut Vec<u8>) -> Result<()> {
        let (drawn, mut from) = (self.html.as_bytes(), 0);
        for (at, number) in &self.holes {
            html.extend_from_slice(&drawn[from..*at]);
            escape_html(typed.get(*number).map_or("", String::as_str), html).map_err(Error::internal)?;
            from = *at;
        }
        html.extend_from_slice(&drawn[from..]);
        Ok(())
    }
}

/// One element, drawn by its template.
fn drawn(tera: &Tera, element: &Element, in_place: bool) -> Result<String> {
    let mut context = Context::new();
    context.insert("elements", &[element]);
    context.insert("in_place", &in_place);
    tera.render(TEMPLATE, &context).map_err(Error::internal)
}

/// Whether an element says nothing of its reader but what they typed or ticked.
fn is_common(element: &Element) -> bool {
    let says_more = element.error.is_some()
        || element.conflict.is_some()
        || element.notice.is_some()
        || element.search.is_some()
        || element.undo.is_some()
        || element.map.is_some()
        || !element.facts.is_empty()
        || !element.files.is_empty()
        || !element.rows.is_empty()
        || (element.component == "autocomplete" && !element.options.is_empty());
    !says_more && element.parts.iter().all(is_common)
}
