//! What a `uiSchema` says of one property: words, widgets, options.

use super::controls::{control, option};
use crate::form::media_type;
use crate::procedures::imports::frame::{markdown, plain_text};
use crate::procedures::imports::ledger::{Ledger, Node};
use crate::procedures::imports::schema::{as_file, named_choices};
use serde_json::{Map, Value, json};

/// How it looks, and nothing else.
const LOOKS: [&str; 21] = [
    "autofocus",
    "className",
    "classNames",
    "collapsed",
    "collapsible",
    "copyable",
    "cols",
    "dense",
    "duplicateKeySuffixSeparator",
    "expandable",
    "filePreview",
    "hideError",
    "hideTitle",
    "inline",
    "label",
    "layouts",
    "rows",
    "style",
    "submitButtonOptions",
    "variant",
    "yearsRange",
];
/// What themes add under their own names.
const THEMES: [&str; 12] = [
    "antd",
    "basic",
    "beercss",
    "bootstrap",
    "chakra",
    "daisyui",
    "flowbite",
    "fluent",
    "mui",
    "primereact",
    "shadcn",
    "skeleton",
];

/// What a `uiSchema` says of a schema, its children apart.
pub(super) fn said(schema: &mut Value, ui: &Node<'_>, ledger: &mut Ledger) {
    let Some(fields) = schema.as_object_mut() else { return };
    let entries: Vec<String> = ui.value.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
    for key in &entries {
        let Some(name) = key.strip_prefix("ui:") else { continue };
        match name {
            "options" | "globalOptions" => {
                if let Some(options) = ledger.get(ui, key) {
                    for name in options.value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()) {
                        one(fields, &options, name, name, ledger);
                    }
                }
            }
            "components" => components(fields, ui, key, ledger),
            _ => one(fields, ui, key, name, ledger),
        }
    }
}

/// One entry of a `uiSchema`, under `key`.
fn one(fields: &mut Map<String, Value>, ui: &Node<'_>, key: &str, name: &str, ledger: &mut Ledger) {
    match name {
        "title" | "description" => {
            if let Some(text) = ledger.text(ui, key) {
                fields.insert(name.to_owned(), Value::from(plain_text(text)));
            }
        }
        "help" => {
            if let Some(text) = ledger.text(ui, key) {
                option(fields, "help", Value::from(markdown(text)));
            }
        }
        "placeholder" => {
            if let Some(text) = ledger.text(ui, key) {
                placeholder(fields, &ui.at(key), text, ledger);
            }
        }
        "widget" | "field" => {
            if let Some(widget) = ledger.text(ui, key) {
                self::widget(fields, &ui.at(key), widget, ledger);
            }
        }
        "readonly" | "disabled" | "readOnly" => {
            let is_fixed = ledger.flag(ui, key);
            if is_fixed {
                fields.insert("readOnly".to_owned(), json!(true));
            }
        }
        "autocomplete" => {
            if let Some(token) = ledger.text(ui, key) {
                option(fields, "autocomplete", Value::from(token));
            }
        }
        "inputType" | "type" => {
            if let Some(kind) = ledger.text(ui, key) {
                self::widget(fields, &ui.at(key), kind, ledger);
            }
        }
        "addable" => keep_rows(fields, ui, key, "disableAdd", ledger),
        "removable" => keep_rows(fields, ui, key, "disableRemove", ledger),
        // The other products' word for it is ours: `false` counts too.
        "orderable" => {
            if let Some(is_said) = ledger.whole(ui, key).filter(|said| said.is_boolean()) {
                option(fields, "showSortButtons", is_said.clone());
            }
        }
        "accept" => accept(fields, ui, key, ledger),
        "enumNames" => {
            if let Some(names) = ledger.whole(ui, key).filter(|names| names.is_array()) {
                fields.insert("enumNames".to_owned(), names.clone());
                named_choices(fields);
            }
        }
        "enumOrder" => enum_order(fields, ui, key, ledger),
        "enumDisabled" | "disabledEnumValues" => {
            let values = ui.peek(key).map(Value::to_string).unwrap_or_default();
            ledger.lose(&ui.at(key), "choices", &[("value", &values)]);
        }
        "order" | "layoutGrid" | "grid" | "definitions" | "rootFieldId" => {}
        _ if LOOKS.contains(&name) || is_of_theme(name) => ledger.skip_looks(ui, key),
        // What an input of the page's own is given.
        "text" | "textarea" | "number" | "date" | "datetime" | "time" | "file" | "select" | "input" | "checkbox" => {
            if let Some(inner) = ledger.get(ui, key).filter(|inner| inner.value.is_object()) {
                for name in inner.value.as_object().into_iter().flatten().map(|(name, _)| name.as_str()) {
                    one(fields, &inner, name, name, ledger);
                }
            }
        }
        // Told by the ledger.
        _ => {}
    }
}

fn is_of_theme(name: &str) -> bool {
    THEMES.iter().any(|theme| name.starts_with(theme))
}

/// Rows may be added and taken away unless a `uiSchema` says otherwise.
fn keep_rows(fields: &mut Map<String, Value>, ui: &Node<'_>, key: &str, name: &str, ledger: &mut Ledger) {
    let is_said = ui.peek(key).is_some_and(Value::is_boolean);
    if is_said && !ledger.flag(ui, key) {
        option(fields, name, json!(true));
    }
}

/// An example in the input vanishes as soon as one types: it is a hint instead.
fn placeholder(fields: &mut Map<String, Value>, pointer: &str, text: &str, ledger: &mut Ledger) {
    ledger.note(pointer, "placeholder", &[("text", text)]);
    if fields.get("description").is_some_and(Value::is_string) {
        option(fields, "help", Value::from(text));
    } else {
        fields.insert("description".to_owned(), Value::from(text));
    }
}

/// Components by slot, as SJSF names them.
fn components(fields: &mut Map<String, Value>, ui: &Node<'_>, key: &str, ledger: &mut Ledger) {
    let Some(slots) = ledger.get(ui, key) else { return };
    for slot in slots.value.as_object().into_iter().flatten().map(|(slot, _)| slot.as_str()) {
        let Some(name) = ledger.text(&slots, slot) else { continue };
        if slot == "layout" || slot.ends_with("Template") {
            ledger.note(&slots.at(slot), "presentation", &[("key", name)]);
        } else {
            widget(fields, &slots.at(slot), name, ledger);
        }
    }
}

/// How a property is asked.
fn widget(fields: &mut Map<String, Value>, pointer: &str, name: &str, ledger: &mut Ledger) {
    let plain = name.trim().to_lowercase().replace(['-', '_', ':', ' '], "");
    let plain = plain.trim_end_matches("widget").trim_end_matches("field");
    let is_text = fields.get("type").is_none_or(|name| name == "string");
    match plain {
        "textarea" => option(fields, "multi", json!(true)),
        "radio" | "radiogroup" => option(fields, "format", json!("radio")),
        "select" if has_choices(fields) => option(fields, "format", json!("select")),
        "combobox" | "autocomplete" | "typeahead" if has_choices(fields) => {
            option(fields, "format", json!("autocomplete"))
        }
        "hidden" => {
            control(fields, "hidden", json!(true));
            ledger.note(pointer, "hidden", &[]);
        }
        "email" if is_text => drop(fields.entry("format").or_insert_with(|| json!("email"))),
        "uri" | "url" if is_text => drop(fields.entry("format").or_insert_with(|| json!("uri"))),
        "date" | "altdate" | "datepicker" if is_text => drop(fields.entry("format").or_insert_with(|| json!("date"))),
        "datetime" | "altdatetime" | "datetimelocal" if is_text => {
            fields.entry("format").or_insert_with(|| json!("date-time"));
        }
        "time" if is_text => drop(fields.entry("format").or_insert_with(|| json!("time"))),
        "tel" => option(fields, "autocomplete", json!("tel")),
        "file" | "files" | "nativefile" | "unknownnativefile" => {
            ledger.note(pointer, "file-value", &[]);
            as_file(fields);
        }
        "arrayfiles" | "arraynativefiles" => {
            ledger.note(pointer, "file-value", &[]);
            fields.insert("items".to_owned(), json!({ "$ref": "../types/file.json" }));
        }
        // What we draw anyway.
        "text" | "number" | "checkbox" | "checkboxes" | "string" | "boolean" | "object" | "array" | "multienum"
        | "layoutgrid" => {}
        _ => ledger.note(pointer, "widget", &[("widget", name)]),
    }
}

fn has_choices(fields: &Map<String, Value>) -> bool {
    ["enum", "oneOf", "anyOf"].iter().any(|key| fields.contains_key(*key))
}

/// The types of a file.
fn accept(fields: &mut Map<String, Value>, ui: &Node<'_>, key: &str, ledger: &mut Ledger) {
    let Some(listed) = ledger.whole(ui, key) else { return };
    let names: Vec<&str> = match listed {
        Value::String(names) => names.split(',').collect(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let types: Vec<&str> = names.iter().filter_map(|name| media_type(name)).collect();
    if types.len() < names.len() {
        ledger.note(&ui.at(key), "field-type", &[("type", &names.join(", "))]);
    }
    if !types.is_empty() {
        fields.insert("file".to_owned(), json!({ "accept": types }));
    }
}

fn enum_order(fields: &mut Map<String, Value>, ui: &Node<'_>, key: &str, ledger: &mut Ledger) {
    let Some(order) = ledger.whole(ui, key).and_then(Value::as_array) else { return };
    let rest = order.iter().position(|value| value == "*").unwrap_or(order.len());
    let rank = |value: &Value| order.iter().position(|other| other == value).unwrap_or(rest);
    if let Some(values) = fields.get_mut("enum").and_then(Value::as_array_mut) {
        values.sort_by_key(rank);
    }
    if let Some(choices) = fields.get_mut("oneOf").and_then(Value::as_array_mut) {
        choices.sort_by_key(|choice| rank(choice.get("const").unwrap_or(&Value::Null)));
    }
}
