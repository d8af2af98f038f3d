use serde_json::{Map, Value};

/// What a kind is chosen on.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The schema, references followed.
    pub(crate) schema: &'a Map<String, Value>,
    /// Its type, `null` apart; empty when it has none.
    pub(crate) type_name: &'a str,
    /// The shipped type that it refers to, itself or through its items.
    pub(crate) shipped: Option<&'a str>,
    /// It has a list of choices, itself or through its items.
    pub(crate) has_choices: bool,
    /// Another text than these choices may be given.
    pub(crate) is_open: bool,
    /// Its items are objects.
    pub(crate) has_rows: bool,
    /// Its names are chosen by people.
    pub(crate) has_entries: bool,
    /// `options` of the control.
    pub(crate) options: &'a Map<String, Value>,
}

impl Facts<'_> {
    pub(crate) fn format(&self) -> &str {
        self.schema.get("format").and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn is_string(&self, format: &str) -> bool {
        self.type_name == "string" && self.format() == format
    }

    pub(crate) fn option(&self, name: &str) -> &str {
        self.options.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn has(&self, flag: &str) -> bool {
        self.options.get(flag) == Some(&Value::Bool(true))
    }
}
