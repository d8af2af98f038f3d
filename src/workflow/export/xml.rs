//! XML to write: elements, escaped by construction.

use std::fmt::{self, Display, Formatter};

/// An element.
#[derive(Debug, Clone)]
pub(super) struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), text: String::new(), children: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Adds an attribute that may be absent.
    pub(super) fn with_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    pub(super) fn text(mut self, text: impl ToString) -> Self {
        self.text = text.to_string();
        self
    }

    pub(super) fn child(mut self, child: Self) -> Self {
        self.children.push(child);
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }

    /// The element as a whole document.
    pub(super) fn document(&self) -> String {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{self}")
    }

    fn write(&self, f: &mut Formatter<'_>, depth: usize) -> fmt::Result {
        write!(f, "{:1$}<{2}", "", 2 * depth, self.name)?;
        for (name, value) in &self.attributes {
            write!(f, " {name}=\"{}\"", Escaped(value, true))?;
        }
        if self.text.is_empty() && self.children.is_empty() {
            return writeln!(f, "/>");
        }
        write!(f, ">{}", Escaped(&self.text, false))?;
        if !self.children.is_empty() {
            writeln!(f)?;
            self.children.iter().try_for_each(|child| child.write(f, depth + 1))?;
            write!(f, "{:1$}", "", 2 * depth)?;
        }
        writeln!(f, "</{}>", self.name)
    }
}

impl Display for Element {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

/// A text for XML, of an attribute or not. What XML can't hold is left out.
struct Escaped<'t>(&'t str, bool);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|sign| match sign {
            '&' => f.write_str("&amp;"),
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '"' if self.1 => f.write_str("&quot;"),
            // A parser would make spaces of them.
            '\n' | '\t' if self.1 => write!(f, "&#{};", u32::from(sign)),
            '\n' | '\t' => write!(f, "{sign}"),
            sign if sign.is_control() || matches!(sign, '\u{fffe}' | '\u{ffff}') => Ok(()),
            sign => write!(f, "{sign}"),
        })
    }
}
