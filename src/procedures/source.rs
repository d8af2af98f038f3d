//! The text of a file that an author wrote, read within bounds: what is read takes many times the place of the text.

use serde::de::Error;
use serde_json::Value;

/// Bytes that a file may have: the largest public forms have a tenth of this.
pub const MAX_BYTES: usize = 2_000_000;
/// Values that it may hold: the largest public forms have a seventh of this.
const MAX_VALUES: usize = 60_000;

/// Reads JSON; a text out of bounds is an error like any other.
pub fn read(text: &str) -> serde_json::Result<Value> {
    if text.len() > MAX_BYTES {
        return Err(serde_json::Error::custom(format!("{} bytes are too many: {MAX_BYTES} at most", text.len())));
    }
    if values(text) > MAX_VALUES {
        return Err(serde_json::Error::custom(format!("too many values: {MAX_VALUES} at most")));
    }
    serde_json::from_str(text)
}

/// How many values a text of JSON holds at most, told by its commas and openings outside of texts.
fn values(json: &str) -> usize {
    let (mut found, mut in_text, mut escaped) = (1, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b',' | b'[' | b'{' if !in_text => found += 1,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_without_reading_them() {
        for (json, count) in [("1", 1), (r#"{"a": "[,\"{,"}"#, 2), ("[1, [2, {}], 3]", 7)] {
            assert_eq!(values(json), count, "{json}");
        }
        let many = format!("[{}0]", "0,".repeat(MAX_VALUES));
        assert!(read(&many).unwrap_err().to_string().contains("too many values"));
        assert!(read(&format!("\"{}\"", "x".repeat(MAX_BYTES))).is_err());
        assert_eq!(read("[true]").unwrap(), serde_json::json!([true]));
    }
}
