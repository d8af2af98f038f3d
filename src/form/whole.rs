//! Documents that are a list or a single value: a draft holds them under one name, beside what it keeps that is not of the
//! answers. Pointers are those of the document; its own, which is empty, is written `#` as the name of an input.

use super::Form;
use super::pointer::{Segment, Template};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Where a draft keeps a document that is a list or a single value: beside it stands what is not of the answers.
pub(crate) const WHOLE: &str = "#document";

/// The `id` of what asks for a whole document.
pub(crate) const WHOLE_ID: &str = "_";

/// The name of an input that holds a whole document: its pointer, which is empty, as a fragment of a URI (RFC 6901 §6).
pub(crate) const WHOLE_NAME: &str = "#";

/// The document that a draft or submitted answers hold.
pub fn document_of(values: &Value) -> &Value {
    values.get(WHOLE).unwrap_or(values)
}

/// What an `id` is, in the element of another.
pub(crate) fn id_under(id: &str, part: &str) -> String {
    if id == WHOLE_ID { part.to_owned() } else { format!("{id}-{part}") }
}

/// The pointer that a name of an input is: a fragment of a URI is one too.
pub fn of_name(name: &str) -> &str {
    let fragment = name.strip_prefix(WHOLE_NAME).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    fragment.unwrap_or(name)
}

impl Template {
    /// The address of a document that is no object.
    pub(crate) fn whole() -> Self {
        Self(vec![Segment::Whole])
    }
}

impl Form {
    /// A draft that holds a document; one that holds it already is the same.
    pub fn draft_of<'v>(&self, document: &'v Value) -> Cow<'v, Value> {
        match document {
            Value::Object(fields)
                if self.root == Template::default() || fields.keys().all(|key| key.starts_with('#')) =>
            {
                Cow::Borrowed(document)
            }
            _ if self.root == Template::default() => Cow::Owned(Value::Object(Map::new())),
            Value::Null => Cow::Owned(self.holding(&self.blank)),
            document => Cow::Owned(self.holding(document)),
        }
    }

    /// A draft that holds this very document, whatever it is.
    pub(super) fn holding(&self, document: &Value) -> Value {
        let mut draft = Value::Object(Map::new());
        self.root.put(&mut draft, &[], document.clone());
        draft
    }

    /// The document that a draft of this form holds.
    pub(super) fn document<'v>(&self, values: &'v Value) -> &'v Value {
        self.root.get(values, &[]).unwrap_or(&Value::Null)
    }
}
