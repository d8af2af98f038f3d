//! JSON Schema with a `uiSchema`: react-jsonschema-form (RJSF), and its kin in Svelte (SJSF).
//!
//! What a `uiSchema` says of a property goes where it belongs: texts into the schema, the rest into the control that asks it.

mod controls;
mod habits;
mod layout;
mod widgets;

use super::frame::Draft;
use super::ledger::{Ledger, Node};
use super::{Refused, schema};
use crate::form::{NAMED, VALUES};
use serde_json::{Map, Value, json};

/// Where sample answers stand.
const SAMPLES: [&str; 5] = ["formData", "initialValue", "data", "initialData", "initialFormData"];

/// What stands in a source beside its form.
pub(super) struct Parts<'v> {
    pub(super) draft: Draft,
    pub(super) schema: Value,
    pub(super) ui: Option<Node<'v>>,
    pub(super) sample: Option<Value>,
}

pub(super) fn read(source: &Value, ledger: &mut Ledger) -> Result<Draft, Refused> {
    let Parts { mut draft, mut schema, ui, sample } = parts(&Node::root(source), ledger)?;
    let wrapped = wrap(&mut schema, ledger);
    free_names(&mut schema);
    if let Some(ui) = &ui {
        let part = if wrapped { schema.pointer_mut("/properties/value") } else { Some(&mut schema) };
        if let Some(part) = part {
            controls::apply(part, ui, ledger);
        }
    }
    habits::keep(&mut schema);
    draft.sample = sample.map(|data| if wrapped { json!({ "value": data }) } else { data });
    draft.sample = draft.sample.filter(Value::is_object);
    let ui = layout::of(&mut schema);
    draft.form.insert("schema".to_owned(), schema);
    draft.form.extend(ui.map(|ui| ("ui".to_owned(), ui)));
    Ok(draft)
}

/// A schema alone, or with a layout, sample answers and words beside it.
pub(super) fn parts<'v>(root: &Node<'v>, ledger: &mut Ledger) -> Result<Parts<'v>, Refused> {
    let (schema, is_wrapped) = schema_of(root, ledger)?;
    let draft = Draft { title: schema_text(&schema, "title"), ..Draft::default() };
    let mut parts = Parts { draft, schema, ui: None, sample: None };
    if is_wrapped {
        if let Some(title) = ledger.text(root, "title").or_else(|| ledger.text(root, "name")) {
            parts.draft.title = title.to_owned();
        }
        if let Some(description) = ledger.text(root, "description") {
            parts.draft.more.insert("description".to_owned(), Value::from(description));
        }
        let sample = SAMPLES.iter().find_map(|key| ledger.whole(root, key));
        parts.sample = sample.filter(|data| !ledger.is_blank(data)).cloned();
        parts.ui = ["uiSchema", "uischema", "ui"].iter().find_map(|key| ledger.get(root, key));
    }
    Ok(parts)
}

/// The schema, in 2020-12, and whether it stands beside other keys.
fn schema_of(root: &Node<'_>, ledger: &mut Ledger) -> Result<(Value, bool), Refused> {
    let Some(fields) = root.value.as_object() else { return Err(Refused::new("not-an-object", "")) };
    if fields.contains_key("components") {
        return Err(Refused::new("another-format", "formio"));
    }
    let is_schema = ["$schema", "type", "properties", "$ref", "allOf", "oneOf", "anyOf"];
    let wrapped =
        fields.get("schema").is_some_and(Value::is_object) && !is_schema.iter().any(|key| fields.contains_key(*key));
    if wrapped {
        let found = ledger.whole(root, "schema").unwrap_or(&Value::Null);
        return Ok((schema::modern(found, "/schema", ledger), true));
    }
    if !is_schema.iter().any(|key| fields.contains_key(*key)) {
        return Err(Refused::new("no-schema", ""));
    }
    ledger.all(root);
    Ok((schema::modern(root.value, "", ledger), false))
}

fn schema_text(schema: &Value, key: &str) -> String {
    schema.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A form asks an object: anything else becomes its only property.
pub(super) fn wrap(schema: &mut Value, ledger: &mut Ledger) -> bool {
    let target = followed(schema, schema);
    let has = |key: &str| target.get(key).is_some();
    let is_object = match target.get("type") {
        Some(Value::String(name)) => name == "object",
        Some(Value::Array(names)) => names.iter().any(|name| name == "object"),
        _ => has("properties") || has("allOf") || has("oneOf") || has("anyOf") || has("if"),
    };
    if is_object {
        if let Some(fields) = schema.as_object_mut() {
            fields.entry("type").or_insert_with(|| json!("object"));
        }
        return false;
    }
    ledger.note("", "root", &[]);
    let mut whole = Map::new();
    whole.insert("type".to_owned(), json!("object"));
    let mut inner = std::mem::take(schema);
    if let Some(fields) = inner.as_object_mut() {
        // References count from the root.
        for key in ["$defs", "definitions"] {
            whole.extend(fields.shift_remove(key).map(|shared| (key.to_owned(), shared)));
        }
    }
    whole.insert("properties".to_owned(), json!({ "value": inner }));
    *schema = Value::Object(whole);
    true
}

/// Beside properties, names that may be anything are names that people choose: RJSF has a button to add one, and asks for a
/// line. To us `true` there says nothing more than JSON Schema does by itself.
fn free_names(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let is_free = fields.get("additionalProperties") == Some(&Value::Bool(true));
            if is_free && fields.get("properties").is_some_and(Value::is_object) {
                fields.insert("additionalProperties".to_owned(), json!({ "type": ["string", "number"] }));
            }
            for (key, part) in fields.iter_mut().filter(|(key, _)| !VALUES.contains(&key.as_str())) {
                match part {
                    // What is named so is a question, whatever its name.
                    Value::Object(named) if NAMED.contains(&key.as_str()) => named.values_mut().for_each(free_names),
                    part => free_names(part),
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(free_names),
        _ => {}
    }
}

/// What a reference leads to, through others; the schema itself when it isn't one.
pub(super) fn followed<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    const TURNS: usize = 8;
    let mut here = schema;
    for _ in 0..TURNS {
        let reference = here.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        match reference.and_then(|pointer| root.pointer(pointer)) {
            Some(target) => here = target,
            None => break,
        }
    }
    here
}
