//! Addresses in a document: JSON Pointers (RFC 6901), and templates of them for the rows of repeated blocks.

use super::fields::id_part;
use super::whole::{WHOLE, WHOLE_ID};
pub(crate) use crate::rules::escape;
use crate::rules::unescape;
use serde_json::{Map, Value};
use std::sync::Arc;

/// One step of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    /// From what a draft is to the document that it holds, where that is no object. No pointer tells it.
    Whole,
    /// A property.
    Name(String),
    /// Any row of the array met here.
    Row,
    /// Any name of the object met here that is not a property of its own.
    Entry,
    /// A place of its own in the array met here.
    Index(usize),
}

/// Which row of a block it is: its number in a list, its name in an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Number(usize),
    Name(Arc<str>),
}

impl Key {
    /// What stands here in a block's value.
    pub(crate) fn of<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        match self {
            Self::Number(row) => value.as_array()?.get(*row),
            Self::Name(name) => value.as_object()?.get(&**name),
        }
    }

    fn of_mut<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        match self {
            Self::Number(row) => value.as_array_mut()?.get_mut(*row),
            Self::Name(name) => value.as_object_mut()?.get_mut(&**name),
        }
    }
}

impl From<usize> for Key {
    fn from(row: usize) -> Self {
        Self::Number(row)
    }
}

/// The address of a field, whatever the rows it stands in: `/children/*/name`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Template(pub(crate) Vec<Segment>);

impl Template {
    /// The address of a property of the object that stands here.
    pub(crate) fn child(&self, name: &str) -> Self {
        self.with(Segment::Name(name.to_owned()))
    }

    /// The address of the rows of the array that stands here.
    pub(crate) fn row(&self) -> Self {
        self.with(Segment::Row)
    }

    /// The address of the entries of the object that stands here.
    pub(crate) fn entry(&self) -> Self {
        self.with(Segment::Entry)
    }

    /// The address of one place of the array that stands here.
    pub(crate) fn index(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    fn with(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        Self(segments)
    }

    /// How many rows an address needs to be precise.
    pub(crate) fn depth(&self) -> usize {
        self.0.iter().filter(|segment| matches!(segment, Segment::Row | Segment::Entry)).count()
    }

    /// The pointer for these rows; a row that is not given is written `*`.
    pub(crate) fn pointer(&self, rows: &[Key]) -> String {
        let (mut pointer, mut rows) = (String::with_capacity(self.0.len() * 12), rows.iter());
        for segment in self.0.iter().filter(|segment| **segment != Segment::Whole) {
            pointer.push('/');
            match segment {
                Segment::Whole => {}
                Segment::Name(name) => pointer.push_str(&escape(name)),
                Segment::Index(index) => pointer.push_str(&index.to_string()),
                Segment::Row | Segment::Entry => match rows.next() {
                    Some(Key::Number(row)) => pointer.push_str(&row.to_string()),
                    Some(Key::Name(name)) => pointer.push_str(&escape(name)),
                    None => pointer.push('*'),
                },
            }
        }
        pointer
    }

    /// Joined by hyphens, for the `id` of an element.
    pub(crate) fn hyphenated(&self, rows: &[Key]) -> String {
        let (mut id, mut rows) = (String::with_capacity(self.0.len() * 12), rows.iter());
        for segment in &self.0 {
            if !id.is_empty() {
                id.push('-');
            }
            match segment {
                Segment::Whole => {}
                Segment::Name(name) => id.push_str(name),
                Segment::Index(index) => id.push_str(&index.to_string()),
                Segment::Row | Segment::Entry => match rows.next() {
                    Some(Key::Number(row)) => id.push_str(&row.to_string()),
                    Some(Key::Name(name)) => id.push_str(&id_part(name)),
                    None => id.push('*'),
                },
            }
        }
        if id.is_empty() { WHOLE_ID.to_owned() } else { id }
    }

    /// Joined by dots without the rows: the key of translations, the path of rules.
    pub(crate) fn dotted(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        names.join(".")
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|segment| match segment {
            Segment::Name(name) => Some(name.as_str()),
            _ => None,
        })
    }

    pub(crate) fn starts_with(&self, prefix: &Self) -> bool {
        self.0.starts_with(&prefix.0)
    }

    /// Whether one holds the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.starts_with(other) || other.starts_with(self)
    }

    /// What stands here in a document.
    pub(crate) fn get<'v>(&self, document: &'v Value, rows: &[Key]) -> Option<&'v Value> {
        let mut rows = rows.iter();
        self.0.iter().try_fold(document, |value, segment| match segment {
            Segment::Whole => value.as_object()?.get(WHOLE),
            Segment::Name(name) => value.as_object()?.get(name),
            Segment::Row | Segment::Entry => rows.next()?.of(value),
            Segment::Index(index) => value.as_array()?.get(*index),
        })
    }

    pub(crate) fn get_mut<'v>(&self, document: &'v mut Value, rows: &[Key]) -> Option<&'v mut Value> {
        Self::at_mut(&self.0, document, rows)
    }

    fn at_mut<'v>(path: &[Segment], document: &'v mut Value, rows: &[Key]) -> Option<&'v mut Value> {
        let mut rows = rows.iter();
        path.iter().try_fold(document, |value, segment| match segment {
            Segment::Whole => value.as_object_mut()?.get_mut(WHOLE),
            Segment::Name(name) => value.as_object_mut()?.get_mut(name),
            Segment::Row | Segment::Entry => rows.next()?.of_mut(value),
            Segment::Index(index) => value.as_array_mut()?.get_mut(*index),
        })
    }

    /// Takes what stands here away. The order of the other properties is kept; in a block the row stays, empty: those
    /// after it keep their number, and a name that was given is not lost.
    pub(crate) fn remove(&self, document: &mut Value, rows: &[Key]) -> Option<Value> {
        let (last, parents) = self.0.split_last()?;
        match last {
            Segment::Whole => document.as_object_mut()?.shift_remove(WHOLE),
            Segment::Name(name) => Self::at_mut(parents, document, rows)?.as_object_mut()?.shift_remove(name),
            _ => Some(Self::at_mut(&self.0, document, rows)?.take()),
        }
    }

    /// Puts a value here, making the objects and the rows that lead to it.
    pub(crate) fn put(&self, document: &mut Value, rows: &[Key], new: Value) {
        let mut rows = rows.iter();
        let mut here = document;
        for (n, segment) in self.0.iter().enumerate() {
            here = match segment {
                Segment::Whole => object(here).entry(WHOLE).or_insert(Value::Null),
                Segment::Name(name) => object(here).entry(name.clone()).or_insert(Value::Null),
                Segment::Row | Segment::Entry => match rows.next() {
                    Some(Key::Number(row)) => {
                        let list = array(here);
                        let holds_names = matches!(self.0.get(n + 1), Some(Segment::Name(_) | Segment::Entry));
                        let empty = || if holds_names { Value::Object(Map::new()) } else { Value::Null };
                        list.resize_with(list.len().max(row + 1), empty);
                        &mut list[*row]
                    }
                    Some(Key::Name(name)) => object(here).entry(&**name).or_insert(Value::Null),
                    None => return,
                },
                Segment::Index(index) => {
                    let list = array(here);
                    list.resize(list.len().max(index + 1), Value::Null);
                    &mut list[*index]
                }
            };
        }
        *here = new;
    }
}

/// The object that stands here; anything else gives way to an empty one.
fn object(value: &mut Value) -> &mut Map<String, Value> {
    if !value.is_object() {
        *value = Value::Object(Map::new());
    }
    match value {
        Value::Object(map) => map,
        _ => unreachable!("it was just made an object"),
    }
}

/// The array that stands here; anything else gives way to an empty one.
pub(crate) fn array(value: &mut Value) -> &mut Vec<Value> {
    if !value.is_array() {
        *value = Value::Array(Vec::new());
    }
    match value {
        Value::Array(list) => list,
        _ => unreachable!("it was just made an array"),
    }
}

/// The names of a pointer; `None` when it isn't one.
pub(crate) fn parse(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    pointer.strip_prefix('/')?.split('/').map(unescape).collect()
}

/// A row's number as it is written in a pointer: no sign, no leading zero.
pub(crate) fn row_number(token: &str) -> Option<usize> {
    let canonical = token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
    if canonical { token.parse().ok() } else { None }
}

/// Whether `pointer` is `ancestor` or lies under it. A `*` stands for any row.
pub fn is_under(pointer: &str, ancestor: &str) -> bool {
    let mut tokens = pointer.split('/');
    let same = |token: &str, wanted: &str| token == wanted || wanted == "*" || token == "*";
    ancestor.split('/').all(|wanted| tokens.next().is_some_and(|token| same(token, wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn template() -> Template {
        Template::default().child("a/b").row().child("c")
    }

    #[test]
    fn a_template_reads_writes_and_removes() {
        let mut document = json!({"a/b": "not a list"});
        template().put(&mut document, &[Key::Number(1)], json!(3));
        assert_eq!(document, json!({"a/b": [{}, {"c": 3}]}));
        assert_eq!(template().get(&document, &[Key::Number(1)]), Some(&json!(3)));
        assert_eq!(template().get(&document, &[Key::Number(2)]), None);
        assert_eq!(template().remove(&mut document, &[Key::Number(1)]), Some(json!(3)));
        assert_eq!(document, json!({"a/b": [{}, {}]}));
    }

    #[test]
    fn it_is_written_in_three_ways() {
        assert_eq!(template().pointer(&[Key::Number(4)]), "/a~1b/4/c");
        assert_eq!(template().pointer(&[]), "/a~1b/*/c");
        assert_eq!(template().hyphenated(&[Key::Number(4)]), "a/b-4-c");
        assert_eq!(template().dotted(), "a/b.c");
    }

    #[test]
    fn an_entry_is_found_by_its_name() {
        let (template, rows) = (Template::default().child("a").entry().child("b"), [Key::Name("x/ y".into())]);
        let mut document = json!({"a": {"z": 1}});
        template.put(&mut document, &rows, json!(2));
        assert_eq!(document, json!({"a": {"z": 1, "x/ y": {"b": 2}}}));
        assert_eq!(template.get(&document, &rows), Some(&json!(2)));
        assert_eq!((template.pointer(&rows), template.pointer(&[])), ("/a/x~1 y/b".to_owned(), "/a/*/b".to_owned()));
        assert_eq!(template.hyphenated(&rows), "a-x__y-b");
        let entry = Template::default().child("a").entry();
        entry.remove(&mut document, &rows);
        assert_eq!(document, json!({"a": {"z": 1, "x/ y": null}}));
    }

    #[test]
    fn pointers_are_read_strictly() {
        assert_eq!(parse("/a~1b/~01"), Some(vec!["a/b".to_owned(), "~1".to_owned()]));
        assert_eq!(parse("a"), None);
        assert_eq!(parse("/a~2"), None);
        assert_eq!(parse("/a~"), None);
        assert_eq!(
            (row_number("0"), row_number("12"), row_number("01"), row_number("-1")),
            (Some(0), Some(12), None, None)
        );
        assert_eq!(row_number("99999999999999999999999"), None);
        assert_eq!(row_number(""), None);
    }

    #[test]
    fn a_star_stands_for_any_row() {
        assert!(is_under("/children/0/name", "/children"));
        assert!(is_under("/children/0/name", "/children/*/name"));
        assert!(!is_under("/childrens", "/children"));
        assert!(!is_under("/children", "/children/*/name"));
    }
}
