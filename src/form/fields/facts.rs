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
        // JSON Forms may say of a text that it is a date, which it then may keep in another way than ISO 8601.
        let own_way = ["dateSaveFormat", "timeSaveFormat", "dateTimeSaveFormat"];
        let is_iso = !own_way.iter().any(|key| self.options.contains_key(*key));
        let is_date = ["date", "time", "date-time"].contains(&format) && is_iso;
        let of_control = is_date && self.option("format") == format;
        self.type_name == "string" && (self.format() == format || (of_control && self.format().is_empty()))
    }

    pub(crate) fn option(&self, name: &str) -> &str {
        self.options.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    pub(crate) fn has(&self, flag: &str) -> bool {
        self.options.get(flag) == Some(&Value::Bool(true))
    }
}
