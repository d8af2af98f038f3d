//! The controls of a page's HTML, and what a browser sends for them.

use quick_xml::Reader;
use quick_xml::escape::unescape_with;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

#[derive(Debug, Default, Clone)]
pub struct Control {
    /// `input`, `textarea`, `select`, `button`.
    pub tag: String,
    /// Of an input.
    pub kind: String,
    pub inputmode: String,
    pub name: String,
    pub value: String,
    pub is_checked: bool,
    pub is_disabled: bool,
    /// Values of a select, and whether they are chosen.
    pub options: Vec<(String, bool)>,
}

impl Control {
    /// It holds text.
    pub fn is_typed(&self) -> bool {
        self.tag == "textarea"
            || (self.tag == "input" && !["radio", "checkbox", "hidden", "file"].contains(&&*self.kind))
    }

    /// It is chosen by its value.
    pub fn is_ticked(&self) -> bool {
        ["radio", "checkbox"].contains(&&*self.kind)
    }
}

/// The controls of a page, in its order.
pub fn controls(html: &str) -> Vec<Control> {
    let mut reader = Reader::from_str(html);
    let config = reader.config_mut();
    (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
    let mut found: Vec<Control> = Vec::new();
    let mut is_text = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
                let attributes = attributes(&tag);
                let read = |key: &str| attributes.get(key).cloned().unwrap_or_default();
                let has = |key: &str| attributes.contains_key(key);
                match name.as_str() {
                    "option" => found.last_mut().unwrap().options.push((read("value"), has("selected"))),
                    "input" | "textarea" | "select" | "button" => found.push(Control {
                        kind: read("type"),
                        inputmode: read("inputmode"),
                        name: read("name"),
                        value: read("value"),
                        is_checked: has("checked"),
                        is_disabled: has("disabled"),
                        options: Vec::new(),
                        tag: name.clone(),
                    }),
                    _ => {}
                }
                is_text = name == "textarea";
            }
            Event::Text(text) if is_text => {
                let text = text.decode().unwrap();
                // A browser leaves out the line break that begins a textarea.
                let value = &mut found.last_mut().unwrap().value;
                let text = if value.is_empty() { text.strip_prefix('\n').unwrap_or(&text) } else { &text };
                value.push_str(text);
            }
            Event::GeneralRef(entity) if is_text => {
                let entity = format!("&{};", entity.decode().unwrap());
                found.last_mut().unwrap().value.push_str(&unescaped(&entity));
            }
            Event::End(_) => is_text = false,
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn attributes(tag: &BytesStart<'_>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for attribute in tag.html_attributes() {
        let attribute = attribute.unwrap();
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        found.insert(key, unescaped(&String::from_utf8_lossy(&attribute.value)));
    }
    found
}

fn unescaped(text: &str) -> String {
    let named = |name: &str| match name {
        "nbsp" => Some("\u{a0}"),
        _ => quick_xml::escape::resolve_predefined_entity(name),
    };
    unescape_with(text, named).unwrap().into_owned()
}

/// What a browser sends for them when a button is pressed.
pub fn sent(controls: &[Control]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for control in controls.iter().filter(|control| !control.is_disabled && !control.name.is_empty()) {
        let value = match control.tag.as_str() {
            "button" => continue,
            // Files go by another way.
            _ if control.kind == "file" => continue,
            _ if control.is_ticked() && !control.is_checked => continue,
            "select" => {
                let chosen = control.options.iter().find(|(_, is_chosen)| *is_chosen).or(control.options.first());
                chosen.map(|(value, _)| value.clone()).unwrap_or_default()
            }
            // Line breaks are sent as the standard of forms says.
            "textarea" => control.value.replace('\n', "\r\n"),
            _ => control.value.clone(),
        };
        pairs.push((control.name.clone(), value));
    }
    pairs
}
