//! JSON Schema with a JSON Forms UI schema: our own language, but for custom elements, options of other renderers and the place of
//! translations.

use super::Refused;
use super::frame::{Draft, plain_text};
use super::ledger::{Ledger, Node};
use super::rjsf;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Elements that we draw.
const ELEMENTS: [&str; 9] = [
    "Control",
    "ListWithDetail",
    "MasterDetail",
    "Label",
    "Group",
    "VerticalLayout",
    "HorizontalLayout",
    "Categorization",
    "Category",
];
/// Options that we follow.
const OPTIONS: [&str; 17] = [
    "addLabel",
    "autocomplete",
    "detail",
    "disableAdd",
    "disableRemove",
    "elementLabelProp",
    "format",
    "help",
    "i18n",
    "multi",
    "readonly",
    "readOnly",
    "showSortButtons",
    "suffix",
    "suggestion",
    "width",
    "autocompleteToken",
];
/// Options that only say how it looks.
const LOOKS: [&str; 6] =
    ["variant", "hideRequiredAsterisk", "showUnfocusedDescription", "style", "styles", "collapsed"];
/// Keys of an element.
const KEYS: [&str; 9] = ["type", "scope", "elements", "label", "text", "title", "description", "rule", "i18n"];
/// Values of `format` that say how a choice is made.
const FORMATS: [&str; 4] = ["radio", "select", "autocomplete", "checkbox"];

/// Texts by language and key.
type Translations = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn read(source: &Value, language: &str, ledger: &mut Ledger) -> Result<Draft, Refused> {
    let root = Node::root(source);
    let mut parts = rjsf::parts(&root, ledger)?;
    let (own, translations) = translations(&root, ledger);
    let language = own.unwrap_or_else(|| language.to_owned());
    let mut draft = std::mem::take(&mut parts.draft);
    draft.sample = parts.sample.clone();
    let wrapped = rjsf::wrap(&mut parts.schema, ledger);
    if wrapped {
        draft.sample = parts.sample.map(|data| json!({ "value": data }));
    }
    draft.sample = draft.sample.filter(Value::is_object);
    let ui = parts.ui.filter(|ui| ui.value.is_object());
    let reader = Reader { language: &language, translations: &translations };
    let ui = ui.map(|ui| reader.element(&ui, ledger, 0));
    if let Some(ui) = ui.filter(|_| !wrapped) {
        draft.form.insert("ui".to_owned(), ui);
    }
    draft.form.insert("schema".to_owned(), parts.schema);
    draft.languages = std::iter::once(language.clone())
        .chain(translations.keys().filter(|known| **known != language).cloned())
        .collect();
    if !translations.is_empty() {
        draft.form.insert("translations".to_owned(), json!(translations));
    }
    Ok(draft)
}

/// `i18n: {locale, translations}` or `translations`, whose keys may nest. The language is that of the locale.
fn translations(root: &Node<'_>, ledger: &mut Ledger) -> (Option<String>, Translations) {
    let mut found = Translations::new();
    let i18n = ledger.get(root, "i18n").filter(|i18n| i18n.value.is_object());
    let locale = i18n
        .as_ref()
        .and_then(|i18n| ledger.text(i18n, "locale"))
        .map(|locale| locale.chars().take(2).collect::<String>());
    let within = i18n.as_ref().and_then(|i18n| ledger.get(i18n, "translations"));
    for by_language in within.into_iter().chain(ledger.get(root, "translations")) {
        for (language, texts) in ledger.entries(&by_language) {
            if language.len() != 2
                || !language.bytes().all(|byte| byte.is_ascii_lowercase())
                || !texts.value.is_object()
            {
                ledger.lose(&texts.pointer, "invalid", &[]);
                continue;
            }
            ledger.all(&texts);
            flat(texts.value, "", 0, found.entry(language.to_owned()).or_default());
        }
    }
    (locale.filter(|locale| locale.bytes().all(|byte| byte.is_ascii_lowercase()) && locale.len() == 2), found)
}

fn flat(texts: &Value, prefix: &str, level: usize, found: &mut BTreeMap<String, String>) {
    const LEVELS: usize = 20;
    for (key, value) in texts.as_object().into_iter().flatten() {
        let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        match value {
            Value::String(text) => drop(found.insert(key, text.clone())),
            other if level < LEVELS => flat(other, &key, level + 1, found),
            _ => {}
        }
    }
}

struct Reader<'t> {
    language: &'t str,
    translations: &'t Translations,
}

impl Reader<'_> {
    fn element(&self, node: &Node<'_>, ledger: &mut Ledger, level: usize) -> Value {
        const LEVELS: usize = 40;
        let empty = || json!({ "type": "VerticalLayout", "elements": [] });
        ledger.get_self(node);
        if !node.value.is_object() || level > LEVELS {
            ledger.lose(&node.pointer, "invalid", &[]);
            return empty();
        }
        let name = node.peek_text("type");
        let mut element = Map::new();
        if ELEMENTS.contains(&name) {
            element.insert("type".to_owned(), json!(name));
            ledger.skip(node, &["type"]);
        } else {
            ledger.lose(&node.at("type"), "component-unknown", &[("type", name)]);
            let known = if node.peek("scope").is_some() { "Control" } else { "VerticalLayout" };
            element.insert("type".to_owned(), json!(known));
        }
        for key in KEYS.iter().filter(|key| !["type", "elements"].contains(*key)) {
            element.extend(ledger.whole(node, key).map(|value| ((*key).to_owned(), value.clone())));
        }
        self.texts(&mut element);
        if element["type"] == "Label" && element.get("text").is_none() {
            ledger.note(&node.pointer, "text", &[("text", "")]);
            return empty();
        }
        if let Some(options) = ledger.get(node, "options") {
            let kept = self.options(&options, ledger, level);
            element.extend(Some(("options".to_owned(), Value::Object(kept))).filter(|(_, kept)| kept != &json!({})));
        }
        if node.peek("elements").is_some() {
            let children = ledger.list(node, "elements");
            let children: Value = children.iter().map(|child| self.element(child, ledger, level + 1)).collect();
            element.insert("elements".to_owned(), children);
        }
        Value::Object(element)
    }

    /// Words of groups and labels that stand in the translations.
    fn texts(&self, element: &mut Map<String, Value>) {
        let is_control = element.get("scope").is_some();
        let key = element.get("i18n").and_then(Value::as_str).map(str::to_owned);
        let named = if element["type"] == "Label" { "text" } else { "label" };
        let written = element.get(named).and_then(Value::as_str).map(str::to_owned);
        let keys: Vec<String> =
            [key.as_ref().map(|key| format!("{key}.{named}")), key.clone().filter(|_| !is_control), written]
                .into_iter()
                .flatten()
                .collect();
        let found = |texts: &BTreeMap<String, String>| keys.iter().find_map(|key| texts.get(key).cloned());
        let by_language: Map<String, Value> = self
            .translations
            .iter()
            .filter_map(|(language, texts)| Some((language.clone(), Value::from(found(texts)?))))
            .collect();
        if by_language.contains_key(self.language) {
            element.insert(named.to_owned(), Value::Object(by_language));
        }
        if element["type"] == "Category" && element.get("label").is_none() {
            element.insert("label".to_owned(), Value::from(key.map_or_else(|| "1".to_owned(), |key| plain_text(&key))));
        }
        if !is_control {
            element.shift_remove("i18n");
        }
    }

    fn options(&self, options: &Node<'_>, ledger: &mut Ledger, level: usize) -> Map<String, Value> {
        let mut kept = Map::new();
        for (key, value) in options.value.as_object().into_iter().flatten() {
            let key = key.as_str();
            if key == "detail" && value.is_object() {
                if let Some(detail) = ledger.get(options, key) {
                    kept.insert(key.to_owned(), self.element(&detail, ledger, level + 1));
                }
            } else if key == "detail" {
                ledger.skip(options, &[key]);
            } else if key == "format" && !value.as_str().is_some_and(|format| FORMATS.contains(&format)) {
                ledger.lose(&options.at(key), "widget", &[("widget", value.as_str().unwrap_or_default())]);
            } else if OPTIONS.contains(&key) {
                ledger.skip(options, &[key]);
                kept.insert(key.to_owned(), value.clone());
            } else if LOOKS.contains(&key) {
                ledger.skip_looks(options, key);
            } else if ["slider", "toggle"].contains(&key) {
                ledger.lose(&options.at(key), "widget", &[("widget", key)]);
            }
        }
        kept
    }
}
