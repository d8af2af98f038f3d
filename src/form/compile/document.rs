//! Where a draft keeps the document that the schema describes, and which of its objects are there before any answer.

use super::Shape;
use crate::form::pointer::Template;
use crate::form::problem::Problems;
use serde_json::{Map, Value};

/// Where a draft keeps the document: it is the document, or holds one that is a list or a single value. A schema that says
/// nothing asks nothing.
pub(super) fn base(root: &Shape, problems: &mut Problems) -> Template {
    let is_object = root.type_name == "object" && root.shipped.is_none();
    let says = !root.type_name.is_empty() || !root.choices.is_empty() || root.is_group();
    if is_object {
        return Template::default();
    }
    let is_file =
        root.shipped == Some("file") || root.items.as_deref().is_some_and(|rows| rows.shipped == Some("file"));
    if !(says || root.schema.contains_key("type")) || root.type_name == "null" || is_file {
        problems.error("/schema", "root", vec![]);
    }
    Template::whole()
}

/// The document in which nothing is answered.
pub(super) fn blank(root: &Shape) -> Value {
    match root.type_name.as_str() {
        "array" => Value::Array(Vec::new()),
        "object" => Value::Object(Map::new()),
        _ => Value::Null,
    }
}

/// The objects that are always there, parents first.
pub(super) fn containers(shape: &Shape, here: &Template, found: &mut Vec<Template>) {
    for (name, child) in &shape.properties {
        let there = here.child(name);
        let is_whole = matches!(child.shipped, Some("file" | "commune" | "geometry" | "reference"));
        let is_object = child.type_name == "object" && !is_whole;
        if is_object && child.required {
            found.push(there.clone());
        }
        if is_object {
            containers(child, &there, found);
        }
        for (_, entry) in child.entries.iter().filter(|_| is_object) {
            containers(entry, &there.entry(), found);
        }
        if let Some(rows) = child.items.as_deref().filter(|rows| rows.shipped.is_none()) {
            containers(rows, &there.row(), found);
        }
    }
}
