//! SCXML, as far as a chart without data goes, translated to a chart in JSON.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// An element of XML. Texts are nothing to a chart.
pub struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    children: Vec<Element>,
}

impl Element {
    pub fn read(text: &str) -> Self {
        let mut reader = Reader::from_str(text);
        let mut open = vec![Self { name: String::new(), attributes: BTreeMap::new(), children: Vec::new() }];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => open.push(Self::of(&tag)),
                Event::Empty(tag) => open.last_mut().unwrap().children.push(Self::of(&tag)),
                Event::End(_) => {
                    let closed = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(closed);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "an element is not closed");
        open.pop().unwrap().children.pop().unwrap()
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let attribute = |attribute: quick_xml::events::attributes::Attribute<'_>| {
            let key = String::from_utf8(attribute.key.local_name().as_ref().to_vec()).unwrap();
            (key, attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned())
        };
        let name = String::from_utf8(tag.local_name().as_ref().to_vec()).unwrap();
        let attributes = tag.attributes().map(|found| attribute(found.unwrap())).collect();
        Self { name, attributes, children: Vec::new() }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Words of an attribute; none, of one that is absent.
    fn words(&self, name: &str) -> Vec<&str> {
        self.get(name).map(|words| words.split_whitespace().collect()).unwrap_or_default()
    }
}

/// What a chart can't say.
const LEFT_OUT: [&str; 12] = [
    "datamodel",
    "assign",
    "script",
    "send",
    "cancel",
    "invoke",
    "finalize",
    "donedata",
    "if",
    "foreach",
    "param",
    "content",
];
const STATES: [&str; 4] = ["state", "parallel", "final", "history"];

/// The features that a document needs and that a chart has not: elements, and conditions that are more than `true`, `false`,
/// `In('a')` and its negation.
pub fn features(document: &Element) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut pending = vec![document];
    while let Some(element) = pending.pop() {
        found.extend(LEFT_OUT.iter().find(|name| **name == element.name));
        if element.get("cond").is_some_and(|cond| guard(cond).is_none()) {
            found.insert("cond");
        }
        // What stands in data or in a message is not SCXML.
        if !["data", "content"].contains(&element.name.as_str()) {
            pending.extend(&element.children);
        }
    }
    found
}

fn guard(cond: &str) -> Option<Value> {
    let cond = cond.trim();
    match cond {
        "true" => return Some(json!(true)),
        "false" => return Some(json!(false)),
        _ => {}
    }
    if let Some(negated) = cond.strip_prefix('!') {
        return guard(negated).map(|guard| json!({ "not": guard }));
    }
    let state = cond.strip_prefix("In('")?.strip_suffix("')")?;
    state.chars().all(char::is_alphanumeric).then(|| json!({ "in": state }))
}

/// The chart in JSON of a document without [`features`].
pub fn translate(document: &Element) -> Value {
    let mut count = 0;
    state(document, &mut count)
}

fn state(element: &Element, count: &mut usize) -> Value {
    *count += 1;
    // The document itself is a state of the chart that nothing names, and so is a state without id.
    let name = element.get("id").map_or_else(|| format!("#{count}"), str::to_owned);
    let kind = match (element.name.as_str(), element.get("type")) {
        ("scxml", _) => "state",
        ("history", Some("deep")) => "deep_history",
        (kind, _) => kind,
    };
    let children = element.children.iter().filter(|child| STATES.contains(&child.name.as_str()));
    let states: Vec<Value> = children.map(|child| state(child, count)).collect();
    let mut found = json!({"name": name, "type": kind, "states": states,
        "entry": actions(element.all("onentry")), "exit": actions(element.all("onexit"))});
    let begins = match kind {
        "history" | "deep_history" => element.all("transition").next(),
        _ => element.all("initial").flat_map(|initial| initial.all("transition")).next(),
    };
    if let Some(way) = begins {
        found["initial"] = json!({"target": way.words("target"), "actions": actions(std::iter::once(way))});
    } else if element.get("initial").is_some() {
        found["initial"] = json!({"target": element.words("initial")});
    }
    if !kind.ends_with("history") {
        found["transitions"] = element.all("transition").map(transition).collect();
    }
    found
}

fn transition(element: &Element) -> Value {
    // `a`, `a.` and `a.*` are one descriptor in SCXML.
    let descriptor = |word: &str| match word {
        "*" => "*".to_owned(),
        _ => format!("{}.*", word.trim_end_matches(".*").trim_end_matches('.')),
    };
    let events: Vec<String> = element.words("event").into_iter().map(descriptor).collect();
    let mut found = Map::from_iter([
        ("events".to_owned(), json!(events)),
        ("target".to_owned(), json!(element.words("target"))),
        ("internal".to_owned(), json!(element.get("type") == Some("internal"))),
        ("actions".to_owned(), actions(std::iter::once(element))),
    ]);
    if let Some(guard) = element.get("cond").and_then(guard) {
        found.insert("guard".to_owned(), guard);
    }
    Value::Object(found)
}

/// What is raised in some blocks. `log` tells people something, and the chart nothing.
fn actions<'e>(blocks: impl Iterator<Item = &'e Element>) -> Value {
    let mut found = Vec::new();
    for action in blocks.flat_map(|block| &block.children) {
        match action.name.as_str() {
            "raise" => found.push(json!({"raise": action.get("event").unwrap()})),
            "log" => {}
            other => panic!("an action that was taken for none: {other}"),
        }
    }
    Value::Array(found)
}
