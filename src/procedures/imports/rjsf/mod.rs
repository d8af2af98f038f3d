//! JSON Schema with a `uiSchema`: react-jsonschema-form (RJSF), and its kin in Svelte (SJSF).
//!
//! What a `uiSchema` says of a property goes where it belongs: texts into the schema, the rest into the control that asks it.

mod controls;
mod layout;
mod widgets;

use super::frame::Draft;
use super::ledger::{Ledger, Node};
use super::{Refused, schema};
use serde_json::{Map, Value, json};

/// Where sample answers stand.
const SAMPLES: [&str; 5] = ["formData", "initialValue", "data", "initialData", "initialFormData"];

pub(super) fn read(source: &Value, ledger: &mut Ledger) -> Result<Draft, Refused> {
    let root = Node::root(source);
    let (mut schema, is_wrapped) = schema_of(&root, ledger)?;
    let mut draft = Draft { title: schema_text(&schema, "title"), ..Draft::default() };
    let mut sample = None;
    let mut ui = None;
    if is_wrapped {
        if let Some(title) = ledger.text(&root, "title").or_else(|| ledger.text(&root, "name")) {
            draft.title = title.to_owned();
        }
        if let Some(description) = ledger.text(&root, "description") {
            draft.more.insert("description".to_owned(), Value::from(description));
        }
        sample = SAMPLES.iter().find_map(|key| ledger.whole(&root, key)).filter(|data| !ledger.is_blank(data));
        ui = ["uiSchema", "uischema", "ui"].iter().find_map(|key| ledger.get(&root, key));
    }
    let wrapped = wrap(&mut schema, ledger);
    if let Some(ui) = &ui {
        let part = if wrapped { schema.pointer_mut("/properties/value") } else { Some(&mut schema) };
        if let Some(part) = part {
            controls::apply(part, ui, ledger);
        }
    }
    draft.sample = sample.map(|data| if wrapped { json!({ "value": data }) } else { data.clone() });
    draft.sample = draft.sample.filter(Value::is_object);
    let ui = layout::of(&mut schema);
    draft.form.insert("schema".to_owned(), schema);
    draft.form.extend(ui.map(|ui| ("ui".to_owned(), ui)));
    Ok(draft)
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
fn wrap(schema: &mut Value, ledger: &mut Ledger) -> bool {
    let followed = schema::followed(schema, schema);
    let has = |key: &str| followed.get(key).is_some();
    let is_object = match followed.get("type") {
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
