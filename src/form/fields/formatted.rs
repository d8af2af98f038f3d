use super::{Example, Facts, Kind, TEXT};
use crate::form::element::Element;
use crate::form::node::Field;
use serde_json::Value;

/// A line of text in a form that its author lays down by a `pattern`, with an example and a sentence for what is wrong.
#[derive(Debug)]
pub(super) struct Formatted;

impl Kind for Formatted {
    fn name(&self) -> &'static str {
        "formatted"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.type_name == "string" && facts.schema.contains_key("pattern")
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"type": "string", "pattern": "^[A-Z]{2}-[0-9]{3}-[A-Z]{2}$", "examples": ["AB-123-CD"], "errorMessage": {"pattern": {"fr": "Recopiez l’immatriculation, par exemple AB-123-CD", "en": "Copy the registration number, for example AB-123-CD"}}}"#,
            r#""EF-456-GH""#,
            Some(r#""EF456GH""#),
        )
    }

    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        TEXT.draw(field, value, lang, element);
    }
}
