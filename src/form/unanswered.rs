//! Blanks: what a draft holds where nothing was answered.

use serde_json::Value;
use std::borrow::Cow;

/// Takes blanks away: nothing, empty text, empty list, empty object. Rows stay, so that those after keep their number.
pub(super) fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(strip);
            fields.retain(|_, value| !is_blank(value));
        }
        Value::Array(rows) => {
            rows.iter_mut().for_each(strip);
            // A place that nobody filled; one before others stays, and is wrong.
            while rows.last().is_some_and(Value::is_null) {
                rows.pop();
            }
        }
        _ => {}
    }
}

/// A value as it would be submitted: the same when it holds no blank.
pub(super) fn without_blanks(value: &Value) -> Cow<'_, Value> {
    if !holds_blanks(value) {
        return Cow::Borrowed(value);
    }
    let mut value = value.clone();
    strip(&mut value);
    Cow::Owned(value)
}

/// Whether nothing is answered in a value: what is left of it without its blanks is blank itself.
pub(super) fn is_unanswered(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.values().all(is_unanswered),
        Value::Array(rows) => rows.iter().all(Value::is_null),
        value => is_blank(value),
    }
}

fn holds_blanks(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.values().any(|value| is_blank(value) || holds_blanks(value)),
        Value::Array(rows) => rows.last().is_some_and(Value::is_null) || rows.iter().any(holds_blanks),
        _ => false,
    }
}

pub(super) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_absent_and_rows_keep_their_number() {
        let mut value =
            serde_json::json!({"a": "", "b": [], "c": {"d": null}, "e": [{}, {"f": " "}, {"g": 0}], "h": false});
        strip(&mut value);
        assert_eq!(value, serde_json::json!({"e": [{}, {}, {"g": 0}], "h": false}));
    }

    #[test]
    fn an_unanswered_value_is_blank_without_its_blanks() {
        use serde_json::json;
        let values = [
            json!(null),
            json!({"a": ""}),
            json!({"a": {"b": []}}),
            json!([null]),
            json!([{}]),
            json!([""]),
            json!({"a": [null, null]}),
            json!({"a": [null, 1]}),
            json!(0),
            json!(false),
            json!({"a": [{"b": ""}]}),
        ];
        for value in values {
            assert_eq!(is_unanswered(&value), is_blank(&without_blanks(&value)), "{value}");
        }
    }
}
