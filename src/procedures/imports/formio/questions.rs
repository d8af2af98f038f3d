//! One question: its schema, how it is asked, what it must be.

use super::answers::{choices, composite, file, survey};
use super::build::{Builder, put, scope};
use super::checks;
use super::kinds::Kind;
use super::words::translations;
use crate::procedures::imports::frame::{markdown, plain_text};
use crate::procedures::imports::ledger::Node;
use serde_json::{Map, Value, json};

/// What validation says of the tool, not of the answer.
pub(super) const VALIDATION_OF_THE_TOOL: [&str; 7] =
    ["customPrivate", "strictDateValidation", "multiple", "unique", "onlyAvailableItems", "plugins", "backendApi"];

/// Adds a question to the schema. Returns its control.
pub(super) fn ask(builder: &mut Builder<'_>, node: &Node<'_>, kind: Kind, path: &[String]) -> Value {
    let mut options = Map::new();
    let mut facts = words(builder, node, path, &mut options);
    let required = required(builder, node);
    answer(builder, node, kind, &mut facts, &mut options);
    if kind == Kind::Tick {
        options.insert("format".to_owned(), json!("checkbox"));
        if required {
            facts.insert("const".to_owned(), json!(true));
        }
    }
    checks::bounds(builder, node, &mut facts);
    several(builder, node, kind, &mut facts);
    default(builder, node, kind, &mut facts);
    if builder.ledger.flag(node, "disabled") || builder.ledger.flag(node, "readOnly") {
        facts.insert("readOnly".to_owned(), json!(true));
    }
    checks::calculation(builder, node, path, &mut facts);
    checks::custom(builder, node, path);
    put(&mut builder.schema, path, facts, required);
    let mut control = json!({ "type": "Control", "scope": scope(path) });
    if !options.is_empty() {
        control["options"] = Value::Object(options);
    }
    control
}

fn required(builder: &mut Builder<'_>, node: &Node<'_>) -> bool {
    let Some(validate) = builder.ledger.get(node, "validate") else { return false };
    builder.ledger.skip(&validate, &VALIDATION_OF_THE_TOOL);
    builder.ledger.flag(&validate, "required")
}

/// What people read of it.
fn words(
    builder: &mut Builder<'_>,
    node: &Node<'_>,
    path: &[String],
    options: &mut Map<String, Value>,
) -> Map<String, Value> {
    let mut facts = Map::new();
    let dotted: Vec<&str> = path.iter().map(String::as_str).filter(|name| *name != super::names::ROW).collect();
    let dotted = dotted.join(".");
    let label = ["label", "legend", "title"].iter().find_map(|key| builder.ledger.text(node, key).map(plain_text));
    let label = label.filter(|label| !label.is_empty()).unwrap_or_else(|| path.last().cloned().unwrap_or_default());
    facts.insert("title".to_owned(), Value::from(label));
    let tooltip = builder.ledger.text(node, "tooltip");
    let more = builder.ledger.text(node, "additionalDescriptionText");
    let label = builder.ledger.text(node, "additionalDescriptionLabel");
    let help: Vec<String> = [label, more, tooltip].into_iter().flatten().map(markdown).collect();
    if let Some(text) = builder.ledger.text(node, "description") {
        facts.insert("description".to_owned(), Value::from(plain_text(text)));
    }
    if let Some(text) = builder.ledger.text(node, "placeholder") {
        builder.ledger.note(&node.at("placeholder"), "placeholder", &[("text", text)]);
        facts.entry("description").or_insert_with(|| Value::from(text));
    }
    if !help.is_empty() {
        options.insert("help".to_owned(), Value::from(help.join("\n\n")));
    }
    let suffixes: Vec<&str> = ["suffix"].iter().filter_map(|key| builder.ledger.text(node, key)).collect();
    if let Some(suffix) = suffixes.first() {
        options.insert("suffix".to_owned(), Value::from(*suffix));
    }
    if let Some(token) = builder.ledger.text(node, "autocomplete").filter(|token| !["on", "off"].contains(token)) {
        options.insert("autocomplete".to_owned(), Value::from(token));
    }
    for (key, end) in [("label", "label"), ("description", "description")] {
        for (language, text) in translations(builder.ledger, node, key) {
            if language != builder.language && facts.contains_key(if key == "label" { "title" } else { key }) {
                builder.translations.entry(language).or_default().insert(format!("{dotted}.{end}"), text);
            }
        }
    }
    facts
}

/// The type of the answer.
fn answer(
    builder: &mut Builder<'_>,
    node: &Node<'_>,
    kind: Kind,
    facts: &mut Map<String, Value>,
    options: &mut Map<String, Value>,
) {
    let mut set = |key: &str, value: Value| drop(facts.insert(key.to_owned(), value));
    match kind {
        Kind::Text(format) => {
            set("type", json!("string"));
            if !format.is_empty() {
                set("format", json!(format));
            }
            if node.peek_text("type") == "password" {
                builder.ledger.note(&node.at("type"), "widget", &[("widget", "password")]);
            }
        }
        Kind::Pattern(pattern) => {
            set("type", json!("string"));
            set("pattern", json!(pattern));
            builder.ledger.note(&node.at("type"), "format", &[("format", node.peek_text("type"))]);
        }
        Kind::Textarea => {
            set("type", json!("string"));
            options.insert("multi".to_owned(), json!(true));
        }
        Kind::Integer => set("type", json!("integer")),
        Kind::Number | Kind::Money => number(builder, node, kind, facts, options),
        Kind::Tick => set("type", json!("boolean")),
        Kind::Choice | Kind::Several => choices(builder, node, kind, facts, options),
        Kind::File => file(builder, node, facts),
        Kind::Shipped(name) => {
            set("$ref", json!(format!("../types/{name}.json")));
            builder.ledger.skip(node, &["data", "dataSrc"]);
            if name == "geometry" {
                map(builder, node, facts);
            } else if name == "address" {
                builder.ledger.note(&node.at("type"), "level", &[("type", node.peek_text("type"))]);
                builder
                    .ledger
                    .skip(node, &["addressType", "provider", "providerOptions", "manualModeViewString", "components"]);
            }
        }
        Kind::Parts(parts) => {
            builder.ledger.note(&node.at("type"), "level", &[("type", node.peek_text("type"))]);
            composite(builder, node, parts, facts);
        }
        Kind::Tags => {
            set("type", json!("array"));
            set("items", json!({ "type": "string" }));
            builder.ledger.skip(node, &["delimeter", "maxTags", "storeas"]);
        }
        Kind::Survey => survey(builder, node, facts),
        _ => {
            set("type", json!("string"));
            builder.ledger.note(&node.at("type"), "component-unknown", &[("type", node.peek_text("type"))]);
        }
    }
}

/// What may be drawn on a map, one place for an answer.
fn map(builder: &mut Builder<'_>, node: &Node<'_>, facts: &mut Map<String, Value>) {
    let Some(ways) = builder.ledger.get(node, "interactions") else { return };
    let known = [("marker", "Point"), ("polyline", "LineString"), ("polygon", "Polygon")];
    let shapes: Vec<&str> =
        known.into_iter().filter(|(way, _)| builder.ledger.flag(&ways, way)).map(|(_, shape)| shape).collect();
    if !shapes.is_empty() {
        facts.insert("map".to_owned(), json!({ "geometries": shapes, "max": 1 }));
    }
}

fn number(
    builder: &mut Builder<'_>,
    node: &Node<'_>,
    kind: Kind,
    facts: &mut Map<String, Value>,
    options: &mut Map<String, Value>,
) {
    let decimals = builder.ledger.number(node, "decimalLimit").and_then(|limit| limit.as_u64());
    let currency = builder.ledger.text(node, "currency").unwrap_or_default();
    let is_whole = decimals == Some(0);
    facts.insert("type".to_owned(), json!(if is_whole { "integer" } else { "number" }));
    let is_euro = currency.is_empty() || currency.eq_ignore_ascii_case("eur");
    if kind == Kind::Money && is_euro {
        facts.insert("format".to_owned(), json!("money"));
    } else if !currency.is_empty() {
        options.entry("suffix").or_insert_with(|| Value::from(currency.to_uppercase()));
    }
    if let Some(limit) = decimals.filter(|limit| (1..=6).contains(limit) && kind != Kind::Money) {
        let step = format!("0.{}1", "0".repeat(usize::try_from(limit - 1).unwrap_or(0)));
        facts.extend(serde_json::from_str::<Value>(&step).ok().map(|step| ("multipleOf".to_owned(), step)));
    }
}

/// Several answers to one question are a list of it.
fn several(builder: &mut Builder<'_>, node: &Node<'_>, kind: Kind, facts: &mut Map<String, Value>) {
    if !builder.ledger.flag(node, "multiple") || matches!(kind, Kind::Several | Kind::Tags | Kind::Choice) {
        return;
    }
    let words = ["title", "description", "file"];
    let mut list: Map<String, Value> = words.iter().filter_map(|key| facts.shift_remove_entry(*key)).collect();
    list.insert("type".to_owned(), json!("array"));
    list.insert("items".to_owned(), Value::Object(std::mem::take(facts)));
    if let Some(most) = builder.ledger.number(node, "maxNumberOfFiles") {
        list.insert("maxItems".to_owned(), most);
    }
    *facts = list;
}

/// The first answer, where it fits.
fn default(builder: &mut Builder<'_>, node: &Node<'_>, kind: Kind, facts: &mut Map<String, Value>) {
    if let Some(script) = builder.ledger.text(node, "customDefaultValue") {
        builder.ledger.note(&node.at("customDefaultValue"), "default", &[("value", script)]);
    }
    let Some(value) = builder.ledger.whole(node, "defaultValue").filter(|value| !builder.ledger.is_blank(value)) else {
        return;
    };
    let is_offered = |value: &Value, list: Option<&Value>| {
        let list = list.and_then(|schema| schema.get("oneOf")).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|choice| choice["const"] == *value))
    };
    let whole = Value::Object(facts.clone());
    let fits = match (kind, value) {
        (Kind::Choice, Value::String(_)) => is_offered(value, Some(&whole)).then(|| value.clone()),
        (Kind::Several, Value::Object(ticks)) if ticks.values().all(Value::is_boolean) => {
            let chosen: Value =
                ticks.iter().filter(|(_, tick)| **tick == json!(true)).map(|(name, _)| json!(name)).collect();
            Some(chosen).filter(|chosen| {
                chosen.as_array().is_some_and(|list| list.iter().all(|value| is_offered(value, whole.get("items"))))
            })
        }
        (Kind::Text("") | Kind::Textarea, Value::String(_)) if whole["type"] == "string" => Some(value.clone()),
        (Kind::Number | Kind::Integer | Kind::Money, Value::Number(_)) if whole["type"] != "array" => {
            Some(value.clone())
        }
        (Kind::Tick, Value::Bool(_)) if whole.get("const").is_none() => Some(value.clone()),
        _ => None,
    };
    match fits {
        Some(value) => drop(facts.insert("default".to_owned(), value)),
        None => builder.ledger.lose(&node.at("defaultValue"), "default", &[("value", &value.to_string())]),
    }
}
