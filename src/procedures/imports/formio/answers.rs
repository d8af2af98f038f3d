//! Answers of more than one line: choices, files, values of several parts.

use super::build::Builder;
use super::kinds::Kind;
use crate::form::media_type;
use crate::procedures::imports::frame::plain_text;
use crate::procedures::imports::ledger::Node;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Values to choose from; a list that is kept elsewhere is a line of text.
pub(super) fn choices(
    builder: &mut Builder<'_>,
    node: &Node<'_>,
    kind: Kind,
    facts: &mut Map<String, Value>,
    options: &mut Map<String, Value>,
) {
    let data = builder.ledger.get(node, "data");
    let mut listed = builder.ledger.list(node, "values");
    if let Some(data) = &data {
        listed.extend(builder.ledger.list(data, "values"));
    }
    let (mut offered, mut known): (Vec<Value>, HashSet<String>) = (Vec::new(), HashSet::new());
    for item in &listed {
        builder.ledger.skip(item, &["shortcut", "id"]);
        let value = match item.peek("value") {
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Bool(truth)) => truth.to_string(),
            _ => String::new(),
        };
        builder.ledger.skip(item, &["value"]);
        let label = builder.ledger.text(item, "label").map(plain_text).unwrap_or_else(|| value.clone());
        if value.is_empty() || !known.insert(value.clone()) {
            continue;
        }
        let mut choice = json!({ "const": value, "title": label });
        if let Some(text) = builder.ledger.text(item, "description") {
            choice["description"] = Value::from(plain_text(text));
        }
        offered.push(choice);
    }
    let source = builder.ledger.text(node, "dataSrc").unwrap_or("values").to_owned();
    if offered.is_empty() {
        let from = data.as_ref().map(|data| data.value.to_string()).unwrap_or_default();
        builder.ledger.lose(&node.at("data"), "choices-elsewhere", &[("source", &format!("{source} {from}"))]);
        facts.insert("type".to_owned(), json!("string"));
        if kind == Kind::Several {
            facts.insert("type".to_owned(), json!("array"));
            facts.insert("items".to_owned(), json!({ "type": "string" }));
        }
        return;
    }
    if let Some(data) = &data {
        // What a list written out leaves behind.
        builder.ledger.skip(data, &["url", "json", "custom", "resource"]);
    }
    if kind == Kind::Several {
        facts.insert("type".to_owned(), json!("array"));
        facts.insert("items".to_owned(), json!({ "type": "string", "oneOf": offered }));
        facts.insert("uniqueItems".to_owned(), json!(true));
        return;
    }
    facts.insert("type".to_owned(), json!("string"));
    facts.insert("oneOf".to_owned(), Value::Array(offered));
    if node.peek_text("type").starts_with("radio") {
        options.insert("format".to_owned(), json!("radio"));
    }
}

pub(super) fn file(builder: &mut Builder<'_>, node: &Node<'_>, facts: &mut Map<String, Value>) {
    builder.ledger.skip(
        node,
        &[
            "url",
            "options",
            "fileMinSize",
            "image",
            "uploadOnly",
            "privateDownload",
            "dir",
            "webcam",
            "fileTypes",
            "useConfigFiletypes",
        ],
    );
    facts.insert("$ref".to_owned(), json!("../types/file.json"));
    let mut names: Vec<String> = Vec::new();
    if let Some(pattern) = builder.ledger.text(node, "filePattern") {
        names.extend(pattern.split([',', ';']).map(|name| name.trim().to_owned()));
    }
    if let Some(file) = builder.ledger.get(node, "file") {
        builder.ledger.skip(&file, &["name", "allowedTypesLabels"]);
        let types = builder.ledger.whole(&file, "type").and_then(Value::as_array);
        names.extend(types.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned));
    }
    names.retain(|name| !["", "*", "*/*"].contains(&name.as_str()));
    let types: Vec<&str> = names.iter().filter_map(|name| media_type(name)).collect();
    if types.len() < names.len() {
        builder.ledger.note(&node.at("file"), "field-type", &[("type", &names.join(", "))]);
    }
    let mut rule = Map::new();
    if !types.is_empty() {
        rule.insert("accept".to_owned(), json!(types));
    }
    if let Some(size) = builder.ledger.text(node, "fileMaxSize").and_then(bytes) {
        rule.insert("maxSize".to_owned(), json!(size));
    }
    if node.peek_text("type") == "attachment" {
        builder.ledger.note(&node.at("type"), "level", &[("type", "attachment")]);
        builder.ledger.skip(node, &["attachmentType"]);
        if let Some(values) = node.peek("attachmentValues") {
            builder.ledger.lose(&node.at("attachmentValues"), "choices", &[("value", &values.to_string())]);
        }
    }
    if !rule.is_empty() {
        facts.insert("file".to_owned(), Value::Object(rule));
    }
}

/// « 10MB » in bytes.
fn bytes(size: &str) -> Option<u64> {
    let digits: String = size.chars().take_while(|char| char.is_ascii_digit()).collect();
    let unit = match size[digits.len()..].trim().to_uppercase().as_str() {
        "" | "B" => 1,
        "K" | "KB" => 1_000,
        "M" | "MB" => 1_000_000,
        "G" | "GB" => 1_000_000_000,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

pub(super) fn composite(builder: &mut Builder<'_>, node: &Node<'_>, parts: &[&str], facts: &mut Map<String, Value>) {
    let labels = builder.ledger.get(node, "customLabels");
    let custom = labels.as_ref().and_then(|labels| builder.ledger.text(labels, "doYouHaveIdentityNumber"));
    let mut properties = Map::new();
    for part in parts {
        let (name, format) = part.split_once(':').unwrap_or((part, ""));
        let mut schema = json!({ "type": "string", "title": spaced(name) });
        if !format.is_empty() {
            schema["format"] = json!(format);
        }
        if name == "harDuFodselsnummer" {
            schema["enum"] = json!(["ja", "nei"]);
            schema["title"] = json!(custom.unwrap_or("Har du norsk fødselsnummer eller d-nummer?"));
        }
        properties.insert(name.to_owned(), schema);
    }
    let object = json!({ "type": "object", "properties": properties });
    let is_list = ["partners", "children"].contains(&node.peek_text("type"));
    if is_list {
        facts.insert("type".to_owned(), json!("array"));
        facts.insert("items".to_owned(), object);
    } else {
        facts.extend(object.as_object().cloned().unwrap_or_default());
    }
}

/// « firstNames » → « First names ».
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for (n, char) in name.chars().enumerate() {
        if n == 0 {
            words.extend(char.to_uppercase());
        } else if char.is_uppercase() {
            words.push(' ');
            words.extend(char.to_lowercase());
        } else {
            words.push(char);
        }
    }
    words
}

/// One choice for each line of a table.
pub(super) fn survey(builder: &mut Builder<'_>, node: &Node<'_>, facts: &mut Map<String, Value>) {
    let mut pairs = |key: &str| -> Vec<(String, String)> {
        let items = builder.ledger.list(node, key);
        let read = items.iter().filter_map(|item| {
            builder.ledger.skip(item, &["tooltip", "shortcut"]);
            let value = builder.ledger.text(item, "value")?.to_owned();
            let label = builder.ledger.text(item, "label").map_or_else(|| value.clone(), plain_text);
            Some((value, label))
        });
        read.collect()
    };
    let (questions, answers) = (pairs("questions"), pairs("values"));
    let offered: Value = answers.iter().map(|(value, label)| json!({ "const": value, "title": label })).collect();
    let lines = questions
        .into_iter()
        .map(|(name, label)| (name, json!({ "type": "string", "title": label, "oneOf": offered })));
    facts.insert("type".to_owned(), json!("object"));
    facts.insert("properties".to_owned(), Value::Object(lines.collect()));
    builder.ledger.note(&node.at("type"), "level", &[("type", "survey")]);
}
