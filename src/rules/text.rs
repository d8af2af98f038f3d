//! Texts that people read, written in one or several languages.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A text in the base language, or in several: `"Nom"` or `{"fr": "Nom", "en": "Name"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// Written in the base language of the document.
    One(String),
    /// By language, in the order of the document.
    Many(#[serde(with = "languages")] Vec<(String, String)>),
}

impl Text {
    /// The text in `lang`, else in `base`, else in the first language it has.
    pub fn in_language(&self, lang: &str, base: &str) -> &str {
        match self {
            Self::One(text) => text,
            Self::Many(texts) => [lang, base]
                .iter()
                .find_map(|wanted| texts.iter().find(|(language, _)| language == wanted))
                .or_else(|| texts.first())
                .map_or("", |(_, text)| text),
        }
    }

    /// Whether someone wrote it in `lang`. A plain string is in the base language only.
    pub fn speaks(&self, lang: &str, base: &str) -> bool {
        match self {
            Self::One(_) => lang == base,
            Self::Many(texts) => texts.iter().any(|(language, _)| language == lang),
        }
    }

    /// Reads a text from JSON; `None` when the value is neither a string nor an object of strings.
    pub fn from_json(value: &Value) -> Option<Self> {
        serde_json::from_value(value.clone()).ok()
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::One(String::new())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::One(text.to_owned())
    }
}

/// An object of strings as pairs in document order.
mod languages {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::{Map, Value};

    pub(super) fn serialize<S: Serializer>(texts: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
        let map: Map<String, Value> =
            texts.iter().map(|(language, text)| (language.clone(), Value::String(text.clone()))).collect();
        map.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(String, String)>, D::Error> {
        Map::deserialize(deserializer)?
            .into_iter()
            .map(|(language, text)| match text {
                Value::String(text) => Ok((language, text)),
                _ => Err(D::Error::custom("a text is a string")),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn falls_back_to_the_base_language_then_to_any() {
        let text = Text::from_json(&json!({"fr": "Nom", "en": "Name"})).unwrap();
        assert_eq!(text.in_language("en", "fr"), "Name");
        assert_eq!(text.in_language("de", "fr"), "Nom");
        assert_eq!(text.in_language("de", "it"), "Nom");
        assert_eq!(Text::from("Nom").in_language("en", "fr"), "Nom");
        assert!(text.speaks("en", "fr") && !text.speaks("de", "fr") && !Text::from("Nom").speaks("en", "fr"));
    }

    #[test]
    fn survives_json() {
        for value in [json!("Nom"), json!({"fr": "Nom", "en": "Name"})] {
            assert_eq!(serde_json::to_value(Text::from_json(&value).unwrap()).unwrap(), value);
        }
        assert_eq!(Text::from_json(&json!({"fr": 3})), None);
    }
}
