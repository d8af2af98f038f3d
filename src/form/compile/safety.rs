//! Before anything reads a schema: is it of a reasonable size, and does it stay at home?

use super::keywords::{NAMED, VALUES};
use crate::form::Definition;
use crate::form::pointer::escape;
use crate::form::problem::Problems;
use serde_json::{Map, Value};

/// How deep properties may nest.
pub(crate) const MAX_DEPTH: usize = 20;
/// How many properties a form may have.
pub(crate) const MAX_FIELDS: usize = 2_000;
/// How many values a list may have.
pub(crate) const MAX_CHOICES: usize = 5_000;
/// How many those of a form may have together.
pub(crate) const MAX_ALL_CHOICES: usize = 10_000;
/// How deep the JSON itself may nest: a property costs two levels, a combination a few more.
const MAX_LEVELS: usize = 6 * MAX_DEPTH;
/// How many JSON values a definition may hold.
pub(crate) const MAX_NODES: usize = 60_000;
/// How many bytes a text may have: a long explanation has a tenth.
const MAX_TEXT: usize = 20_000;

/// The schemas that are shipped, by the name that references use: `../types/<name>.json`.
pub(crate) static SHIPPED: [(&str, &str); 14] = [
    ("accreditation", include_str!("../../../forms/types/accreditation.json")),
    ("address", include_str!("../../../forms/types/address.json")),
    ("bank-account", include_str!("../../../forms/types/bank-account.json")),
    ("caf-account", include_str!("../../../forms/types/caf-account.json")),
    ("civility", include_str!("../../../forms/types/civility.json")),
    ("commune", include_str!("../../../forms/types/commune.json")),
    ("country", include_str!("../../../forms/types/country.json")),
    ("departement", include_str!("../../../forms/types/departement.json")),
    ("epci", include_str!("../../../forms/types/epci.json")),
    ("file", include_str!("../../../forms/types/file.json")),
    ("reference", include_str!("../../../forms/types/reference.json")),
    ("geometry", include_str!("../../../forms/types/geometry.json")),
    ("region", include_str!("../../../forms/types/region.json")),
    ("tax-notice", include_str!("../../../forms/types/tax-notice.json")),
];

/// The shipped type that a reference names, from wherever the procedure stands.
pub(crate) fn shipped(reference: &str) -> Option<&'static str> {
    let relative = || {
        let name = reference.trim_start_matches("./").trim_start_matches("../").strip_suffix(".json")?;
        name.strip_prefix("types/")
    };
    let name = reference.strip_prefix(ADDRESS).or_else(relative)?;
    SHIPPED.iter().map(|(known, _)| *known).find(|known| *known == name)
}

/// What begins the address under which the validator knows a shipped type.
const ADDRESS: &str = "urn:guichet:type:";

/// The address under which the validator knows a shipped type.
pub(crate) fn address_of(name: &str) -> String {
    format!("{ADDRESS}{name}")
}

/// A copy of a form's schema whose references to shipped types are absolute. What is out of bounds is a problem, and then there is
/// no copy.
pub(super) fn inspect(definition: &Definition, problems: &mut Problems) -> Option<Value> {
    let mut inspector = Inspector { problems, nodes: 0, stopped: false };
    let copy = inspector.copy(&definition.schema, "/schema", 0);
    definition.ui.iter().for_each(|ui| inspector.look(ui, "/ui", 0));
    (!inspector.stopped).then_some(copy)
}

struct Inspector<'p> {
    problems: &'p mut Problems,
    nodes: usize,
    stopped: bool,
}

impl Inspector<'_> {
    fn copy(&mut self, value: &Value, pointer: &str, level: usize) -> Value {
        if !self.fits(value, pointer, level) {
            return Value::Null;
        }
        match value {
            Value::Object(fields) => Value::Object(self.object(fields, pointer, level, false)),
            Value::Array(items) => {
                let copied =
                    items.iter().enumerate().map(|(n, item)| self.copy(item, &format!("{pointer}/{n}"), level + 1));
                Value::Array(copied.collect())
            }
            other => other.clone(),
        }
    }

    /// Counts one value; what is too much is told once.
    fn fits(&mut self, value: &Value, pointer: &str, level: usize) -> bool {
        self.nodes += 1;
        let is_long = value.as_str().is_some_and(|text| text.len() > MAX_TEXT);
        let exceeded = match () {
            () if level > MAX_LEVELS => Some(("depth", MAX_LEVELS)),
            () if self.nodes > MAX_NODES => Some(("size", MAX_NODES)),
            () if is_long => Some(("long", MAX_TEXT)),
            () => None,
        };
        if let Some((code, max)) = exceeded {
            if !self.stopped {
                self.problems.error(pointer, code, vec![("max", max.to_string())]);
            }
            self.stopped = true;
        }
        !self.stopped
    }

    /// Looks at what is not a schema: a layout, values, rules.
    fn look(&mut self, value: &Value, pointer: &str, level: usize) {
        if !self.fits(value, pointer, level) {
            return;
        }
        match value {
            Value::Object(fields) => {
                fields
                    .iter()
                    .for_each(|(key, value)| self.look(value, &format!("{pointer}/{}", escape(key)), level + 1));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, item)| self.look(item, &format!("{pointer}/{n}"), level + 1));
            }
            _ => {}
        }
    }

    /// `named`: the keys are names that the author chose, not keywords.
    fn object(&mut self, fields: &Map<String, Value>, pointer: &str, level: usize, named: bool) -> Map<String, Value> {
        let mut copy = Map::new();
        for (key, value) in fields {
            let here = format!("{pointer}/{}", escape(key));
            // Nothing required says nothing, and is an error in draft 4 only.
            if !named && key == "required" && value.as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            let copied = match (key.as_str(), value) {
                _ if named => self.copy(value, &here, level + 1),
                ("$ref", Value::String(reference)) => {
                    Value::from(shipped(reference).map_or_else(|| reference.clone(), address_of))
                }
                (key, _) if VALUES.contains(&key) => {
                    self.check_size(key, value, &here);
                    self.look(value, &here, level + 1);
                    value.clone()
                }
                (_, Value::Object(schemas)) if NAMED.contains(&key.as_str()) => {
                    Value::Object(self.object(schemas, &here, level + 1, true))
                }
                _ => self.copy(value, &here, level + 1),
            };
            copy.insert(key.clone(), copied);
        }
        copy
    }

    fn check_size(&mut self, key: &str, value: &Value, pointer: &str) {
        let choices = value.as_array().map_or(0, Vec::len);
        if key == "enum" && choices > MAX_CHOICES {
            self.problems.error(pointer, "choices", vec![("max", MAX_CHOICES.to_string())]);
            self.stopped = true;
        }
    }
}
