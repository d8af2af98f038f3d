//! The `form` block of a procedure's file, as it is written.

use crate::civil::Territory;
use crate::rules::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A form's definition. [`super::Form::compile`] makes it ready to serve.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Definition {
    /// JSON Schema of the answers, with keywords of ours: `calculate`, `file` and `reference`.
    pub schema: Value,
    /// JSON Forms UI schema; derived from the schema when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ui: Option<Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub eligibility: Vec<Eligibility>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Texts of the schema by language and JSON Forms key (`a.b.label`, `a.b.description`, `a.b.<choice>`).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<String, BTreeMap<String, String>>,
    /// Which answers may be given beforehand; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefill: Option<Prefill>,
    /// The files that lie beside, by name: the lists that its references search.
    #[serde(skip)]
    pub files: Files,
    /// Where the procedure is handled: a moment is asked and told by the clocks there.
    #[serde(skip)]
    pub territory: Territory,
    /// Keys that nothing reads: reported by the checker, never dropped in silence.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Files by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Which answers a link or another service may give before anybody starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Prefill {
    /// All, or none.
    All(bool),
    /// Those at these pointers and under them; `*` is any row.
    Only(Vec<String>),
}

/// A reason not to be eligible.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// True: the request can't be filed.
    pub rule: Value,
    pub message: Text,
}

/// A check across fields.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// True: all is well.
    pub rule: Value,
    pub message: Text,
    /// Where the message is shown.
    pub pointers: Vec<String>,
}

impl Definition {
    /// With the files that lie beside it.
    pub fn with(mut self, files: &Files) -> Self {
        self.files.clone_from(files);
        self
    }

    /// Reads a bare form: a JSON Schema, or `{"schema": …, "uischema": …}` (or `"ui"`) with the other keys of a definition.
    pub fn bare(document: Value) -> Result<Self, serde_json::Error> {
        if !is_wrapped(&document) {
            return Ok(Self { schema: document, ..Self::default() });
        }
        let mut document = document;
        if let Some(fields) = document.as_object_mut() {
            fields.retain(|key, _| !NEIGHBOURS.contains(&key.as_str()));
            if let Some(ui) = fields.shift_remove("uischema") {
                fields.entry("ui").or_insert(ui);
            }
        }
        serde_json::from_value(document)
    }

    /// Where a place of the definition stands in the file of the bare form that it was read from.
    pub fn place_in_bare(document: &Value, pointer: &str) -> String {
        if !is_wrapped(document) {
            return pointer.strip_prefix("/schema").unwrap_or(pointer).to_owned();
        }
        match pointer.strip_prefix("/ui") {
            Some(rest) if document.get("uischema").is_some() && document.get("ui").is_none() => {
                format!("/uischema{rest}")
            }
            _ => pointer.to_owned(),
        }
    }
}

/// Whether the schema of a bare form is within its document, rather than all of it.
fn is_wrapped(document: &Value) -> bool {
    document.get("schema").is_some_and(Value::is_object)
        && !["$schema", "type", "properties"].iter().any(|key| document.get(key).is_some())
}

/// What forms of other products keep beside the schema, and that says nothing of what to ask. The `uiSchema` of RJSF is another
/// language than JSON Forms': the importer reads it.
const NEIGHBOURS: [&str; 8] =
    ["title", "description", "data", "formData", "initialValue", "initialData", "i18n", "uiSchema"];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_bare_form_is_a_schema_or_both() {
        let schema = json!({"type": "object", "properties": {"schema": {"type": "object"}}});
        assert_eq!(Definition::bare(schema.clone()).unwrap().schema, schema);
        let both = Definition::bare(json!({"schema": schema, "uischema": {"type": "Control"}})).unwrap();
        assert_eq!((both.schema, both.ui), (schema, Some(json!({"type": "Control"}))));
    }

    #[test]
    fn unknown_keys_are_kept_for_the_checker() {
        let definition: Definition = serde_json::from_value(json!({"schema": {}, "chekcs": []})).unwrap();
        assert!(definition.unknown.contains_key("chekcs"));
    }
}
